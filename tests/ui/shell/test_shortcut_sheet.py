"""The sheet of shortcuts names what works where the user is."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from b2bdesk.ui.shell.shortcut_sheet import ShortcutSheet


def test_the_pages_own_keys_come_first(qtbot: QtBot, ctx: AppContext) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    tab = PeopleTab(ctx)
    qtbot.addWidget(tab)
    quit_action = Action("file.quit", "Quit", lambda: None, "Ctrl+Q", "", "File")
    sheet = ShortcutSheet(window, [quit_action], tab.sheet_keys())
    words = [label.text() for label in sheet.findChildren(QLabel) if label.text()]
    assert words.index("On this page") < words.index("File")
    assert "Next person" in words
    assert "Conflicts with" in words  # a key of the map that the status bar has no room for
    assert "Quit" in words


def test_without_a_page_the_program_alone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sheet = ShortcutSheet(window, [], [])
    assert "On this page" not in [label.text() for label in sheet.findChildren(QLabel)]
