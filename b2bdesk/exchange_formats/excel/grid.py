"""Questions about the cells of a raw grid that finding a table asks everywhere."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from b2bdesk.exchange_formats.excel.model import letter_of
from b2bdesk.exchange_formats.values import looks_like_date, parse_number

Grid: TypeAlias = list[list[Any]]
Merges: TypeAlias = list[tuple[tuple[int, int], tuple[int, int]]]
_MERGED_CELLS_MAX = 200_000
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", re.IGNORECASE)


def is_empty(value: Any) -> bool:
    """True for a cell with nothing to read in it."""
    return value is None or value == "" or (isinstance(value, str) and not value.strip())


def is_text(value: Any) -> bool:
    """True for a text that is neither a number nor a date."""
    return (
        isinstance(value, str)
        and not is_empty(value)
        and parse_number(value) is None
        and parse_number(value, ",") is None
        and not looks_like_date(value)
    )


def filled(row: list[Any]) -> list[tuple[int, Any]]:
    """The cells of a row that hold something, with their columns."""
    return [(c, v) for c, v in enumerate(row) if not is_empty(v)]


def is_blank(row: list[Any]) -> bool:
    """True for a row without anything."""
    return row.count("") == len(row) or all(map(is_empty, row))


def fill_merged(grid: Grid, merges: Merges, from_row: int) -> bool:
    """Repeat a merged cell's value down its rows, as people read it; True if something was."""
    count = 0
    for (top, left), (end, _right) in merges:
        bottom = min(end, len(grid) - 1)
        if top < from_row or bottom <= top or left >= len(grid[top]) or count > _MERGED_CELLS_MAX:
            continue
        value = grid[top][left]
        for row in grid[top + 1 : bottom + 1]:
            if left < len(row) and is_empty(row[left]):
                row[left] = value
                count += 1
    return count > 0


def range_of(top: int, left: int, bottom: int, right: int) -> str:
    """Excel's name of a range, such as A3:F90; all counted from 0."""
    return f"{letter_of(left)}{top + 1}:{letter_of(right)}{bottom + 1}"


def parse_range(text: str) -> tuple[int, int, int, int] | None:
    """Top, left, bottom and right of a range, counted from 0; None if it is none."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return None
    left, right = (_column(found[i].upper()) for i in (1, 3))
    return int(found[2]) - 1, left, int(found[4]) - 1, right


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
