"""Which rows of a sheet are on show, with a note under those that need a decision."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import overload

from b2bdesk.ui.pages.data.issues import Issue

AROUND = 1  # rows shown before and after a row that is asked for


class SheetLines:
    """Lines of the preview: a row of the sheet, or the note under one. Rows ascend."""

    def __init__(self, rows: Sequence[int], issues: Iterable[Issue]) -> None:
        self._rows = rows
        noted: list[tuple[int, Issue]] = []
        for issue in issues:
            place = _place_in(rows, issue.row)
            if place < len(rows) and rows[place] == issue.row:
                noted.append((place, issue))
        noted.sort(key=lambda pair: pair[0])
        self._issues = tuple(issue for _, issue in noted)
        self._lines = [place + 1 + before for before, (place, _) in enumerate(noted)]

    def __len__(self) -> int:
        return len(self._rows) + len(self._lines)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The issues that have a note, by row."""
        return self._issues

    @property
    def note_lines(self) -> Sequence[int]:
        """The lines that are notes, ascending."""
        return self._lines

    def issue_at(self, line: int) -> Issue | None:
        """The issue that a line is the note of; None for a row of the sheet."""
        place = bisect_left(self._lines, line)
        if place < len(self._lines) and self._lines[place] == line:
            return self._issues[place]
        return None

    def row_at(self, line: int) -> int:
        """The row number of a line; of a note, the row it belongs to."""
        before = bisect_right(self._lines, line)
        return self._rows[min(line - before, len(self._rows) - 1)]

    def line_of(self, row: int) -> int | None:
        """The line of a row, or of the next one where it is not on show; None behind the last."""
        place = _place_in(self._rows, row)
        if place >= len(self._rows):
            return None
        return place + self._notes_before(place)

    def _notes_before(self, place: int) -> int:
        """How many notes stand above the row at a place."""
        low, high = 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            if self._lines[middle] - middle - 1 < place:
                low = middle + 1
            else:
                high = middle
        return low

    def gap_above(self, line: int) -> bool:
        """True where rows of the sheet are left out above a line."""
        if line == 0 or self.issue_at(line) is not None:
            return False
        return self.row_at(line) - self.row_at(line - 1) > 1


def with_neighbours(rows: Iterable[int], first: int, last: int) -> list[int]:
    """Rows and those around them, ascending, within the sheet's data."""
    found: set[int] = set()
    for row in rows:
        found.update(range(max(first, row - AROUND), min(last, row + AROUND) + 1))
        found.add(row)
    return sorted(found)


class AllBut(Sequence[int]):
    """The rows of a sheet without some, ascending; holds only those that are left out."""

    def __init__(self, rows: range, left_out: Iterable[int]) -> None:
        self._rows = rows
        self._out = sorted({row for row in left_out if row in rows})
        # How many rows that stay come before each that is left out.
        self._before = [row - rows.start - n for n, row in enumerate(self._out)]

    def __len__(self) -> int:
        return len(self._rows) - len(self._out)

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> list[int]: ...

    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._rows.start + place + bisect_right(self._before, place)

    def place_of(self, row: int) -> int:
        """The place of a row, or of the next one that stays."""
        left_out = bisect_left(self._out, row)
        return min(max(row - self._rows.start, 0) - left_out, len(self))


def _place_in(rows: Sequence[int], row: int) -> int:
    """Where a row stands or would stand, as ``bisect_left`` says it."""
    if isinstance(rows, AllBut):
        return rows.place_of(row)
    if isinstance(rows, range):
        return min(max(row - rows.start, 0), len(rows))
    return bisect_left(rows, row)
