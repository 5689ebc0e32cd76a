"""The relationship tab, driven by mouse and keyboard over a real file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.analytics.relationship import Question
from b2bdesk.models import Account, Colleague
from b2bdesk.models.enums import RelationshipType
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services import history
from b2bdesk.services.relationship import (
    AssessmentDraft,
    RelationshipResult,
    get_relationship,
    save_assessment,
    set_current_type,
)
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.account.relationship_tab import RelationshipTab

ACCOUNT = 7
TODAY = date(2020, 6, 1)


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=20_000)


@pytest.fixture
def tab(qtbot: QtBot, ctx: AppContext, database: Database) -> RelationshipTab:
    database.write(
        "Fill",
        lambda s: s.add_all([Account(id=ACCOUNT, name="Brakes"), Colleague(id=1, name="Lena")]),
    )
    with database.read() as session:
        ctx.use(database, get_file_info(session, TODAY))
    page = RelationshipTab(ctx)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.activate(Target("account", ACCOUNT, "relationship"))
    settle(qtbot, ctx)
    return page


def _saved(database: Database) -> RelationshipResult:
    with database.read() as session:
        return get_relationship(session, ACCOUNT, TODAY)


def _undo_label(database: Database) -> str:
    with database.read() as session:
        state = history.undo_state(session)
    return "" if state.undo is None else state.undo.label


def test_nothing_answered_is_visible(tab: RelationshipTab) -> None:
    for slider in tab.assessment.sliders.values():
        assert slider.place is None
        assert "not answered" in slider.accessibleName()
    assert "Nothing is answered yet" in tab._state.text()
    assert tab.target_button.text() == "Set target"


def test_keyboard_answers_are_one_step_each(
    qtbot: QtBot, ctx: AppContext, database: Database, tab: RelationshipTab
) -> None:
    slider = tab.assessment.sliders[Question.COMPLEXITY]
    slider.setFocus()
    slider._pause.setInterval(600_000)  # a slow machine must not end the pause
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    settle(qtbot, ctx)
    assert slider.place == 5, "the first key answers with the middle"
    assert _saved(database).assessment is None, "keys that follow each other are one change"
    qtbot.keyClick(slider, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    saved = _saved(database).assessment
    assert saved is not None
    assert saved.by_question()["complexity"] == 5
    assert _undo_label(database) == "Assess complexity as 5 of 5"
    qtbot.keyClick(slider, Qt.Key.Key_Delete)
    qtbot.keyClick(slider, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    saved = _saved(database).assessment
    assert saved is not None
    assert saved.by_question()["complexity"] is None
    ctx.undo()
    settle(qtbot, ctx)
    assert slider.place == 5, "undo moves the slider back"


def test_dragging_recommends_before_it_saves(
    qtbot: QtBot, ctx: AppContext, database: Database, tab: RelationshipTab
) -> None:
    answers = {question.value: 4 for question in Question} | {"alternatives": 2}
    database.write("Assess", lambda s: save_assessment(s, ACCOUNT, AssessmentDraft(answers, TODAY)))
    tab.load()
    settle(qtbot, ctx)
    assert tab._why.accessibleName() == "Why collaborative"
    slider = tab.assessment.sliders[Question.IMPORTANCE]
    y = slider.height() // 2
    steps = [QPoint(round(9 + n * (slider.width() - 18) / 4), y) for n in range(5)]
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=steps[3])
    qtbot.mouseMove(slider, steps[0])
    slider.mouseMoveEvent(_move(steps[0]))
    assert slider.place == 1
    assert tab._why.accessibleName() == "Why value-added", "drawn while the button is held"
    saved = _saved(database).assessment
    assert saved is not None
    assert saved.by_question()["importance"] == 4
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=steps[0])
    settle(qtbot, ctx)
    saved = _saved(database).assessment
    assert saved is not None
    assert saved.by_question()["importance"] == 1
    assert _undo_label(database) == "Assess importance as 1 of 5"


def _move(spot: QPoint):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(spot), QPointF(spot), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip


def test_alternatives_lie_the_other_way_round(
    qtbot: QtBot, ctx: AppContext, database: Database, tab: RelationshipTab
) -> None:
    slider = tab.assessment.sliders[Question.ALTERNATIVES]
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    qtbot.keyClick(slider, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    saved = _saved(database).assessment
    assert saved is not None
    assert saved.by_question()["alternatives"] == 1, "right is few alternatives"
    tab.stale = True
    tab.activate(tab.target)
    settle(qtbot, ctx)
    assert slider.place == 5


def test_current_and_target_are_set_with_reasons(
    qtbot: QtBot, ctx: AppContext, database: Database, tab: RelationshipTab
) -> None:
    qtbot.mouseClick(tab.current_button, Qt.MouseButton.LeftButton)
    assert tab.form.isVisible()
    qtbot.mouseClick(tab.form.save_button, Qt.MouseButton.LeftButton)
    assert tab.form.isVisible(), "nothing is chosen yet"
    qtbot.mouseClick(tab.form.types.button("value_added"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(tab.form.reason, "Training days")
    qtbot.keyClick(tab.form.reason, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    assert not tab.form.isVisible()
    current = _saved(database).current
    assert current is not None
    assert (current.type, current.reason) == (RelationshipType.VALUE_ADDED, "Training days")
    assert _undo_label(database) == "Set relationship type to value-added"

    tab.ask_target()
    qtbot.mouseClick(tab.form.types.button("collaborative"), Qt.MouseButton.LeftButton)
    tab.form.day.set_value(date(2020, 5, 1))
    qtbot.mouseClick(tab.form.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, ctx)
    assert tab.form.isVisible(), "a target in the past is refused beside its field"
    assert tab.form._day_row.error
    tab.form.day.set_value(date(2020, 12, 31))
    qtbot.mouseClick(tab.form.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, ctx)
    target = _saved(database).target
    assert target is not None
    assert target.on == date(2020, 12, 31)
    assert tab.target_button.text() == "Edit target"
    assert "Target" in tab.spectrum.describe()

    tab.ask_target()
    qtbot.mouseClick(tab.form.remove_button, Qt.MouseButton.LeftButton)
    settle(qtbot, ctx)
    assert _saved(database).target is None


def test_over_invested_says_so(
    qtbot: QtBot, ctx: AppContext, database: Database, tab: RelationshipTab
) -> None:
    def over(session):  # type: ignore[no-untyped-def]
        answers = {question.value: 3 for question in Question}
        save_assessment(session, ACCOUNT, AssessmentDraft(answers, TODAY))
        set_current_type(session, ACCOUNT, RelationshipType.COLLABORATIVE, on=TODAY)

    database.write("Over-invest", over)
    tab.load()
    settle(qtbot, ctx)
    assert tab._banner is not None
    assert tab._banner.accessibleName().startswith("Over-invested.")
    assert "value-added is recommended" in tab._banner.accessibleName()


def test_note_is_saved_with_the_answers(
    qtbot: QtBot, ctx: AppContext, database: Database, tab: RelationshipTab
) -> None:
    tab.assessment.note.setFocus()
    qtbot.keyClicks(tab.assessment.note, "Visit on 12 May")
    qtbot.keyClick(tab.assessment.note, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    saved = _saved(database).assessment
    assert saved is not None
    assert saved.note == "Visit on 12 May"


def test_what_is_under_way_stays_with_its_account(
    qtbot: QtBot, ctx: AppContext, database: Database, tab: RelationshipTab
) -> None:
    database.write("Add", lambda s: s.add(Account(id=8, name="Gears")))
    slider = tab.assessment.sliders[Question.MONEY]
    slider._pause.setInterval(600_000)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    tab.assessment.note.setText("Visit on 12 May")
    tab.activate(Target("account", 8, "relationship"))
    settle(qtbot, ctx)
    assert slider.place is None
    assert tab.assessment.note.text() == ""
    saved = _saved(database).assessment
    assert saved is not None
    assert (saved.by_question()["money"], saved.note) == (5, "Visit on 12 May")
    with database.read() as session:
        assert get_relationship(session, 8, TODAY).assessment is None


@pytest.mark.parametrize("width", [760, 1200])
def test_both_widths_draw(qtbot: QtBot, tab: RelationshipTab, width: int, tmp_path: Path) -> None:
    tab.resize(width, 640)
    QApplication.processEvents()
    assert tab.grab().save(str(tmp_path / "tab.png"))
