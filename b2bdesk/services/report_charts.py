"""The charts that the reports share: from list revenue to net profit, and the months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor
from b2bdesk.exchange_formats.excel.sheets import (
    Axis,
    ChartOut,
    ColumnOut,
    Figure,
    Formula,
    Series,
    SheetOut,
    Span,
)
from b2bdesk.services.profit import MonthProfit

MONEY = "#,##0"


def percent_format(shares: Sequence[float]) -> str:
    """The format of an axis of shares: as many decimals as its small ones need."""
    most = max(map(abs, shares), default=0.0)
    return "0%" if most > 0.08 else "0.0%" if most > 0.008 else "0.00%"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a waterfall in minor units; a ``total`` stands on zero, others change the level."""

    label: str
    amount: int
    total: bool = False


def profit_steps(
    list_revenue: int,
    sales: int,
    goods: int | None,
    activities: Sequence[tuple[str, int]] | None,
) -> tuple[list[Step], list[Step]]:
    """From list revenue down to gross margin (or as far as is known), and on to net profit."""
    head = [Step(tr("List revenue"), list_revenue, total=True)]
    if list_revenue != sales:
        head.append(Step(tr("Discounts"), sales - list_revenue))
    head.append(Step(tr("Sales"), sales, total=True))
    if goods is None:
        return head, []
    margin = sales - goods
    head += [Step(tr("Cost of goods"), -goods), Step(tr("Gross margin"), margin, total=True)]
    if activities is None:
        return head, []
    net = margin - sum(amount for _, amount in activities)
    return head, [
        head[-1],
        *(Step(name, -amount) for name, amount in activities),
        Step(tr("Net profit"), net, total=True),
    ]


def waterfall(title: str, steps: Sequence[Step], currency: str, note: str = "") -> ChartOut:
    """Stacked columns over an unseen one; an amount changed in its cell moves the bars."""
    rows, level = [], 0
    for number, step in enumerate(steps):
        start = 0 if step.total else level
        level = step.amount if step.total else level + step.amount
        low, high = min(start, level), max(start, level)
        low_cell, high_cell = "MIN({start},{end})", "MAX({start},{end})"
        rows.append(
            (
                step.label,
                step.amount,
                Formula("0" if step.total or not number else "{end_before}", start),
                Formula("{start}+{amount}", level),
                Formula(
                    f"MAX(0,{low_cell})+MIN(0,{high_cell})", max(0, low) + min(0, high)
                ),
                Formula(f"MAX(0,{high_cell})-MAX(0,{low_cell})", max(0, high) - max(0, low)),
                Formula(f"MIN(0,{low_cell})-MIN(0,{high_cell})", min(0, low) - min(0, high)),
                Formula(
                    "{label}&CHAR(10)&FIXED({amount},0)",
                    f"{step.label}\n{from_minor(step.amount, currency):,.0f}",
                ),
            )
        )  # fmt: skip
    last = len(steps) - 1
    names = Span("name", 0, last)
    colours = [_role(step, number) for number, step in enumerate(steps)]

    def series(name: str, key: str, *, drawn: bool) -> Series:
        if not drawn:
            return Series(name, Span(key, 0, last), names)
        return Series(name, Span(key, 0, last), names, colour="for_us", colours=colours)

    def helper(key: str, heading: str) -> ColumnOut:
        return ColumnOut(key, heading, "money", currency=currency)

    return ChartOut(
        title=title,
        kind="stacked",
        series=[
            series(tr("Level"), "base", drawn=False),
            series(tr("Amount"), "above", drawn=True),
            series(tr("Amount below zero"), "below", drawn=True),
        ],
        x=Axis(),
        y=Axis(currency, MONEY),
        columns=[
            ColumnOut("label", tr("Line")),
            ColumnOut("amount", f"{tr('Amount')}, {currency}", "money", currency=currency),
            helper("start", tr("From")),
            helper("end", tr("To")),
            helper("base", tr("Level")),
            helper("above", tr("Above zero")),
            helper("below", tr("Below zero")),
            ColumnOut("name", tr("Name")),
        ],
        figures=rows,
        helpers=2,
        note=note,
    )


def _role(step: Step, number: int) -> str:
    if step.total and not number and step.amount >= 0:
        return "neutral"
    return "for_us" if step.amount >= 0 else "against_us"


def months_sheet(months: Sequence[MonthProfit], currency: str) -> SheetOut:
    """A row for each month, with the sums."""

    def money(key: str, title: str) -> ColumnOut:
        return ColumnOut(key, f"{title}, {currency}", "money", currency=currency)

    rows = [
        (
            first_of_month(row.month),
            row.orders,
            row.sales,
            row.gross_margin,
            row.cost_to_serve,
            row.net_profit,
        )
        for row in months
    ]
    return SheetOut(
        tr("Months"),
        [
            ColumnOut("month", tr("Month"), "month", 12),
            ColumnOut("orders", tr("Orders"), "int"),
            money("sales", tr("Sales")),
            money("margin", tr("Gross margin")),
            money("cost", tr("Cost to serve")),
            money("net", tr("Net profit")),
        ],
        rows,
        totals=("orders", "sales", "margin", "cost", "net"),
    )


def month_charts(months: Sequence[MonthProfit], currency: str) -> list[ChartOut]:
    """Sales by month as a line, and the best known profit by month as columns."""
    if not months:
        return []
    shown = [("sales", tr("Sales"), "line")]
    if any(row.net_profit is not None for row in months):
        shown.append(("net", tr("Net profit"), "columns"))
    elif any(row.gross_margin is not None for row in months):
        shown.append(("margin", tr("Gross margin"), "columns"))
    years: dict[int, list[MonthProfit]] = {}
    for row in months:
        years.setdefault(first_of_month(row.month).year, []).append(row)
    return [_month_chart(key, word, kind, years, len(months), currency)
            for key, word, kind in shown]  # fmt: skip


def _month_chart(
    key: str,
    word: str,
    kind: str,
    years: dict[int, list[MonthProfit]],
    count: int,
    currency: str,
) -> ChartOut:
    name = tr("Months")

    def amounts(rows: Sequence[MonthProfit]) -> list[int | None]:
        if key == "sales":
            return [row.sales for row in rows]
        return [row.net_profit if key == "net" else row.gross_margin for row in rows]

    def total(rows: Sequence[MonthProfit]) -> int | None:
        found = amounts(rows)
        return None if None in found else sum(amount or 0 for amount in found)

    drawn = Series(
        word,
        Span(key, 0, count - 1, name),
        Span("month", 0, count - 1, name),
        colour="for_us",
        colours=[
            "against_us" if (amount or 0) < 0 else "for_us"
            for rows in years.values()
            for amount in amounts(rows)
        ]
        if kind == "columns"
        else (),
    )
    return ChartOut(
        title=tr("{measure} by month", measure=word),
        kind=kind,
        series=[drawn],
        x=Axis(number_format="mmm yyyy", months=1 if count <= 15 else 3 if count <= 60 else 12),
        y=Axis(currency, MONEY),
        columns=[
            ColumnOut("year", tr("Year")),
            ColumnOut("months", tr("Months"), "int"),
            ColumnOut("amount", f"{word}, {currency}", "money", currency=currency),
        ],
        figures=[(str(year), len(rows), total(rows)) for year, rows in years.items()],
    )


def money_fact(label: str, minor: int | None, currency: str) -> tuple[str, Figure]:
    """A fact that is an amount; None shows as not known."""
    return f"{label}, {currency}", Figure(minor, "money", currency)
