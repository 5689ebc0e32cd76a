"""The triggers that record every change of an edited table, generated from the mapped metadata.

They are TEMP triggers of the writing connection: they cannot go stale after a migration and do
not get in the way of other tools. The one-row table ``journal_ctx`` holds the running
transaction; NULL switches recording off. ``journal_gone`` holds the account of rows that are
being deleted: a cascade reaches the children when their parent is gone already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from sqlalchemy import Column, LargeBinary, Table, Text
from sqlalchemy import Enum as EnumType

from b2bdesk.models import Base

_CTX = "(SELECT txn FROM journal_ctx)"
_HEAD = "INSERT INTO journal(txn, tbl, rid, op, scope, before, after)"


@cache
def journalled_tables() -> Mapping[int, Table]:
    """Edited tables by their stable journal number."""
    tables = {
        int(table.info["journal"]): table
        for table in Base.metadata.sorted_tables
        if "journal" in table.info
    }
    return dict(sorted(tables.items()))


def _value(row: str, column: Column[object]) -> str:
    name = f'{row}."{column.name}"'
    if isinstance(column.type, LargeBinary):
        # JSON has no bytes: the user's own write would fail. hex(NULL) would be empty text.
        return f"iif({name} IS NULL, NULL, hex({name}))"
    # Text loses a JSON subtype only by concatenation; otherwise '[1]' would nest as an array.
    return f"{name}||''" if isinstance(column.type, Text | EnumType) else name


def _changed(column: Column[object]) -> str:
    # NOCASE would hide 'a' becoming 'A'.
    name = f'"{column.name}"'
    return f"OLD.{name} IS NOT NEW.{name} COLLATE BINARY"


def _scope(table: Table, numbers: Mapping[str, int]) -> str:
    """The account a row that is being deleted belongs to, also while its parent is going."""
    scope = str(table.info["scope"])
    if scope in {"NULL", "OLD.id", "OLD.account_id"}:
        return scope
    gone = [
        f"(SELECT scope FROM journal_gone WHERE tbl = {numbers[key.column.table.name]}"
        f' AND rid = OLD."{key.parent.name}")'
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
        if key.ondelete == "CASCADE" and key.column.table.name in numbers
    ]
    return f"coalesce({', '.join((scope, *gone))})" if gone else scope


def _triggers_of(number: int, table: Table, numbers: Mapping[str, int]) -> Iterator[str]:
    columns = list(table.columns)
    editable = [column for column in columns if not column.primary_key]
    on = f'ON main."{table.name}" WHEN {_CTX} IS NOT NULL'
    yield (
        f"CREATE TEMP TRIGGER journal_i_{number} AFTER INSERT {on} BEGIN {_HEAD} "
        f"VALUES ({_CTX}, {number}, NEW.id, 'I', NULL, NULL, NULL); END"
    )
    yield (
        f"CREATE TEMP TRIGGER journal_b_{number} BEFORE DELETE {on} BEGIN "
        f"INSERT INTO journal_gone(tbl, rid, scope) "
        f"VALUES ({number}, OLD.id, {_scope(table, numbers)}); END"
    )
    whole = ", ".join(f"'{c.name}', {_value('OLD', c)}" for c in columns)
    own = f"FROM journal_gone WHERE tbl = {number} AND rid = OLD.id"
    yield (
        f"CREATE TEMP TRIGGER journal_d_{number} AFTER DELETE {on} BEGIN {_HEAD} "
        f"VALUES ({_CTX}, {number}, OLD.id, 'D', (SELECT scope {own}), json_object({whole}), NULL);"
        f" DELETE {own}; END"
    )
    any_changed = " OR ".join(_changed(c) for c in editable)

    def image(row: str) -> str:
        parts = " UNION ALL ".join(
            f"SELECT '{c.name}' AS k, {_value(row, c)} AS v WHERE {_changed(c)}" for c in editable
        )
        return f"(SELECT json_group_object(k, v) FROM ({parts}))"

    scope = str(table.info["scope"])
    new_scope = scope.replace("OLD.", "NEW.")
    moved = (
        "NULL"
        if scope in {"NULL", "OLD.id"}
        else (f"CASE WHEN {scope} IS NOT {new_scope} THEN {scope} END")
    )
    yield (
        f'CREATE TEMP TRIGGER journal_u_{number} AFTER UPDATE ON main."{table.name}" '
        f"WHEN {_CTX} IS NOT NULL AND ({any_changed}) BEGIN {_HEAD} "
        f"VALUES ({_CTX}, {number}, NEW.id, 'U', {moved}, {image('OLD')}, {image('NEW')}); END"
    )


def journal_statements() -> Iterator[str]:
    """The statements that switch recording on for a writing connection."""
    tables = journalled_tables()
    numbers = {table.name: number for number, table in tables.items()}
    yield "CREATE TEMP TABLE IF NOT EXISTS journal_ctx(txn INTEGER)"
    yield "DELETE FROM journal_ctx"
    yield "INSERT INTO journal_ctx(txn) VALUES (NULL)"
    yield (
        "CREATE TEMP TABLE IF NOT EXISTS journal_gone(tbl INTEGER, rid INTEGER, scope INTEGER,"
        " PRIMARY KEY (tbl, rid)) WITHOUT ROWID"
    )
    for number, table in tables.items():
        yield from _triggers_of(number, table, numbers)
