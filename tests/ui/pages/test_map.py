"""The map as it is looked at: folded branches, colours, missing roles, small map, lines, keys."""

from __future__ import annotations

import re
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from b2bdesk.analytics.line_routes.plan import LinePlan, LineRoutes
from b2bdesk.core.dates import day_of
from b2bdesk.models import Account, Dmu, DmuMember, Job, MemberLine, NextStep, Person
from b2bdesk.models.enums import ContactClass, LineKind, Role
from b2bdesk.services import decision_units, map_lines
from b2bdesk.storage.database import Database
from b2bdesk.ui.canvas import scene as scene_module
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.colouring import Colouring
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.minimap import Minimap
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.account_export import write_account_to
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from tests.ui.conftest import TODAY, reload, settle

ODD = ("محمد عبد الرحمن", "שרה כהן", "Zoë 🚲🔥")


class Firm:
    """Ada leads Ben and Cem; Ben leads Dan and Eva; Fay and Gil stand outside; two lines."""

    def __init__(self, qtbot: QtBot, ctx: AppContext, database: Database) -> None:
        self.qtbot, self.ctx, self.database = qtbot, ctx, database
        self.seats: dict[str, int] = {}
        self.account = database.write("Seed", self._seed).value
        reload(ctx, database)
        self.tab = self.make()

    def make(self) -> PeopleTab:
        tab = PeopleTab(self.ctx)
        self.qtbot.addWidget(tab)
        tab.resize(1248, 743)
        tab.show()
        tab.activate(Target("account", self.account, "people"))
        settle(self.qtbot, self.ctx)
        return tab

    def _seed(self, session: Any) -> int:
        account = Account(name="Wheels")
        session.add(account)
        session.flush()
        unit = decision_units.create_unit(session, account.id, "Bikes")
        for name in ("Ada", "Ben", "Cem", "Dan", "Eva", "Fay", "Gil", *ODD):
            person = Person(name=name)
            session.add(person)
            session.flush()
            session.add(
                Job(
                    person_id=person.id,
                    account_id=account.id,
                    external=name in ("Fay", "Gil"),
                    contact_class=ContactClass.FINANCE if name == "Ben" else None,
                )
            )
            self.seats[name] = decision_units.seat_person(session, account.id, person.id, unit)
        for name, boss in (("Ben", "Ada"), ("Cem", "Ada"), ("Dan", "Ben"), ("Eva", "Ben")):
            map_lines.set_boss(session, self.seats[name], self.seats[boss], TODAY)
        for kind, one, other in (
            (LineKind.INFLUENCES, "Dan", "Cem"),
            (LineKind.CONFLICTS, "Fay", "Ben"),
        ):
            ends = self.seats[one], self.seats[other]
            map_lines.add_line(session, *ends, kind, TODAY, label="costs")
        return account.id

    def add_under(self, boss: str, count: int) -> None:
        def add(session: Any) -> None:
            unit = session.get(DmuMember, self.seats[boss]).dmu_id
            for number in range(count):
                person = Person(name=f"One of many {number}")
                session.add(person)
                session.flush()
                session.add(Job(person_id=person.id, account_id=self.account))
                session.flush()
                seat = decision_units.seat_person(session, self.account, person.id, unit)
                map_lines.set_boss(session, seat, self.seats[boss], TODAY)

        self.ctx.announce(self.database.write("Add many", add).changes)
        settle(self.qtbot, self.ctx)

    def card(self, name: str) -> PersonCard:
        return self.tab.map.map.cards[self.seats[name]]

    def shown(self) -> set[str]:
        return {card.seat.name for card in self.tab.map.map.cards.values()}

    def at(self, point: QPointF) -> Any:
        return self.tab.map.mapFromScene(point)

    def click(self, point: QPointF) -> None:
        QTest.mouseClick(self.tab.map.viewport(), Qt.MouseButton.LeftButton, pos=self.at(point))
        settle(self.qtbot, self.ctx)

    def key(self, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.tab.map, key, modifiers)
        settle(self.qtbot, self.ctx)

    def choose(self, name: str) -> None:
        self.click(self.card(name).rect_on_canvas().center() + QPointF(0, 20))


@pytest.fixture
def firm(qtbot: QtBot, ctx: AppContext, database: Database) -> Firm:
    return Firm(qtbot, ctx, database)


def test_a_branch_folds_by_its_handle_and_says_how_many_it_hides(firm: Firm) -> None:
    everybody = firm.shown()
    firm.choose("Ben")
    assert firm.card("Ben").handle_shown
    firm.click(firm.card("Ben").pos() + firm.card("Ben").handle().center())
    assert everybody - firm.shown() == {"Dan", "Eva"}
    fold = firm.card("Ben").fold
    assert fold is not None
    assert (fold.people, fold.lines) == (("Dan", "Eva"), 1)
    assert "2 people folded in, with 1 line: Dan, Eva" in firm.card("Ben").toolTip()
    assert firm.tab.list.model.rowCount() == len(everybody), "the list shows everybody"
    firm.click(firm.card("Ben").pos() + firm.card("Ben").handle().center())
    assert firm.shown() == everybody


def test_folding_by_key_lasts_until_the_program_is_used_again(firm: Firm) -> None:
    firm.choose("Ada")
    firm.key(Qt.Key.Key_Minus)
    assert {"Ben", "Cem", "Dan", "Eva"}.isdisjoint(firm.shown())
    assert "4 people folded in" in firm.tab.map.accessibleDescription()
    firm.key(Qt.Key.Key_Minus)
    assert "Ben" not in firm.shown(), "folding twice is folding"
    firm.tab = firm.make()
    assert "Ben" not in firm.shown()
    firm.choose("Ada")
    firm.key(Qt.Key.Key_Plus)
    assert "Dan" in firm.shown()
    firm.key(Qt.Key.Key_Space)
    assert "Dan" not in firm.shown()
    firm.tab.bar.look.unfold_asked.emit()
    assert "Dan" in firm.shown()


def test_who_is_chosen_in_the_list_is_unfolded_on_the_map(firm: Firm) -> None:
    firm.choose("Ada")
    firm.key(Qt.Key.Key_Space)
    firm.tab.show_view("list")
    firm.tab.select_seat(firm.seats["Dan"])
    firm.tab.show_view("map")
    assert firm.tab.map.current is firm.card("Dan")


def test_a_line_to_a_folded_person_is_shown_when_it_is_chosen(firm: Firm) -> None:
    firm.choose("Ben")
    firm.key(Qt.Key.Key_Space)
    lines = firm.tab.unit.lines if firm.tab.unit else ()
    line = next(each.id for each in lines if each.kind is LineKind.INFLUENCES)
    assert line not in firm.tab.map.map.lines
    firm.tab.inspector.person.line_chosen.emit(line)
    assert firm.tab.map.current is firm.tab.map.map.lines[line]


def test_cards_say_another_thing_by_icon_too_and_the_key_follows(firm: Firm) -> None:
    key = firm.tab.panel.legend
    assert "Opponent" in key.accessibleName()
    icons = set()
    for colouring, words in (
        (Colouring.COVERAGE, "In depth"),
        (Colouring.FRESHNESS, "Never in touch"),
        (Colouring.CLASS, "Finance"),
    ):
        firm.tab.bar.look.colouring_chosen.emit(colouring)
        assert words in key.accessibleName()
        assert "Opponent" not in key.accessibleName()
        icons.add(firm.tab.map.map.colouring)
    assert "Legal" not in key.accessibleName(), "only the classes that are there"
    assert firm.tab.bar.look.accessibleName() == "Colour: contact class"
    assert len(icons) == 3
    again = firm.make()
    assert again.map.map.colouring is Colouring.CLASS


def test_every_missing_role_has_a_card_and_a_key_plans_to_ask(firm: Firm) -> None:
    ghosts = firm.tab.map.map.ghosts
    assert set(ghosts) == set(Role)
    boxes = [ghost.mapRectToScene(QRectF(0, 0, 180, 104)) for ghost in ghosts.values()]
    boxes += [card.rect_on_canvas() for card in firm.tab.map.map.cards.values()]
    for number, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:number])
    firm.tab.map.select(ghosts[Role.BUYER])
    assert isinstance(firm.tab.map.current, GhostCard)
    firm.key(Qt.Key.Key_N)
    with firm.database.read() as session:
        assert "buyer" in session.query(NextStep).one().what
    firm.tab.bar.look.ghosts_chosen.emit(False)
    assert not firm.tab.map.map.ghosts


def assert_no_line_runs_through_a_card(tab: PeopleTab) -> None:
    scene = tab.map.map
    cards = [card.rect_on_canvas().adjusted(1, 1, -1, -1) for card in scene.cards.values()]
    runs = [list(line.points) for line in scene.lines.values()]
    path = scene.reporting.path
    points = [path.elementAt(n) for n in range(path.elementCount())]
    for before, after in pairwise(points):
        if after.isLineTo():
            runs.append([QPointF(before.x, before.y), QPointF(after.x, after.y)])
    assert len(runs) > 4
    for run in runs:
        for one, other in pairwise(run):
            stretch = QRectF(one, other).normalized().adjusted(-0.1, -0.1, 0.1, 0.1)
            assert not any(stretch.intersects(card) for card in cards)


def test_no_line_runs_through_a_card_wherever_cards_are_put(firm: Firm) -> None:
    assert_no_line_runs_through_a_card(firm.tab)
    spot = firm.card("Ben").pos() + QPointF(0, 150)
    places = {firm.seats["Gil"]: (round(spot.x()), round(spot.y()))}
    firm.tab.map.placed.emit(places)
    settle(firm.qtbot, firm.ctx)
    assert firm.card("Gil").pos() == QPointF(*places[firm.seats["Gil"]])
    assert_no_line_runs_through_a_card(firm.tab)
    firm.ctx.undo()
    settle(firm.qtbot, firm.ctx)
    assert not firm.card("Gil").seat.by_hand


def test_the_lines_of_a_large_map_find_their_ways_beside_the_window(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    find = scene_module.find_routes

    def watched(plan: LinePlan) -> LineRoutes:
        threads.append(threading.get_ident())
        return find(plan)

    monkeypatch.setattr(scene_module, "find_routes", watched)
    scene = firm.tab.map.map

    def corners() -> list[tuple[float, float]]:
        path = scene.reporting.path
        return [(e.x, e.y) for e in map(path.elementAt, range(path.elementCount()))]

    firm.add_under("Cem", 120)
    assert len(scene.cards) > 120
    assert threads
    assert threading.get_ident() not in threads
    there = corners(), [line.points for line in scene.lines.values()]

    seat = firm.seats["Dan"]
    scene.cards[seat].moveBy(0, 4_000)
    scene.connect_all()
    assert corners(), "lines are there while their ways are looked for"
    assert corners() != there[0], "the line follows the card at once"
    scene.cards[seat].moveBy(0, -4_000)
    scene.connect_all()  # what is found for where the card lay is not shown any more
    settle(firm.qtbot, firm.ctx)
    assert (corners(), [line.points for line in scene.lines.values()]) == there
    assert_no_line_runs_through_a_card(firm.tab)


def test_the_frame_holds_those_outside_and_nobody_else(firm: Firm) -> None:
    scene = firm.tab.map.map
    frame = scene.outside.frames[0]
    assert len(scene.outside.frames) == 1
    for name in firm.shown():
        assert frame.contains(firm.card(name).rect_on_canvas()) == (name in ("Fay", "Gil"))
    spot = firm.card("Dan").pos() + QPointF(0, 240)
    firm.tab.map.placed.emit({firm.seats["Gil"]: (round(spot.x()), round(spot.y()))})
    settle(firm.qtbot, firm.ctx)
    for each in scene.outside.frames:
        assert not each.intersects(firm.card("Ada").rect_on_canvas())


def test_shift_and_arrows_select_several_and_the_hand_moves_the_map(firm: Firm) -> None:
    firm.choose("Ben")
    firm.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert firm.tab.map.selected_seats == [firm.seats["Ben"], firm.seats["Cem"]]
    before = firm.tab.map.seen().center()
    firm.key(Qt.Key.Key_H)
    firm.key(Qt.Key.Key_Right)
    assert firm.tab.map.seen().center().x() > before.x() + 20


def test_lines_are_told_to_those_who_do_not_see_them(firm: Firm) -> None:
    firm.choose("Ben")
    words = firm.tab.map.accessibleDescription()
    for told in ("Reports to Ada", "2 people report directly", "Fay conflicts with Ben: costs"):
        assert told in words


def test_odd_names_stay_whole_on_cards_in_the_list_and_to_the_ear(firm: Firm) -> None:
    for name in ODD:
        assert name in firm.shown()
        firm.tab.map.select_seat(firm.seats[name])
        assert firm.tab.map.accessibleDescription().startswith(name)


def test_a_circle_in_the_file_is_drawn_and_nobody_disappears(firm: Firm) -> None:
    def circle(session: Any) -> None:
        unit = session.query(Dmu).one()
        seats = [firm.seats[name] for name in ("Cem", "Ada")]
        session.add(
            MemberLine(
                member_id=seats[1], to_member_id=seats[0],
                kind=LineKind.REPORTS_TO, valid_from=day_of(TODAY),
            )
        )  # fmt: skip
        one = session.query(DmuMember).filter_by(dmu_id=unit.id).first()
        session.add(
            MemberLine(
                member_id=one.id, to_member_id=one.id,
                kind=LineKind.REPORTS_TO, valid_from=day_of(TODAY),
            )
        )  # fmt: skip

    everybody = firm.shown()
    firm.ctx.write("Circle", firm.tab, circle)
    settle(firm.qtbot, firm.ctx)
    assert firm.shown() == everybody
    firm.choose("Cem")
    firm.key(Qt.Key.Key_Space)
    assert firm.card("Cem")
    firm.choose("Ada")
    firm.key(Qt.Key.Key_Space)
    assert {"Ada", "Cem"} <= firm.shown()


def test_a_large_map_has_a_small_one_that_looks_elsewhere(firm: Firm) -> None:
    small = firm.tab.panel.findChild(Minimap)
    assert isinstance(small, Minimap)
    assert not small.isVisible(), "ten people need none"

    def more(session: Any) -> None:
        for number in range(40):
            person = Person(name=f"Person {number}")
            session.add(person)
            session.flush()
            session.add(Job(person_id=person.id, account_id=firm.account))
            seat = decision_units.seat_person(session, firm.account, person.id)
            map_lines.set_boss(session, seat, firm.seats["Cem"], TODAY)

    firm.ctx.write("More", firm.tab, more)
    settle(firm.qtbot, firm.ctx)
    assert not small.isVisible(), "everybody is seen"
    firm.tab.map.set_zoom(1.0)
    assert small.isVisible()
    QTest.mouseClick(small, Qt.MouseButton.LeftButton, pos=small.rect().bottomRight() / 8)
    left = firm.tab.map.seen().center().x()
    QTest.mouseClick(small, Qt.MouseButton.LeftButton, pos=small.rect().bottomRight() * 0.9)
    assert firm.tab.map.seen().center().x() > left + 500
    QTest.keyClick(small, Qt.Key.Key_Left)
    assert "of it is seen" in small.accessibleName()


def test_the_workbook_of_the_account_holds_the_map(firm: Firm, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "wheels.xlsx"
    write_account_to(firm.ctx, firm.tab, firm.account, path)
    settle(firm.qtbot, firm.ctx)
    sheet = load_workbook(path).worksheets[0]
    titles = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Wheels: Bikes" in titles
    with ZipFile(path) as parts:
        (name,) = [each for each in parts.namelist() if each.startswith("xl/media/")]
        image = QImage.fromData(parts.read(name))
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert 'descr="Wheels: Bikes"' in drawing
    picture = drawing[drawing.index("<xdr:pic>") :]
    wide, high = (
        int(re.search(rf'<a:ext [^>]*{side}="(\d+)"', picture)[1]) for side in ("cx", "cy")
    )
    assert wide / high == pytest.approx(image.width() / image.height(), rel=0.01)
    assert image.width() > 1000
    assert image.pixelColor(2, 2) == QColor("white"), "as on paper"
