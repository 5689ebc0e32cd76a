"""What a file holds, as plain rows, and the checks that a whole file passes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.services import summaries
from b2bdesk.services.check import check_file
from b2bdesk.storage import driver
from b2bdesk.storage.database import Database
from b2bdesk.storage.journal_triggers import journalled_tables
from b2bdesk.storage.search_index import SOURCES, rebuild_statements

Dump = dict[str, list[tuple[Any, ...]]]
_SUMMARIES = ("account_month", "order_day")
_SHELVES = sorted({source.shelf for source in SOURCES})
_SEARCH_ROWS = (
    " UNION ALL ".join(
        f"SELECT '{shelf}', rowid, title, body, account, people, owner, facts FROM {shelf}"
        for shelf in _SHELVES
    )
    + " ORDER BY 1, 2"
)


class _TakenBack(Exception):
    """Raised to leave a trial write without a trace."""


def rows_of(database: Database, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a query."""
    with database.read() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(sql, values)]


def dump(database: Database) -> Dump:
    """Every row of every edited table and of the summaries."""
    names = [*(table.name for table in journalled_tables().values()), *_SUMMARIES]
    return {name: rows_of(database, f'SELECT * FROM "{name}" ORDER BY 1, 2') for name in names}


def search_rows(database: Database) -> list[tuple[Any, ...]]:
    """What the search index holds."""
    return rows_of(database, _SEARCH_ROWS)


def recomputed(database: Database) -> Dump:
    """The search index and the summaries as they would be, made afresh; the file is unchanged."""
    made: Dump = {}

    def work(session: Session) -> None:
        connection = session.connection()
        for statement in rebuild_statements():
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("DELETE FROM account_month")
        connection.exec_driver_sql("DELETE FROM order_day")
        summaries.rebuild(session)
        for name, sql in {
            "search": _SEARCH_ROWS,
            **{name: f"SELECT * FROM {name} ORDER BY 1, 2" for name in _SUMMARIES},
        }.items():
            made[name] = [tuple(row) for row in connection.exec_driver_sql(sql)]
        raise _TakenBack

    try:
        database.write("Trial", work)
    except _TakenBack:
        return made
    raise AssertionError("the trial was confirmed")


def assert_consistent(database: Database) -> None:
    """References hold; the search index and the summaries equal what they are made from."""
    assert rows_of(database, "PRAGMA foreign_key_check") == []
    afresh = recomputed(database)
    assert search_rows(database) == afresh["search"]
    for name in _SUMMARIES:
        assert rows_of(database, f"SELECT * FROM {name} ORDER BY 1, 2") == afresh[name]


def assert_clean(path: Path, today: date) -> None:
    """A closed file passes every check, its search index too, and lies alone in its folder."""
    wrong = [finding.line() for finding in check_file(path, today) if not finding.passed]
    assert wrong == []
    file = driver.connect(path)
    try:
        for shelf in _SHELVES:
            file.execute(f"INSERT INTO {shelf}({shelf}) VALUES ('integrity-check')")
    finally:
        file.close()
    beside = [p.name for p in path.parent.glob(f"{path.name}*") if p != path]
    assert beside == []
