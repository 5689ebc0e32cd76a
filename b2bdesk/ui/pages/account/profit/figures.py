"""An account's profit as bars: the waterfall's steps, the months, the activities."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.core.money import exponent
from b2bdesk.models.enums import WORDS
from b2bdesk.services.profit import AccountProfit, MonthProfit
from b2bdesk.ui.charts.bars import BarRow
from b2bdesk.ui.charts.month_bars import MonthBar
from b2bdesk.ui.charts.waterfall import Step
from b2bdesk.ui.formats import MISSING, formats

_FINE = 0.02  # shares of sales below this are shown with two decimals
_QUIET_MONTHS = 2  # without an order, before the chart says so


class Measure(StrEnum):
    """What the waterfall writes above its bars."""

    AMOUNT = "amount"
    PER_ORDER = "per_order"
    SHARE = "share"


def waterfall(profit: AccountProfit, measure: Measure) -> tuple[list[Step], list[Step]]:
    """The steps down to gross margin (or as far as is known), and from there to net profit."""

    small = max((each.share or 0.0 for each in profit.activities or ()), default=0.0)
    decimals = 2 if small < _FINE else 1

    def step(key: str, label: str, amount: int, *, total: bool = False, fine: int = 1) -> Step:
        share = amount / profit.sales if profit.sales > 0 else None
        return Step(
            key=key,
            label=label,
            amount=amount,
            total=total,
            share="" if share is None else formats().percent(share if total else abs(share), fine),
            text=measured(amount, profit, measure),
        )

    head = [step("list", tr("List revenue"), profit.list_revenue, total=True)]
    if profit.discounts:
        head.append(step("discounts", tr("Discounts"), -profit.discounts))
    margin, goods = profit.gross_margin, profit.cost_of_goods
    if margin is None or goods is None:
        head.append(step("sales", tr("Sales"), profit.sales, total=True))
        return head, []
    head.append(step("goods", tr("Cost of goods"), -goods))
    head.append(step("margin", tr("Gross margin"), margin, total=True))
    net = profit.net_profit
    if net is None or profit.activities is None:
        return head, []
    tail = [step("margin-again", tr("Gross margin"), margin, total=True)]
    tail += [
        step(f"activity:{each.activity}", each.activity, -each.amount, fine=decimals)
        for each in profit.activities
    ]
    tail.append(step("net", tr("Net profit"), net, total=True))
    return head, tail


def measured(amount: int, profit: AccountProfit, measure: Measure) -> str:
    """An amount in the chosen measure; "" for the amount itself."""
    if measure is Measure.PER_ORDER:
        if not profit.orders:
            return MISSING
        each = Fraction(amount, profit.orders)
        return formats().money(round(each), exponent(formats().currency))
    if measure is Measure.SHARE:
        return formats().percent(amount / profit.sales, 1) if profit.sales > 0 else MISSING
    return ""


def month_value(profit: AccountProfit, month: MonthProfit) -> int | None:
    """What the monthly bars show: the last figure of the account that is known."""
    if profit.net_profit is not None:
        return month.net_profit
    return month.gross_margin if profit.gross_margin is not None else month.sales


def month_title(profit: AccountProfit) -> str:
    """The title that says what the monthly bars show."""
    if profit.net_profit is not None:
        return tr("Monthly net profit")
    if profit.gross_margin is not None:
        return tr("Monthly gross margin")
    return tr("Monthly sales")


def month_bars(
    profit: AccountProfit, reference: date
) -> tuple[list[MonthBar], tuple[int, str] | None]:
    """One bar for each month, and a note where the orders stopped; days as of ``reference``."""
    bars = []
    for each in profit.months:
        value = month_value(profit, each)
        first = first_of_month(each.month)
        name = formats().month(first)
        major = None if value is None else float(formats().major(value))
        bars.append(MonthBar(name, name, major))
    last = last_order(profit)
    if last is None or len(profit.months) - 1 - last < _QUIET_MONTHS:
        return bars, None
    words = tr("No orders\nsince {day}", day=formats().date(profit.last_order, reference))
    return bars, (last + 1, words)


def last_order(profit: AccountProfit) -> int | None:
    """Position of the last month with an order."""
    ordered = [number for number, each in enumerate(profit.months) if each.orders]
    return ordered[-1] if ordered else None


def idle_words(profit: AccountProfit) -> str:
    """What the months after the last order cost, and which activities; empty where nothing."""
    idle = profit.idle
    if idle is None or idle.months < _QUIET_MONTHS:
        return ""
    return trn(
        "Costs go on while orders stop: {cost} in {n} month, mostly {activities}.",
        "Costs go on while orders stop: {cost} in {n} months, mostly {activities}.",
        idle.months,
        cost=formats().money_unit(-idle.amount),
        activities=tr(" and ").join(lowered(name) for name in idle.mostly),
    )


def activity_rows(profit: AccountProfit) -> list[BarRow]:
    """Cost to serve by activity, as a share of sales with the typical value where there is one."""
    rows = []
    shares = [each.share for each in profit.activities or () if each.share is not None]
    decimals = 2 if max(shares, default=0.0) < _FINE else 1
    for number, each in enumerate(profit.activities or ()):
        if each.share is None:
            major = float(formats().major(each.amount))
            rows.append(BarRow(number, each.activity, major, formats().money(each.amount)))
            continue
        note, role = "", "text_3"
        if each.typical is not None:
            change = each.share - each.typical
            points = formats().signed(change * 100, decimals)
            note = tr("{points} pts", points=points)
            role = "against_us" if round(change * 100, decimals) > 0 else "text_3"
        rows.append(
            BarRow(
                number,
                each.activity,
                each.share * 100,
                formats().number(each.share * 100, decimals),
                reference=None if each.typical is None else each.typical * 100,
                note=note,
                note_role=role,
            )
        )
    return rows


def activity_subtitle(profit: AccountProfit) -> str:
    """What the bars are in, and what the tick is."""
    if profit.sales <= 0:
        return formats().currency
    typical = any(each.typical is not None for each in profit.activities or ())
    if typical and profit.type is not None:
        kind = lowered(tr(WORDS[profit.type]))
        return tr("% of sales, tick: typical {type}", type=kind)
    return tr("% of sales")
