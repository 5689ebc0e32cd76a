"""The portfolio as a workbook, as it is shown.

Every figure is taken from the results the pages draw, so sheet and screen agree to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor
from b2bdesk.exchange_formats.excel.sheets import ReportOut
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.advice import decision_states
from b2bdesk.services.portfolio import MEASURE_WORDS, Measure, PortfolioResult, PortfolioRow
from b2bdesk.services.portfolio_report import (
    curve_facts_sheet,
    matrix_sheet,
    portfolio_months,
    portfolio_report,
)
from b2bdesk.services.report_charts import months_sheet
from b2bdesk.services.retention.results import PortfolioRetention
from b2bdesk.services.table_export import record_sheet

_OF_ACCOUNT = ("name", "code", "segment", "kind", "city", "region", "country", "owner")


def write_portfolio(
    session: Session,
    path: Path,
    result: PortfolioResult,
    currency: str,
    *,
    rows: Sequence[PortfolioRow] | None = None,
    retention: PortfolioRetention | None = None,
) -> None:
    """Write the report, ``rows`` in their order (all of them when not given), what the report's
    charts draw, and the basis.

    The accounts' own fields can be edited there and brought back; the figures are read over then.

    ``FileError`` where the file cannot be written.
    """
    chosen = result.rows if rows is None else tuple(rows)
    months = portfolio_months(session, result)
    sheets: list[SheetOut | ReportOut | None] = [
        portfolio_report(result, months, retention, currency, basis_words(result, currency)),
        _portfolio_sheet(session, result, currency, chosen, retention),
        _curve_sheet(result, currency),
        curve_facts_sheet(result, currency),
        matrix_sheet(result, currency),
        months_sheet(months, currency),
        _basis_sheet(result, currency, chosen),
    ]
    write_workbook(path, [each for each in sheets if each], title=tr("Portfolio report"))


def word(value: Any) -> str | None:
    """The word an enum's value is shown with."""
    return None if value is None else tr(WORDS[value])


def _portfolio_sheet(
    session: Session,
    result: PortfolioResult,
    currency: str,
    rows: Sequence[PortfolioRow],
    retention: PortfolioRetention | None,
) -> SheetOut:
    def money(key: str, title: str) -> ColumnOut:
        return ColumnOut(key, f"{title}, {currency}", "money", currency=currency)

    columns = [
        ColumnOut("type", tr("Type"), width=15),
        ColumnOut("recommended", tr("Recommended type"), width=18),
        ColumnOut("orders", tr("Orders"), "int"),
        money("sales", tr("Sales")),
        money("discount", tr("Discount")),
    ]
    if Measure.GROSS_MARGIN in result.measures:
        columns += [money("cogs", tr("Cost of goods")), money("margin", tr("Gross margin"))]
    if Measure.NET_PROFIT in result.measures:
        columns.append(money("cost", tr("Cost to serve")))
        if Measure.AFTER_ACTIVITIES in result.measures:
            columns += [
                money("activities", tr("Activity cost")),
                money("after", tr("Profit after activities")),
                money("sustaining", tr("Customer-sustaining cost")),
            ]
        columns.append(money("net", tr("Net profit")))
    columns += [
        money("year", tr("Sales this fiscal year")),
        money("before", tr("Same months last year")),
        money("target", tr("Target of these months")),
    ]
    risks = {} if retention is None else retention.by_account
    if retention is not None:
        columns += [
            ColumnOut("order", tr("P(order within 12 months)"), "percent", 14),
            ColumnOut("active", tr("Still active in 12 months"), "percent", 14),
            money("loss", tr("Expected loss")),
        ]
    states = decision_states(session, result.as_of)
    columns += [
        ColumnOut("decision", tr("Decision"), width=12),
        ColumnOut("advised", tr("Recommended decision"), width=14),
        ColumnOut("last", tr("Last exchange"), "date"),
        ColumnOut("channel", tr("Channel"), width=12),
        ColumnOut("step", tr("Next step"), width=28),
        ColumnOut("due", tr("Due"), "date"),
    ]

    def values(row: PortfolioRow) -> dict[str, Any]:
        risk, state = risks.get(row.id), states.get(row.id)
        decided = None if state is None or state.decided is None else state.decided.decision
        return {
            "decision": word(decided),
            "advised": None if state is None else word(state.recommended),
            "type": word(row.current),
            "recommended": word(row.recommended),
            "orders": row.orders,
            "sales": row.sales,
            "discount": row.discount,
            "cogs": row.cost_of_goods,
            "margin": row.gross_margin,
            "cost": row.cost_to_serve,
            "activities": row.activity_cost,
            "after": row.after_activities,
            "sustaining": row.sustaining_cost,
            "net": row.net_profit,
            "year": row.year,
            "before": row.year_before,
            "target": row.target,
            "order": None if risk is None else risk.p_order,
            "active": None if risk is None else risk.still_active,
            "loss": None if risk is None else risk.expected_loss_minor,
            "last": row.last_exchange,
            "channel": word(row.last_channel),
            "step": row.step,
            "due": row.step_due,
        }

    sums = (
        *("orders", "sales", "discount", "cogs", "margin", "cost", "activities", "after"),
        *("sustaining", "net", "year", "before"),
    )
    present = {column.key for column in columns}
    return record_sheet(
        session,
        "accounts",
        [row.id for row in rows],
        fields=_OF_ACCOUNT,
        name=tr("Portfolio"),
        columns=columns,
        figures={row.id: values(row) for row in rows},
        totals=[key for key in (*sums, "loss") if key in present],
        note=basis_words(result, currency),
    )


def basis_words(result: PortfolioResult, currency: str) -> str:
    """As of when, over which months, in which currency, and what is missing: one line."""
    first, last = result.period.first_date, result.period.last_date
    said = tr(
        "As of {as_of}, {first} to {last}, {currency}.",
        as_of=result.as_of.isoformat(),
        first=first.strftime("%Y-%m"),
        last=last.strftime("%Y-%m"),
        currency=currency,
    )
    return " ".join((said, *result.missing))


def _curve_sheet(result: PortfolioResult, currency: str) -> SheetOut:
    curve = result.curve()
    measure = tr(MEASURE_WORDS[result.measure])
    shares = curve.cumulative_percent
    rows = [
        (
            rank + 1,
            result.by_id[account].name,
            value,
            total,
            None if shares is None else float(shares[rank]) / 100,
        )
        for rank, (account, value, total) in enumerate(
            zip(curve.ids.tolist(), curve.values.tolist(), curve.cumulative.tolist(), strict=True)
        )
    ]
    return SheetOut(
        tr("Whale curve"),
        [
            ColumnOut("rank", tr("Rank"), "int"),
            ColumnOut("name", tr("Account"), width=30),
            ColumnOut("value", f"{measure}, {currency}", "money", currency=currency),
            ColumnOut(
                "sum", f"{tr('Cumulative')}, {currency}", "money", width=18, currency=currency
            ),
            ColumnOut("share", tr("Share of total"), "percent", 14),
        ],
        rows,
        note=tr("Every account with lines in the period, the best first."),
    )


def _basis_sheet(result: PortfolioResult, currency: str, rows: Sequence[PortfolioRow]) -> SheetOut:
    curve = result.curve()
    facts: list[tuple[str, Any]] = [
        (tr("As of"), result.as_of.isoformat()),
        (tr("First month"), result.period.first_date.strftime("%Y-%m")),
        (tr("Last month"), result.period.last_date.strftime("%Y-%m")),
        (tr("Currency"), currency),
        (tr("Accounts in the period"), len(result.rows)),
        (tr("Accounts in this workbook"), len(rows)),
        (tr("Ranked by"), tr(MEASURE_WORDS[result.measure])),
        (tr("Total"), from_minor(curve.total, currency)),
        (tr("Peak"), from_minor(curve.peak_value, currency)),
        (tr("Accounts up to the peak"), curve.peak_position),
        (tr("Accounts that lose"), curve.losers),
        (tr("Their loss"), from_minor(curve.losers_sum, currency)),
    ]
    if result.apart:
        facts.append((tr("Accounts without sales that cost to serve"), result.apart))
        facts.append((tr("Their cost to serve"), from_minor(result.apart_cost, currency)))
    facts += [(tr("Missing"), words) for words in result.missing]
    return facts_sheet(tr("Basis"), facts)


def facts_sheet(name: str, facts: Sequence[tuple[str, Any]]) -> SheetOut:
    """A sheet of labels and their values."""
    return SheetOut(
        name,
        [ColumnOut("fact", tr("Fact"), width=36), ColumnOut("value", tr("Value"), "raw", 44)],
        facts,
    )
