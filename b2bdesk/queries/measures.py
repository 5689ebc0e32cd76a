"""What accounts bought, ordered and were talked to in some months: the base of measures."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.queries.counted_lines import LINE_COUNTS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

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


def read_order_amounts(session: Session, months: Period) -> Ints:
    """Account id and amount of every order of some months, in minor units.

    An order is a document's sale lines of one day, as everywhere.
    """
    return _table(
        session,
        "SELECT l.account_id, sum(l.amount_minor) FROM ledger_line AS l"
        f" WHERE l.month BETWEEN ? AND ? AND l.type = 'sale' AND {LINE_COUNTS}"
        " GROUP BY l.account_id, l.day, l.document",
        (months.first, months.last),
        2,
    )


def _table(session: Session, query: str, values: tuple[int, ...], width: int) -> Ints:
    import numpy as np

    raw = session.connection().connection.driver_connection
    assert raw is not None
    # Past SQLAlchemy: a large file has hundreds of thousands of these rows.
    rows = raw.execute(query, values).fetchall()
    flat = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width)
    return flat.reshape(-1, width)
