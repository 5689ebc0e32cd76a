"""Setting the current or the target type, in place: type, date for a target, reason."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import RelationshipPoint, RelationshipType
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.account.relationship.words import type_word
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import DateField, FieldRow
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.text import Text


class TypeForm(QFrame):
    """Opens under the spectrum. ``saved`` (point, type, date or None, reason)."""

    saved = Signal(object, object, object, str)
    removed = Signal()  # the target is to go
    closed = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._point = RelationshipPoint.CURRENT
        look = theme()
        self.setProperty("surface", "sunken")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(2))
        row.setSpacing(look.space(3))
        self.types = SegmentedControl(
            [Segment(kind.value, type_word(kind)) for kind in RelationshipType],
            name=tr("Relationship type"),
        )
        choice = QVBoxLayout()
        choice.setSpacing(look.px(3))
        self._heading = Text("", "table", "text_2", weight="medium")
        choice.addWidget(self._heading)
        choice.addWidget(self.types)
        choice.addStretch(1)
        row.addLayout(choice)
        self.day = DateField(reference=lambda: ctx.as_of)
        self.day.setFixedWidth(look.px(120))
        self._day_row = FieldRow(tr("By"), self.day)
        row.addWidget(self._day_row, 0, Qt.AlignmentFlag.AlignTop)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Why"))
        row.addWidget(FieldRow(tr("Reason"), self.reason), 1, Qt.AlignmentFlag.AlignTop)
        self.remove_button = Button(tr("Remove target"), "flat", on_click=self._on_remove)
        self.save_button = Button(tr("Save"), "primary", on_click=self._on_save)
        cancel = Button(tr("Cancel"), "flat", on_click=self._on_close)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space(2))
        # As far down as the fields, which have a caption above them.
        buttons.setContentsMargins(0, self._heading.sizeHint().height() + look.px(3), 0, 0)
        for button in (self.remove_button, cancel, self.save_button):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(buttons)
        self.reason.returnPressed.connect(self._on_save)
        self.hide()

    def open_for(
        self,
        point: RelationshipPoint,
        kind: RelationshipType | None,
        day: date | None,
        *,
        removable: bool = False,
    ) -> None:
        """Ask for the current or the target type; fields begin with what is set."""
        self._point = point
        target = point is RelationshipPoint.TARGET
        if target:
            self._heading.setText(tr("Where shall the relationship be?"))
        else:
            self._heading.setText(tr("How do we work with them today?"))
        self.types.set_current(None if kind is None else kind.value)
        self.day.set_value(day)
        self._day_row.setVisible(target)
        self._day_row.set_error("")
        self.remove_button.setVisible(target and removable)
        self.reason.clear()
        self.show()
        self.types.button(kind.value if kind else RelationshipType.VALUE_ADDED.value).setFocus()

    def show_error(self, field: str, message: str) -> None:
        """Say beside the field why it was not accepted."""
        if field == "by":
            self._day_row.set_error(message)
            self.day.setFocus()
        else:
            self._heading.setText(message)
            self._heading.set_tone("against_us")

    def _on_save(self) -> None:
        self._heading.set_tone("text_2")
        if self.types.current is None:
            self.show_error("type", tr("Choose a type."))
            return
        target = self._point is RelationshipPoint.TARGET
        if target and self.day.value is None:
            self.show_error("by", tr("By when? A date, such as 31 Dec."))
            return
        kind = RelationshipType(self.types.current)
        self.saved.emit(self._point, kind, self.day.value if target else None, self.reason.text())

    def _on_remove(self) -> None:
        self.removed.emit()

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_close()
        else:
            super().keyPressEvent(event)
