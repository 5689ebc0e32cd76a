"""Turns the cells of mapped columns into typed values, column by column, in the reading process.

Each column keeps the values it has seen: a sheet of 500,000 lines has few different dates, products
and customers, so most cells cost one dictionary lookup. Numbers of invoice lines are read together.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from typing import Any

from b2bdesk.exchange_formats.excel.model import CellProblem, Chunk, ColumnRead, SheetRequest
from b2bdesk.exchange_formats.excel.profile import EMAIL
from b2bdesk.exchange_formats.values import (
    MICRO,
    Bad,
    cell_error,
    read_day,
    read_multiline,
    read_number,
    text_of,
)
from b2bdesk.exchange_formats.words import words_of

CHUNK_ROWS = 4000
_SEEN_MAX = 200_000
_NUMBERS = ("number", "money")
_TRUE = {"yes", "y", "true", "1", "x", "ja", "j", "oui", "o", "si", "s", "wahr", "vrai"}
_FALSE = {"no", "n", "false", "0", "nein", "non", "nee", "falsch", "faux"}


class _Seen(dict[Any, Any]):
    """Values already read; the first ``Bad`` switches on the slow path that reports them."""

    __slots__ = ("any_bad", "read")

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self.read = read
        self.any_bad = False

    def __missing__(self, value: Any) -> Any:
        if len(self) > _SEEN_MAX:
            self.clear()
        if type(value) is float:  # the most of a large sheet's different values
            found = self[value] = self.read(value)
        else:
            found = self[value] = cell_error(value) or self.read(value)
        if type(found) is Bad:
            self.any_bad = True
        return found


def _number(value: Any, decimal: str) -> int | Bad | None:
    if type(value) is float:
        # A float below 10**9 that is the nearest one to a number of millionths is read as that
        # number by its shortest text too, because 15 digits tell all floats apart.
        found = round(value * MICRO) if -1e9 < value < 1e9 else 0
        if found / MICRO == value:
            return found
    return read_number(value, decimal)


def _packed(cells: tuple[Any, ...]) -> Any:
    """What ``_number`` reads by its first rule in all of these cells, as an array; else None."""
    import numpy as np

    try:
        values = np.frombuffer(array("d", cells))
    except (TypeError, OverflowError):
        return None
    if not (np.abs(values) < 1e9).all():
        return None
    found = np.rint(values * MICRO)
    return found.astype(np.int64) if (found / MICRO == values).all() else None


def _whole(value: Any, decimal: str) -> int | Bad | None:
    found = _number(value, decimal)
    if isinstance(found, int):
        number, rest = divmod(found, MICRO)
        return number if rest == 0 else Bad("not_whole", text_of(value) or "")
    return found


def _email(value: Any) -> str | Bad | None:
    text = text_of(value)
    if text is None:
        return None
    text = text.removeprefix("mailto:").strip("<> ")
    return text if EMAIL.fullmatch(text) else Bad("not_email", text)


def _yes_no(value: Any) -> bool | Bad | None:
    text = text_of(value)
    if text is None:
        return None
    low = text.casefold()
    return True if low in _TRUE else False if low in _FALSE else Bad("not_yes_no", text)


def _choice(value: Any, choices: dict[str, str]) -> str | Bad | None:
    text = text_of(value)
    if text is None:
        return None
    return choices.get(words_of(text)) or Bad("unknown_word", text)


def _choices(value: Any, choices: dict[str, str]) -> str | Bad | None:
    text = text_of(value)
    if text is None:
        return None
    keys: list[str] = []
    for part in text.replace(";", ",").replace("/", ",").replace("|", ",").split(","):
        if part.strip():
            key = choices.get(words_of(part))
            if key is None:
                return Bad("unknown_word", part.strip())
            keys.append(key)
    return ",".join(dict.fromkeys(keys)) or None


def reader_of(column: ColumnRead, *, date1904: bool = False) -> Callable[[Any], Any]:
    """The function that reads one cell of this column. ``date1904``: how bare numbers count."""
    decimal, order, choices = column.decimal, column.date_order, dict(column.choices)
    readers: dict[str, Callable[[Any], Any]] = {
        "text": text_of,
        "code": text_of,
        "note": read_multiline,
        "number": partial(_number, decimal=decimal),
        "money": partial(_number, decimal=decimal),
        "whole": partial(_whole, decimal=decimal),
        "date": partial(read_day, order=order, date1904=date1904),
        "email": _email,
        "yes_no": _yes_no,
        "choice": partial(_choice, choices=choices),
        "choices": partial(_choices, choices=choices),
    }
    return readers[column.type]


@dataclass(frozen=True, slots=True)
class TypedRows:
    """Some rows of a sheet by column: row numbers, and for each asked column its values.

    Numbers of invoice lines that are plain ones in all rows are an array of millionths.
    """

    numbers: list[int]
    columns: list[Sequence[Any]]
    problems: list[CellProblem]

    def chunk(self) -> Chunk:
        """The same by row, as it travels."""
        return Chunk(list(zip(self.numbers, *self.columns, strict=True)), self.problems)


def convert(grid: list[list[Any]], request: SheetRequest) -> Iterator[TypedRows]:
    """Typed rows of the asked range, blank rows and rows to skip left out."""
    seen = [_Seen(reader_of(column, date1904=request.date1904)) for column in request.columns]
    skip = set(request.skip_rows)
    grid = _overridden(grid, request.overrides)
    stop = min(request.last_row, len(grid))
    for start in range(request.first_row - 1, stop, CHUNK_ROWS):
        rows = grid[start : min(start + CHUNK_ROWS, stop)]
        widths = set(map(len, rows))
        width = max(widths)
        if len(widths) > 1:  # text files may have ragged rows
            rows = [row + [None] * (width - len(row)) for row in rows]
        by_column = list(zip(*rows, strict=True))
        numbers = list(range(start + 1, start + 1 + len(rows)))
        wanted = _wanted(numbers, rows, by_column, skip)
        if not all(wanted):
            numbers = list(compress(numbers, wanted))
            by_column = [tuple(compress(column, wanted)) for column in by_column]
        if not numbers:
            continue
        problems: list[CellProblem] = []
        typed: list[Sequence[Any]] = []
        for column, known in zip(request.columns, seen, strict=True):
            if column.index >= width:
                typed.append([None] * len(numbers))
                continue
            cells = by_column[column.index]
            packed = _packed(cells) if request.lines and column.type in _NUMBERS else None
            typed.append(
                _column(cells, column, known, numbers, problems) if packed is None else packed
            )
        yield TypedRows(numbers, typed, problems)


def _wanted(
    numbers: list[int], rows: list[list[Any]], columns: list[tuple[Any, ...]], skip: set[int]
) -> list[bool]:
    """Which rows hold something and are not to be skipped."""
    if any("" not in column and None not in column for column in columns):
        return [True] * len(rows) if not skip else [number not in skip for number in numbers]
    return [
        row.count("") + row.count(None) != len(row) and number not in skip
        for number, row in zip(numbers, rows, strict=True)
    ]


def _overridden(
    grid: list[list[Any]], overrides: tuple[tuple[int, int, str], ...]
) -> list[list[Any]]:
    """The cells with some of them replaced; the sheet itself stays as it was read."""
    if not overrides:
        return grid
    grid, own = list(grid), set[int]()
    for number, column, text in overrides:
        at = number - 1
        if at >= len(grid):
            continue
        if at not in own:
            own.add(at)
            grid[at] = list(grid[at])
        grid[at] += [None] * (column + 1 - len(grid[at]))
        grid[at][column] = text
    return grid


def _column(
    cells: tuple[Any, ...],
    column: ColumnRead,
    known: _Seen,
    numbers: list[int],
    problems: list[CellProblem],
) -> list[Any]:
    values = list(map(known.__getitem__, cells))
    if known.any_bad:
        for i, value in enumerate(values):
            if isinstance(value, Bad):
                problems.append(
                    CellProblem(
                        numbers[i], column.index, column.field, value.code, value.text, value.detail
                    )
                )
                values[i] = None
    return values
