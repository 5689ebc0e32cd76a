"""The inspector's face for someone who left: since when, what is lost or open, where they went."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.models.enums import WORDS, Stance
from b2bdesk.services.leavers import Leaver
from b2bdesk.services.people_map import AccountPeople, Contact, MapUnit
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.contact_section import ContactSection, NotesSection
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.places_section import PlacesSection
from b2bdesk.ui.pages.account.people.section import Section, clear
from b2bdesk.ui.pages.account.people.step_list import StepList
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text


class LeaverPanel(QWidget):
    """What the account loses with the person, and the way back for one who returns."""

    asked = Signal(str)  # "back", "log" or "job"

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space(2))
        row = QHBoxLayout()
        row.setSpacing(theme().space(2))
        self.back_button = Button(
            tr("Works here again"),
            icon_name="ph.arrow-counter-clockwise",
            on_click=lambda: self.asked.emit("back"),
        )
        row.addWidget(self.back_button)
        row.addStretch(1)
        column.addLayout(row)
        self._left = Section(tr("What is left behind"))
        column.addWidget(self._left)
        self.steps = StepList(edits)
        column.addWidget(self.steps)
        self.places = PlacesSection(edits)
        self.places.asked.connect(self.asked)
        column.addWidget(self.places)
        self.facts = ContactSection(edits)
        column.addWidget(self.facts)
        self.notes = NotesSection(edits)
        column.addWidget(self.notes)
        column.addStretch(1)

    def show_leaver(self, contact: Contact, people: AccountPeople, unit: MapUnit) -> None:
        """Show someone who left."""
        leaver = contact.leaver
        if leaver is None:
            return
        clear(self._left.column)
        for line in leaver_lines(leaver):
            self._left.column.addWidget(Text(line, "table", "text_2", wrap=True))
        self.steps.show_contact(contact)
        self.places.show_contact(contact, people, unit)
        self.facts.show_contact(contact)
        self.notes.show_notes(contact, None, "")


def left_words(leaver: Leaver) -> str:
    """ "left on 20 May 2020"."""
    return tr("left on {day}", day=formats().date_full(leaver.left))


def leaver_lines(leaver: Leaver) -> list[str]:
    """What is open or lost since, a sentence each; that nothing is, where nothing is."""
    lines = [
        tr("{role} in {unit}: nobody since", role=tr(WORDS[each.role]), unit=each.unit)
        for each in leaver.open_roles
    ]
    if leaver.stance is not Stance.UNKNOWN:
        lines.append(tr("Was: {stance}", stance=lowered(tr(WORDS[leaver.stance]))))
    lines += [
        tr(
            "Coverage lost: {colleague} ({level})",
            colleague=row.colleague,
            level=lowered(tr(WORDS[row.level])),
        )
        for row in leaver.coverage
    ]
    if leaver.went_to is not None:
        lines.append(tr("Works at {account} now", account=leaver.went_to.account))
    return lines or [tr("No role is open and no coverage lost.")]


def lost_words(leaver: Leaver) -> str:
    """The same in one line, the gravest first."""
    parts = []
    if leaver.open_roles:
        roles = dict.fromkeys(lowered(tr(WORDS[each.role])) for each in leaver.open_roles)
        parts.append(tr("without anyone: {roles}", roles=", ".join(roles)))
    if leaver.coverage:
        names = ", ".join(row.colleague for row in leaver.coverage)
        parts.append(tr("known by {names}", names=names))
    if leaver.went_to is not None:
        parts.append(tr("now at {account}", account=leaver.went_to.account))
    return "; ".join(parts)
