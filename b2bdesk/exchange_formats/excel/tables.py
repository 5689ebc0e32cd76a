"""Tells apart the tables of one sheet: side by side, or one below the other."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from b2bdesk.exchange_formats.excel.grid import (
    Grid,
    Merges,
    filled,
    is_empty,
    range_of,
)
from b2bdesk.exchange_formats.excel.header import find_header, header_score
from b2bdesk.exchange_formats.words import words_of

_HEAD_ROWS = 2000
_SCAN_ROWS = 40
_DENSE = 0.9


@dataclass(frozen=True, slots=True)
class Table:
    """One of several tables; ``area`` is top, left, bottom, right counted from 0."""

    area: tuple[int, int, int, int]

    @property
    def name(self) -> str:
        """Its range as Excel writes it."""
        return range_of(*self.area)

    def has_row(self, number: int) -> bool:
        """True where Excel's row of this number goes through the table."""
        return self.area[0] < number <= self.area[2] + 1


def find_tables(
    grid: Grid, rows: list[int], merges: Merges, known_words: frozenset[str]
) -> list[Table]:
    """The tables of a sheet, the largest first. ``rows``: its filled rows."""
    found: list[Table] = []
    for left, right in _bands(grid, rows, merges, known_words):
        found += _stacked(grid, rows, (left, right), merges, known_words)
    return sorted(found, key=lambda table: -_cells(grid, table.area)) if len(found) > 1 else found


# --- side by side ------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Band:
    left: int
    right: int
    header: int
    names: frozenset[str]
    last: int
    dense: bool


def _bands(
    grid: Grid, rows: list[int], merges: Merges, known_words: frozenset[str]
) -> list[tuple[int, int]]:
    """Column ranges of tables that stand side by side; one range where there is one table.

    An empty column alone parts nothing, since people leave some for looks: the parts must begin or
    end at other rows, or repeat each other's names.
    """
    head = rows[: bisect_left(rows, _HEAD_ROWS)]
    wide = [grid[i] for i in head if len(filled(grid[i])) > 1]
    width = max(map(len, wide), default=0)
    used = [any(c < len(row) and not is_empty(row[c]) for row in wide) for c in range(width)]
    runs: list[tuple[int, int]] = []
    for c in range(width):
        if used[c] and runs and runs[-1][1] == c - 1:
            runs[-1] = (runs[-1][0], c)
        elif used[c]:
            runs.append((c, c))
    whole = [(0, max(map(len, grid), default=1) - 1)]
    if len(runs) < 2 or len(runs) > 50:
        return whole
    bands = [_band(grid, head, run, merges, known_words) for run in runs]
    groups = [[bands[0]]]
    for band in bands[1:]:
        if _is_apart(groups[-1], band):
            groups.append([band])
        else:
            groups[-1].append(band)
    if len(groups) == 1:
        return whole
    return [(group[0].left, group[-1].right) for group in groups]


def _band(
    grid: Grid,
    rows: list[int],
    run: tuple[int, int],
    merges: Merges,
    known_words: frozenset[str],
) -> _Band:
    left, right = run
    view = {i: [""] * left + list(grid[i][left : right + 1]) for i in rows}
    own = [i for i in rows if filled(view[i])]
    sparse: Grid = [view.get(i, []) for i in range(rows[-1] + 1)]
    inside = [m for m in merges if left <= m[0][1] <= right and m[0][0] < len(sparse)]
    header = find_header(sparse, own[:_SCAN_ROWS], inside, known_words)
    names = frozenset(words_of(name) for name in header.names if name)
    data = [i for i in own if i > header.row]
    span = data[-1] - data[0] + 1 if data else 1
    dense = len(data) >= _DENSE * span and right > left
    return _Band(left, right, header.row, names, own[-1] if own else -1, dense)


def _is_apart(group: list[_Band], band: _Band) -> bool:
    before = group[-1]
    if before.right == before.left or band.right == band.left:
        return False
    if before.header < 0 or band.header < 0:
        return False
    if before.header != band.header:
        return True
    shared = len(before.names & band.names)
    if shared and 2 * shared >= min(len(before.names), len(band.names)):
        return True
    rows = max(before.last, band.last) - band.header
    differ = abs(before.last - band.last)
    return differ >= 2 and differ > 0.2 * rows and before.dense and band.dense


# --- one below the other -----------------------------------------------------------------------
def _stacked(
    grid: Grid,
    rows: list[int],
    columns: tuple[int, int],
    merges: Merges,
    known_words: frozenset[str],
) -> list[Table]:
    """Tables parted by blank rows, where the row after the gap is a header of its own."""
    left, right = columns
    part, own = grid, rows
    if left > 0 or right + 1 < max(map(len, grid)):
        part = [[""] * left + row[left : right + 1] for row in grid]
        own = [i for i in rows if filled(part[i])]
    if not own:
        return []
    starts, stops = [own[0]], [own[-1]]
    begun = 0  # where in the rows the table at hand begins
    current: frozenset[str] = frozenset()
    gaps = own[-1] - own[0] + 1 > len(own)
    for at in range(1, len(own)) if gaps else ():
        i = own[at]
        if i - own[at - 1] < 2:
            continue
        if not current:  # so far there were titles only
            above = own[begun : min(at, begun + _SCAN_ROWS)]
            current = _names(part, find_header(part, above, merges, known_words).row)
        begin = _header_after_gap(part, own, at, current, known_words)
        if begin < 0:
            continue
        if current:
            starts.append(i)
            stops.insert(-1, own[at - 1])
            begun = at
        current = _names(part, begin)
    return [Table((start, left, stop, right)) for start, stop in zip(starts, stops, strict=True)]


def _names(grid: Grid, row: int) -> frozenset[str]:
    return frozenset(words_of(str(v)) for _, v in filled(grid[row])) if row >= 0 else frozenset()


def _header_after_gap(
    grid: Grid, rows: list[int], at: int, current: frozenset[str], known_words: frozenset[str]
) -> int:
    """The header of a table that begins here, maybe under a title of its own; -1 where the table
    above goes on."""
    block = [rows[at]]
    for i in rows[at + 1 : at + 8]:
        if i - block[-1] > 2:
            break
        block.append(i)
    for skip in (0, 1):
        rest = block[skip:]
        cells = filled(grid[rest[0]]) if rest else []
        if len(cells) < 2:
            continue
        if len(rest) < 2:
            return -1
        width = max(len(filled(grid[i])) for i in rest)
        names = _names(grid, rest[0])
        known = sum(name in known_words for name in names)
        same = len(names & current) >= 0.7 * len(names)
        enough = header_score(grid, rest, width, known_words) >= 1.2
        if same:
            return -1
        if enough and (2 * known >= len(names) or _contrasts(grid, rest)):
            return rest[0]
        return -1
    return -1


def _contrasts(grid: Grid, rows: list[int]) -> bool:
    """True where the first row has texts and most rows below have numbers or dates under them."""
    told = [c for c, v in filled(grid[rows[0]]) if isinstance(v, str)]
    if len(told) < len(filled(grid[rows[0]])):
        return False
    below = [grid[i] for i in rows[1:5]]
    typed = sum(all(c < len(row) and not isinstance(row[c], str) for row in below) for c in told)
    return 2 * typed >= len(told)


def _cells(grid: Grid, area: tuple[int, int, int, int]) -> int:
    top, left, bottom, right = area
    parts = (row[left : right + 1] for row in grid[top : bottom + 1])
    return sum(len(part) - part.count("") for part in parts)
