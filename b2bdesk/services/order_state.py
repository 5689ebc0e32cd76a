"""Where each account stands in its own order rhythm, for the pages that list what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.queries.retention import list_account_order_days, list_order_days

if TYPE_CHECKING:
    from b2bdesk.analytics.retention.rhythm import Rhythm

OVERDUE_CYCLES = 1.0
"""An order is overdue when it is one usual gap or more past the day it was usual."""


def order_rhythms(session: Session, day: int) -> dict[int, Rhythm]:
    """The rhythm of every account with an order up to a stored day."""
    from b2bdesk.analytics.retention import rhythm

    found = list_order_days(session, day)
    result = rhythm.compute([row[0] for row in found], [row[1] for row in found], day)
    return result.by_account()


def order_rhythm(session: Session, account: int, day: int) -> Rhythm:
    """The rhythm of one account up to a stored day."""
    from b2bdesk.analytics.retention import rhythm

    days = [row.day for row in list_account_order_days(session, account, day)]
    result = rhythm.compute([account] * len(days), days, day, everyone=[account])
    return result.by_account()[account]


def is_overdue(rhythm: Rhythm) -> bool:
    """True while an order is late by a cycle or more and the account is not lapsed."""
    late = rhythm.cycles_late
    return late is not None and late >= OVERDUE_CYCLES and not rhythm.lapsed
