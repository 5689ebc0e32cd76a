"""What later work stands against taking an older step back, place by place.

A place is a field that was set again since, or a record that is in use by now. For each the user
keeps what is there or has the step taken back all the same; the rest of the step goes either way.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table
from sqlalchemy.orm import Session

from b2bdesk.storage.journal import Entry, cancelled_steps, entries_of
from b2bdesk.storage.journal_triggers import journalled_tables

Row: TypeAlias = tuple[str, int]
Place: TypeAlias = tuple[str, int, str]
"""Table, id and column; "" for the whole record."""

_BELONGING = {"external_id": "account_id"}  # kept with the record they say who it is


@dataclass(frozen=True, slots=True)
class LaterWork:
    """A place that later work stands in: its value before the step, after it, and now.

    For a record that the step added, ``column`` is "" and the three values are None.
    """

    table: str
    row: int
    column: str
    before: Any = None
    after: Any = None
    now: Any = None

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.table, self.row, self.column


def later_work(session: Session, txn: int) -> list[LaterWork]:
    """Every place of a step that later work stands in, in the step's order."""
    entries = entries_of(session, txn)
    now = _images(session.connection(), entries)
    # What is as it was before the step needs no answer.
    changed = _changed_since(entries, now)
    fields = [work for work in changed if not _same(work.now, work.before)]
    added = {(e.table, e.row): e for e in entries if e.op == "I"}
    used = _used(session, txn, entries, added.keys() & now.keys())
    records = [LaterWork(name, row, "") for name, row in added if (name, row) in used]
    return [*records, *fields]


def without_later_work(
    session: Session, txn: int, entries: Sequence[Entry], taken_back: Collection[Place]
) -> list[Entry]:
    """The entries of a step that can be replayed: kept places left out, the others made to fit."""
    connection = session.connection()
    now = _images(connection, entries)
    added = {(e.table, e.row) for e in entries if e.op == "I"}
    kept = {
        row
        for row in _used(session, txn, entries, added & now.keys())
        if (*row, "") not in taken_back
    }
    kept = _with_what_they_need(connection, kept, added)
    stay = {
        work.place
        for work in _changed_since(entries, now)
        if work.place not in taken_back or _same(work.now, work.before)
    }
    returning = {(e.table, e.row) for e in entries if e.op == "D"} - now.keys()
    met: set[Place] = set()
    found: list[Entry] = []
    for entry in reversed(entries):
        row = entry.table, entry.row
        if entry.op == "I":
            replayed = row in now and row not in kept
        elif row in returning:
            replayed = True
        elif entry.op == "D" or row not in now or row in kept:
            replayed = False
        else:
            columns = [c for c in entry.after if (*row, c) not in stay]
            # The newest entry of a field is replayed over what stands there now.
            after = {c: entry.after[c] if (*row, c) in met else now[row][c] for c in columns}
            met.update((*row, c) for c in columns)
            entry = replace(entry, before={c: entry.before[c] for c in columns}, after=after)  # noqa: PLW2901
            replayed = bool(columns)
        if replayed:
            found.append(entry)
    found.reverse()
    return found


def _changed_since(
    entries: Sequence[Entry], now: Mapping[Row, Mapping[str, Any]]
) -> list[LaterWork]:
    """Fields that a step set and that hold another value now, also that of before the step."""
    first: dict[Place, Any] = {}
    last: dict[Place, Any] = {}
    for entry in entries:
        if entry.op == "U" and (entry.table, entry.row) in now:
            for column, value in entry.after.items():
                place = entry.table, entry.row, column
                first.setdefault(place, entry.before[column])
                last[place] = value
    return [
        LaterWork(*place, first[place], value, now[place[:2]][place[2]])
        for place, value in last.items()
        if not _same(now[place[:2]][place[2]], value)
    ]


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _images(connection: Connection, entries: Sequence[Entry]) -> dict[Row, dict[str, Any]]:
    """The rows of some entries as they are now; rows that are gone are absent."""
    tables = {table.name: table for table in journalled_tables().values()}
    ids: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        ids[entry.table].add(entry.row)
    found: dict[Row, dict[str, Any]] = {}
    for name, rows in ids.items():
        names = [column.name for column in tables[name].columns]
        columns = ", ".join(f't."{column}"' for column in names)
        plain = connection.exec_driver_sql(
            f'SELECT {columns} FROM json_each(?) AS e JOIN "{name}" AS t ON t.id = e.value',
            (json.dumps(list(rows)),),
        )
        for values in plain:
            image = dict(zip(names, values, strict=True))
            found[name, image["id"]] = {
                key: value.hex().upper() if isinstance(value, bytes) else value
                for key, value in image.items()
            }
    return found


def _used(session: Session, txn: int, entries: Sequence[Entry], there: set[Row]) -> set[Row]:
    """Of the records that the step added and that are there: those in use by later work."""
    connection = session.connection()
    used = touched_later(session, txn) & there
    set_back = {(e.table, e.row, column) for e in entries if e.op == "U" for column in e.after}
    ids = _by_table(there)
    for table in journalled_tables().values():
        for key in table.foreign_keys:
            name = key.column.table.name
            if name in ids:
                used |= {
                    (name, target)
                    for row, target in _references(connection, table, key.parent.name, ids[name])
                    if (table.name, row) not in there
                    and (table.name, row, key.parent.name) not in set_back
                }
    return used | (there & (facts_of_others(connection, ids) - merged_again(entries)))


def _by_table(rows: Collection[Row]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = defaultdict(list)
    for name, row in rows:
        ids[name].append(row)
    return ids


def _references(
    connection: Connection, table: Table, column: str, ids: list[int]
) -> Iterator[tuple[int, int]]:
    rows = connection.exec_driver_sql(
        f'SELECT id, "{column}" FROM "{table.name}" WHERE "{column}" IN'
        " (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    yield from ((row[0], row[1]) for row in rows)


def touched_later(session: Session, txn: int) -> set[Row]:
    """Rows that the step added and that later work, which still holds, touched.

    An undo and what it undid cancel each other where both are later.
    """
    tables = journalled_tables()
    cancelled = cancelled_steps(session, since=txn)
    rows = session.connection().exec_driver_sql(
        "SELECT DISTINCT o.tbl, o.rid, j.txn FROM journal_txn AS s"
        " JOIN journal AS o ON o.seq BETWEEN s.first_seq AND s.last_seq AND o.op = 'I'"
        " JOIN journal AS j ON j.tbl = o.tbl AND j.rid = o.rid AND j.seq > s.last_seq"
        " JOIN journal_txn AS t ON t.txn = j.txn AND t.last_seq IS NOT NULL"
        " WHERE s.txn = ? AND (t.undoes IS NULL OR t.undoes < s.txn)",
        (txn,),
    )
    return {(tables[tbl].name, rid) for tbl, rid, at in rows if at not in cancelled}


def facts_of_others(connection: Connection, added: Mapping[str, list[int]]) -> set[Row]:
    """Added accounts and products that ledger facts of later imports name.

    The ledger has no foreign keys, so nothing else would hold them. Ids grow with time: an import
    older than a record cannot name it.
    """
    mine = added.get("import_batch", [])
    found: set[Row] = set()
    for name, fact, column in (
        ("account", "ledger_line", "account_id"),
        ("account", "order_header", "account_id"),
        ("product", "ledger_line", "product_id"),
    ):
        wanted = set(added.get(name, ()))
        if wanted:
            rows = connection.exec_driver_sql(
                f"SELECT DISTINCT {column} FROM {fact} WHERE batch_id IN (SELECT id FROM"
                " import_batch WHERE id > ? AND id NOT IN (SELECT value FROM json_each(?)))",
                (min(wanted), json.dumps(mine)),
            )
            found |= {(name, row[0]) for row in rows if row[0] in wanted}
    return found


def merged_again(entries: Sequence[Entry]) -> set[Row]:
    """Accounts that a replay merges: their ledger facts go to the kept account with them."""
    return {
        ("account", entry.before["loser_id"])
        for entry in entries
        if entry.table == "account_merge" and entry.op == "D"
    }


def _with_what_they_need(
    connection: Connection, kept: Collection[Row], added: set[Row]
) -> set[Row]:
    """Kept records, what they refer to, and the numbers they are known by."""
    tables = {table.name: table for table in journalled_tables().values()}
    found: set[Row] = set()
    open_rows = set(kept)
    while open_rows:
        found |= open_rows
        needed: set[Row] = set()
        for name, ids in _by_table(open_rows).items():
            for key in tables[name].foreign_keys:
                rows = connection.exec_driver_sql(
                    f'SELECT DISTINCT "{key.parent.name}" FROM "{name}" WHERE id IN'
                    " (SELECT value FROM json_each(?))",
                    (json.dumps(ids),),
                )
                needed |= {(key.column.table.name, row[0]) for row in rows}
            if name == "account":
                for belonging, column in _BELONGING.items():
                    found_rows = _references(connection, tables[belonging], column, ids)
                    needed |= {(belonging, row) for row, _ in found_rows}
        open_rows = (needed & added) - found
    return found
