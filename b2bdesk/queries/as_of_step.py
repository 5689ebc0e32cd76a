"""Rows as they were after an earlier step, read back from the journal."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models import Base
from b2bdesk.storage.journal_triggers import journalled_tables

Row = dict[str, Any]

_LAST_ENTRY = (
    "coalesce((SELECT last_seq FROM journal_txn WHERE txn <= ? AND last_seq IS NOT NULL"
    " ORDER BY txn DESC LIMIT 1), 0)"
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class AsOf:
    """Rows as they were by id; one that was not there yet is absent. ``gone``: those of them that
    were deleted since."""

    rows: dict[int, Row]
    gone: frozenset[int]


def newest_stamp(connection: Connection) -> str:
    """The newest step and the instant it was confirmed in, such as ``v417@lq3k9x1z``.

    Step numbers alone would fit any file; together with its instant a step is known again only in
    the file that took it, and in copies made since.
    """
    found = connection.exec_driver_sql(
        "SELECT txn, at FROM journal_txn WHERE last_seq IS NOT NULL ORDER BY txn DESC LIMIT 1"
    ).first()
    return "v0" if found is None else _stamp(*found)


def step_of(connection: Connection, stamp: str) -> int | None:
    """The step that a stamp names; None for a step that this file never took."""
    number = stamp.partition("@")[0].removeprefix("v")
    if not number.isdecimal() or not number.isascii() or len(number) > 15:
        return None
    found = connection.exec_driver_sql(
        "SELECT txn, at FROM journal_txn WHERE txn = ? AND last_seq IS NOT NULL", (int(number),)
    ).first()
    return int(number) if found is not None and _stamp(*found) == stamp else None


def _stamp(txn: int, at: int) -> str:
    digits = ""
    while at > 0:
        at, rest = divmod(at, 36)
        digits = _DIGITS[rest] + digits
    return f"v{txn}@{digits}"


def rows_now(
    connection: Connection, table: str, ids: Collection[int] | None = None
) -> dict[int, Row]:
    """The rows of a table by id: all of them, or those with these ids."""
    names = [column.name for column in Base.metadata.tables[table].columns]
    statement = f"SELECT {', '.join(names)} FROM {table}"
    if ids is None:
        found = connection.exec_driver_sql(f"{statement} ORDER BY id")
    else:
        found = connection.exec_driver_sql(
            f"{statement} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(list(ids)),),
        )
    at = names.index("id")
    return {values[at]: dict(zip(names, values, strict=True)) for values in found}


def values_as_of(
    connection: Connection, table: str, txn: int, ids: Collection[int] | None = None
) -> AsOf:
    """The rows of an edited table as they were after step ``txn``; all of them without ``ids``.

    The cost is what changed since, beside the table itself.
    """
    now = rows_now(connection, table, ids)
    number = _numbers()[table]
    told: tuple[object, ...]
    if ids is None:  # the plus keeps SQLite on the range of entries since, not on the whole table's
        where, told = "+tbl = ?", (number, txn)
    else:
        where = "rid IN (SELECT value FROM json_each(?)) AND tbl = ?"
        told = (json.dumps(list(ids)), number, txn)
    entries = connection.exec_driver_sql(
        f"SELECT rid, op, before FROM journal WHERE {where} AND seq > {_LAST_ENTRY} ORDER BY seq",
        told,
    )
    before: dict[int, Row] = {}
    absent: set[int] = set()
    for row_id, op, image in entries:
        if row_id in absent:
            continue
        if op == "I":
            if row_id not in before:
                absent.add(row_id)
            continue
        # Oldest first: the first thing said about a column is what it was.
        before[row_id] = json.loads(image) | before.get(row_id, {})
    rows = {row_id: row for row_id, row in now.items() if row_id not in absent}
    for row_id, image in before.items():
        rows[row_id] = rows.get(row_id, {}) | image
    return AsOf(rows, frozenset(before.keys() - now.keys()))


@cache
def _numbers() -> dict[str, int]:
    return {table.name: number for number, table in journalled_tables().items()}


class Tables:
    """Whole tables of the file, as they are or as they were after a step; each read once."""

    def __init__(self, connection: Connection, step: int | None = None) -> None:
        self._connection, self._step = connection, step
        self._read: dict[str, dict[int, Row]] = {}

    def rows(self, table: str) -> dict[int, Row]:
        """The rows of a table by id."""
        if table not in self._read:
            self._read[table] = (
                rows_now(self._connection, table)
                if self._step is None
                else values_as_of(self._connection, table, self._step).rows
            )
        return self._read[table]

    def grouped(self, table: str, column: str) -> dict[int, list[Row]]:
        """The rows of a table by another row they belong to, oldest first."""
        found: dict[int, list[Row]] = {}
        for row in sorted(self.rows(table).values(), key=lambda row: int(row["id"])):
            found.setdefault(row[column], []).append(row)
        return found
