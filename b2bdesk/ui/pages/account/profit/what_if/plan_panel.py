"""The plans of an account: what, who and when, with a box to tick when a step is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.scenarios import PlanRow, PlanStep
from b2bdesk.services.next_steps import delete_next_step, finish_next_step, reopen_next_step
from b2bdesk.services.plans import remove_plan
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.section import clear
from b2bdesk.ui.pages.account.profit.what_if.plan_dialog import RenamePlanDialog, StepDialog
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule


class PlanPanel(Panel):
    """Every plan of the account, the newest first; steps can be done, undone, edited, added."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Plan"), flush=True, rule=True, parent=parent)
        self.ctx = ctx
        self._plans = QVBoxLayout()
        self._plans.setSpacing(0)
        self.add(self._plans)

    def show_plans(self, plans: Sequence[PlanRow]) -> None:
        """Show plans with their steps."""
        clear(self._plans)
        steps = sum(len(plan.steps) for plan in plans)
        done = sum(plan.done for plan in plans)
        words = trn("{done} of {n} step done", "{done} of {n} steps done", steps, done=done)
        self.set_subtitle(words if steps else "")
        pad = theme().space(3)
        if not plans:
            told = Text(
                tr("None yet. Add what you tried in What if, or a scenario, to the plan."),
                "table",
                "text_2",
                wrap=True,
            )
            told.setContentsMargins(pad, pad, pad, pad)
            self._plans.addWidget(told)
        for number, plan in enumerate(plans):
            if number:
                self._plans.addWidget(h_rule())
            self._plans.addWidget(self._plan(plan))

    def _plan(self, plan: PlanRow) -> QWidget:
        look = theme()
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(look.space(3), look.px(4), look.space(2), look.px(6))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(look.space(2))
        head.addWidget(ElidedText(plan.name, "body", weight="medium"), 1)
        day = formats().date(plan.made, self.ctx.as_of)
        count = trn("{done} of {n} done", "{done} of {n} done", len(plan.steps), done=plan.done)
        told = tr("made {day}, {count}", day=day, count=count)
        head.addWidget(Text(told, "table", "text_3"))
        more = IconButton("ph.dots-three", tr("Plan menu of {name}", name=plan.name))
        more.clicked.connect(lambda: self._open_menu(plan, more))
        head.addWidget(more)
        column.addLayout(head)
        for step in plan.steps:
            column.addWidget(self._step(plan, step))
        add = Button(
            tr("Add a step"), "link", compact=True, on_click=lambda: self._edit(plan, None)
        )
        line = QHBoxLayout()
        line.addWidget(add)
        line.addStretch(1)
        column.addLayout(line)
        return made

    def _step(self, plan: PlanRow, step: PlanStep) -> QWidget:
        look = theme()
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space(2))
        done = step.done is not None
        box = QCheckBox()
        box.setChecked(done)
        box.setAccessibleName(tr("Done: {what}", what=step.what))
        box.clicked.connect(lambda done: self._on_ticked(step, done))
        row.addWidget(box)
        row.addWidget(Text(step.what, "table", "text_3" if done else "text", wrap=True), 1)
        who = ElidedText(step.owner or tr("No owner"), "table", "text_2")
        who.setFixedWidth(look.px(92))
        row.addWidget(who)
        row.addWidget(self._when(step))
        edit = IconButton("ph.pencil-simple", tr("Edit {what}", what=step.what))
        edit.clicked.connect(lambda: self._edit(plan, step))
        row.addWidget(edit)
        remove = IconButton("ph.x", tr("Delete {what}", what=step.what))
        remove.clicked.connect(lambda: self._delete(step))
        row.addWidget(remove)
        return made

    def _when(self, step: PlanStep) -> Text:
        f, as_of = formats(), self.ctx.as_of
        late = step.done is None and step.due is not None and step.due < as_of
        if step.done is not None:
            words = tr("done {day}", day=f.date(step.done, as_of))
        else:
            words = tr("no date") if step.due is None else f.date(step.due, as_of)
        made = Text(words, "table", "attention_text" if late else "text_2")
        made.setFixedWidth(theme().px(78))
        made.setAccessibleName(tr("{day}, overdue", day=words) if late else words)
        return made

    # --- doing -----------------------------------------------------------------------------

    def _on_ticked(self, step: PlanStep, done: bool) -> None:
        as_of = self.ctx.as_of
        if done:
            self.ctx.write(
                tr("Finish “{what}”", what=step.what),
                self,
                lambda session: finish_next_step(session, step.id, as_of),
                toast=tr("Done: {what}", what=step.what),
            )
        else:
            self.ctx.write(
                tr("Reopen “{what}”", what=step.what),
                self,
                lambda session: reopen_next_step(session, step.id),
                toast=tr("Open again: {what}", what=step.what),
            )

    def _edit(self, plan: PlanRow, step: PlanStep | None) -> None:
        StepDialog(self.ctx, plan, step, self.window()).open()

    def _delete(self, step: PlanStep) -> None:
        self.ctx.write(
            tr("Delete next step “{what}”", what=step.what),
            self,
            lambda session: delete_next_step(session, step.id),
            toast=tr("Next step deleted"),
        )

    def _open_menu(self, plan: PlanRow, anchor: QWidget) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Rename"), lambda: RenamePlanDialog(self.ctx, plan, self.window()).open())
        menu.addAction(tr("Remove with its open steps"), lambda: self._remove(plan))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    def _remove(self, plan: PlanRow) -> None:
        self.ctx.write(
            tr("Remove plan “{name}”", name=plan.name),
            self,
            lambda session: remove_plan(session, plan.id),
            toast=tr("Plan removed: {name}", name=plan.name),
        )
