"""The triggers that record every change of an edited table, generated from the mapped metadata.

They are TEMP triggers of the writing connection: they cannot go stale after a migration and do
not get in the way of other tools. The one-row table ``journal_ctx`` holds the running
transaction; NULL switches recording off.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Table, Text
from sqlalchemy import Enum as EnumType

from b2bdesk.models import Base


def journalled_tables() -> dict[int, Table]:
    """Edited tables by their stable journal number."""
    tables = {
        int(table.info["journal"]): table
        for table in Base.metadata.sorted_tables
        if "journal" in table.info
    }
    return dict(sorted(tables.items()))


def _value(row: str, column: Column[object]) -> str:
    # Text loses a JSON subtype only by concatenation; otherwise '[1]' would nest as an array.
    name = f'{row}."{column.name}"'
    return f"{name}||''" if isinstance(column.type, Text | EnumType) else name


def _changed(column: Column[object]) -> str:
    # NOCASE would hide 'a' becoming 'A'.
    name = f'"{column.name}"'
    return f"OLD.{name} IS NOT NEW.{name} COLLATE BINARY"


def _triggers_of(number: int, table: Table) -> Iterator[str]:
    columns = list(table.columns)
    editable = [column for column in columns if not column.primary_key]
    scope = table.info["scope"]
    ctx = "(SELECT txn FROM journal_ctx)"
    head = "INSERT INTO journal(txn, tbl, rid, op, scope, before, after)"
    yield (
        f'CREATE TEMP TRIGGER journal_i_{number} AFTER INSERT ON main."{table.name}" '
        f"WHEN {ctx} IS NOT NULL BEGIN {head} "
        f"VALUES ({ctx}, {number}, NEW.id, 'I', NULL, NULL, NULL); END"
    )
    whole = ", ".join(f"'{c.name}', {_value('OLD', c)}" for c in columns)
    yield (
        f'CREATE TEMP TRIGGER journal_d_{number} AFTER DELETE ON main."{table.name}" '
        f"WHEN {ctx} IS NOT NULL BEGIN {head} "
        f"VALUES ({ctx}, {number}, OLD.id, 'D', {scope}, json_object({whole}), NULL); END"
    )
    any_changed = " OR ".join(_changed(c) for c in editable)

    def image(row: str) -> str:
        parts = " UNION ALL ".join(
            f"SELECT '{c.name}' AS k, {_value(row, c)} AS v WHERE {_changed(c)}" for c in editable
        )
        return f"(SELECT json_group_object(k, v) FROM ({parts}))"

    moved = (
        "CASE WHEN OLD.account_id IS NOT NEW.account_id THEN OLD.account_id END"
        if "account_id" in table.columns
        else "NULL"
    )
    yield (
        f'CREATE TEMP TRIGGER journal_u_{number} AFTER UPDATE ON main."{table.name}" '
        f"WHEN {ctx} IS NOT NULL AND ({any_changed}) BEGIN {head} "
        f"VALUES ({ctx}, {number}, NEW.id, 'U', {moved}, {image('OLD')}, {image('NEW')}); END"
    )


def journal_statements() -> Iterator[str]:
    """The statements that switch recording on for a writing connection."""
    yield "CREATE TEMP TABLE IF NOT EXISTS journal_ctx(txn INTEGER)"
    yield "DELETE FROM journal_ctx"
    yield "INSERT INTO journal_ctx(txn) VALUES (NULL)"
    for number, table in journalled_tables().items():
        yield from _triggers_of(number, table)
