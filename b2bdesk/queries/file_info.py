"""What the file says of itself: its name, currency, as-of date, period and people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of
from b2bdesk.core.periods import AsOf, as_of
from b2bdesk.models import Account, AccountMonth, Colleague, FileSetting, OrderDay

DEFAULT_CURRENCY = "USD"
"""Of a file that says nothing."""
EXPEDITED_DAYS = 3
"""An order required within so many days is expedited, in a file that says nothing."""


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """One of our own people."""

    id: int
    name: str
    email: str | None
    function: str | None
    active: bool

    @property
    def initials(self) -> str:
        """Up to two initials."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if parts[1:] else parts)).upper()


@dataclass(frozen=True, slots=True)
class FileInfo:
    """The file's settings and extent; read again when settings or imports change.

    ``notice`` is shown as a banner on every page. ``months`` is the ledger's extent.
    """

    name: str
    currency: str
    fiscal_start: int
    expedited_days: int
    as_of: AsOf
    chosen_as_of: date | None
    months: Period | None
    ledger_end: date | None
    me: int | None
    notice: str
    accounts: int
    team: tuple[ColleagueRow, ...]
    pinned: tuple[tuple[int, str], ...]


def settings_of(session: Session) -> dict[str, Any]:
    """The file's settings as declared values (see ``services.file_settings``)."""
    rows = session.execute(select(FileSetting.key, FileSetting.value))
    return {key: json.loads(value) for key, value in rows}


def currency_of(session: Session) -> str:
    """The file's currency."""
    stored = session.scalar(select(FileSetting.value).where(FileSetting.key == "currency"))
    return DEFAULT_CURRENCY if stored is None else str(json.loads(stored))


def get_file_info(session: Session, today: date) -> FileInfo:
    """The file's settings and extent on a day."""
    values = settings_of(session)
    first, last = session.execute(
        select(func.min(AccountMonth.month), func.max(AccountMonth.month)).where(
            AccountMonth.lines > 0
        )
    ).one()
    end_day = session.scalar(select(func.max(OrderDay.day)))
    end = None if end_day is None else date_of(end_day)
    chosen = values.get("as_of")
    chosen_date = None if chosen is None else date.fromisoformat(chosen)
    team = tuple(
        ColleagueRow(*row)
        for row in session.execute(
            select(
                Colleague.id, Colleague.name, Colleague.email, Colleague.function, Colleague.active
            ).order_by(Colleague.name)
        )
    )
    pinned = tuple(
        (row[0], row[1])
        for row in session.execute(
            select(Account.id, Account.name).where(Account.pinned).order_by(Account.name)
        )
    )
    return FileInfo(
        name=values.get("name", ""),
        currency=values.get("currency", DEFAULT_CURRENCY),
        fiscal_start=values.get("fiscal_start", 1),
        expedited_days=values.get("expedited_days", EXPEDITED_DAYS),
        as_of=as_of(today, end, chosen_date),
        chosen_as_of=chosen_date,
        months=None if first is None else Period(first, last),
        ledger_end=end,
        me=values.get("me"),
        notice=values.get("notice", ""),
        accounts=session.scalar(select(func.count()).select_from(Account)) or 0,
        team=team,
        pinned=pinned,
    )
