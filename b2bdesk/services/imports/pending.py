"""What an import is going to write, collected first and written at the end in few statements.

``Pending`` holds new and changed rows of edited tables. ``Known`` is one table's rows by natural
key, those of the file and those pending alike, so that a row met twice is one row. What one row of
a sheet would write is collected between ``begin`` and ``keep``; ``take_back`` undoes it, because a
row that turns out to be refused, skipped or of the wrong mode must leave nothing behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Table

from b2bdesk.core.ids import next_id
from b2bdesk.core.progress import Progress
from b2bdesk.models import Base, Edited
from b2bdesk.services.imports.cells import field_of

_BATCH = 5000


class Status(Enum):
    """What a row means for the file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def stored(value: Any) -> Any:
    """A value as the database keeps it."""
    if isinstance(value, StrEnum):
        return value.value
    return int(value) if isinstance(value, bool) else value


def place_id(table: str, sheet: str, row: int) -> int:
    """What a record that a row is going to make is chosen by: below zero, and the same in every dry
    run of the workbook, while the record's own id is made anew each time."""
    data = repr((table, sheet, row)).encode()
    return -(int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1) - 1


@dataclass(slots=True)
class Place:
    """The row of a sheet that is being resolved.

    ``kind``: the sheet's. ``ids``: the record that the row is by its own id and those beside it, by
    table; under "" where only the id is known. ``empty``: fields whose mapped cell is empty and so
    empties the record's, where the user asked for that. ``removed``: names that the row takes out
    of a field that holds several. ``rule``: by which the row was matched. ``owns``: the records it
    is. ``held``: fields that cannot be emptied. ``conflicts``: what the user is to decide.
    """

    sheet: str
    row: int
    kind: str = ""
    ids: Mapping[str, int] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    removed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rule: str = ""
    owns: list[int] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    conflicts: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Write:
    """A record that the current row makes (``before`` None) or changes (its old values)."""

    table: Table
    row: dict[str, Any]
    before: Mapping[str, Any] | None


class Pending:
    """New and changed rows by table name."""

    def __init__(self) -> None:
        self.inserts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.updates: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        self.deletes: dict[str, list[int]] = defaultdict(list)
        self.known: dict[str, Known] = {}
        self.place: Place | None = None
        self.writes: list[Write] = []
        self._undo: list[Callable[[], object]] = []
        self._new: set[int] = set()
        self._made_at: dict[int, int] = {}
        self._told_as: dict[int, int] = {}

    # --- one row of a sheet ------------------------------------------------------------------

    def begin(self, place: Place) -> None:
        """What is written from now on belongs to this row."""
        self.place = place
        self.writes = []
        self._undo = []

    def keep(self) -> None:
        """The row's writes hold."""
        self.place = None

    def take_back(self) -> None:
        """The row writes nothing: everything is as it was before it."""
        for step in reversed(self._undo):
            step()
        self.keep()

    def undoing(self, step: Callable[[], object]) -> None:
        """How to undo something noted beside the records, should the row be taken back."""
        if self.place is not None:
            self._undo.append(step)

    # --- records -----------------------------------------------------------------------------

    def insert(
        self, table: Table, values: Mapping[str, Any], at: tuple[str, int] | None = None
    ) -> dict[str, Any]:
        """A new row with every column; returns it with its id. ``at``: the sheet and row it comes
        from, where that is not the current row."""
        row = {column.name: stored(_default(column)) for column in table.columns}
        row |= {name: stored(value) for name, value in values.items()}
        if row["id"] is None:
            row["id"] = next_id()
        self._new.add(row["id"])
        rows = self.inserts[table.name]
        rows.append(row)
        if self.place is not None:
            self.writes.append(Write(table, row, None))
            self._undo.append(rows.pop)
            at = at or (self.place.sheet, self.place.row)
        if at is not None:
            told = place_id(table.name, *at)
            self._made_at[told] = row["id"]
            self._told_as[row["id"]] = told
            self.undoing(lambda: self._made_at.pop(told, None))
        return row

    def update(self, table: Table, row: dict[str, Any], changes: Mapping[str, Any]) -> None:
        """Change a row that is in the file or pending."""
        updates = self.updates[table.name]
        if self.place is not None:
            before = {name: row[name] for name in changes}
            held = dict(updates[row["id"]]) if row["id"] in updates else None
            self.writes.append(Write(table, row, before))

            def back() -> None:
                row.update(before)
                if held is not None:
                    updates[row["id"]] = held
                else:
                    updates.pop(row["id"], None)

            self._undo.append(back)
        row |= changes
        if row["id"] not in self._new:
            updates.setdefault(row["id"], {}).update(changes)

    def delete(self, table: Table, row: Mapping[str, Any], shown: Collection[str] = ()) -> None:
        """Take away a record that is in the file, such as a participant of an exchange.

        ``shown``: what is told as emptied by it, the records it links without.
        """
        gone = self.deletes[table.name]
        gone.append(row["id"])
        if self.place is not None:
            names = shown or [key.parent.name for key in table.foreign_keys]
            told = {name: row[name] for name in names}
            self.writes.append(Write(table, {**row, **dict.fromkeys(told)}, told))
            self._undo.append(gone.pop)

    def chosen(self, told: int) -> int | None:
        """The id of a record that the user chose, which may be one that this import makes."""
        return told if told > 0 else self._made_at.get(told)

    def told_as(self, record_id: int) -> int:
        """What the user chooses a record by."""
        return self._told_as.get(record_id, record_id)

    def is_new(self, record_id: int) -> bool:
        """True for a record that this import makes."""
        return record_id in self._new

    def asked(
        self, table: Table, row: Mapping[str, Any], values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What of ``values`` a record is changed to; empty values only where the user asked."""
        changes = {
            name: stored(value)
            for name, value in values.items()
            if value is not None and row[name] != stored(value)
        }
        place = self.place
        if place is None:
            return changes
        if place.empty:
            for name in values:
                if values[name] is None and row[name] is not None:
                    key = field_of(place.kind, table.name, name, row)
                    if key not in place.empty:
                        continue
                    if table.columns[name].nullable:
                        changes[name] = None
                    else:
                        place.held.append(key)
        return changes

    @property
    def empty(self) -> bool:
        """True when nothing would be written."""
        return not any((*self.inserts.values(), *self.updates.values(), *self.deletes.values()))

    def write(self, connection: Connection, progress: Progress) -> None:
        """Write everything, referenced tables first; accounts may name parents below them."""
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for name, ids in self.deletes.items():
            connection.exec_driver_sql(f"DELETE FROM {name} WHERE id = ?", [(i,) for i in ids])
        for table in Base.metadata.sorted_tables:
            rows = self.inserts.get(table.name, [])
            if rows:
                names = list(rows[0])
                marks = ", ".join("?" * len(names))
                statement = f"INSERT INTO {table.name}({', '.join(names)}) VALUES ({marks})"
                for start in range(0, len(rows), _BATCH):
                    progress.check()
                    connection.exec_driver_sql(
                        statement,
                        [tuple(row[n] for n in names) for row in rows[start : start + _BATCH]],
                    )
            self._write_updates(connection, table)

    def _write_updates(self, connection: Connection, table: Table) -> None:
        groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for row_id, changes in self.updates.get(table.name, {}).items():
            names = tuple(sorted(changes))
            groups[names].append((*(stored(changes[n]) for n in names), row_id))
        for names, rows in groups.items():
            places = ", ".join(f"{name} = ?" for name in names)
            connection.exec_driver_sql(f"UPDATE {table.name} SET {places} WHERE id = ?", rows)


def _default(column: Any) -> Any:
    default = column.default
    return default.arg if default is not None and default.is_scalar else None


class Known:
    """One edited table's rows by natural key."""

    def __init__(
        self,
        connection: Connection,
        pending: Pending,
        model: type[Edited],
        key: Callable[[Mapping[str, Any]], Hashable],
    ) -> None:
        self.table: Table = model.metadata.tables[model.__tablename__]
        self._pending = pending
        self._key = key
        self.rows: dict[Hashable, list[dict[str, Any]]] = defaultdict(list)
        self._by_id: dict[int, dict[str, Any]] = {}
        columns = [column.name for column in self.table.columns]
        plain = connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {self.table.name}")
        for values in plain:
            row = dict(zip(columns, values, strict=True))
            self.rows[key(row)].append(row)
            self._by_id[row["id"]] = row
        pending.known[self.table.name] = self

    def find(self, key: Hashable) -> list[dict[str, Any]]:
        """Rows with this key."""
        return self.rows.get(key, [])

    def get(self, row_id: object) -> dict[str, Any] | None:
        """The row with this id."""
        return self._by_id.get(row_id) if isinstance(row_id, int) else None

    def stamped(self) -> dict[str, Any] | None:
        """The record that the current row names by its own id."""
        ids = self._pending.place.ids if self._pending.place is not None else {}
        return self.get(ids.get(self.table.name, ids.get("")))

    def own(self, key: Hashable) -> dict[str, Any] | None:
        """The record that the current row of the sheet is: by its own id, else by this key."""
        place = self._pending.place
        stamped = self.stamped()
        found = [stamped] if stamped is not None else self.find(key)
        if found and place is not None:
            place.owns.append(found[0]["id"])
            place.rule = place.rule or ("id" if stamped is not None else "key")
        return found[0] if found else None

    def add(self, values: Mapping[str, Any], at: tuple[str, int] | None = None) -> dict[str, Any]:
        """A new row."""
        row = self._pending.insert(self.table, values, at)
        rows = self.rows[self._key(row)]
        rows.append(row)
        self._by_id[row["id"]] = row
        self._pending.undoing(rows.pop)
        self._pending.undoing(lambda: self._by_id.pop(row["id"]))
        return row

    def change(self, row: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """Set what differs; None changes nothing unless the user asked for empty cells to empty.

        Returns the old values of what changed.
        """
        changes = self._pending.asked(self.table, row, values)
        before = {name: row[name] for name in changes}
        if changes:
            old_key = self._key(row)
            self._pending.update(self.table, row, changes)
            self._move(row, old_key, self._key(row))
        return before

    def clear(self, row: dict[str, Any], names: Collection[str]) -> None:
        """Empty columns that are no part of the key."""
        self._pending.update(self.table, row, dict.fromkeys(names))

    def remove(self, row: dict[str, Any], shown: Collection[str] = ()) -> None:
        """Take away a record that is in the file (see ``Pending.delete``)."""
        rows, told = self.rows[self._key(row)], self._by_id.pop(row["id"])
        at = next(i for i, each in enumerate(rows) if each is row)
        del rows[at]
        self._pending.undoing(lambda: rows.insert(at, row))
        self._pending.undoing(lambda: self._by_id.__setitem__(row["id"], told))
        self._pending.delete(self.table, row, shown)

    def _move(self, row: dict[str, Any], old_key: Hashable, key: Hashable) -> None:
        if key == old_key:
            return
        was, now = self.rows[old_key], self.rows[key]
        at = next(i for i, each in enumerate(was) if each is row)
        del was[at]
        now.append(row)

        def back() -> None:
            now.pop()
            was.insert(at, row)

        self._pending.undoing(back)

    def put(
        self, key: Hashable, values: Mapping[str, Any], defaults: Mapping[str, Any] | None = None
    ) -> tuple[Status, dict[str, Any]]:
        """Insert the row, or change the one it is. ``defaults``: of a new one, where it says
        nothing."""
        found = self.own(key)
        if found is None:
            told = {name: value for name, value in values.items() if value is not None}
            return Status.NEW, self.add({**(defaults or {}), **told})
        before = self.change(found, values)
        return (Status.CHANGED if before else Status.UNCHANGED), found
