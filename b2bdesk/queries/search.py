"""Full-text search over accounts, people, exchanges and next steps, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, literal_column, select, text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, local_date_of
from b2bdesk.models import Exchange
from b2bdesk.queries.search_marks import Marks, fold, marks_in, raw_words_of, snippet
from b2bdesk.queries.search_match import RANKED, SHELF, begins
from b2bdesk.queries.search_walk import DATED, newest, titles_first
from b2bdesk.queries.search_wanted import Wanted
from b2bdesk.storage.connections import raw_connection

MOST = 1_000
"""Rows of one kind that a full list holds at most."""
_FIRST_SHOWN = {"account": 6, "person": 5, "exchange": 5, "next_step": 3}
_SORTED = 16  # so many are put in the order of their dates while one types


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found, and where its title and the passage shown are to be marked.

    ``kind`` is one of ``KINDS``. ``passage`` is what was met outside title and detail. ``on``: the
    day of an exchange, the due day of a next step.
    """

    kind: str
    id: int
    account: int
    title: str
    detail: str
    on: date | None = None
    title_marks: Marks = ()
    detail_marks: Marks = ()
    passage: str = ""
    passage_marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of one kind in the order to show; ``more``: the list was cut off at ``MOST``."""

    ids: tuple[int, ...]
    more: bool


def search(session: Session, wanted: Wanted) -> list[Hit]:
    """A handful of each kind: what is shown while one types."""
    if wanted.empty:
        return []
    file = raw_connection(session)
    hits: list[Hit] = []
    for kind in wanted.kinds:
        limit = _FIRST_SHOWN[kind]
        if kind in RANKED:
            hits += _hits(file, kind, titles_first(file, kind, wanted, limit), wanted)
        else:
            ids = newest(file, kind, wanted, _SORTED)
            order = f" ORDER BY r.{DATED[kind]} DESC, r.id DESC LIMIT {limit}"
            hits += _hits(file, kind, ids, wanted, order)
    return hits


def find_all(session: Session, kind: str, wanted: Wanted) -> Found:
    """Everything of one kind that fits, up to ``MOST``."""
    if wanted.empty or kind not in wanted.kinds:
        return Found((), more=False)
    file = raw_connection(session)
    walk = titles_first if kind in RANKED else newest
    found = walk(file, kind, wanted, MOST + 1)
    ids = found[:MOST]
    if kind in DATED:
        ids = [
            row[0]
            for row in file.execute(
                f"SELECT r.id FROM json_each(?) AS i CROSS JOIN {kind} AS r ON r.id = i.value"
                f" ORDER BY r.{DATED[kind]} DESC, r.id DESC",
                (str(ids),),
            )
        ]
    return Found(tuple(ids), len(found) > MOST)


def exchanges_about(typed: str) -> ColumnElement[bool]:
    """True of exchanges in which every word typed begins a word of text, people or account."""
    words = raw_words_of(typed)
    if not words:
        return false()
    shelf = SHELF["exchange"]
    about = text(f"{shelf} MATCH :about").bindparams(
        about=" AND ".join(begins(word) for word in words)
    )
    return Exchange.id.in_(select(literal_column("-rowid")).select_from(text(shelf)).where(about))


def get_hits(session: Session, kind: str, ids: Sequence[int], wanted: Wanted) -> list[Hit]:
    """The records of some ids, in their order, marked; ids that are gone are left out."""
    return _hits(raw_connection(session), kind, ids, wanted)


def _hits(
    file: Any, kind: str, ids: Sequence[int], wanted: Wanted, order: str = " ORDER BY i.key"
) -> list[Hit]:
    if not ids:
        return []
    rows = file.execute(_DETAILS[kind] + order, (str(list(ids)),)).fetchall()
    begun, whole = wanted.begins, wanted.whole
    return [_hit(kind, row, begun, whole) for row in rows]


def _hit(kind: str, row: Sequence[Any], begun: frozenset[str], whole: frozenset[str]) -> Hit:
    number, account, title, detail, when, body, people = row
    title_marks, detail_marks = marks_in(title, begun, whole), marks_in(detail, begun, whole)
    met = {fold(title[a:b]) for a, b in title_marks} | {fold(detail[a:b]) for a, b in detail_marks}
    open_words = {begin for begin in begun if not any(word.startswith(begin) for word in met)}
    passage: str = ""
    marks: Marks = ()
    if open_words or not whole <= met:
        for source in (body, people):
            passage, marks = snippet(source or "", open_words, whole)
            if passage:
                break
    on = None
    if when is not None:
        on = local_date_of(when) if kind == "exchange" else date_of(when)
    return Hit(
        kind=kind,
        id=number,
        account=account,
        title=title,
        detail=detail,
        on=on,
        title_marks=title_marks,
        detail_marks=detail_marks,
        passage=passage,
        passage_marks=marks,
    )


_HIT = "FROM json_each(?) AS i CROSS JOIN"
_DETAILS = {
    "account": (
        "SELECT r.id, r.id, r.name, concat_ws(', ', r.segment, r.city, r.country), NULL,"
        f" s.body, s.owner {_HIT} account AS r ON r.id = i.value"
        " CROSS JOIN search_text AS s ON s.rowid = -r.id"
    ),
    "person": (
        "SELECT r.id, j.account_id, r.name, concat_ws(', ', j.title, a.name), NULL,"
        f" s.body, s.account {_HIT} person AS r ON r.id = i.value"
        " JOIN job AS j ON j.id = (SELECT id FROM job WHERE person_id = r.id"
        " ORDER BY valid_to IS NULL DESC, valid_to DESC, id DESC LIMIT 1)"
        " JOIN account AS a ON a.id = j.account_id"
        " CROSS JOIN search_text AS s ON s.rowid = -r.id"
    ),
    "exchange": (
        "SELECT r.id, r.account_id, r.subject, a.name, r.at, s.body, s.people"
        f" {_HIT} exchange AS r ON r.id = i.value JOIN account AS a ON a.id = r.account_id"
        " CROSS JOIN search_text_exchange AS s ON s.rowid = -r.id"
    ),
    "next_step": (
        "SELECT r.id, r.account_id, r.what, a.name, r.due_day, s.body, s.people"
        f" {_HIT} next_step AS r ON r.id = i.value JOIN account AS a ON a.id = r.account_id"
        " CROSS JOIN search_text_step AS s ON s.rowid = -r.id"
    ),
}
