"""What was assessed and set, when, by whom and why."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QGridLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.relationship import EntryKind, HistoryEntry
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.relationship.words import in_sentence
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.marks import type_mark
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.pills import Pill
from b2bdesk.ui.widgets.text import ElidedText, Text

_SHOWN = 6


class HistoryPanel(Panel):
    """The newest entries, the rest on demand."""

    def __init__(self) -> None:
        super().__init__(tr("History"))
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().space(3))
        self._grid.setVerticalSpacing(theme().px(3))
        self._grid.setColumnStretch(2, 1)
        self.add(self._rows)
        self.more = Button("", "link", on_click=self._on_more)
        self.add(self.more)
        self.body.addStretch(1)
        self._entries: tuple[HistoryEntry, ...] = ()
        self._as_of = date.min
        self._all = False

    def show_history(self, entries: tuple[HistoryEntry, ...], as_of: date) -> None:
        """Show entries, newest first."""
        self._entries, self._as_of = entries, as_of
        self._fill()

    def _on_more(self) -> None:
        self._all = not self._all
        self._fill()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not self._entries:
            empty = Text(tr("Nothing assessed or set yet."), "table", "text_3")
            self._grid.addWidget(empty, 0, 0, 1, 3)
        shown = self._entries if self._all else self._entries[:_SHOWN]
        for number, entry in enumerate(shown):
            self._add(number, entry)
        rest = len(self._entries) - _SHOWN
        self.more.setVisible(rest > 0)
        self.more.setText(
            tr("Show fewer") if self._all else trn("Show {n} more", "Show {n} more", rest)
        )

    def _add(self, number: int, entry: HistoryEntry) -> None:
        when = "" if entry.on is None else formats().date(entry.on, self._as_of)
        day = Text(when, "table", "text_3")
        day.setMinimumWidth(theme().px(76))
        self._grid.addWidget(day, 2 * number, 0)
        if entry.type is not None:
            self._grid.addWidget(Pill(type_mark(entry.type.value), plain=True), 2 * number, 1)
        what = ElidedText(self._words(entry), "table", "text")
        self._grid.addWidget(what, 2 * number, 2)
        by = Text(entry.author or "", "table", "text_3")
        self._grid.addWidget(by, 2 * number, 3)
        if entry.reason:
            why = Text(entry.reason, "table", "text_2", wrap=True)
            self._grid.addWidget(why, 2 * number + 1, 2, 1, 2)

    def _words(self, entry: HistoryEntry) -> str:
        if entry.kind is EntryKind.CURRENT:
            return tr("set as how we work")
        if entry.kind is EntryKind.TARGET:
            if entry.by is None:
                return tr("set as target")
            return tr("set as target by {day}", day=formats().date(entry.by, self._as_of))
        if entry.type is None or entry.score is None:
            return tr("assessed, some answers missing")
        return tr(
            "assessed at {score}, {type} recommended",
            score=entry.score,
            type=in_sentence(entry.type),
        )
