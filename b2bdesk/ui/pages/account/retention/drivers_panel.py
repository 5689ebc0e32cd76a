"""What drives the risk: every driver in points, and what is missing named as missing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.retention import DRIVER_WORDS, AccountRetention, Driver, DriverLine
from b2bdesk.ui.charts.bars import SignedBar, SignedBars
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.retention.words import rhythm_of
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule, rich_text


class DriversPanel(ChartPanel):
    """``how_asked`` when the user wants to know how this works."""

    how_asked = Signal()

    def __init__(self) -> None:
        self.bars = SignedBars(plus_against=True, value_header=tr("Points"))
        super().__init__(
            tr("What drives the risk"), self.bars, tr("points, plus raises the risk of leaving")
        )
        look = theme()
        self.add(h_rule())
        foot = QHBoxLayout()
        self._sum = rich_text("", style="table")
        foot.addWidget(self._sum, 1)
        self.how_button = Button(tr("How this works"), "link", on_click=self.how_asked.emit)
        foot.addWidget(self.how_button)
        self.add(foot)
        self._missing = QWidget()
        self._list = QVBoxLayout(self._missing)
        self._list.setContentsMargins(0, look.px(2), 0, 0)
        self._list.setSpacing(look.px(2))
        self.add(self._missing)

    def show_retention(self, found: AccountRetention) -> None:
        """Show an account's drivers."""
        known = [line for line in found.drivers if line.points is not None]
        missing = [line for line in found.drivers if line.points is None]
        self.bars.set_data(
            [
                SignedBar(
                    self._words(found, line),
                    line.shown,
                    formats().signed(line.shown),
                    self._words(found, line),
                )
                for line in known
            ]
        )
        self.refresh()
        risk = found.risk.risk
        if found.typical_risk is not None and risk is not None:
            typical = f"<b>{formats().percent(found.typical_risk)}</b>"
            mine = f"<b>{formats().percent(risk)}</b>"
            self._sum.setText(
                tr("A typical account’s risk is {typical}, this one’s {mine}.").format(
                    typical=typical, mine=mine
                )
            )
        self._fill_missing(missing)

    def _words(self, found: AccountRetention, line: DriverLine) -> str:
        if line.driver is Driver.ORDER_RHYTHM:
            return rhythm_of(found.risk)
        return line.evidence

    def _fill_missing(self, missing: list[DriverLine]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
            elif (row := item.layout()) is not None:
                while (cell := row.takeAt(0)) is not None:
                    inner = cell.widget()
                    if inner is not None:
                        inner.hide()
                        inner.deleteLater()
        self._missing.setVisible(bool(missing))
        if not missing:
            return
        head = Text(tr("Missing, counted neither for nor against"), "table", "text_2")
        self._list.addWidget(head)
        for line in missing:
            row = QHBoxLayout()
            row.setSpacing(theme().space(3))
            name = ElidedText(tr(DRIVER_WORDS[line.driver]), "caption", "text_2")
            name.setFixedWidth(theme().px(190))
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(ElidedText(line.evidence, "caption", "text_3"), 1)
            self._list.addLayout(row)
