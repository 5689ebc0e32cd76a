"""Search over accounts, people, exchanges, next steps, ERP numbers and own fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: ``kind`` is account, person, exchange or next_step."""

    kind: str
    id: int
    account: int
    title: str
    detail: str


_DETAILS = {
    "account": (
        "SELECT a.id, a.id, a.name, concat_ws(', ', a.segment, a.city, a.country),"
        " (SELECT group_concat(value, ', ') FROM external_id WHERE account_id = a.id)"
        " FROM account AS a WHERE a.id = :id"
    ),
    "person": (
        "SELECT p.id, j.account_id, p.name, concat_ws(', ', j.title, a.name), NULL"
        " FROM person AS p JOIN job AS j ON j.person_id = p.id"
        " JOIN account AS a ON a.id = j.account_id WHERE p.id = :id ORDER BY j.id DESC LIMIT 1"
    ),
    "exchange": (
        "SELECT e.id, e.account_id, e.subject, a.name, NULL FROM exchange AS e"
        " JOIN account AS a ON a.id = e.account_id WHERE e.id = :id"
    ),
    "next_step": (
        "SELECT n.id, n.account_id, n.what, a.name, NULL FROM next_step AS n"
        " JOIN account AS a ON a.id = n.account_id WHERE n.id = :id"
    ),
    "number": (
        "SELECT a.id, a.id, a.name, concat_ws(', ', x.system || ' ' || x.value, a.city), NULL"
        " FROM external_id AS x JOIN account AS a ON a.id = x.account_id WHERE x.id = :id"
    ),
    "own": (
        "SELECT coalesce(p.id, a.id), a.id, coalesce(p.name, a.name),"
        " concat_ws(', ', f.name || ' ' || v.value, CASE WHEN p.id IS NOT NULL THEN a.name END),"
        " CASE WHEN p.id IS NULL THEN 'account' ELSE 'person' END"
        " FROM own_value AS v JOIN own_field AS f ON f.id = v.field_id"
        " LEFT JOIN person AS p ON p.id = v.person_id"
        " JOIN account AS a ON a.id = coalesce(v.account_id,"
        " (SELECT account_id FROM job WHERE person_id = p.id ORDER BY id DESC LIMIT 1))"
        " WHERE v.id = :id"
    ),
}
_LIMITS = {"account": 6, "number": 3, "person": 5, "exchange": 5, "next_step": 3, "own": 4}


def search(session: Session, words: str, kinds: tuple[str, ...] = tuple(_DETAILS)) -> list[Hit]:
    """Records whose words begin with the words typed; at most a handful of each kind.

    Titles that begin with what was typed come before the others of their kind.
    """
    typed = _WORD.findall(words)
    if not typed:
        return []
    found = " ".join(f'"{word}"*' for word in typed)
    starts = " AND ".join(
        [f'title : ^"{typed[0]}"*', *(f'{{title body}} : "{w}"*' for w in typed[1:])]
    )
    hits: list[Hit] = []
    seen: set[tuple[str, int]] = set()
    for kind in kinds:
        # Two index walks, newest first: no sort, so a frequent word costs no more than a rare one.
        rows = _newest(session, f"kind : {kind} AND {starts}", _LIMITS[kind])
        if len(rows) < _LIMITS[kind]:
            others = _newest(
                session, f"kind : {kind} AND {{title body}} : ({found})", 2 * _LIMITS[kind]
            )
            rows = [*rows, *(row for row in others if row not in rows)][: _LIMITS[kind]]
        for rowid in rows:
            row = session.execute(text(_DETAILS[kind]), {"id": rowid}).one_or_none()
            if row is None:
                continue
            shown = row[4] if kind == "own" else "account" if kind == "number" else kind
            if (shown, row[0]) in seen:
                continue
            seen.add((shown, row[0]))
            hits.append(Hit(shown, row[0], row[1], row[2], row[3] or ""))
    return hits


def _newest(session: Session, match: str, limit: int) -> list[int]:
    return list(
        session.scalars(
            text(
                "SELECT rowid FROM search_text WHERE search_text MATCH :match"
                " ORDER BY rowid DESC LIMIT :limit"
            ),
            {"match": match, "limit": limit},
        )
    )
