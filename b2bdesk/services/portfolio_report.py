"""The portfolio as a report: key facts and Excel's own charts over the sheets of its workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.core.i18n import lowered, mark, tr, trn
from b2bdesk.exchange_formats.excel.sheets import (
    Axis,
    ChartOut,
    ColumnOut,
    Figure,
    ReportOut,
    Series,
    SheetOut,
    Span,
)
from b2bdesk.queries.profit import MonthRow, list_all_months
from b2bdesk.services.portfolio import MEASURE_WORDS, PortfolioResult, curve_facts
from b2bdesk.services.profit import MonthProfit
from b2bdesk.services.report_charts import (
    MONEY,
    money_fact,
    month_charts,
    percent_format,
    profit_steps,
    waterfall,
)
from b2bdesk.services.retention.results import PortfolioRetention

MATRIX_ACCOUNTS = 120
"""Points of the matrix, the largest accounts: more of them hide each other."""

_QUADRANTS = {
    "carriage_trade": (mark("Carriage trade"), "for_us"),
    "passive": (mark("Passive"), "accent"),
    "aggressive": (mark("Aggressive"), "against_us"),
    "bargain_basement": (mark("Bargain basement"), "neutral"),
}


def portfolio_months(session: Session, result: PortfolioResult) -> tuple[MonthProfit, ...]:
    """The months of the result's period, all accounts together; they add up to its totals."""
    serving, period = result.serving, result.period
    found = {row.month: row for row in list_all_months(session, period)}
    # Accounts without sales here are told of apart, as on the page.
    costs = serving.month_totals(result.by_id) if serving.known else {}
    empty = MonthRow(0, 0, 0, 0, 0, 0, 0)
    months = []
    for month in range(period.first, period.last + 1):
        row = found.get(month, empty)
        margin = None if row.uncosted else row.sales - row.cost
        cost = costs.get(month, 0) if serving.known else None
        months.append(MonthProfit(month, row.orders, row.sales, margin, cost))
    return tuple(months)


def portfolio_report(
    result: PortfolioResult,
    months: Sequence[MonthProfit],
    retention: PortfolioRetention | None,
    currency: str,
    basis: str,
) -> ReportOut:
    """The first sheet of the portfolio's workbook."""
    charts = [_whale(result, currency), *_waterfalls(result, currency)]
    if (matrix := _matrix(result)) is not None:
        charts.append(matrix)
    return ReportOut(
        name=tr("Report"),
        title=tr("Portfolio report"),
        basis=basis,
        facts=_facts(result, retention, currency),
        charts=[*charts, *month_charts(months, currency)],
    )


def _facts(
    result: PortfolioResult, retention: PortfolioRetention | None, currency: str
) -> list[tuple[str, Figure]]:
    totals = result.totals()
    facts = [
        (tr("As of"), Figure(result.as_of, "date")),
        (tr("First month"), Figure(result.period.first_date, "month")),
        (tr("Last month"), Figure(result.period.last_date, "month")),
        (tr("Accounts in the period"), Figure(totals.accounts, "int")),
        money_fact(tr("Sales"), totals.sales, currency),
        money_fact(tr("Gross margin"), totals.gross_margin, currency),
        money_fact(tr("Cost to serve"), totals.cost_to_serve, currency),
        money_fact(tr("Net profit"), totals.net_profit, currency),
    ]
    if result.apart:
        facts.append(
            money_fact(tr("Cost to serve of accounts without sales"), result.apart_cost, currency)
        )
    facts.append(money_fact(tr("Sales this fiscal year"), totals.year, currency))
    facts.append(money_fact(tr("Same months last year"), totals.year_before, currency))
    if totals.target is not None:
        facts.append(money_fact(tr("Target of these months"), totals.target, currency))
    if retention is not None:
        loss = retention.expected_loss_minor
        facts.append(money_fact(tr("Expected loss"), loss, currency))
    return facts


def _whale(result: PortfolioResult, currency: str) -> ChartOut:
    curve = result.curve()
    word = tr(MEASURE_WORDS[result.measure])
    sheet, peak, last = tr("Whale curve"), curve.peak_position, curve.accounts - 1

    def part(name: str, first: int, end: int, role: str) -> Series:
        return Series(name, Span("sum", first, end, sheet), Span("rank", first, end, sheet), role)

    series = []
    if peak > 0:
        series.append(part(tr("Up to the peak"), 0, peak - 1, "for_us"))
    if peak <= last:
        series.append(part(tr("After the peak"), max(0, peak - 1), last, "against_us"))
    if 0 < peak <= last:
        at, height = Span("value", 1, 1), Span("value", 2, 2)
        series.append(Series(tr("Peak"), height, at, "text", mark=True))

    def money(minor: int) -> Figure:
        return Figure(minor, "money", currency)

    figures: list[tuple[str, Any]] = [
        (tr("Accounts on the curve"), Figure(curve.accounts, "int")),
        (tr("Accounts up to the peak"), Figure(peak, "int")),
        (tr("Peak"), money(curve.peak_value)),
        (tr("Total"), money(curve.total)),
        (tr("Accounts that lose"), Figure(curve.losers, "int")),
        (tr("Their loss"), money(curve.losers_sum)),
    ]
    if curve.peak_percent is not None:
        figures.append((tr("Peak, share of total"), Figure(curve.peak_percent / 100, "percent")))
    return ChartOut(
        title=tr("Whale curve: cumulative {measure}", measure=lowered(word)),
        kind="curve",
        series=series,
        x=Axis(tr("Accounts, the best first"), "#,##0", reach=(0, max(1, curve.accounts))),
        y=Axis(f"{tr('Cumulative')}, {currency}", MONEY),
        columns=[ColumnOut("fact", tr("Figure")), ColumnOut("value", word, "raw")],
        figures=figures,
    )


def _waterfalls(result: PortfolioResult, currency: str) -> list[ChartOut]:
    totals = result.totals()
    activities = None
    if totals.net_profit is not None:
        shown = result.by_id
        activities = [
            (name, sum(amount for account, amount in costs.items() if account in shown))
            for name, costs in result.serving.by_activity.items()
        ]
    head, tail = profit_steps(
        totals.sales + totals.discount, totals.sales, totals.cost_of_goods, activities
    )
    end = tr("Gross margin") if totals.cost_of_goods is not None else tr("Sales")
    charts = [waterfall(tr("List revenue to {end}", end=lowered(end)), head, currency)]
    if tail:
        charts.append(waterfall(tr("Gross margin to net profit"), tail, currency))
    return charts


def curve_facts_sheet(result: PortfolioResult, currency: str) -> SheetOut:
    """The facts of the whale curve, beside what the textbook tells of the bands."""
    band = result.rules.break_even / 100
    facts = curve_facts(result.curve(), f"{band:g}%")
    amount = f"{tr(MEASURE_WORDS[result.measure])}, {currency}"
    return SheetOut(
        tr("Whale facts"),
        [
            ColumnOut("fact", tr("Fact"), width=40),
            ColumnOut("accounts", tr("Accounts"), "int"),
            ColumnOut("part", tr("Share of accounts"), "percent", 16),
            ColumnOut("textbook", tr("Textbook, share of accounts"), "percent", 16),
            ColumnOut("amount", amount, "money", width=18, currency=currency),
            ColumnOut("share", tr("Share of total"), "percent", 16),
        ],
        [
            (fact.words, fact.accounts, fact.account_share, fact.textbook, fact.amount, fact.share)
            for fact in facts
        ],
        note=tr("The textbook: Kaplan and Narayanan 2001."),
    )


def matrix_sheet(result: PortfolioResult, currency: str) -> SheetOut | None:
    """Accounts by quadrant, the drawn ones first; None without cost to serve."""
    rows = _matrix_rows(result)
    if not rows:
        return None
    return SheetOut(
        tr("Matrix"),
        [
            ColumnOut("name", tr("Account"), width=30),
            ColumnOut("quadrant", tr("Quadrant"), width=20),
            ColumnOut("cost", tr("Cost to serve, share of sales"), "percent", 18),
            ColumnOut("margin", tr("Gross margin, share of sales"), "percent", 18),
            ColumnOut("sales", f"{tr('Sales')}, {currency}", "money", currency=currency),
            ColumnOut("net", f"{tr('Net profit')}, {currency}", "money", currency=currency),
        ],
        [(name, tr(_QUADRANTS[quadrant][0]), *rest) for quadrant, name, *rest in rows],
        note=trn(
            "The {n} account with the most sales comes first; the chart draws it.",
            "The {n} accounts with the most sales come first; the chart draws them.",
            min(MATRIX_ACCOUNTS, len(rows)),
        ),
    )


def _matrix_rows(result: PortfolioResult) -> list[tuple[Any, ...]]:
    """(quadrant, name, cost share, margin share, sales, net): the drawn by quadrant, the rest."""
    matrix = result.matrix
    if matrix is None or matrix.margin_threshold is None:
        return []
    order = list(_QUADRANTS)
    rows = [
        (str(quadrant), result.by_id[account].name, cost / 100, margin / 100,
         result.by_id[account].sales, net)
        for account, quadrant, cost, margin, net in zip(
            matrix.ids.tolist(), matrix.quadrants, matrix.cost_percent.tolist(),
            matrix.margin_percent.tolist(), matrix.net.tolist(), strict=True)
    ]  # fmt: skip
    rows.sort(key=lambda row: -row[4])
    drawn = sorted(rows[:MATRIX_ACCOUNTS], key=lambda row: order.index(row[0]))
    return drawn + rows[MATRIX_ACCOUNTS:]


def _matrix(result: PortfolioResult) -> ChartOut | None:
    matrix, rows = result.matrix, _matrix_rows(result)
    if matrix is None or matrix.margin_threshold is None or matrix.cost_threshold is None:
        return None
    drawn, costs, margins = zip(
        *(row[0:1] + row[2:4] for row in rows[:MATRIX_ACCOUNTS]), strict=True
    )
    sheet, counts, series = tr("Matrix"), matrix.counts(), []
    for key, (word, role) in _QUADRANTS.items():
        if key in drawn:
            first = drawn.index(key)
            last = first + drawn.count(key) - 1
            series.append(
                Series(
                    tr(word),
                    Span("margin", first, last, sheet),
                    Span("cost", first, last, sheet),
                    role,
                )
            )
    figures = [(tr(_QUADRANTS[str(key)][0]), Figure(count, "int")) for key, count in counts.items()]
    own = matrix.threshold == "given"
    margin_words = tr("Margin at which it parts") if own else tr("Median margin")
    cost_words = tr("Cost to serve at which it parts") if own else tr("Median cost to serve")
    figures.append((margin_words, Figure(matrix.margin_threshold / 100, "percent")))
    figures.append((cost_words, Figure(matrix.cost_threshold / 100, "percent")))
    where = (
        tr("The axes cross where you set them.") if own else tr("The axes cross at the medians.")
    )
    return ChartOut(
        title=tr("Customer profitability matrix"),
        kind="points",
        series=series,
        x=Axis(
            tr("Cost to serve, share of sales"), percent_format(costs), matrix.cost_threshold / 100
        ),
        y=Axis(
            tr("Gross margin, share of sales"),
            percent_format(margins),
            matrix.margin_threshold / 100,
        ),
        columns=[ColumnOut("fact", tr("Quadrant")), ColumnOut("value", tr("Accounts"), "raw")],
        figures=figures,
        legend=True,
        note=where,
    )
