"""Cells that a user corrected before the import are read as corrected; the file is not touched."""

from __future__ import annotations

from typing import Any

from b2bdesk.exchange_formats.excel.convert import convert
from b2bdesk.exchange_formats.excel.model import ColumnRead, SheetRequest

COLUMNS = (
    ColumnRead("document", 0, "code"),
    ColumnRead("quantity", 1, "number"),
    ColumnRead("note", 3, "text"),
)


def rows_of(grid: list[list[Any]], *overrides: tuple[int, int, str]) -> list[tuple[Any, ...]]:
    request = SheetRequest("Sales", 2, 4, COLUMNS, skip_rows=(4,), overrides=overrides)
    chunks = [typed.chunk() for typed in convert(grid, request)]
    assert not [problem for chunk in chunks for problem in chunk.problems]
    return [row for chunk in chunks for row in chunk.rows]


def test_overridden_cells_are_read_as_typed() -> None:
    grid: list[list[Any]] = [["No", "Pieces"], ["1", 3.0], ["", ""], ["total", 3.0]]
    plain = [(2, "1", 3_000_000, None)]
    assert rows_of(grid) == plain
    corrected = rows_of(
        grid, (2, 1, "4.5"), (2, 3, "seen"), (3, 0, "2"), (4, 1, "9"), (900, 0, "x")
    )
    assert corrected == [(2, "1", 4_500_000, "seen"), (3, "2", None, None)]
    assert rows_of(grid, (2, 1, "")) == [(2, "1", None, None)]
    assert rows_of(grid) == plain, "the sheet as it was read is asked again"
