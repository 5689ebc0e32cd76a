"""Every change of the coverage as one labelled step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, CoverageLevel
from b2bdesk.queries.coverage import TeamRow
from b2bdesk.services import coverage_edits, next_steps
from b2bdesk.services.coverage_export import column_title
from b2bdesk.services.coverage_result import Column
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.account.people.coverage.finding_words import Advice

_PLAN_WITHIN = 14
"""Days until something planned from a finding is due."""


class CoverageEdits(QObject):
    """Writes for one account; ``done`` says in words what was changed."""

    done = Signal(str)

    def __init__(self, ctx: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.account = 0

    def _write(
        self,
        label: str,
        change: Callable[[Any], Any],
        said: str,
        done: Callable[[Any], None] | None = None,
    ) -> None:
        def on_done(value: Any) -> None:
            self.done.emit(said)
            if done is not None:
                done(value)

        self.ctx.write(label, self, change, on_done, self._on_refused, toast=said)

    def _on_refused(self, error: B2BDeskError) -> None:
        self.ctx.toast(str(error))

    def _no_people(self, column: Column) -> bool:
        if not column.people:
            self.ctx.toast(
                tr(
                    "Nobody is known in {function} yet. Add a person first.",
                    function=column_title(column),
                )
            )
        return not column.people

    def set_level(self, colleague: TeamRow, column: Column, level: CoverageLevel) -> None:
        """How well one of us knows everybody of a column."""
        if self._no_people(column):
            return
        ids, day = [person.id for person in column.people], self.ctx.as_of
        self._write(
            tr("Set how well {who} knows {name}", who=colleague.name, name=_whom(column)),
            lambda s: coverage_edits.set_levels(s, ids, colleague.id, level, day),
            tr(
                "{who} and {name}: {level}",
                who=colleague.name,
                name=_whom(column),
                level=tr(WORDS[level]),
            ),
        )

    def set_wish(self, colleague: TeamRow, column: Column, level: CoverageLevel) -> None:
        """How well one of us should know a function or a person; unknown takes the wish away."""
        kind, account, day = column.contact_class, self.account, self.ctx.as_of
        wish = None if level is CoverageLevel.UNKNOWN else level
        ids = [person.id for person in column.people]
        of_class = kind is not None and not column.of_person and not column.outside
        if not of_class and self._no_people(column):
            return

        def change(session: Any) -> None:
            if of_class and kind is not None:
                coverage_edits.settle_match(session, account, colleague.id, kind, wish)
            else:
                coverage_edits.set_wishes(session, ids, colleague.id, wish, day)

        words = tr("no wish") if wish is None else tr(WORDS[wish])
        self._write(
            tr("Set how well {who} should know {name}", who=colleague.name, name=_whom(column)),
            change,
            tr(
                "{who} and {name}, wanted: {level}",
                who=colleague.name,
                name=_whom(column),
                level=words,
            ),
        )

    def set_match(self, colleague: TeamRow, column: Column, matched: bool) -> None:
        """Whether one of us should know a function."""
        kind, account = column.contact_class, self.account
        if kind is None:
            self.ctx.toast(tr("Only functions of their own firm are matched."))
            return
        level = CoverageLevel.MULTIPLE if matched else CoverageLevel.NONE
        name = tr(WORDS[kind])
        if matched:
            said = tr("{who} should know {function}", who=colleague.name, function=name)
        else:
            said = tr("{who} need not know {function}", who=colleague.name, function=name)
        self._write(
            said,
            lambda s: coverage_edits.settle_match(s, account, colleague.id, kind, level),
            said,
        )

    def clear(self, colleague: TeamRow, column: Column) -> None:
        """Take away what was said of a cell: level, wish and match."""
        kind, account, day = column.contact_class, self.account, self.ctx.as_of
        ids = [person.id for person in column.people]

        def change(session: Any) -> None:
            coverage_edits.clear(session, ids, colleague.id, day)
            if kind is not None and not column.of_person:
                coverage_edits.settle_match(session, account, colleague.id, kind, None)

        self._write(
            tr("Clear how {who} knows {name}", who=colleague.name, name=_whom(column)),
            change,
            tr("{who} and {name}: cleared", who=colleague.name, name=_whom(column)),
        )

    def plan(self, advice: Advice) -> None:
        """Plan what a finding advises as a next step."""
        account, day, me = self.account, self.ctx.as_of, self.ctx.me
        due = day + timedelta(days=_PLAN_WITHIN)
        draft = next_steps.StepDraft(advice.what, due, advice.owner, advice.person)
        self._write(
            tr("Plan: {what}", what=advice.what),
            lambda s: next_steps.add_next_step(s, draft, day, me, account=account),
            tr("Next step planned: {what}", what=advice.what),
        )


def _whom(column: Column) -> str:
    title = column_title(column)
    if column.of_person or len(column.people) < 2:
        return title
    count = trn("{n} person", "{n} people", len(column.people))
    return tr("{function} ({people})", function=title, people=count)
