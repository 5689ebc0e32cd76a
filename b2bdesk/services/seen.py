"""An account's people as they are looked at: today, on another day, or without somebody.

One read for the map and for what is said beside it: both tell the same people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.services.departure import Departure, departure
from b2bdesk.services.map_changes import MapChange, compare
from b2bdesk.services.people_map import AccountPeople, account_people


@dataclass(frozen=True, slots=True)
class Seen:
    """``people`` are those to show; ``changes``: from their day until the as-of date, None where
    it is that date; ``departure``: what would be lost with the one left out, if anybody is."""

    people: AccountPeople
    changes: tuple[MapChange, ...] | None = None
    departure: Departure | None = None


def see_people(
    session: Session,
    account: int,
    as_of: date,
    *,
    day: date | None = None,
    without: int | None = None,
) -> Seen:
    """The account as it stood on ``day``, or as if one person had left it; else as it is.

    ``DomainError`` when the account is gone. Who does not work there any more is not left out.
    """
    now = account_people(session, account, as_of)
    if without in now.contacts:
        then = account_people(session, account, as_of, without)
        return Seen(then, departure=departure(session, now, then, without))
    if without is None and day is not None:
        then = account_people(session, account, day)
        return Seen(then, changes=compare(then, now))
    return Seen(now)
