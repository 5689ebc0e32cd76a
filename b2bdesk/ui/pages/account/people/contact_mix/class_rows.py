"""One row for each contact class: people, ratio to typical, share, and what follows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import ContactClass
from b2bdesk.queries.contact_mix import ContactRow
from b2bdesk.services.contact_mix import AccountMix, MixRow
from b2bdesk.ui.pages.account.people.contact_mix.person_button import PersonButton
from b2bdesk.ui.pages.account.people.contact_mix.ratio_bar import RatioBar
from b2bdesk.ui.pages.account.people.contact_mix.words import (
    GLOSSES,
    class_word,
    diagnosis_mark,
    row_reason,
    share_text,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text, h_rule

_SHOWN = 4
_CLASS, _PEOPLE, _RATIO, _SHARE, _DIAGNOSIS = range(5)
_TOP = Qt.AlignmentFlag.AlignVCenter


class ClassRows(Panel):
    """The table of the contact mix; rows are built anew with each mix that is shown."""

    person_asked = Signal(object)  # person id
    class_asked = Signal(object, QPoint)  # ContactRow, global place

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.people: list[PersonButton] = []
        self._grid_holder: QWidget | None = None
        self._unfolded: set[ContactClass | None] = set()
        self._account: int | None = None
        self._found: AccountMix | None = None
        self.setAccessibleName(tr("Contact classes"))

    def show_mix(self, found: AccountMix) -> None:
        """Show the classes of an account; the person with the keyboard keeps it."""
        if found.account != self._account:
            self._account = found.account
            self._unfolded.clear()
        focused = next((one.row.person_id for one in self.people if one.hasFocus()), None)
        self._found = found
        old = self._grid_holder
        holder = self._grid_holder = QWidget()
        grid = self._new_grid(holder)
        self.people = []
        rows = [row for row in found.rows if row.share is not None or row.wanted.to_acquire]
        ratios = [row.share.ratio for row in rows if row.share is not None and row.share.ratio]
        most = max(ratios, default=1.0)
        for row in rows:
            self._add_row(grid, row, found, most)
        if found.unclassed:
            self._add_unclassed(grid, found.unclassed)
        if old is not None:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.add(holder)
        for before, after in zip(self.people, self.people[1:], strict=False):
            QWidget.setTabOrder(before, after)
        if focused is not None:
            self.focus_person(focused)

    def focus_person(self, person: int) -> None:
        """Give the keyboard to a person on show."""
        for one in self.people:
            if one.row.person_id == person:
                one.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _new_grid(self, holder: QWidget) -> QGridLayout:
        look = theme()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.space(4))
        grid.setVerticalSpacing(0)
        pad = look.space(4)
        for column, (stretch, least) in enumerate(
            ((0, 140), (2, 150), (3, 150), (0, 124), (4, 200))
        ):
            grid.setColumnStretch(column, stretch)
            grid.setColumnMinimumWidth(column, look.px(least))
        titles = (
            tr("Contact class"),
            tr("People"),
            tr("Ratio to typical share, the line is 1.0"),
            tr("Share"),
            tr("Diagnosis"),
        )
        for column, title in enumerate(titles):
            head = Text(title, "caption", "text_2", weight="medium")
            head.setMinimumHeight(look.px(32))
            if column == _CLASS:
                head.setContentsMargins(pad, 0, 0, 0)
            if column == _SHARE:
                head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(head, 0, column)
        grid.addWidget(h_rule(), 1, 0, 1, 5)
        return grid

    def _add_row(self, grid: QGridLayout, row: MixRow, found: AccountMix, most: float) -> None:
        look = theme()
        number = grid.rowCount()
        if number > 2:
            grid.addWidget(h_rule(), number, 0, 1, 5)
            number += 1
        grid.addWidget(
            _class_cell(class_word(row.kind), tr(GLOSSES[row.kind])), number, _CLASS, _TOP
        )
        grid.addWidget(self._people_cell(row.people, row.kind), number, _PEOPLE, _TOP)
        grid.addWidget(RatioBar(row.share.ratio if row.share else None, most), number, _RATIO)
        share = Text(share_text(row.share) if row.share else "", "table", "text_2")
        share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(share, number, _SHARE)
        grid.addWidget(_diagnosis_cell(row, found), number, _DIAGNOSIS, _TOP)
        grid.setRowMinimumHeight(number, look.px(68))

    def _add_unclassed(self, grid: QGridLayout, people: tuple[ContactRow, ...]) -> None:
        number = grid.rowCount()
        grid.addWidget(h_rule(), number, 0, 1, 5)
        number += 1
        grid.addWidget(
            _class_cell(tr("No class yet"), tr("counts in no ratio")), number, _CLASS, _TOP
        )
        grid.addWidget(self._people_cell(people, None), number, _PEOPLE, _TOP)
        told = Text(
            tr("Their job titles say nothing known. Choose a class, and the same titles follow."),
            "table",
            "text_2",
            wrap=True,
        )
        told.setContentsMargins(0, 0, theme().space(4), 0)
        grid.addWidget(told, number, _DIAGNOSIS, _TOP)
        grid.setRowMinimumHeight(number, theme().px(68))

    def _people_cell(self, people: tuple[ContactRow, ...], kind: ContactClass | None) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        pad = theme().space(1)
        column.setContentsMargins(0, pad, 0, pad)
        column.setSpacing(0)
        shown = people if kind in self._unfolded or len(people) <= _SHOWN + 1 else people[:_SHOWN]
        for row in shown:
            button = PersonButton(row, kind)
            button.clicked.connect(lambda _=False, p=row.person_id: self.person_asked.emit(p))
            button.class_asked.connect(lambda one, at: self.class_asked.emit(one.row, at))
            button.moved.connect(self._on_moved)
            self.people.append(button)
            column.addWidget(button)
        if not people:
            column.addWidget(Text(tr("nobody yet"), "table", "text_3"))
        if len(shown) < len(people):
            more = len(people) - len(shown)
            column.addWidget(
                Button(
                    trn("{n} more", "{n} more", more),
                    "link",
                    compact=True,
                    on_click=lambda: self._unfold(kind),
                )
            )
        return cell

    def _unfold(self, kind: ContactClass | None) -> None:
        self._unfolded.add(kind)
        if self._found is not None:
            self.show_mix(self._found)

    def _on_moved(self, button: PersonButton, step: int) -> None:
        place = self.people.index(button) + step
        if 0 <= place < len(self.people):
            self.people[place].setFocus(Qt.FocusReason.OtherFocusReason)


def _class_cell(name: str, gloss: str) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(theme().space(4), 0, 0, 0)
    column.setSpacing(theme().px(2))
    column.addWidget(Text(name, "body", weight="semibold"))
    column.addWidget(Text(gloss, "caption", "text_2"))
    return cell


def _diagnosis_cell(row: MixRow, found: AccountMix) -> QWidget:
    look = theme()
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, look.space(2), look.space(4), look.space(2))
    column.setSpacing(look.px(2))
    diagnosis = row.share.diagnosis if row.share is not None else None
    reason = row_reason(row, found)
    said = reason
    if diagnosis is not None:
        mark = diagnosis_mark(diagnosis)
        head = QHBoxLayout()
        head.setSpacing(look.space(2))
        head.addWidget(IconLabel(mark.icon, mark.color))
        head.addWidget(Text(mark.label, "table", weight="medium"), 1)
        column.addLayout(head)
        said = f"{mark.label}: {reason}"
    text = Text(reason, "table", "text_2", wrap=True)
    text.setAccessibleName(f"{class_word(row.kind)}, {said}")
    column.addWidget(text)
    return cell
