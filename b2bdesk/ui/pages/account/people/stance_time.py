"""Stance over time in the inspector: the line, or the same as a table with what each rests on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.people_rows import StanceRow
from b2bdesk.services.people_map import MapSeat
from b2bdesk.ui.charts.stance_line import StanceLine, StancePoint
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.exchange_picker import link_words, open_exchange
from b2bdesk.ui.pages.account.people.section import Section, clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.text import Text


class StanceTime(Section):
    """Hidden until a stance is recorded. Ctrl+T changes between line and table."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__(tr("Stance over time"), tr("As a table"), self._on_toggle)
        self._edits = edits
        self._seat: MapSeat | None = None
        self.chart = StanceLine()
        self.column.addWidget(self.chart)
        self.table = QWidget()
        self._rows = QVBoxLayout(self.table)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme().space(1))
        self.column.addWidget(self.table)
        self.table.hide()
        toggle = QAction(tr("Show as table"), self)
        toggle.setShortcut(QKeySequence("Ctrl+T"))
        toggle.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        toggle.triggered.connect(self._on_toggle)
        self.addAction(toggle)

    def show_seat(self, seat: MapSeat) -> None:
        """Show the stances of a seat."""
        self._seat = seat
        stances = seat.row.stances
        self.setVisible(bool(stances))
        points = [
            StancePoint(date_of(row.since), row.stance, row.author or "", _evidence(row))
            for row in reversed(stances)
        ]
        self.chart.set_data(points, self._edits.ctx.as_of)
        if not self.table.isHidden():
            self._fill()

    def _on_toggle(self) -> None:
        as_table = self.table.isHidden()
        if as_table:
            self._fill()
        self.table.setVisible(as_table)
        self.chart.setVisible(not as_table)
        self.action.setText(tr("As a line") if as_table else tr("As a table"))

    def _fill(self) -> None:
        clear(self._rows)
        seat = self._seat
        for row in seat.row.stances if seat else ():
            self._rows.addWidget(self._row(row))

    def _row(self, row: StanceRow) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        day, stance = formats().date_full(date_of(row.since)), tr(WORDS[row.stance])
        head = QHBoxLayout()
        words = tr("{day}: {stance}", day=day, stance=stance)
        said = tr("{words}, said by {author}", words=words, author=row.author)
        head.addWidget(Text(said if row.author else words, "table", wrap=True), 1)
        gone = IconButton(
            "ph.trash",
            tr("Remove: {words}", words=words),
            on_click=partial(self._on_remove, row),
        )
        head.addWidget(gone, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if row.evidence:
            column.addWidget(Text(row.evidence[:400], "caption", "text_2", wrap=True))
        if row.exchange is not None:
            shown = link_words(row.exchange)
            link = Button(
                shown,
                "link",
                compact=True,
                on_click=partial(open_exchange, self._edits.ctx, row.exchange),
            )
            link.setMinimumWidth(1)
            link.setToolTip(shown)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _on_remove(self, row: StanceRow) -> None:
        if self._seat is not None:
            self._edits.member.remove_stance(self._seat, row.id)


def _evidence(row: StanceRow) -> str:
    if row.evidence:
        return row.evidence[:200]
    return row.exchange.subject if row.exchange else ""
