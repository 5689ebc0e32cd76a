"""Someone new on our team: a name and a function, whose words say whom to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services import team
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import FieldRow


class ColleagueDialog(RecordDialog):
    """``told`` is called with the new colleague's id."""

    def __init__(self, ctx: AppContext, told: Callable[[int], object], parent: QWidget) -> None:
        super().__init__(ctx, tr("Add colleague"), tr("Who of us is this?"), parent)
        self._told = told
        self.name, self.function = QLineEdit(), QLineEdit()
        self.function.setPlaceholderText(tr("For example: Technical service"))
        self.fields = {
            "name": FieldRow(tr("Name"), self.name),
            "function": FieldRow(tr("Function"), self.function),
        }
        for field in self.fields.values():
            self.column.addWidget(field)
        self.add_buttons(tr("Add colleague"))
        self.setMinimumWidth(theme().px(360))
        self.name.setFocus()

    def entry(self) -> Entry:
        draft = team.ColleagueDraft(None, self.name.text(), "", self.function.text())
        words = tr("Add {name} to the team", name=draft.name.strip())
        return Entry(words, lambda s: team.save_colleague(s, draft), words)

    def saved(self, result: Any) -> None:
        self._told(result)
