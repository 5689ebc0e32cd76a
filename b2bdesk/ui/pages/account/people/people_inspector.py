"""The inspector of the People tab: one face for each kind of thing that can be selected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, LineKind, Role
from b2bdesk.queries.people import LineRow
from b2bdesk.services.departure import Departure
from b2bdesk.services.map_changes import MapChange
from b2bdesk.services.people_map import AccountPeople, Contact, MapSeat, MapUnit
from b2bdesk.ui.canvas.person_words import role_name_in_text
from b2bdesk.ui.canvas.scene import line_words
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.leaver_panel import LeaverPanel, left_words
from b2bdesk.ui.pages.account.people.lens_panel import ChangesPanel, DeparturePanel
from b2bdesk.ui.pages.account.people.person_panel import PersonPanel
from b2bdesk.ui.pages.account.people.places_section import tenure_words
from b2bdesk.ui.pages.account.people.side_panels import (
    GhostPanel,
    LinePanel,
    SeveralPanel,
    UnitPanel,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.avatar import Avatar
from b2bdesk.ui.widgets.inspector import Inspector


class _Faces(QWidget):
    """One of several panels; as high as the one on show."""

    def __init__(self, *faces: QWidget) -> None:
        super().__init__()
        self.face = faces[0]
        self._all = faces
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for face in faces:
            face.setVisible(face is self.face)
            column.addWidget(face)

    def show_face(self, face: QWidget) -> None:
        """Show one of the faces."""
        if face is not self.face:
            self.face.hide()
            self.face = face
            face.show()


class PeopleInspector(Inspector):
    """Shows a person, several, a missing role, a line, or the unit itself."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__()
        self._edits = edits
        self.avatar = Avatar("?", 32)
        self._lead = QWidget()
        lead = QHBoxLayout(self._lead)
        lead.setContentsMargins(0, 0, theme().space(2), 0)
        lead.addWidget(self.avatar)
        self.lead.addWidget(self._lead)
        self.person = PersonPanel(edits)
        self.several = SeveralPanel(edits)
        self.ghost = GhostPanel()
        self.line = LinePanel(edits)
        self.unit = UnitPanel(edits)
        self.leaver = LeaverPanel(edits)
        self.changes = ChangesPanel()
        self.departure = DeparturePanel()
        self._faces = _Faces(
            self.unit, self.person, self.several, self.ghost, self.line, self.leaver,
            self.changes, self.departure,
        )  # fmt: skip
        self.body.addWidget(self._faces)
        self.body.addStretch(1)
        # A long word never makes the column wider than the inspector: it is elided there.
        inside = self._faces.parentWidget()
        if inside is not None:
            inside.setMinimumWidth(1)

    @property
    def face(self) -> QWidget:
        """The face on show."""
        return self._faces.face

    def focus_first(self) -> None:
        """Give the keyboard to the first control of the face on show."""
        for child in self.face.findChildren(QWidget):
            if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                child.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _show(self, face: QWidget, title: str, subtitle: str, avatar: str = "") -> None:
        self._lead.setVisible(bool(avatar))
        if avatar:
            self.avatar.set_name(avatar)
        self.set_title(title, subtitle)
        self._faces.show_face(face)

    def show_person(
        self, contact: Contact, seat: MapSeat | None, unit: MapUnit, people: AccountPeople
    ) -> None:
        """Show one person, also one who left."""
        person = contact.row
        if contact.leaver is not None:
            self.leaver.show_leaver(contact, people, unit)
            subtitle = ", ".join(
                part for part in (person.title or "", left_words(contact.leaver)) if part
            )
            self._show(self.leaver, person.name, subtitle, person.name)
            return
        info = self._edits.ctx.info
        team = info.team if info else ()
        self.person.show_person(contact, seat, unit, people, team, self._edits.ctx.me)
        as_of = self._edits.ctx.as_of
        outside = tr(WORDS[person.outside_as]) if person.outside_as else ""
        ends = tenure_words(contact, day_of(as_of))
        parts = [person.title or outside, ends or _tenure(person.since, as_of)]
        subtitle = ", ".join(part for part in parts if part) or tr("No job title")
        self._show(self.person, person.name, subtitle, person.name)

    def show_several(self, seats: Sequence[MapSeat]) -> None:
        """Show several people."""
        self.several.show_seats(seats)
        self._show(self.several, trn("{n} person", "{n} people", len(seats)), tr("Selected"))

    def show_ghost(self, role: Role, unit: MapUnit) -> None:
        """Show a role that nobody holds."""
        self.ghost.show_role(role, bool(unit.seats))
        self._show(self.ghost, tr("Missing: {role}", role=role_name_in_text(role)), "")

    def show_line(self, line: LineRow, unit: MapUnit) -> None:
        """Show an influence or a conflict."""
        self.line.show_line(line)
        names = {seat.id: seat.name for seat in unit.seats}
        words = line_words(line.kind, names[line.seat_id], names[line.to_seat_id], None)
        title = tr("Conflict") if line.kind is LineKind.CONFLICTS else tr("Influence")
        self._show(self.line, title, words)

    def show_changes(
        self, since: date, until: date, changes: Sequence[MapChange], title: str
    ) -> None:
        """Show what changed on the map between two days."""
        self.changes.show_changes(since, until, changes)
        self._show(self.changes, title, tr("What changed"))

    def show_departure(self, found: Departure, title: str) -> None:
        """Show the account with and without a person."""
        self.departure.show_departure(found)
        self._show(self.departure, title, tr("Side by side; nothing is written"))

    def show_unit(self, unit: MapUnit, people: AccountPeople) -> None:
        """Show the unit itself."""
        self.unit.show_unit(unit, people)
        name = unit.row.name if unit.row else tr("Main purchase")
        situation = unit.row.situation if unit.row else None
        subtitle = tr(WORDS[situation]) if situation else tr("Decision-making unit")
        self._show(self.unit, name, subtitle)


def _tenure(since: int | None, as_of: date) -> str:
    """ "here 4 years", or since when for less than a year; nothing where it is not known."""
    if since is None:
        return ""
    start = date_of(since)
    years = (as_of - start).days * 100 // 36525
    if years >= 1:
        return trn("here {n} year", "here {n} years", years)
    return tr("here since {day}", day=formats().date(start, as_of))
