"""What keys, buttons and menus of the People tab do, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QInputDialog, QMenu

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import LineKind, Role
from b2bdesk.services.people_map import Contact, MapSeat
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.lines import RelationLine
from b2bdesk.ui.canvas.person_words import role_name_in_text
from b2bdesk.ui.dialogs.person_dialog import PersonDialog
from b2bdesk.ui.dialogs.workbook_export import export_people
from b2bdesk.ui.pages.account.people.looking import HARMLESS
from b2bdesk.ui.pages.account.people.member_commands import MemberCommands
from b2bdesk.ui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from b2bdesk.ui.pages.account.people.people_tab import PeopleTab


_CLOCK = "ph.clock-counter-clockwise"


class PeopleCommands(QObject):
    """Runs a command on what is selected in the tab."""

    def __init__(self, tab: PeopleTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self.member = MemberCommands(tab)
        self._run: dict[str, Callable[[], object]] = {
            "add": self.add_person,
            "edit": self.edit_person,
            "boss": self.pick_boss,
            LineKind.REPORTS_TO.value: self.pick_boss,
            LineKind.INFLUENCES.value: partial(self.pick_line, LineKind.INFLUENCES),
            LineKind.CONFLICTS.value: partial(self.pick_line, LineKind.CONFLICTS),
            "remove": self.remove,
            "leave": self.member.leave,
            "back": self.member.come_back,
            "unit": self.member.add_to_unit,
            "job": self.member.add_job,
            "move": self.member.move,
            "health": self.member.show_health,
            "as_of": tab.looking.open_days,
            "gone": tab.looking.open_without,
            "inspect": tab.open_details,
            "details": self.toggle_details,
            "step": self.next_step,
            "log": self.log_exchange,
            "more": lambda: self.open_menu(QCursor.pos()),
            "seat": self.seat,
            "seat_all": self.seat_all,
            "tidy": self.tidy,
            "export": self.export,
            "workbook": self.export_workbook,
            "unit.add": self.add_unit,
            "unit.rename": self.rename_unit,
            "unit.remove": self.remove_unit,
        }

    def run(self, command: str) -> None:
        """Do what a command says; it does nothing where it does not apply."""
        if self._tab.unit is not None and (command in HARMLESS or not self._tab.looking.refuses()):
            self._run[command]()

    def actions(self) -> list[Action]:
        """The commands that the palette offers while the tab is shown."""
        group = tr("People")

        def has_person() -> bool:
            return self._tab.current_person is not None

        def has_unit() -> bool:
            return self._tab.unit is not None and self._tab.unit.row is not None

        def any_person() -> bool:
            return bool(self._people())

        rows = (
            ("add", tr("Add person"), "P", "ph.user-plus", lambda: True),
            ("edit", tr("Edit person"), "E", "ph.pencil-simple", has_person),
            ("step", tr("Add next step with person"), "N", "ph.plus", has_person),
            ("boss", tr("Set reporting line"), "", "ph.tree-structure", has_person),
            ("influences", tr("Draw influence"), "", "ph.flow-arrow", has_person),
            ("conflicts", tr("Draw conflict"), "", "ph.x-circle", has_person),
            ("unit", tr("Add person to a further unit"), "", "ph.users-three", has_person),
            ("job", tr("Add job of person"), "", "ph.briefcase", has_person),
            ("move", tr("Move person to another firm"), "", "ph.arrow-square-out", has_person),
            ("leave", tr("Person works here no longer"), "", "ph.sign-out", has_person),
            ("gone", tr("What if this person leaves"), "", "ph.user-minus", has_person),
            ("as_of", tr("The map as of another day"), "", _CLOCK, lambda: True),
            ("remove", tr("Take off the map"), "", "ph.user-minus", has_person),
            ("health", tr("Show how the map stands"), "", "ph.heartbeat", lambda: True),
            ("tidy", tr("Tidy the map"), "", "ph.arrows-in-line-horizontal", lambda: True),
            ("export", tr("Save the map as a picture"), "", "ph.export", lambda: True),
            ("workbook", tr("Export the people to Excel"), "", "ph.download-simple", any_person),
            ("unit.add", tr("Add decision-making unit"), "", "ph.plus", lambda: True),
            ("unit.rename", tr("Rename decision-making unit"), "", "ph.pencil-simple", has_unit),
            ("unit.remove", tr("Remove decision-making unit"), "", "ph.trash", has_unit),
        )
        return [
            Action(f"people.{key}", title, partial(self.run, key), keys, icon, group, "", enabled)
            for key, title, keys, icon, enabled in rows
        ]

    # --- people ------------------------------------------------------------------------------

    def add_person(self, role: Role | None = None) -> None:
        """Ask for a person; whoever is selected is offered as the boss."""
        tab = self._tab
        unit, people = tab.unit, tab.people
        if unit is None or people is None:
            return
        item = tab.map.current
        if role is None and isinstance(item, GhostCard) and item.isSelected():
            role = item.role
        seats = tab.selected_seats
        boss = seats[0].id if len(seats) == 1 and role is None else None
        dialog = PersonDialog(
            tab.ctx,
            people,
            unit,
            self._on_added,
            roles=(role,) if role else (),
            boss=boss,
            parent=tab.window(),
        )
        dialog.open()

    def _on_added(self, seat: int | None) -> None:
        self._tab.want_seat(seat)
        self._tab.focus_view()

    def edit_person(self) -> None:
        """Change what is known of the person at hand."""
        tab = self._tab
        person, unit = tab.current_person, tab.unit
        if person is None or unit is None or tab.people is None:
            return
        PersonDialog(
            tab.ctx,
            tab.people,
            unit,
            lambda _: tab.focus_view(),
            edited=person[0],
            parent=tab.window(),
        ).open()

    def fill_role(self, role: Role, how: str) -> None:
        """Fill a missing role: "add" a person, plan to "ask", or "give" it to someone."""
        tab = self._tab
        if tab.looking.refuses():
            return
        if how == "add":
            self.add_person(role)
        elif how == "ask" and tab.people is not None:
            tab.edits.plan_to_ask(role, tab.people.account)
        elif how == "give" and tab.unit is not None:
            title = tr("Who is the {role}?", role=role_name_in_text(role))
            self._pick(title, list(tab.unit.seats), partial(self._give, role))

    def _give(self, role: Role, seat: int | None) -> None:
        found = self._tab.unit.seat(seat) if self._tab.unit else None
        if found is not None:
            self._tab.edits.set_roles(found, (*found.row.roles, role))

    def seat(self) -> None:
        """Put the person at hand on the map."""
        person, unit = self._tab.current_person, self._tab.unit
        seated = person is None or person[1] is not None or person[0].leaver is not None
        if person is not None and not seated and unit is not None:
            self._tab.edits.seat(person[0], unit.row, done=self._tab.want_seat)

    def seat_all(self) -> None:
        """Put everyone known at the account on the map."""
        tab = self._tab
        if tab.people is not None and tab.unit is not None:
            tab.edits.seat_all(tab.people.unseated, tab.unit.row)

    def remove(self) -> None:
        """Take what is selected off the map: people, or a line."""
        tab = self._tab
        item = tab.map.current
        if tab.view == "map" and isinstance(item, RelationLine):
            tab.edits.remove_line(item.row)
        elif tab.selected_seats:
            tab.edits.unseat(tab.selected_seats)

    # --- lines -------------------------------------------------------------------------------

    def pick_boss(self) -> None:
        """Ask to whom the selected people report."""
        tab = self._tab
        seats = tab.selected_seats
        if not seats or tab.unit is None:
            return
        moved = {seat.id for seat in seats}
        others = [seat for seat in tab.unit.seats if seat.id not in moved]
        nobody = Choice(None, tr("Nobody on the map"))
        names = seats[0].name if len(seats) == 1 else tr("they")
        title = tr("To whom does {name} report?", name=names)
        self._pick(title, others, partial(self._on_boss, seats), nobody)

    def _on_boss(self, seats: list[MapSeat], boss: int | None) -> None:
        unit = self._tab.unit
        if unit is not None:
            self._tab.edits.set_boss(seats, unit.seat(boss))

    def pick_line(self, kind: LineKind) -> None:
        """Ask whom the person at hand influences, or conflicts with."""
        tab = self._tab
        seats = tab.selected_seats
        if len(seats) != 1 or tab.unit is None:
            return
        one = seats[0]
        others = [seat for seat in tab.unit.seats if seat.id != one.id]
        if kind is LineKind.CONFLICTS:
            title = tr("With whom is {name} in conflict?", name=one.name)
        else:
            title = tr("Whom does {name} influence?", name=one.name)
        self._pick(title, others, partial(self._on_other_end, one, kind))

    def _on_other_end(self, one: MapSeat, kind: LineKind, other: int | None) -> None:
        found = self._tab.unit.seat(other) if self._tab.unit else None
        if found is not None:
            self.draw_line(one, found, kind)

    def draw_line(self, one: MapSeat, other: MapSeat, kind: LineKind) -> None:
        """Draw an influence or a conflict."""
        self._tab.edits.add_line(one, other, kind)

    def _pick(
        self,
        title: str,
        seats: list[MapSeat],
        picked: Callable[[int | None], object],
        nobody: Choice | None = None,
    ) -> None:
        tab = self._tab
        choices = [Choice(seat.id, seat.name, seat.row.person.title or "") for seat in seats]
        if nobody is not None:
            choices.append(nobody)
        anchor = tab.selected_seats
        picker = Picker(title, choices, lambda choice: picked(choice.key), tab)
        picker.open_at(tab.corner_of(anchor[0] if anchor else None))

    # --- what follows ------------------------------------------------------------------------

    def next_step(self) -> None:
        """Begin a next step with the person at hand."""
        if self._tab.current_person is not None:
            self._tab.open_details()
            QTimer.singleShot(0, self, self._tab.inspector.person.focus_step)

    def log_exchange(self) -> None:
        """Log an exchange with the person at hand."""
        from b2bdesk.ui.dialogs.quick_log import start_quick_log

        person = self._tab.current_person
        if person is not None:
            row = person[0].row
            account = self._tab.target.account
            start_quick_log(self._tab.ctx, self._tab.window(), account, (row.id, row.name))

    def toggle_details(self) -> None:
        """Open or close the inspector where it is a drawer."""
        if self._tab.split.is_open:
            self._tab.close_details()
        else:
            self._tab.open_details()

    def open_menu(self, spot: QPoint) -> None:
        """Everything that can be done with the person at hand."""
        person = self._tab.current_person
        if person is None:
            return
        menu = QMenu(self._tab)
        for entry in _menu_entries(person):
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(entry[1]).triggered.connect(partial(self._from_menu, entry[0]))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)

    def _from_menu(self, command: str, _checked: bool = False) -> None:
        self.run(command)

    # --- the map and its units ---------------------------------------------------------------

    def tidy(self) -> None:
        """Lay the map out anew."""
        unit = self._tab.unit
        if unit is not None and unit.row is not None:
            self._tab.edits.tidy(unit.row)

    def export(self) -> None:
        """Save the map as a picture."""
        from b2bdesk.ui.pages.account.people.map_export import ask_export

        ask_export(self._tab)

    def _people(self) -> list[int]:
        """The people on show: of the unit, then those of the account who sit in none."""
        unit, people = self._tab.unit, self._tab.people
        if unit is None or people is None:
            return []
        shown = [seat.contact.row.id for seat in unit.seats]
        others = [each.row.id for each in (*people.unseated, *people.leavers)]
        return list(dict.fromkeys([*shown, *others]))

    def export_workbook(self) -> None:
        """Ask where, then write the people on show with their seats as a workbook."""
        tab = self._tab
        unit, people, persons = tab.unit, tab.people, self._people()
        if unit is None or people is None or not persons:
            return
        seats = [seat.id for seat in unit.seats]
        export_people(tab.ctx, tab, people.account_id, people.account, persons, seats)

    def add_unit(self) -> None:
        """Ask for the name of a further unit."""
        tab = self._tab
        self._ask_name(
            tr("Add decision-making unit"),
            "",
            lambda name: tab.edits.add_unit(name, tab.choose_new_unit),
        )

    def rename_unit(self) -> None:
        """Ask for another name of the unit."""
        unit = self._tab.unit
        row = unit.row if unit else None
        if row is not None:
            self._ask_name(
                tr("Rename {unit}", unit=row.name),
                row.name,
                lambda name: self._tab.edits.edit_unit(row, name, row.situation, row.path),
            )

    def _ask_name(self, title: str, before: str, named: Callable[[str], object]) -> None:
        dialog = QInputDialog(self._tab.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(tr("Which purchase do they decide?"))
        dialog.setTextValue(before)
        dialog.textValueSelected.connect(
            lambda name: named(name) if name.strip() not in ("", before) else None
        )
        dialog.open()

    def remove_unit(self) -> None:
        """Remove the unit on show; its people stay at the account."""
        unit = self._tab.unit
        if unit is not None and unit.row is not None:
            self._tab.edits.remove_unit(unit.row)


def _menu_entries(person: tuple[Contact, MapSeat | None]) -> list[tuple[str, str] | None]:
    name = person[0].row.name
    entries: list[tuple[str, str] | None] = [
        ("edit", tr("Edit person")),
        ("log", tr("Log exchange")),
        ("step", tr("Next step")),
        None,
    ]
    if person[0].leaver is not None:
        return [*entries, ("job", tr("Add job")), ("back", tr("Works here again"))]
    if person[1] is not None:
        entries += [
            ("boss", tr("Set reporting line")),
            ("influences", tr("Draw influence")),
            ("conflicts", tr("Draw conflict")),
            None,
            ("unit", tr("Add to a unit")),
            ("remove", tr("Take {name} off the map", name=name)),
        ]
    else:
        entries.append(("seat", tr("Put {name} on the map", name=name)))
    entries += [
        ("job", tr("Add job")),
        ("move", tr("Moves to another firm")),
        ("gone", tr("What if {name} leaves", name=name)),
        ("leave", tr("{name} works here no longer", name=name)),
    ]
    return entries
