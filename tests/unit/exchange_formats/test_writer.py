"""Workbooks and text tables that are written: real tables, formats, and nothing that runs."""

from __future__ import annotations

import gc
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b2bdesk.core.errors import FileError
from b2bdesk.core.region import set_region
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook

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


HOSTILE = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "<r>&<b/></r>",
    "_x0041_", "a\x00b\x0bc\ud800d", " spaces ", "line\nline", "{=1}", "'=1", "http://x.example",
)  # fmt: skip


def read_back(path: Path, sheets: Sequence[SheetOut], **told: Any) -> Any:
    write_workbook(path, sheets, **told)
    return openpyxl.load_workbook(path)


def test_no_text_becomes_a_formula_a_link_or_broken_xml(tmp_path: Path) -> None:
    columns = [
        ColumnOut("k", "=1+1", note="=1"), ColumnOut("n", "@x", "note"),
        ColumnOut("r", "+y", "raw"), ColumnOut("d", "-z", "date"),
    ]  # fmt: skip
    rows = [(text,) * 4 for text in HOSTILE]
    book = read_back(
        tmp_path / "out.xlsx", [SheetOut("=x", columns, rows, note="=1+1")], title="=1"
    )
    sheet = book.worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    column = [sheet.cell(row, 1).value for row in range(4, 4 + len(HOSTILE))]
    assert column[:5] == list(HOSTILE[:5])
    assert column[6] == "<r>&<b/></r>"
    assert column[8] == "abcd"
    assert column[9:11] == [" spaces ", "line\nline"]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        told = package.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert "<f>" not in told
    assert "_x005F_x0041_" in told, "Excel reads _x0041_ as a letter"


def test_a_long_text_is_cut_where_excel_ends_it(tmp_path: Path) -> None:
    columns = [ColumnOut("a", "A"), ColumnOut("b", "B", "note")]
    book = read_back(
        tmp_path / "out.xlsx", [SheetOut("S", columns, [("x" * 40_000, "😀" * 20_000)])]
    )
    first, second = (cell.value for cell in book["S"][2])
    assert len(first) == 32_767
    assert first.endswith("x…")
    assert len(second.encode("utf-16-le")) // 2 <= 32_767


def test_choices_are_offered_also_where_a_rule_cannot_hold_them(tmp_path: Path) -> None:
    many = tuple(f"A rather long word {n}" for n in range(40))
    columns = [
        ColumnOut("a", "A", choices=("yes", "no")),
        ColumnOut("b", "B", choices=many),
        ColumnOut("c", "C", choices=("one, two", "three")),
        ColumnOut("d", "D", choices=many),
    ]
    book = read_back(tmp_path / "out.xlsx", [SheetOut("S", columns, [("yes", "", "", "")] * 3)])
    rules = {str(r.sqref): r.formula1 for r in book["S"].data_validations.dataValidation}
    assert rules == {
        "A2:A4": '"yes,no"', "B2:B4": "'Lists'!$A$1:$A$40", "C2:C4": "'Lists'!$B$1:$B$2",
        "D2:D4": "'Lists'!$A$1:$A$40",
    }  # fmt: skip
    assert book["Lists"].sheet_state == "hidden"
    assert [c.value for c in book["Lists"]["A"]] == list(many)
    assert [c.value for c in book["Lists"]["B"]][:2] == ["one, two", "three"]


def test_a_sheet_of_the_name_of_the_lists_does_not_disturb_them(tmp_path: Path) -> None:
    long = ColumnOut("a", "A", choices=("x" * 200, "y" * 200))
    book = read_back(tmp_path / "out.xlsx", [SheetOut("Lists", [long], [("x",)])])
    (rule,) = book["Lists"].data_validations.dataValidation
    name = rule.formula1.split("!")[0].strip("'")
    assert name != "Lists"
    assert book[name]["A1"].value == "x" * 200


def test_hidden_columns_and_sheets_are_there_but_not_in_sight(tmp_path: Path) -> None:
    columns = [ColumnOut("id", "Id", "code", hidden=True), ColumnOut("n", "Name", note="Of whom")]
    book = read_back(
        tmp_path / "out.xlsx",
        [
            SheetOut("Stamp", columns, [("1", "x")], hidden=True),
            SheetOut("S", columns, [("1", "x")]),
        ],
    )
    sheet = book["S"]
    assert sheet.column_dimensions["A"].hidden
    assert not sheet.column_dimensions["B"].hidden
    assert sheet["A2"].value == "1"
    assert sheet.freeze_panes == "C2", "the first column in sight stays in sight"
    assert sheet["B1"].comment.text == "Of whom"
    assert book["Stamp"].sheet_state == "hidden"
    assert book.active.title == "S"


@pytest.mark.parametrize(
    ("locale", "code"),
    [("de_DE", "dd.mm.yyyy"), ("en_US", "m/d/yyyy"), ("en_GB", "dd/mm/yyyy"), ("C", "yyyy-mm-dd"),
     ("nl_NL", "dd-mm-yyyy"), ("xx_YY", "yyyy-mm-dd"), ("hu_HU", "yyyy. mm. dd")],
)  # fmt: skip
def test_dates_follow_the_users_order(tmp_path: Path, locale: str, code: str) -> None:
    set_region(locale)
    columns = [ColumnOut("d", "D", "date"), ColumnOut("m", "M", "month")]
    day = date(2020, 5, 31)
    book = read_back(tmp_path / "out.xlsx", [SheetOut("S", columns, [(day, day)])])
    cells = book["S"][2]
    assert [cell.number_format for cell in cells] == [code, "mmm yyyy"]
    assert [cell.value.date() for cell in cells] == [day, day]
    assert book["S"].page_setup.paperSize == (1 if locale == "en_US" else 9)


def test_odd_days_and_numbers(tmp_path: Path) -> None:
    when = datetime(2020, 5, 31, 18, 30)  # noqa: DTZ001 - Excel has no zones
    days: list[Any] = [date(1899, 1, 1), date(1900, 1, 1), date(1900, 3, 1), when]
    numbers: list[Any] = [float("nan"), Decimal("1.10"), True, 1 << 60]
    columns = [ColumnOut("d", "D", "date"), ColumnOut("n", "N", "number")]
    rows = list(zip(days, numbers, strict=True))
    sheet = read_back(tmp_path / "out.xlsx", [SheetOut("S", columns, rows)])["S"]
    assert sheet["A2"].value == "1899-01-01", "Excel knows no day before 1900"
    assert [sheet[f"A{n}"].value.date() for n in (3, 4)] == days[1:3]
    assert sheet["A5"].value == when
    assert [sheet[f"B{n}"].value for n in range(2, 6)] == ["#NUM!", 1.1, True, str(1 << 60)]


def test_many_rows_have_one_table_and_a_sum_that_shows_without_excel(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    rows = ((f"C{n}", n, n * 100 + 1) for n in range(5_000))
    columns = [
        ColumnOut("a", "A"), ColumnOut("n", "N", "int"),
        ColumnOut("m", "M", "money", currency="EUR"),
    ]  # fmt: skip
    sheet = read_back(path, [SheetOut("S", columns, rows, totals=("n", "m"))])["S"]
    assert sheet.tables["Table_1"].ref == "A1:C5001"
    assert sheet.tables["Table_1"].autoFilter.ref == "A1:C5001"
    assert sheet.dimensions == "A1:C5002"
    assert [c.value for c in sheet[5002]] == [
        "Total", "=SUBTOTAL(109,B2:B5001)", "=SUBTOTAL(109,C2:C5001)",
    ]  # fmt: skip
    values = openpyxl.load_workbook(path, data_only=True)["S"]
    assert [c.value for c in values[5002]][1:] == [sum(range(5_000)), sum(range(5_000)) + 50]
    assert sheet.print_title_rows == "$1:$1"


def test_widths_follow_what_is_in_the_columns(tmp_path: Path) -> None:
    columns = [
        ColumnOut("a", "A"), ColumnOut("b", "B"), ColumnOut("c", "C", width=5),
        ColumnOut("m", "M", "money", currency="USD"),
    ]  # fmt: skip
    rows = [("x", "a much longer name of a firm", "cut here", 123_456_789_00)]
    sheet = read_back(tmp_path / "out.xlsx", [SheetOut("S", columns, rows)])["S"]
    a, b, c, m = (sheet.column_dimensions[letter].width for letter in "ABCD")
    assert a < 9
    assert 28 < b < 34
    assert c < 6
    assert m > len("123,456,789.00")


def test_rows_that_fail_halfway_leave_nothing(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[str]]:
        yield ("x",)
        raise FileError("gone")

    with pytest.raises(FileError, match="gone"):
        write_workbook(tmp_path / "out.xlsx", [SheetOut("S", [ColumnOut("a", "A")], rows())])
    gc.collect()  # a workbook thrown away must not write itself after all
    assert list(tmp_path.iterdir()) == []


def test_a_wide_table_is_printed_on_pages_side_by_side(tmp_path: Path) -> None:
    narrow = [ColumnOut("a", "A"), ColumnOut("b", "B")]
    wide = [ColumnOut(f"c{n}", f"C{n}", width=20) for n in range(26)]
    book = read_back(
        tmp_path / "out.xlsx",
        [SheetOut("N", narrow, [("x", "y")]), SheetOut("W", wide, [["x"] * 26])],
    )
    pages = [(s.page_setup.fitToWidth, s.page_setup.fitToHeight, s.print_title_cols) for s in book]
    assert pages == [(None, 0, None), (3, 0, "$A:$A")], "one page is the default"
