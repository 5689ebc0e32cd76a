"""Facts on their way into the ledger: which version of a row is known, and what will be written.

Facts are told apart by their natural key and compared by their content (``line_facts``). The file
is asked by set, some thousand keys at a time, and never for all it holds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.services.imports.pending import Status

_NEW, _CHANGED, _UNCHANGED = Status  # looked up for each row otherwise
HELD_MAX = 250_000  # a larger dry run is read again rather than held in memory
_BATCH = 4000
_NOT_THERE = (None, 0)
_COLUMNS = {
    "ledger_line": (
        "account_id", "product_id", "document", "day", "month", "type", "quantity_milli",
        "line_key", "content", "list_minor", "amount_minor", "cost_minor",
    ),
    "order_header": (
        "account_id", "document", "ordered_day", "required_day", "shipped_day", "freight_minor",
        "line_key", "content",
    ),
    "ledger_foreign": ("line_key", "content", "currency", "amount_minor", "rate_micro"),
}  # fmt: skip
# An account's rows stand together, as they are asked for.
_ORDER = {"ledger_line": "account_id, month, rowid", "order_header": "account_id, rowid"}


class Versions:
    """What the file and this import hold under natural keys."""

    def __init__(self, connection: Connection, table: str) -> None:
        self._connection, self._table = connection, table
        some = connection.exec_driver_sql(f"SELECT EXISTS (SELECT 1 FROM {table})").scalar()
        self._empty = not some  # of a file that is new, nothing needs to be asked
        # An import that was taken back may return: its rows must not count beside newer ones.
        batches = connection.exec_driver_sql("SELECT id FROM import_batch")
        self._counted = set(batches.scalars())
        self._held: dict[int, tuple[int | None, int]] = {}
        self._kept: dict[int, int] = {}
        self.superseding: set[int] = set()
        self.repeated = False

    def look_up(self, keys: Sequence[int]) -> None:
        """Ask the file for the keys of the rows to come: the content that counts, None where there
        is none, and the newest row's id, 0 where there is no row at all."""
        held = self._held = dict.fromkeys(keys, _NOT_THERE)
        if self._empty:
            return
        found = self._connection.exec_driver_sql(
            "SELECT l.line_key, l.content, l.batch_id, l.id FROM json_each(?) AS k"
            f" JOIN {self._table} AS l ON l.line_key = k.value ORDER BY l.id",
            (json.dumps(list(held)),),
        )
        counted = self._counted
        for key, content, batch, newest in found:
            held[key] = (content if batch in counted else held[key][0], newest)

    def keep_new(self, keys: Sequence[int], contents: Sequence[int]) -> bool:
        """Keep rows that were looked up, if all are new and no two of them have one key."""
        held = self._held
        if len(held) < len(keys) or not (self._empty or {_NOT_THERE}.issuperset(held.values())):
            return False
        if not self._kept.keys().isdisjoint(keys):
            return False
        self._kept.update(zip(keys, contents, strict=True))
        return True

    def all_in(self, keys: Sequence[int], contents: Sequence[int]) -> bool:
        """Whether all rows that were looked up are in the file already, as they are."""
        held = self._held
        if self._empty or not self._kept.keys().isdisjoint(keys):
            return False
        return [held[key][0] for key in keys] == list(contents)

    def status(self, key: int, content: int) -> Status:
        """Whether a row that was looked up is new, changed or in already."""
        known = self._kept[key] if key in self._kept else self._held[key][0]
        if known == content:
            return _UNCHANGED
        return _NEW if known is None else _CHANGED

    def keep(self, key: int, content: int) -> None:
        """A row comes in, and counts from now on."""
        if key in self._kept:
            self.repeated = True
            self.superseding.add(key)
        elif self._held[key][1]:
            self.superseding.add(key)
        self._kept[key] = content

    def newest(self, keys: Sequence[int], columns: Sequence[str]) -> dict[int, tuple[Any, ...]]:
        """Columns of the rows of the file that count now, by key."""
        found = self._connection.exec_driver_sql(
            f"SELECT r.line_key, {', '.join(f'r.{name}' for name in columns)}"
            f" FROM json_each(?) AS k JOIN {self._table} AS r ON r.id ="
            f" (SELECT l.id FROM {self._table} AS l WHERE l.line_key = k.value"
            " AND EXISTS (SELECT 1 FROM import_batch AS b WHERE b.id = l.batch_id)"
            " ORDER BY l.id DESC LIMIT 1)",
            (json.dumps(list(keys)),),
        )
        return {row[0]: tuple(row[1:]) for row in found}


class FactRows:
    """Rows to write: an import stages them in a temporary table, a dry run holds them."""

    def __init__(self, connection: Connection, table: str) -> None:
        self._table = table
        self._held: list[tuple[Any, ...]] = []
        self._staged: Connection | None = None
        self.count = 0
        reads_only = connection.exec_driver_sql("PRAGMA query_only").scalar()
        if not reads_only:
            self.stage(connection)

    @property
    def complete(self) -> bool:
        """False where there were too many to hold."""
        return self._staged is not None or len(self._held) == self.count

    def stage(self, connection: Connection) -> None:
        """Move to the connection that writes."""
        names = ", ".join(_COLUMNS[self._table])
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.staged_{self._table}")
        connection.exec_driver_sql(f"CREATE TEMP TABLE staged_{self._table}({names})")
        self._staged = connection
        held, self._held, self.count = self._held, [], 0
        for start in range(0, len(held), _BATCH):
            self.add(held[start : start + _BATCH])

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        """Rows in the order of ``_COLUMNS``."""
        self.count += len(rows)
        if self._staged is not None and rows:
            marks = ", ".join("?" * len(_COLUMNS[self._table]))
            self._staged.exec_driver_sql(f"INSERT INTO staged_{self._table} VALUES ({marks})", rows)
        elif self.count <= HELD_MAX:
            self._held += rows
        else:
            self._held.clear()

    def write(self, batch: int, versions: Versions, progress: Progress) -> None:
        """Into the ledger; older versions of changed rows are marked as superseded."""
        if not self.count or self._staged is None:
            return
        progress.report(tr("Writing"), None)
        connection, table, names = self._staged, self._table, ", ".join(_COLUMNS[self._table])
        # Of two versions in one import the later is the newer one: it needs the larger id.
        order = "rowid" if versions.repeated else _ORDER[table]
        connection.exec_driver_sql(
            f"INSERT INTO {table}(batch_id, {names}, superseded)"
            f" SELECT ?, {names}, 0 FROM staged_{table} ORDER BY {order}",
            (batch,),
        )
        connection.exec_driver_sql(f"DROP TABLE staged_{table}")
        if versions.superseding:
            connection.exec_driver_sql(
                f"UPDATE {table} SET superseded = 1 WHERE line_key = ? AND superseded = 0"
                f" AND id < (SELECT max(id) FROM {table} AS n WHERE n.line_key = {table}.line_key)",
                [(key,) for key in versions.superseding],
            )


class ForeignRows(FactRows):
    """What lines in other currencies came as, beside the lines of the same import."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "ledger_foreign")

    def write(self, batch: int, _versions: Versions, _progress: Progress) -> None:
        """Once the lines are in: they are told apart by key and content."""
        if not self.count or self._staged is None:
            return
        self._staged.exec_driver_sql(
            "INSERT OR REPLACE INTO ledger_foreign(line_id, currency, amount_minor, rate_micro)"
            " SELECT l.id, s.currency, s.amount_minor, s.rate_micro"
            " FROM staged_ledger_foreign AS s JOIN ledger_line AS l"
            " ON l.line_key = s.line_key AND l.content = s.content WHERE l.batch_id = ?",
            (batch,),
        )
        self._staged.exec_driver_sql("DROP TABLE staged_ledger_foreign")
