"""Letting an alert about an account rest until a day, and waking it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.models import Account, Snooze


class Alert(StrEnum):
    """What can be said of an account on Today."""

    ORDER = "order"
    SILENT = "silent"
    RENEWAL = "renewal"
    GAPS = "gaps"
    WIN_BACK = "win_back"


ALERT_WORDS = {
    Alert.ORDER: mark("Order overdue"),
    Alert.SILENT: mark("Silent account"),
    Alert.RENEWAL: mark("Renewal"),
    Alert.GAPS: mark("DMU gaps"),
    Alert.WIN_BACK: mark("Win back"),
}


def alert_key(alert: Alert, record: int | None = None) -> str:
    """How an alert is kept: its kind, and the record it is about where an account has several."""
    return alert.value if record is None else f"{alert.value}:{record}"


def alert_words(key: str) -> str:
    """A kept alert in words."""
    kind = key.partition(":")[0]
    return tr(ALERT_WORDS[Alert(kind)]) if kind in set(Alert) else tr("Alert")


def snooze_alert(session: Session, account: int, key: str, as_of: date, days: int = 7) -> date:
    """Let an alert rest for ``days`` from the as-of day; returns the day it wakes."""
    if session.get(Account, account) is None:
        raise DomainError(tr("The account is not there any more."))
    until = as_of + timedelta(days=days)
    row = session.scalar(select(Snooze).where(Snooze.account_id == account, Snooze.alert == key))
    if row is None:
        row = Snooze(account_id=account, alert=key, until_day=day_of(until))
        session.add(row)
    row.until_day = day_of(until)
    session.flush()
    return until


def wake_alert(session: Session, snooze: int) -> None:
    """Let an alert be seen again."""
    row = session.get(Snooze, snooze)
    if row is None:
        raise DomainError(tr("It does not rest any more."))
    session.delete(row)
    session.flush()
