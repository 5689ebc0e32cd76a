"""The reading process: it survives what brings the parser down, and it can be stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import Cancelled, FileError
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import WorkbookLook
from b2bdesk.exchange_formats.excel.reader import Workbook, open_workbook
from b2bdesk.exchange_formats.mapping import suggest

MakeBook = Callable[..., Path]
LookAt = Callable[[Path], WorkbookLook]
LINES = [
    ["Invoice", "Date", "Customer ID", "Product", "Quantity", "Amount"],
    ["R1", date(2020, 1, 2), "01067", "Saw", 2, 10.5],
    ["R2", date(2020, 1, 3), 12345, "Axe", 1, 7],
]


def test_a_stray_cell_at_the_far_corner_ends_the_child_not_the_program(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "here"
    book.active["XFD1048576"] = "there"
    path = tmp_path / "far.xlsx"
    book.save(path)
    with open_workbook(path, Progress()) as opened, pytest.raises(FileError) as caught:
        opened.look()
    assert "too many cells" in caught.value.message
    assert "Ctrl+End" in caught.value.hint


def test_rows_come_typed_and_codes_stay_texts(make_book: MakeBook) -> None:
    path = make_book({"Sales": LINES})
    with open_workbook(path, Progress()) as book:
        mapping = suggest(book.look().sheets[0])
        rows = [row for chunk in book.rows(mapping.request()) for row in chunk.rows]
    assert mapping.kind == "invoice_lines"
    keys = [column.field for column in mapping.request().columns]
    first = dict(zip(keys, rows[0][1:], strict=True))
    second = dict(zip(keys, rows[1][1:], strict=True))
    assert (rows[0][0], rows[1][0]) == (2, 3)
    assert first["account_code"] == "01067"
    assert second["account_code"] == "12345"
    assert first["date"] == day_of(date(2020, 1, 2))
    assert first["amount"] == 10_500_000


def test_raw_rows_are_the_cells_as_they_stand(make_book: MakeBook) -> None:
    with open_workbook(make_book({"Sales": LINES}), Progress()) as book:
        rows = book.raw_rows("Sales", [3, 2])
    assert rows[0] == ("R2", (day_of(date(2020, 1, 3)), 0), 12345.0, "Axe", 1.0, 7.0)
    assert rows[1][2] == "01067"


def _look_for_ever(book: Workbook) -> None:
    while True:
        book.look()


def test_cancel_ends_the_reading_process_at_once(make_book: MakeBook) -> None:
    path = make_book({"Big": [["Order", "Qty"], *[[f"n{i}", i] for i in range(60_000)]]})
    progress = Progress()
    stopped: list[float] = []
    with open_workbook(path, progress) as book:
        threading.Timer(0.15, progress.cancel).start()
        asked = time.monotonic()
        with pytest.raises(Cancelled):
            _look_for_ever(book)
        stopped.append(time.monotonic() - asked)
        assert not book.alive
        book.watch(Progress())
        assert book.look().sheets[0].rows == 60_000, "a new process answers the next question"
    assert stopped[0] < 0.15 + 0.5


@pytest.mark.parametrize(
    ("name", "content", "decimal"),
    [
        (
            "semicolon.csv",
            "Rechnungsnr;Datum;Kundennr;Betrag\r\n0815;31.12.2020;00042;1.234,50\r\n",
            ",",
        ),
        ("tabs.tsv", "Invoice\tDate\tCustomer ID\tAmount\n0815\t2020-12-31\t00042\t1234.50\n", "."),
        (
            "excel.csv",
            "sep=;\nInvoice;Date;Customer ID;Amount\n0815;31/12/2020;00042;1234.50\n",
            ".",
        ),
    ],
)
def test_text_tables_of_all_kinds(tmp_path: Path, name: str, content: str, decimal: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode("cp1252"))
    with open_workbook(path, Progress()) as book:
        mapping = suggest(book.look().sheets[0])
        (chunk,) = book.rows(mapping.request())
    assert mapping.kind == "invoice_lines"
    assert mapping.fields["amount"].decimal == decimal
    keys = [column.field for column in mapping.request().columns]
    row = dict(zip(keys, chunk.rows[0][1:], strict=True))
    assert (row["document"], row["account_code"], row["amount"]) == ("0815", "00042", 1_234_500_000)
    assert row["date"] == day_of(date(2020, 12, 31))
    assert not chunk.problems


def test_western_and_utf16_encodings(tmp_path: Path, look_at: LookAt) -> None:
    text = "Kundennummer,Firma,Ort\n1,Müller & Söhne,Zürich\n"
    for encoding in ("cp1252", "utf-8", "utf-8-sig", "utf-16"):
        path = tmp_path / "kunden.csv"
        path.write_bytes(text.encode(encoding))
        sheet = look_at(path).sheets[0]
        assert sheet.sample[0][1] == "Müller & Söhne", encoding


def test_hidden_sheets_are_told_and_left_out(tmp_path: Path, look_at: LookAt) -> None:
    book: Any = openpyxl.Workbook()
    for row in LINES:
        book.active.append(row)
    hidden = book.create_sheet("Old")
    for row in LINES:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    path = tmp_path / "hidden.xlsx"
    book.save(path)
    shown, old = look_at(path).sheets
    assert (shown.hidden, old.hidden) == (False, True)
    assert suggest(old).kind == ""


def test_an_answer_left_half_read_does_not_leak_into_the_next(make_book: MakeBook) -> None:
    rows = [["Order", "Date", "Customer", "Qty", "Price"]]
    rows += [[f"n{i}", "2020-01-02", "F", i, 2] for i in range(9000)]  # type: ignore[list-item]
    with open_workbook(make_book({"Big": rows}), Progress()) as book:
        request = suggest(book.look().sheets[0]).request()
        for chunk in book.rows(request):
            assert chunk.rows
            break
        assert sum(len(chunk.rows) for chunk in book.rows(request)) == 9000
