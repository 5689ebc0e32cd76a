"""What the inspector shows of one person: roles, stance, influence, who of us knows them, facts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, LineKind, Stance
from b2bdesk.queries.file_info import ColleagueRow
from b2bdesk.services.people_map import Contact, MapSeat, MapUnit
from b2bdesk.ui.canvas.person_words import age_text, stance_words
from b2bdesk.ui.canvas.scene import line_words
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.opinions.health_section import HealthSection
from b2bdesk.ui.opinions.person_perceptions import PersonPerceptions
from b2bdesk.ui.own_field_words import own_widget
from b2bdesk.ui.pages.account.people.coverage_rows import CoverageRows
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.section import Section, clear, setting_row
from b2bdesk.ui.pages.account.people.step_list import StepList
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.role_toggles import RoleToggles
from b2bdesk.ui.widgets.segmented import StancePicker
from b2bdesk.ui.widgets.step_meter import StepMeter
from b2bdesk.ui.widgets.text import ElidedText, LabelValueRows, Text

_HISTORY = 3


class PersonPanel(QWidget):
    """Controls of one person. Their state changes in place, so that the keyboard stays put."""

    asked = Signal(str)  # "log", "step", "more", "seat"
    line_chosen = Signal(object)

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
        self._in_unit = QWidget()
        inner = QVBoxLayout(self._in_unit)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(look.space(2))
        inner.addWidget(self._roles_section())
        inner.addWidget(self._stance_section())
        column.addWidget(self._in_unit)
        self.seat_button = Button(
            tr("Put on the map"), icon_name="ph.plus", on_click=lambda: self.asked.emit("seat")
        )
        column.addWidget(self.seat_button)
        self._known = Section(tr("Our relationship"))
        self.coverage = CoverageRows(edits)
        self._known.column.addWidget(self.coverage)
        column.addWidget(self._known)
        self.perceptions = PersonPerceptions(edits.ctx)
        column.addWidget(self.perceptions)
        self.health = HealthSection(edits.ctx, with_parts=True)
        column.addWidget(self.health)
        self._lines = Section(tr("Lines"))
        column.addWidget(self._lines)
        self.steps = StepList(edits)
        column.addWidget(self.steps)
        self._facts = Section(tr("Contact"))
        self._rows = LabelValueRows()
        self._facts.column.addWidget(self._rows)
        column.addWidget(self._facts)
        column.addStretch(1)

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

    def _stance_section(self) -> Section:
        section = self._stance = Section(tr("Stance towards us"))
        self.stance = StancePicker()
        self.stance.changed.connect(self._on_stance)
        section.column.addWidget(self.stance)
        self._stance_note = Text("", "caption", "text_3", wrap=True)
        section.column.addWidget(self._stance_note)
        self.confirm = Button(
            tr("Confirm as of today"), "link", on_click=self._on_confirm, compact=True
        )
        section.column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        self.evidence = QLineEdit()
        self.evidence.setPlaceholderText(tr("What makes you think so?"))
        self.evidence.setAccessibleName(tr("Evidence of the stance"))
        self.evidence.editingFinished.connect(self._on_evidence)
        section.column.addWidget(self.evidence)
        self._history = Text("", "caption", "text_3", wrap=True)
        section.column.addWidget(self._history)
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
        return section

    # --- showing -----------------------------------------------------------------------------

    def show_person(
        self,
        contact: Contact,
        seat: MapSeat | None,
        unit: MapUnit,
        team: tuple[ColleagueRow, ...],
        me: int | None,
    ) -> None:
        """Show a person, with a seat in the unit or without one."""
        other = self._contact is None or self._contact.row.id != contact.row.id
        self._contact, self._seat = contact, seat
        self._in_unit.setVisible(seat is not None)
        self.seat_button.setVisible(seat is None)
        if seat is not None:
            self.roles.set_roles(seat.row.roles)
            self._show_stance(seat, other)
            value = seat.row.influence
            words = tr("not assessed") if value is None else tr("{n} of 5", n=value)
            self.influence.set_value(value or 0, words)
            self._influence_value.setText(MISSING if value is None else words)
        self._known.value.setText(tr(WORDS[contact.known]))
        self.coverage.show_contact(contact, team, me)
        person = contact.row
        self.perceptions.show_person(self._edits.account, person.id, person.name)
        self.health.show_person(self._edits.account, person.id, seat.id if seat else None)
        self._show_lines(seat, unit)
        self.steps.show_contact(contact)
        self._show_facts(contact)

    def _show_stance(self, seat: MapSeat, other: bool) -> None:
        recorded = seat.recorded
        self.stance.set_current(recorded.stance.value if recorded else Stance.UNKNOWN.value)
        self._stance.value.setText(stance_words(seat))
        known = recorded is not None and recorded.stance is not Stance.UNKNOWN
        self.confirm.setVisible(known and (seat.confidence or 0) < 0.5)
        self.evidence.setVisible(recorded is not None)
        if recorded is None:
            self._stance_note.setText(tr("Not known yet. Unknown is not neutral."))
            self._history.hide()
            return
        since = formats().date_full(date_of(recorded.since))
        if recorded.author:
            note = tr("Said by {author} on {day}.", author=recorded.author, day=since)
        else:
            note = tr("Said on {day}.", day=since)
        if seat.stale:
            note += " " + tr("Too old to count: unknown until it is confirmed.")
        self._stance_note.setText(note)
        self._stance_note.set_tone("attention_text" if seat.stale else "text_3")
        if other or not self.evidence.hasFocus():
            self.evidence.setText(recorded.evidence or "")
        before = [
            f"{formats().date_full(date_of(row.since))}: {tr(WORDS[row.stance])}"
            + (f", {row.evidence}" if row.evidence else "")
            for row in seat.row.stances[1 : _HISTORY + 1]
        ]
        self._history.setText("\n".join(before))
        self._history.setVisible(bool(before))

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

    def _show_facts(self, contact: Contact) -> None:
        person = contact.row
        self._facts.column.removeWidget(self._rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = LabelValueRows()
        last = formats().date_full(person.last_exchange)
        if contact.age_days is not None:
            last = f"{last}, {age_text(contact)}"
        plan = person.contact_every_days
        rows = (
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
            (tr("Note"), person.note),
        )
        for label, value in rows:
            if value and value in (person.email, person.phone, person.mobile):
                self._rows.add_row(label, self._copyable(label, value))
            elif value:
                late = label == tr("Last exchange") and contact.overdue
                self._rows.add_row(label, value, tone="attention_text" if late else "text")
        for field, held in contact.own:
            self._rows.add_row(field.name, own_widget(field, held))
        self._facts.column.addWidget(self._rows)

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

    def focus_step(self) -> None:
        """Begin to type a next step."""
        self.steps.what.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- changing ----------------------------------------------------------------------------

    def _on_roles(self, roles: object) -> None:
        if self._seat is not None:
            self._edits.set_roles(self._seat, roles)  # type: ignore[arg-type]

    def _on_stance(self, key: str) -> None:
        if self._seat is not None:
            self._edits.set_stance(self._seat, Stance(key))

    def _on_confirm(self) -> None:
        seat = self._seat
        if seat is not None and seat.recorded is not None:
            self._edits.set_stance(seat, seat.recorded.stance, seat.recorded.evidence or "")

    def _on_evidence(self) -> None:
        seat = self._seat
        if seat is None or seat.recorded is None:
            return
        text = self.evidence.text().strip()
        if text != (seat.recorded.evidence or ""):
            self._edits.set_evidence(seat, seat.recorded.id, text)

    def _on_influence(self, value: int) -> None:
        if self._seat is not None:
            self._edits.set_influence([self._seat], value or None)
