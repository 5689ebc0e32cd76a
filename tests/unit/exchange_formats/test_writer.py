"""Workbooks and text tables that are written: real tables, formats, and nothing that runs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b2bdesk.core.errors import FileError
from b2bdesk.core.region import set_region
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.exchange_formats.text_writer import write_csv

COLUMNS = [
    ColumnOut("code", "Number", "code"),
    ColumnOut("name", "Account"),
    ColumnOut("day", "Last order", "date"),
    ColumnOut("sales", "Sales, USD", "money", currency="USD"),
    ColumnOut("share", "P(active)", "percent"),
    ColumnOut("lines", "Lines", "int"),
]
ROWS: list[dict[str, Any]] = [
    {"code": "0042", "name": '=HYPERLINK("x")', "day": date(2020, 5, 31), "sales": 123_456,
     "share": 0.25, "lines": 3},
    {"code": "9007199254740993", "name": "@sum", "day": None, "sales": -50, "share": None,
     "lines": 9_007_199_254_740_993},
]  # fmt: skip


@pytest.fixture(autouse=True)
def swede() -> Iterator[None]:
    set_region("sv_SE")
    yield
    set_region("")


@pytest.fixture
def written(tmp_path: Path) -> Any:
    path = tmp_path / "out.xlsx"
    write_workbook(
        path,
        [
            SheetOut("Portfolio", COLUMNS, ROWS, totals=("sales",), note="As of 31 May 2020"),
            SheetOut("portfolio", [ColumnOut("a", "A"), ColumnOut("b", "a")], [("x", "+1")]),
            SheetOut("A/B: [all] of a very long name indeed", COLUMNS, []),
        ],
    )
    return openpyxl.load_workbook(path)


def test_a_real_table_with_frozen_header_and_note(written: Any) -> None:
    sheet = written["Portfolio"]
    assert sheet["A1"].value == "As of 31 May 2020"
    (table,) = sheet.tables.values()
    assert table.ref == "A3:F5"
    assert [column.name for column in table.tableColumns] == [c.title for c in COLUMNS]
    assert sheet.freeze_panes == "B4"
    assert sheet.column_dimensions["B"].width > 16


def test_values_keep_their_kinds(written: Any) -> None:
    sheet = written["Portfolio"]
    assert [c.value for c in sheet[4]][:2] == ["0042", '=HYPERLINK("x")']
    assert [c.data_type for c in sheet[4]] == ["s", "s", "d", "n", "n", "n"]
    assert sheet["C4"].value.date() == date(2020, 5, 31)
    assert sheet["C4"].number_format == "yyyy-mm-dd"
    assert Decimal(repr(sheet["D4"].value)) == Decimal("1234.56")
    assert sheet["D4"].number_format.startswith("#,##0.00")
    assert sheet["E4"].number_format == "0.0%"
    assert (sheet["E5"].value, sheet["C5"].value) == (None, None)
    assert (sheet["A5"].value, sheet["F5"].value) == ("9007199254740993", "9007199254740993")
    assert sheet["D6"].value == "=SUBTOTAL(109,D4:D5)"
    assert sheet["A6"].value == "Total"


def test_names_of_sheets_and_columns_are_made_legal(written: Any) -> None:
    assert written.sheetnames[:2] == ["Portfolio", "portfolio 2"]
    assert len(written.sheetnames[2]) <= 31
    (table,) = written["portfolio 2"].tables.values()
    assert [column.name for column in table.tableColumns] == ["A", "a 2"]


def test_a_currency_without_cents_has_none(tmp_path: Path) -> None:
    path = tmp_path / "yen.xlsx"
    columns = [ColumnOut("m", "Sales, JPY", "money", currency="JPY")]
    write_workbook(path, [SheetOut("S", columns, [(1500,)])])
    cell = openpyxl.load_workbook(path)["S"]["A2"]
    assert cell.value == 1500
    assert cell.number_format.startswith("#,##0;")


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be written"):
        write_workbook(tmp_path / "none" / "out.xlsx", [SheetOut("S", COLUMNS, ROWS)])
    good = tmp_path / "good.xlsx"
    write_workbook(good, [SheetOut("S", COLUMNS, ROWS)])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["good.xlsx"]


def test_text_tables_defuse_formulas_but_keep_numbers(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, ["Name", "Value"], [["=cmd|x", "-5"], ["Zoë", None], ["-x", "+1.5"]])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Name", "Value"], ["'=cmd|x", "-5"], ["Zoë", ""], ["'-x", "+1.5"],
        ]  # fmt: skip
