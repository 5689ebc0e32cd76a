"""When the charts of the portfolio page are shown, and what they are given to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.portfolio import Measure, PortfolioResult
from b2bdesk.ui.pages.portfolio.shown_row import ShownRow
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from b2bdesk.ui.pages.portfolio.chart_band import ChartBand

_CHARTS_FROM = 800  # height of the window under which the charts fold away by themselves


class ChartHost(QWidget):
    """Makes the charts when they are first wanted; they fold away on a low window.

    The toggle holds until the window passes that height again.
    """

    selected = Signal(object, str)  # frozenset of ids or None, words
    brush_dropped = Signal()  # another measure is drawn: what was brushed means nothing now
    opened = Signal(object)  # id of an account
    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._result: PortfolioResult | None = None
        self._rows: list[ShownRow] = []
        self._was_tall: bool | None = None
        self.band: ChartBand | None = None
        self.measure: Measure | None = None
        self.wanted: bool | None = None
        self.button = Button(
            tr("Charts"), "flat", icon_name="ph.chart-line", on_click=self._on_button
        )
        self.button.setCheckable(True)

    def set_result(self, result: PortfolioResult | None) -> None:
        """Draw this result when the charts are next shown; None takes them away."""
        self._result = result
        if result is None:
            self.hide()
        elif self.measure not in result.measures:
            self.measure = None

    def set_rows(self, rows: list[ShownRow]) -> None:
        """Summarise the accounts that the filters let through."""
        self._rows = rows
        if self.band is not None and not self.isHidden():
            self.band.set_shown(rows)

    @property
    def measure_now(self) -> Measure:
        """The measure the accounts are ranked by."""
        assert self._result is not None
        return self.measure or self._result.measure

    def refresh(self) -> None:
        """Show or fold the charts as the window's height and the user want it."""
        wanted = self._is_tall() if self.wanted is None else self.wanted
        self.button.setChecked(wanted)
        result = self._result
        if not wanted or result is None or not result.rows:
            self.hide()
            return
        if self.band is None:
            self.band = self._make()
        if self.band.result is not result or self.band.measure is not self.measure_now:
            self.band.set_result(result, self.measure_now)
        self.band.set_shown(self._rows)
        self.show()

    def on_height(self) -> None:
        """The window may have passed the height at which the charts fold."""
        tall = self._is_tall()
        if tall != self._was_tall:
            if self._was_tall is not None:
                self.wanted = None  # the user's choice was for the other height
            self._was_tall = tall
            self.refresh()

    def toggle(self) -> None:
        """Show the charts, or give their room to the table."""
        self.button.setChecked(not self.button.isChecked())
        self._on_button()

    def clear_brush(self) -> None:
        """Take a brush off the charts without saying so."""
        if self.band is not None:
            self.band.clear_brush()

    def _is_tall(self) -> bool:
        return self.window().height() >= theme().px(_CHARTS_FROM)

    def _on_button(self) -> None:
        self.wanted = self.button.isChecked()
        self.refresh()
        self.toggled.emit()

    def _make(self) -> ChartBand:
        # Imported here: the charts need pyqtgraph, which the first paint must not wait for.
        from b2bdesk.ui.pages.portfolio.chart_band import ChartBand

        made = ChartBand()
        made.selected.connect(self.selected)
        made.measure_chosen.connect(self._on_measure)
        made.opened.connect(self.opened)
        self._layout.addWidget(made)
        return made

    def _on_measure(self, measure: Measure) -> None:
        self.measure = measure
        self.brush_dropped.emit()
        self.refresh()
