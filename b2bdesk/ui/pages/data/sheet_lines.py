"""Which rows of a sheet are on show, with a note under those that need a decision."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from b2bdesk.ui.pages.data.issues import Issue

AROUND = 1  # rows shown before and after a row that is asked for


class SheetLines:
    """Lines of the preview: a row of the sheet, or the note under one. Rows ascend."""

    def __init__(self, rows: Sequence[int], issues: Iterable[Issue]) -> None:
        self._rows = rows
        noted: list[tuple[int, Issue]] = []
        for issue in issues:
            place = bisect_left(rows, issue.row)
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
        place = bisect_left(self._rows, row)
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


def without(rows: range, left_out: Iterable[int]) -> Sequence[int]:
    """All rows but some; the range itself where none is left out."""
    out = sorted({row for row in left_out if row in rows})
    if not out:
        return rows
    ends = [rows.start - 1, *out, rows.stop]
    return [row for one, two in pairwise(ends) for row in range(one + 1, two)]
