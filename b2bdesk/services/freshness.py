"""How long ago the last exchange was with each person, against the person's own rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics.health import usual_days
from b2bdesk.core.dates import date_of, day_of
from b2bdesk.queries.exchange_facts import list_contact_days


@dataclass(frozen=True, slots=True)
class Freshness:
    """A person of the account. ``age`` in days, None without an exchange.

    ``every``: days between exchanges as planned for the person (``planned``), else the person's
    own usual gap; None where neither is known.
    """

    person: int
    name: str
    last: date | None
    age: int | None
    every: float | None
    planned: bool

    @property
    def late(self) -> bool:
        """True where the last exchange is longer ago than the rhythm; unknown is not late."""
        return self.age is not None and self.every is not None and self.age > self.every


def list_freshness(session: Session, account: int, as_of: date) -> tuple[Freshness, ...]:
    """The people with a job at the account, those who waited longest for their rhythm first.

    The rhythm is the contact plan of the person, else the median gap between the days with an
    exchange (at least a week, known from three such days on). Those never met come first, then
    by age over rhythm; those without a rhythm follow by age.
    """
    found = []
    for row in list_contact_days(session, account, as_of):
        last = max(row.days, default=None)
        every = float(row.plan) if row.plan else usual_days(row.days)
        age = None if last is None else day_of(as_of) - last
        when = None if last is None else date_of(last)
        found.append(Freshness(row.id, row.name, when, age, every, bool(row.plan)))
    return tuple(sorted(found, key=_order))


def _order(row: Freshness) -> tuple[int, float, str]:
    if row.age is None:
        return 0, 0.0, row.name
    if row.every is None:
        return 2, -float(row.age), row.name
    return 1, -row.age / row.every, row.name
