"""Which lines the import's preview shows, and where its notes stand."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.services.imports.plan import ProblemRow
from b2bdesk.ui.pages.data.issues import Issue
from b2bdesk.ui.pages.data.sheet_lines import AllBut, SheetLines, with_neighbours


def issue(row: int) -> Issue:
    problem = ProblemRow("S", row, 0, "A", "x", "not_date", "", "rejected")
    return Issue("S", row, 0, (problem,))


def plain_lines(rows: list[int], noted: list[int]) -> list[tuple[int, bool]]:
    """The lines one after the other: (row, is a note)."""
    found = []
    for row in rows:
        found.append((row, False))
        found += [(row, True)] * noted.count(row)
    return found


@given(
    st.integers(1, 40),
    st.integers(0, 60),
    st.lists(st.integers(1, 80), max_size=12),
    st.lists(st.integers(1, 80), max_size=30),
)
def test_lines_are_the_rows_with_their_notes_under_them(
    first: int, count: int, noted: list[int], out: list[int]
) -> None:
    every = range(first, first + count)
    rows = AllBut(every, out)
    assert list(rows) == [row for row in every if row not in out]
    assert len(rows) == len(list(rows))
    for seen in (every, rows, list(rows)):
        check_lines(seen, noted)


def check_lines(rows: Sequence[int], noted: list[int]) -> None:
    lines = SheetLines(rows, [issue(row) for row in noted])
    told = plain_lines(list(rows), noted)
    assert len(lines) == len(told)
    shown = [(lines.row_at(n), lines.issue_at(n) is not None) for n in range(len(lines))]
    assert shown == told
    for row in range(1, 100):
        later = [n for n, (at, note) in enumerate(told) if at >= row and not note]
        assert lines.line_of(row) == (later[0] if later else None)


def test_rows_come_with_those_around_them_inside_the_data() -> None:
    assert with_neighbours([2, 9], 2, 9) == [2, 3, 8, 9]
    lines = SheetLines([2, 3, 8, 9], [issue(3)])
    assert [n for n in range(len(lines)) if lines.gap_above(n)] == [3]
