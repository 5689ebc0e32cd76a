"""What rests: alerts about accounts that the user does not want to see until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import Account, Snooze


@dataclass(frozen=True, slots=True)
class SnoozeRow:
    """An alert that rests; ``alert`` is its kind, with the record it is about after a colon."""

    id: int
    account_id: int
    account: str
    alert: str
    until: date


def list_snoozes(session: Session, as_of: date) -> tuple[SnoozeRow, ...]:
    """The alerts that rest on a day, the one that wakes first before the others."""
    rows = session.execute(
        select(Snooze.id, Snooze.account_id, Account.name, Snooze.alert, Snooze.until_day)
        .join(Account, Account.id == Snooze.account_id)
        .where(Snooze.until_day > day_of(as_of))
        .order_by(Snooze.until_day, Account.name, Snooze.id)
    )
    return tuple(SnoozeRow(row[0], row[1], row[2], row[3], date_of(row[4])) for row in rows)
