"""How to reach a person, how often we do, own fields, and the notes about the person."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.services.people_map import Contact, MapSeat
from b2bdesk.ui.canvas.person_words import age_text
from b2bdesk.ui.formats import formats
from b2bdesk.ui.own_field_words import own_widget
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.section import Section
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.note_field import NoteField
from b2bdesk.ui.widgets.text import ElidedText, LabelValueRows, Text


class ContactSection(Section):
    """Facts in pairs; addresses and numbers are copied by a click."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__(tr("Contact"))
        self._edits = edits
        self._shown: Contact | None = None
        self._rows = LabelValueRows()
        self.column.addWidget(self._rows)

    def show_contact(self, contact: Contact) -> None:
        """Show what is known of a person."""
        if contact == self._shown:
            return
        self._shown = contact
        person = contact.row
        self.column.removeWidget(self._rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = LabelValueRows()
        last = formats().date_full(person.last_exchange)
        if contact.age_days is not None:
            last = f"{last}, {age_text(contact)}"
        plan = person.contact_every_days
        outside = tr("Outside the company") if person.external else None
        if person.outside_as is not None:
            outside = tr(WORDS[person.outside_as])
        rows = (
            (tr("Outside as") if person.outside_as else tr("Works"), outside),
            (tr("Email"), person.email),
            (tr("Phone"), person.phone),
            (tr("Mobile"), person.mobile),
            (tr("Last exchange"), tr("never") if contact.age_days is None else last),
            (
                tr("In 12 months"),
                trn("{n} exchange", "{n} exchanges", person.exchanges_12_months),
            ),
            (tr("Contact plan"), tr("every {days}", days=formats().days(plan)) if plan else None),
            (tr("Class"), tr(WORDS[person.contact_class]) if person.contact_class else None),
            (tr("Source"), person.source),
        )
        for label, value in rows:
            if value and value in (person.email, person.phone, person.mobile):
                self._rows.add_row(label, self._copyable(label, value))
            elif value:
                late = label == tr("Last exchange") and contact.overdue
                self._rows.add_row(label, value, tone="attention_text" if late else "text")
        for field, held in contact.own:
            self._rows.add_row(field.name, own_widget(field, held))
        self.column.addWidget(self._rows)

    def _copyable(self, label: str, value: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        text = ElidedText(value, "table")
        text.setAccessibleName(f"{label} {value}")
        row.addWidget(text, 1)

        def copy() -> None:
            QGuiApplication.clipboard().setText(value)
            self._edits.ctx.toast(tr("{value} copied", value=value))

        row.addWidget(IconButton("ph.copy", tr("Copy {value}", value=value), on_click=copy))
        return made


class NotesSection(Section):
    """Free words: about the person in this unit, and about the person anywhere."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__(tr("Notes"))
        self._edits = edits
        self._names: dict[int, str] = {}
        column = QVBoxLayout()
        column.setSpacing(theme().px(2))
        self._seat_label = Text("", "caption", "text_2", wrap=True)
        column.addWidget(self._seat_label)
        self.in_unit = NoteField(tr("Note about the person in this decision"))
        self.in_unit.committed.connect(self._on_seat_note)
        column.addWidget(self.in_unit)
        self._person_label = Text(tr("About the person anywhere"), "caption", "text_2")
        column.addWidget(self._person_label)
        self.anywhere = NoteField(tr("Note about the person"))
        self.anywhere.committed.connect(self._on_person_note)
        column.addWidget(self.anywhere)
        self.column.addLayout(column)

    def show_notes(self, contact: Contact, seat: MapSeat | None, unit: str) -> None:
        """Show the notes about a person; what is being typed is kept, or written first."""
        for part in (self._seat_label, self.in_unit):
            part.setVisible(seat is not None)
        self._seat_label.setText(tr("In {unit}", unit=unit))
        if seat is None:
            self.in_unit.show_note(None, "")
        else:
            self.in_unit.show_note(seat.id, seat.row.note or "")
            self._names[seat.id] = seat.name
        self.anywhere.show_note(contact.row.id, contact.row.note or "")
        self._names[contact.row.id] = contact.row.name

    def _on_seat_note(self, seat: int, note: str) -> None:
        self._edits.member.set_seat_note(seat, self._names[seat], note)

    def _on_person_note(self, person: int, note: str) -> None:
        self._edits.member.set_person_note(person, self._names[person], note)
