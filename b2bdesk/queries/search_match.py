"""A search in the language of the full-text index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from b2bdesk.core.dates import last_of_month, month_of
from b2bdesk.queries.search_wanted import Wanted
from b2bdesk.storage.search_index import MARK

SHELF = {
    "account": "search_text",
    "person": "search_text",
    "exchange": "search_text_exchange",
    "next_step": "search_text_step",
}
"""The table that each kind of record is looked for in."""
RANKED = ("account", "person")
"""Kinds that share a shelf, few enough to be put in order by their titles."""


def match_of(kind: str, wanted: Wanted, longest: int = 10_000) -> str:
    """The question for one kind of record, its words cut after ``longest`` letters."""
    words = wanted.words if kind in RANKED else usable(wanted.words)
    parts = [begins(word[:longest]) for word in words]
    parts += [_quoted(" ".join(phrase)) for phrase in wanted.phrases]
    for column, names in (
        ("people", wanted.people),
        ("account", wanted.accounts),
        ("owner", wanted.owners),
    ):
        parts += [f"{column} : {begins(name[:longest])}" for name in names]
    facts: list[list[str]] = []
    if kind in RANKED:
        facts.append([kind])
    facts.append([f"c{channel.value}" for channel in wanted.channels])
    facts.append([f"k{each.value}" for each in wanted.exchange_kinds])
    facts.append([] if wanted.direction is None else [f"w{wanted.direction.value}"])
    facts.append(["x"] if wanted.complaint else [])
    facts.append([] if wanted.done is None else ["done" if wanted.done else "open"])
    if kind not in RANKED:
        facts.append(_days(wanted))
    for some in facts:
        if some:
            parts.append("(" + " OR ".join(_quoted(MARK + fact) for fact in some) + ")")
    return " AND ".join(parts)


def usable(words: Sequence[str]) -> list[str]:
    """Words but the single letters that are still being typed, or say too little."""
    return [word for word in words if len(word) > 1 or not word.isascii()]


def begins(word: str) -> str:
    """A term that is met where a word begins so."""
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
