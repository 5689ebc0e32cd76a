"""Keeping the summaries of the ledger true to it, in time proportional to what changed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from b2bdesk.queries.counted_lines import HEADER_COUNTS, LINE_COUNTS


def _month_of(day: str) -> str:
    """Days since 1970 to months of the year count, in SQL."""
    return (
        f"(CAST(strftime('%Y', {day} * 86400, 'unixepoch') AS INTEGER) * 12"
        f" + CAST(strftime('%m', {day} * 86400, 'unixepoch') AS INTEGER) - 1)"
    )


def _first_day(month: str) -> str:
    """The day, since 1970, on which a month of the year count begins, in SQL."""
    first = f"printf('%04d-%02d-01', {month} / 12, {month} % 12 + 1)"
    return f"CAST(strftime('%s', {first}) AS INTEGER) / 86400"


_SHIPPED_MONTH = _month_of("h.shipped_day")

# A header that is corrected may have named another account before.
_HEADER_ACCOUNTS = (
    "(SELECT o.account_id FROM order_header AS n JOIN order_header AS o"
    " ON o.line_key = n.line_key WHERE n.batch_id = :batch)"
)

_TOUCHED = (
    # Months of the batch's own lines and of the versions they supersede.
    "INSERT OR IGNORE INTO touched SELECT account_id, month FROM ledger_line"
    " WHERE batch_id = :batch",
    # Mostly there are none, which the first condition finds out at once.
    "INSERT OR IGNORE INTO touched SELECT o.account_id, o.month FROM ledger_line AS n"
    " JOIN ledger_line AS o ON o.line_key = n.line_key AND o.superseded = 1"
    " WHERE EXISTS (SELECT 1 FROM ledger_line AS s WHERE s.superseded = 1)"
    " AND n.batch_id = :batch",
    # Order headers move deliveries: every month of their accounts.
    f"INSERT OR IGNORE INTO touched SELECT h.account_id, {_SHIPPED_MONTH} FROM order_header AS h"
    f" WHERE h.account_id IN {_HEADER_ACCOUNTS} AND h.shipped_day IS NOT NULL",
    "INSERT OR IGNORE INTO touched SELECT DISTINCT l.account_id, l.month FROM ledger_line AS l"
    f" WHERE l.account_id IN {_HEADER_ACCOUNTS}",
)
_AFRESH = (
    "DELETE FROM account_month WHERE account_id = :account",
    "DELETE FROM order_day WHERE account_id = :account",
    "INSERT OR IGNORE INTO order_fact_stale SELECT account_id, month FROM order_fact"
    " WHERE account_id = :account",
    "INSERT OR IGNORE INTO touched SELECT account_id, month FROM ledger_line"
    " WHERE account_id = :account",
    f"INSERT OR IGNORE INTO touched SELECT h.account_id, {_SHIPPED_MONTH} FROM order_header AS h"
    " WHERE h.account_id = :account AND h.shipped_day IS NOT NULL",
)
_TOUCHED_BY_ALL = (
    "SELECT account_id, month FROM ledger_line UNION"
    f" SELECT h.account_id, {_SHIPPED_MONTH} FROM order_header AS h"
    " WHERE h.shipped_day IS NOT NULL"
)

_COLUMNS = (
    "account_id, month, list_minor, amount_minor, cost_minor, uncosted, lines, orders, deliveries,"
    " returns, credit_notes, quantity_milli, sale_lines, sold_milli"
)
# The lines of a document on a day, added up: orders are counted by these, and far fewer they are.
# CROSS: the months lead to their lines; left to itself SQLite walks all lines of the file.
_PARTS = (
    "SELECT l.account_id AS account_id, l.month AS month, l.day AS day, l.document AS document,"
    " sum(l.list_minor) AS list_minor, sum(l.amount_minor) AS amount_minor,"
    " coalesce(sum(l.cost_minor), 0) AS cost_minor, sum(l.cost_minor IS NULL) AS uncosted,"
    " count(*) AS lines, sum(l.quantity_milli) AS quantity_milli, sum(l.type = 'sale') AS sales,"
    " sum(CASE WHEN l.type = 'sale' THEN l.amount_minor ELSE 0 END) AS sold_minor,"
    " sum(CASE WHEN l.type = 'sale' AND l.quantity_milli > 0 THEN l.quantity_milli ELSE 0 END)"
    " AS sold_milli, sum(l.type = 'return') AS returns, sum(l.type = 'credit_note') AS credits"
    " FROM touched AS t CROSS JOIN ledger_line AS l"
    f" ON l.account_id = t.account_id AND l.month = t.month AND {LINE_COUNTS}"
    " GROUP BY l.account_id, l.month, l.day, l.document"
)
_OF_LINES = (
    "SELECT p.account_id, p.month, sum(p.list_minor), sum(p.amount_minor), sum(p.cost_minor),"
    " sum(p.uncosted), sum(p.lines), sum(p.sales > 0),"
    " sum(p.sales > 0 AND NOT EXISTS (SELECT 1 FROM order_header AS h"
    f" WHERE h.account_id = p.account_id AND h.document = p.document AND {HEADER_COUNTS})),"
    " count(DISTINCT CASE WHEN p.returns > 0 THEN p.document END),"
    " count(DISTINCT CASE WHEN p.credits > 0 THEN p.document END),"
    " sum(p.quantity_milli), sum(p.sales), sum(p.sold_milli)"
    " FROM part AS p GROUP BY p.account_id, p.month"
)
# A month may hold nothing but shipments.
_OF_SHIPMENTS = (
    f"SELECT h.account_id, {_SHIPPED_MONTH} AS shipped, 0, 0, 0, 0, 0, 0,"
    " count(DISTINCT h.document || '@' || h.shipped_day), 0, 0, 0, 0, 0 FROM order_header AS h"
    " WHERE h.account_id IN (SELECT account_id FROM touched) AND h.shipped_day IS NOT NULL"
    f" AND {HEADER_COUNTS} GROUP BY h.account_id, shipped"
    f" HAVING (h.account_id, {_SHIPPED_MONTH}) IN (SELECT * FROM touched)"
)
_OF_DAYS = (
    "SELECT p.account_id, p.day, count(*) AS orders, sum(p.sold_minor) AS amount_minor"
    " FROM part AS p WHERE p.sales > 0 GROUP BY p.account_id, p.day"
)

_REBUILD = (
    f"CREATE TEMP TABLE part AS {_PARTS}",
    "DELETE FROM account_month WHERE (account_id, month) IN (SELECT * FROM touched)",
    f"INSERT INTO account_month({_COLUMNS}) {_OF_LINES}",
    f"INSERT INTO account_month({_COLUMNS}) {_OF_SHIPMENTS}"
    " ON CONFLICT(account_id, month) DO UPDATE SET deliveries = deliveries + excluded.deliveries",
    # By the days of those months: the others of an account, years of them, are not looked at.
    "DELETE FROM order_day WHERE (account_id, day) IN (SELECT d.account_id, d.day"
    " FROM touched AS t CROSS JOIN order_day AS d ON d.account_id = t.account_id"
    f" AND d.day >= {_first_day('t.month')} AND d.day < {_first_day('(t.month + 1)')})",
    f"INSERT INTO order_day(account_id, day, orders, amount_minor) {_OF_DAYS}",
    "DROP TABLE part",
    # Single orders are read when they are asked for (services.order_facts).
    "INSERT OR IGNORE INTO order_fact_stale SELECT account_id, month FROM touched",
)

_ALL = f"WITH touched(account_id, month) AS ({_TOUCHED_BY_ALL}), part AS ({_PARTS})"
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in _COLUMNS.split(", ")[2:])

MONTHS_KEPT = f"SELECT {_COLUMNS} FROM account_month"
MONTHS_COMPUTED = (
    f"{_ALL}, both({_COLUMNS}) AS (SELECT * FROM ({_OF_LINES}) UNION ALL"
    f" SELECT * FROM ({_OF_SHIPMENTS})) SELECT account_id, month, {_SUMS} FROM both"
    " GROUP BY account_id, month"
)
DAYS_KEPT = "SELECT account_id, day, orders, amount_minor FROM order_day"
DAYS_COMPUTED = f"{_ALL} {_OF_DAYS}"
"""What the summaries hold, and what they must hold by every row of the ledger: a check compares."""


def refresh(session: Session, batches: Collection[int], accounts: Collection[int] = ()) -> None:
    """Bring the summaries up to date after imports came, went or returned.

    ``batches`` are import ids whose rows were added, or whose existence changed. Only the months
    of accounts that those rows touch are read and written. ``accounts``: those whose rows moved
    to or from another account; they are computed afresh.
    """
    if not batches and not accounts:
        return
    connection = session.connection()
    _start(connection)
    for account in accounts:
        for statement in _AFRESH:
            connection.exec_driver_sql(statement, {"account": account})
    for batch in batches:
        for statement in _TOUCHED:
            connection.exec_driver_sql(statement, {"batch": batch})
    _finish(connection)


def rebuild(session: Session) -> None:
    """Compute every summary afresh."""
    connection = session.connection()
    _start(connection)
    connection.exec_driver_sql(f"INSERT INTO touched {_TOUCHED_BY_ALL}")
    connection.exec_driver_sql("DELETE FROM account_month")
    connection.exec_driver_sql("DELETE FROM order_day")
    for table in ("order_fact", "product_month", "product_fact"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    _finish(connection)


def _start(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS touched(account_id INTEGER, month INTEGER,"
        " PRIMARY KEY(account_id, month)) WITHOUT ROWID"
    )
    connection.exec_driver_sql("DELETE FROM touched")


def _finish(connection: Connection) -> None:
    for statement in _REBUILD:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("DELETE FROM touched")
