"""Open next steps as a table: tick or D done, S snooze, R another day, E edit, N new, Delete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.enums import WORDS, PromisedBy
from b2bdesk.queries.next_steps import NextStepRow
from b2bdesk.services.next_steps import (
    delete_next_step,
    finish_next_step,
    reschedule_next_step,
    snooze_next_step,
    wake_next_step,
)
from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.composer.step_cells import DueCell, OwnerCell, TickCell, due_words
from b2bdesk.ui.composer.step_editor import StepEditor
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.tables.cells import Cell, IconTextCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens

SNOOZES = (
    (1, mark("For a day")),
    (7, mark("For a week")),
    (14, mark("For two weeks")),
    (30, mark("For 30 days")),
)
_LATER = ((1, mark("Tomorrow")), (7, mark("In a week")), (14, mark("In two weeks")))


class NextSteps(QWidget):
    """The steps it is given. ``with_account`` shows whose they are and opens the account."""

    counted = Signal(int)

    def __init__(
        self, ctx: AppContext, *, with_account: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._with_account = with_account
        self._account: int | None = None
        self._as_of = ctx.as_of
        self.table: DataTable[NextStepRow] = DataTable(
            IdTableModel(self._columns()), name=tr("Next steps")
        )
        view = self.table.view
        view.horizontalHeader().setMinimumSectionSize(theme().px(24))
        view.horizontalHeader().hide()
        view.left_letters |= {"r", "w"}
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(self._on_clicked)
        self.table.opened.connect(self._on_opened)
        self.table.context_requested.connect(self._on_menu)
        self.editor = StepEditor(ctx)
        self.editor.finished.connect(self.table.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor)
        column.addWidget(self.table, 1)

    def _columns(self) -> list[Column[NextStepRow]]:
        due: Column[NextStepRow] = Column(
            "due",
            tr("Due"),
            lambda row: (row.due, self._as_of),
            DueCell(right=not self._with_account),
            width=106,
        )
        what: Column[NextStepRow] = Column(
            "what",
            tr("What"),
            self._what,
            IconTextCell(),
            width=160,
            stretch=True,
            row_tooltip=self._tooltip,
        )
        owner: Column[NextStepRow] = Column(
            "owner", tr("Owner"), lambda row: row.owner, OwnerCell(), width=40
        )
        tick: Column[NextStepRow] = Column(
            "done", tr("Done"), lambda row: row.done is not None, TickCell(), width=32
        )
        if not self._with_account:
            return [tick, what, due, owner]
        account: Column[NextStepRow] = Column(
            "account", tr("Account"), lambda row: row.account, Cell(tone="text_2"), width=150
        )
        return [tick, due, what, account, owner]

    def _what(self, row: NextStepRow) -> tuple[str, str, str]:
        if row.promised_by is PromisedBy.THEM:
            return "ph.handshake", tr("They: {what}", what=row.what), "text_2"
        if row.rests(self._as_of):
            return "ph.moon", row.what, "text_3"
        if not self._with_account:
            return "", row.what, "text_2"
        if row.channel is None:
            return "ph.flag", row.what, "text_2"
        return tokens().icons["channel"][row.channel.value], row.what, "text_2"

    def _tooltip(self, row: NextStepRow) -> str:
        parts = [
            row.what,
            due_words(row.due, self._as_of),
            row.person or "",
            row.owner or tr("No owner"),
            tr(WORDS[row.promised_by]),
            tr("rests until {day}", day=formats().weekday(row.snoozed_until, self._as_of))
            if row.snoozed_until is not None and row.rests(self._as_of)
            else "",
        ]
        return ", ".join(part for part in parts if part)

    # --- what the page calls -----------------------------------------------------------------

    def show_steps(
        self, rows: Sequence[NextStepRow], as_of: date, account: int | None = None
    ) -> None:
        """Show these steps; ``account`` is where new ones go."""
        if account != self._account:
            self.editor.close_editor()
        self._account, self._as_of = account, as_of
        self.table.model.set_rows({row.id: row for row in rows})
        self.counted.emit(len(rows))

    def rows_height(self, most: int) -> int:
        """Height of so many of the rows as there are, at most ``most``."""
        return max(1, min(most, self.table.model.rowCount())) * theme().size("table_row")

    def add(self) -> None:
        """Open the editor for a new step."""
        if self._account is not None:
            self.editor.add(self._account)

    def _row(self, step: int | None) -> NextStepRow | None:
        return None if step is None else self.table.model.row(step)

    # --- doing -------------------------------------------------------------------------------

    def finish(self, step: int) -> None:
        """Mark a step as done; the toast takes it back."""
        row, as_of = self._row(step), self.ctx.as_of
        if row is not None:
            self.ctx.write(
                tr("Finish “{what}”", what=row.what),
                self,
                lambda s: finish_next_step(s, step, as_of),
                toast=tr("Done: {what}", what=row.what),
            )

    def snooze(self, step: int, days: int = 7) -> None:
        """Put a step out of sight for some days; when it is due stays."""
        row, as_of = self._row(step), self.ctx.as_of
        if row is not None:
            until = formats().weekday(as_of + timedelta(days=days), as_of)
            self.ctx.write(
                tr("Snooze “{what}”", what=row.what),
                self,
                lambda s: snooze_next_step(s, step, as_of, days),
                toast=tr("Rests until {day}: {what}", day=until, what=row.what),
            )

    def wake(self, step: int) -> None:
        """See a step again that rests."""
        row = self._row(step)
        if row is not None:
            self.ctx.write(
                tr("Wake “{what}”", what=row.what),
                self,
                lambda s: wake_next_step(s, step),
                toast=tr("Awake again: {what}", what=row.what),
            )

    def reschedule(self, step: int, due: date | None) -> None:
        """Give a step another due day."""
        row, as_of = self._row(step), self.ctx.as_of
        if row is not None:
            day = tr("no day") if due is None else formats().weekday(due, as_of)
            self.ctx.write(
                tr("Move “{what}” to {day}", what=row.what, day=day),
                self,
                lambda s: reschedule_next_step(s, step, due, as_of),
                toast=tr("Due {day}: {what}", day=day, what=row.what),
            )

    def ask_day(self, step: int) -> None:
        """Offer other days for a step, under its row."""
        view = self.table.view
        spot = view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).bottomLeft())
        menu = QMenu(self)
        self._fill_days(menu, step)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)
        menu.setActiveAction(menu.actions()[0])

    def _fill_days(self, menu: QMenu, step: int) -> None:
        as_of = self.ctx.as_of
        today = menu.addAction(tr("Today"), lambda: self.reschedule(step, as_of))
        today.setEnabled((row := self._row(step)) is not None and row.due != as_of)
        for days, words in _LATER:
            day = as_of + timedelta(days=days)
            shown = f"{tr(words)}, {formats().weekday(day, as_of)}"
            menu.addAction(shown, partial(self.reschedule, step, day))
        menu.addAction(tr("Another day…"), lambda: self.edit(step, on_due=True))

    def delete(self, step: int) -> None:
        """Take a step away; the toast brings it back."""
        row = self._row(step)
        if row is not None:
            self.ctx.write(
                tr("Delete next step “{what}”", what=row.what),
                self,
                lambda s: delete_next_step(s, step),
                toast=tr("Next step deleted"),
            )

    def edit(self, step: int, *, on_due: bool = False) -> None:
        """Open the editor with a step; ``on_due``: at its day."""
        row = self._row(step)
        if row is not None:
            self.editor.edit(row)
            if on_due:
                self.editor.due.setFocus(Qt.FocusReason.OtherFocusReason)
                self.editor.due.selectAll()

    def to_calendar(self, step: int) -> None:
        """Save the chosen steps, this one among them, as a calendar file."""
        from b2bdesk.ui.dialogs.calendar_export import export_calendar

        export_calendar(self.ctx, self, {*self.table.selected_ids, step})

    def _on_clicked(self, index: QModelIndex) -> None:
        if self.table.model.columns[index.column()].key == "done":
            self.finish(self.table.model.id_at(index.row()))

    def _on_opened(self, step: int) -> None:
        row = self._row(step)
        if row is None:
            return
        if self._with_account:
            self.ctx.go(Target("account", row.account_id, "exchanges", row.exchange_id))
        else:
            self.edit(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters that the table leaves to its page."""
        step = self.table.current_id
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain &= letters_on() or key == Qt.Key.Key_Delete
        doing = {
            Qt.Key.Key_D: self.finish,
            Qt.Key.Key_S: self.snooze,
            Qt.Key.Key_R: self.ask_day,
            Qt.Key.Key_W: self.wake,
            Qt.Key.Key_E: self.edit,
            Qt.Key.Key_Delete: self.delete,
        }
        if plain and key in doing and step is not None:
            doing[key](step)
        elif plain and key == Qt.Key.Key_N and self._account is not None:
            self.add()
        else:
            super().keyPressEvent(event)

    def _on_menu(self, step: int, spot: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Done"), lambda: self.finish(step))
        row = self._row(step)
        if row is not None and row.rests(self._as_of):
            menu.addAction(tr("Wake"), lambda: self.wake(step))
        rest = menu.addMenu(tr("Snooze"))
        for days, words in SNOOZES:
            rest.addAction(tr(words), partial(self.snooze, step, days))
        self._fill_days(menu.addMenu(tr("Another day")), step)
        if row is not None and row.due is not None:
            menu.addAction(tr("To the calendar (.ics)…"), lambda: self.to_calendar(step))
        menu.addAction(tr("Edit"), lambda: self.edit(step))
        menu.addSeparator()
        menu.addAction(tr("Delete"), lambda: self.delete(step))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)
