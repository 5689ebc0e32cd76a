"""The inspector's other faces: a missing role, a line, several people, nothing selected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, DecisionPath, LineKind, PurchaseSituation, Role
from b2bdesk.queries.people import LineRow
from b2bdesk.services.map_health import unit_findings
from b2bdesk.services.people_map import AccountPeople, Contact, MapSeat, MapUnit
from b2bdesk.ui.canvas.person_words import role_question
from b2bdesk.ui.formats import formats
from b2bdesk.ui.opinions.health_section import HealthSection
from b2bdesk.ui.opinions.unit_brand import UnitBrandSection
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.finding_rows import FindingRows
from b2bdesk.ui.pages.account.people.leaver_panel import left_words
from b2bdesk.ui.pages.account.people.section import Section, clear, setting_row
from b2bdesk.ui.pages.account.people.unit_words import approval_words
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import FieldRow
from b2bdesk.ui.widgets.step_meter import StepMeter
from b2bdesk.ui.widgets.text import ElidedText, Text

_SITUATIONS: tuple[PurchaseSituation | None, ...] = (None, *PurchaseSituation)
_MOST_NAMED = 30
_PATHS: tuple[DecisionPath | None, ...] = (None, *DecisionPath)


def _column(owner: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space(2))
    return column


class GhostPanel(QWidget):
    """How to find the person who holds a missing role."""

    asked = Signal(object, str)  # Role, "add", "ask" or "give"

    def __init__(self) -> None:
        super().__init__()
        self._role = Role.DECIDER
        column = _column(self)
        self._question = Text("", "body", "text_2", wrap=True)
        column.addWidget(self._question)
        self.give_button = Button(
            tr("Someone on the map has this role"), "link", on_click=lambda: self._ask("give")
        )
        row = QHBoxLayout()
        row.addWidget(
            Button(tr("Add person"), icon_name="ph.user-plus", on_click=lambda: self._ask("add"))
        )
        row.addWidget(Button(tr("Plan to ask"), on_click=lambda: self._ask("ask")))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.give_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_role(self, role: Role, anyone: bool) -> None:
        """Show a role; ``anyone``: there are people who could hold it."""
        self._role = role
        self._question.setText(role_question(role))
        self.give_button.setVisible(anyone)

    def _ask(self, what: str) -> None:
        self.asked.emit(self._role, what)


class LinePanel(QWidget):
    """Words and strength of an influence or conflict line."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__()
        self._edits = edits
        self._line: LineRow | None = None
        column = _column(self)
        self.label = QLineEdit()
        self.label.setPlaceholderText(tr("For example: advises"))
        self.label.editingFinished.connect(self._on_label)
        column.addWidget(FieldRow(tr("What it is about"), self.label))
        self.strength = StepMeter(3, tr("Strength"))
        self.strength.changed.connect(self._on_strength)
        self._strength_row = setting_row(tr("Strength"), self.strength)
        column.addWidget(self._strength_row)
        self.remove = Button(
            tr("Remove line"), "destructive", icon_name="ph.trash", on_click=self._on_remove
        )
        column.addWidget(self.remove)
        column.addStretch(1)

    def show_line(self, line: LineRow) -> None:
        """Show a line."""
        if self._line is None or self._line.id != line.id or not self.label.hasFocus():
            self.label.setText(line.label or "")
        self._line = line
        self.strength.set_value(line.strength)
        self._strength_row.setVisible(line.kind is LineKind.INFLUENCES)

    def _on_label(self) -> None:
        line = self._line
        if line is not None and self.label.text().strip() != (line.label or ""):
            self._edits.edit_line(line, self.label.text(), line.strength)

    def _on_strength(self, value: int) -> None:
        line = self._line
        if line is not None and value >= 1:
            self._edits.edit_line(line, self.label.text(), value)
        elif line is not None:
            self.strength.set_value(line.strength)

    def _on_remove(self) -> None:
        if self._line is not None:
            self._edits.remove_line(self._line)


class SeveralPanel(QWidget):
    """What can be done with several people at once."""

    asked = Signal(str)  # "boss" or "remove"

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__()
        self._edits = edits
        self._seats: Sequence[MapSeat] = ()
        column = _column(self)
        self._names = Text("", "table", "text_2", wrap=True)
        column.addWidget(self._names)
        self.influence = StepMeter(5, tr("Influence on decisions"))
        self.influence.changed.connect(
            lambda value: self._edits.set_influence(self._seats, value or None)
        )
        column.addWidget(setting_row(tr("Influence on decisions"), self.influence))
        boss = Button(
            tr("Set reporting line"),
            icon_name="ph.tree-structure",
            on_click=lambda: self.asked.emit("boss"),
        )
        column.addWidget(boss)
        gone = Button(
            tr("Take off the map"),
            "destructive",
            icon_name="ph.user-minus",
            on_click=lambda: self.asked.emit("remove"),
        )
        column.addWidget(gone)
        column.addStretch(1)

    def show_seats(self, seats: Sequence[MapSeat]) -> None:
        """Show several people."""
        self._seats = seats
        self._names.setText(", ".join(seat.name for seat in seats))
        values = {seat.row.influence for seat in seats}
        self.influence.set_value((values.pop() or 0) if len(values) == 1 else 0)


class UnitPanel(QWidget):
    """The unit itself: what it buys, how it decides, how we stand, who is not on the map."""

    seat_chosen = Signal(object)
    person_asked = Signal(object)  # Contact to put on the map
    finding_chosen = Signal(object)  # MapFinding
    leaver_chosen = Signal(object)  # Contact

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__()
        self._edits = edits
        self._unit: MapUnit | None = None
        column = _column(self)
        self.findings = FindingRows()
        self.findings.chosen.connect(self.finding_chosen)
        column.addWidget(self.findings)
        self.situation = _choices(tr("Purchase situation"), _SITUATIONS)
        self.path = _choices(tr("How decisions climb"), _PATHS)
        for box in (self.situation, self.path):
            box.activated.connect(self._on_facts)
        self._facts = QWidget()
        facts = _column(self._facts)
        facts.addWidget(FieldRow(tr("Purchase situation"), self.situation))
        facts.addWidget(FieldRow(tr("How decisions climb"), self.path))
        self.approval = Text("", "table", "text_2", wrap=True)
        facts.addWidget(self.approval)
        column.addWidget(self._facts)
        self._key = Section(tr("Key players"))
        column.addWidget(self._key)
        self.health = HealthSection(edits.ctx, with_parts=False)
        column.addWidget(self.health)
        self.brand = UnitBrandSection(edits.ctx)
        column.addWidget(self.brand)
        self._others = Section(tr("Not on the map"))
        column.addWidget(self._others)
        self._left = Section(tr("Left"))
        column.addWidget(self._left)
        column.addStretch(1)

    def show_unit(self, unit: MapUnit, people: AccountPeople) -> None:
        """Show a unit and the people of the account outside of it."""
        self._unit = unit
        self.findings.show_health(unit.health, unit_findings(unit.health, people.threads))
        self.approval.setText(approval_words(unit))
        self._facts.setVisible(unit.row is not None)
        if unit.row is not None:
            self.situation.setCurrentIndex(_SITUATIONS.index(unit.row.situation))
            self.path.setCurrentIndex(_PATHS.index(unit.row.path))
        clear(self._key.column)
        key = [seat for seat in unit.seats if seat.key_player]
        self._key.setVisible(bool(unit.seats))
        for seat in key:
            button = Button(
                f"{seat.name} · {tr(WORDS[seat.stance])}",
                "link",
                compact=True,
                on_click=partial(self.seat_chosen.emit, seat.id),
            )
            self._key.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not key:
            words = tr("Nobody decides, holds the budget or has an influence of 4 or 5.")
            self._key.column.addWidget(Text(words, "table", "text_3", wrap=True))
        influence = {seat.row.person.id: seat.row.influence for seat in unit.seats}
        self.brand.show_people(self._edits.account, influence)
        self.health.show_unit(self._edits.account, unit.row.id if unit.row else None)
        clear(self._others.column)
        others = people.others(unit)
        self._others.setVisible(bool(others))
        self._others.value.setText(formats().integer(len(others)))
        for contact in others[:_MOST_NAMED]:
            self._others.column.addLayout(self._other(contact))
        rest = len(others) - _MOST_NAMED
        if rest > 0:
            more = trn("and {n} more, in the list", "and {n} more, in the list", rest)
            self._others.column.addWidget(Text(more, "caption", "text_3"))
        self._show_left(people)

    def _show_left(self, people: AccountPeople) -> None:
        clear(self._left.column)
        self._left.setVisible(bool(people.leavers))
        for contact in people.leavers[:_MOST_NAMED]:
            if contact.leaver is None:
                continue
            words = tr("{name}, {left}", name=contact.row.name, left=left_words(contact.leaver))
            link = Button(
                words, "link", compact=True, on_click=partial(self.leaver_chosen.emit, contact)
            )
            link.setMinimumWidth(1)
            self._left.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _other(self, contact: Contact) -> QHBoxLayout:
        row = QHBoxLayout()
        title = f", {contact.row.title}" if contact.row.title else ""
        row.addWidget(ElidedText(f"{contact.row.name}{title}", "table"), 1)
        button = Button(
            tr("Put on map"),
            "link",
            compact=True,
            on_click=partial(self.person_asked.emit, contact),
        )
        button.setAccessibleName(tr("Put {name} on the map", name=contact.row.name))
        row.addWidget(button)
        return row

    def _on_facts(self) -> None:
        unit = self._unit.row if self._unit else None
        if unit is not None:
            situation = _SITUATIONS[self.situation.currentIndex()]
            path = _PATHS[self.path.currentIndex()]
            if (situation, path) != (unit.situation, unit.path):
                self._edits.edit_unit(unit, unit.name, situation, path)


def _choices(name: str, kinds: Sequence[PurchaseSituation | DecisionPath | None]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for kind in kinds:
        box.addItem(tr("Not known") if kind is None else tr(WORDS[kind]))
    return box
