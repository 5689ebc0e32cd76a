"""One row takes in another of the same table, with all that refers to it.

What refers to a record is read off the metadata, so a table that is added later is moved too. Where
the two have rows of the same meaning (``_SAME``, and every unique constraint), those are joined in
the same way instead of standing side by side: the kept row gets what it lacks, and the other goes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, UniqueConstraint

from b2bdesk.models import Base
from b2bdesk.models.enums import CoverageLevel

Row = dict[str, Any]

_SAME: Mapping[str, tuple[str, ...]] = {
    "contract": ("account_id", "name", "starts_day", "ends_day"),
    "coverage": ("person_id", "colleague_id", "valid_from"),
    "exchange_person": ("exchange_id", "person_id"),
    "job": ("person_id", "account_id"),
    "list_price": ("product_id", "account_id", "segment", "from_day", "to_day", "price_minor"),
    "member_line": ("member_id", "to_member_id", "kind"),
    "member_role": ("member_id", "role"),
    "member_stance": ("member_id", "stance", "valid_from"),
    "perception": ("person_id", "attribute_id", "day"),
    "pool_volume": ("pool_id", "account_id", "first_month", "last_month"),
    "relationship_record": ("account_id", "point", "type", "on_day"),
    "sales_target": ("account_id", "first_month", "last_month"),
}
"""Columns in which rows agree that mean the same, beside the unique constraints. Where such a table
has ``valid_from`` and ``valid_to``, only rows whose times meet."""

_ADDED = {"pool_volume": "volume_milli", "sales_target": "amount_minor"}
"""Volumes and targets of two records of one firm add up, as their ledger lines do."""

_LEVELS = [level.value for level in CoverageLevel]


@dataclass(slots=True)
class Outcome:
    """What was done, by table name: rows that moved, and rows that became part of another."""

    moved: Counter[str] = field(default_factory=Counter)
    joined: Counter[str] = field(default_factory=Counter)


@cache
def references(table: str) -> tuple[tuple[Table, str], ...]:
    """The columns of edited tables that refer to a table's rows."""
    return tuple(
        (other, key.parent.name)
        for other in Base.metadata.sorted_tables
        for key in sorted(other.foreign_keys, key=lambda key: str(key.parent.name))
        if key.column.table.name == table
    )


def absorb(connection: Connection, table: str, kept: int, gone: int, outcome: Outcome) -> None:
    """Move all that refers to ``gone`` to ``kept``, then delete ``gone``."""
    for other, column in references(table):
        _join_same(connection, other, column, kept, gone, outcome)
        moved = connection.exec_driver_sql(
            f'UPDATE "{other.name}" SET "{column}" = ? WHERE "{column}" = ?', (kept, gone)
        ).rowcount
        if moved:
            outcome.moved[other.name] += moved
    connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE id = ?', (gone,))


def row_of(connection: Connection, table: str, row: int) -> Row | None:
    """A row by column, None where it is not there."""
    found = connection.exec_driver_sql(f'SELECT * FROM "{table}" WHERE id = ?', (row,))
    values = found.mappings().one_or_none()
    return None if values is None else dict(values)


def change(connection: Connection, table: str, row: int, values: Mapping[str, Any]) -> None:
    """Set columns of a row."""
    if values:
        places = ", ".join(f'"{name}" = ?' for name in values)
        connection.exec_driver_sql(
            f'UPDATE "{table}" SET {places} WHERE id = ?', (*values.values(), row)
        )


def _join_same(
    connection: Connection, table: Table, column: str, kept: int, gone: int, outcome: Outcome
) -> None:
    for names in _identities(table, column):
        while pair := _same_pair(connection, table, column, names, kept, gone):
            ours, theirs = pair
            change(connection, table.name, ours["id"], dict(_completed(table, ours, theirs)))
            own_lines = _reporting_lines(connection, ours["id"])
            absorb(connection, table.name, ours["id"], theirs["id"], outcome)
            outcome.joined[table.name] += 1
            if table.name == "dmu_member":
                _keep_one_boss(connection, ours["id"], own_lines, outcome)
    if table.name == "member_line":
        # A line between the two would lead from somebody to herself.
        ends = ("to_member_id", "member_id")
        other = ends[column == "to_member_id"]
        outcome.joined[table.name] += connection.exec_driver_sql(
            f'DELETE FROM member_line WHERE "{column}" = ? AND "{other}" = ?', (gone, kept)
        ).rowcount
        outcome.joined += Counter()  # without zeros


def _identities(table: Table, column: str) -> Iterator[tuple[str, ...]]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            names = tuple(c.name for c in constraint.columns)
            if column in names:
                yield names
    if column in (names := _SAME.get(table.name, ())):
        yield names


def _same_pair(
    connection: Connection, table: Table, column: str, names: tuple[str, ...], kept: int, gone: int
) -> tuple[Row, Row] | None:
    """A row of the kept and one of the other that mean the same."""
    same = [f'ours."{name}" IS theirs."{name}"' for name in names if name != column]
    if "valid_to" in table.columns:
        same += [
            f"({one}.valid_from IS NULL OR {other}.valid_to IS NULL"
            f" OR {one}.valid_from <= {other}.valid_to + 1)"
            for one, other in (("ours", "theirs"), ("theirs", "ours"))
        ]
    found = connection.exec_driver_sql(
        f'SELECT ours.id, theirs.id FROM "{table.name}" AS ours JOIN "{table.name}" AS theirs'
        f' ON {" AND ".join(same) or "1"} WHERE ours."{column}" = ? AND theirs."{column}" = ?'
        " ORDER BY ours.id, theirs.id LIMIT 1",
        (kept, gone),
    ).first()
    if found is None:
        return None
    ours, theirs = (row_of(connection, table.name, number) for number in found)
    return None if ours is None or theirs is None else (ours, theirs)


def _completed(table: Table, ours: Row, theirs: Row) -> Iterator[tuple[str, Any]]:
    """What the kept row takes over: what it lacks, the longer time, both notes, the sum."""
    for column in table.columns:
        name = column.name
        mine, other = ours[name], theirs[name]
        if mine == other or column.primary_key:
            continue
        if name == _ADDED.get(table.name):
            yield name, mine + other
        elif name == "valid_from" and table.name != "coverage":
            yield name, None if mine is None or other is None else min(mine, other)
        elif name == "valid_to":
            yield name, None if mine is None or other is None else max(mine, other)
        elif name in ("note", "evidence") and mine and other:
            yield name, f"{mine}\n{other}"
        elif name in ("level", "desired") and mine is not None and other is not None:
            yield name, max(mine, other, key=_LEVELS.index)
        elif mine is None and not column.foreign_keys:
            yield name, other


def _reporting_lines(connection: Connection, seat: int) -> set[int]:
    rows = connection.exec_driver_sql(
        "SELECT id FROM member_line WHERE kind = 'reports_to' AND ? IN (member_id, to_member_id)",
        (seat,),
    )
    return {row[0] for row in rows}


def _keep_one_boss(connection: Connection, seat: int, own: set[int], outcome: Outcome) -> None:
    """Of a joined seat: a second boss goes, and so does a moved line that closes a loop."""
    lines = {
        row[0]: (row[1], row[2])
        for row in connection.exec_driver_sql(
            "SELECT l.id, l.member_id, l.to_member_id FROM member_line AS l JOIN dmu_member AS m"
            " ON m.id = l.member_id WHERE l.kind = 'reports_to' AND l.valid_to IS NULL"
            " AND m.dmu_id = (SELECT dmu_id FROM dmu_member WHERE id = ?)",
            (seat,),
        )
    }
    bosses = sorted((line not in own, line) for line, ends in lines.items() if ends[0] == seat)
    surplus = [line for _, line in bosses[1:]]
    moved = [line for line, ends in sorted(lines.items()) if seat in ends and line not in own]
    boss_of = {below: above for line, (below, above) in lines.items() if line not in surplus}
    for line in moved:
        below, above = lines[line]
        if line not in surplus and _leads_to(boss_of, above, below):
            surplus.append(line)
            del boss_of[below]
    connection.exec_driver_sql(
        "DELETE FROM member_line WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(surplus),),
    )
    if surplus:
        outcome.joined["member_line"] += len(surplus)


def _leads_to(boss_of: Mapping[int, int], seat: int | None, top: int) -> bool:
    seen: set[int] = set()
    while seat is not None and seat not in seen:
        if seat == top:
            return True
        seen.add(seat)
        seat = boss_of.get(seat)
    return False
