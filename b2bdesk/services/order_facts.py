"""Keeps the single orders of the ledger read, in the background and without a step to undo.

Imports, undo and merges mark the months they touch (``summaries``); here they are read again, some
at a time, so that nobody who writes has to wait for long.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.queries.order_packs import count_stale, make_packs, stale_months
from b2bdesk.storage.database import Database

_AT_ONCE = 1_000


def bring_up_to_date(database: Database, progress: Progress | None = None) -> None:
    """Read every stale month again; what is done stays done when it is cancelled."""
    with database.read() as session:
        left = whole = count_stale(session)
    while left and not database.read_only:
        if progress is not None:
            progress.report(tr("Reading orders"), 1 - left / whole)
        left = database.write("", _read_some, progress=progress).value
        whole = max(whole, left)


def _read_some(session: Session) -> int:
    """Read the first of the stale months; how many are left."""
    packs = make_packs(session, _AT_ONCE)
    connection = session.connection()
    first, most = stale_months(), {"most": _AT_ONCE}
    connection.exec_driver_sql(f"DELETE FROM order_fact WHERE (account_id, month) IN {first}", most)
    if packs:
        connection.exec_driver_sql(
            "INSERT INTO order_fact(account_id, month, orders, shipments, products)"
            " VALUES (?, ?, ?, ?, ?)",
            packs,
        )
    connection.exec_driver_sql(
        f"DELETE FROM order_fact_stale WHERE (account_id, month) IN {first}", most
    )
    return count_stale(session)
