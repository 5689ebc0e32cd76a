"""Which state of which file a session reads, and whether anything of interest came after one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from b2bdesk.storage.journal_triggers import journalled_tables


@dataclass(frozen=True, slots=True)
class FileState:
    """The file's path, its newest step with the instant it was confirmed, and its last entry."""

    path: str
    txn: int
    at: int
    seq: int


def get_file_state(session: Session) -> FileState | None:
    """The state a reading session sees; None on the writer's connection, amid its own work."""
    connection = session.connection()
    if not connection.exec_driver_sql("PRAGMA query_only").scalar():
        return None
    database = connection.exec_driver_sql("PRAGMA database_list").first()
    step = connection.exec_driver_sql(
        "SELECT txn, at, last_seq FROM journal_txn ORDER BY txn DESC LIMIT 1"
    ).first()
    path = "" if database is None else str(database[2])
    return FileState(path, *((0, 0, 0) if step is None else (step[0], step[1], step[2] or 0)))


def holds(session: Session, state: FileState, tables: Collection[str]) -> bool:
    """True when the session continues ``state`` and nothing in ``tables`` changed since.

    A file put back from a backup does not continue it: its steps were confirmed at other times.
    """
    connection = session.connection()
    if state.txn:
        at = connection.exec_driver_sql(
            "SELECT at FROM journal_txn WHERE txn = ?", (state.txn,)
        ).scalar()
        if at != state.at:
            return False
    numbers = [number for number, table in journalled_tables().items() if table.name in tables]
    marks = ", ".join("?" * len(numbers))
    return (
        connection.exec_driver_sql(
            f"SELECT 1 FROM journal WHERE seq > ? AND tbl IN ({marks}) LIMIT 1",
            (state.seq, *numbers),
        ).first()
        is None
    )
