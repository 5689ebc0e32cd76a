"""What an import is going to write, collected first and written at the end in few statements.

``Pending`` holds new and changed rows of edited tables. ``Known`` is one table's rows by natural
key, those of the file and those pending alike, so that a row met twice is one row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import Connection, Table

from b2bdesk.core.ids import next_id
from b2bdesk.core.progress import Progress
from b2bdesk.models import Base, Edited

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


class Pending:
    """New and changed rows by table name."""

    def __init__(self) -> None:
        self.inserts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.updates: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        self._new: set[int] = set()

    def insert(self, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
        """A new row with every column; returns it with its id."""
        row = {column.name: stored(_default(column)) for column in table.columns}
        row |= {name: stored(value) for name, value in values.items()}
        if row["id"] is None:
            row["id"] = next_id()
        self._new.add(row["id"])
        self.inserts[table.name].append(row)
        return row

    def update(self, table: Table, row: dict[str, Any], changes: Mapping[str, Any]) -> None:
        """Change a row that is in the file or pending."""
        row |= changes
        if row["id"] not in self._new:
            self.updates[table.name].setdefault(row["id"], {}).update(changes)

    @property
    def empty(self) -> bool:
        """True when nothing would be written."""
        return not any(self.inserts.values()) and not any(self.updates.values())

    def write(self, connection: Connection, progress: Progress) -> None:
        """Write everything, referenced tables first; accounts may name parents below them."""
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
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
        columns = [column.name for column in self.table.columns]
        plain = connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {self.table.name}")
        for values in plain:
            row = dict(zip(columns, values, strict=True))
            self.rows[key(row)].append(row)

    def find(self, key: Hashable) -> list[dict[str, Any]]:
        """Rows with this key."""
        return self.rows.get(key, [])

    def add(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A new row."""
        row = self._pending.insert(self.table, values)
        self.rows[self._key(row)].append(row)
        return row

    def change(self, row: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """Set what differs and is not None; returns the old values of what changed."""
        changes = {
            name: stored(value)
            for name, value in values.items()
            if value is not None and row[name] != stored(value)
        }
        before = {name: row[name] for name in changes}
        if changes:
            old_key = self._key(row)
            self._pending.update(self.table, row, changes)
            if self._key(row) != old_key:
                self.rows[old_key] = [r for r in self.rows[old_key] if r is not row]
                self.rows[self._key(row)].append(row)
        return before

    def put(self, key: Hashable, values: Mapping[str, Any]) -> tuple[Status, dict[str, Any]]:
        """Insert the row, or change the one with this key."""
        found = self.find(key)
        if not found:
            return Status.NEW, self.add(values)
        before = self.change(found[0], values)
        return (Status.CHANGED if before else Status.UNCHANGED), found[0]
