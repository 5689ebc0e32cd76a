"""Contacts to acquire at the account: number and priority, editable; to Excel and the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import ContactClass
from b2bdesk.services.contact_mix import AccountMix, MixRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.contact_mix.words import PRIORITIES, class_word
from b2bdesk.ui.tables.cells import Cell, NumberCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text

_CLASSES = tuple(ContactClass)
_NO_GOAL = frozenset({"", "–", "-"})


class GoalsPanel(Panel):
    """A row for each class; typed numbers go before what is typical, emptied ones go back to it."""

    wanted_set = Signal(object, object)  # ContactClass, int or None
    priority_set = Signal(object, object)  # ContactClass, int or None
    note_set = Signal(object, str)  # ContactClass, note
    export_asked = Signal()
    copy_asked = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Contacts to acquire"), flush=True)
        self.table: DataTable[MixRow] = DataTable(
            IdTableModel(_columns()), name=tr("Contacts to acquire")
        )
        self.table.model.edited.connect(self._on_edited)
        self.copy_button = Button(
            tr("Copy list"), "flat", icon_name="ph.copy", on_click=self.copy_asked.emit
        )
        self.export_button = Button(
            tr("Export"), "flat", icon_name="ph.download-simple", on_click=self.export_asked.emit
        )
        self._menu = QMenu()
        self.add_button = Button(tr("Add a class"), "flat", icon_name="ph.plus", menu=self._menu)
        self.add_action(self.add_button)
        self.add_action(self.copy_button)
        self.add_action(self.export_button)
        self.add(self.table)
        self._hint = Text(
            tr(
                "Typical is what an account like this one has; technical people and users under"
                " the lower ratio are measured against all contacts known. Enter in a cell changes"
                " wanted, priority or note; emptied, it is as typical again."
            ),
            "caption",
            "text_3",
            wrap=True,
        )
        pad = theme().space(3)
        self._hint.setContentsMargins(pad, theme().space(1), pad, theme().space(2))
        self.add(self._hint)

    def show_mix(self, found: AccountMix) -> None:
        """Show what to acquire at an account, classes that are not there yet included."""
        told = {row.kind: row for row in found.rows}
        self.table.model.set_rows(
            (number, told[kind]) for number, kind in enumerate(_CLASSES) if kind in told
        )
        self._menu.clear()
        for kind in _CLASSES:
            if kind not in told:
                self._menu.addAction(class_word(kind)).triggered.connect(
                    lambda _=False, k=kind: self.wanted_set.emit(k, 1)
                )
        self.add_button.setEnabled(len(told) < len(_CLASSES))
        n = found.to_acquire
        self.set_subtitle(
            trn("{n} contact", "{n} contacts", n, n=formats().integer(n)) if n else tr("none")
        )
        self.copy_button.setEnabled(bool(n))
        self.export_button.setEnabled(bool(n))
        look = theme()
        rows = len(told)
        header = self.table.view.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + rows * look.size("table_row") + look.px(4))

    def _on_edited(self, number: int, key: str, text: str) -> None:
        kind = _CLASSES[number]
        if key == "note":
            self.note_set.emit(kind, text)
            return
        typed = text.strip()
        if typed in _NO_GOAL:
            value = None
        elif key == "priority" and (named := _priority(typed)) is not None:
            value = named
        else:
            number_typed = formats().parse_number(typed)
            if number_typed is None or number_typed != int(number_typed):
                self.refused.emit(tr("Enter a whole number."))
                return
            value = int(number_typed)
        (self.wanted_set if key == "wanted" else self.priority_set).emit(kind, value)


def _priority(typed: str) -> int | None:
    words = {tr(word).casefold(): number for number, word in PRIORITIES.items()}
    return words.get(typed.casefold())


def copy_rows(lines: Iterable[Sequence[str]]) -> None:
    """Put rows on the clipboard as text that a spreadsheet takes."""
    text = "\n".join("\t".join(cell.replace("\t", " ") for cell in line) for line in lines)
    QGuiApplication.clipboard().setText(text)


def _columns() -> tuple[Column[MixRow], ...]:
    return (
        Column("class", tr("Contact class"), lambda r: class_word(r.kind), Cell("medium"), 150),
        Column("present", tr("Present"), lambda r: r.wanted.present, NumberCell(), 84),
        Column(
            "typical",
            tr("Typical"),
            lambda r: r.wanted.typical,
            NumberCell(tone="text_2"),
            84,
        ),
        Column(
            "wanted",
            tr("Wanted"),
            lambda r: r.wanted.wanted,
            NumberCell(),
            96,
            editable=True,
            state=lambda r: "edited" if r.wanted.by_hand else "",
        ),
        Column(
            "acquire",
            tr("To acquire"),
            lambda r: r.wanted.to_acquire,
            NumberCell("semibold"),
            96,
        ),
        Column(
            "priority",
            tr("Priority"),
            lambda r: tr(PRIORITIES[r.wanted.priority]) if r.wanted.to_acquire else None,
            Cell(),
            110,
            tooltip=tr("1 or high, 2 or medium, 3 or low"),
            sort_key=lambda r: r.wanted.priority,
            editable=True,
            state=lambda r: "edited" if r.wanted.priority_by_hand else "",
        ),
        Column(
            "note",
            tr("Note"),
            lambda r: r.wanted.note,
            Cell(tone="text_2"),
            180,
            stretch=True,
            editable=True,
        ),
    )
