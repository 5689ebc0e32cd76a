"""What stands in an import's way is settled in place, and every decision can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton

from b2bdesk.ui.pages.data.data_page import DataPage
from b2bdesk.ui.pages.data.import_view import ImportView
from b2bdesk.ui.pages.data.note_row import NoteRow
from b2bdesk.ui.widgets.picker import Picker
from tests.stories.conftest import ADVENTURE_WORKS, LONG, Desk

Change = Callable[[openpyxl.Workbook], None]


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Adventure Works with its first 300 lines only."""
    source = python_calamine.CalamineWorkbook.from_path(str(ADVENTURE_WORKS))
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name in source.sheet_names:
        rows = source.get_sheet_by_name(name).to_python()
        sheet = made.create_sheet(name)
        for row in rows[:301] if name == "Reseller sales" else rows:
            whole = [int(v) if isinstance(v, float) and v.is_integer() else v for v in row]
            sheet.append(whole)
    path = tmp_path_factory.mktemp("part") / "adventureworks.xlsx"
    made.save(path)
    return path


def planted(part: Path, desk: Desk, change: Change) -> Path:
    """The workbook with errors in it."""
    book = openpyxl.load_workbook(part)
    change(book)
    path = desk.folder / "planted.xlsx"
    book.save(path)
    return path


def ready(desk: Desk) -> ImportView:
    """Wait until the dry run knows every decision."""
    page = desk.page()
    assert isinstance(page, DataPage)
    view = page.view
    assert view is not None
    session = view.session
    assert session is not None
    desk.settle()
    desk.qtbot.waitUntil(lambda: session.ready, timeout=LONG)
    desk.settle()
    return view


def start(desk: Desk, path: Path) -> ImportView:
    desk.window.import_path(str(path))
    return ready(desk)


def note(view: ImportView, words: str) -> NoteRow:
    """The note in view that begins so."""
    found = [n for n in view.preview.notes() if n.issue.words().startswith(words)]
    assert len(found) == 1, [n.issue.words() for n in view.preview.notes()]
    return found[0]


def press(desk: Desk, view: ImportView, words: str, label: str) -> ImportView:
    """Press a button of a note, and wait for the dry run."""
    desk.push(label, note(view, words))
    return ready(desk)


def attention(desk: Desk, view: ImportView, sheet: str = "Reseller sales") -> None:
    """Show the rows of a sheet that need attention."""
    view.choose_sheet(sheet)
    view.sheets.show_rows("attention")
    desk.settle()


def bring_in(desk: Desk, view: ImportView) -> None:
    desk.click(view.outcome.button)


def test_a_bad_date_is_fixed_in_place_from_the_keyboard(desk: Desk, part: Path) -> None:
    desk.new()

    def change(book: openpyxl.Workbook) -> None:
        book["Reseller sales"]["B212"] = "31/02/2017"
        book["Reseller sales"]["B230"] = "soon"

    view = start(desk, planted(part, desk, change))
    view.choose_sheet("Reseller sales")
    rows = view.outcome.button.text()
    desk.key(Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier)
    first = note(view, "Not a date")
    assert first.issue.row == 212
    focus = desk.window.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Use 2017-07-19", "the day of the order's other lines"
    desk.press(Qt.Key.Key_Return)
    view = ready(desk)
    assert view.outcome.button.text() != rows
    assert "Row 212: OrderDate is 2017-07-19" in desk.texts(view.outcome)

    desk.key(Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier)
    desk.push("Type a date", note(view, "Not a date"))
    field = desk.the(QLineEdit, "Type a date", view.preview)
    desk.type_over(field, "whenever", enter=True)
    assert "That does not fit this field." in desk.texts(view.preview)
    desk.type_over(field, "2017-07-20", enter=True)
    view = ready(desk)
    session = view.session
    assert session is not None
    sheet = session.sheet_plan("Reseller sales")
    assert sheet is not None
    assert (sheet.new, sheet.rejected) == (300, 0)

    desk.key(Qt.Key.Key_Z)
    view = ready(desk)
    assert desk.said[-1] == "Taken back: Row 230: OrderDate is 2017-07-20"
    assert "Row 230" not in desk.texts(view.outcome)
    session = view.session
    assert session is not None
    assert session.sheet_plan("Reseller sales").rejected == 1  # type: ignore[union-attr]
    desk.key(Qt.Key.Key_Return)
    assert desk.sql("SELECT count(*) FROM ledger_line") == 299
    assert (
        desk.sql(
            "SELECT count(*) FROM ledger_line WHERE document = 'SO43681'"
            " AND date(day * 86400, 'unixepoch') <> '2017-07-19'"
        )
        == 0
    )
    assert desk.error == ""


def test_rows_of_an_unknown_account_are_given_one_or_skipped(desk: Desk, part: Path) -> None:
    desk.new()
    bring_in(desk, start(desk, part))
    known = desk.sql("SELECT count(*) FROM account")

    def change(book: openpyxl.Workbook) -> None:
        lines = book["Reseller sales"]
        for row in range(2, 302):
            lines.cell(row, 1).value = f"N{lines.cell(row, 1).value}"  # other documents
        for row in (90, 150, 151):
            lines.cell(row, 4).value = 9054
        lines.cell(200, 4).value = 9055

    view = start(desk, planted(part, desk, change))
    attention(desk, view)
    assert note(view, "No account 9054").issue.words() == "No account 9054. 3 rows use it."
    desk.push("Choose account", note(view, "No account 9054"))
    picker = next(w for w in desk.window.findChildren(Picker) if w.isVisible())
    desk.keys(picker.field, "brakes and g")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    view = ready(desk)
    assert "9054 is Brakes and Gears" in desk.texts(view.outcome)
    attention(desk, view)
    view = press(desk, view, "No account 9055", "Skip row")
    session = view.session
    assert session is not None
    sheet = session.sheet_plan("Reseller sales")
    assert sheet is not None
    assert (sheet.new, sheet.rejected, sheet.set_aside) == (299, 0, 1)
    bring_in(desk, view)
    assert desk.sql("SELECT count(*) FROM account") == known
    assert (
        desk.sql(
            "SELECT count(*) FROM ledger_line AS l JOIN account AS a ON a.id = l.account_id"
            " WHERE a.name = 'Brakes and Gears' AND l.document LIKE 'N%'"
        )
        == 3
    )
    assert desk.error == ""


def test_a_line_that_stands_twice_is_kept_once_or_as_two(desk: Desk, part: Path) -> None:
    desk.new()

    def change(book: openpyxl.Workbook) -> None:
        lines = book["Reseller sales"]
        for column in range(1, 11):
            lines.cell(251, column).value = lines.cell(250, column).value

    path = planted(part, desk, change)
    view = start(desk, path)
    attention(desk, view)
    view = press(desk, view, "The same as row 250", "Keep one")
    assert "Row 251: kept once" in desk.texts(view.outcome)
    session = view.session
    assert session is not None
    assert session.sheet_plan("Reseller sales").new == 299  # type: ignore[union-attr]
    desk.push("Take back: Row 251: kept once", view.outcome)
    view = ready(desk)
    attention(desk, view)
    view = press(desk, view, "The same as row 250", "Keep both")
    assert "Row 251: both kept" in desk.texts(view.outcome)
    bring_in(desk, view)
    assert desk.sql("SELECT count(*) FROM ledger_line") == 300


def test_decimal_commas_are_read_in_all_rows_at_once(desk: Desk, part: Path) -> None:
    desk.new()

    def change(book: openpyxl.Workbook) -> None:
        for row in (100, 101, 102):
            cell = book["Reseller sales"].cell(row, 8)
            cell.value = f"{cell.value:.2f}".replace(".", ",")

    view = start(desk, planted(part, desk, change))
    attention(desk, view)
    view = press(desk, view, "Written with the other decimal mark", "Yes, in 3 rows")
    session = view.session
    assert session is not None
    sheet = session.sheet_plan("Reseller sales")
    assert sheet is not None
    assert (sheet.new, sheet.rejected) == (300, 0)
    assert "3 rows: UnitPrice is" in desk.texts(view.outcome)


def test_a_contact_whose_firm_has_a_namesake_goes_to_the_chosen_one(desk: Desk, part: Path) -> None:
    desk.new()
    view = start(desk, part)
    attention(desk, view, "Contacts")
    button = desk.button("Choose account", view.preview.notes()[0])
    assert isinstance(button, QPushButton)
    menu = button.menu()
    assert isinstance(menu, QMenu)
    entries = [action.text() for action in menu.actions()]
    assert len(entries) == 3, entries
    assert entries[-1] == "A new account"
    chosen = entries[1]
    desk.pick(menu, chosen)
    view = ready(desk)
    attention(desk, view, "Contacts")
    assert len(view.preview.notes()) == 3
    bring_in(desk, view)
    cities = desk.rows(
        "SELECT a.city FROM person AS p JOIN job AS j ON j.person_id = p.id"
        " JOIN account AS a ON a.id = j.account_id WHERE a.name = 'Friendly Bike Shop'"
    )
    assert len(cities) == 1
    assert str(cities[0][0]) in chosen
