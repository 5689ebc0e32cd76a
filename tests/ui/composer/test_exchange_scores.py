"""Perceptions from an exchange: scored in its form, of its day, with it as the source."""

from __future__ import annotations

from datetime import date

from helpers.desk import Desk, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import noon_of
from b2bdesk.models import Exchange, ExchangePerson
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.perceptions import list_exchange_scores
from b2bdesk.services.perceptions import add_attributes
from b2bdesk.storage.database import Database, Session
from b2bdesk.ui.composer.exchange_form import ExchangeForm
from b2bdesk.ui.context import AppContext

VISIT = date(2020, 3, 9)


def visit(database: Database, desk: Desk, *people: int) -> int:
    def work(session: Session) -> int:
        row = Exchange(
            account_id=desk.brakes, at=noon_of(VISIT), kind=ExchangeKind.SAMPLING,
            channel=Channel.VISIT, direction=Direction.INBOUND, subject="Visit",
        )  # fmt: skip
        session.add(row)
        session.flush()
        for person in people:
            session.add(ExchangePerson(exchange_id=row.id, person_id=person))
        return row.id

    made: int = database.write("Visit", work).value
    return made


def form(qtbot: QtBot, ctx: AppContext, desk: Desk, exchange: int) -> ExchangeForm:
    made = ExchangeForm(ctx)
    qtbot.addWidget(made)
    made.resize(380, 900)
    made.show()
    made.edit(exchange, desk.brakes)
    settle(qtbot, ctx)
    return made


def test_scores_are_of_the_exchange_and_of_each_of_its_people(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    database.write("Add", lambda s: add_attributes(s, ["Trust", "Price"]))
    exchange = visit(database, desk, desk.daniel, desk.ines)
    scores = form(qtbot, ctx, desk, exchange).scores
    assert scores.isVisible()
    trust = scores.rows.rows[0]
    QTest.keyClick(trust, Qt.Key.Key_4)
    settle(qtbot, ctx)
    scores.person.setCurrentIndex(1)
    scores.person.activated.emit(1)
    trust = scores.rows.rows[0]
    assert trust.accessibleName() == "Trust: us not scored; main rival not scored"
    scores.rows.keys["rival"].click()
    QTest.keyClick(trust, Qt.Key.Key_2)
    settle(qtbot, ctx)
    assert scores.person.currentIndex() == 1
    with database.read() as session:
        found = list_exchange_scores(session, exchange)
        assert [(row.person, row.on, row.ours, row.rival) for row in found] == [
            (desk.daniel, VISIT, 4, None), (desk.ines, VISIT, None, 2),
        ]  # fmt: skip
    ctx.undo()
    settle(qtbot, ctx)
    assert trust.accessibleName() == "Trust: us not scored; main rival not scored"


def test_without_people_there_is_nothing_to_score(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    database.write("Add", lambda s: add_attributes(s, ["Trust"]))
    assert not form(qtbot, ctx, desk, visit(database, desk)).scores.isVisible()
