"""The Coverage of the People tab driven as a user does: keys, small menu, findings, undo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent, QAction, QImage, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from b2bdesk.models import Account, Colleague, Coverage, NextStep, TeamMatch
from b2bdesk.models.enums import ContactClass, CoverageLevel, Role
from b2bdesk.services import people
from b2bdesk.services.exchanges import ExchangeDraft, log_exchange
from b2bdesk.services.file_settings import set_setting
from b2bdesk.services.people import PersonDraft
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.account.people.coverage import grid_view
from b2bdesk.ui.pages.account.people.coverage.colleague_dialog import ColleagueDialog
from b2bdesk.ui.pages.account.people.coverage.coverage_face import CoverageFace
from b2bdesk.ui.pages.account.people.coverage.grid_model import CoverageModel
from b2bdesk.ui.pages.account.people.coverage.grid_view import digit_of
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.picker import Picker
from tests.ui.conftest import reload, settle

TODAY = date(2020, 6, 1)
JOINED = date(2018, 6, 1)
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class Screen:
    """Lena (sales, me) met Daniel and Amy; Jonas (finance) should know Peter; Karl is outside."""

    def __init__(self, qtbot: QtBot, ctx: AppContext, database: Database) -> None:
        self.qtbot, self.ctx, self.database = qtbot, ctx, database
        self.ids: dict[str, int] = {}
        database.write("Seed", self._seed)
        reload(ctx, database)
        self.tab = PeopleTab(ctx)
        self.went: list[Target] = []
        ctx.navigated.connect(self._on_navigated)
        qtbot.addWidget(self.tab)
        self.tab.resize(1248, 743)
        self.tab.show()
        self.tab.activate(Target("account", self.account, "people", filter="coverage"))
        self.settle()

    def _seed(self, session: Any) -> None:
        account, empty = Account(name="Brakes and Gears"), Account(name="Empty Wheels")
        session.add_all([account, empty])
        for name, function in (
            ("Lena Marsh", "Key account management"),
            ("Jonas Meyer", "Finance"),
            ("Sven Lund", "Design"),
        ):
            colleague = Colleague(name=name, function=function)
            session.add(colleague)
            session.flush()
            self.ids[name.split()[0]] = colleague.id
        self.account, self.empty = account.id, empty.id
        account.owner_id = self.ids["Lena"]
        set_setting(session, "me", self.ids["Lena"])
        set_setting(session, "as_of", TODAY.isoformat())
        for name, kind, roles in (
            ("Ruth Adeyemi", ContactClass.DECISION_MAKER, (Role.BUDGET_HOLDER,)),
            ("Daniel Okafor", ContactClass.PURCHASING, ()),
            ("Amy Tran", ContactClass.PURCHASING, ()),
            ("Peter Lund", ContactClass.FINANCE, ()),
            ("Karl Weiss", ContactClass.PARTNER, ()),
        ):
            draft = PersonDraft(
                name, contact_class=kind, roles=roles, external=name == "Karl Weiss"
            )
            made = people.add_person(session, account.id, draft, JOINED)
            self.ids[name.split()[0]] = made.person
        for days in (12, 30, 60):
            draft = ExchangeDraft(
                account.id,
                f"Price list {days}",
                TODAY - timedelta(days=days),
                people=(self.ids["Daniel"],),
                colleagues=(self.ids["Lena"],),
            )
            log_exchange(session, draft, TODAY, self.ids["Lena"])

    def _on_navigated(self, target: Target) -> None:
        self.went.append(target)

    @property
    def face(self) -> CoverageFace:
        face = self.tab.face
        assert isinstance(face, CoverageFace)
        return face

    @property
    def model(self) -> CoverageModel:
        return self.face.view.coverage_model

    def settle(self) -> None:
        settle(self.qtbot, self.ctx)

    def at(self, who: str | None, column: str) -> None:
        """Give a cell the keyboard."""
        self.face.view.setFocus()
        self.face.view.set_place(self.ids[who] if who else None, column)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.face.view, key, modifiers)
        self.settle()

    def shown(self, who: str | None, column: str) -> str:
        index = self.model.place_of(self.ids[who] if who else None, column)
        return str(self.model.data(index)).replace("\n", " | ")

    def spoken(self, who: str | None, column: str) -> str:
        index = self.model.place_of(self.ids[who] if who else None, column)
        return str(self.model.data(index, Qt.ItemDataRole.AccessibleTextRole))

    def said(self) -> str:
        labels = self.face.inspector.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def button(self, words: str) -> Button:
        found = [
            each
            for each in self.face.inspector.findChildren(Button)
            if each.isVisible() and each.text().startswith(words)
        ]
        assert len(found) == 1, [each.text() for each in found]
        return found[0]

    def rows(self, table: Any, *columns: Any) -> list[tuple[Any, ...]]:
        with self.database.read() as session:
            found = session.execute(select(*(columns or (table.id,))).order_by(table.id))
            return [tuple(row) for row in found]

    def menu(self) -> QMenu:
        (menu,) = [m for m in self.face.findChildren(QMenu) if m.isVisible()]
        return menu


@pytest.fixture
def screen(qtbot: QtBot, ctx: AppContext, database: Database) -> Screen:
    return Screen(qtbot, ctx, database)


def test_the_table_says_all_that_the_picture_shows(screen: Screen) -> None:
    QAbstractItemModelTester(screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert screen.shown("Lena", "purchasing") == "Multiple | 12 d, 3×"
    assert screen.spoken("Lena", "purchasing") == (
        "Lena Marsh, Purchasing: Multiple, suggested, last exchange 12 days ago,"
        " 3 exchanges in 12 months, wanted: multiple,"
        " should be matched, by the words of the function"
    )
    assert screen.shown("Jonas", "finance") == "no link"
    assert screen.spoken("Jonas", "finance").startswith(
        "Jonas Meyer, Finance: Unknown, no exchange"
    )
    assert screen.shown("Jonas", "purchasing") == ""
    assert screen.shown(None, "purchasing") == "1 of ours"
    assert screen.spoken(None, "finance") == "People linked, Finance: none"
    head = screen.model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert head == "Purchasing: Amy Tran, Daniel Okafor. known by 1 of ours"
    left = screen.model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole)
    assert left == "Lena Marsh, Key account management"
    assert screen.face.view.accessibleName() == "Coverage: who of us knows whom"


def test_arrows_move_and_digits_set_how_well_and_how_well_it_should_be(screen: Screen) -> None:
    screen.at("Lena", "purchasing")
    screen.key(Qt.Key.Key_Down)
    assert screen.face.view.place == (screen.ids["Jonas"], "purchasing")
    screen.key(Qt.Key.Key_2)
    assert screen.shown("Jonas", "purchasing") == "Brief"
    assert screen.face.view.place == (screen.ids["Jonas"], "purchasing"), "the keyboard stays"
    levels = screen.rows(Coverage, Coverage.person_id, Coverage.level, Coverage.valid_from)
    assert {row[0] for row in levels} == {screen.ids["Daniel"], screen.ids["Amy"]}
    assert {row[1] for row in levels} == {CoverageLevel.BRIEF}
    assert {row[2] for row in levels} == {(TODAY - date(1970, 1, 1)).days}
    assert screen.shown(None, "purchasing") == "2 of ours"
    screen.key(Qt.Key.Key_4, SHIFT)
    assert screen.shown("Jonas", "purchasing") == "Brief | → in depth"
    assert screen.rows(TeamMatch, TeamMatch.desired) == [(CoverageLevel.IN_DEPTH,)]
    screen.key(Qt.Key.Key_Delete)
    assert screen.shown("Jonas", "purchasing") == ""
    assert screen.rows(TeamMatch) == []
    for _ in range(3):
        screen.ctx.undo()
        screen.settle()
    assert screen.rows(Coverage) == []
    screen.ctx.redo()
    screen.settle()
    assert screen.shown("Jonas", "purchasing") == "Brief"


@pytest.mark.parametrize(
    ("key", "held", "text", "expected"),
    [
        (Qt.Key.Key_3, NONE, "3", (3, False)),
        (Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier, "3", (3, False)),
        (Qt.Key.Key_Exclam, SHIFT, "!", (1, True)),
        (Qt.Key.Key_QuoteDbl, SHIFT, '"', (2, True)),
        (Qt.Key.Key_Equal, SHIFT, "=", (0, True)),
        (Qt.Key.Key_Eacute, NONE, "é", (2, False)),
        (Qt.Key.Key_2, SHIFT, "2", (2, True)),
        (Qt.Key.Key_5, NONE, "5", None),
        (Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier, "2", None),
        (Qt.Key.Key_A, NONE, "a", None),
    ],
)
def test_a_digit_is_one_on_every_keyboard(
    key: Qt.Key, held: Qt.KeyboardModifier, text: str, expected: tuple[int, bool] | None
) -> None:
    assert digit_of(QKeyEvent(QEvent.Type.KeyPress, key, held, text)) == expected


def test_what_is_set_is_said_to_a_screen_reader(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Reader:
        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:
            said.append(event.message())

    monkeypatch.setattr(grid_view, "QAccessible", Reader)
    screen.at("Jonas", "finance")
    screen.key(Qt.Key.Key_4)
    screen.key(Qt.Key.Key_2, SHIFT)
    assert said == [
        "Jonas Meyer and Finance: In depth",
        "Jonas Meyer and Finance, wanted: Brief",
    ]


def test_a_set_level_stands_before_the_suggestion_until_it_is_taken_away(screen: Screen) -> None:
    screen.face.bar.columns.button("people").click()
    screen.settle()
    daniel = f"p{screen.ids['Daniel']}"
    screen.at("Lena", daniel)
    assert "suggested" in screen.spoken("Lena", daniel)
    screen.key(Qt.Key.Key_1)
    assert screen.shown("Lena", daniel) == "None | 12 d, 3×"
    screen.key(Qt.Key.Key_0)
    assert screen.shown("Lena", daniel) == "Multiple | 12 d, 3×"
    screen.key(Qt.Key.Key_4, SHIFT)
    assert screen.shown("Lena", daniel) == "Multiple | 12 d, 3× | → in depth"
    assert screen.rows(Coverage, Coverage.desired) == [(CoverageLevel.IN_DEPTH,)]


def test_nobody_can_be_known_where_nobody_is(screen: Screen) -> None:
    told: list[str] = []
    screen.ctx.toasted.connect(lambda words, _undo: told.append(words))
    screen.at("Lena", "logistics")
    screen.key(Qt.Key.Key_3)
    assert told == ["Nobody is known in Logistics yet. Add a person first."]
    screen.key(Qt.Key.Key_3, SHIFT)
    assert screen.shown("Lena", "logistics") == "no link | → multiple"


def test_m_says_who_should_know_whom(screen: Screen) -> None:
    screen.at("Jonas", "finance")
    screen.key(Qt.Key.Key_M)
    assert "should be matched" not in screen.spoken("Jonas", "finance")
    screen.at("Lena", "finance")
    screen.key(Qt.Key.Key_M)
    assert "should be matched, set by hand" in screen.spoken("Lena", "finance")
    screen.key(Qt.Key.Key_M)
    assert screen.rows(TeamMatch, TeamMatch.desired) == [(CoverageLevel.NONE,)] * 2


def test_the_small_menu_does_the_same_with_the_pointer(screen: Screen) -> None:
    screen.at("Jonas", "finance")
    view = screen.face.view
    spot = view.visualRect(screen.model.place_of(screen.ids["Jonas"], "finance")).center()
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QApplication.processEvents()
    actions = {a.text().split("\t")[0]: a for a in screen.menu().actions()}
    assert {"Should be matched", "See the exchanges", "Open Peter Lund", "Clear"} <= set(actions)
    level = [a for a in screen.menu().actions() if a.text() == "In depth\t4"]
    level[0].trigger()
    screen.menu().close()
    screen.settle()
    assert screen.shown("Jonas", "finance") == "In depth"
    screen.key(Qt.Key.Key_Space)
    ticked = [a.text() for a in screen.menu().actions() if a.isChecked()]
    assert ticked == ["In depth\t4", "No wish\tShift+0", "Should be matched\tM"]
    action: QAction = next(a for a in screen.menu().actions() if a.text() == "Open Peter Lund")
    action.trigger()
    screen.menu().close()
    screen.settle()
    assert screen.went[-1].record == screen.ids["Peter"]


def test_the_corner_of_a_cell_opens_the_menu(screen: Screen) -> None:
    view = screen.face.view
    box = view.visualRect(screen.model.place_of(screen.ids["Lena"], "purchasing"))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert not [m for m in screen.face.findChildren(QMenu) if m.isVisible()]
    corner = QPoint(box.right() - 12, box.top() + 12)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    screen.menu().close()


def test_enter_shows_the_exchanges_and_esc_goes_back(screen: Screen) -> None:
    screen.at("Lena", "purchasing")
    screen.key(Qt.Key.Key_Return)
    assert "Lena Marsh and Purchasing" in screen.said()
    assert "3 exchanges in 12 months" in screen.said()
    screen.button("Price list 12").click()
    went = screen.went[-1]
    assert (went.account, went.tab) == (screen.account, "exchanges")
    assert went.record is not None
    QTest.keyClick(screen.face.inspector, Qt.Key.Key_Escape)
    assert "Single-threaded" in screen.said()
    screen.at("Jonas", "finance")
    screen.key(Qt.Key.Key_Return)
    assert "No exchange in this time." in screen.said()
    screen.face.view.set_place(None, "purchasing")
    screen.settle()
    assert "All of us and Purchasing" in screen.said()


def test_period_and_measure_change_what_the_cells_say(screen: Screen) -> None:
    def choose(words: str) -> None:
        for chip in (screen.face.bar.period, screen.face.bar.measure):
            menu = chip.menu()
            assert menu is not None
            for action in menu.actions():
                if action.text() == words:
                    action.trigger()
        screen.settle()

    choose("Recency")
    assert screen.shown("Lena", "purchasing") == "12 d | Multiple, 3×"
    choose("Exchanges")
    assert screen.shown("Lena", "purchasing") == "3× | Multiple, 12 d"
    assert screen.face.bar.measure.text() == "Show: exchanges"
    choose("Last 3 months")
    assert "3 exchanges in 3 months" in screen.spoken("Lena", "purchasing")
    choose("All time")
    assert "3 exchanges," in screen.spoken("Lena", "purchasing")
    assert screen.ctx.view_state("coverage")["months"] is None
    again = CoverageFace(screen.ctx)
    screen.qtbot.addWidget(again)
    assert (again.bar.months, again.bar.show_by) == (None, "exchanges")


def test_what_it_shows_is_said_and_each_finding_does_something(screen: Screen) -> None:
    said = screen.said()
    assert "Lena Marsh carries 3 of 3 exchanges." in said
    assert "3 functions: nobody known" in said
    assert "Key player without a link: Ruth Adeyemi" in said
    assert "Adviser without a link: Karl Weiss" in said
    assert "Finance: Jonas Meyer has no link" in said
    assert "1 of 2 are known multiple times or in depth." in said
    assert "1 of our 2 functions are linked with 1 of their 6." in said
    assert "All contact runs through one function: a bow-tie." in said
    screen.button("Ask Daniel Okafor for a name").click()
    screen.settle()
    steps = screen.rows(NextStep, NextStep.what, NextStep.person_id, NextStep.due_day)
    due = (TODAY - date(1970, 1, 1)).days + 14
    assert steps == [
        (
            "Ask Daniel Okafor for names in technical, end user, logistics",
            screen.ids["Daniel"],
            due,
        )
    ]
    screen.button("Planned for 15 Jun").click()
    assert screen.went[-1].tab == "overview"
    screen.ctx.undo()
    screen.settle()
    assert screen.rows(NextStep) == []
    screen.button("Plan an introduction").click()
    screen.settle()
    assert screen.rows(NextStep, NextStep.owner_id) == [(screen.ids["Jonas"],)]


def test_a_colleague_is_added_from_the_team_or_new(screen: Screen) -> None:
    assert [line.colleague.name for line in screen.model.lines] == ["Lena Marsh", "Jonas Meyer"]
    screen.face.bar.add_button.click()
    (picker,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, Picker)]
    QTest.keyClicks(picker.field, "sven")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    screen.settle()
    assert screen.model.lines[-1].colleague.name == "Sven Lund"
    assert screen.face.view.place == (screen.ids["Sven"], "decision_maker")
    screen.face.bar.add_button.click()
    screen.settle()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ColleagueDialog)]
    dialog.name.setText("lena marsh")
    dialog.save()
    screen.settle()
    assert "is on the team already" in dialog.fields["name"].error
    dialog.name.setText("Sofia Lindqvist")
    dialog.function.setText("Logistik")
    dialog.save()
    screen.settle()
    sofia = next(line for line in screen.model.lines if line.colleague.name == "Sofia Lindqvist")
    screen.ids["Sofia"] = sofia.colleague.id
    assert screen.shown("Sofia", "logistics") == "no link"


def test_an_account_without_people_says_what_to_do(screen: Screen) -> None:
    screen.tab.activate(Target("account", screen.empty, "people"))
    screen.settle()
    assert screen.face.nobody.isVisible()
    assert screen.face.nobody.text() == "Nobody is known at Empty Wheels yet."
    asked: list[str] = []
    screen.face.command.connect(asked.append)
    screen.face.command.disconnect(screen.tab.commands.run)
    screen.button("Add person").click()
    assert asked == ["add"]
    screen.key(Qt.Key.Key_3)
    assert screen.rows(Coverage) == []
    screen.face.bar.columns.button("people").click()
    screen.settle()
    assert screen.model.rowCount() == 0

    def leave(session: Any) -> None:
        for colleague in session.scalars(select(Colleague)):
            colleague.active = False

    screen.ctx.write("Leave", screen.tab, leave)
    screen.settle()
    assert "Nobody of us is here yet" in screen.face.nobody.text()


def test_many_people_and_colleagues_scroll_under_heads_that_stay(
    qtbot: QtBot, ctx: AppContext, database: Database
) -> None:
    screen = Screen(qtbot, ctx, database)

    def crowd(session: Any) -> None:
        for number in range(55):
            kind = list(ContactClass)[number % 12]
            draft = PersonDraft(f"Person {number:02}", contact_class=kind, seated=False)
            made = people.add_person(session, screen.account, draft, JOINED)
            if number % 3:
                people.set_coverage(
                    session, made.person, screen.ids["Lena"], CoverageLevel.BRIEF, TODAY
                )
        for number in range(17):
            colleague = Colleague(name=f"Colleague {number:02}", function="Sales")
            session.add(colleague)
            session.flush()
            people.set_coverage(
                session, screen.ids["Daniel"], colleague.id, CoverageLevel.MULTIPLE, TODAY
            )

    ctx.write("Crowd", screen.tab, crowd)
    screen.settle()
    screen.face.bar.columns.button("people").click()
    screen.settle()
    view = screen.face.view
    assert (screen.model.columnCount(), screen.model.rowCount()) == (60, 20)
    assert view.horizontalScrollBar().maximum() > 0
    assert view.verticalScrollBar().maximum() > 0
    last = screen.model.grid.columns[-1].key
    view.setFocus()
    view.set_place(screen.model.lines[-1].colleague.id, last)
    assert view.horizontalScrollBar().value() == view.horizontalScrollBar().maximum()
    assert view.verticalHeader().isVisible()
    assert view.verticalHeader().visualIndexAt(view.viewport().height() - 60) >= 17
    assert view.visualRect(view.currentIndex()).right() <= view.viewport().width()


def test_the_focus_ring_is_painted_around_the_cell_at_hand(screen: Screen) -> None:
    screen.tab.activateWindow()
    screen.qtbot.waitUntil(screen.tab.isActiveWindow)
    screen.at("Lena", "finance")
    view = screen.face.view
    place = view.visualRect(view.currentIndex())

    def edge() -> str:
        image: QImage = view.viewport().grab().toImage()
        return image.pixelColor(place.center().x(), place.top() + 1).name()

    ringed = edge()
    screen.key(Qt.Key.Key_Down)
    assert edge() != ringed


def test_map_and_list_are_still_there_behind_it(screen: Screen) -> None:
    assert screen.tab.bar.add_button.isHidden()
    assert not screen.face.bar.add_button.isHidden()
    screen.tab.bar.views.button("list").click()
    screen.settle()
    assert screen.tab.face is None
    assert screen.tab.list.isVisible()
    assert screen.tab.bar.add_button.isVisible()
    assert screen.went[-1].filter == "list"
    screen.tab.bar.views.button("coverage").click()
    screen.settle()
    assert isinstance(screen.tab.face, CoverageFace)
    assert screen.tab.shortcuts()[1] == ("0–4", "how well")
    keys = [action.key for action in screen.tab.page_actions()]
    assert "coverage.workbook" in keys
    screen.tab.activate(Target("account", screen.account, "people", screen.ids["Daniel"]))
    screen.settle()
    assert screen.tab.face is None, "a person is opened on the map or in the list"
