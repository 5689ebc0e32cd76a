"""What was observed in accounts of each relationship type: facts of this file, no promise."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.models.enums import RelationshipType
from b2bdesk.queries import retention as reads
from b2bdesk.queries.portfolio import list_current_types
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.retention.portfolio import margin_months, portfolio_retention

# Fewer accounts of a type are anecdotes.
LEAST_ACCOUNTS = 3


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """Medians over the accounts of a type that bought in the last twelve whole months.

    ``cost_share``: cost to serve as a share of sales, with the middle half of the accounts in
    ``cost_range``; None without cost pools. ``still_active``: mean over the scored accounts.
    """

    type: RelationshipType
    accounts: int
    sales_minor: int
    cost_share: float | None
    cost_range: tuple[float, float] | None
    still_active: float | None


def compare_types(session: Session, as_of: date) -> tuple[TypeFacts, ...]:
    """Types with at least three buying accounts, in the order of the spectrum.

    Empty where fewer than two types can be compared.
    """
    months = margin_months(as_of)
    types = list_current_types(session, day_of(as_of))
    sums = {row.account: row for row in reads.list_margins(session, months.first, months.last)}
    serving = cost_to_serve(session, months, as_of)
    risks = portfolio_retention(session, as_of).by_account
    found = []
    for kind in RelationshipType:
        members = [a for a, t in types.items() if t is kind and a in sums and a in risks]
        if len(members) < LEAST_ACCOUNTS:
            continue
        shares = []
        if serving.known:
            shares = [
                (serving.of(account) or 0) / sums[account].sales_minor
                for account in members
                if sums[account].sales_minor > 0
            ]
        active = [
            one
            for account in members
            if risks[account].scored and (one := risks[account].still_active) is not None
        ]
        found.append(
            TypeFacts(
                type=kind,
                accounts=len(members),
                sales_minor=round(statistics.median(sums[a].sales_minor for a in members)),
                cost_share=statistics.median(shares) if shares else None,
                cost_range=_middle_half(shares),
                still_active=statistics.fmean(active) if active else None,
            )
        )
    return tuple(found) if len(found) > 1 else ()


def _middle_half(values: list[float]) -> tuple[float, float] | None:
    if len(values) < LEAST_ACCOUNTS:
        return None
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high
