"""Keeps the single orders of the ledger read, in the background and without a step to undo.

Imports, undo and merges mark the months they touch (``summaries``); here they are read again, some
at a time, so that nobody who writes has to wait for long.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.queries.costing import list_pools
from b2bdesk.queries.order_packs import (
    count_bought,
    count_stale,
    make_packs,
    make_product_packs,
    stale_months,
)
from b2bdesk.services.costing.sources import SINGLE, needs_of
from b2bdesk.storage.database import Database

_AT_ONCE = 1_000


def is_wanted(session: Session) -> bool:
    """Whether some cost pool counts single orders or products, and months of them are stale."""
    return bool(needs_of(list_pools(session)) & SINGLE) and count_stale(session) > 0


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
    packs, products = make_packs(session, _AT_ONCE), make_product_packs(session, _AT_ONCE)
    connection = session.connection()
    first, most = stale_months(), {"most": _AT_ONCE}
    touched = [
        row[0]
        for row in connection.exec_driver_sql(f"SELECT DISTINCT account_id FROM {first}", most)
    ]
    for table in ("order_fact", "product_month"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE (account_id, month) IN {first}", most
        )
    _insert(connection, "order_fact(account_id, month, orders, shipments)", packs)
    _insert(connection, "product_month(account_id, month, products)", products)
    connection.exec_driver_sql(
        f"DELETE FROM order_fact_stale WHERE (account_id, month) IN {first}", most
    )
    _count_products(connection, touched)
    return count_stale(session)


def _count_products(connection: Connection, accounts: Sequence[int]) -> None:
    """Bring the counts of some accounts up to date with the products of their months."""
    wanted = {"accounts": json.dumps(accounts)}
    of = "account_id IN (SELECT value FROM json_each(:accounts))"
    months = connection.exec_driver_sql(
        f"SELECT account_id, month, products FROM product_month WHERE {of}"
        " ORDER BY account_id, month",
        wanted,
    )
    holders, table = count_bought([(row[0], row[1], row[2]) for row in months])
    ends = [*(place + 1 for place in (holders[1:] != holders[:-1]).nonzero()[0]), holders.size]
    rows, start = [], 0
    for end in ends if holders.size else ():
        rows.append((int(holders[start]), table[start:end].tobytes()))
        start = int(end)
    connection.exec_driver_sql(f"DELETE FROM product_fact WHERE {of}", wanted)
    _insert(connection, "product_fact(account_id, bought)", rows)


def _insert(connection: Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", list(rows))
