"""The line a next step is written or changed in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, PromisedBy
from b2bdesk.queries.next_steps import NextStepRow
from b2bdesk.services.next_steps import StepDraft, add_next_step, edit_next_step
from b2bdesk.services.quick_line import QuickLine
from b2bdesk.services.quick_steps import read_step
from b2bdesk.ui.composer.line_field import LineField
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import DateField, FieldRow, set_error


@dataclass(frozen=True, slots=True)
class _Place:
    account: int
    row: NextStepRow | None


class StepEditor(QWidget):
    """Adds a step to an account, or edits one; ``finished`` when it is closed."""

    finished = Signal()

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._place: _Place | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(2))
        column.setSpacing(look.space(1))
        self.what = LineField(lambda: ctx.as_of)
        self.what.setProperty("bare", False)
        self.what.setPlaceholderText(tr("What is to be done? ! sets the day"))
        self.what.setAccessibleName(tr("What is to be done"))
        self.what.submitted.connect(self.save)
        self.what.left.connect(self.close_editor)
        self.what.marked.connect(self._on_marked)
        self._row = FieldRow("", self.what)
        column.addWidget(self._row)
        line = QHBoxLayout()
        line.setSpacing(look.space(2))
        self.due = DateField(reference=lambda: ctx.as_of)
        self.due.setPlaceholderText(tr("Due"))
        self.due.setAccessibleName(tr("Due"))
        self.due.returnPressed.connect(self.save)
        self.owner = QComboBox()
        self.owner.setAccessibleName(tr("Owner"))
        self.promised = QComboBox()
        self.promised.setAccessibleName(tr("Promised by"))
        for each in PromisedBy:
            self.promised.addItem(tr(WORDS[each]), each)
        for choice in (self.owner, self.promised):
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(6)
        self.due.setMinimumWidth(look.px(86))
        for field in (self.due, self.owner, self.promised):
            line.addWidget(field, 1)
        self.save_button = Button(tr("Add"), on_click=self.save)
        line.addWidget(self.save_button)
        line.addWidget(IconButton("ph.x", tr("Cancel"), keys=tr("Esc"), on_click=self.close_editor))
        column.addLayout(line)
        self.hide()

    def add(self, account: int) -> None:
        """Open empty, for a new step of an account."""
        self._open(_Place(account, None))

    def edit(self, row: NextStepRow) -> None:
        """Open with a step."""
        self._open(_Place(row.account_id, row))

    def _on_marked(self, line: QuickLine) -> None:
        if line.steps:
            self.due.set_value(line.steps[0].due)

    def close_editor(self) -> None:
        """Leave it as it was."""
        self._place = None
        self.hide()
        self.finished.emit()

    def _open(self, place: _Place) -> None:
        self._place = place
        row = place.row
        info = self.ctx.info
        team = () if info is None else info.team
        self.owner.clear()
        self.owner.addItem(tr("No owner"), None)
        for each in team:
            if each.active or (row is not None and each.id == row.owner_id):
                self.owner.addItem(each.name, each.id)
        wanted = self.ctx.me if row is None else row.owner_id
        self.owner.setCurrentIndex(max(0, self.owner.findData(wanted)))
        self.what.setText("" if row is None else row.what)
        self.due.set_value(None if row is None else row.due)
        self.promised.setCurrentIndex(0 if row is None else list(PromisedBy).index(row.promised_by))
        self.save_button.setText(tr("Add") if row is None else tr("Save"))
        self._show_error(None)
        self.show()
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Keep the step, or say what is wrong."""
        place = self._place
        if place is None:
            return
        what, day, problem = read_step(self.what.text(), self.what.calendar())
        if problem:
            self._show_error(DomainError(problem))
            return
        if not self.due.is_valid:
            self._show_error(DomainError(tr("Not a day. Try fri or 5 jun."), field="due"))
            return
        row, as_of, me = place.row, self.ctx.as_of, self.ctx.me
        draft = StepDraft(
            what=what,
            due=day or self.due.value,
            owner=self.owner.currentData(),
            person=None if row is None else row.person_id,
            promised_by=PromisedBy(self.promised.currentData()),
        )
        if row is None:
            self.ctx.write(
                tr("Add next step “{what}”", what=draft.what),
                self,
                lambda s: add_next_step(s, draft, as_of, me, account=place.account),
                lambda _: self.close_editor(),
                self._show_error,
                toast=tr("Next step added"),
            )
        else:
            step = row.id
            self.ctx.write(
                tr("Edit next step “{what}”", what=draft.what),
                self,
                lambda s: edit_next_step(s, step, draft, as_of),
                lambda _: self.close_editor(),
                self._show_error,
                toast=tr("Next step saved"),
            )

    def _show_error(self, error: B2BDeskError | None) -> None:
        due = isinstance(error, DomainError) and error.field == "due"
        self._row.set_error("" if error is None else str(error))
        set_error(self.due, due)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_editor()
        else:
            super().keyPressEvent(event)
