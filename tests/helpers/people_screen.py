"""The People tab on a small account, driven as a user does, for the tests of its parts."""

from __future__ import annotations

from datetime import date
from typing import Any

from helpers.desk import reload, settle
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from b2bdesk.models import Account, Colleague
from b2bdesk.models.enums import Role
from b2bdesk.services import people
from b2bdesk.services.file_settings import set_setting
from b2bdesk.services.people import PersonDraft
from b2bdesk.services.people_map import MapSeat
from b2bdesk.storage.database import Database
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.person_dialog import PersonDialog
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from b2bdesk.ui.widgets.picker import Picker

JOINED = date(2018, 6, 1)


class Screen:
    """The tab on an account with Ruth over Daniel and Ines, and Mia in no unit."""

    def __init__(self, qtbot: QtBot, ctx: AppContext, database: Database) -> None:
        self.qtbot, self.ctx, self.database = qtbot, ctx, database
        self.seats: dict[str, int] = {}
        database.write("Seed", self._seed)
        reload(ctx, database)
        self.tab = PeopleTab(ctx)
        qtbot.addWidget(self.tab)
        self.tab.resize(1248, 743)
        self.tab.show()
        self.open(self.account)

    def _seed(self, session: Any) -> None:
        account, empty = Account(name="Brakes and Gears"), Account(name="Empty Wheels")
        me, other = Colleague(name="Lena Marsh"), Colleague(name="Sven Lund")
        session.add_all([account, empty, me, other])
        session.flush()
        set_setting(session, "me", me.id)
        self.account, self.empty, self.me, self.other = account.id, empty.id, me.id, other.id
        boss: int | None = None
        for name, title, roles in (
            ("Ruth Adeyemi", "Owner", (Role.BUDGET_HOLDER,)),
            ("Daniel Okafor", "Purchasing Manager", (Role.BUYER,)),
            ("Ines Carvalho", "Workshop Manager", (Role.USER,)),
        ):
            draft = PersonDraft(name, title, roles=roles, reports_to=boss)
            made = people.add_person(session, account.id, draft, JOINED)
            assert made.seat is not None
            self.seats[name.split()[0]] = made.seat
            boss = boss or made.seat
        draft = PersonDraft("Mia Berg", "Receptionist", seated=False)
        people.add_person(session, account.id, draft, JOINED)

    def open(self, account: int) -> None:
        self.tab.activate(Target("account", account, "people"))
        self.settle()

    def settle(self) -> None:
        settle(self.qtbot, self.ctx)

    def seat(self, name: str) -> MapSeat:
        unit = self.tab.unit
        assert unit is not None
        found = unit.seat(self.seats[name])
        assert found is not None
        return found

    def card(self, name: str) -> PersonCard:
        return self.tab.map.map.cards[self.seats[name]]

    def spot(self, name: str, dx: float = 0, dy: float = 0) -> QPoint:
        """A point of the viewport over a card; (dx, dy) in canvas units from its middle."""
        return self.at(self.card(name).rect_on_canvas().center() + QPointF(dx, dy))

    def at(self, point: QPointF) -> QPoint:
        return self.tab.map.mapFromScene(point)

    def drag(self, start: QPoint, end: QPoint) -> None:
        port = self.tab.map.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, start + (end - start) * share)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
        self.settle()

    def key(self, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.tab.map, key, modifiers)
        self.settle()

    def click(self, name: str) -> None:
        QTest.mouseClick(
            self.tab.map.viewport(), Qt.MouseButton.LeftButton, pos=self.spot(name, dy=20)
        )
        self.settle()

    def picker(self) -> Picker:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, Picker)]
        open_now = [w for w in found if w.isVisible()]
        assert len(open_now) == 1
        return open_now[0]

    def dialog(self) -> PersonDialog:
        return next(w for w in self.tab.window().findChildren(PersonDialog) if w.isVisible())

    def all(self, kind: Any) -> list[Any]:
        with self.database.read() as session:
            found = list(session.scalars(select(kind)))
            session.expunge_all()
            return found
