"""Open next steps with a person, and a line to add one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr
from b2bdesk.queries.people import StepRow
from b2bdesk.services.people_map import Contact
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.section import Section, clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import DateField, set_error
from b2bdesk.ui.widgets.text import Text

_DUE_IN = 7


class StepList(Section):
    """Steps to tick off; Enter in the line below adds one."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__(tr("Next steps"))
        self._edits = edits
        self._contact: Contact | None = None
        look = theme()
        self._steps = QVBoxLayout()
        self._steps.setSpacing(look.px(2))
        self.column.addLayout(self._steps)
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        self.what = QLineEdit()
        self.what.setPlaceholderText(tr("What is to be done?"))
        self.what.setAccessibleName(tr("Next step"))
        self.what.returnPressed.connect(self._on_add)
        self.due = DateField(reference=lambda: edits.ctx.as_of)
        self.due.setAccessibleName(tr("Due"))
        self.due.setFixedWidth(look.px(96))
        self.due.returnPressed.connect(self._on_add)
        row.addWidget(self.what, 1)
        row.addWidget(self.due)
        self.column.addLayout(row)

    def show_contact(self, contact: Contact) -> None:
        """Show the open steps with a person; what is being typed for the same one stays."""
        if self._contact is None or self._contact.row.id != contact.row.id:
            self.what.clear()
            self.due.set_value(self._edits.ctx.as_of + timedelta(days=_DUE_IN))
        self._contact = contact
        clear(self._steps)
        steps = contact.row.steps
        self.value.setText(tr("{n} open", n=len(steps)) if steps else "")
        for step in steps:
            self._steps.addWidget(self._row(step))

    def _row(self, step: StepRow) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        box = QCheckBox()
        box.setAccessibleName(tr("Done: {what}", what=step.what))
        box.clicked.connect(partial(self._on_done, step))
        row.addWidget(box)
        row.addWidget(Text(step.what, "table", wrap=True), 1)
        due = None if step.due_day is None else date_of(step.due_day)
        as_of = self._edits.ctx.as_of
        late = due is not None and due < as_of
        day = formats().date(due, as_of) if due else tr("no date")
        row.addWidget(Text(day, "table", "attention_text" if late else "text_2"))
        return made

    def _on_done(self, step: StepRow, _checked: bool) -> None:
        self._edits.finish_step(step.id, step.what)

    def _on_add(self) -> None:
        what = self.what.text().strip()
        set_error(self.what, not what)
        if what and self.due.is_valid and self._contact is not None:
            self._edits.add_step(self._contact, what, self.due.value, lambda _: self.what.clear())
