"""The exchanges behind a cell: of one of us with a function or a person, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.coverage import BetweenRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.section import clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text, h_rule

MOST = 100
"""Exchanges that are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Between:
    """What the panel shows: whose exchanges, how many there are, and the newest of them."""

    who: str
    account: int
    count: int
    rows: tuple[BetweenRow, ...]


class ExchangesPanel(QWidget):
    """``opened`` carries (account, exchange); ``left`` goes back to what the coverage shows."""

    opened = Signal(object, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space(2))
        self.back = Button(
            tr("What this shows"),
            "link",
            compact=True,
            icon_name="ph.arrow-left",
            keys=tr("Esc"),
            on_click=self.left.emit,
        )
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.space(1))
        column.addLayout(self._list)
        column.addStretch(1)

    def show_between(self, between: Between, as_of: date) -> None:
        """Show exchanges; each opens in the timeline of its account."""
        clear(self._list)
        for row in between.rows:
            self._list.addWidget(h_rule())
            self._list.addLayout(self._entry(row, between.account, as_of))
        rest = between.count - len(between.rows)
        if not between.rows:
            words = tr("No exchange in this time.")
            self._list.addWidget(Text(words, "table", "text_2", wrap=True))
        elif rest > 0:
            n = formats().integer(rest)
            more = trn("and {n} older exchange", "and {n} older exchanges", rest, n=n)
            self._list.addWidget(Text(more, "caption", "text_3"))

    def _entry(self, row: BetweenRow, account: int, as_of: date) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme().space(2))
        day = formats().date(row.on, as_of)
        subject = Button(
            row.subject,
            "link",
            compact=True,
            icon_name=tokens().icons["channel"][row.channel.value],
            on_click=partial(self.opened.emit, row.account_id, row.id),
        )
        channel = tr(WORDS[row.channel])
        subject.setAccessibleName(f"{day}, {channel}: {row.subject}")
        subject.setToolTip(row.subject)
        subject.setMaximumWidth(theme().px(270))
        where = channel if row.account_id == account else f"{channel}, {row.account}"
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(subject, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(Text(f"{day} · {where}", "caption", "text_2"))
        line.addLayout(words, 1)
        return line
