"""The journal: every confirmed step recorded, undone, redone and read back.

Triggers write the entries (``journal_triggers``); this module opens and closes steps and replays
them. A step that undoes another names it in ``undoes``; redo is the undo of the undo.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import now_ms
from b2bdesk.core.errors import ConflictError
from b2bdesk.core.i18n import tr
from b2bdesk.storage.journal_triggers import journalled_tables


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a step touched: ids by table name, and the step's number (None: nothing changed)."""

    txn: int | None
    label: str
    tables: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def ids(self, *names: str) -> frozenset[int]:
        """Ids touched in the named tables together."""
        return frozenset().union(*(self.tables.get(name, frozenset()) for name in names))

    def touches(self, *names: str) -> bool:
        """True when any of the named tables changed."""
        return any(self.tables.get(name) for name in names)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that can be undone or redone."""

    txn: int
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one row. ``before`` and ``after`` hold only the columns that changed."""

    seq: int
    txn: int
    table: str
    row: int
    op: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def begin_step(session: Session, label: str, author: str | None, undoes: int | None = None) -> int:
    """Open a step and switch recording on; returns its number."""
    result = session.connection().exec_driver_sql(
        "INSERT INTO journal_txn(at, author, label, undoes) VALUES (?, ?, ?, ?) RETURNING txn",
        (now_ms(), author, label, undoes),
    )
    txn = int(result.scalar_one())
    session.connection().exec_driver_sql("UPDATE journal_ctx SET txn = ?", (txn,))
    return txn


def end_step(session: Session, txn: int) -> ChangeSet:
    """Close a step and switch recording off; a step without entries is removed again."""
    connection = session.connection()
    connection.exec_driver_sql("UPDATE journal_ctx SET txn = NULL")
    tables = journalled_tables()
    touched: dict[str, set[int]] = defaultdict(set)
    first = last = None
    for seq, tbl, rid in connection.exec_driver_sql(
        "SELECT seq, tbl, rid FROM journal WHERE txn = ? AND seq > coalesce("
        "(SELECT max(last_seq) FROM journal_txn WHERE txn < ?), 0)",
        (txn, txn),
    ):
        first = seq if first is None else first
        last = seq
        touched[tables[tbl].name].add(rid)
    if first is None:
        connection.exec_driver_sql("DELETE FROM journal_txn WHERE txn = ?", (txn,))
        return ChangeSet(None, "")
    label = connection.exec_driver_sql(
        "UPDATE journal_txn SET first_seq = ?, last_seq = ? WHERE txn = ? RETURNING label",
        (first, last, txn),
    ).scalar_one()
    return ChangeSet(txn, label, {name: frozenset(ids) for name, ids in touched.items()})


def entries_of(session: Session, txn: int) -> list[Entry]:
    """The entries of a step, oldest first."""
    tables = journalled_tables()
    rows = session.execute(
        text(
            "SELECT j.seq, j.txn, j.tbl, j.rid, j.op, j.before, j.after FROM journal_txn AS t"
            " JOIN journal AS j ON j.seq BETWEEN t.first_seq AND t.last_seq"
            " WHERE t.txn = :txn ORDER BY j.seq"
        ),
        {"txn": txn},
    )
    return [
        Entry(seq, t, tables[tbl].name, rid, op, _image(before), _image(after))
        for seq, t, tbl, rid, op, before, after in rows
    ]


def _image(value: str | None) -> dict[str, Any]:
    return {} if value is None else json.loads(value)


def cancelled_steps(session: Session, since: int = 0) -> set[int]:
    """Steps after ``since`` that no longer hold because another step undid them."""
    cancelled: set[int] = set()
    rows = session.execute(
        text("SELECT txn, undoes FROM journal_txn WHERE txn > :since ORDER BY txn DESC"),
        {"since": since},
    )
    for txn, undoes in rows:
        if txn not in cancelled and undoes is not None:
            cancelled.add(undoes)
    return cancelled


def next_undo(session: Session) -> Step | None:
    """The newest step that still holds and is not itself an undo."""
    cancelled: set[int] = set()
    for txn, label, undoes in _steps_newest_first(session):
        if txn in cancelled:
            continue
        if undoes is None:
            return Step(txn, label)
        cancelled.add(undoes)
    return None


def next_redo(session: Session) -> Step | None:
    """The undo whose undoing is the next redo; ``label`` names the step it would bring back."""
    cancelled: set[int] = set()
    for txn, _label, undoes in _steps_newest_first(session):
        if txn in cancelled:
            continue
        if undoes is None:
            return None  # new work since the last undo: nothing to redo
        original = session.execute(
            text("SELECT label, undoes FROM journal_txn WHERE txn = :txn"), {"txn": undoes}
        ).one_or_none()
        if original is not None and original.undoes is None:
            return Step(txn, original.label)
        cancelled.add(undoes)
    return None


def label_of(session: Session, txn: int) -> str:
    """The words a step is undone under."""
    sql = text("SELECT label FROM journal_txn WHERE txn = :txn")
    return str(session.execute(sql, {"txn": txn}).scalar_one())


def _steps_newest_first(session: Session) -> Iterable[Any]:
    return session.execute(
        text("SELECT txn, label, undoes FROM journal_txn ORDER BY txn DESC")
    ).yield_per(64)


def replay_undo(session: Session, txn: int) -> None:
    """Take a step back inside the running step; raises ``ConflictError`` and names what stands.

    An update is set back where its values still hold; a deleted row returns; an inserted row goes
    unless later work that still holds touched it.
    """
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tables = {table.name: table for table in journalled_tables().values()}
    numbers = {table.name: number for number, table in journalled_tables().items()}
    entries = entries_of(session, txn)
    own = {(numbers[entry.table], entry.row) for entry in entries}
    cancelled = cancelled_steps(session, since=txn)
    conflicts: list[str] = []
    for entry in reversed(entries):
        table = tables[entry.table]
        if entry.op == "U":
            done = _set_back(connection, table, entry)
        elif entry.op == "D":
            done = _insert_back(connection, table, entry)
        else:
            done = not _later_work(session, numbers[entry.table], entry, cancelled)
            if done:
                connection.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE id = ?', (entry.row,))
        if not done:
            conflicts.append(_name_of(connection, table, entry.row))
    if not conflicts:
        conflicts = _cascades_into_later_work(session, own, tables)
    if conflicts:
        names = tuple(dict.fromkeys(conflicts))
        raise ConflictError(
            tr("Later work stands against it: {names}.", names=", ".join(names[:5])),
            records=names,
            hint=tr("Undo the later steps first. Nothing was changed."),
        )


def _set_back(connection: Any, table: Table, entry: Entry) -> bool:
    holds = " AND ".join(f'"{name}" IS ?' for name in entry.after)
    sets = ", ".join(f'"{name}" = ?' for name in entry.before)
    result = connection.exec_driver_sql(
        f'UPDATE "{table.name}" SET {sets} WHERE id = ? AND {holds}',
        (*entry.before.values(), entry.row, *entry.after.values()),
    )
    return bool(result.rowcount == 1)


def _insert_back(connection: Any, table: Table, entry: Entry) -> bool:
    known = {name: value for name, value in entry.before.items() if name in table.columns}
    names = ", ".join(f'"{name}"' for name in known)
    places = ", ".join("?" for _ in known)
    result = connection.exec_driver_sql(
        f'INSERT INTO "{table.name}"({names}) VALUES ({places}) ON CONFLICT DO NOTHING',
        tuple(known.values()),
    )
    return bool(result.rowcount == 1)


def _later_work(session: Session, number: int, entry: Entry, cancelled: set[int]) -> bool:
    later = session.execute(
        text(
            "SELECT DISTINCT j.txn FROM journal AS j JOIN journal_txn AS t ON t.txn = j.txn"
            " WHERE j.tbl = :tbl AND j.rid = :rid AND j.txn > :txn AND t.undoes IS NULL"
            " AND t.last_seq IS NOT NULL"
        ),
        {"tbl": number, "rid": entry.row, "txn": entry.txn},
    )
    return any(txn not in cancelled for (txn,) in later)


def _cascades_into_later_work(
    session: Session, own: set[tuple[int, int]], tables: Mapping[str, Table]
) -> list[str]:
    running = session.connection().exec_driver_sql("SELECT txn FROM journal_ctx").scalar_one()
    by_number = {int(table.info["journal"]): table for table in tables.values()}
    rows = session.connection().exec_driver_sql(
        "SELECT DISTINCT tbl, rid FROM journal WHERE seq > coalesce("
        "(SELECT max(last_seq) FROM journal_txn WHERE txn < ?), 0) AND txn = ?",
        (running, running),
    )
    return [
        tr("{kind} {id}", kind=tr(by_number[tbl].info["title"]), id=rid)
        for tbl, rid in rows
        if (tbl, rid) not in own
    ]


def _name_of(connection: Any, table: Table, row: int) -> str:
    kind = tr(table.info["title"])
    for column in ("name", "subject", "what", "value"):
        if column in table.columns:
            name = connection.exec_driver_sql(
                f'SELECT "{column}" FROM "{table.name}" WHERE id = ?', (row,)
            ).scalar()
            return f"{kind} {name}" if name else kind
    return kind
