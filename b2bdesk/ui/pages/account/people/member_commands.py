"""What buttons and menus of the inspector do about people: findings, units, jobs, who left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import Role
from b2bdesk.services.map_health import Finding, MapFinding
from b2bdesk.services.people_map import Contact, MapUnit
from b2bdesk.ui.context import Target
from b2bdesk.ui.pages.account.people.toolbar import LIST
from b2bdesk.ui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from b2bdesk.ui.pages.account.people.people_tab import PeopleTab

_ROLES = {
    Finding.DECIDER_UNKNOWN: Role.DECIDER,
    Finding.BUDGET_HOLDER_UNKNOWN: Role.BUDGET_HOLDER,
}


_PEOPLE = "people:"


def people_filter(people: Sequence[int]) -> str:
    """Several people as the ``filter`` of a target of the tab."""
    return _PEOPLE + ",".join(str(each) for each in people) if people else ""


class MemberCommands(QObject):
    """Joins the inspector of the tab with what it asks for."""

    def __init__(self, tab: PeopleTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._wanted: tuple[int, ...] = ()
        # One gesture changes the selection in several steps: the inspector shows the last one.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(tab.show_selection)
        inspector = tab.inspector
        inspector.unit.finding_chosen.connect(self.open_finding)
        inspector.unit.leaver_chosen.connect(lambda contact: self.show_in_list(contact.row.id))
        inspector.person.unit_chosen.connect(self._on_unit_chosen)

    def show_soon(self) -> None:
        """Show what is selected, once the selection has come to rest."""
        self._soon.start(0)

    # --- findings ----------------------------------------------------------------------------

    def open_finding(self, finding: MapFinding) -> None:
        """Select who is meant; ask for the person where a role has nobody."""
        tab = self._tab
        unit, people = tab.unit, tab.people
        if unit is None or people is None:
            return
        if finding.kind in _ROLES:
            tab.commands.fill_role(_ROLES[finding.kind], "add")
        elif finding.kind is Finding.OUR_SIDE_SINGLE:
            tab.ctx.go(Target("account", people.account_id, "exchanges"))
        else:
            self._select(unit, finding.people)

    def _select(self, unit: MapUnit, people: tuple[int, ...]) -> None:
        tab = self._tab
        seats = [seat.id for seat in unit.seats if seat.row.person.id in people]
        if not seats:
            tab.want_person(people[0])
        elif tab.view == LIST:
            tab.list.table.select_ids(seats)
        elif len(seats) == 1:
            tab.select_seat(seats[0])
        else:
            tab.map.select_seats(seats)

    def clear_selection(self) -> None:
        """Nobody is selected, neither on the map nor in the list."""
        self._tab.list.table.select_ids([])
        self._tab.map.map.clearSelection()

    def want(self, shown: str) -> None:
        """Remember who is to be selected, where a target's filter names people."""
        if shown.startswith(_PEOPLE):
            self._wanted = tuple(int(each) for each in shown.removeprefix(_PEOPLE).split(","))

    def take_wanted(self) -> None:
        """Select them as soon as they are read."""
        wanted, unit = self._wanted, self._tab.unit
        if wanted and unit is not None:
            self._wanted = ()
            self._select(unit, wanted)

    def show_health(self) -> None:
        """Show the unit itself in the inspector: how we stand there, and why."""
        tab = self._tab
        self.clear_selection()
        self._soon.stop()  # the card with the keyboard would come back
        if tab.unit is not None and tab.people is not None:
            tab.inspector.show_unit(tab.unit, tab.people)
            tab.open_details()

    def show_in_list(self, person: int) -> None:
        """Show someone who sits in no unit, or who left, where both are listed."""
        self._tab.show_view(LIST)
        self._tab.list.select_person(person)

    # --- units and jobs ----------------------------------------------------------------------

    def _person(self) -> Contact | None:
        current = self._tab.current_person
        return current[0] if current is not None else None

    def _on_unit_chosen(self, unit: int, seat: int) -> None:
        self._tab.choose_unit(unit)
        self._tab.want_seat(seat)

    def add_to_unit(self) -> None:
        """Ask in which further unit the person at hand sits."""
        tab, person = self._tab, self._person()
        if person is None or tab.people is None:
            return
        taken = {u.row.id for u, _ in tab.people.seats_of(person.row.id) if u.row is not None}
        units = {u.row.id: u.row for u in tab.people.units if u.row and u.row.id not in taken}
        choices = [Choice(row.id, row.name) for row in units.values()]
        title = tr("In which unit does {name} sit too?", name=person.row.name)

        def picked(choice: Choice) -> None:
            if choice.key is not None:
                tab.edits.member.seat_in(person, units[choice.key])

        if choices:
            Picker(title, choices, picked, tab).open_at(QCursor.pos())

    def add_job(self) -> None:
        """Ask for a further job of the person at hand."""
        self._open_job(None)

    def move(self) -> None:
        """Ask where the person at hand works now."""
        self._open_job(self._tab.target.account)

    def _open_job(self, leaves: int | None) -> None:
        from b2bdesk.ui.dialogs.job_dialog import JobDialog

        tab, person = self._tab, self._person()
        if person is not None:
            JobDialog(tab.ctx, person.row, leaves=leaves, parent=tab.window()).open()

    def leave(self) -> None:
        """The person at hand works here no longer."""
        person = self._person()
        if person is not None and person.leaver is None:
            self._tab.edits.member.leave(person)

    def come_back(self) -> None:
        """The person at hand works here again."""
        person = self._person()
        if person is not None and person.leaver is not None:
            self._tab.edits.member.come_back(person)
