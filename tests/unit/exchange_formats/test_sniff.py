"""Where the table is, on sheets as people make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from b2bdesk.exchange_formats.excel.model import SheetLook, WorkbookLook
from b2bdesk.exchange_formats.mapping import suggest

MakeBook = Callable[..., Path]
LookAt = Callable[[Path], WorkbookLook]
HEAD = ["Invoice", "Date", "Customer", "Quantity", "Amount"]
ROWS: list[list[Any]] = [
    [f"R{i}", date(2020, 1, 1 + i % 28), f"Firm {i % 4}", i + 1, 10.25 * i] for i in range(12)
]


def only(look: WorkbookLook) -> SheetLook:
    return look.sheets[0]


def test_header_in_row_five_under_a_title(make_book: MakeBook, look_at: LookAt) -> None:
    title: list[list[Any]] = [["Sales report 2020"], [], ["Printed on", date(2021, 1, 5)], []]
    sheet = only(look_at(make_book({"S": [*title, HEAD, *ROWS]})))
    assert (sheet.header_row, sheet.first_row, sheet.last_row, sheet.rows) == (5, 6, 17, 12)
    assert "title_above" in sheet.notes
    assert suggest(sheet).kind == "invoice_lines"


def test_no_header_names_the_columns_by_letter(make_book: MakeBook, look_at: LookAt) -> None:
    sheet = only(look_at(make_book({"S": ROWS})))
    assert (sheet.header_row, sheet.first_row, sheet.rows) == (0, 1, 12)
    assert "no_header" in sheet.notes
    assert [column.header for column in sheet.columns] == ["A", "B", "C", "D", "E"]
    assert suggest(sheet).kind == ""


def test_an_unknown_header_is_told_by_its_contrast(make_book: MakeBook, look_at: LookAt) -> None:
    rows = [["Foo", "Bar", "Baz", "Qux", "Zap"], *ROWS]
    assert only(look_at(make_book({"S": rows}))).header_row == 1


def test_merged_cells_are_filled_down(make_book: MakeBook, look_at: LookAt) -> None:
    rows = [list(row) for row in ROWS]
    for i in (1, 2):
        rows[i][2] = None
    sheet = only(look_at(make_book({"S": [HEAD, *rows]}, merge=("C2:C4",))))
    assert "merged" in sheet.notes
    assert [row[2] for row in sheet.sample[:4]] == ["Firm 0", "Firm 0", "Firm 0", "Firm 3"]


def test_a_header_of_two_lines_is_read_as_one(make_book: MakeBook, look_at: LookAt) -> None:
    rows = [
        ["Document", None, "Sold to", None, "Value"],
        ["Number", "Date", "Number", "Name", "Amount"],
        *[[f"R{i}", date(2020, 1, 2), i, f"Firm {i}", i * 2.5] for i in range(6)],
    ]
    sheet = only(look_at(make_book({"S": rows}, merge=("A1:B1", "C1:D1"))))
    assert sheet.header_row == 2
    headers = [column.header for column in sheet.columns]
    assert headers == [
        "Document Number",
        "Document Date",
        "Sold to Number",
        "Sold to Name",
        "Amount",
    ]
    assert set(suggest(sheet).fields) == {
        "document", "date", "account_code", "account_name", "amount",
    }  # fmt: skip


def test_totals_blank_rows_and_footnotes_are_not_data(make_book: MakeBook, look_at: LookAt) -> None:
    rows = [HEAD, *ROWS[:6], [], *ROWS[6:], ["Total", None, None, 78, 676.5], [], ["Source: ERP"]]
    sheet = only(look_at(make_book({"S": rows})))
    assert sheet.rows == 12
    assert 15 in sheet.skip_rows
    assert "totals" in sheet.notes


def test_a_customer_called_total_is_no_total(make_book: MakeBook, look_at: LookAt) -> None:
    rows = [HEAD, *ROWS, ["R99", date(2020, 2, 2), "Total", 1, 5.0]]
    sheet = only(look_at(make_book({"S": rows})))
    assert (sheet.rows, sheet.skip_rows) == (13, ())


def test_blank_columns_at_the_left_keep_excel_letters(make_book: MakeBook, look_at: LookAt) -> None:
    rows = [[None, None, *row] for row in [HEAD, *ROWS]]
    sheet = only(look_at(make_book({"S": rows})))
    assert [column.letter for column in sheet.columns] == ["C", "D", "E", "F", "G"]


def test_an_empty_sheet_is_empty(make_book: MakeBook, look_at: LookAt) -> None:
    sheet = only(look_at(make_book({"S": []})))
    assert sheet.notes == ("empty",)
    assert suggest(sheet).kind == ""


def test_text_numbers_and_text_dates_are_counted(make_book: MakeBook, look_at: LookAt) -> None:
    rows = [[f"R{i}", f"{13 + i}/02/2020", "Firm", f"{i},5", f"1.00{i},25"] for i in range(9)]
    sheet = only(look_at(make_book({"S": [HEAD, *rows]})))
    by_name = {column.header: column for column in sheet.columns}
    assert (by_name["Date"].text_dates, by_name["Date"].date_order) == (9, "dmy")
    assert (by_name["Amount"].text_numbers, by_name["Amount"].decimal) == (9, ",")
    assert (by_name["Quantity"].decimal, by_name["Quantity"].decimal_sure) == (",", True)
