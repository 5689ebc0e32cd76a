"""How often we talk and listen with an account, and what it comes to us with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, first_of_month, last_of_month, month_of
from b2bdesk.models import Account
from b2bdesk.models.enums import INBOUND_KINDS, Direction, ExchangeKind, RelationshipType
from b2bdesk.queries.exchange_facts import count_listens, list_exchange_facts
from b2bdesk.queries.portfolio import list_current_types

MONTHS = 12
_MONTH_DAYS = 365.25 / 12
# Fewer accounts, or accounts that hardly speak, say nothing typical.
_LEAST_ACCOUNTS = 3
_LEAST_LISTENS = 5


@dataclass(frozen=True, slots=True)
class MonthOfExchanges:
    """Exchanges of one month; ``whole`` is False while the as-of date lies within it."""

    month: int
    talks: int
    listens: int
    whole: bool


@dataclass(frozen=True, slots=True)
class ListeningShare:
    """One kind of listening: how many, its share, and the typical share where one is known."""

    kind: ExchangeKind
    count: int
    share: float
    typical: float | None


@dataclass(frozen=True, slots=True)
class Cadence:
    """Twelve months of exchanges with an account, the last one that of the as-of date.

    ``plan``: talks a month by the contact plan. ``below_plan``: whole months with fewer talks, of
    ``whole_months``. Gaps are days between days with an exchange. ``typical_type`` and
    ``typical_accounts`` say which accounts the typical shares are the mean of.
    """

    months: tuple[MonthOfExchanges, ...]
    talks: int
    listens: int
    minutes: int
    median_gap: int | None
    longest_gap: int | None
    since_last: int | None
    plan: float | None
    below_plan: int
    whole_months: int
    mix: tuple[ListeningShare, ...]
    typical_type: RelationshipType | None
    typical_accounts: int

    @property
    def exchanges(self) -> int:
        """Talks and listens together."""
        return self.talks + self.listens


def account_cadence(session: Session, account: int, as_of: date) -> Cadence:
    """The cadence and listening mix of an account over twelve months up to a day."""
    last = month_of(as_of)
    first_day = first_of_month(last - MONTHS + 1)
    facts = list_exchange_facts(session, [account], first_day, as_of)
    counts = Counter((month_of(fact.on), fact.direction) for fact in facts)
    months = tuple(
        MonthOfExchanges(
            month,
            counts[month, Direction.OUTBOUND],
            counts[month, Direction.INBOUND],
            last_of_month(month) <= as_of,
        )
        for month in range(last - MONTHS + 1, last + 1)
    )
    days = sorted({fact.on for fact in facts})
    gaps = [(after - before).days for before, after in pairwise(days)]
    row = session.get(Account, account)
    every = row.contact_every_days if row is not None else None
    plan = _MONTH_DAYS / every if every else None
    whole = [month for month in months if month.whole]
    kinds = Counter(fact.kind for fact in facts if fact.direction is Direction.INBOUND)
    types = list_current_types(session, day_of(as_of))
    typical, accounts = _typical(session, account, types, first_day, as_of)
    listens = sum(kinds.values())
    return Cadence(
        months=months,
        talks=sum(month.talks for month in months),
        listens=listens,
        minutes=sum(fact.minutes for fact in facts),
        median_gap=round(median(gaps)) if gaps else None,
        longest_gap=max(gaps, default=None),
        since_last=(as_of - days[-1]).days if days else None,
        plan=plan,
        below_plan=sum(plan is not None and m.talks < plan for m in whole),
        whole_months=len(whole),
        mix=tuple(
            ListeningShare(
                kind,
                kinds[kind],
                kinds[kind] / listens if listens else 0.0,
                None if typical is None else typical[kind],
            )
            for kind in INBOUND_KINDS
        ),
        typical_type=types.get(account) if typical is not None else None,
        typical_accounts=accounts,
    )


def _typical(
    session: Session,
    account: int,
    types: dict[int, RelationshipType],
    first: date,
    as_of: date,
) -> tuple[dict[ExchangeKind, float] | None, int]:
    """Mean shares over the other accounts of the same current type that listen enough."""
    own = types.get(account)
    if own is None:
        return None, 0
    alike = [other for other, kind in types.items() if kind is own and other != account]
    counted = count_listens(session, alike, first, as_of)
    enough = [each for each in counted.values() if sum(each.values()) >= _LEAST_LISTENS]
    if len(enough) < _LEAST_ACCOUNTS:
        return None, 0
    return {
        kind: sum(each.get(kind, 0) / sum(each.values()) for each in enough) / len(enough)
        for kind in INBOUND_KINDS
    }, len(enough)
