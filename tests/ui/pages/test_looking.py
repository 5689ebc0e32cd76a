"""Looking at the map of another day, and at the account without a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from b2bdesk.models.enums import Role, Stance
from b2bdesk.services import decision_units
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext
from tests.ui.pages.test_people_tab import Screen


@pytest.fixture
def screen(qtbot: QtBot, ctx: AppContext, database: Database) -> Screen:
    return Screen(qtbot, ctx, database)


def _texts(screen: Screen) -> str:
    face = screen.tab.inspector.face
    return " | ".join(label.text() for label in face.findChildren(QLabel) if label.isVisible())


def _day(screen: Screen, day: date) -> None:
    field = screen.tab.looking.lens.field
    field.selectAll()
    QTest.keyClicks(field, day.isoformat())
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert screen.tab.looking.lens.day == day
    screen.qtbot.wait(150)
    screen.settle()


def _as_of(screen: Screen) -> None:
    screen.tab.commands.run("as_of")
    screen.settle()


def test_the_map_of_another_day_says_what_changed_since(screen: Screen) -> None:
    changed = screen.ctx.as_of - timedelta(days=30)
    seat = screen.seats["Ruth"]

    def work(session: object) -> None:
        decision_units.set_stance(session, seat, Stance.SUPPORTER, changed)
        decision_units.set_roles(session, seat, (Role.BUDGET_HOLDER, Role.DECIDER), changed)

    screen.database.write("Change", work)
    screen.tab.load()
    screen.settle()
    _as_of(screen)
    lens = screen.tab.looking.lens
    assert lens.isVisible()
    _day(screen, changed - timedelta(days=1))
    assert screen.seat("Ruth").stance is Stance.UNKNOWN
    assert "Ruth Adeyemi is decider now" in _texts(screen)
    assert "Ruth Adeyemi went from unknown to supporter" in _texts(screen)
    _day(screen, changed)
    assert screen.seat("Ruth").stance is Stance.SUPPORTER
    assert "Nothing changed between" in _texts(screen)
    QTest.keyClick(lens.slider, Qt.Key.Key_Escape)
    screen.settle()
    assert not lens.isVisible()
    assert screen.tab.inspector.face is screen.tab.inspector.unit


def test_the_slider_moves_by_day_and_month(screen: Screen) -> None:
    _as_of(screen)
    lens = screen.tab.looking.lens
    first = lens.day
    assert first == screen.ctx.as_of - timedelta(days=365)
    QTest.keyClick(lens.slider, Qt.Key.Key_Right)
    assert lens.day == first + timedelta(days=1)
    lens.later.click()
    assert (lens.day - first).days in range(29, 33)
    QTest.keyClick(lens.slider, Qt.Key.Key_End)
    assert lens.day == screen.ctx.as_of
    QTest.keyClick(lens.slider, Qt.Key.Key_Home)
    assert lens.day == date(2018, 6, 1)


def test_nothing_can_be_changed_while_looking(screen: Screen) -> None:
    said: list[str] = []
    screen.ctx.toasted.connect(lambda text, _undo: said.append(text))
    _as_of(screen)
    screen.tab.select_seat(screen.seats["Ines"])
    screen.tab.edits.set_influence([screen.seat("Ines")], 5)
    screen.tab.commands.run("add")
    screen.settle()
    assert screen.seat("Ines").row.influence is None
    assert len(said) == 2
    assert all("Go back to now" in words for words in said)
    screen.tab.looking.lens.back.click()
    screen.settle()
    screen.tab.edits.set_influence([screen.seat("Ines")], 5)
    screen.settle()
    assert screen.seat("Ines").row.influence == 5


def test_without_a_person_the_map_has_a_gap_and_the_inspector_compares(screen: Screen) -> None:
    screen.click("Ruth")
    screen.tab.commands.run("gone")
    screen.settle()
    assert screen.seats["Ruth"] not in screen.tab.map.map.cards
    told = _texts(screen)
    assert "Nobody else is budget holder" in told
    assert "Reporting to Ruth Adeyemi: Daniel Okafor, Ines Carvalho." in told
    assert Role.BUDGET_HOLDER in screen.tab.unit.missing
    screen.tab.looking.lens.back.click()
    screen.settle()
    assert screen.seats["Ruth"] in screen.tab.map.map.cards


def test_another_account_is_shown_as_it_is(screen: Screen) -> None:
    _as_of(screen)
    screen.open(screen.empty)
    assert not screen.tab.looking.lens.isVisible()
    assert screen.tab.people.as_of == screen.ctx.as_of
