"""Account > People: who decides, who is for us, who is missing, who of us knows whom."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.services.people_map import AccountPeople, Contact, MapSeat, MapUnit
from b2bdesk.services.seen import Seen
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.keys import first_keys, map_keys
from b2bdesk.ui.canvas.lines import RelationLine
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.account.people.commands import PeopleCommands
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.face import FaceStack, PeopleFace
from b2bdesk.ui.pages.account.people.looking import Looking
from b2bdesk.ui.pages.account.people.map_gestures import MapGestures
from b2bdesk.ui.pages.account.people.map_panel import MapPanel
from b2bdesk.ui.pages.account.people.people_inspector import PeopleInspector
from b2bdesk.ui.pages.account.people.people_list import ListRow, PeopleList
from b2bdesk.ui.pages.account.people.role_strip import RoleStrip
from b2bdesk.ui.pages.account.people.toolbar import LIST, MAP, PeopleToolbar
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.widgets.inspector import InspectorSplit
from b2bdesk.ui.widgets.text import h_rule

__all__ = ["PeopleTab"]


class PeopleTab(Page):
    """Map and list of one decision-making unit, with the inspector at their side."""

    key = "people"
    watched = (
        "person",
        "job",
        "dmu",
        "dmu_member",
        "member_role",
        "member_stance",
        "behaviour",
        "member_line",
        "coverage",
        "team_match",
        "contact_goal",
        "colleague",
        "exchange",
        "exchange_person",
        "exchange_colleague",
        "next_step",
        "account",
        "own_field",
        "own_value",
        "perception",
        "brand_attribute",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.people: AccountPeople | None = None
        self.edits = PeopleEdits(ctx, self)
        self.edits.refused.connect(self.load)
        self._unit_id: int | None = None
        self._wanted_seat: int | None = None
        self._wanted_person: int | None = None
        self._was_drawer: bool | None = None
        content = QFrame()
        content.setProperty("surface", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = PeopleToolbar()
        column.addWidget(self.bar)
        column.addWidget(h_rule())
        self.inspector = PeopleInspector(self.edits)
        self.split = InspectorSplit(self._main(), self.inspector)
        self.faces = FaceStack(ctx, self.split)
        column.addWidget(self.faces, 1)
        self.looking = Looking(self)
        self.commands = PeopleCommands(self)
        column.insertWidget(2, self.looking.lens)
        self.edits.refusal = self.looking.lens.refusal
        self._connect()
        self.set_content(content)
        kept = ctx.view_state("people")
        self.list.table.restore_state(kept.get("table", {}))
        self.show_view(self.faces.known(kept.get("face")) or kept.get("view", MAP))

    def _main(self) -> QWidget:
        main = QFrame()
        main.setProperty("surface", "panel")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.strip = RoleStrip()
        column.addWidget(self.strip)
        column.addWidget(h_rule())
        self.panel = MapPanel(self.ctx.undo, self.ctx.redo)
        self.map = self.panel.view
        self.list = PeopleList()
        self._views = QStackedWidget()
        self._views.addWidget(self.panel)
        self._views.addWidget(self.list)
        column.addWidget(self._views, 1)
        return main

    def _connect(self) -> None:
        self.bar.view_changed.connect(self._on_view_chosen)
        self.faces.made.connect(self._on_face_made)
        self.bar.unit_chosen.connect(self.choose_unit)
        self.bar.command.connect(self.commands.run)
        self.gestures = MapGestures(self)
        soon = self.commands.member.show_soon
        self.map.current_changed.connect(lambda _: soon())
        self.map.map.selectionChanged.connect(soon)
        self.list.person_current.connect(lambda _: soon())
        self.list.seats_selected.connect(lambda _: soon())
        self.list.opened.connect(lambda _: self.commands.run("inspect"))
        self.list.menu_asked.connect(lambda _row, spot: self.commands.open_menu(spot))
        self.list.letter_typed.connect(self.commands.run)
        self.list.table.state_changed.connect(self._keep_state)
        self.inspector.person.asked.connect(self.commands.run)
        self.inspector.several.asked.connect(self.commands.run)
        self.inspector.ghost.asked.connect(self.commands.fill_role)
        self.inspector.unit.seat_chosen.connect(self.select_seat)
        self.inspector.unit.person_asked.connect(self._on_seat_wanted)
        self.inspector.leaver.asked.connect(self.commands.run)
        self.inspector.closed.connect(self.close_details)

    # --- what the shell asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.people.account if self.people else ""

    def shortcuts(self) -> list[tuple[str, str]]:
        return first_keys() if self.face is None else self.face.shortcuts()

    def sheet_keys(self) -> list[tuple[str, str]]:
        keys = first_keys() if self.face is None else self.face.sheet_keys()
        return [*keys, *map_keys()] if self.face is None and self.view == MAP else keys

    def page_actions(self) -> list[Action]:
        return self.commands.actions() if self.face is None else self.face.face_actions()

    def take_focus(self) -> None:
        """The keyboard goes to the view, unless it is just walking along the views."""
        now = QApplication.focusWidget()
        if now is None or not self.bar.views.isAncestorOf(now):
            super().take_focus()

    def focus_target(self) -> QWidget:
        if self.face is not None:
            return self.face.focus_target()
        return self.list.table.view if self.view == LIST else self.map

    def activate(self, target: Target) -> None:
        if target.account != self.target.account:
            self.gestures.keep_state()
            self.looking.lens.forget()
            self.people = None
            self._unit_id = None
        if target.record is not None:
            self._wanted_person = target.record
        self.commands.member.want(target.filter)
        super().activate(target)
        if target.record is not None and self.face is not None:
            self.show_view(self.view)
        elif self.faces.known(target.filter) or target.filter in (MAP, LIST):
            self.show_view(target.filter)
        if self.people is not None:
            self._take_wanted()

    def load(self) -> None:
        if (account := self.target.account) is None:
            return
        self.edits.account = account
        if self.people is None:
            self.states.show_loading()
        self.ctx.read(
            "people",
            self,
            self.looking.question(account),
            self._on_people,
            self.states.show_problem,
        )
        if self.face is not None:
            self.face.show_account(account)

    # --- showing -----------------------------------------------------------------------------

    @property
    def unit(self) -> MapUnit | None:
        """The decision-making unit on show."""
        return self.people.unit(self._unit_id) if self.people else None

    @property
    def view(self) -> str:
        """ "map" or "list": the one on show, or under a face."""
        return LIST if self._views.currentWidget() is self.list else MAP

    @property
    def face(self) -> PeopleFace | None:
        """What stands in place of map and list, if anything."""
        return self.faces.face

    def _on_people(self, seen: Seen) -> None:
        first = self.people is None
        self.people = seen.people
        self.looking.take(seen)
        self.states.show_ready()
        self._show_unit(restore=first)
        self._take_wanted()

    def _show_unit(self, *, restore: bool = False) -> None:
        people, unit = self.people, self.unit
        if people is None or unit is None:
            return
        self.bar.show_unit(people, unit)
        self.strip.show_unit(unit)
        self.gestures.show_map(restore=restore)
        self.list.show_unit(unit, people)
        self.show_selection()

    def choose_unit(self, unit: int) -> None:
        """Show another decision-making unit."""
        self.gestures.keep_state()
        self._unit_id = unit
        self._show_unit(restore=True)

    def choose_new_unit(self, unit: int) -> None:
        """Show a unit that was just made."""
        self.gestures.keep_state()
        self._unit_id = unit
        self.load()

    def _on_view_chosen(self, view: str) -> None:
        before = self.face
        self.show_view(view)
        if self.face is not before:  # other keys and commands: a place of back and forward
            self.ctx.go(Target("account", self.target.account, self.key, filter=view))

    def _on_face_made(self, key: str, face: PeopleFace) -> None:
        self.bar.add_tools(key, face.tools)
        face.command.connect(self.commands.run)
        face.person_asked.connect(
            lambda person: self.ctx.go(Target("account", self.target.account, self.key, person))
        )

    def show_view(self, view: str) -> None:
        """Show map, list or a face; who is selected on the one stays selected on the other."""
        seats = self.selected_seats
        changed = self.faces.show_face(view)
        self.bar.set_view(view)
        if self.face is not None:
            self.looking.lens.close_lens()
            if changed and self.target.account is not None:
                self.face.show_account(self.target.account)
            self._keep_state()
            return
        self._views.setCurrentWidget(self.list if view == LIST else self.panel)
        if len(seats) == 1:
            self.select_seat(seats[0].id)
        self.show_selection()
        self._keep_state()

    def _keep_state(self) -> None:
        table = self.list.table.save_state()
        kept = {"view": self.view, "face": self.faces.key, "table": table}
        self.ctx.keep_view_state("people", kept)

    def focus_view(self) -> None:
        """Give the keyboard back to the map or list."""
        self.focus_target().setFocus()

    # --- selection ---------------------------------------------------------------------------

    @property
    def selected_seats(self) -> list[MapSeat]:
        """The selected people of the unit."""
        unit = self.unit
        if unit is None:
            return []
        ids = self.list.selected_seats if self.view == LIST else self.map.selected_seats
        return [seat for i in ids if (seat := unit.seat(i)) is not None]

    @property
    def current_person(self) -> tuple[Contact, MapSeat | None] | None:
        """The person at hand, with a seat or without."""
        if self.view == LIST:
            row: ListRow | None = self.list.current
            return (row.contact, row.seat) if row is not None else None
        item = self.map.current
        if isinstance(item, PersonCard):
            return item.seat.contact, item.seat
        seats = self.selected_seats
        return (seats[0].contact, seats[0]) if len(seats) == 1 else None

    def select_seat(self, seat: int) -> None:
        """Select a person of the unit."""
        if self.view == LIST:
            self.list.select_seat(seat)
        else:
            self.gestures.select_seats([seat])

    def show_selection(self) -> None:
        """Show in the inspector what is selected."""
        people, unit = self.people, self.unit
        if people is None or unit is None:
            return
        seats = self.selected_seats
        item = self.map.current if self.view == MAP else None
        person = self.current_person
        if len(seats) > 1:
            self.inspector.show_several(seats)
        elif person is not None:
            self.inspector.show_person(*person, unit, people)
        elif isinstance(item, GhostCard):
            self.inspector.show_ghost(item.role, unit)
        elif isinstance(item, RelationLine):
            self.inspector.show_line(item.row, unit)
        elif not self.looking.show_instead():
            self.inspector.show_unit(unit, people)

    def _take_wanted(self) -> None:
        people, unit = self.people, self.unit
        if people is None or unit is None:
            return
        if self._wanted_person is not None:
            wanted, self._wanted_person = self._wanted_person, None
            seats = people.seats_of(wanted)
            here = [seat for other, seat in seats if other is unit]
            if here:
                self._wanted_seat = here[0].id
            elif seats and seats[0][0].row is not None:
                self.choose_unit(seats[0][0].row.id)
                self._wanted_seat = seats[0][1].id
            else:  # in no unit, or left: the list has them
                self.commands.member.show_in_list(wanted)
        unit = self.unit
        if self._wanted_seat is not None and unit and unit.seat(self._wanted_seat):
            wanted, self._wanted_seat = self._wanted_seat, None
            self.select_seat(wanted)
        self.commands.member.take_wanted()

    def want_person(self, person: int) -> None:
        """Select a person, in whatever unit or in none, as soon as they are read."""
        self._wanted_person = person
        self._take_wanted()

    def want_seat(self, seat: int | None) -> None:
        """Select a person as soon as the map has read them."""
        self._wanted_seat = seat
        self._take_wanted()

    def _on_seat_wanted(self, contact: Contact) -> None:
        unit = self.unit
        self.edits.seat(contact, unit.row if unit else None, done=self.want_seat)

    # --- room --------------------------------------------------------------------------------

    def open_details(self) -> None:
        """Open the inspector and give it the keyboard."""
        self.split.set_open(True)
        self._show_cover()
        QTimer.singleShot(0, self.inspector, self.inspector.focus_first)

    def close_details(self) -> None:
        """Close the inspector where it is a drawer; the keyboard goes back to the people."""
        self.split.set_open(False)
        self._show_cover()
        self.focus_view()

    def _show_cover(self) -> None:
        covered = self.split.is_open and self.split.is_drawer
        self.panel.set_cover(self.inspector.width() if covered else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._on_room)

    def _on_room(self) -> None:
        drawer = self.split.is_drawer
        if drawer != self._was_drawer:
            self._was_drawer = drawer
            self.split.set_open(not drawer)
            self.inspector.set_closable(drawer)
            self.bar.show_details_button(drawer)
            self._show_cover()

    def corner_of(self, seat: MapSeat | None) -> QPoint:
        """A global place beside a person's card, for what pops up there."""
        card = self.map.map.cards.get(seat.id) if seat and self.view == MAP else None
        if card is None:
            return self.list.mapToGlobal(QPoint(80, 80))
        box = card.rect_on_canvas()
        return self.map.viewport().mapToGlobal(self.map.mapFromScene(box.bottomLeft()))
