"""Starting without a file, making one, opening another, and coming back to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from b2bdesk.storage import driver
from b2bdesk.ui.pages.first_run import FirstRunPage
from tests.stories.conftest import Desk

Chosen = Callable[[Path | None], None]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_first_run_offers_three_ways_and_only_what_works(desk: Desk) -> None:
    assert isinstance(desk.window.stack.currentWidget(), FirstRunPage)
    shown = desk.texts()
    assert "Start with your customers" in shown
    assert "Everything stays on this computer" in shown
    for words in ("Choose file", "Open sample", "Add account", "New file", "Open file"):
        assert desk.button(words).isEnabled()
    assert "Recent files" not in shown
    for key in ("portfolio", "accounts", "exchanges", "costing", "data"):
        assert not desk.window.rail.buttons[key].isEnabled()
    assert desk.window.windowTitle() == "B2BDesk"


def test_a_new_file_is_made_where_the_user_says(desk: Desk, chosen: Chosen) -> None:
    chosen(desk.folder / "customers")
    desk.key(Qt.Key.Key_N, CTRL_SHIFT)
    assert (desk.folder / "customers.b2bdesk").exists()
    assert desk.window.windowTitle() == "customers – B2BDesk"
    assert desk.error == ""
    assert desk.window.rail.buttons["portfolio"].isEnabled()
    page = desk.go("portfolio")
    assert page.states.state == "empty"
    assert "No sales yet" in desk.texts(page)
    assert desk.button("Import a workbook", page).isEnabled()


def test_cancelling_the_dialog_changes_nothing(desk: Desk, chosen: Chosen) -> None:
    chosen(None)
    desk.push("New file")
    desk.push("Open file")
    desk.push("Choose file")
    assert isinstance(desk.window.stack.currentWidget(), FirstRunPage)
    assert desk.ctx.database is None
    assert desk.error == ""


def test_one_file_holds_everything_after_closing(make_desk: Callable[[], Desk]) -> None:
    desk = make_desk()
    path = desk.new()
    desk.push("Add account")
    dialog = desk.dialog()
    desk.type_into(dialog, "Name", "Bolt and Nut")
    desk.push("Add account", dialog)
    assert "Bolt and Nut" in "".join(desk.said)
    desk.window.close()
    assert [item.name for item in path.parent.glob("mine*")] == ["mine.b2bdesk"]
    header = driver.header_of(path)
    assert header is not None
    assert header.application == driver.APPLICATION_ID
    mailed = Path(shutil.copy(path, path.with_name("mailed.b2bdesk")))
    path.unlink()
    again = make_desk()
    again.open(mailed)
    assert again.window.windowTitle() == "mailed – B2BDesk"
    page = again.go("accounts")
    assert again.column(again.table("All accounts"), "name") == ["Bolt and Nut"]
    assert page.states.state == "ready"


def test_recent_files_are_offered_at_the_start_and_in_the_menu(
    make_desk: Callable[[], Desk], chosen: Chosen
) -> None:
    desk = make_desk()
    first, second = desk.new("first.b2bdesk"), desk.new("second.b2bdesk")
    chosen(first)
    desk.key(Qt.Key.Key_F, CTRL_SHIFT)
    assert desk.window.windowTitle() == "first – B2BDesk"
    desk.window.close()
    second.rename(second.with_name("moved.b2bdesk"))

    again = make_desk()
    shown = again.texts()
    assert "Recent files" in shown
    assert not again.has_button("Open second.b2bdesk"), "a file that is gone is not offered"
    again.push("Open first.b2bdesk")
    assert again.window.windowTitle() == "first – B2BDesk"
    menu = again.window._file_menu()
    recent = next(m for m in menu.findChildren(QMenu) if m.title() == "Recent files")
    assert [action.text() for action in recent.actions()] == ["first"]
    menu.deleteLater()
