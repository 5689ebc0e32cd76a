"""Who changed what, when, from what to what: the journal of an account in readable rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Enum, Table, bindparam, text
from sqlalchemy.orm import Session

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS
from b2bdesk.storage.journal import cancelled_steps
from b2bdesk.storage.journal_triggers import journalled_tables

# For each edited table: ids of the rows that belong to an account now.
_ROWS_OF_ACCOUNT = {
    "account": "SELECT :account",
    "external_id": "SELECT id FROM external_id WHERE account_id = :account",
    "contract": "SELECT id FROM contract WHERE account_id = :account",
    "sales_target": "SELECT id FROM sales_target WHERE account_id = :account",
    "person": "SELECT person_id FROM job WHERE account_id = :account",
    "job": "SELECT id FROM job WHERE account_id = :account",
    "dmu": "SELECT id FROM dmu WHERE account_id = :account",
    "dmu_member": "SELECT m.id FROM dmu_member m JOIN dmu d ON d.id = m.dmu_id"
    " WHERE d.account_id = :account",
    "exchange": "SELECT id FROM exchange WHERE account_id = :account",
    "exchange_person": "SELECT p.id FROM exchange_person p JOIN exchange e ON e.id = p.exchange_id"
    " WHERE e.account_id = :account",
    "exchange_colleague": "SELECT p.id FROM exchange_colleague p"
    " JOIN exchange e ON e.id = p.exchange_id WHERE e.account_id = :account",
    "next_step": "SELECT id FROM next_step WHERE account_id = :account",
    "assessment": "SELECT id FROM assessment WHERE account_id = :account",
    "relationship_record": "SELECT id FROM relationship_record WHERE account_id = :account",
    "coverage": "SELECT c.id FROM coverage c JOIN job j ON j.person_id = c.person_id"
    " WHERE j.account_id = :account",
}
for _part in ("member_role", "member_stance", "member_line"):
    _ROWS_OF_ACCOUNT[_part] = (
        f"SELECT r.id FROM {_part} r JOIN dmu_member m ON m.id = r.member_id"
        " JOIN dmu d ON d.id = m.dmu_id WHERE d.account_id = :account"
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in words: plain text, or a raw number with its format for the locale."""

    raw: Any
    format: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record: what it was and what it became. ``field`` is empty for a record
    that was added or removed as a whole."""

    record: str
    field: str
    before: Shown | None
    after: Shown | None
    op: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in an account's history, newest first. ``undone`` once another step took it back."""

    txn: int
    at: int
    author: str | None
    label: str
    undoes: int | None
    undone: bool
    changes: tuple[Change, ...]


def list_history(session: Session, account: int, limit: int = 200) -> list[StepRow]:
    """The newest steps that touched an account or anything that belongs to it."""
    tables = journalled_tables()
    parts = [
        "SELECT j.seq, j.txn FROM journal AS j WHERE j.tbl = "
        f"{number} AND j.rid IN ({_ROWS_OF_ACCOUNT[table.name]})"
        for number, table in tables.items()
        if table.name in _ROWS_OF_ACCOUNT
    ]
    parts.append("SELECT seq, txn FROM journal WHERE scope = :account")
    found = session.execute(
        text(
            "SELECT txn, group_concat(seq) FROM (" + " UNION ".join(parts) + ")"
            " GROUP BY txn ORDER BY txn DESC LIMIT :limit"
        ),
        {"account": account, "limit": limit},
    ).all()
    if not found:
        return []
    wanted = {txn: [int(seq) for seq in seqs.split(",")][:200] for txn, seqs in found}
    undone = cancelled_steps(session, since=min(wanted))
    headers = session.execute(
        text(
            "SELECT t.txn, t.at, t.author, t.label, t.undoes FROM journal_txn AS t"
            " WHERE t.txn IN :ids ORDER BY t.txn DESC"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": list(wanted)},
    ).all()
    return [
        StepRow(
            row.txn,
            row.at,
            row.author,
            row.label,
            row.undoes,
            row.txn in undone,
            tuple(_changes(session, tables, wanted[row.txn])),
        )
        for row in headers
    ]


def _changes(session: Session, tables: Mapping[int, Table], seqs: list[int]) -> list[Change]:
    rows = session.execute(
        text(
            "SELECT tbl, rid, op, before, after FROM journal WHERE seq IN :seqs ORDER BY seq"
        ).bindparams(bindparam("seqs", expanding=True)),
        {"seqs": seqs},
    )
    changes: list[Change] = []
    for tbl, rid, op, before, after in rows:
        table = tables[tbl]
        old = json.loads(before) if before else {}
        new = json.loads(after) if after else {}
        name = _record_name(session, table, rid, old if op == "D" else {})
        if op == "U":
            for key in new:
                title, first = _shown(session, table, key, old.get(key))
                _, second = _shown(session, table, key, new[key])
                changes.append(Change(name, title, first, second, op))
        else:
            changes.append(Change(name, "", None, None, op))
    return changes


def name_record(session: Session, table: str, row: int, image: Mapping[str, Any]) -> str:
    """The words a record is known by: as it is now, else as ``image`` or its deletion knew it."""
    number, found = next((n, t) for n, t in journalled_tables().items() if t.name == table)
    there = session.execute(text(f'SELECT 1 FROM "{table}" WHERE id = :id'), {"id": row}).scalar()
    known: Mapping[str, Any] = {}
    if there is None:
        last = session.execute(
            text(
                "SELECT before FROM journal WHERE tbl = :tbl AND rid = :rid AND op = 'D'"
                " ORDER BY seq DESC LIMIT 1"
            ),
            {"tbl": number, "rid": row},
        ).scalar()
        known = {**(json.loads(last) if last else {}), **image}
    return _record_name(session, found, row, known)


def show_values(
    session: Session, table: str, column: str, values: Sequence[Any]
) -> tuple[str, Shown | None, Shown | None, Shown | None]:
    """A column's title and three values of it in words; all empty for a whole record."""
    if not column:
        return "", None, None, None
    found = next(t for t in journalled_tables().values() if t.name == table)
    first, second, third = (_shown(session, found, column, value) for value in values)
    return first[0], first[1], second[1], third[1]


def _record_name(session: Session, table: Table, rid: int, image: Mapping[str, Any]) -> str:
    kind = tr(table.info["title"])
    values = dict(image)
    if not values:
        row = session.execute(table.select().where(table.c.id == rid)).mappings().one_or_none()
        values = dict(row) if row is not None else {}
    words = [
        shown.text
        for key in ("name", "subject", "what", "value", "title", "role", "stance", "type", "level")
        if key in table.columns and values.get(key) is not None
        for _, shown in [_shown(session, table, key, values[key])]
        if shown is not None and shown.text
    ]
    person = _person_of(session, values)
    parts = [part for part in (*words[:1], person) if part]
    return f"{kind}: {', '.join(parts)}" if parts else kind


def _person_of(session: Session, values: Mapping[str, Any]) -> str:
    if values.get("person_id") is not None:
        return _reference(session, "person", values["person_id"])
    if values.get("member_id") is not None:
        return _reference(session, "dmu_member", values["member_id"])
    return ""


def _shown(session: Session, table: Table, key: str, value: Any) -> tuple[str, Shown | None]:
    column = table.columns.get(key)
    if column is None:
        return key, None if value is None else Shown(value, "text", str(value))
    words: str = column.info.get("title", key)
    title = tr(words)
    if value is None:
        return title, None
    fmt = str(column.info.get("format", "text"))
    if fmt.startswith("ref:"):
        return title, Shown(value, "text", _reference(session, fmt[4:], value))
    if fmt == "enum" and isinstance(column.type, Enum):
        shown = next(
            (
                text
                for key, text in WORDS.items()
                if isinstance(key, column.type.python_type) and key == value
            ),
            str(value),
        )
        return title, Shown(value, "text", tr(shown))
    if fmt == "yes_no":
        return title, Shown(value, "text", tr("Yes") if value else tr("No"))
    return title, Shown(value, fmt, str(value))


def _reference(session: Session, name: str, rid: int) -> str:
    if name == "dmu_member":
        sql = "SELECT p.name FROM dmu_member m JOIN person p ON p.id = m.person_id WHERE m.id = :id"
    elif name == "exchange":
        sql = "SELECT subject FROM exchange WHERE id = :id"
    else:
        sql = f'SELECT name FROM "{name}" WHERE id = :id'
    found = session.execute(text(sql), {"id": rid}).scalar()
    return str(found) if found is not None else tr("removed")
