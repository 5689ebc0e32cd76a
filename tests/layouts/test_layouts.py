"""Nasty layouts, each with the rows that a person sees in it.

Workbooks are read as openpyxl makes them here, and as LibreOffice wrote them in its own formats
(``tests/data/layouts``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from b2bdesk.exchange_formats.excel.model import SourceFile
from b2bdesk.exchange_formats.excel.profile import as_cell
from b2bdesk.exchange_formats.excel.sources import open_source
from tests.layouts import texts, values, workbooks
from tests.layouts.layout import Layout, Row, check, source_file

WORKBOOKS = (*workbooks.LAYOUTS, *values.LAYOUTS)
CONVERTED = Path(__file__).parents[1] / "data" / "layouts"


def test_there_are_many_and_no_two_share_a_name() -> None:
    names = [layout.name for layout in (*WORKBOOKS, *texts.LAYOUTS)]
    assert len(names) == len(set(names))
    assert len(names) >= 40


@pytest.mark.parametrize("layout", [*WORKBOOKS, *texts.LAYOUTS], ids=lambda layout: layout.name)
def test_layout(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / f"{layout.name}{layout.suffix}"
    layout.make(path)
    check(layout, source_file(path))


@pytest.mark.parametrize(
    ("layout", "suffix"),
    [
        pytest.param(layout, suffix, id=f"{layout.name}{suffix}")
        for layout in WORKBOOKS
        for suffix in layout.forms
    ],
)
def test_layout_written_by_libreoffice(layout: Layout, suffix: str) -> None:
    check(layout, source_file(CONVERTED / f"{layout.name}{suffix}"))


@pytest.mark.parametrize(
    ("text", "columns", "rows"), [pytest.param(*case[1:], id=case[0]) for case in texts.PASTED]
)
def test_pasted_table(text: str, columns: tuple[str, ...], rows: tuple[Row, ...]) -> None:
    layout = Layout("", lambda path: None, 1, columns, rows)
    check(layout, SourceFile("Pasted table", "text", pasted=text))


@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_a_whole_workbook_is_the_same_in_every_form(suffix: str) -> None:
    sheets = [
        {
            name: [tuple(map(as_cell, row)) for row in source.grid(name)[0]]
            for name, _ in source.sheets
        }
        for source in (
            open_source(source_file(CONVERTED.parent / "northwind.xlsx")),
            open_source(source_file(CONVERTED / f"northwind{suffix}")),
        )
    ]
    assert {name: len(rows) for name, rows in sheets[0].items()} == {
        "Customers": 94,
        "Orders": 831,
        "Lines": 2156,
    }
    assert sheets[0] == sheets[1]
