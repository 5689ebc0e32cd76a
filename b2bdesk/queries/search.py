"""Full-text search over accounts, people, exchanges and next steps, newest first.

Every walk goes through the index from the newest record and stops when it has enough, so a
frequent word costs no more than a rare one. A word longer than the beginnings that are indexed is
looked up by its indexed beginning and read in the rows found; only where too few of them hold it
is the whole vocabulary asked, which is quick just then, because the word is rare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, false, literal_column, select, text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of, end_of, last_of_month, local_date_of, month_of
from b2bdesk.models import Exchange
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.search_marks import Marks, fold, marks_in, raw_words_of, snippet
from b2bdesk.storage.connections import raw_connection
from b2bdesk.storage.search_index import MARK, PREFIX

KINDS = ("account", "person", "exchange", "next_step")
MOST = 1_000
"""Rows of one kind that a full list holds at most."""
_SHELF = {
    "account": "search_text",
    "person": "search_text",
    "exchange": "search_text_exchange",
    "next_step": "search_text_step",
}
_FIRST_SHOWN = {"account": 6, "person": 5, "exchange": 5, "next_step": 3}
_SORTED = 16  # so many are put in the order of their dates while one types


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: all of it must hold. Words are as typed.

    ``words`` begin a word of the record; ``phrases`` stand in it as they are. ``people``,
    ``accounts`` and ``owners`` begin a word of those names. What is None or empty does not narrow.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str, ...] = KINDS
    people: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    exchange_kinds: tuple[ExchangeKind, ...] = ()
    direction: Direction | None = None
    complaint: bool = False
    done: bool | None = None
    since: date | None = None
    until: date | None = None

    @property
    def empty(self) -> bool:
        """True while nothing is asked for."""
        return self == Wanted(kinds=self.kinds)

    @property
    def begins(self) -> frozenset[str]:
        """Beginnings to mark in what is found, folded."""
        plain = (*self.words, *self.people, *self.accounts)
        return frozenset(fold(word) for word in plain)

    @property
    def whole(self) -> frozenset[str]:
        """Whole words to mark in what is found, folded."""
        return frozenset(fold(word) for phrase in self.phrases for word in phrase)


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
    hits: list[Hit] = []
    if wanted.empty:
        return hits
    for kind in wanted.kinds:
        limit = _FIRST_SHOWN[kind]
        if _SHELF[kind] == "search_text":
            ids = _titles_first(session, kind, wanted, limit)
        else:
            ids = _by_date(session, kind, _walk(session, kind, wanted, _SORTED))[:limit]
        hits += get_hits(session, kind, ids, wanted)
    return hits


def find_all(session: Session, kind: str, wanted: Wanted) -> Found:
    """Everything of one kind that fits, up to ``MOST``."""
    if wanted.empty or kind not in wanted.kinds:
        return Found((), more=False)
    if _SHELF[kind] == "search_text":
        ids = _titles_first(session, kind, wanted, MOST + 1)
        return Found(tuple(ids[:MOST]), len(ids) > MOST)
    ids = _walk(session, kind, wanted, MOST + 1)
    return Found(tuple(_by_date(session, kind, ids[:MOST])), len(ids) > MOST)


def exchanges_about(typed: str) -> ColumnElement[bool]:
    """True of exchanges in which every word typed begins a word of text, people or account."""
    words = raw_words_of(typed)
    if not words:
        return false()
    about = text("search_text_exchange MATCH :about").bindparams(
        about=" AND ".join(_begins(word) for word in words)
    )
    shelf = text("search_text_exchange")
    return Exchange.id.in_(select(literal_column("rowid")).select_from(shelf).where(about))


def get_hits(session: Session, kind: str, ids: Sequence[int], wanted: Wanted) -> list[Hit]:
    """The records of some ids, in their order, marked; ids that are gone are left out."""
    if not ids:
        return []
    begins, whole = wanted.begins, wanted.whole
    rows = {row[0]: row for row in _rows(session, _DETAILS[kind], _json(ids))}
    hits = []
    for found in ids:
        if found not in rows:
            continue
        _, account, title, detail, when, body, people = rows[found]
        shown = f"{title} {detail}"
        open_words = {begin for begin in begins if not marks_in(shown, (begin,))}
        passage: str = ""
        marks: Marks = ()
        if open_words or (whole and not all(marks_in(shown, (), (word,)) for word in whole)):
            for source in (body, people):
                passage, marks = snippet(source or "", open_words, whole)
                if passage:
                    break
        hits.append(
            Hit(
                kind=kind,
                id=found,
                account=account,
                title=title,
                detail=detail,
                on=_day(kind, when),
                title_marks=marks_in(title, begins, whole),
                detail_marks=marks_in(detail, begins, whole),
                passage=passage,
                passage_marks=marks,
            )
        )
    return hits


_HIT = "FROM json_each(?) AS i CROSS JOIN"
_DETAILS = {
    "account": (
        "SELECT a.id, a.id, a.name, concat_ws(', ', a.segment, a.city, a.country), NULL,"
        f" s.body, s.owner {_HIT} account AS a ON a.id = i.value"
        " CROSS JOIN search_text AS s ON s.rowid = a.id"
    ),
    "person": (
        "SELECT p.id, j.account_id, p.name, concat_ws(', ', j.title, a.name), NULL,"
        f" s.body, s.account {_HIT} person AS p ON p.id = i.value"
        " JOIN job AS j ON j.id = (SELECT id FROM job WHERE person_id = p.id"
        " ORDER BY valid_to IS NULL DESC, valid_to DESC, id DESC LIMIT 1)"
        " JOIN account AS a ON a.id = j.account_id"
        " CROSS JOIN search_text AS s ON s.rowid = p.id"
    ),
    "exchange": (
        "SELECT e.id, e.account_id, e.subject, a.name, e.at, s.body, s.people"
        f" {_HIT} exchange AS e ON e.id = i.value JOIN account AS a ON a.id = e.account_id"
        " CROSS JOIN search_text_exchange AS s ON s.rowid = e.id"
    ),
    "next_step": (
        "SELECT n.id, n.account_id, n.what, a.name, n.due_day, s.body, s.people"
        f" {_HIT} next_step AS n ON n.id = i.value JOIN account AS a ON a.id = n.account_id"
        " CROSS JOIN search_text_step AS s ON s.rowid = n.id"
    ),
}


def _day(kind: str, when: int | None) -> date | None:
    if when is None:
        return None
    return local_date_of(when) if kind == "exchange" else date_of(when)


# --- the index -------------------------------------------------------------------------------


def _titles_first(session: Session, kind: str, wanted: Wanted, limit: int) -> list[int]:
    """Titles that begin with the first word typed, then titles that hold it, then the rest."""
    ids: dict[int, None] = {}
    first = wanted.words[0] if wanted.words else None
    for place in () if first is None else ("title : ^", "title : "):
        if len(ids) < limit:
            match = f"{_match(kind, wanted)} AND {place}{_begins(first or '')}"
            ids |= dict.fromkeys(_ids(session, kind, match, wanted, limit))
    if len(ids) < limit:
        ids |= dict.fromkeys(_ids(session, kind, _match(kind, wanted), wanted, limit))
    return list(ids)[:limit]


def _walk(session: Session, kind: str, wanted: Wanted, limit: int) -> list[int]:
    """The newest that fit."""
    if wanted == Wanted(wanted.words, kinds=wanted.kinds) and not _usable(wanted.words):
        return []  # one letter alone says too little here
    clipped = _clipped(session, kind, wanted)
    if clipped is None:
        return []
    wanted = clipped
    long = any(len(word) > PREFIX for word in (*wanted.words, *wanted.people, *wanted.accounts))
    if not long:
        return _ids(session, kind, _match(kind, wanted), wanted, limit)
    looked = limit + limit // 2
    loose = _ids(session, kind, _match(kind, wanted, longest=PREFIX), wanted, looked)
    ids = list(islice(_holding(session, kind, wanted, loose), limit)) if loose else []
    if len(ids) >= limit or len(loose) < looked:
        return ids
    return _ids(session, kind, _match(kind, wanted), wanted, limit)


def _ids(session: Session, kind: str, match: str, wanted: Wanted, limit: int) -> list[int]:
    dated, bounds = _dates(kind, wanted)
    sql = (
        f"SELECT s.rowid FROM {_SHELF[kind]} AS s {dated}"
        f" WHERE s.{_SHELF[kind]} MATCH ?{bounds} ORDER BY s.rowid DESC LIMIT ?"
    )
    since, until = wanted.since, wanted.until
    days: list[int] = []
    if bounds and since is not None and until is not None:
        before = since - timedelta(days=1)
        exact = kind == "exchange"
        days = [end_of(day) if exact else day_of(day) + 1 for day in (before, until)]
    return [row[0] for row in _rows(session, sql, match, *days, limit)]


def _clipped(session: Session, kind: str, wanted: Wanted) -> Wanted | None:
    """The same with both ends of its days within those there are; None where none can fit."""
    since, until = wanted.since, wanted.until
    if since is None and until is None:
        return wanted
    if since is not None and until is not None:
        return wanted if since <= until else None
    column = "at" if kind == "exchange" else "due_day"
    low, high = (
        _day(kind, _rows(session, f"SELECT {which}({column}) FROM {kind}")[0][0])
        for which in ("min", "max")
    )
    if low is None or high is None:
        return None
    since, until = max(since or low, low), min(until or high, high)
    return None if since > until else replace(wanted, since=since, until=until)


def _dates(kind: str, wanted: Wanted) -> tuple[str, str]:
    """The join and the conditions that hold the days exactly: facts know no time zone."""
    column = {"exchange": "d.at", "next_step": "d.due_day"}.get(kind)
    if column is None or wanted.since is None:
        return "", ""
    return f"CROSS JOIN {kind} AS d ON d.id = s.rowid", f" AND {column} >= ? AND {column} < ?"


def _holding(session: Session, kind: str, wanted: Wanted, ids: Sequence[int]) -> Iterator[int]:
    """Those of the rows in which the long words really stand, whole as typed."""
    sql = (
        "SELECT s.rowid, s.title, s.body, s.account, s.people, s.owner"
        f" FROM json_each(?) AS i CROSS JOIN {_SHELF[kind]} AS s ON s.rowid = i.value"
    )
    checks = [
        (re.compile(rf"(?:^|[\W_]){re.escape(fold(word))}"), slice(first, last))
        for words, first, last in (
            (wanted.words, 1, 6),
            (wanted.people, 4, 5),
            (wanted.accounts, 3, 4),
        )
        for word in words
        if len(word) > PREFIX
    ]
    for row in _rows(session, sql, _json(ids)):
        if all(
            begin.search(fold(" ".join([part for part in row[columns] if part])))
            for begin, columns in checks
        ):
            yield row[0]


def _by_date(session: Session, kind: str, ids: Sequence[int]) -> list[int]:
    if not ids:
        return []
    column = "at" if kind == "exchange" else "due_day"
    sql = (
        f"SELECT r.id FROM json_each(?) AS i CROSS JOIN {kind} AS r ON r.id = i.value"
        f" ORDER BY r.{column} DESC, r.id DESC"
    )
    return [row[0] for row in _rows(session, sql, _json(ids))]


def _rows(session: Session, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows by the driver alone: of a keystroke's time the ORM would take the larger part."""
    found: list[tuple[Any, ...]] = raw_connection(session).execute(sql, values).fetchall()
    return found


def _json(ids: Sequence[int]) -> str:
    return json.dumps(list(ids))


# --- the question in FTS5's language -----------------------------------------------------------


def _match(kind: str, wanted: Wanted, longest: int = 10_000) -> str:
    words = wanted.words if _SHELF[kind] == "search_text" else _usable(wanted.words)
    parts = [_begins(word[:longest]) for word in words]
    parts += [_quoted(" ".join(phrase)) for phrase in wanted.phrases]
    for column, names in (
        ("people", wanted.people),
        ("account", wanted.accounts),
        ("owner", wanted.owners),
    ):
        parts += [f"{column} : {_begins(name[:longest])}" for name in names]
    facts: list[list[str]] = []
    if _SHELF[kind] == "search_text":
        facts.append([kind])
    facts.append([f"c{channel.value}" for channel in wanted.channels])
    facts.append([f"k{each.value}" for each in wanted.exchange_kinds])
    facts.append([] if wanted.direction is None else [f"w{wanted.direction.value}"])
    facts.append(["x"] if wanted.complaint else [])
    facts.append([] if wanted.done is None else ["done" if wanted.done else "open"])
    if _SHELF[kind] != "search_text":
        facts.append(_days(wanted))
    for some in facts:
        if some:
            parts.append("(" + " OR ".join(_quoted(MARK + fact) for fact in some) + ")")
    return " AND ".join(parts)


def _usable(words: Sequence[str]) -> list[str]:
    """Words but the single letters that are still being typed, or say too little."""
    return [word for word in words if len(word) > 1 or not word.isascii()]


def _begins(word: str) -> str:
    return f"{_quoted(word)} *"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _days(wanted: Wanted) -> list[str]:
    """Facts of the time from ``since`` to ``until``: whole years and months as one, five days of
    a month for what is left; a day more on each side, because an index knows no time zone."""
    if wanted.since is None or wanted.until is None:
        return []
    day, last = wanted.since - timedelta(days=1), wanted.until + timedelta(days=1)
    found: dict[str, None] = {}
    while day <= last:
        month_end, year_end = last_of_month(month_of(day)), date(day.year, 12, 31)
        if day.day == day.month == 1 and year_end <= last:
            found[f"y{day:%Y}"] = None
            day = year_end
        elif day.day == 1 and month_end <= last:
            found[f"m{day:%Y%m}"] = None
            day = month_end
        else:
            found[f"d{day:%Y%m}{(day.day - 1) // 5}"] = None
        day += timedelta(days=1)
    return list(found)
