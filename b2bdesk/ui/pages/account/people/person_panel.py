"""What the inspector shows of one person: roles, stance, influence, who of us knows them, facts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Adaptability, LineKind
from b2bdesk.queries.file_info import ColleagueRow
from b2bdesk.services.people_map import AccountPeople, Contact, MapSeat, MapUnit
from b2bdesk.ui.canvas.scene import line_words
from b2bdesk.ui.formats import MISSING
from b2bdesk.ui.opinions.health_section import HealthSection
from b2bdesk.ui.opinions.person_perceptions import PersonPerceptions
from b2bdesk.ui.pages.account.people.behaviour_section import BehaviourSection
from b2bdesk.ui.pages.account.people.contact_section import ContactSection, NotesSection
from b2bdesk.ui.pages.account.people.coverage_rows import CoverageRows
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.places_section import PlacesSection
from b2bdesk.ui.pages.account.people.section import Section, clear, setting_row
from b2bdesk.ui.pages.account.people.stance_section import StanceSection
from b2bdesk.ui.pages.account.people.stance_time import StanceTime
from b2bdesk.ui.pages.account.people.step_list import StepList
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.role_toggles import RoleToggles
from b2bdesk.ui.widgets.step_meter import StepMeter
from b2bdesk.ui.widgets.text import Text

_ADAPTABILITY: tuple[Adaptability | None, ...] = (None, *Adaptability)


class PersonPanel(QWidget):
    """Controls of one person. Their state changes in place, so that the keyboard stays put."""

    asked = Signal(str)  # "log", "step", "more", "seat", "unit", "job" or "move"
    line_chosen = Signal(object)
    unit_chosen = Signal(object, object)  # unit id, seat id

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__()
        self._edits = edits
        self._seat: MapSeat | None = None
        self._contact: Contact | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space(2))
        column.addLayout(self._buttons())
        self.seat_button = Button(
            tr("Put on the map"), icon_name="ph.plus", on_click=lambda: self.asked.emit("seat")
        )
        column.addWidget(self.seat_button)
        self._roles = self._roles_section()
        column.addWidget(self._roles)
        self.stance = StanceSection(edits)
        self._add_measures(self.stance)
        column.addWidget(self.stance)
        self._known = Section(tr("Our relationship"))
        self.coverage = CoverageRows(edits)
        self._known.column.addWidget(self.coverage)
        column.addWidget(self._known)
        self.behaviours = BehaviourSection(edits)
        column.addWidget(self.behaviours)
        self.perceptions = PersonPerceptions(edits.ctx)
        column.addWidget(self.perceptions)
        self.stance_time = StanceTime(edits)
        column.addWidget(self.stance_time)
        self.health = HealthSection(edits.ctx, with_parts=True)
        column.addWidget(self.health)
        self._lines = Section(tr("Lines"))
        column.addWidget(self._lines)
        self.steps = StepList(edits)
        column.addWidget(self.steps)
        self.places = PlacesSection(edits)
        self.places.asked.connect(self.asked)
        self.places.unit_chosen.connect(self.unit_chosen)
        column.addWidget(self.places)
        self.facts = ContactSection(edits)
        column.addWidget(self.facts)
        self.notes = NotesSection(edits)
        column.addWidget(self.notes)
        column.addStretch(1)
        # What belongs to a seat, not to the person alone.
        self._in_unit = (self._roles, self.stance, self.behaviours, self.stance_time)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().space(2))
        self.log_button = Button(
            tr("Log exchange"), icon_name="ph.chat-text", on_click=lambda: self.asked.emit("log")
        )
        self.step_button = Button(
            tr("Next step"), icon_name="ph.plus", on_click=lambda: self.asked.emit("step")
        )
        self.more_button = IconButton(
            "ph.dots-three", tr("More"), on_click=lambda: self.asked.emit("more")
        )
        for button in (self.log_button, self.step_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.more_button)
        return row

    def _roles_section(self) -> Section:
        section = Section(tr("Roles in the buying decision"))
        self.roles = RoleToggles()
        self.roles.changed.connect(self._on_roles)
        section.column.addWidget(self.roles)
        return section

    def _add_measures(self, section: Section) -> None:
        self.influence = StepMeter(5, tr("Influence on decisions"))
        self.influence.changed.connect(self._on_influence)
        self._influence_value = Text("", "table", weight="medium")
        self._influence_value.setMinimumWidth(theme().px(38))
        self._influence_value.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        section.column.addWidget(
            setting_row(tr("Influence on decisions"), self.influence, self._influence_value)
        )
        self.adaptability = QComboBox()
        self.adaptability.setAccessibleName(tr("Adaptability"))
        self.adaptability.setToolTip(
            tr("How the person meets change: from those who try the new first to those who wait.")
        )
        for kind in _ADAPTABILITY:
            self.adaptability.addItem(tr("Not known") if kind is None else tr(WORDS[kind]))
        self.adaptability.activated.connect(self._on_adaptability)
        section.column.addWidget(setting_row(tr("Adaptability"), self.adaptability))

    # --- showing -----------------------------------------------------------------------------

    def show_person(
        self,
        contact: Contact,
        seat: MapSeat | None,
        unit: MapUnit,
        people: AccountPeople,
        team: tuple[ColleagueRow, ...],
        me: int | None,
    ) -> None:
        """Show a person, with a seat in the unit or without one."""
        self._contact, self._seat = contact, seat
        for part in self._in_unit:
            part.setVisible(seat is not None)
        self.seat_button.setVisible(seat is None)
        if seat is not None:
            self.roles.set_roles(seat.row.roles)
            self.stance.show_seat(seat)
            value = seat.row.influence
            words = tr("not assessed") if value is None else tr("{n} of 5", n=value)
            self.influence.set_value(value or 0, words)
            self._influence_value.setText(MISSING if value is None else words)
            self.adaptability.setCurrentIndex(_ADAPTABILITY.index(seat.row.adaptability))
            self.behaviours.show_seat(seat)
            self.stance_time.show_seat(seat)
        self._known.value.setText(tr(WORDS[contact.known]))
        self.coverage.show_contact(contact, team, me)
        person = contact.row
        self.perceptions.show_person(self._edits.account, person.id, person.name)
        self.health.show_person(self._edits.account, person.id, seat.id if seat else None)
        self._show_lines(seat, unit)
        self.steps.show_contact(contact)
        self.places.show_contact(contact, people, unit)
        self.facts.show_contact(contact)
        self.notes.show_notes(contact, seat, unit.row.name if unit.row else "")

    def _show_lines(self, seat: MapSeat | None, unit: MapUnit) -> None:
        clear(self._lines.column)
        names = {row.id: row.name for row in unit.seats}
        own = [
            line
            for line in unit.lines
            if seat is not None and seat.id in (line.seat_id, line.to_seat_id)
        ]
        self._lines.setVisible(bool(own))
        for line in own:
            words = line_words(line.kind, names[line.seat_id], names[line.to_seat_id], line.label)
            if line.kind is LineKind.REPORTS_TO:
                self._lines.column.addWidget(Text(words, "table", "text_2", wrap=True))
                continue
            link = Button(
                words, "link", compact=True, on_click=partial(self.line_chosen.emit, line.id)
            )
            link.setMinimumWidth(1)
            link.setToolTip(words)
            self._lines.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def focus_step(self) -> None:
        """Begin to type a next step."""
        self.steps.what.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- changing ----------------------------------------------------------------------------

    def _on_roles(self, roles: object) -> None:
        if self._seat is not None:
            self._edits.set_roles(self._seat, roles)  # type: ignore[arg-type]

    def _on_adaptability(self, place: int) -> None:
        seat, kind = self._seat, _ADAPTABILITY[place]
        if seat is not None and kind is not seat.row.adaptability:
            self._edits.member.set_adaptability(seat, kind)

    def _on_influence(self, value: int) -> None:
        if self._seat is not None:
            self._edits.set_influence([self._seat], value or None)
