"""Walks through the full-text index, from the newest record on.

A walk stops when it has enough, so a frequent word costs no more than a rare one. A word longer
than the beginnings that are indexed is looked up by its indexed beginning and read in the rows met;
only where too few of them hold it is the whole vocabulary asked, which is quick just then, because
the word is rare. ``file`` is the driver's own connection: of a keystroke's time the ORM would take
the larger part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from b2bdesk.core.dates import date_of, day_of, end_of, local_date_of
from b2bdesk.queries.search_marks import begins_in, fold
from b2bdesk.queries.search_match import SHELF, begins, match_of, usable
from b2bdesk.queries.search_wanted import Wanted
from b2bdesk.storage.search_index import PREFIX

DATED = {"exchange": "at", "next_step": "due_day"}
"""Kinds that have a day, and its column."""
_TITLES_READ = 60  # so many more, to see in which the title holds the word
_READ_PER_FOUND = 4  # rows read for one that holds a long word, before the vocabulary is asked


def titles_first(file: Any, kind: str, wanted: Wanted, limit: int) -> list[int]:
    """Titles that begin with the first word typed, then titles that hold it, then the rest."""
    match = match_of(kind, wanted)

    def ids(place: str) -> list[int]:
        return [row[0] for row in _rows(file, kind, "", match + place, wanted, limit)]

    if not wanted.words:
        return ids("")
    first = begins(wanted.words[0])
    begun = ids(f" AND title : ^{first}")
    if len(begun) == limit:
        return begun
    most = limit + _TITLES_READ
    rest = _rows(file, kind, ", s.title", match, wanted, most).fetchall()
    if len(rest) == most:
        titled = ids(f" AND title : {first}")
    else:  # all there are, so it need not be asked which of them hold the word in the title
        folded = fold(wanted.words[0])
        titled = [row[0] for row in rest if begins_in(fold(row[1]), folded)]
    found = dict.fromkeys((*begun, *titled, *(row[0] for row in rest)))
    return list(found)[:limit]


def newest(file: Any, kind: str, wanted: Wanted, limit: int) -> list[int]:
    """The newest records of a kind in ``DATED`` that fit."""
    if wanted == Wanted(wanted.words, kinds=wanted.kinds) and not usable(wanted.words):
        return []  # one letter alone says too little here
    clipped = _clipped(file, kind, wanted)
    if clipped is None:
        return []
    checks = _long_words(clipped)
    if checks:
        read, ids = 0, []
        most = limit * _READ_PER_FOUND
        loose = match_of(kind, clipped, longest=PREFIX)
        texts = ", s.title, s.body, s.account, s.people, s.owner"
        for row in _rows(file, kind, texts, loose, clipped, most):
            read += 1
            if _holds(row, checks):
                ids.append(row[0])
                if len(ids) == limit:
                    return ids
        if read < most:
            return ids
    return [row[0] for row in _rows(file, kind, "", match_of(kind, clipped), clipped, limit)]


def _rows(file: Any, kind: str, columns: str, match: str, wanted: Wanted, limit: int) -> Any:
    """The rows met, one by one: id and the columns asked for."""
    join = bounds = ""
    days: list[int] = []
    if kind in DATED and wanted.since is not None and wanted.until is not None:
        # Facts know no time zone: the day itself decides.
        join = f"CROSS JOIN {kind} AS d ON d.id = -s.rowid"
        bounds = f"AND d.{DATED[kind]} >= ? AND d.{DATED[kind]} < ?"
        ends = (wanted.since - timedelta(days=1), wanted.until)
        days = [end_of(day) if kind == "exchange" else day_of(day) + 1 for day in ends]
    sql = (
        f"SELECT -s.rowid{columns} FROM {SHELF[kind]} AS s {join}"
        f" WHERE s.{SHELF[kind]} MATCH ? {bounds} ORDER BY s.rowid LIMIT ?"
    )
    return file.execute(sql, (match, *days, limit))


def _clipped(file: Any, kind: str, wanted: Wanted) -> Wanted | None:
    """The same with both ends of its days within those there are; None where none can fit."""
    since, until = wanted.since, wanted.until
    if since is None and until is None:
        return wanted
    if since is not None and until is not None:
        return wanted if since <= until else None
    column = DATED[kind]
    ((low, high),) = file.execute(
        f"SELECT (SELECT min({column}) FROM {kind}), (SELECT max({column}) FROM {kind})"
    )
    if low is None or high is None:
        return None
    day = local_date_of if kind == "exchange" else date_of
    since, until = max(since or day(low), day(low)), min(until or day(high), day(high))
    return None if since > until else replace(wanted, since=since, until=until)


def _long_words(wanted: Wanted) -> list[tuple[str, int, int]]:
    """The words that are longer than the beginnings indexed, and in which columns to read them."""
    places = ((wanted.words, 1, 6), (wanted.accounts, 3, 4), (wanted.people, 4, 5),
              (wanted.owners, 5, 6))  # fmt: skip
    return [
        (fold(word), first, last)
        for words, first, last in places
        for word in words
        if len(word) > PREFIX
    ]


def _holds(row: Sequence[Any], checks: Sequence[tuple[str, int, int]]) -> bool:
    """Whether the long words really stand in a row, whole as typed."""
    return all(
        any(begins_in(fold(part), word) for part in row[first:last] if part)
        for word, first, last in checks
    )
