"""Where the keyboard is when a page comes to the front."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from helpers.desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.ui.actions import letters
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.account.overview_tab import OverviewTab
from b2bdesk.ui.pages.account.retention.words import change_of
from b2bdesk.ui.pages.page import Page


class _Listed(Page):
    """A page whose main control is its second."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        content = QWidget()
        column = QVBoxLayout(content)
        self.first, self.second = QLineEdit(), QLineEdit()
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.set_content(content)

    def focus_target(self) -> QWidget:
        return self.second


Front = Callable[[QWidget], None]


@pytest.fixture
def front(qtbot: QtBot) -> Front:
    def bring(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.resize(1000, 700)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)

    return bring


def test_the_main_list_has_the_keyboard(ctx: AppContext, front: Front) -> None:
    page = _Listed(ctx)
    front(page)
    page.activate(Target("listed"))
    assert QApplication.focusWidget() is page.second


def test_the_keyboard_comes_back_with_what_was_hidden(ctx: AppContext, front: Front) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(QLineEdit())  # what Qt would give the keyboard to
    page = _Listed(ctx)
    column.addWidget(page)
    front(window)
    page.activate(Target("listed"))
    page.states.show_loading("Reading", at_once=True)
    assert page.isAncestorOf(QApplication.focusWidget() or window)
    page.states.show_ready()
    assert QApplication.focusWidget() is page.second


def test_the_main_list_takes_it_once_it_is_on_show(ctx: AppContext, front: Front) -> None:
    page = _Listed(ctx)
    page.states.show_loading("Reading", at_once=True)
    front(page)
    page.activate(Target("listed"))
    assert QApplication.focusWidget() is page
    page.states.show_ready()
    assert QApplication.focusWidget() is page.second


def test_who_went_elsewhere_meanwhile_stays_there(ctx: AppContext, front: Front) -> None:
    whole = QWidget()
    column = QVBoxLayout(whole)
    page, elsewhere = _Listed(ctx), QLineEdit()
    column.addWidget(elsewhere)
    column.addWidget(page)
    page.states.show_loading("Reading", at_once=True)
    front(whole)
    page.activate(Target("listed"))
    elsewhere.setFocus()
    page.states.show_ready()
    assert QApplication.focusWidget() is elsewhere


def test_n_begins_a_next_step_on_an_account_without_any(
    ctx: AppContext, desk: Desk, front: Front, qtbot: QtBot
) -> None:
    tab = OverviewTab(ctx)
    front(tab)
    tab.activate(Target("account", desk.lapsed, "overview"))
    qtbot.waitUntil(lambda: not ctx.tasks.busy and tab.states.state == "ready")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_N)
    assert tab.steps.editor.isVisible()


def test_letters_switched_off_begin_nothing(
    ctx: AppContext, desk: Desk, front: Front, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(letters._state, "on", False)
    tab = OverviewTab(ctx)
    front(tab)
    tab.activate(Target("account", desk.lapsed, "overview"))
    qtbot.waitUntil(lambda: not ctx.tasks.busy and tab.states.state == "ready")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_N)
    assert not tab.steps.editor.isVisible()


@pytest.mark.parametrize(
    ("now", "before", "points", "trend"),
    [(0.9115, 0.8864, 2, 1), (0.914, 0.886, 2, 1), (0.5, 0.506, -1, 0), (0.4, 0.43, -3, -1)],
)
def test_a_change_is_the_difference_of_the_shares_on_show(
    now: float, before: float, points: int, trend: int
) -> None:
    assert change_of(now, before) == (points, trend)
