"""An import of weeks ago is taken back although something it brought was edited since."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt

from b2bdesk.ui.dialogs.later_edits import LaterEditsDialog
from b2bdesk.ui.pages.data.data_page import DataPage
from tests.stories.conftest import Desk


def _workbook(path: Path, *rows: tuple[str, str, str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Customers"
    sheet.append(["Customer no.", "Customer name", "City"])
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def _edited(desk: Desk, tmp_path: Path) -> LaterEditsDialog:
    """Two imports; then a city of the second is corrected by hand, and the second is undone."""
    desk.new()
    desk.import_file(
        _workbook(tmp_path / "june.xlsx", ("C1", "One", "Porto"), ("C2", "Two", "Porto"))
    )
    desk.import_file(
        _workbook(tmp_path / "july.xlsx", ("C1", "One", "Lisbon"), ("C2", "Two", "Lisbon"),
                  ("C3", "Three", "Lisbon"), ("C4", "Four", "Lisbon"))
    )  # fmt: skip
    for name, key in (("One", "City"), ("Three", "City")):
        desk.go("account", name, "overview")
        desk.run("account.edit")
        dialog = desk.dialog()
        desk.type_into(dialog, key, "Faro")
        desk.push("Save changes", dialog)
    page = desk.go("data", tab="list")
    assert isinstance(page, DataPage)
    page.table.select_ids(page.table.model.ids[:1])
    desk.push("Undo this import")
    dialog = desk.dialog()
    assert isinstance(dialog, LaterEditsDialog)
    return dialog


def test_what_was_edited_since_is_shown_and_stays(
    make_desk: Callable[[], Desk], tmp_path: Path
) -> None:
    desk = make_desk()
    dialog = _edited(desk, tmp_path)
    if os.environ.get("SHOT"):
        dialog.grab().save(os.environ["SHOT"])
    table = dialog.table
    assert [desk.column(table, key) for key in ("record", "field", "before", "after", "now")] == [
        ["Account: Three", "Account: One"],
        ["in use by now", "City"],
        ["–", "Porto"],
        ["–", "Lisbon"],
        ["–", "Faro"],
    ]
    desk.push("Undo", dialog)
    assert desk.rows("SELECT name, city FROM account ORDER BY name") == [
        ("One", "Faro"),
        ("Three", "Faro"),
        ("Two", "Porto"),
    ]
    assert "Undone: Import july.xlsx" in desk.said[-1]
    desk.run("edit.redo")
    assert desk.sql("SELECT count(*) FROM account") == 4


def test_it_goes_too_where_the_user_says_so(make_desk: Callable[[], Desk], tmp_path: Path) -> None:
    desk = make_desk()
    dialog = _edited(desk, tmp_path)
    desk.press(Qt.Key.Key_Space, widget=dialog.table.view)
    desk.press(Qt.Key.Key_Down, widget=dialog.table.view)
    desk.press(Qt.Key.Key_Space, widget=dialog.table.view)
    assert desk.column(dialog.table, "choice") == ["Remove", "Take back"]
    assert "everything that was added to it" in desk.texts(dialog)
    desk.push("Undo", dialog)
    assert desk.rows("SELECT name, city FROM account ORDER BY name") == [
        ("One", "Porto"),
        ("Two", "Porto"),
    ]
    desk.run("edit.undo")
    assert desk.sql("SELECT count(*) FROM account") == 2


def test_cancel_changes_nothing(make_desk: Callable[[], Desk], tmp_path: Path) -> None:
    desk = make_desk()
    dialog = _edited(desk, tmp_path)
    before = desk.rows("SELECT * FROM journal_txn")
    desk.push("Cancel", dialog)
    assert desk.rows("SELECT * FROM journal_txn") == before
