"""A plan made from measures: for each what is to be done, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.queries.scenarios import PlanRow, PlanStep
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.decisions.what_if import WhatIf
from b2bdesk.services.next_steps import StepDraft, edit_next_step
from b2bdesk.services.plans import PlanDraft, add_plan, add_steps, rename_plan
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.pages.account.profit.what_if.words import setting_text, step_text
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import DateField, FieldRow, set_error
from b2bdesk.ui.widgets.text import Text

_WIDTH = 680
_FIRST_DUE = 14


class StepLine(QWidget):
    """What, who and when of one step."""

    def __init__(self, ctx: AppContext, what: str = "", *, due_in: int = _FIRST_DUE) -> None:
        super().__init__()
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space(2))
        self.what = QLineEdit(what)
        self.what.setCursorPosition(0)
        self.what.setPlaceholderText(tr("What is to be done?"))
        self.what.setAccessibleName(tr("What is to be done"))
        self.owner = QComboBox()
        self.owner.setAccessibleName(tr("Who"))
        self.owner.setMinimumWidth(look.px(136))
        info = ctx.info
        for each in () if info is None else info.team:
            if each.active:
                self.owner.addItem(each.name, each.id)
        if not self.owner.count():
            self.owner.addItem(tr("No owner"), None)
        self.owner.setCurrentIndex(max(0, self.owner.findData(ctx.me)))
        self.due = DateField(ctx.as_of + timedelta(days=due_in), reference=lambda: ctx.as_of)
        self.due.setAccessibleName(tr("When"))
        self.due.setFixedWidth(look.px(108))
        self.remove_button = IconButton("ph.x", tr("Leave this step out"))
        row.addWidget(self.what, 1)
        row.addWidget(self.owner)
        row.addWidget(self.due)
        row.addWidget(self.remove_button)

    def draft(self) -> StepDraft:
        """The step; ``DomainError`` where its day is none."""
        set_error(self.what, not self.what.text().strip())
        if not self.what.text().strip():
            raise DomainError(tr("Say what is to be done."), field="steps")
        if not self.due.is_valid:
            set_error(self.due, True)
            raise DomainError(tr("Not a day. Try fri or 5 jun."), field="steps")
        return StepDraft(self.what.text(), self.due.value, self.owner.currentData())


class StepDialog(RecordDialog):
    """One step of a plan: a new one, or one that is changed."""

    def __init__(
        self, ctx: AppContext, plan: PlanRow, step: PlanStep | None, parent: QWidget | None = None
    ) -> None:
        title = tr("Add a step") if step is None else tr("Edit step")
        super().__init__(ctx, title, tr("Plan: {name}", name=plan.name), parent)
        self._plan, self._step = plan.id, step
        self.line = StepLine(ctx, "" if step is None else step.what)
        self.line.remove_button.hide()
        if step is not None:
            self.line.due.set_value(step.due)
            if step.owner_id is not None and self.line.owner.findData(step.owner_id) < 0:
                self.line.owner.addItem(step.owner or "", step.owner_id)
            self.line.owner.setCurrentIndex(max(0, self.line.owner.findData(step.owner_id)))
        self.fields["steps"] = FieldRow(tr("What, who, when"), self.line)
        self.column.addWidget(self.fields["steps"])
        self.add_buttons(tr("Add") if step is None else tr("Save"))
        self.fit(_WIDTH)
        self.line.what.setFocus()

    def entry(self) -> Entry:
        draft = self.line.draft()
        as_of, me, plan, step = self._ctx.as_of, self._ctx.me, self._plan, self._step
        if step is None:
            return Entry(
                tr("Add next step “{what}”", what=draft.what),
                lambda session: add_steps(session, plan, [draft], as_of, me),
                tr("Next step added"),
            )
        number = step.id
        kept = replace(draft, person=step.person_id, promised_by=step.promised_by)
        return Entry(
            tr("Edit next step “{what}”", what=draft.what),
            lambda session: edit_next_step(session, number, kept, as_of),
            tr("Next step saved"),
        )


class PlanDialog(RecordDialog):
    """A name and the steps; all of it is one step to undo."""

    def __init__(
        self,
        ctx: AppContext,
        found: WhatIf,
        settings: Sequence[MeasureSetting],
        scenario: int | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        heading = tr("Plan for {name}", name=found.name)
        super().__init__(ctx, tr("Add to plan"), heading, parent)
        self._found, self._scenario = found, scenario
        look = theme()
        words = ", ".join(setting_text(each) for each in settings)
        self.name = QLineEdit(name or words)
        self.fields["name"] = FieldRow(tr("Name"), self.name)
        self.column.addWidget(self.fields["name"])
        self._steps = QWidget()
        self._lines = QVBoxLayout(self._steps)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(look.space(2))
        self.lines: list[StepLine] = []
        for number, each in enumerate(settings, 1):
            self._add(StepLine(ctx, step_text(each, found), due_in=_FIRST_DUE * number))
        self.fields["steps"] = FieldRow(tr("Steps: what, who, when"), self._steps)
        self.column.addWidget(self.fields["steps"])
        more = Button(tr("Add a step"), "flat", icon_name="ph.plus", on_click=self._on_add)
        self.column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        told = tr("They show among the account's next steps, and on Today when they come due.")
        self.column.addWidget(Text(told, "caption", "text_3", wrap=True))
        self.add_buttons(tr("Make plan"))
        self.fit(_WIDTH)

    def _add(self, line: StepLine) -> None:
        line.remove_button.clicked.connect(lambda: self._on_remove(line))
        self._lines.addWidget(line)
        self.lines.append(line)

    def _on_add(self) -> None:
        line = StepLine(self._ctx, due_in=_FIRST_DUE * (len(self.lines) + 1))
        self._add(line)
        self.fit(_WIDTH)
        line.what.setFocus()

    def _on_remove(self, line: StepLine) -> None:
        self.lines.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()

    def entry(self) -> Entry:
        draft = PlanDraft(
            account=self._found.account,
            name=self.name.text(),
            steps=tuple(line.draft() for line in self.lines),
            scenario=self._scenario,
        )
        as_of, me = self._ctx.as_of, self._ctx.me
        return Entry(
            tr("Plan “{name}”", name=draft.name.strip()),
            lambda session: add_plan(session, draft, as_of, me),
            tr("Plan made: {name}", name=draft.name.strip()),
        )


class RenamePlanDialog(RecordDialog):
    """Another name for a plan."""

    def __init__(self, ctx: AppContext, plan: PlanRow, parent: QWidget | None = None) -> None:
        super().__init__(ctx, tr("Rename plan"), parent=parent)
        self._plan = plan.id
        self.name = QLineEdit(plan.name)
        self.name.selectAll()
        self.fields["name"] = FieldRow(tr("Name"), self.name)
        self.column.addWidget(self.fields["name"])
        self.add_buttons(tr("Save"))
        self.fit(420)

    def entry(self) -> Entry:
        plan, name = self._plan, self.name.text()
        return Entry(
            tr("Rename plan to “{name}”", name=name.strip()),
            lambda session: rename_plan(session, plan, name),
            tr("Plan renamed"),
        )
