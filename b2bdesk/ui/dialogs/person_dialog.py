"""Adding and editing a person of an account: job, ways to reach them, seat and boss in one step."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QWidget,
)

from b2bdesk.core.dates import date_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, ContactClass, Role
from b2bdesk.services.contact_class import suggest_contact_class
from b2bdesk.services.people import PersonDraft, add_person, edit_person, seat_known_person
from b2bdesk.services.people_map import AccountPeople, Contact, MapUnit
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.own_inputs import OwnInputs
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.dialogs.works_for import WorksFor
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import DateField, FieldRow, NumberField
from b2bdesk.ui.widgets.note_field import NoteField
from b2bdesk.ui.widgets.role_toggles import RoleToggles
from b2bdesk.ui.widgets.text import Text

Saved = Callable[[int | None], object]


class PersonDialog(RecordDialog):
    """A person of the account. Enter saves, Esc cancels.

    Adding someone whom the account knows already puts that person on the map instead.
    ``saved`` is called with the seat, or None for a person without one.
    """

    def __init__(
        self,
        ctx: AppContext,
        people: AccountPeople,
        unit: MapUnit,
        saved: Saved,
        *,
        edited: Contact | None = None,
        roles: tuple[Role, ...] = (),
        boss: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            ctx,
            tr("Edit person") if edited else tr("Add person"),
            edited.row.name if edited else tr("Add person at {name}", name=people.account),
            parent,
        )
        self._people, self._unit = people, unit
        self._told, self._edited = saved, edited
        self.known = Text("", "table", "text_2", wrap=True)
        self.known.hide()
        self.column.addWidget(self.known)
        self.column.addLayout(self._form(boss))
        self.roles.set_roles(roles)
        self.column.addStretch(1)
        self.add_buttons(tr("Save changes") if edited else tr("Add person"))
        self.fit(520)
        self.name.setFocus()

    # --- the form ----------------------------------------------------------------------------

    def _form(self, boss: int | None) -> QGridLayout:
        look = theme()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(4))
        grid.setVerticalSpacing(look.px(10))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        person = self._edited.row if self._edited else None
        self.name = QLineEdit(person.name if person else "")
        self.title = QLineEdit((person.title if person else "") or "")
        self.email = QLineEdit((person.email if person else "") or "")
        self.email.setCursorPosition(0)
        self.phone = QLineEdit((person.phone if person else "") or "")
        self.mobile = QLineEdit((person.mobile if person else "") or "")
        self.source = QLineEdit((person.source if person else "") or "")
        self.note = NoteField(tr("Note"), lines=3)
        self.note.show_note(None, (person.note if person else "") or "")
        self.plan = NumberField()
        self.plan.set_value(person.own_plan_days if person else None)
        self.contact_class = QComboBox()
        self.contact_class.addItem(tr("As the job title suggests"))
        for kind in ContactClass:
            self.contact_class.addItem(tr(WORDS[kind]))
        known = person.contact_class if person else None
        if known is not None and known is not suggest_contact_class(person.title if person else ""):
            self.contact_class.setCurrentIndex(1 + list(ContactClass).index(known))
        self.works_for = WorksFor(
            bool(person and person.external), person.outside_as if person else None
        )
        as_of = self._ctx.as_of
        self.since = DateField(reference=lambda: as_of)
        if person is None:
            self.since.set_value(as_of)
        elif person.since is not None:
            self.since.set_value(date_of(person.since))
        self.boss = self._boss_box(boss)
        self.roles = RoleToggles()
        rows: list[list[tuple[str, str, QWidget]]] = [
            [("name", tr("Name"), self.name), ("title", tr("Job title"), self.title)],
            [("email", tr("Email"), self.email), ("phone", tr("Phone"), self.phone)],
            [("mobile", tr("Mobile"), self.mobile), ("source", tr("Source"), self.source)],
            [
                ("contact_class", tr("Contact class"), self.contact_class),
                ("contact_every_days", tr("Contact plan, days"), self.plan),
            ],
            [
                ("works_for", tr("Works for"), self.works_for),
                ("since", tr("Here since"), self.since),
            ],
        ]
        if self._edited is None:
            rows.append([("reports_to", tr("Reports to"), self.boss)])
            rows.append([("roles", tr("Roles in the buying decision"), self.roles)])
        held = {f.id: text for f, text in self._edited.own} if self._edited else {}
        self.own = OwnInputs(self._people.own_fields, held, self._ctx.currency)
        rows += [list(parts) for parts in self.own.rows()]
        rows.append([("note", tr("Note"), self.note)])
        top = Qt.AlignmentFlag.AlignTop
        for number, parts in enumerate(rows):
            for place, (key, label, field) in enumerate(parts):
                self.fields[key] = FieldRow(label, field)
                span = 2 if len(parts) == 1 else 1
                grid.addWidget(self.fields[key], number, place, 1, span, top)
        if self._edited is None:
            self._offer_known()
        return grid

    def _boss_box(self, boss: int | None) -> QComboBox:
        box = QComboBox()
        box.addItem(tr("Not known"))
        for seat in self._unit.seats:
            title = seat.row.person.title
            box.addItem(f"{seat.name}, {title}" if title else seat.name)
        ids = [seat.id for seat in self._unit.seats]
        box.setCurrentIndex(1 + ids.index(boss) if boss in ids else 0)
        return box

    def _offer_known(self) -> None:
        names = [contact.row.name for contact in self._people.others(self._unit)]
        if not names:
            return
        completer = QCompleter(names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        self.name.textChanged.connect(self._on_name)

    def _known(self) -> Contact | None:
        if self._edited is not None:
            return None
        typed = self.name.text().strip().casefold()
        others = self._people.others(self._unit)
        return next((c for c in others if c.row.name.casefold() == typed), None)

    def _on_name(self) -> None:
        known = self._known()
        own = (self.title, self.email, self.phone, self.mobile, self.source, self.note, self.plan)
        others = (*self.own.inputs.values(), self.contact_class, self.works_for, self.since)
        for field in (*own, *others):
            field.setEnabled(known is None)
        words = tr("{name} works here already and will be put on the map.", name=self.name.text())
        self.known.setText(words if known else "")
        self.known.setVisible(known is not None)

    # --- saving ------------------------------------------------------------------------------

    def draft(self) -> PersonDraft:
        """What the fields say; ``DomainError`` for a plan that is no whole number."""
        plan = self.plan.value
        if not self.plan.is_valid or (isinstance(plan, Decimal) and plan != plan.to_integral()):
            raise DomainError(tr("Enter a whole number of days."), field="contact_every_days")
        if not self.since.is_valid:
            raise DomainError(tr("This is not a date."), field="since")
        kind = self.contact_class.currentIndex()
        chosen = self.boss.currentIndex()
        return PersonDraft(
            name=self.name.text(),
            title=self.title.text(),
            email=self.email.text(),
            phone=self.phone.text(),
            mobile=self.mobile.text(),
            source=self.source.text(),
            note=self.note.toPlainText(),
            external=self.works_for.external,
            outside_as=self.works_for.outside_as,
            since=self.since.value,
            contact_every_days=int(plan) if isinstance(plan, Decimal) else None,
            contact_class=list(ContactClass)[kind - 1] if kind else None,
            unit=self._unit.row.id if self._unit.row else None,
            roles=self.roles.roles,
            reports_to=self._unit.seats[chosen - 1].id if chosen else None,
            own=tuple(self.own.values().items()),
        )

    def entry(self) -> Entry:
        draft, known, edited = self.draft(), self._known(), self._edited
        account, day = self._people.account_id, self._ctx.as_of
        name = " ".join(draft.name.split())
        if edited is not None:
            return Entry(
                tr("Edit {name}", name=name),
                lambda s: edit_person(s, account, edited.row.id, draft, day),
                tr("{name} saved", name=name),
            )
        if known is not None:
            return Entry(
                tr("Put {name} on the map", name=name),
                lambda s: seat_known_person(s, account, known.row.id, draft, day),
                tr("{name} is on the map", name=name),
            )
        return Entry(
            tr("Add {name}", name=name),
            lambda s: add_person(s, account, draft, day).seat,
            tr("{name} added", name=name),
        )

    def saved(self, result: Any) -> None:
        self._told(result if self._edited is None else None)
