"""Taking a step back, exactly or not at all.

An update is set back where its values still hold; a deleted row returns unless its id or one of
its unique values is taken; an inserted row goes unless later work that still holds touched it.
The entries are replayed newest first, in slices of one table and one kind.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from b2bdesk.storage.journal import Entry, end_before, entries_of, image_of
from b2bdesk.storage.journal_triggers import journalled_tables
from b2bdesk.storage.later_work import (
    Place,
    Row,
    facts_of_others,
    merged_again,
    touched_later,
    without_later_work,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A record that stands against taking a step back; ``image`` is what the step knew of it."""

    table: str
    row: int
    image: Mapping[str, Any]


class StandsAgainstError(Exception):
    """A step cannot be taken back; the running transaction must be abandoned."""

    def __init__(self, records: tuple[Standing, ...]) -> None:
        super().__init__(records)
        self.records = records


def replay_undo(session: Session, txn: int) -> list[Entry]:
    """Take a step back inside the running step; returns the step's entries.

    Raises ``StandsAgainstError`` with the records that stand against it.
    """
    entries = entries_of(session, txn)
    added = [(e.table, e.row) for e in entries if e.op == "I"]
    facts = _named_by_others(session.connection(), added) - merged_again(entries)
    held = touched_later(session, txn) | facts
    against = _replay_all(session, entries, held)
    if not against:
        against = list(_overrun(session, entries))
    if against:
        raise StandsAgainstError(tuple({(s.table, s.row): s for s in against}.values()))
    return entries


def replay_undo_beside(
    session: Session, txn: int, taken_back: Collection[Place]
) -> tuple[list[Entry], tuple[Standing, ...]]:
    """Take a step back beside later work: kept, except in the places that are to be taken back.

    Returns the entries that were replayed, and the records that could not be brought back as they
    were: their number or their account is taken or gone. Raises ``StandsAgainstError`` where a
    removal that nobody asked for would follow.
    """
    entries = without_later_work(session, txn, entries_of(session, txn), taken_back)
    lost: dict[Row, Standing] = {}
    while True:
        connection = session.connection()
        connection.exec_driver_sql("SAVEPOINT beside")
        against = _replay_all(session, entries, set())
        if not against:
            break
        connection.exec_driver_sql("ROLLBACK TO beside")
        lost |= {(standing.table, standing.row): standing for standing in against}
        entries = [entry for entry in entries if (entry.table, entry.row) not in lost]
    connection.exec_driver_sql("RELEASE beside")
    if not any(column == "" for _, _, column in taken_back):
        overrun = tuple(_overrun(session, entries))
        if overrun:
            raise StandsAgainstError(overrun)
    return entries, tuple(lost.values())


def _named_by_others(connection: Connection, added: Sequence[Row]) -> set[Row]:
    ids: dict[str, list[int]] = defaultdict(list)
    for name, row in added:
        ids[name].append(row)
    return facts_of_others(connection, ids)


def _replay_all(session: Session, entries: Sequence[Entry], held: set[Row]) -> list[Standing]:
    """Replay entries, newest first; what stands against it."""
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tables = {table.name: table for table in journalled_tables().values()}
    against: list[Standing] = []
    for (name, op, _), run in groupby(
        reversed(entries), lambda entry: (entry.table, entry.op, tuple(entry.after))
    ):
        against += _replay(connection, tables[name], op, list(run), held)
    return against or list(_dangling(connection, tables, entries))


def _replay(
    connection: Connection, table: Table, op: str, run: Sequence[Entry], later: set[Row]
) -> list[Standing]:
    if op == "I":
        free = [entry.row for entry in run if (entry.table, entry.row) not in later]
        connection.exec_driver_sql(
            f'DELETE FROM "{table.name}" WHERE id IN (SELECT value FROM json_each(?))',
            (json.dumps(free),),
        )
        return [_standing(entry) for entry in run if (entry.table, entry.row) in later]
    statement, rows = _set_back(table, run) if op == "U" else _insert_back(table, run)
    return [_standing(run[index]) for index in _without_effect(connection, statement, rows)]


def _standing(entry: Entry) -> Standing:
    return Standing(entry.table, entry.row, entry.before)


def _set_back(table: Table, run: Sequence[Entry]) -> tuple[str, list[tuple[Any, ...]]]:
    names = list(run[0].after)
    # The row must carry the values exactly as they were written: 'a' is not 'A'.
    holds = " AND ".join(f'"{name}" IS ? COLLATE BINARY' for name in names)
    sets = ", ".join(f'"{name}" = ?' for name in names)
    rows = [
        (
            *(_bound(table, name, entry.before[name]) for name in names),
            entry.row,
            *(_bound(table, name, entry.after[name]) for name in names),
        )
        for entry in run
    ]
    return f'UPDATE "{table.name}" SET {sets} WHERE id = ? AND {holds}', rows


def _insert_back(table: Table, run: Sequence[Entry]) -> tuple[str, list[tuple[Any, ...]]]:
    # Columns that the file got after the row was deleted start with their default.
    images = [{**_defaults(table, entry), **entry.before} for entry in run]
    names = [column.name for column in table.columns if column.name in images[0]]
    places = ", ".join("?" for _ in names)
    columns = ", ".join(f'"{name}"' for name in names)
    rows = [tuple(_bound(table, name, image[name]) for name in names) for image in images]
    return (
        f'INSERT INTO "{table.name}"({columns}) VALUES ({places}) ON CONFLICT DO NOTHING',
        rows,
    )


def _defaults(table: Table, entry: Entry) -> dict[str, Any]:
    missing = [column for column in table.columns if column.name not in entry.before]
    return {
        column.name: column.default.arg
        for column in missing
        if isinstance(column.default, ScalarElementColumnDefault)
    }


def _bound(table: Table, name: str, value: Any) -> Any:
    if isinstance(value, str) and isinstance(table.columns[name].type, LargeBinary):
        return bytes.fromhex(value)
    return value


def _without_effect(
    connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]
) -> Iterator[int]:
    """Run a statement for all rows at once; where some did nothing, say which."""
    connection.exec_driver_sql("SAVEPOINT slice")
    try:
        whole = connection.exec_driver_sql(statement, list(rows)).rowcount == len(rows)
    except IntegrityError:
        whole = False
    if not whole:
        connection.exec_driver_sql("ROLLBACK TO slice")
        for index, row in enumerate(rows):
            try:
                done = connection.exec_driver_sql(statement, row).rowcount == 1
            except IntegrityError:
                done = False
            if not done:
                yield index
    connection.exec_driver_sql("RELEASE slice")


def _dangling(
    connection: Connection, tables: Mapping[str, Table], entries: Sequence[Entry]
) -> Iterator[Standing]:
    """Rows brought back that refer to records which are gone now."""
    images = {(e.table, e.row): e for e in entries if e.op != "I"}
    ids: dict[str, list[int]] = defaultdict(list)
    for name, row in images:
        ids[name].append(row)
    for name, rows in ids.items():
        lost = [
            f'(r."{key.parent.name}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM'
            f' "{key.column.table.name}" AS p WHERE p.id = r."{key.parent.name}"))'
            for key in tables[name].foreign_keys
        ]
        if lost:
            found = connection.exec_driver_sql(
                f'SELECT r.id FROM json_each(?) AS e JOIN "{name}" AS r ON r.id = e.value'
                f" WHERE {' OR '.join(lost)}",
                (json.dumps(rows),),
            )
            yield from (_standing(images[name, row]) for (row,) in found)


def _overrun(session: Session, entries: Sequence[Entry]) -> Iterator[Standing]:
    """Rows, or columns of them, that the replay changed though the step had not: cascades."""
    tables = journalled_tables()
    whole = {(entry.table, entry.row) for entry in entries if entry.op != "U"}
    columns: dict[Row, set[str]] = defaultdict(set)
    for entry in entries:
        columns[entry.table, entry.row].update(entry.after)
    running = session.connection().exec_driver_sql("SELECT txn FROM journal_ctx").scalar_one()
    rows = session.connection().exec_driver_sql(
        "SELECT tbl, rid, op, before FROM journal WHERE seq > ?", (end_before(session, running),)
    )
    for tbl, rid, op, before in rows:
        row = tables[tbl].name, rid
        image = image_of(before)
        if row not in whole and (op != "U" or not columns.get(row, set()) >= set(image)):
            yield Standing(*row, image)
