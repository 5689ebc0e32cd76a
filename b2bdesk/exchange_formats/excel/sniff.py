"""Finds the table on a sheet: its header, its columns, its last row, and what is not data.

Works on the raw grid (lists of cells from A1, '' or None where empty) in the reading process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from b2bdesk.exchange_formats.excel.model import ColumnLook, SheetLook, letter_of
from b2bdesk.exchange_formats.excel.profile import as_cell, profile_column
from b2bdesk.exchange_formats.values import looks_like_date, parse_number, text_of
from b2bdesk.exchange_formats.words import words_of

Grid = list[list[Any]]
Merges = list[tuple[tuple[int, int], tuple[int, int]]]
_SCAN_ROWS = 40
_SAMPLE = 300
_MERGED_CELLS_MAX = 200_000
_TOTAL = re.compile(
    r"(grand |sub|sub-|sub )?(total|totals|sum|summe|gesamt|gesamtsumme|endsumme|zwischensumme|"
    r"totale|totaal|total general|somme|subtotale|subtotaal)\b.{0,25}:?",
    re.IGNORECASE,
)


def is_empty(value: Any) -> bool:
    """True for a cell with nothing to read in it."""
    return value is None or value == "" or (isinstance(value, str) and not value.strip())


@dataclass(frozen=True, slots=True)
class _Header:
    row: int  # index in the grid, -1 for none
    names: tuple[str, ...]
    two_lines: bool = False


def fill_merged(grid: Grid, merges: Merges, from_row: int) -> bool:
    """Repeat a merged cell's value down its rows, as people read it; True if something was."""
    filled = 0
    for (top, left), (bottom, _right) in merges:
        if top < from_row or bottom == top or bottom >= len(grid) or filled > _MERGED_CELLS_MAX:
            continue
        value = grid[top][left]
        for row in range(top + 1, bottom + 1):
            if is_empty(grid[row][left]):
                grid[row][left] = value
                filled += 1
    return filled > 0


def sniff_sheet(
    name: str, hidden: bool, grid: Grid, merges: Merges, known_words: frozenset[str]
) -> SheetLook:
    """The table on this sheet; a sheet without one has no columns.

    ``known_words``: names of fields (``recognise.header_words``), which mark a header row.
    """
    filled_rows = [i for i, row in enumerate(grid[:2000]) if not all(map(is_empty, row))]
    if not filled_rows:
        return SheetLook(name, hidden, 0, 0, 0, 0, (), (), (), notes=("empty",))
    header = _find_header(grid, filled_rows[:_SCAN_ROWS], merges, known_words)
    first = header.row + 1 if header.row >= 0 else filled_rows[0]
    merged = fill_merged(grid, merges, first)
    last = len(grid) - 1
    while last > first and all(map(is_empty, grid[last])):
        last -= 1
    last_filled = last
    while last > first and _is_note(grid[last], header):
        last -= 1
    columns, totals = _columns(grid, first, last, header)
    skip = sorted({*totals, *range(last + 1, last_filled + 1)})
    skipped = set(skip)
    rows = [
        i
        for i in range(first, last + 1)
        if i not in skipped
        and grid[i].count("") != len(grid[i])
        and not all(map(is_empty, grid[i]))
    ]
    step = max(1, len(rows) // _SAMPLE)
    picked = rows[: _SAMPLE // 3] + rows[_SAMPLE // 3 :: step][:_SAMPLE]
    notes = [
        code
        for code, true in (
            ("title_above", header.row > filled_rows[0]),
            ("no_header", header.row < 0),
            ("two_line_header", header.two_lines),
            ("merged", merged),
            ("totals", bool(skip)),
        )
        if true
    ]
    return SheetLook(
        name,
        hidden,
        header.row + 1,
        first + 1,
        last + 1,
        len(rows),
        columns if rows else (),
        tuple(tuple(as_cell(v) for v in grid[i]) for i in picked),
        tuple(i + 1 for i in picked),
        tuple(i + 1 for i in skip),
        tuple(notes) if rows else ("empty",),
    )


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, str)
        and not is_empty(value)
        and parse_number(value) is None
        and parse_number(value, ",") is None
        and not looks_like_date(value)
    )


def _find_header(
    grid: Grid, rows: list[int], merges: Merges, known_words: frozenset[str]
) -> _Header:
    width = max(sum(not is_empty(v) for v in grid[i]) for i in rows)
    # A row of cells that each span several columns stands above the header proper.
    spanned = {top for (top, left), (bottom, right) in merges if right > left and top == bottom}
    best, best_score = -1, 0.0
    for at, i in enumerate(rows):
        row = grid[i]
        cells = [(c, v) for c, v in enumerate(row) if not is_empty(v)]
        texts = [str(v).strip() for _, v in cells if _is_text(v)]
        if len(cells) < min(2, width) or len(texts) < 0.7 * len(cells):
            continue
        known = sum(words_of(text) in known_words for text in texts)
        below = [grid[j] for j in rows[at + 1 : at + 6]]
        if not below and not known:
            continue
        contrast = sum(
            any(c < len(r) and not is_empty(r[c]) and not _is_text(r[c]) for r in below)
            for c, v in cells
            if _is_text(v)
        )
        unique = len({t.casefold() for t in texts}) == len(texts)
        score = (
            len(cells) / width
            + 1.5 * known / len(cells)
            + 0.7 * contrast / len(cells)
            + (0.2 if unique else -0.5)
            - 0.02 * at
            - (0.6 if i in spanned else 0.0)
        )
        if (known >= 1 or contrast >= 1) and score > best_score + 0.15:
            best, best_score = i, score
    if best < 0 or best_score < 1.0:
        return _Header(-1, ())
    names = [text_of(v) or "" if not is_empty(v) else "" for v in grid[best]]
    above = _spans_above(grid, best, merges)
    if above:
        names = [f"{above[c]} {n}".strip() if c in above else n for c, n in enumerate(names)]
    return _Header(best, tuple(names), bool(above))


def _spans_above(grid: Grid, header: int, merges: Merges) -> dict[int, str]:
    """The words of horizontally merged cells right above the header, by column."""
    words: dict[int, str] = {}
    spans = [m for m in merges if m[0][0] == m[1][0] == header - 1 and m[1][1] > m[0][1]]
    width = len(grid[header])
    for (top, left), (_, right) in spans:
        if right - left + 1 >= 0.8 * width:
            return {}  # a title over the whole table, not a second header line
        text = text_of(grid[top][left])
        if text:
            words.update(dict.fromkeys(range(left, right + 1), text))
    return words if len(spans) > 1 else {}


def _is_note(row: list[Any], header: _Header) -> bool:
    """A source line or remark under the table: one text in a table of several columns."""
    filled = [v for v in row if not is_empty(v)]
    columns = sum(1 for n in header.names if n)
    return columns >= 3 and len(filled) == 1 and isinstance(filled[0], str)


def _columns(
    grid: Grid, first: int, last: int, header: _Header
) -> tuple[tuple[ColumnLook, ...], list[int]]:
    """Profiles of the columns that have a header or data, and the rows of totals."""
    rows = grid[first : last + 1]
    widths = set(map(len, rows))
    width = max(*widths, len(header.names), 0)
    found: list[ColumnLook] = []
    marked: list[tuple[int, str]] = []
    even = len(widths) == 1
    by_column = list(zip(*rows, strict=True) if even else zip_longest(*rows))
    for c in range(width):
        name = header.names[c] if c < len(header.names) else ""
        values = by_column[c] if c < len(by_column) else (None,) * len(rows)
        look, words = profile_column(c, name, values)
        marked += [(c, word) for word in words if _TOTAL.fullmatch(word.strip())]
        if look.filled or name:
            found.append(look if name else replace(look, header=letter_of(c)))
    if not marked:
        return tuple(found), []
    hits = [
        i
        for i in range(first, last + 1)
        if any(c < len(grid[i]) and grid[i][c] == word for c, word in marked)
    ]
    return tuple(found), [i for i in hits if _is_total(grid[i], len(found))]


def _is_total(row: list[Any], columns: int) -> bool:
    """A word such as Total, at least one number, and cells left empty beside them."""
    filled = [v for v in row if not is_empty(v)]
    numbers = [v for v in filled if not isinstance(v, (str, date))]
    texts = [v for v in filled if isinstance(v, str)]
    numbers += [t for t in texts if parse_number(t) is not None]
    return bool(numbers) and len(filled) < columns and len(texts) <= 2
