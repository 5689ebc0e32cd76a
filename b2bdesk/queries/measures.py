"""What accounts bought and how they were in contact in some months: the base of measures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, instant_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

CONTACTS = (
    "visits",
    "visit_minutes",
    "calls",
    "call_minutes",
    "exchanges",
    "exchange_minutes",
)
SUMS = ("list_minor", "amount_minor", "cost_minor", "uncosted", "deliveries")


def read_month_sums(session: Session, months: Period) -> Ints:
    """Account id and the sums of ``SUMS`` over some months, a row for each account with lines."""
    columns = ", ".join(f"sum(m.{name})" for name in SUMS)
    return _table(
        session,
        f"SELECT m.account_id, {columns} FROM account_month AS m"
        # An account deleted after its import was taken back may still have inactive lines.
        " JOIN account AS a ON a.id = m.account_id"
        " WHERE m.month BETWEEN ? AND ? AND m.lines > 0 GROUP BY m.account_id",
        (months.first, months.last),
        1 + len(SUMS),
    )


def read_contacts(session: Session, months: Period, as_of: date) -> Ints:
    """Account id, then how often and how many minutes of visits, calls, and exchanges of any kind.

    Up to the end of the as-of day, by local days; video calls are calls.
    """
    end = min(months.last_date, as_of) + timedelta(days=1)
    return _table(
        session,
        "SELECT e.account_id, sum(e.channel = 'visit'),"
        " sum(CASE WHEN e.channel = 'visit' THEN max(0, coalesce(e.minutes, 0)) ELSE 0 END),"
        " sum(e.channel IN ('call', 'video')), sum(CASE WHEN e.channel IN ('call', 'video')"
        " THEN max(0, coalesce(e.minutes, 0)) ELSE 0 END),"
        " count(*), sum(max(0, coalesce(e.minutes, 0)))"
        " FROM exchange AS e WHERE e.at >= ? AND e.at < ? GROUP BY e.account_id",
        (_midnight(months.first_date), _midnight(end)),
        1 + len(CONTACTS),
    )


def _midnight(day: date) -> int:
    """The instant at which a local day begins."""
    return instant_of(datetime(day.year, day.month, day.day).astimezone())


def _table(session: Session, query: str, values: tuple[int, ...], width: int) -> Ints:
    import numpy as np

    raw = session.connection().connection.driver_connection
    assert raw is not None
    # Past SQLAlchemy: a large file has hundreds of thousands of these rows.
    rows = raw.execute(query, values).fetchall()
    flat = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width)
    return flat.reshape(-1, width)
