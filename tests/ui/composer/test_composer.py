"""Logging an exchange in a line, with the keyboard alone."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.desk import TODAY, Desk, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import Channel, Direction, ExchangeKind, PromisedBy
from b2bdesk.queries.exchanges import (
    ExchangeFilter,
    ExchangeRow,
    get_exchanges,
    list_exchange_keys,
)
from b2bdesk.queries.log_choices import list_contacts
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.services.next_steps import StepDraft
from b2bdesk.services.quick_marks import Name
from b2bdesk.storage.database import Database
from b2bdesk.ui.composer.exchange_composer import ExchangeComposer
from b2bdesk.ui.composer.exchange_form import ExchangeForm
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.quick_log import QuickLog, start_quick_log
from b2bdesk.ui.theme.tokens import sentiment_step
from b2bdesk.ui.widgets.chips import Chip


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


def type_and_enter(composer: ExchangeComposer, text: str) -> None:
    composer.line.setText("")
    QTest.keyClicks(composer.line, text)
    composer.line.suggestions.hide()
    QTest.keyClick(composer.line, Qt.Key.Key_Return)


def chip(composer: ExchangeComposer, words: str) -> Chip:
    (found,) = [each for each in composer.hints.reading.chips if each.text().startswith(words)]
    return found


def choose(chip: Chip, words: str) -> None:
    menu = chip.menu()
    assert menu is not None
    (action,) = [each for each in menu.actions() if each.text() == words]
    action.trigger()


def test_a_plain_line_is_logged_whole_by_enter(
    qtbot: QtBot, ctx: AppContext, desk: Desk, composer: ExchangeComposer, database: Database
) -> None:
    type_and_enter(
        composer,
        "call Daniel, Ines, Sam 20m + price list accepted; send quote by Fri;"
        " they send drawings by 12 Jun; gave 2 %",
    )
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert [p.id for p in row.people] == [desk.daniel, desk.ines]
    assert [p.id for p in row.colleagues] == [desk.sam]
    assert (row.channel, row.minutes, row.sentiment) == (Channel.CALL, 20, 1)
    assert (row.subject, row.gave) == ("Price list accepted", "2 %")
    with database.read() as session:
        ours, theirs = list_next_steps(session, TODAY)
    assert (ours.what, ours.due, ours.promised_by) == (
        "Send quote", date(2020, 6, 5), PromisedBy.US
    )  # fmt: skip
    assert (theirs.what, theirs.due, theirs.promised_by) == (
        "Send drawings", date(2020, 6, 12), PromisedBy.THEM
    )  # fmt: skip
    assert composer.line.text() == ""


def test_everything_understood_is_a_chip_that_corrects_the_line(
    composer: ExchangeComposer, desk: Desk
) -> None:
    QTest.keyClicks(composer.line, "call Ines 20m + price list; send quote by Fri")
    assert [c.text() for c in composer.hints.reading.chips] == [
        "Call", "Ines Carvalho", "20 min", "Positive", "Next: Send quote, Fri 5 Jun"
    ]  # fmt: skip
    QTest.keyClick(composer.line, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is composer.hints.reading.chips[0]
    choose(chip(composer, "Call"), "Visit")
    choose(chip(composer, "20 min"), "1 h")
    choose(chip(composer, "Positive"), tr(sentiment_step(-1).label))
    choose(chip(composer, "Ines"), "Daniel Okafor")
    choose(chip(composer, "Next"), "Tomorrow, Tue 2 Jun")
    draft = composer.draft()
    assert (draft.channel, draft.minutes, draft.sentiment) == (Channel.VISIT, 60, -1)
    assert (draft.people, draft.subject) == ((desk.daniel,), "Price list")
    assert draft.steps == (StepDraft("Send quote", date(2020, 6, 2)),)
    QTest.keyClick(chip(composer, "1 h"), Qt.Key.Key_Delete)
    assert composer.draft().minutes is None
    assert composer.draft().subject == "60m price list"
    assert composer.line.hasFocus()


def test_two_of_one_first_name_are_asked_about_with_chips(
    qtbot: QtBot, ctx: AppContext, desk: Desk, composer: ExchangeComposer, database: Database
) -> None:
    composer.line.names = (*composer.line.names, Name(77, "Daniel Smith"))
    type_and_enter(composer, "call Daniel 20m asks why")
    settle(qtbot, ctx)
    assert logged(database) == []
    assert composer.line.text() == "call Daniel 20m asks why"
    assert composer.hints.text.startswith("Which Daniel? · Daniel Okafor · Daniel Smith")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert composer.line.hasFocus()
    QTest.keyClick(composer.line, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert ([p.id for p in row.people], row.subject) == ([desk.daniel], "Asks why")


@pytest.mark.parametrize(
    ("answer", "people", "subject"), [(0, ["Bob"], "Asks"), (1, [], "Bob asks")]
)
def test_somebody_unknown_becomes_a_contact_or_stays_a_word(
    qtbot: QtBot, ctx: AppContext, desk: Desk, composer: ExchangeComposer, database: Database,
    answer: int, people: list[str], subject: str,
) -> None:  # fmt: skip
    type_and_enter(composer, "call Bob 20m asks")
    assert "“Bob” is not known at this account." in composer.hints.text
    assert logged(database) == []
    QTest.keyClick(composer.hints.reading.chips[answer], Qt.Key.Key_Return)
    QTest.keyClick(composer.line, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert ([p.name for p in row.people], row.subject) == (people, subject)
    with database.read() as session:
        names = [each.name for each in list_contacts(session, desk.brakes, TODAY)]
    assert ("Bob" in names) is bool(people)
    ctx.undo()  # the contact was made in the same step
    settle(qtbot, ctx)
    with database.read() as session:
        assert "Bob" not in [each.name for each in list_contacts(session, desk.brakes, TODAY)]
    assert logged(database) == []


def test_a_pasted_text_of_80_000_characters_is_kept_whole(
    qtbot: QtBot, ctx: AppContext, composer: ExchangeComposer, database: Database
) -> None:
    text = "call Ines 20m " + "word " * 16_000 + "end"
    QApplication.clipboard().setText(text)
    composer.line.paste()
    QTest.keyClick(composer.line, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert len(row.subject) <= 201
    assert row.note is not None
    assert row.note == "Word " + "word " * 15_999 + "end"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("x; renew by 31 Dec 9999", "more than ten years away"),
        ("x !9999-12-31", "more than ten years away"),
        ("x ^0001-01-01", "too long ago"),
        ("x ^2999-01-01", "after the as-of date"),
    ],
)
def test_days_that_cannot_be_are_said_and_the_line_stays(
    qtbot: QtBot,
    ctx: AppContext,
    composer: ExchangeComposer,
    database: Database,
    typed: str,
    says: str,
) -> None:
    composer.line.setText(typed)
    QTest.keyClick(composer.line, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    assert says in composer.hints.text
    assert composer.line.text() == typed
    assert logged(database) == []


def test_a_line_without_a_subject_says_with_whom(
    qtbot: QtBot, ctx: AppContext, composer: ExchangeComposer, database: Database
) -> None:
    type_and_enter(composer, "call Ines and Daniel 20m")
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert row.subject == "Call with Daniel Okafor and Ines Carvalho"


def test_the_full_form_logs_what_the_line_began(
    qtbot: QtBot, ctx: AppContext, desk: Desk, composer: ExchangeComposer, database: Database
) -> None:
    QTest.keyClicks(composer.line, "mail from Ines complaint: frames; they send photos by Fri")
    form = ExchangeForm(ctx)
    qtbot.addWidget(form)
    form.show()
    form.begin(composer.draft(lenient=True))
    settle(qtbot, ctx)
    fields = form.fields
    assert fields.complaint.isChecked()
    assert fields.kind.currentText() == "Listen: Engagement"
    assert (fields.theirs.text(), fields.their_due.value) == ("Send photos", date(2020, 6, 5))
    assert fields.unit.itemText(1) == "Bikes"
    fields.unit.setCurrentIndex(1)
    fields.note.setPlainText("n" * 80_000)
    fields.got.setText("Photos")
    fields.colleagues._on(desk.sam)
    form.save()
    settle(qtbot, ctx)
    (row,) = logged(database)
    assert (row.complaint, row.direction) == (True, Direction.INBOUND)
    assert row.note == "n" * 80_000
    assert (row.got, row.dmu_id is not None) == ("Photos", True)
    assert [p.id for p in row.colleagues] == [desk.sam]
    assert row.owner is not None
    assert row.owner.id == desk.lena
    with database.read() as session:
        (step,) = list_next_steps(session, TODAY)
    assert step.promised_by is PromisedBy.THEM


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
