"""Lines in another currency wait for their rate, and go through once it is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from b2bdesk.ui.context import Target
from b2bdesk.ui.pages.data.data_page import DataPage
from b2bdesk.ui.pages.data.import_view import ImportView
from b2bdesk.ui.pages.data.note_row import NoteRow
from b2bdesk.ui.pages.settings.settings_page import SettingsPage
from tests.stories.conftest import LONG, Desk


def sheet(folder: Path) -> Path:
    book = openpyxl.Workbook()
    lines = book.active
    assert lines is not None
    lines.title = "Invoice lines"
    lines.append(
        ["Invoice", "Date", "Customer number", "Product code", "Quantity", "Price", "Currency"]
    )
    for number, (day, currency) in enumerate([(9, "CHF"), (4, "CHF"), (4, "USD"), (30, "CHF")], 1):
        lines.append([f"I{number}", date(2021, 3, day), "A1", "P", 2, 50, currency])
    path = folder / "abroad.xlsx"
    book.save(path)
    return path


def ready(desk: Desk) -> ImportView:
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


def test_rows_that_wait_for_a_rate_lead_to_it_and_go_through(desk: Desk) -> None:
    desk.new()
    desk.window.import_path(str(sheet(desk.folder)))
    view = ready(desk)
    assert view.outcome.button.text() == "Import 1 row"
    view.sheets.show_rows("attention")
    desk.settle()
    (note,) = [n for n in view.preview.notes() if n.issue.code == "no_rate"]
    assert isinstance(note, NoteRow)
    assert note.issue.words() == "No rate of CHF is known for 2021-03-04. 3 rows like it."
    desk.push("Add the rate", note)
    desk.settle()
    settings = desk.page()
    assert isinstance(settings, SettingsPage)
    rates = settings.currencies
    assert rates.new_currency.currentText() == "CHF"
    assert rates.new_since.value == date(2021, 3, 4)
    rates.new_rate.setText("1.1")
    QTest.keyClick(rates.new_rate, Qt.Key.Key_Return)
    desk.settle()
    desk.ctx.go(Target("data"))
    view = ready(desk)
    assert view.outcome.button.text() == "Import 4 rows"
    told = view.outcome.converted
    assert told.isVisible()
    assert told.text() == ("300.00 CHF in 3 rows: 330.00 USD, at 1.10, the rate from 4 Mar 2021.")
    desk.click(view.outcome.button)
    desk.settle()
    database = desk.ctx.database
    assert database is not None
    with database.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT sum(amount_minor), count(*) FROM ledger_line"
        )
        assert tuple(found.one()) == (43_000, 4)
