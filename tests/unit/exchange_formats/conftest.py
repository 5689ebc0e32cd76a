"""Workbooks made for a test, and how it looks at them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import WorkbookLook
from b2bdesk.exchange_formats.excel.reader import open_workbook


@pytest.fixture
def make_book(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of ``{sheet: rows}``; ``merge`` are ranges of the first sheet."""

    def make(sheets: dict[str, list[list[Any]]], merge: tuple[str, ...] = ()) -> Path:
        book = openpyxl.Workbook()
        del book["Sheet"]
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        for cells in merge:
            book.worksheets[0].merge_cells(cells)
        path = tmp_path / "made.xlsx"
        book.save(path)
        return path

    return make


@pytest.fixture
def look_at() -> Callable[[Path], WorkbookLook]:
    """Open a file in its reading process and look at its sheets."""

    def look(path: Path) -> WorkbookLook:
        with open_workbook(path, Progress()) as book:
            return book.look()

    return look
