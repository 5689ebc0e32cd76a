"""The portfolio: one result that table, curve, matrix, export, report and tests all draw.

Everything is as of a date: months after it do not count, exchanges after it have not happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of, day_of, end_of, local_date_of, month_of
from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.core.periods import year_to_date
from b2bdesk.models.enums import AccountKind, Channel, RelationshipType
from b2bdesk.queries import portfolio as reads
from b2bdesk.services.costing import CostToServe, cost_to_serve

if TYPE_CHECKING:
    from b2bdesk.analytics.profitability_matrix import ProfitabilityMatrix
    from b2bdesk.analytics.whale_curve import WhaleCurve


class Measure(StrEnum):
    """What accounts can be ranked by, the most telling first."""

    NET_PROFIT = "net_profit"
    GROSS_MARGIN = "gross_margin"
    SALES = "sales"


MEASURE_WORDS = {
    Measure.NET_PROFIT: mark("Net profit"),
    Measure.GROSS_MARGIN: mark("Gross margin"),
    Measure.SALES: mark("Sales"),
}


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An account with ledger lines in the period. Money in minor units of the file's currency.

    ``cost_of_goods`` and what follows from it are None where ``uncosted`` lines have no cost;
    ``cost_to_serve`` and ``net_profit`` are None without cost pools. ``year``, ``year_before`` and
    ``target`` are sales of this fiscal year up to the as-of month, of the same months last year,
    and the part of the sales targets that falls in those months.
    """

    id: int
    name: str
    place: str
    erp_numbers: tuple[str, ...]
    kind: AccountKind
    segment: str | None
    country: str | None
    owner_id: int | None
    owner: str | None
    current: RelationshipType | None
    recommended: RelationshipType | None
    lines: int
    uncosted: int
    orders: int
    sales: int
    discount: int
    cost_of_goods: int | None
    gross_margin: int | None
    cost_to_serve: int | None
    net_profit: int | None
    year: int
    year_before: int
    target: int | None
    last_exchange: date | None
    last_channel: Channel | None
    step: str | None
    step_due: date | None

    def amount(self, measure: Measure) -> int | None:
        """The row's amount of a measure."""
        if measure is Measure.NET_PROFIT:
            return self.net_profit
        return self.gross_margin if measure is Measure.GROSS_MARGIN else self.sales

    @property
    def label(self) -> str:
        """Name with the ERP number that tells it from an account of the same name."""
        return f"{self.name} ({self.erp_numbers[0]})" if self.erp_numbers else self.name


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over some rows; None where a row's amount is unknown, so no sum is quietly short."""

    accounts: int
    sales: int
    discount: int
    cost_of_goods: int | None
    gross_margin: int | None
    cost_to_serve: int | None
    net_profit: int | None
    year: int
    year_before: int
    target: int | None


@dataclass(frozen=True, slots=True)
class TypeSummary:
    """The accounts of one relationship type (None: not set yet); shares 0..1."""

    type: RelationshipType | None
    accounts: int
    account_share: float
    sales: int
    sales_share: float | None
    amount: int | None


@dataclass(frozen=True)
class PortfolioResult:
    """The portfolio of a period as of a date. ``rows`` come sorted by name.

    ``measure`` is the most telling one that can be shown honestly, ``missing`` says in words what
    keeps it from being a better one or leaves accounts out. ``apart`` counts accounts without lines
    in the period that still caused ``apart_cost`` of cost to serve.
    """

    period: Period
    as_of: date
    year: Period
    rows: tuple[PortfolioRow, ...]
    has_pools: bool
    measure: Measure
    measures: tuple[Measure, ...]
    missing: tuple[str, ...]
    apart: int
    apart_cost: int
    serving: CostToServe

    @cached_property
    def by_id(self) -> Mapping[int, PortfolioRow]:
        """The rows by account."""
        return {row.id: row for row in self.rows}

    @cached_property
    def _curves(self) -> dict[Measure, WhaleCurve]:
        return {}

    def curve(self, measure: Measure | None = None) -> WhaleCurve:
        """The whale curve over every row whose amount of ``measure`` is known."""
        chosen = measure or self.measure
        if chosen not in self._curves:
            from b2bdesk.analytics import whale_curve

            known = [(r.id, a, r.sales) for r in self.rows if (a := r.amount(chosen)) is not None]
            self._curves[chosen] = whale_curve.compute(
                [k[0] for k in known], [k[1] for k in known], [k[2] for k in known]
            )
        return self._curves[chosen]

    @cached_property
    def matrix(self) -> ProfitabilityMatrix | None:
        """Margin realised against cost to serve; None while there is no cost to serve."""
        if not self.has_pools:
            return None
        from b2bdesk.analytics import profitability_matrix

        known = [r for r in self.rows if r.gross_margin is not None and r.cost_to_serve is not None]
        if not known:
            return None
        return profitability_matrix.compute(
            [r.id for r in known],
            [r.sales for r in known],
            [r.gross_margin or 0 for r in known],
            [r.cost_to_serve or 0 for r in known],
        )

    def totals(self, rows: Iterable[PortfolioRow] | None = None) -> Totals:
        """Sums over ``rows``, or over all of them."""
        chosen = self.rows if rows is None else tuple(rows)
        targets = [r.target for r in chosen if r.target is not None]
        return Totals(
            accounts=len(chosen),
            sales=sum(r.sales for r in chosen),
            discount=sum(r.discount for r in chosen),
            cost_of_goods=_sum(r.cost_of_goods for r in chosen),
            gross_margin=_sum(r.gross_margin for r in chosen),
            cost_to_serve=_sum(r.cost_to_serve for r in chosen),
            net_profit=_sum(r.net_profit for r in chosen),
            year=sum(r.year for r in chosen),
            year_before=sum(r.year_before for r in chosen),
            target=sum(targets) if targets else None,
        )

    def types(
        self, rows: Iterable[PortfolioRow] | None = None, measure: Measure | None = None
    ) -> tuple[TypeSummary, ...]:
        """Accounts, sales and profit by current relationship type; without one comes last."""
        chosen = self.rows if rows is None else tuple(rows)
        sales = sum(r.sales for r in chosen)
        found = []
        for kind in (*RelationshipType, None):
            inside = [r for r in chosen if r.current is kind]
            if not inside and kind is None:
                continue
            amount = sum(r.sales for r in inside)
            found.append(
                TypeSummary(
                    type=kind,
                    accounts=len(inside),
                    account_share=len(inside) / len(chosen) if chosen else 0.0,
                    sales=amount,
                    sales_share=amount / sales if sales > 0 else None,
                    amount=_sum(r.amount(measure or self.measure) for r in inside),
                )
            )
        return tuple(found)


def portfolio(session: Session, period: Period, as_of: date, fiscal_start: int) -> PortfolioResult:
    """The portfolio over whole months as of a date; reads summaries only.

    ``fiscal_start`` is the first month of the fiscal year, 1 for January. Months of ``period``
    after the as-of month do not count.
    """
    last = min(period.last, month_of(as_of))
    counted = Period(min(period.first, last), last)
    year, year_before = year_to_date(as_of, fiscal_start)
    day = day_of(as_of)
    facts = reads.list_account_facts(session)
    # An account deleted after its import was taken back may still have inactive lines.
    sums = [
        row
        for row in reads.list_ledger_sums(session, counted, year, year_before)
        if row.account_id in facts and row.lines > 0
    ]
    serving = cost_to_serve(session, counted, as_of)
    numbers = reads.list_erp_numbers(session)
    exchanges = reads.list_last_exchanges(session, end_of(as_of))
    steps = reads.list_due_steps(session, day)
    types = reads.list_current_types(session, day)
    answers = reads.list_newest_answers(session, day)
    targets = _targets(reads.list_targets(session, year), year)

    def row_of(found: reads.LedgerSums) -> PortfolioRow:
        account = facts[found.account_id]
        exchange = exchanges.get(account.id)
        step = steps.get(account.id)
        margin = None if found.uncosted else found.amount_minor - found.cost_minor
        cost = serving.of(account.id)
        answered = answers.get(account.id)
        return PortfolioRow(
            id=account.id,
            name=account.name,
            place=", ".join(part for part in (account.city, account.country) if part),
            erp_numbers=numbers.get(account.id, ()),
            kind=account.kind,
            segment=account.segment,
            country=account.country,
            owner_id=account.owner_id,
            owner=account.owner,
            current=types.get(account.id),
            recommended=None if answered is None else _recommended(answered),
            lines=found.lines,
            uncosted=found.uncosted,
            orders=found.orders,
            sales=found.amount_minor,
            discount=found.list_minor - found.amount_minor,
            cost_of_goods=None if found.uncosted else found.cost_minor,
            gross_margin=margin,
            cost_to_serve=cost,
            net_profit=None if margin is None or cost is None else margin - cost,
            year=found.year_minor,
            year_before=found.year_before_minor,
            target=targets.get(account.id),
            last_exchange=None if exchange is None else local_date_of(exchange.at),
            last_channel=None if exchange is None else exchange.channel,
            step=None if step is None else step.what,
            step_due=None if step is None or step.due_day is None else date_of(step.due_day),
        )

    rows = tuple(
        sorted((row_of(found) for found in sums), key=lambda row: (row.name.casefold(), row.id))
    )
    shown = {row.id for row in rows}
    charged = serving.by_account.items() if serving.known else ()
    apart = [cost for account, cost in charged if cost and account not in shown]
    measures = _measures(rows, has_pools=serving.known)
    return PortfolioResult(
        period=counted,
        as_of=as_of,
        year=year,
        rows=rows,
        has_pools=serving.known,
        measure=measures[0],
        measures=measures,
        missing=_missing(rows, measures[0], serving),
        serving=serving,
        apart=len(apart),
        apart_cost=sum(apart),
    )


def _measures(rows: tuple[PortfolioRow, ...], *, has_pools: bool) -> tuple[Measure, ...]:
    costed = any(row.gross_margin is not None for row in rows)
    found = [Measure.SALES]
    if costed:
        found.insert(0, Measure.GROSS_MARGIN)
        if has_pools:
            found.insert(0, Measure.NET_PROFIT)
    return tuple(found)


def _missing(
    rows: tuple[PortfolioRow, ...], measure: Measure, serving: CostToServe
) -> tuple[str, ...]:
    if not rows:
        return ()
    if measure is Measure.SALES:
        return (tr("The lines have no cost of goods, so accounts are ranked by sales."),)
    found = []
    left_out = sum(1 for row in rows if row.gross_margin is None)
    if left_out:
        found.append(
            trn(
                "{n} account is left out of the curve: some of its lines have no cost.",
                "{n} accounts are left out of the curve: some of their lines have no cost.",
                left_out,
            )
        )
    if measure is Measure.GROSS_MARGIN:
        found.append(tr("Gross margin, before activity costs: there are no cost pools yet."))
    gap = sum(span.months for span in serving.uncovered) if serving.known else 0
    if gap:
        found.append(
            trn(
                "{n} month of the period has no cost pool.",
                "{n} months of the period have no cost pool.",
                gap,
            )
        )
    return tuple(found)


def _targets(parts: list[reads.TargetPart], span: Period) -> dict[int, int]:
    """Of each target the share of its months that lies in ``span``, halves up."""
    found: dict[int, int] = {}
    for part in parts:
        whole = Period(part.first_month, part.last_month)
        inside = min(whole.last, span.last) - max(whole.first, span.first) + 1
        share = (2 * part.amount_minor * inside + whole.months) // (2 * whole.months)
        found[part.account_id] = found.get(part.account_id, 0) + share
    return found


@cache
def _recommended(answers: tuple[int | None, ...]) -> RelationshipType | None:
    from b2bdesk.analytics import relationship

    keys = (column.key for column in reads.ANSWERS)
    return relationship.recommend(dict(zip(keys, answers, strict=True)))


def _sum(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
