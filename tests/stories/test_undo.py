"""Undo and redo of everything, after a restart too; and the history of an account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from b2bdesk.models.enums import Role
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from tests.helpers.whole_file import dump
from tests.stories.conftest import Desk

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ACCOUNT = "Brakes and Gears"


def edit_a_mix(desk: Desk) -> list[str]:
    """Four edits of four kinds; returns what their steps are called."""
    desk.go("account", ACCOUNT, "overview")
    desk.run("account.edit")
    dialog = desk.dialog()
    desk.type_into(dialog, "Name", "Brakes, Gears and Co")
    desk.push("Save changes", dialog)

    tab = desk.go("account", "Brakes, Gears and Co", "people")
    assert isinstance(tab, PeopleTab)
    tab.map.select(next(iter(tab.map.map.cards.values())))
    desk.settle()
    held = tab.inspector.person.roles.roles
    desk.click(tab.inspector.person.roles.toggle(Role.GATEKEEPER))
    assert tab.inspector.person.roles.roles != held

    desk.go("account", "Brakes, Gears and Co", "exchanges")
    desk.key(Qt.Key.Key_L)
    line = desk.window.focusWidget()
    assert isinstance(line, QWidget)
    QTest.keyClicks(line, "Agreed on the autumn order")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()

    desk.run("account.pin")
    return [str(row[0]) for row in desk.rows(
        "SELECT label FROM journal_txn ORDER BY txn DESC LIMIT 4")]  # fmt: skip


def file_dump(desk: Desk) -> object:
    assert desk.ctx.database is not None
    return dump(desk.ctx.database)


def undo_words(desk: Desk) -> str:
    return next(a.title for a in desk.window.actions_now() if a.key == "edit.undo")


def test_a_mix_of_edits_is_taken_back_after_a_restart_and_brought_back(
    make_desk: Callable[[], Desk], sample: Path
) -> None:
    desk = make_desk()
    desk.open(sample)
    before = file_dump(desk)
    labels = edit_a_mix(desk)
    assert len(set(labels)) == 4
    after = file_dump(desk)
    assert after != before
    assert undo_words(desk) == f"Undo: {labels[0]}"
    desk.window.close()

    again = make_desk()
    again.open(sample)
    for label in labels:
        assert undo_words(again) == f"Undo: {label}"
        again.key(Qt.Key.Key_Z)
        assert again.said[-1] == f"Undone: {label}"
    assert file_dump(again) == before
    for label in reversed(labels):
        again.key(Qt.Key.Key_Z, CTRL_SHIFT)
        assert again.said[-1] == f"Redone: {label}"
    assert file_dump(again) == after
    assert again.error == ""


def test_the_menu_and_the_toast_undo_too(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("settings")
    month = desk.the(QComboBox, "Fiscal year starts in")
    desk.choose(month, "January")
    assert desk.ctx.info is not None
    assert desk.ctx.info.fiscal_start == 1
    toast = desk.window.toasts.current
    assert toast is not None
    assert toast.text == "Start the fiscal year in January"
    desk.push("Undo", toast)
    assert desk.ctx.info.fiscal_start == 7

    menu = desk.window._file_menu()
    entries = {action.text(): action for action in menu.actions()}
    assert any(text.startswith("Undo: Set up the sample") for text in entries)
    redo = next(action for text, action in entries.items() if text.startswith("Redo"))
    assert redo.text() == "Redo: Start the fiscal year in January"
    redo.trigger()
    desk.settle()
    assert desk.ctx.info.fiscal_start == 1
    menu.deleteLater()


def test_the_history_says_who_changed_what_from_what_to_what(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("account", ACCOUNT, "overview")
    desk.run("account.edit")
    dialog = desk.dialog()
    city = desk.the(QLineEdit, "City", dialog)
    was = city.text()
    desk.type_over(city, "Graz")
    desk.push("Save changes", dialog)
    desk.run("account.history")
    panel = desk.the(QWidget, "History")
    said = desk.texts(panel)
    assert ACCOUNT in said
    assert "Lena Marsh" in said, "who"
    assert f"City: {was} → <b>Graz</b>" in said, "what, from, to"
    undo = [b for b in panel.findChildren(QPushButton) if b.isVisible() and b.text() == "Undo"]
    desk.click(undo[0])
    assert desk.sql("SELECT city FROM account WHERE name = ?", ACCOUNT) == was
    assert ", undone" in desk.texts(panel)
