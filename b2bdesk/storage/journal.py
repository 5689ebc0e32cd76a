"""The journal: every confirmed step recorded, undone, redone and read back.

Triggers write the entries (``journal_triggers``); this module opens and closes steps and says
which of them hold; ``replay`` takes them back. A step that undoes another names it in ``undoes``;
redo is the undo of the undo.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import now_ms
from b2bdesk.storage.journal_triggers import journalled_tables

_SLICE = 64


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
        "SELECT seq, tbl, rid FROM journal WHERE seq > ? ORDER BY seq", (end_before(session, txn),)
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


def end_before(session: Session, txn: int) -> int:
    """The last entry of the steps before one; the entries after it are the running step's."""
    found = session.connection().exec_driver_sql(
        "SELECT last_seq FROM journal_txn WHERE txn < ? AND last_seq IS NOT NULL"
        " ORDER BY txn DESC LIMIT 1",
        (txn,),
    )
    return int(found.scalar() or 0)


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
        Entry(seq, t, tables[tbl].name, rid, op, image_of(before), image_of(after))
        for seq, t, tbl, rid, op, before, after in rows
    ]


def image_of(value: str | None) -> dict[str, Any]:
    """The columns of a stored image; empty where there is none."""
    return {} if value is None else json.loads(value)


def cancelled_steps(session: Session, since: int = 0) -> set[int]:
    """Steps that no longer hold because a confirmed step after ``since`` undid them."""
    cancelled: set[int] = set()
    rows = session.execute(
        text(
            "SELECT txn, undoes FROM journal_txn WHERE txn > :since AND undoes IS NOT NULL"
            " AND last_seq IS NOT NULL ORDER BY txn DESC"
        ),
        {"since": since},
    )
    for txn, undoes in rows:
        if txn not in cancelled:
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


def _steps_newest_first(session: Session) -> Iterator[tuple[int, str, int | None]]:
    # In slices that are read whole: no statement stays open while the caller asks others.
    below: int | None = None
    while True:
        rows = session.execute(
            text(
                "SELECT txn, label, undoes FROM journal_txn"
                + ("" if below is None else " WHERE txn < :below")
                + " ORDER BY txn DESC LIMIT :slice"
            ),
            {"below": below, "slice": _SLICE} if below is not None else {"slice": _SLICE},
        ).all()
        for row in rows:
            yield row.txn, row.label, row.undoes
        if len(rows) < _SLICE:
            return
        below = rows[-1].txn
