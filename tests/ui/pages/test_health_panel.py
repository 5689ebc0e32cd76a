"""Health on the overview and in the inspector: with its mark, opened down to what was seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from helpers.desk import TODAY, Desk, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import day_of, noon_of
from b2bdesk.models import DmuMember, Exchange, ExchangePerson, MemberStance
from b2bdesk.models.enums import Channel, Direction, ExchangeKind, Stance
from b2bdesk.services.health.rules import Group, set_weight
from b2bdesk.storage.database import Database, Session
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.opinions.health_drill import HealthDrill
from b2bdesk.ui.pages.account.overview_tab import OverviewTab
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab


def give(database: Database, desk: Desk) -> int:
    """Daniel is a champion and said something good 10 days ago; gives that exchange."""

    def work(session: Session) -> int:
        seat = session.query(DmuMember).filter_by(person_id=desk.daniel).one()
        session.add(
            MemberStance(member_id=seat.id, stance=Stance.CHAMPION, valid_from=day_of(TODAY))
        )
        row = Exchange(
            account_id=desk.brakes, at=noon_of(TODAY - timedelta(days=10)),
            kind=ExchangeKind.CHATTER, channel=Channel.CALL, direction=Direction.INBOUND,
            subject="Praise", sentiment=0,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(ExchangePerson(exchange_id=row.id, person_id=desk.daniel))
        return row.id

    made: int = database.write("Fill", work).value
    return made


def overview(qtbot: QtBot, ctx: AppContext, desk: Desk) -> OverviewTab:
    tab = OverviewTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(1248, 900)
    tab.show()
    tab.activate(Target("account", desk.brakes, "overview"))
    settle(qtbot, ctx)
    return tab


def said(drill: HealthDrill) -> tuple[str, list[str], list[str]]:
    """Title, parts and inputs on show."""
    node = drill.node
    assert node is not None
    model = drill.inputs.table.model
    rows = [model.data(model.index(row, 1)) for row in range(model.rowCount())]
    return node.title, [part.title for part in node.parts], rows if node.inputs else []


def open_part(drill: HealthDrill, title: str) -> None:
    node = drill.node
    assert node is not None
    number = [part.title for part in node.parts].index(title)
    drill.parts.table.select_ids([number])
    QTest.keyClick(drill.parts.table.view, Qt.Key.Key_Return)


def test_the_overview_shows_three_levels(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    rows = {row.node.title: row for row in overview(qtbot, ctx, desk).health.rows}
    # Daniel: stance 100, sentiment 50, plan of 12 days kept 100; Ines: nothing known.
    assert rows["Daniel Okafor"].accessibleName() == "Daniel Okafor: Strong, 83 of 100"
    assert rows["Ines Carvalho"].accessibleName() == "Ines Carvalho: not known"
    assert rows["Bikes"].accessibleName() == "Bikes: Strong, 83 of 100"
    assert rows["Operational scorecard"].accessibleName() == "Operational scorecard: not known"
    assert "On-time delivery" in rows
    company = rows["Company"].node
    listening = next(part for part in company.parts if part.key == "listening")
    units = next(part for part in company.parts if part.key == "units")
    assert (units.share, listening.share) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_every_number_opens_by_keyboard_down_to_the_exchange(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    exchange = give(database, desk)
    tab = overview(qtbot, ctx, desk)
    company = tab.health.rows[0]
    company.setFocus()
    QTest.keyClick(company, Qt.Key.Key_Space)
    settle(qtbot, ctx)
    drill = tab.drill.drill
    assert tab.split.is_open
    assert said(drill)[:2] == (
        "Company", ["Decision-making units", "Operational scorecard", "Listening"],
    )  # fmt: skip
    for title in ("Decision-making units", "Bikes", "Daniel Okafor", "Sentiment"):
        open_part(drill, title)
    assert said(drill) == ("Sentiment", [], ["Praise"])
    gone: list[Target] = []
    ctx.navigated.connect(gone.append)
    drill.inputs.table.select_ids([0])
    QTest.keyClick(drill.inputs.table.view, Qt.Key.Key_Return)
    assert gone == [Target("account", desk.brakes, "exchanges", exchange)]
    drill.back.click()
    assert said(drill)[0] == "Daniel Okafor"
    QTest.keyClick(tab.drill, Qt.Key.Key_Escape)
    assert not tab.split.is_open


def test_a_change_is_seen_where_the_number_is_open(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    tab = overview(qtbot, ctx, desk)
    tab.health.rows[0].click()
    settle(qtbot, ctx)
    before = tab.drill.drill.node
    ctx.write("Weigh", tab, lambda s: set_weight(s, Group.COMPANY, "listening", 0))
    settle(qtbot, ctx)
    after = tab.drill.drill.node
    assert before is not None
    assert after is not None
    assert [part.share for part in after.parts] == [1.0, None, 0.0]
    assert before.value != after.value
    ctx.undo()
    settle(qtbot, ctx)
    assert tab.drill.drill.node == before


def test_the_inspector_opens_the_health_of_a_person_and_of_the_unit(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    give(database, desk)
    tab = PeopleTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(1248, 900)
    tab.show()
    tab.activate(Target("account", desk.brakes, "people", desk.daniel))
    settle(qtbot, ctx)
    section = tab.inspector.person.health
    assert [row.accessibleName() for row in section.rows] == [
        "Health: Strong, 83 of 100", "Stance: Strong, 100 of 100", "Sentiment: Mixed, 50 of 100",
        "Perceptions: not known", "In touch: Strong, 100 of 100",
    ]  # fmt: skip
    section.rows[2].click()
    assert section.drill.isVisible()
    assert said(section.drill) == ("Sentiment", [], ["Praise"])
    section.rows[2].click()
    assert not section.drill.isVisible()
    unit = PeopleTab(ctx)
    qtbot.addWidget(unit)
    unit.resize(1248, 900)
    unit.show()
    unit.activate(Target("account", desk.brakes, "people"))
    settle(qtbot, ctx)
    whole = unit.inspector.unit.health
    assert [row.accessibleName() for row in whole.rows] == ["Health: Strong, 83 of 100"]
    whole.rows[0].click()
    assert said(whole.drill)[1] == ["Daniel Okafor", "Ines Carvalho"]
