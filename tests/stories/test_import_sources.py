"""Tables from the clipboard, remembered layouts, own fields, and records that are known already."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from b2bdesk.models import Account
from b2bdesk.ui.pages.data.data_page import DataPage
from b2bdesk.ui.pages.data.import_view import ImportView
from b2bdesk.ui.widgets.chips import Chip
from tests.stories.conftest import ADVENTURE_WORKS, LONG, Desk
from tests.stories.test_import_decisions import bring_in, note, ready, start


def wizard(desk: Desk) -> ImportView:
    page = desk.page()
    assert isinstance(page, DataPage)
    assert page.view is not None
    return page.view


def menu_of(chip: Chip) -> QMenu:
    """The menu of a chip, filled as when it opens."""
    menu = chip.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    return menu


def book_of(path: Path, sheet: str, rows: list[tuple[object, ...]]) -> Path:
    made = openpyxl.Workbook()
    first = made.worksheets[0]
    first.title = sheet
    for row in rows:
        first.append(row)
    made.save(path)
    return path


def test_cells_copied_in_a_spreadsheet_are_pasted(desk: Desk) -> None:
    desk.new()
    desk.go("data")
    QGuiApplication.clipboard().setText("")
    desk.key(Qt.Key.Key_V)
    assert desk.said[-1] == "There is no table on the clipboard. Copy cells first."
    QGuiApplication.clipboard().setText(
        "Customer number\tName\tCity\nA1\tBolt AG\tGraz\nA2\tNut KG\tLinz\n"
    )
    desk.key(Qt.Key.Key_V)
    view = ready(desk)
    assert "Pasted table" in desk.texts(desk.window.top_bar)
    assert view.outcome.button.text() == "Import 2 rows"
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, view.preview)
    assert desk.rows("SELECT name, city FROM account ORDER BY name") == [
        ("Bolt AG", "Graz"),
        ("Nut KG", "Linz"),
    ]
    desk.push("Undo the import")
    assert desk.rows("SELECT name FROM account") == []
    assert desk.error == ""


def test_a_corrected_layout_goes_through_without_a_question_the_next_time(desk: Desk) -> None:
    desk.new()
    rows: list[tuple[object, ...]] = [
        ("Alpha", "Beta", "Gamma"),
        ("Bolt AG", "Graz", 4.5),
        ("Nut KG", "Linz", 7.25),
    ]
    desk.window.import_path(str(book_of(desk.folder / "march.xlsx", "List", rows)))
    desk.settle()
    view = wizard(desk)
    desk.pick(menu_of(view.tools.kind), "Accounts")
    desk.settle()
    desk.choose(view.preview.box(0), "Name")
    desk.choose(view.preview.box(1), "City")
    view = ready(desk)
    bring_in(desk, view)
    rows = [("Alpha", "Beta", "Gamma"), ("Screw SE", "Wels", 3.5)]
    view = start(desk, book_of(desk.folder / "april.xlsx", "List", rows))
    assert view.layout_chip.isVisible()
    assert "Mapping: " in view.layout_chip.text()
    assert ", saved " in view.layout_chip.text()
    assert view.outcome.button.text() == "Import 1 row"
    assert not view.sheets.strip.isVisible(), "nothing is asked"
    desk.pick(menu_of(view.layout_chip), "Rename this mapping…")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QInputDialog))
    dialog.setTextValue("Resellers  of the month")
    dialog.accept()
    desk.settle()
    assert view.layout_chip.text().startswith("Mapping: Resellers of the month, saved ")
    kept = desk.sql("SELECT mapping FROM import_layout")
    assert json.loads(kept)["name"] == "Resellers of the month"
    desk.pick(menu_of(view.layout_chip), "Forget this mapping")
    assert desk.sql("SELECT count(*) FROM import_layout") == 0
    desk.key(Qt.Key.Key_Z)
    assert desk.sql("SELECT count(*) FROM import_layout") == 1


def test_a_column_becomes_an_own_field(desk: Desk) -> None:
    desk.new()
    rows: list[tuple[object, ...]] = [
        ("Customer number", "Name", "Loading ramp"),
        ("A1", "Bolt AG", "north"),
        ("A2", "Nut KG", "south"),
    ]
    view = start(desk, book_of(desk.folder / "ramps.xlsx", "Customers", rows))
    box = view.preview.box(2)
    desk.choose(box, "New own field: Loading ramp")
    view = ready(desk)
    assert view.preview.box(2).currentText() == "New own field: Loading ramp"
    bring_in(desk, view)
    assert desk.rows(
        "SELECT a.name, f.name, v.value FROM own_value AS v"
        " JOIN own_field AS f ON f.id = v.field_id"
        " JOIN account AS a ON a.id = v.account_id ORDER BY a.name"
    ) == [("Bolt AG", "Loading ramp", "north"), ("Nut KG", "Loading ramp", "south")]


def test_a_new_account_that_looks_like_a_known_one_is_taken_as_it(desk: Desk) -> None:
    desk.new()
    first: list[tuple[object, ...]] = [
        ("Customer number", "Name", "City", "Website"),
        ("A1", "Friendly Bike Shop Ltd", "Bellingham", "www.friendly-bikes.example"),
    ]
    bring_in(desk, start(desk, book_of(desk.folder / "one.xlsx", "Customers", first)))
    again: list[tuple[object, ...]] = [
        ("Name", "City", "Website", "Phone"),
        ("Freindly Bike Shop", "Bellingham", "friendly-bikes.example", "555 0101"),
    ]
    view = start(desk, book_of(desk.folder / "two.xlsx", "Customers", again))
    said = desk.texts(view.outcome)
    assert "Possible duplicate accounts" in said
    assert "Freindly Bike Shop" in said
    desk.push("Merge: Freindly Bike Shop, Friendly Bike Shop Ltd, Bellingham", view.outcome)
    view = ready(desk)
    assert "Possible duplicate accounts" not in desk.texts(view.outcome)
    bring_in(desk, view)
    assert desk.rows("SELECT city, phone FROM account") == [("Bellingham", "555 0101")]


def test_a_header_row_can_be_pointed_out(desk: Desk) -> None:
    desk.new()
    rows: list[tuple[object, ...]] = [
        ("Name", "City"),
        ("Customers of the north", ""),
        ("Name", "City"),
        ("Bolt AG", "Graz"),
        ("Nut KG", "Linz"),
    ]
    view = start(desk, book_of(desk.folder / "list.xlsx", "Customers", rows))
    desk.pick(menu_of(view.tools.reading), "Row 3")
    view = ready(desk)
    assert view.tools.reading.text() == "Header: 3"
    assert view.outcome.button.text() == "Import 2 rows"


def test_a_text_table_tells_how_it_is_written_and_can_be_read_otherwise(desk: Desk) -> None:
    desk.new()
    path = desk.folder / "list.csv"
    path.write_bytes("Customer number;Name\nA1;Müller & Söhne\n".encode("cp1252"))
    view = start(desk, path)
    assert "Western (Windows), Semicolon" in view.tools.reading.text()
    codes = menu_of(view.tools.reading)
    entry = next(a for a in codes.actions() if a.text() == "Encoding")
    inner = entry.menu()
    assert isinstance(inner, QMenu)
    desk.pick(inner, "Western (DOS)")
    view = ready(desk)
    assert "Western (DOS)" in view.tools.reading.text()
    grid = view.preview.grid
    assert grid is not None
    assert grid.index(0, 1).data() != "Müller & Söhne"


def test_what_changes_is_compared_before_it_does(desk: Desk) -> None:
    desk.new()
    head = ("Customer number", "Name", "City")
    first: list[tuple[object, ...]] = [head, ("A1", "Bolt AG", "Graz")]
    bring_in(desk, start(desk, book_of(desk.folder / "one.xlsx", "Customers", first)))
    again: list[tuple[object, ...]] = [head, ("A1", "Bolt AG", "Wels")]
    view = start(desk, book_of(desk.folder / "two.xlsx", "Customers", again))
    desk.push("Compare: 1 updated", view.outcome)
    assert view.tools.segment == "changed"
    grid = view.preview.grid
    assert grid is not None
    spoken = grid.data(grid.index(0, 2), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "City: Wels, now Graz"
    assert view.outcome.button.text() == "Import 1 row"


def test_a_field_changed_on_both_sides_is_asked_about(
    desk: Desk, sample: Path, chosen: Callable[[Path | None], None]
) -> None:
    desk.open(sample)
    desk.go("accounts")
    path = desk.folder / "accounts.xlsx"
    chosen(path)
    desk.run("accounts.export")
    account = desk.account("Brakes and Gears")
    book = openpyxl.load_workbook(path)
    sheet = book["Accounts"]
    head = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(2, sheet.max_row + 1)
               if sheet.cell(r, int(head["Name"] or 0)).value == "Brakes and Gears")  # fmt: skip
    sheet.cell(row, int(head["City"] or 0)).value = "Theirs"
    book.save(path)
    desk.ctx.write("Move", desk.window, lambda s: setattr(s.get(Account, account), "city", "Ours"))
    desk.settle()

    view = start(desk, path)
    view.sheets.show_rows("conflicts")
    desk.settle()
    asked = note(view, "Changed on both sides")
    assert asked.issue.words() == "Changed on both sides: Ours here, Theirs in the workbook."
    desk.push("Take Theirs", asked)
    view = ready(desk)
    bring_in(desk, view)
    assert desk.sql("SELECT city FROM account WHERE id = ?", account) == "Theirs"
    assert desk.error == ""


def test_reading_can_be_stopped_and_the_wizard_left_at_any_time(desk: Desk) -> None:
    desk.new()
    desk.window.import_path(str(ADVENTURE_WORKS))
    QApplication.processEvents()
    view = wizard(desk)
    session = view.session
    assert session is not None
    assert session.busy
    assert "Reading adventureworks_resellers.xlsx" in desk.texts(view)
    began = time.monotonic()
    session.cancel()
    desk.qtbot.waitUntil(lambda: view.session is None, timeout=LONG)
    assert time.monotonic() - began < 5, "half a second, on a machine that is not loaded"
    desk.settle()
    assert "Nothing was imported yet" in desk.texts()

    desk.window.import_path(str(ADVENTURE_WORKS))
    desk.qtbot.waitUntil(lambda: view.session is not None and view.is_mapping, timeout=LONG)
    desk.push("Cancel", view.outcome)  # while every row is being checked
    assert view.session is None
    desk.settle()
    assert "Nothing was imported yet" in desk.texts()
    desk.window.import_path(str(ADVENTURE_WORKS))
    QApplication.processEvents()  # and the window closes while the file is read
