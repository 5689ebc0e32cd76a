"""What later work stands against an undo: each place is kept as it is, or taken back with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.history import LaterEdit
from b2bdesk.ui.context import AppContext, UndoQuestion
from b2bdesk.ui.shell.history_panel import words_of
from b2bdesk.ui.tables.cells import Cell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class _Row:
    edit: LaterEdit
    taken_back: bool = False

    def value(self, words: Callable[[LaterEdit], str]) -> str | None:
        return words(self.edit) if self.edit.field else None

    @property
    def choice(self) -> str:
        if self.taken_back:
            return tr("Take back") if self.edit.field else tr("Remove")
        return tr("Keep")


class LaterEditsDialog(QDialog):
    """Asks about every place; nothing is undone before ``Undo`` is pressed. Space changes a row."""

    def __init__(self, ctx: AppContext, question: UndoQuestion, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx, self._question = ctx, question
        look = theme()
        title = tr("Undo “{label}”", label=question.label)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        pad = look.space(4)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(3))
        column.addWidget(Text(title, "heading", wrap=True))
        said = trn(
            "In {n} place there is later work. Choose what stays; everything else of the step is"
            " taken back.",
            "In {n} places there is later work. Choose what stays; everything else of the step is"
            " taken back.",
            len(question.edits),
        )
        column.addWidget(Text(said, "body", "text_2", wrap=True))
        self.table = DataTable(IdTableModel(_columns()), name=tr("Later work"))
        self.table.model.set_rows(enumerate(_Row(edit) for edit in question.edits))
        self.table.peeked.connect(self._on_toggled)
        self.table.opened.connect(self._on_toggled)
        self.table.selection_changed.connect(lambda _: self._show_buttons())
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        self.keep_button = Button(tr("Keep"), on_click=lambda: self._choose(taken_back=False))
        self.take_button = Button(tr("Take back"), on_click=lambda: self._choose(taken_back=True))
        row.addWidget(self.keep_button)
        row.addWidget(self.take_button)
        row.addWidget(Text(tr("Space changes the row, Ctrl+A chooses all."), "caption", "text_3"))
        row.addStretch(1)
        row.addWidget(Button(tr("Cancel"), on_click=self.reject))
        undo = Button(tr("Undo"), "primary", on_click=self.undo)
        undo.setDefault(True)
        row.addWidget(undo)
        column.addLayout(row)
        self._note = Text("", "caption", "text_2", wrap=True)
        column.addWidget(self._note)
        self.resize(look.px(820), look.px(460))
        self.table.show_id(0)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_buttons()

    def rows(self) -> Sequence[_Row]:
        """The places with what was chosen for them."""
        found = (self.table.model.row(number) for number in self.table.model.ids)
        return [row for row in found if row is not None]

    def undo(self) -> None:
        """Take the step back as chosen."""
        places = {row.edit.place for row in self.rows() if row.taken_back}
        self._ctx.undo_beside(self._question.txn, places)
        self.accept()

    def _choose(self, *, taken_back: bool) -> None:
        self._set(self.table.selected_ids, taken_back=taken_back)

    def _on_toggled(self, number: int) -> None:
        row = self.table.model.row(number)
        if row is not None:
            self._set([number], taken_back=not row.taken_back)

    def _set(self, numbers: Sequence[int], *, taken_back: bool) -> None:
        rows = {number: self.table.model.row(number) for number in numbers}
        self.table.model.update_rows(
            {n: replace(row, taken_back=taken_back) for n, row in rows.items() if row is not None}
        )
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen = bool(self.table.selected_ids)
        self.keep_button.setEnabled(chosen)
        self.take_button.setEnabled(chosen)
        removed = [r for r in self.rows() if r.taken_back and not r.edit.field]
        self._note.setText(
            tr("A record that is removed goes with everything that was added to it since.")
            if removed
            else tr("You can undo this undo as well.")
        )


def _columns() -> tuple[Column[_Row], ...]:
    in_use = tr("in use by now")
    return (
        Column("record", tr("Record"), lambda r: r.edit.record, Cell("medium"), 200, stretch=True),
        Column("field", tr("Field"), lambda r: r.edit.field or in_use, Cell(tone="text_2"), 120),
        Column("before", tr("Before"), lambda r: r.value(lambda e: words_of(e.before)), Cell(), 110,
               stretch=True),
        Column("after", tr("Then"), lambda r: r.value(lambda e: words_of(e.after)), Cell(), 110,
               stretch=True),
        Column("now", tr("Now"), lambda r: r.value(lambda e: words_of(e.now)), Cell(), 110,
               stretch=True),
        Column("choice", tr("What to do"), lambda r: r.choice, Cell("semibold"), 100,
               state=lambda r: "edited" if r.taken_back else ""),
    )  # fmt: skip
