"""Finds the table on a sheet: its header, its columns, its last row, and what is not data.

Works on the raw grid (lists of cells from A1, '' or None where empty) in the reading process.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import zip_longest
from operator import itemgetter
from typing import Any

from b2bdesk.exchange_formats.excel.grid import (
    Grid,
    Merges,
    fill_merged,
    is_blank,
    parse_range,
)
from b2bdesk.exchange_formats.excel.header import Header, find_header, header_at, is_units_line
from b2bdesk.exchange_formats.excel.model import (
    ColumnLook,
    SheetLook,
    SheetNotice,
    TableHint,
    letter_of,
)
from b2bdesk.exchange_formats.excel.not_data import (
    last_data_row,
    repeated_lines,
    telling,
    totals,
)
from b2bdesk.exchange_formats.excel.profile import (
    FloatCounts,
    as_cell,
    count_values,
    profile_column,
)
from b2bdesk.exchange_formats.excel.tables import Table, find_tables

_SCAN_ROWS = 40
_HEAD_ROWS = 2000
_SAMPLE = 300
_FIRST = 500  # rows that give a column's examples
_AT_ONCE = 4000
COLUMNS_MAX = 1000
_NO_HINT = TableHint()


def sniff_sheet(
    name: str,
    hidden: bool,
    grid: Grid,
    merges: Merges,
    known_words: frozenset[str],
    told: TableHint = _NO_HINT,
) -> SheetLook:
    """The table on this sheet; a sheet without one has no columns.

    ``known_words``: names of fields (``recognise.header_words``), which mark a header row.
    ``told``: what the user says of the sheet.
    """
    whole = _with_something(grid)
    if not whole:
        return SheetLook(name, hidden, 0, 0, 0, 0, (), (), (), notes=("empty",))
    tables: list[Table] = []
    area = parse_range(told.table) if told.table else None
    if area is None and told.header_row != 0:
        tables = find_tables(grid, whole, merges, known_words)
        if told.header_row is not None:
            tables.sort(key=lambda table: not table.has_row(told.header_row or 0))
        area = tables[0].area if len(tables) > 1 else None
    view = grid if area is None else _masked(grid, area)
    rows = whole if area is None else [i for i in whole if i < len(view) and not is_blank(view[i])]
    found = _Found(view, rows, _header(view, rows, merges, known_words, told), merges)
    look = found.look(name, hidden)
    if area is not None:
        beside = [
            i + 1 for i in whole if look.first_row <= i + 1 <= look.last_row and is_blank(view[i])
        ]
        look = replace(look, skip_rows=tuple(sorted({*look.skip_rows, *beside})))
    if len(tables) > 1:
        ranges = tuple(table.name for table in tables)
        notice = SheetNotice("other_tables", look.header_row, ranges[0], len(ranges))
        look = replace(look, tables=ranges, notices=(notice,))
    return look


def _masked(grid: Grid, area: tuple[int, int, int, int]) -> Grid:
    """The grid with everything outside an area left empty."""
    top, left, bottom, right = area
    blank = [""] * left
    rows = [blank + row[left : right + 1] for row in grid[top : bottom + 1]]
    return [[] for _ in range(top)] + rows


def _header(
    grid: Grid, rows: list[int], merges: Merges, known_words: frozenset[str], told: TableHint
) -> Header:
    if told.header_row is None:
        head = [i for i in rows[:_HEAD_ROWS] if i < _HEAD_ROWS][:_SCAN_ROWS] or rows[:_SCAN_ROWS]
        return find_header(grid, head, merges, known_words)
    if 0 < told.header_row <= len(grid):
        return header_at(grid, told.header_row - 1, merges, known_words)
    return Header(-1)


@dataclass(frozen=True, slots=True)
class _Found:
    """A table whose header is known. ``rows``: the filled ones of the grid."""

    grid: Grid
    rows: list[int]
    header: Header
    merges: Merges

    def look(self, name: str, hidden: bool) -> SheetLook:
        """Everything told of it."""
        grid, header = self.grid, self.header
        first = header.row + 1 if header.row >= 0 else self.rows[0]
        merged = fill_merged(grid, self.merges, first)
        last_filled = max(self.rows[-1], first)
        last = min(last_data_row(grid, first, last_filled, header), len(grid) - 1)
        data = self.rows[bisect_left(self.rows, first) : bisect_right(self.rows, last)]
        counted = _Counted(grid, data, header.names)
        units = [first] if data[:1] == [first] and is_units_line(grid, header) else []
        again = repeated_lines(grid, data[len(units) :], header, counted.holds)
        out = {*units, *again}
        if out:
            counted.leave_out(out)
            data = [i for i in data if i not in out]
        columns, marked = counted.looks()
        sums = totals(grid, data, columns, marked)
        if sums:
            out.update(sums)
            counted.leave_out(sums)
            columns, _ = counted.looks()
            data = [i for i in data if i not in out]
        step = max(1, len(data) // _SAMPLE)
        picked = data[: _SAMPLE // 3] + data[_SAMPLE // 3 :: step][:_SAMPLE]
        trailing = range(last + 1, last_filled + 1)
        wide = any(len(grid[i]) > COLUMNS_MAX for i in data[:_SAMPLE])
        notes = (
            ("title_above", header.row >= 0 and self.rows[0] < header.row),
            ("no_header", header.row < 0),
            ("two_line_header", header.two_lines),
            ("units", bool(units)),
            ("merged", merged),
            ("repeated_header", bool(again)),
            ("totals", bool(sums) or bool(trailing)),
            ("many_columns", wide),
        )
        return SheetLook(
            name,
            hidden,
            header.row + 1,
            first + 1,
            last + 1,
            len(data),
            columns if data else (),
            tuple(tuple(as_cell(v) for v in grid[i][:COLUMNS_MAX]) for i in picked),
            tuple(i + 1 for i in picked),
            tuple(i + 1 for i in sorted({*out, *trailing})),
            tuple(code for code, true in notes if true) if data else ("empty",),
        )


def _with_something(grid: Grid) -> list[int]:
    """The rows that are not blank. Where the first column is full, no other cell is looked at."""
    try:
        first = list(map(itemgetter(0), grid))
    except IndexError:
        first = [None]
    texts = first if set(map(type, first)) == {str} else [v for v in first if type(v) is str]
    if None not in first and "" not in first and not any(map(str.isspace, texts)):
        return list(range(len(grid)))
    return [
        i
        for i, row in enumerate(grid)
        if (row and (v := row[0]) and (type(v) is not str or v.strip())) or not is_blank(row)
    ]


class _Counted:
    """The values of some rows, counted by column once however often they are asked about."""

    def __init__(self, grid: Grid, rows: list[int], names: tuple[str, ...]) -> None:
        self._grid, self._names = grid, names[:COLUMNS_MAX]
        self._left_out = set[int]()
        self._first = rows[:_FIRST]
        cells = [grid[i] for i in rows]
        widths = set(map(len, cells)) or {0}
        if max(widths) > COLUMNS_MAX:
            cells = [row[:COLUMNS_MAX] for row in cells]
            widths = set(map(len, cells))
        self._counts: list[Counter[Any] | FloatCounts] = []
        if len(widths) == 1:
            # Some rows at a time: they are at hand then, which all rows at once are not.
            parts = [
                list(zip(*cells[i : i + _AT_ONCE], strict=True))
                for i in range(0, len(cells), _AT_ONCE)
            ]
            self._counts = list(map(count_values, zip(*parts, strict=True)))
        elif cells:
            self._counts = [count_values([column]) for column in zip_longest(*cells)]
        while len(self._counts) < len(self._names):
            self._counts.append(Counter({None: len(rows)} if rows else {}))

    def holds(self, column: int, value: Any) -> bool:
        """Whether a text stands in a column."""
        counts = self._counts[column] if column < len(self._counts) else ()
        return not isinstance(counts, FloatCounts) and value in counts

    def leave_out(self, rows: Collection[int]) -> None:
        """Take some of the rows away again."""
        self._left_out.update(rows)
        for i in rows:
            for counts, value in zip_longest(self._counts, self._grid[i][: len(self._counts)]):
                if isinstance(counts, FloatCounts):
                    counts.leave_out(value)
                    continue
                counts[value] -= 1
                if not counts[value]:
                    del counts[value]

    def looks(self) -> tuple[tuple[ColumnLook, ...], list[tuple[int, str]]]:
        """Profiles of the columns that have a header or data, and the texts that tell of totals."""
        first = [self._grid[i] for i in self._first if i not in self._left_out]
        columns: list[ColumnLook] = []
        marked: list[tuple[int, str]] = []
        for c, counts in enumerate(self._counts):
            name = self._names[c] if c < len(self._names) else ""
            values = [row[c] for row in first if c < len(row)]
            look, words = profile_column(c, name, counts, values)
            marked += [(c, word) for word in telling(words)]
            if look.filled or look.errors or name:
                columns.append(look if name else replace(look, header=letter_of(c)))
        return tuple(columns), marked
