"""The charts of Profit > Summary as tables for a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import tr
from b2bdesk.services.profit import AccountProfit
from b2bdesk.ui.pages.account.profit.figures import Measure, waterfall

if TYPE_CHECKING:
    from b2bdesk.services.shown_table import ShownTable


def summary_tables(profit: AccountProfit) -> list[ShownTable]:
    """The waterfall, the months and the activities; what is not known stays empty."""
    return [_waterfall(profit), _months(profit), _activities(profit)]


def _waterfall(profit: AccountProfit) -> ShownTable:
    from b2bdesk.services.shown_table import ShownColumn, ShownTable

    head, tail = waterfall(profit, Measure.AMOUNT)
    rows = [
        (
            step.label,
            step.amount,
            round(step.amount / profit.orders) if profit.orders else None,
            step.amount / profit.sales if profit.sales > 0 else None,
        )
        for step in (*head, *tail[1:])
    ]
    columns = [
        ShownColumn(tr("Step")),
        ShownColumn(tr("Amount"), "money"),
        ShownColumn(tr("Per order"), "money"),
        ShownColumn(tr("Share of sales"), "percent"),
    ]
    return ShownTable(tr("Waterfall"), columns, rows)


def _months(profit: AccountProfit) -> ShownTable:
    from b2bdesk.services.shown_table import ShownColumn, ShownTable

    rows = [
        (
            first_of_month(each.month),
            each.orders,
            each.sales,
            each.gross_margin,
            each.cost_to_serve,
            each.net_profit,
        )
        for each in profit.months
    ]
    columns = [
        ShownColumn(tr("Month"), "month"),
        ShownColumn(tr("Orders"), "int", total=True),
        ShownColumn(tr("Sales"), "money", total=True),
        ShownColumn(tr("Gross margin"), "money", total=profit.gross_margin is not None),
        ShownColumn(tr("Cost to serve"), "money", total=profit.cost_to_serve is not None),
        ShownColumn(tr("Net profit"), "money", total=profit.net_profit is not None),
    ]
    return ShownTable(tr("Months"), columns, rows)


def _activities(profit: AccountProfit) -> ShownTable:
    from b2bdesk.services.shown_table import ShownColumn, ShownTable

    rows = [
        (each.activity, each.amount, each.share, each.typical) for each in profit.activities or ()
    ]
    columns = [
        ShownColumn(tr("Activity")),
        ShownColumn(tr("Cost to serve"), "money", total=True),
        ShownColumn(tr("Share of sales"), "percent"),
        ShownColumn(tr("Typical share"), "percent"),
    ]
    return ShownTable(tr("Cost to serve"), columns, rows)
