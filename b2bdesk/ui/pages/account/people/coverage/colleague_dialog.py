"""Someone new on our team: a name and a function, whose words say whom to know."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.ui.pages.account.people.coverage.edits import CoverageEdits
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import FieldRow
from b2bdesk.ui.widgets.text import Text


class ColleagueDialog(QDialog):
    """Enter saves, Esc cancels; ``saved`` is called with the new colleague's id."""

    def __init__(
        self, edits: CoverageEdits, saved: Callable[[int], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._edits, self._saved = edits, saved
        self._saving = False
        self.setWindowTitle(tr("Add colleague"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme()
        column = QVBoxLayout(self)
        pad = look.space(4)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(3))
        column.addWidget(Text(tr("Who of us is this?"), "heading"))
        self.name, self.function = QLineEdit(), QLineEdit()
        self.function.setPlaceholderText(tr("For example: Technical service"))
        self._name_row = FieldRow(tr("Name"), self.name)
        column.addWidget(self._name_row)
        column.addWidget(FieldRow(tr("Function"), self.function))
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        row.addStretch(1)
        row.addWidget(Button(tr("Cancel"), on_click=self.reject))
        save = Button(tr("Add colleague"), "primary", on_click=self.save)
        save.setDefault(True)
        row.addWidget(save)
        column.addLayout(row)
        self.setMinimumWidth(look.px(360))
        self.name.setFocus()

    def save(self) -> None:
        """Add the colleague, or say beside the name why not."""
        if not self._saving:
            self._saving = True
            self._edits.add_colleague(
                self.name.text(), self.function.text(), self._on_saved, self._on_refused
            )

    def _on_saved(self, colleague: int) -> None:
        self.accept()
        self._saved(colleague)

    def _on_refused(self, error: B2BDeskError) -> None:
        self._saving = False
        self._name_row.set_error(str(error))
        self.name.setFocus()
