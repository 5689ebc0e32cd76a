"""The guided import around its sheets: by keyboard alone, and what waits while it is busy."""

from __future__ import annotations

from collections.abc import Callable

import openpyxl
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget

from b2bdesk.services.file_settings import set_setting
from b2bdesk.ui.pages.data.mapping_box import MappingBox
from b2bdesk.ui.pages.data.options_menu import OptionsChip
from b2bdesk.ui.widgets.picker import Picker
from tests.stories.conftest import Desk
from tests.stories.test_import_decisions import bring_in, note, ready, start
from tests.stories.test_import_sources import book_of, menu_of

LINES = [
    ("Invoice", "Date", "Customer number", "Customer", "Product", "Quantity", "Amount"),
    ("R1", "2026-03-02", "K1", "Bolt AG", "Nut", 4, 20),
    ("R2", "31/02/2026", "K1", "Bolt AG", "Nut", 4, 20),
    ("R3", "2026-03-04", "K2", "Nut KG", "Bolt", 2, 30),
]


def walk(desk: Desk, stop: Callable[[QWidget], bool], most: int = 60) -> list[QWidget]:
    """Press Tab until a widget is reached; what had the keyboard on the way."""
    seen: list[QWidget] = []
    for _ in range(most):
        desk.press(Qt.Key.Key_Tab)
        focus = desk.window.focusWidget()
        assert focus is not None
        assert focus.isVisible()
        seen.append(focus)
        if stop(focus):
            return seen
    raise AssertionError([f"{type(w).__name__} {w.accessibleName()}" for w in seen])


def tab_to(desk: Desk, kind: type[QWidget], name: str) -> QWidget:
    """Press Tab until a control of a kind has the keyboard whose name begins so."""
    return walk(desk, lambda w: isinstance(w, kind) and spoken(w).startswith(name))[-1]


def spoken(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")


def test_everything_is_reached_and_done_by_keyboard(desk: Desk) -> None:
    desk.new()
    path = book_of(desk.folder / "lines.xlsx", "Lines", LINES)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Notes").append(["Remember", "the milk"])
    book.save(path)
    view = start(desk, path)
    desk.front()
    desk.window.setFocus()
    seen = walk(desk, lambda w: w is view.outcome.cancel_button)
    inside = [spoken(w) for w in seen if view.isAncestorOf(w)]
    order = ["Lines 3", "What this sheet holds", "Options", "All rows", "Header: 1",
             "How dates are written", "Field of Invoice", "Field of Amount", "Rows of the sheet",
             "Type a date", "Skip row", "Show: 2 new", "Not a date", "Export these rows",
             "Import 2 rows", "Back", "Cancel"]  # fmt: skip
    places = [next(n for n, w in enumerate(inside) if w.startswith(name)) for name in order]
    assert places == sorted(places), inside
    assert "" not in inside, "every stop has a name"

    desk.window.setFocus()
    tab_to(desk, QAbstractButton, "Lines 3")
    desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_Space)
    assert view.sheets.sheet == "Notes"
    desk.press(Qt.Key.Key_Left)
    desk.press(Qt.Key.Key_Space)
    assert view.sheets.sheet == "Lines"

    tab_to(desk, QAbstractButton, "All rows")
    desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_Space)
    assert view.tools.segment == "attention"

    chip = tab_to(desk, OptionsChip, "Options")
    assert isinstance(chip, OptionsChip)
    menu = chip.menu()
    assert menu is not None
    # The menu is a window of its own: what is pressed goes to it.
    QTimer.singleShot(0, lambda: QTest.keyClick(menu, Qt.Key.Key_Escape))
    desk.press(Qt.Key.Key_Space)
    assert not menu.isVisible()
    assert view.session is not None, "Esc closes the menu only"

    box = tab_to(desk, MappingBox, "Field of Product")
    assert isinstance(box, MappingBox)
    desk.press(Qt.Key.Key_Space)
    assert box.view().isVisible()
    desk.press(Qt.Key.Key_Escape, widget=box.view())
    assert not box.view().isVisible()

    tab_to(desk, QPushButton, "Type a date")
    desk.press(Qt.Key.Key_Space)
    field = desk.the(QLineEdit, "Type a date", view.preview)
    assert desk.window.focusWidget() is field
    desk.press(Qt.Key.Key_Escape)
    held = desk.window.focusWidget()
    assert isinstance(held, QPushButton)
    assert held.text() == "Type a date", "the keyboard is back at the button"
    desk.press(Qt.Key.Key_Return)
    field = desk.the(QLineEdit, "Type a date", view.preview)
    field.selectAll()
    QTest.keyClicks(field, "2026-03-03")
    desk.press(Qt.Key.Key_Return)
    view = ready(desk)
    tab_to(desk, QPushButton, "Import 3 rows")
    desk.press(Qt.Key.Key_Space)
    assert desk.sql("SELECT count(*) FROM ledger_line") == 3
    assert desk.error == ""


def test_the_top_bar_leads_to_the_imports_and_back(desk: Desk) -> None:
    desk.new()
    view = start(desk, book_of(desk.folder / "lines.xlsx", "Lines", LINES))
    assert desk.window.top_bar.title.text() == "Import"
    desk.push("Data", desk.window.top_bar)
    assert desk.window.top_bar.title.text() == "Data"
    assert "Nothing was imported yet" in desk.texts()
    assert not desk.has_button("Data", desk.window.top_bar), "it is the place itself"
    desk.go("data")
    assert view.isVisible(), "the import goes on where it was"
    assert view.outcome.button.text() == "Import 2 rows"


def test_a_header_pointed_out_while_rows_are_checked_is_taken(desk: Desk) -> None:
    desk.new()
    rows: list[tuple[object, ...]] = [
        ("Name", "City"), ("Customers of the north", ""), ("Name", "City"),
        ("Bolt AG", "Graz"), ("Nut KG", "Linz"),
    ]  # fmt: skip
    view = start(desk, book_of(desk.folder / "list.xlsx", "Customers", rows))
    session = view.session
    assert session is not None
    menu = menu_of(view.tools.reading)
    desk.window.top_bar.setFocus()
    desk.push("Dry run again")
    session.run_plan()
    QApplication.processEvents()
    assert session.busy
    desk.pick(menu, "Row 3")
    view = ready(desk)
    assert view.tools.reading.text() == "Header: 3"
    assert view.outcome.button.text() == "Import 2 rows"
    assert "cancelled" not in desk.texts(view.outcome)


def test_an_account_of_the_same_workbook_can_be_chosen(desk: Desk) -> None:
    desk.new()
    path = book_of(desk.folder / "both.xlsx", "Lines", [*LINES[:2], LINES[3]])
    book = openpyxl.load_workbook(path)
    customers = book.create_sheet("Customers", 0)
    for row in (("Customer number", "Name", "City"), ("K1", "Bolt AG", "Graz"),
                ("K7", "Screw SE", "Linz")):  # fmt: skip
        customers.append(row)
    book.save(path)
    view = start(desk, path)
    view.choose_sheet("Lines")
    view.sheets.show_rows("attention")
    desk.settle()
    desk.push("Choose account", note(view, "No account K2"))
    picker = next(w for w in desk.window.findChildren(Picker) if w.isVisible())
    desk.keys(picker.field, "screw")
    assert picker.list.item(0).text() == "Screw SE · new with this import"
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    view = ready(desk)
    bring_in(desk, view)
    found = desk.rows(
        "SELECT l.document, a.name FROM ledger_line AS l JOIN account AS a ON a.id = l.account_id"
        " ORDER BY 1"
    )
    assert found == [("R1", "Bolt AG"), ("R3", "Screw SE")]


def test_a_layout_remembers_its_currency(desk: Desk) -> None:
    desk.new()
    rows = [("Product", "Name", "Standard price"), ("P1", "Nut", 4.5), ("P2", "Bolt", 5.5)]
    path = book_of(desk.folder / "products.xlsx", "Products", rows)
    view = start(desk, path)
    assert desk.ctx.currency == "USD"
    desk.pick(menu_of(view.tools.currency), "EUR")
    bring_in(desk, ready(desk))
    desk.ctx.write("Set the currency", desk.window, lambda s: set_setting(s, "currency", "USD"))
    desk.settle()
    view = start(desk, book_of(desk.folder / "more.xlsx", "Products", [*rows, ("P3", "Pin", 6)]))
    assert view.tools.currency.text() == "EUR"
    assert desk.ctx.currency == "EUR"
    assert desk.error == ""
