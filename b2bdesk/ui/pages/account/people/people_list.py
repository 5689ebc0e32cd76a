"""The people of a unit as a table: the same rows and the same actions as the map."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, CoverageLevel, LineKind, Role, Stance
from b2bdesk.services.people_map import AccountPeople, Contact, MapSeat, MapUnit
from b2bdesk.ui.canvas.person_words import relationship_dots, stance_words
from b2bdesk.ui.pages.account.people.leaver_panel import left_words
from b2bdesk.ui.tables.cells import AgeCell, Cell, MeterCell, stance_cell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel

_STANCES = list(Stance)
_LEVELS = list(CoverageLevel)
_LETTERS = {
    "p": "add",
    "e": "edit",
    "n": "step",
    "r": LineKind.REPORTS_TO.value,
    "i": LineKind.INFLUENCES.value,
    "c": LineKind.CONFLICTS.value,
}


def _lines(seat: int, unit: MapUnit, names: Mapping[int, str]) -> str | None:
    """Whom a person influences, and with whom the person is in conflict, as drawn on the map."""
    told = []
    for line in unit.lines:
        label = f" ({line.label})" if line.label else ""
        if line.kind is LineKind.INFLUENCES and line.seat_id == seat:
            told.append(tr("influences {name}", name=names[line.to_seat_id]) + label)
        elif line.kind is LineKind.CONFLICTS and seat in (line.seat_id, line.to_seat_id):
            other = line.to_seat_id if line.seat_id == seat else line.seat_id
            told.append(tr("in conflict with {name}", name=names[other]) + label)
    return ", ".join(told) or None


class ListRow:
    """A line of the list: a seat, a person who sits in no unit here, or one who left.

    ``boss`` is a name, ``lines`` the person's influences and conflicts in words.
    """

    __slots__ = ("boss", "contact", "lines", "seat")

    def __init__(
        self, contact: Contact, seat: MapSeat | None, boss: str | None, lines: str | None = None
    ) -> None:
        self.contact, self.seat, self.boss, self.lines = contact, seat, boss, lines

    @property
    def roles(self) -> tuple[Role, ...]:
        """Buying roles, none for a person in no unit."""
        return self.seat.row.roles if self.seat else ()


def _columns() -> list[Column[ListRow]]:
    return [
        Column(
            "name",
            tr("Name"),
            lambda r: r.contact.row.name,
            Cell(weight="medium"),
            136,
            stretch=True,
        ),
        Column("title", tr("Job title"), lambda r: r.contact.row.title, width=136, stretch=True),
        Column(
            "roles",
            tr("Roles"),
            lambda r: (
                ", ".join(tr(WORDS[role]) for role in r.roles) if r.seat else _without_seat(r)
            ),
            Cell(tone="text_2"),
            148,
            stretch=True,
        ),
        Column(
            "stance",
            tr("Stance"),
            _stance,
            stance_cell(),
            104,
            sort_key=lambda r: _STANCES.index(r.seat.stance) if r.seat else None,
            row_tooltip=lambda r: stance_words(r.seat) if r.seat else "",
        ),
        Column(
            "influence",
            tr("Influence"),
            lambda r: r.seat.row.influence if r.seat else None,
            MeterCell(maximum=5),
            76,
        ),
        Column(
            "known",
            tr("Our relationship"),
            lambda r: relationship_dots(r.contact.known),
            MeterCell(maximum=3, dots=True),
            112,
            sort_key=lambda r: _LEVELS.index(r.contact.known),
            row_tooltip=lambda r: tr(WORDS[r.contact.known]),
        ),
        Column(
            "last",
            tr("Last exchange"),
            lambda r: (r.contact.age_days, r.contact.overdue),
            _ContactAge(),
            92,
            sort_key=lambda r: r.contact.age_days,
        ),
        Column("boss", tr("Reports to"), lambda r: r.boss, Cell(tone="text_2"), 112, stretch=True),
        Column(
            "lines",
            tr("Influence and conflict"),
            lambda r: r.lines,
            Cell(tone="text_2"),
            140,
            stretch=True,
            row_tooltip=lambda r: r.lines or "",
        ),
        Column(
            "email",
            tr("Email"),
            lambda r: r.contact.row.email,
            Cell(tone="text_2"),
            160,
            optional=True,
        ),
        Column(
            "phone",
            tr("Phone"),
            lambda r: r.contact.row.phone or r.contact.row.mobile,
            Cell(tone="text_2"),
            120,
            optional=True,
        ),
        Column(
            "class",
            tr("Contact class"),
            lambda r: (
                tr(WORDS[r.contact.row.contact_class]) if r.contact.row.contact_class else None
            ),
            Cell(tone="text_2"),
            128,
            optional=True,
        ),
        Column(
            "adaptability",
            tr("Adaptability"),
            lambda r: (
                tr(WORDS[r.seat.row.adaptability]) if r.seat and r.seat.row.adaptability else None
            ),
            Cell(tone="text_2"),
            112,
            optional=True,
        ),
        Column(
            "outside",
            tr("Outside as"),
            lambda r: tr(WORDS[r.contact.row.outside_as]) if r.contact.row.outside_as else None,
            Cell(tone="text_2"),
            96,
            optional=True,
        ),
    ]


def _stance(row: ListRow) -> str | None:
    if row.seat is not None:
        return row.seat.stance.value
    leaver = row.contact.leaver
    return leaver.stance.value if leaver is not None and leaver.row.seats else None


def _without_seat(row: ListRow) -> str:
    leaver = row.contact.leaver
    return tr("not on the map") if leaver is None else left_words(leaver)


class _ContactAge(AgeCell):
    """(days or None for never, past the plan)."""

    def text(self, value: tuple[int | None, bool]) -> str:
        return tr("never") if value[0] is None else AgeCell.text(self, value[0])

    def spoken(self, value: tuple[int | None, bool]) -> str:
        return tr("never") if value[0] is None else AgeCell.spoken(self, value[0])

    def color(self, value: tuple[int | None, bool]) -> str:
        return "attention_text" if value[1] else "text_2"


class PeopleList(QWidget):
    """Seats by their ids, people in no unit by the negative of theirs."""

    seats_selected = Signal(list)
    person_current = Signal(object)  # ListRow or None
    opened = Signal(object)  # ListRow
    menu_asked = Signal(object, QPoint)  # ListRow
    letter_typed = Signal(str)  # the command of a letter: the same as on the map

    def __init__(self) -> None:
        super().__init__()
        self.model: IdTableModel[ListRow] = IdTableModel(_columns())
        self.table: DataTable[ListRow] = DataTable(self.model, name=tr("People of the account"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.table.current_changed.connect(lambda _: self.person_current.emit(self.current))
        self.table.selection_changed.connect(
            lambda ids: self.seats_selected.emit([i for i in ids if i > 0])
        )
        self.table.filter_typed.connect(self._on_typed)
        gone = QShortcut(QKeySequence(Qt.Key.Key_Delete), self)
        gone.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        gone.activated.connect(lambda: self.letter_typed.emit("remove"))
        self.table.opened.connect(lambda row_id: self.opened.emit(self.model.row(row_id)))
        self.table.context_requested.connect(
            lambda row_id, spot: self.menu_asked.emit(self.model.row(row_id), spot)
        )

    def _on_typed(self, text: str) -> None:
        command = _LETTERS.get(text.casefold())
        if command is not None:
            self.letter_typed.emit(command)

    @property
    def current(self) -> ListRow | None:
        """The row with the keyboard."""
        row_id = self.table.current_id
        return None if row_id is None else self.model.row(row_id)

    @property
    def selected_seats(self) -> list[int]:
        """Seats of the selected rows."""
        return [row_id for row_id in self.table.selected_ids if row_id > 0]

    def show_unit(self, unit: MapUnit, people: AccountPeople) -> None:
        """Show the people of a unit, those of the account who sit in none, and who left."""
        names = {seat.id: seat.name for seat in unit.seats}
        rows = {
            seat.id: ListRow(
                seat.contact, seat, names.get(seat.boss or 0), _lines(seat.id, unit, names)
            )
            for seat in unit.seats
        }
        others = (*people.unseated, *people.leavers)
        rows |= {-contact.row.id: ListRow(contact, None, None) for contact in others}
        self.model.set_rows(rows)

    def select_person(self, person: int) -> None:
        """Select the row of someone in no unit, or who left."""
        self.select_seat(-person)

    def select_seat(self, seat: int) -> None:
        """Select a person's row."""
        self.table.select_ids([seat], current=seat)
        self.table.show_id(seat)
