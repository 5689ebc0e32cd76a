"""The frame of a dialog that enters one record: fields, what is wrong beside them, Save, Cancel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import FieldRow
from b2bdesk.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """What saving writes: the words of the step, the change, and the words when it is done."""

    label: str
    change: Callable[[Any], Any]
    toast: str


class RecordDialog(QDialog):
    """Enter saves, Esc cancels. An error shows beside its field and nothing is lost.

    A dialog puts its fields into ``fields`` and ``column`` and says in ``entry`` what they mean;
    ``add_buttons`` comes last.
    """

    def __init__(
        self, ctx: AppContext, title: str, heading: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._saving = False
        self.fields: dict[str, FieldRow] = {}
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme()
        self.column = QVBoxLayout(self)
        pad = look.space(4)
        self.column.setContentsMargins(pad, pad, pad, pad)
        self.column.setSpacing(look.space(3))
        self.column.addWidget(Text(heading or title, "heading", wrap=True))
        self._problem: Banner | None = None
        self._problem_slot = QVBoxLayout()
        self.column.addLayout(self._problem_slot)

    def add_buttons(self, words: str, destructive: Button | None = None) -> None:
        """The last row: what takes the record away, Cancel, and the button that saves."""
        row = QHBoxLayout()
        row.setSpacing(theme().space(2))
        if destructive is not None:
            row.addWidget(destructive)
        row.addStretch(1)
        row.addWidget(Button(tr("Cancel"), on_click=self.reject))
        self.save_button = Button(words, "primary", on_click=self.save)
        self.save_button.setDefault(True)
        row.addWidget(self.save_button)
        self.column.addLayout(row)

    def fit(self, width: int) -> None:
        """At least ``width`` wide, in pixels at 100 %, and as high as the fields then need."""
        wide = theme().px(width)
        self.column.activate()
        high = max(self.column.heightForWidth(wide), self.sizeHint().height())
        self.setMinimumSize(wide, high)

    def entry(self) -> Entry:
        """What the fields say; ``DomainError`` with its field where one cannot be accepted."""
        raise NotImplementedError

    def saved(self, result: Any) -> None:
        """Called with what the change returned, once the dialog is closed."""

    def save(self) -> None:
        """Write what was entered, or say beside the field what is wrong."""
        if self._saving:
            return
        for field in self.fields.values():
            field.set_error("")
        self._show_problem(None)
        try:
            entry = self.entry()
        except DomainError as error:
            self._on_failed(error)
            return
        self.write(entry)

    def write(self, entry: Entry) -> None:
        """Write one step and close; while it is being written nothing else is."""
        if self._saving:
            return
        self._saving = True
        self.save_button.setEnabled(False)
        self._ctx.write(
            entry.label, self, entry.change, self._on_saved, self._on_failed, toast=entry.toast
        )

    def _on_saved(self, result: object) -> None:
        self.accept()
        self.saved(result)

    def _on_failed(self, error: B2BDeskError) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        row = self.fields.get(getattr(error, "field", ""))
        if row is None:
            self._show_problem(error)
            return
        row.set_error(str(error))
        row.field.setFocus()

    def _show_problem(self, error: B2BDeskError | None) -> None:
        if self._problem is not None:
            self._problem.deleteLater()
            self._problem = None
        if error is not None:
            self._problem = Banner("error", error.message, error.hint)
            self._problem_slot.addWidget(self._problem)
