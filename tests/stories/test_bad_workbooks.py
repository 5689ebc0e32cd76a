"""Workbooks that cannot come in as they are, and those that are only untidy."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt

from b2bdesk.command_line import run as main
from b2bdesk.ui.pages.data.data_page import DataPage
from b2bdesk.ui.pages.data.import_view import ImportView
from tests.stories.conftest import DATA, Desk


def zip_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(160):
            entry.write(bytes(1 << 20))


def with_password(path: Path) -> None:
    path.write_bytes((DATA / "layouts/locked.xlsx").read_bytes())


def nothing_in_it(path: Path) -> None:
    path.write_bytes(b"")


def no_cells(path: Path) -> None:
    openpyxl.Workbook().save(path)


def two_far_cells(path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "here"
    book.active["XFD1048576"] = "there"
    book.save(path)


def a_letter(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


REFUSED: list[tuple[Callable[[Path], None], str, str]] = [
    (zip_bomb, "it is built like a zip bomb", "save only the sheets needed"),
    (with_password, "is protected with a password", "remove the password"),
    (nothing_in_it, "is empty (0 bytes)", "Save it again"),
    (no_cells, "There is nothing in this workbook.", "at least one filled sheet"),
    (two_far_cells, "a sheet spans far too many cells", "Ctrl+End"),
    (a_letter, "is a zip file but not a workbook", "save the document as .xlsx"),
]


def wizard(desk: Desk, path: Path) -> ImportView:
    desk.window.import_path(str(path))
    desk.settle()
    page = desk.page()
    assert isinstance(page, DataPage)
    assert page.view is not None
    return page.view


@pytest.mark.parametrize(
    ("make", "wrong", "hint"), REFUSED, ids=lambda x: getattr(x, "__name__", "")
)
def test_what_cannot_be_read_is_said_with_what_to_do(
    desk: Desk, make: Callable[[Path], None], wrong: str, hint: str
) -> None:
    desk.new()
    kept = desk.rows("SELECT count(*), max(txn) FROM journal_txn")
    path = desk.folder / "book.xlsx"
    make(path)
    before = path.read_bytes()
    view = wizard(desk, path)
    said = desk.texts(view)
    assert wrong in said
    assert hint in said
    assert view.states.state == "empty"
    assert desk.rows("SELECT count(*), max(txn) FROM journal_txn") == kept
    assert path.read_bytes() == before
    assert desk.error == ""
    assert desk.button("Choose another file", view).isEnabled()
    if make is not no_cells:
        desk.push("Back to Data", view)
        assert "Nothing was imported yet" in desk.texts()
    assert desk.go("portfolio").states.state == "empty"


@pytest.mark.parametrize(
    ("make", "wrong", "hint"), REFUSED, ids=lambda x: getattr(x, "__name__", "")
)
def test_the_command_line_says_it_too(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path], None],
    wrong: str,
    hint: str,
) -> None:
    path = tmp_path / "book.xlsx"
    make(path)
    assert main(["import", str(path), "--db", str(tmp_path / "made.b2bdesk")]) == 1
    said = capsys.readouterr().err
    if make is not no_cells:
        assert wrong in said
        assert hint in said
    assert said.strip()


def book_of(path: Path, rows: list[list[Any]], merge: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(path)
    return path


HEAD = ["Invoice", "Date", "Customer number", "Customer", "Product", "Quantity", "Amount"]


def amounts(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows(
        "SELECT document, amount_minor, date(day * 86400, 'unixepoch') FROM ledger_line"
        " ORDER BY document"
    )


def bring_in(desk: Desk, view: ImportView) -> None:
    button = view.outcome.button
    assert button.isEnabled(), desk.texts(view)
    desk.click(button)


def test_a_header_in_row_five_is_found(desk: Desk) -> None:
    desk.new()
    rows: list[list[Any]] = [
        ["Sales list 2020"], [], ["Exported by the ERP"], [], HEAD,
        ["R1", "2020-01-02", "A1", "Bolt AG", "Saw", 2, 10.5],
        ["R2", "2020-01-03", "A2", "Nut KG", "Axe", 1, 7],
    ]  # fmt: skip
    view = wizard(desk, book_of(desk.folder / "list.xlsx", rows))
    assert "The header was found in row 5." in desk.texts(view)
    bring_in(desk, view)
    assert amounts(desk) == [("R1", 1050, "2020-01-02"), ("R2", 700, "2020-01-03")]


def test_without_a_header_the_columns_are_chosen_by_what_is_seen(desk: Desk) -> None:
    desk.new()
    rows: list[list[Any]] = [
        ["R1", "2020-01-02", "A1", "Saw", 2, 10.5],
        ["R2", "2020-01-03", "A2", "Axe", 1, 7],
        ["R3", "2020-01-04", "A2", "Axe", 3, 21],
    ]
    view = wizard(desk, book_of(desk.folder / "bare.xlsx", rows))
    assert "There is no header row: choose the fields by what you see." in desk.texts(view)
    kinds = view.tools.kind.menu()
    assert kinds is not None
    kinds.aboutToShow.emit()
    desk.pick(kinds, "Invoice lines")
    for column, words in enumerate(
        ("Order or invoice", "Date", "Account number", "Product", "Quantity", "Revenue")
    ):
        desk.choose(view.preview.box(column), words)
    bring_in(desk, view)
    assert amounts(desk) == [
        ("R1", 1050, "2020-01-02"),
        ("R2", 700, "2020-01-03"),
        ("R3", 2100, "2020-01-04"),
    ]


def test_merged_cells_are_filled_downward(desk: Desk) -> None:
    desk.new()
    rows: list[list[Any]] = [
        HEAD,
        ["R1", "2020-01-02", "A1", "Bolt AG", "Saw", 2, 10.5],
        ["R1", "2020-01-02", None, "Bolt AG", "Axe", 1, 7],
        ["R2", "2020-01-03", "A2", "Nut KG", "Axe", 1, 8],
    ]
    view = wizard(desk, book_of(desk.folder / "merged.xlsx", rows, merge="C2:C3"))
    assert "Merged cells were filled downward." in desk.texts(view)
    bring_in(desk, view)
    found = desk.rows(
        "SELECT e.value, sum(l.amount_minor) FROM ledger_line AS l JOIN external_id AS e"
        " ON e.account_id = l.account_id GROUP BY e.value ORDER BY e.value"
    )
    assert found == [("A1", 1750), ("A2", 800)]


def test_numbers_and_dates_as_text_are_read_as_they_are_meant(desk: Desk) -> None:
    desk.new()
    rows: list[list[Any]] = [
        HEAD,
        ["R1", "31.01.2020", "A1", "Bolt AG", "Saw", "2", "1.234,50"],
        ["R2", "02.03.2020", "A2", "Nut KG", "Axe", "1", "7,05"],
        ["R3", "soon", "A2", "Nut KG", "Axe", "1", "7,05"],
        ["R4", "03.03.2020", "A2", "Nut KG", "Axe", "1", "much"],
    ]
    view = wizard(desk, book_of(desk.folder / "text.xlsx", rows))
    assert view.tools.decimals.isVisible()
    assert view.tools.decimals.text() == "Decimals: 1.234,56"
    assert view.tools.dates.text() == "Dates: day-month-year"
    desk.key(Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier)
    found = [(n.issue.row, n.issue.first.header, n.issue.first.value) for n in view.preview.notes()]
    assert found == [(4, "Date", "soon"), (5, "Amount", "much")]
    assert desk.has_button("Type a date", view.preview)
    bring_in(desk, view)
    assert amounts(desk) == [("R1", 123_450, "2020-01-31"), ("R2", 705, "2020-03-02")]


def test_the_reading_of_dates_can_be_turned(desk: Desk) -> None:
    desk.new()
    rows: list[list[Any]] = [
        HEAD,
        ["R1", "02/03/2020", "A1", "Bolt AG", "Saw", 2, 5],
        ["R2", "04/05/2020", "A2", "Nut KG", "Axe", 1, 6],
    ]
    view = wizard(desk, book_of(desk.folder / "either.xlsx", rows))
    assert view.tools.dates.isVisible()
    desk.push("The month", view.sheets.strip)
    bring_in(desk, view)
    assert [row[2] for row in amounts(desk)] == ["2020-02-03", "2020-04-05"]
