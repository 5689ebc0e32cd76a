"""What a portfolio is laid beside: another period, or amounts that something else worked out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, fiscal_year, month_of
from b2bdesk.models.enums import AccountKind, RelationshipType
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.portfolio import kept
from b2bdesk.services.portfolio.levels import sustaining_costs
from b2bdesk.services.portfolio.measures import Measure
from b2bdesk.services.profit_rules import ProfitRules, profit_rules

if TYPE_CHECKING:
    from b2bdesk.analytics.profitability_matrix import Movement
    from b2bdesk.analytics.whale_curve import WhaleCurve
    from b2bdesk.services.portfolio.result import PortfolioResult


class ComparedAccount(NamedTuple):
    """What filters ask of an account that bought in the other period."""

    id: int
    name: str
    kind: AccountKind
    segment: str | None
    country: str | None
    owner_id: int | None
    owner: str | None
    current: RelationshipType | None


@dataclass(frozen=True, eq=False)
class Compared:
    """Amounts by account, in minor units, to lay beside a portfolio's.

    ``amounts`` holds the measures that are known; ``sales`` gives the break-even band its width.
    ``accounts`` are those of another period, by id; a scenario has the portfolio's own, and none
    here. ``period`` are the months meant.
    """

    words: str
    amounts: Mapping[Measure, Mapping[int, int]]
    sales: Mapping[int, int] = field(default_factory=dict)
    accounts: Mapping[int, ComparedAccount] = field(default_factory=dict)
    period: Period | None = None
    rules: ProfitRules = field(default_factory=ProfitRules)

    def amount(self, account: int, measure: Measure) -> int | None:
        """What the account earns there; None where that is not known."""
        return self.amounts.get(measure, {}).get(account)

    def curve(self, measure: Measure, among: Collection[int] | None = None) -> WhaleCurve | None:
        """The whale curve of a measure, of some accounts or all; None where it is not known."""
        found = self.amounts.get(measure)
        if not found:
            return None
        from b2bdesk.analytics import whale_curve

        ids = [account for account in found if among is None or account in among]
        return whale_curve.compute(
            ids,
            [found[account] for account in ids],
            [self.sales.get(account, 0) for account in ids],
            break_even_basis_points=self.rules.break_even,
        )

    @cached_property
    def _moves(self) -> dict[int, Movement | None]:
        return {}

    def movement(self, result: PortfolioResult) -> Movement | None:
        """How accounts moved in the matrix since then; None where either has no matrix."""
        if id(result) not in self._moves:
            self._moves.clear()
            self._moves[id(result)] = self._movement(result)
        return self._moves[id(result)]

    def _movement(self, result: PortfolioResult) -> Movement | None:
        margins = self.amounts.get(Measure.GROSS_MARGIN, {})
        nets = self.amounts.get(Measure.NET_PROFIT, {})
        ids = [account for account in nets if account in margins and account in self.sales]
        if result.matrix is None or not ids:
            return None
        from b2bdesk.analytics import profitability_matrix

        before = profitability_matrix.compute(
            ids,
            [self.sales[account] for account in ids],
            [margins[account] for account in ids],
            [margins[account] - nets[account] for account in ids],
        )
        return profitability_matrix.movement(result.matrix, before)


def compared_period(session: Session, period: Period, as_of: date, words: str) -> Compared:
    """What every account earned in another period, as of the same date; reads summaries only."""
    serving = cost_to_serve(session, period, as_of)
    sustaining = sustaining_costs(serving)
    facts = kept.account_facts(session)
    types = kept.current_types(session, day_of(as_of))
    amounts: dict[Measure, dict[int, int]] = {measure: {} for measure in Measure}
    sales, accounts = amounts[Measure.SALES], {}
    for row in kept.period_sums(session, period):
        account = row.account_id
        if account not in facts:
            continue
        known = facts[account]
        accounts[account] = ComparedAccount(
            account,
            known.name,
            known.kind,
            known.segment,
            known.country,
            known.owner_id,
            known.owner,
            types.get(account),
        )
        sales[account] = row.amount_minor
        if row.uncosted:
            continue
        margin = row.amount_minor - row.cost_minor
        amounts[Measure.GROSS_MARGIN][account] = margin
        if (cost := serving.of(account)) is not None:
            amounts[Measure.NET_PROFIT][account] = margin - cost
            if sustaining is not None:
                after = margin - cost + sustaining.get(account, 0)
                amounts[Measure.AFTER_ACTIVITIES][account] = after
    return Compared(words, amounts, sales, accounts, period, profit_rules(session))


class Span(StrEnum):
    """Which other months a period is compared with."""

    BEFORE = "before"
    YEAR_BEFORE = "year_before"
    FISCAL_YEAR = "fiscal_year"


def other_periods(
    period: Period, ledger: Period, as_of: date, fiscal_start: int
) -> tuple[tuple[Span, Period], ...]:
    """The periods that lie wholly in the ledger and can stand beside ``period``, each once.

    The same number of months right before it, the same months a year earlier, and fiscal years,
    the newest first.
    """
    last = min(ledger.last, month_of(as_of))
    wanted = [(Span.BEFORE, Period(period.first - period.months, period.first - 1))]
    if period.months <= 12:
        wanted.append((Span.YEAR_BEFORE, Period(period.first - 12, period.last - 12)))
    year = fiscal_year(last, fiscal_start)
    while year.last >= ledger.first:
        wanted.append((Span.FISCAL_YEAR, Period(year.first, min(year.last, last))))
        year = Period(year.first - 12, year.last - 12)
    found: dict[Period, Span] = {}
    for span, other in wanted:
        inside = ledger.first <= other.first and other.last <= last
        if inside and other != period:
            found.setdefault(other, span)
    return tuple((span, other) for other, span in found.items())
