"""The guided import of the three real workbooks, and everything that can be taken back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QMenu, QPushButton

from b2bdesk.command_line import run as main
from b2bdesk.ui.pages.data.data_page import DataPage
from b2bdesk.ui.pages.data.import_view import ImportView
from b2bdesk.ui.widgets.chips import Chip
from tests.stories.conftest import ADVENTURE_WORKS, NORTHWIND, ONLINE_RETAIL, Desk

Chosen = Callable[[Path | None], None]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def wizard(desk: Desk) -> ImportView:
    page = desk.page()
    assert isinstance(page, DataPage)
    assert page.view is not None
    return page.view


def import_button(desk: Desk) -> QPushButton:
    return wizard(desk).outcome.button


def chip_menu(chip: Chip) -> QMenu:
    """The menu of a chip, filled as when it opens."""
    menu = chip.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    return menu


def counts(desk: Desk) -> dict[str, int]:
    tables = ("account", "person", "product", "ledger_line", "order_header", "import_batch")
    return {name: int(str(desk.sql(f"SELECT count(*) FROM {name}"))) for name in tables}


def counted_total(desk: Desk) -> object:
    return desk.sql("SELECT sum(amount_minor) FROM account_month")


def test_adventure_works_through_the_wizard(desk: Desk, chosen: Chosen) -> None:
    desk.new()
    chosen(ADVENTURE_WORKS)
    desk.key(Qt.Key.Key_O)
    view = wizard(desk)
    tabs = {name: tab.text() for name, tab in view.tabs._tabs.items()}
    assert tabs == {
        "Resellers": "Resellers 701",
        "Contacts": "Contacts 753",
        "Reseller sales": "Reseller sales 57,851",
        "Products": "Products 397",
    }
    said = desk.texts(view.outcome)
    assert "59,702\nrows read" in said
    assert "nothing was changed." in said
    assert "Reseller sales: total 77,548,570.20 USD." in said
    assert import_button(desk).text() == "Import 59,698 rows"
    assert sum(counts(desk).values()) == 0, "a dry run writes nothing"

    desk.push("Several accounts fit 4", view.outcome)
    assert view.sheets.sheet == "Contacts"
    issues = view.preview.grid.lines.issues if view.preview.grid is not None else ()
    assert [issue.first.value for issue in issues] == [
        "Friendly Bike Shop",
        "Friendly Bike Shop",
        "Sports Products Store",
        "Sports Products Store",
    ]
    rows = [issue.row for issue in issues]
    assert [issue.first.letter for issue in issues] == ["A"] * 4
    assert "Fits 2 accounts" in desk.texts(view.preview)
    book = openpyxl.load_workbook(ADVENTURE_WORKS, read_only=True)
    sheet = book["Contacts"]
    assert [sheet.cell(row, 1).value for row in rows] == [issue.first.value for issue in issues]
    book.close()

    desk.click(import_button(desk))
    assert counts(desk)["ledger_line"] == 57_851
    assert "Import finished, 59,698 rows" in desk.said
    assert "4 rows need attention" in desk.texts(view)
    desk.push("Show the portfolio")
    portfolio = desk.page()
    table = desk.table("Accounts of the portfolio")
    assert table.model.rowCount() == 632
    names = desk.column(table, "name")
    assert names.count("Friendly Bike Shop") + names.count("Sports Products Store") == 4
    accounts = desk.go("accounts")
    every = desk.table("All accounts")
    twins = {
        (desk.cell(every, row, "name"), desk.cell(every, row, "number"))
        for row in range(every.model.rowCount())
        if desk.cell(every, row, "name") in ("Friendly Bike Shop", "Sports Products Store")
    }
    assert twins == {
        ("Friendly Bike Shop", "290"),
        ("Friendly Bike Shop", "643"),
        ("Sports Products Store", "211"),
        ("Sports Products Store", "649"),
    }
    assert accounts.states.state == portfolio.states.state == "ready"

    desk.key(Qt.Key.Key_Z)
    assert sum(counts(desk).values()) - counts(desk)["ledger_line"] == 0
    assert counted_total(desk) is None
    assert desk.said[-1] == "Undone: Import adventureworks_resellers.xlsx"
    assert desk.go("portfolio").states.state == "empty"
    desk.key(Qt.Key.Key_Z, CTRL_SHIFT)
    assert counted_total(desk) == 7_754_857_020
    assert desk.go("portfolio").states.state == "ready"
    assert desk.error == ""


def test_online_retail_rejects_what_has_no_customer_until_it_is_filled_in(
    desk: Desk, chosen: Chosen
) -> None:
    path = desk.new()
    desk.window.import_path(str(ONLINE_RETAIL))
    desk.settle()
    view = wizard(desk)
    desk.pick(chip_menu(view.tools.currency), "GBP")
    said = desk.texts(view.outcome)
    assert "34,766\nrows read" in said
    assert "441\nin already" in said
    assert "601\nneed attention" in said
    assert "262 accounts that no sheet lists will be added." in said
    assert import_button(desk).text() == "Import 33,724 rows"
    desk.push("Next, F8: 601 need attention", view.outcome)
    assert view.sheets.sheet == "Year 2009-2010"
    grid = view.preview.grid
    assert grid is not None
    issue = next(each for each in grid.lines.issues if each.code == "no_account")
    assert issue.words() == "No customer is given. 169 rows like it."
    assert (issue.first.letter, issue.first.header) == ("G", "Customer ID")

    desk.click(import_button(desk))
    assert counted_total(desk) == 121_634_867
    assert counts(desk)["account"] == 262
    assert "601 rows need attention" in desk.texts(view)
    waiting = desk.folder / "to correct.xlsx"
    chosen(waiting)
    desk.push("Export these rows")
    assert desk.said[-1] == "601 rows written to to correct.xlsx"

    book = openpyxl.load_workbook(waiting)
    added = 0
    filled = 0
    for sheet in book:
        head = {str(cell.value): cell.column for cell in sheet[1]}
        assert {"Customer ID", "Row in the file", "Reason", "What to do"} <= set(head)
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, head["Invoice"]).value is None:
                continue
            assert sheet.cell(row, head["Customer ID"]).value is None
            sheet.cell(row, head["Customer ID"]).value = 14646
            quantity = Decimal(str(sheet.cell(row, head["Quantity"]).value))
            price = Decimal(str(sheet.cell(row, head["Price"]).value))
            amount = (quantity * price * 100).to_integral_value(ROUND_HALF_UP)
            added += int(amount)
            filled += 1
    assert filled == 601
    book.save(waiting)
    book.close()

    desk.import_file(waiting)
    assert counted_total(desk) == 121_634_867 + added
    assert counts(desk)["account"] == 262
    desk.window.import_path(str(waiting))
    desk.settle()
    assert import_button(desk).text() == "Everything is in already"
    assert not import_button(desk).isEnabled()
    desk.window.close()
    assert main(["check", "--db", str(path)]) == 0


def test_online_retail_pages_say_what_is_missing(desk: Desk, online_retail: Path) -> None:
    desk.open(online_retail)
    page = desk.go("portfolio")
    table = desk.table("Accounts of the portfolio")
    assert table.model.rowCount() == 262
    assert "no costs" in desk.texts(page).lower() or "no cost" in desk.texts(page).lower()
    hidden = table.view.horizontalHeader().isSectionHidden
    assert hidden(table.model.column_number("net"))
    assert hidden(table.model.column_number("margin"))
    assert desk.cell(table, 0, "name") == "Customer 14646"
    assert desk.cell(table, 0, "sales") == "523,342"
    missing: list[tuple[str, str]] = []
    for tab, words in (
        ("overview", "no one known yet"),
        ("people", "0 people, 7 gaps"),
        ("profit", "No activity costs are entered"),
        ("retention", "Still active in 12 months"),
        ("relationship", "Not assessed yet"),
        ("exchanges", "No exchanges yet"),
    ):
        shown = desk.go("account", "Customer 14646", tab)
        assert shown.states.state in ("ready", "empty"), tab
        print(f"{tab}\n=====\n{desk.spoken(shown)}\n=======")
        missing += [(tab, words)] if words not in desk.spoken(shown) else []
    assert missing == []
    assert desk.go("costing").states.state == "empty"
    assert "No activity costs yet" in desk.texts()
    assert desk.error == ""


def test_northwind_comes_in_and_its_corrected_mapping_is_remembered(desk: Desk) -> None:
    desk.new()
    desk.window.import_path(str(NORTHWIND))
    desk.settle()
    view = wizard(desk)
    view.choose_sheet("Customers")
    assert view.tools.kind.text() == "Accounts"
    box = view.preview.box(6)
    assert box.accessibleName() == "Field of Region"
    assert box.currentText() == "Region"
    desk.choose(box, "Not used")
    desk.choose(view.preview.box(10), "Note")
    assert import_button(desk).text() == "Import 3,078 rows"
    desk.click(import_button(desk))
    assert counted_total(desk) == 126_579_304
    assert desk.sql("SELECT count(region) FROM account") == 0
    assert desk.rows("SELECT note FROM account WHERE name = 'Alfreds Futterkiste'") == [
        ("030-0076545",)
    ]

    desk.window.import_path(str(NORTHWIND))
    desk.settle()
    view.choose_sheet("Customers")
    assert view.preview.box(6).currentText() == "Not used"
    assert view.preview.box(10).currentText() == "Note"
    assert import_button(desk).text() == "Everything is in already"
    assert not import_button(desk).isEnabled()
    assert "This workbook was imported before and holds nothing new." in desk.texts(view.outcome)
    desk.push("Cancel", view.outcome)
    page = desk.page()
    assert isinstance(page, DataPage)
    assert desk.column(page.table, "file") == ["northwind.xlsx"]
    assert desk.column(page.table, "new") == ["3,078"]


def test_a_kind_said_once_is_known_the_next_time(desk: Desk) -> None:
    def book(name: str, rows: list[tuple[str, str, float]]) -> Path:
        path = desk.folder / name
        made = openpyxl.Workbook()
        sheet = made.active
        assert sheet is not None
        sheet.title = "Blatt 7"
        for row in (("Alpha", "Beta", "Gamma"), *rows):
            sheet.append(row)
        made.save(path)
        return path

    desk.new()
    first = book("first.xlsx", [("Bolt AG", "Ida Berg", 4.5), ("Nut KG", "Jon Sand", 7.25)])
    desk.window.import_path(str(first))
    desk.settle()
    view = wizard(desk)
    assert "Say what at least one sheet holds" in desk.texts(view.outcome)
    assert not import_button(desk).isEnabled()
    desk.pick(chip_menu(view.tools.kind), "Contacts")
    assert not import_button(desk).isEnabled()
    assert "No column is chosen for" in desk.texts(view)
    desk.choose(view.preview.box(0), "Account name")
    desk.choose(view.preview.box(1), "Name")
    assert import_button(desk).text() == "Import 2 rows"
    assert "2 accounts that no sheet lists will be added." in desk.texts(view.outcome)
    desk.pick(chip_menu(view.tools.kind), "Accounts")
    desk.choose(view.preview.box(0), "Name")
    desk.choose(view.preview.box(1), "Contact name")
    assert import_button(desk).text() == "Import 2 rows"
    desk.click(import_button(desk))
    assert desk.rows("SELECT name FROM person ORDER BY name") == [("Ida Berg",), ("Jon Sand",)]

    desk.window.import_path(str(book("second.xlsx", [("Screw SE", "Kai Lund", 3.5)])))
    desk.settle()
    assert view.tools.kind.text() == "Accounts"
    assert view.preview.box(1).currentText() == "Contact name"
    assert import_button(desk).text() == "Import 1 row"
    desk.click(import_button(desk))
    assert counts(desk)["account"] == 3
    assert counts(desk)["person"] == 3


def test_cancelling_an_import_leaves_nothing(desk: Desk) -> None:
    desk.new()
    desk.window.import_path(str(ADVENTURE_WORKS))
    desk.settle()
    before = desk.rows("SELECT count(*), max(txn) FROM journal_txn")
    seen: list[str] = []
    cancel = wizard(desk).outcome.cancel_button
    strip = desk.window.status.progress

    def on_progress(_progress: object, what: str, _share: object) -> None:
        seen.append(what)
        if what == "Writing" and cancel.isVisible():
            cancel.click()

    desk.ctx.tasks.progressed.connect(on_progress)
    button = import_button(desk)
    assert button.isEnabled()
    button.click()
    desk.qtbot.waitUntil(strip.isVisible, timeout=30_000)
    desk.settle()
    assert "Writing" in seen, "cancelled in the middle of it"
    assert desk.said[-1] == "Import cancelled. Nothing was changed."
    assert sum(counts(desk).values()) == 0
    assert desk.rows("SELECT count(*), max(txn) FROM journal_txn") == before
    assert desk.rows("SELECT count(*) FROM search_text") == [(0,)]
    assert not strip.isVisible()
    assert import_button(desk).text() == "Import 59,698 rows", "it can be started again"
    desk.ctx.tasks.progressed.disconnect(on_progress)
    desk.click(import_button(desk))
    assert counted_total(desk) == 7_754_857_020


def test_a_workbook_dropped_on_the_window_is_imported(desk: Desk) -> None:
    desk.new()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(NORTHWIND))])
    desk.window._drops.take(data)
    desk.settle()
    assert import_button(desk).text() == "Import 3,078 rows"
    assert desk.window.top_bar.isVisible()
    other = QMimeData()
    picture = desk.folder / "photo.jpg"
    picture.write_bytes(b"x")
    other.setUrls([QUrl.fromLocalFile(str(picture))])
    desk.window._drops.take(other)
    desk.settle()
    assert "This kind of file cannot be taken in." in desk.error
    assert "Drop a spreadsheet" in desk.error


def test_one_of_several_imports_is_taken_back_from_the_list(desk: Desk, northwind: Path) -> None:
    desk.open(northwind)
    path = desk.folder / "more.csv"
    path.write_text("Customer number;Name;City\nZZ9;Zenith;Graz\n", encoding="utf-8")
    desk.import_file(path)
    page = desk.go("data")
    assert isinstance(page, DataPage)
    wizard(desk).stop()
    page = desk.go("data")
    table = desk.table("Imports")
    assert desk.column(table, "file") == ["more.csv", "northwind.xlsx"]
    table.select_ids([table.model.id_at(1)], current=table.model.id_at(1))
    desk.push("Undo this import")
    assert counted_total(desk) is None
    assert desk.rows("SELECT name FROM account") == [("Zenith",)]


def command_line(*words: object) -> str:
    command = [sys.executable, "-m", "b2bdesk", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_import_on_the_command_line(tmp_path: Path) -> None:
    made, waiting = tmp_path / "made.b2bdesk", tmp_path / "waiting.xlsx"
    said = command_line("import", NORTHWIND, "--db", made, "--dry-run")
    assert "This was a dry run. Nothing was changed." in said
    said = command_line("import", NORTHWIND, "--db", made, "--rejected", waiting)
    assert "Lines (Invoice lines): 2155 rows read: 2155 new" in said
    assert "1,265,793.04" in said
    assert not waiting.exists(), "nothing waits"
    said = command_line("import", NORTHWIND, "--db", made)
    assert "Everything was in the file already. Nothing was changed." in said
    assert [p.name for p in tmp_path.glob("made*")] == ["made.b2bdesk"]


def test_the_command_line_writes_what_waits_to_a_workbook(tmp_path: Path) -> None:
    made, waiting = tmp_path / "made.b2bdesk", tmp_path / "waiting.xlsx"
    said = command_line("import", ONLINE_RETAIL, "--db", made, "--rejected", waiting)
    assert "441 in already, 432 rejected" in said
    assert "169 × No customer is given." in said
    assert "601 waiting rows were written to waiting.xlsx." in said
    book = openpyxl.load_workbook(waiting, read_only=True)
    assert [sheet.title for sheet in book] == ["Year 2009-2010", "Year 2010-2011"]
    book.close()
