"""Logging an exchange in a line, with the keyboard alone."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.desk import TODAY, Desk, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.exchanges import (
    ExchangeFilter,
    ExchangeRow,
    get_exchanges,
    list_exchange_keys,
)
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.services.next_steps import StepDraft
from b2bdesk.storage.database import Database
from b2bdesk.ui.composer.exchange_composer import ExchangeComposer
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.quick_log import QuickLog, start_quick_log


@pytest.fixture
def composer(qtbot: QtBot, ctx: AppContext, desk: Desk) -> ExchangeComposer:
    made = ExchangeComposer(ctx)
    qtbot.addWidget(made)
    made.resize(1200, 90)
    made.show()
    made.set_account(desk.brakes, "Brakes and Gears")
    settle(qtbot, ctx)
    made.activateWindow()
    made.focus()
    return made


def logged(database: Database) -> list[ExchangeRow]:
    with database.read() as session:
        keys = list_exchange_keys(session, ExchangeFilter(), TODAY)
        rows = get_exchanges(session, [key.id for key in keys])
    return [rows[key.id] for key in keys]


def test_a_call_is_logged_by_keyboard_alone(
    qtbot: QtBot, ctx: AppContext, composer: ExchangeComposer, database: Database
) -> None:
    line = composer.line
    QTest.keyClicks(line, "#vis")
    QTest.keyClick(line, Qt.Key.Key_Return)  # takes what is offered
    QTest.keyClicks(line, "@dan")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    QTest.keyClicks(line, "Asked why the order slipped :( 20m !in 2 weeks")
    QTest.keyClick(line, Qt.Key.Key_Return)  # the day
    assert line.text().strip() == "Asked why the order slipped 20m"
    assert composer.minutes.placeholderText() == "20"
    assert composer.sentiment.value == -1
    assert composer.due.value == date(2020, 6, 15)
    with qtbot.waitSignal(ctx.toasted) as toast:
        QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert toast.args == ["Exchange logged", True]
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert row.channel is Channel.VISIT
    assert [p.name for p in row.people] == ["Daniel Okafor"]
    assert (row.subject, row.minutes, row.sentiment) == ("Asked why the order slipped", 20, -1)
    assert row.owner is not None
    assert row.owner.name == "Lena Marsh"
    assert row.step is not None
    assert row.step.what == "Follow up: Asked why the order slipped"
    assert line.text() == ""
    assert composer.sentiment.value is None


def test_what_is_left_in_the_text_is_read_when_it_is_logged(
    qtbot: QtBot, ctx: AppContext, composer: ExchangeComposer, database: Database
) -> None:
    composer.line.setText("<loyalty @ines praised the swap !fri stock list")
    composer.log()
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert (row.direction, row.kind) == (Direction.INBOUND, ExchangeKind.LOYALTY)
    assert row.subject == "Praised the swap"
    assert [p.name for p in row.people] == ["Ines Carvalho"]
    with database.read() as session:
        (step,) = list_next_steps(session, TODAY)
    assert (step.what, step.due) == ("Stock list", date(2020, 6, 5))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("called !someday", "is no day"),
        ("", "Say in a few words"),
        ("called ^tomorrow", "is no day"),
    ],
)
def test_what_is_wrong_stands_beside_the_line(
    qtbot: QtBot,
    ctx: AppContext,
    composer: ExchangeComposer,
    database: Database,
    typed: str,
    says: str,
) -> None:
    composer.line.setText(typed)
    composer.log()
    settle(qtbot, ctx)
    assert says in composer.hints.text
    assert composer.line.text() == typed
    assert logged(database) == []
    assert composer.line.hasFocus()
    composer.line.setText("Called")
    assert composer.hints.text == ""


def test_minutes_and_days_that_are_none_are_refused_beside_their_field(
    qtbot: QtBot, ctx: AppContext, composer: ExchangeComposer, database: Database
) -> None:
    composer.line.setText("Called")
    composer.minutes.setText("soon")
    composer.log()
    assert composer.minutes.property("error") is True
    composer.minutes.setText("9999")
    composer.log()
    settle(qtbot, ctx)
    assert composer.minutes.property("error") is True
    composer.minutes.setText("")
    composer.due.setText("31 feb")
    composer.due.textEdited.emit("31 feb")
    composer.log()
    settle(qtbot, ctx)
    assert composer.due.property("error") is True
    assert logged(database) == []


def test_a_space_takes_clear_marks_and_leaves_names_that_go_on(
    composer: ExchangeComposer,
) -> None:
    QTest.keyClicks(composer.line, "90m talked with @Ines ")
    composer.line.suggestions.hide()
    assert composer.line.text() == "90m talked with @Ines "
    QTest.keyClicks(composer.line, "Carvalho ")
    assert composer.line.text() == "90m talked with "
    assert composer.draft().people != ()


def test_what_is_understood_is_said_before_it_is_logged(composer: ExchangeComposer) -> None:
    composer.line.setText("#video with @ines 1h30 !tomorrow")
    assert composer.hints.text == (
        "Video call · Ines Carvalho · 1 h 30 min · Next: Follow up, Tue 2 Jun"
    )


def test_the_tab_key_asks_for_the_full_form_with_all_that_was_said(
    qtbot: QtBot, desk: Desk, composer: ExchangeComposer
) -> None:
    QTest.keyClicks(composer.line, "call Ines 20m + price list accepted; send quote by Fri")
    with qtbot.waitSignal(composer.form_asked) as asked:
        QTest.keyClick(composer.line, Qt.Key.Key_Tab)
    draft = asked.args[0]
    assert (draft.subject, draft.people, draft.minutes) == ("Price list accepted", (desk.ines,), 20)
    assert draft.steps == (StepDraft("Send quote", date(2020, 6, 5)),)


def test_another_account_starts_over(
    qtbot: QtBot, ctx: AppContext, desk: Desk, composer: ExchangeComposer
) -> None:
    composer.line.setText("for the first one")
    composer.set_account(desk.great, "Great Bikes")
    settle(qtbot, ctx)
    assert composer.line.text() == ""
    assert [name.name for name in composer.line.names] == ["Sam Lee"]


def test_from_anywhere_the_account_is_asked_for_first(
    qtbot: QtBot, ctx: AppContext, desk: Desk, database: Database
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1200, 700)
    window.show()
    window.activateWindow()
    start_quick_log(ctx, window, None)
    log = window.findChild(QuickLog)
    assert isinstance(log, QuickLog)
    settle(qtbot, ctx)
    assert log.field.suggestions.count() == 3
    QTest.keyClicks(log.field, "great")
    settle(qtbot, ctx)
    assert log.field.suggestions.count() == 1
    QTest.keyClick(log.field, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    assert not log.field.isVisible()
    QTest.keyClicks(log.composer.line, "Sent the price list #mail")
    QTest.keyClick(log.composer.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert (row.account, row.subject, row.channel) == (
        "Great Bikes",
        "Sent the price list",
        Channel.EMAIL,
    )
    assert not log.isVisible()
    start_quick_log(ctx, window, desk.brakes)
    settle(qtbot, ctx)
    assert len(window.findChildren(QuickLog)) == 1
    assert log.composer.account == desk.brakes
    QTest.keyClick(log.composer.line, Qt.Key.Key_Escape)
    assert not log.isVisible()
