"""One account as a report: key facts and Excel's own charts over the sheets of its workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from b2bdesk.core.dates import Period
from b2bdesk.core.i18n import lowered, tr
from b2bdesk.exchange_formats.excel.sheets import (
    Axis,
    ChartOut,
    ColumnOut,
    Figure,
    ReportOut,
    Series,
    Span,
)
from b2bdesk.models.enums import WORDS
from b2bdesk.services.opinion_sheets import Opinions, brand_charts, health_facts
from b2bdesk.services.profit import AccountProfit
from b2bdesk.services.report_charts import (
    MONEY,
    money_fact,
    month_charts,
    percent_format,
    profit_steps,
    waterfall,
)
from b2bdesk.services.retention.results import AccountRisk

_PRODUCTS = 10


def account_report(
    name: str,
    profit: AccountProfit,
    risk: AccountRisk | None,
    contact: tuple[date | None, str, date | None],
    currency: str,
    as_of: date,
    opinions: Opinions,
) -> ReportOut:
    """The first sheet of an account's workbook. ``contact``: the last exchange, what comes next
    and when it is due."""
    charts = [*_waterfalls(profit, currency), *month_charts(profit.months, currency)]
    if (costs := _activities(profit, currency)) is not None:
        charts.append(costs)
    if (products := _products(profit, currency)) is not None:
        charts.append(products)
    charts += brand_charts(opinions)
    return ReportOut(
        name=tr("Report"),
        title=name,
        basis=basis_words(profit.period, as_of, currency),
        facts=[*_facts(profit, risk, contact, currency), *health_facts(opinions.health)],
        charts=charts,
    )


def basis_words(period: Period, as_of: date, currency: str) -> str:
    """As of when, over which months and in which currency."""
    return tr(
        "As of {as_of}, {first} to {last}, {currency}.",
        as_of=as_of.isoformat(),
        first=period.first_date.strftime("%Y-%m"),
        last=period.last_date.strftime("%Y-%m"),
        currency=currency,
    )


def _facts(
    profit: AccountProfit,
    risk: AccountRisk | None,
    contact: tuple[date | None, str, date | None],
    currency: str,
) -> Sequence[tuple[str, Figure]]:
    last, step, due = contact
    kind = None if profit.type is None else tr(WORDS[profit.type])
    facts = [
        (tr("Relationship type"), Figure(kind)),
        (tr("Orders"), Figure(profit.orders, "int")),
        money_fact(tr("Sales"), profit.sales, currency),
        money_fact(tr("Gross margin"), profit.gross_margin, currency),
        money_fact(tr("Cost to serve"), profit.cost_to_serve, currency),
        money_fact(tr("Net profit"), profit.net_profit, currency),
    ]
    if risk is not None:
        facts += [
            (tr("Last order"), Figure(risk.last_order, "date")),
            (tr("P(order within 12 months)"), Figure(risk.p_order, "percent")),
            (tr("Still active in 12 months"), Figure(risk.still_active, "percent")),
            money_fact(tr("Expected loss"), risk.expected_loss_minor, currency),
        ]
    facts.append((tr("Last exchange"), Figure(last, "date")))
    facts.append((tr("Next step"), Figure(step or None)))
    facts.append((tr("Due"), Figure(due, "date")))
    return facts


def _waterfalls(profit: AccountProfit, currency: str) -> list[ChartOut]:
    activities = None
    if profit.activities is not None and profit.net_profit is not None:
        activities = [(each.activity, each.amount) for each in profit.activities]
    head, tail = profit_steps(profit.list_revenue, profit.sales, profit.cost_of_goods, activities)
    end = tr("Gross margin") if profit.cost_of_goods is not None else tr("Sales")
    note = " ".join(part for part in (profit.margin_missing, profit.cost_missing) if part)
    charts = [waterfall(tr("List revenue to {end}", end=lowered(end)), head, currency, note)]
    if tail:
        charts.append(waterfall(tr("Gross margin to net profit"), tail, currency))
    return charts


def _activities(profit: AccountProfit, currency: str) -> ChartOut | None:
    rows = [
        (each.activity, each.amount, each.share, each.typical)
        for each in profit.activities or ()
        if each.share is not None
    ]
    if not rows:
        return None
    names = Span("activity", 0, len(rows) - 1)
    series = [Series(tr("This account"), Span("share", 0, len(rows) - 1), names, "for_us")]
    if profit.type is not None and any(row[3] is not None for row in rows):
        typical = tr("Typical {type}", type=lowered(tr(WORDS[profit.type])))
        series.append(Series(typical, Span("typical", 0, len(rows) - 1), names, "neutral_soft"))
    return ChartOut(
        title=tr("Cost to serve by activity, share of sales"),
        kind="bars",
        series=series,
        x=Axis(),
        y=Axis(number_format=percent_format([row[2] for row in rows])),
        columns=[
            ColumnOut("activity", tr("Activity")),
            ColumnOut("amount", f"{tr('Amount')}, {currency}", "money", currency=currency),
            ColumnOut("share", tr("Share of sales"), "percent"),
            ColumnOut("typical", tr("Typical share"), "percent"),
        ],
        figures=rows,
        legend=len(series) > 1,
    )


def _products(profit: AccountProfit, currency: str) -> ChartOut | None:
    """The products with the most sales, which come first on their sheet too."""
    rows = [(each.name, each.sales, each.margin) for each in profit.products[:_PRODUCTS]]
    if not rows:
        return None
    names = Span("name", 0, len(rows) - 1)
    return ChartOut(
        title=tr("Products with the most sales"),
        kind="bars",
        series=[Series(tr("Sales"), Span("sales", 0, len(rows) - 1), names, "for_us")],
        x=Axis(),
        y=Axis(currency, MONEY),
        columns=[
            ColumnOut("name", tr("Product")),
            ColumnOut("sales", f"{tr('Sales')}, {currency}", "money", currency=currency),
            ColumnOut("margin", f"{tr('Gross margin')}, {currency}", "money", currency=currency),
        ],
        figures=rows,
    )
