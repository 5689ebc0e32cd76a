"""The history of an account: who changed what, from what to what, and undo of any step."""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of, datetime_of, first_of_month, local_date_of
from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.history import Change, Shown, StepRow, list_history
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.inspector import Inspector
from b2bdesk.ui.widgets.text import Text, h_rule, rich_text

_SHOWN_CHANGES = 12


def words_of(value: Shown | None) -> str:
    """A value of the journal as a person reads it; an empty one as the sign for missing."""
    if value is None:
        return "–"
    raw: Any = value.raw
    formatters = {
        "day": lambda: formats().date_full(date_of(raw)),
        "month": lambda: formats().month(first_of_month(raw)),
        "instant": lambda: formats().date_full(local_date_of(raw)),
        "money": lambda: formats().money_exact(raw),
        "int": lambda: formats().integer(raw),
        "milli": lambda: formats().number(raw / 1000, 3),
        "micro": lambda: formats().number(raw / 1_000_000, 6),
        "sentiment": lambda: formats().signed(raw),
    }
    made = formatters.get(value.format)
    return made() if made is not None else value.text


def sentence_of(change: Change) -> str:
    """One change in a line of rich text."""
    record = html.escape(change.record)
    if change.op == "I":
        return tr("Added {record}", record=record)
    if change.op == "D":
        return tr("Removed {record}", record=record)
    before = html.escape(words_of(change.before))
    after = html.escape(words_of(change.after))
    return f"{record}. {html.escape(change.field)}: {before} → <b>{after}</b>"


class HistoryPanel(Inspector):
    """A drawer with the newest steps of one account."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(tr("History"))
        self.ctx = ctx
        self.account: int | None = None
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().space(2))
        self.body.addWidget(self._list)
        self.body.addStretch(1)
        ctx.changed.connect(self._on_changed)

    def show_account(self, account: int, name: str) -> None:
        """Read and show the history of an account."""
        self.account = account
        self.set_title(tr("History"), name)
        self._load()

    def _on_changed(self, _changes: ChangeSet) -> None:
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        account = self.account
        if account is not None:
            self.ctx.read(
                "history", self, lambda s: list_history(s, account), self._fill, self._on_failed
            )

    def _on_failed(self, error: B2BDeskError) -> None:
        self._clear()
        self._column.addWidget(Text(str(error), "body", "against_us", wrap=True))

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _fill(self, steps: list[StepRow]) -> None:
        self._clear()
        if not steps:
            self._column.addWidget(
                Text(tr("Nothing was changed yet."), "body", "text_3", wrap=True)
            )
        undos = {step.txn for step in steps if step.undoes is not None}
        for step in steps:
            self._column.addWidget(self._step(step, again=step.undoes in undos))

    def _step(self, step: StepRow, *, again: bool) -> QWidget:
        """A step in words; ``again``: it took an undo back, so it is what was done once more."""
        look = theme()
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        head = QHBoxLayout()
        title = step.label
        if step.undoes is not None:
            title = (
                tr("Redid: {label}", label=title) if again else tr("Undid: {label}", label=title)
            )
        head.addWidget(Text(title, "body", "text_3" if step.undone else "text", weight="medium"), 1)
        if step.undoes is None and not step.undone:
            undo = Button(tr("Undo"), "link", on_click=lambda: self.ctx.undo_step(step.txn))
            undo.setAccessibleName(tr("Undo {label}", label=step.label))
            head.addWidget(undo)
        column.addLayout(head)
        at = datetime_of(step.at).astimezone()
        when = f"{formats().date_full(at.date())} {at:%H:%M}"
        who = step.author or tr("no name given")
        state = tr(", undone") if step.undone else ""
        column.addWidget(Text(f"{when}, {who}{state}", "caption", "text_3"))
        for change in step.changes[:_SHOWN_CHANGES]:
            column.addWidget(rich_text(sentence_of(change), "text_2", "table"))
        rest = len(step.changes) - _SHOWN_CHANGES
        if rest > 0:
            more = trn("and {n} more change", "and {n} more changes", rest)
            column.addWidget(Text(more, "caption", "text_3"))
        column.addWidget(h_rule())
        return row
