"""Which column of a pasted range holds what: by its header, else by what is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.kinds_own import COST_POOLS
from b2bdesk.exchange_formats.mapping import choice_words
from b2bdesk.exchange_formats.recognise import name_match
from b2bdesk.exchange_formats.values import looks_like_date, parse_number
from b2bdesk.exchange_formats.words import words_of
from b2bdesk.models.costing_enums import Driver

FIELDS = {field.key: field for field in COST_POOLS.content}
_MONTH = re.compile(r"(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4}))")


@dataclass(frozen=True, slots=True)
class Columns:
    """Field key to column; ``titles`` are what the columns are called when a problem is said."""

    index: dict[str, int]
    titles: dict[int, str]
    has_header: bool

    def cell(self, row: Sequence[str], key: str) -> str:
        """A row's text in a field's column, "" where there is none."""
        place = self.index.get(key)
        return row[place] if place is not None and place < len(row) else ""

    def title(self, key: str) -> str:
        """What the field's column is called."""
        return self.titles.get(self.index.get(key, -1), "")

    @property
    def unused(self) -> tuple[str, ...]:
        """Titles of the columns that no field was found in."""
        used = set(self.index.values())
        return tuple(t for place, t in sorted(self.titles.items()) if place not in used and t)


def find_columns(cells: Sequence[Sequence[str]]) -> Columns:
    """The columns of a range whose first row may be a header."""
    if not cells:
        return Columns({}, {}, has_header=False)
    named = _by_header(cells[0])
    if named is not None:
        return named
    return _by_content([row for row in cells if any(row)])


def month_of_text(text: str) -> int | None:
    """The stored month of "2020-05" or "5/2020"; None when it is written otherwise."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    number = int(month)
    return int(year) * 12 + number - 1 if 1 <= number <= 12 and int(year) >= 1900 else None


def _by_header(first: Sequence[str]) -> Columns | None:
    guesses = sorted(
        (-name_match(cell, field), place, key)
        for place, cell in enumerate(first)
        if cell
        for key, field in FIELDS.items()
        if name_match(cell, field) > 0
    )
    index: dict[str, int] = {}
    for _, place, key in guesses:
        if key not in index and place not in index.values():
            index[key] = place
    # "Freight" may be a pool and "Orders" a driver: one lucky word is no header.
    if len(index) < 2 or any(parse_number(cell) is not None for cell in first if cell):
        return None
    return Columns(index, dict(enumerate(first)), has_header=True)


def _by_content(rows: Sequence[Sequence[str]]) -> Columns:
    """The first text is the name, the first number the cost, the second the capacity, and so on.

    "Orders" may be an activity or a driver: of several such columns the last is the driver.
    """
    width = max(map(len, rows), default=0)
    drivers = dict(choice_words(Driver))
    found: dict[str, list[int]] = {"texts": [], "drivers": [], "numbers": [], "months": []}
    for place in range(width):
        filled = [row[place] for row in rows if place < len(row) and row[place]]
        if not filled:
            continue
        numbers = sum(any(parse_number(t, mark) is not None for mark in ".,") for t in filled)
        known = sum(words_of(text) in drivers for text in filled)
        if all(month_of_text(text) is not None or looks_like_date(text) for text in filled):
            found["months"].append(place)
        elif numbers * 2 > len(filled):
            found["numbers"].append(place)
        elif known * 2 > len(filled) and found["texts"]:
            found["drivers"].append(place)
        else:
            found["texts"].append(place)
    texts = sorted([*found["texts"], *found["drivers"][:-1]])
    index = dict(zip(("name", "activity"), texts, strict=False))
    index |= dict(zip(("driver",), found["drivers"][-1:], strict=False))
    index |= dict(zip(("amount", "capacity"), found["numbers"], strict=False))
    index |= dict(zip(("from", "to"), found["months"], strict=False))
    titles = {place: tr("Column {n}", n=place + 1) for place in range(width)}
    return Columns(index, titles, has_header=False)
