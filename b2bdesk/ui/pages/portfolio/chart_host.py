"""When the charts of the portfolio page are shown, and what they are given to draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.portfolio import Compared, Measure, PortfolioResult
from b2bdesk.ui.pages.portfolio.shown import ChartChoices, Shown
from b2bdesk.ui.pages.portfolio.shown_row import ShownRow
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from b2bdesk.ui.pages.portfolio.chart_band import ChartBand
    from b2bdesk.ui.pages.portfolio.whale_panel import WhalePanel

_CHARTS_FROM = 800  # height of the window under which the charts fold away by themselves


class ChartHost(QWidget):
    """Makes the charts when they are first wanted; they fold away on a low window.

    The toggle holds until the window passes that height again.
    """

    selected = Signal(object, str)  # frozenset of ids or None, words
    brush_dropped = Signal()  # other figures are drawn: what was brushed means nothing now
    opened = Signal(object)  # id of an account
    toggled = Signal()
    made = Signal(object)  # ChartBand, once
    measure_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._result: PortfolioResult | None = None
        self._compared: Compared | None = None
        self._among: frozenset[int] | None = None
        self._before: frozenset[int] | None = None
        self._second: Compared | None = None
        self._second_before: frozenset[int] | None = None
        self._rows: list[ShownRow] = []
        self._was_tall: bool | None = None
        self.choices = ChartChoices()
        self.band: ChartBand | None = None
        self.wanted: bool | None = None
        self.button = Button(
            tr("Charts"), "flat", icon_name="ph.chart-line", on_click=self._on_button
        )
        self.button.setCheckable(True)

    def set_result(
        self,
        result: PortfolioResult | None,
        compared: Compared | None = None,
        second: Compared | None = None,
    ) -> None:
        """Draw this result when the charts are next shown; None takes them away."""
        self._result, self._compared, self._second = result, compared, second
        if result is None:
            self.hide()
        elif self.choices.measure not in result.measures:
            self.choices.measure = None

    def set_among(
        self,
        among: frozenset[int] | None,
        before: frozenset[int] | None,
        second: frozenset[int] | None,
    ) -> None:
        """The accounts that the filters let through, now and in what is compared; None for all."""
        if (among, before, second) != (self._among, self._before, self._second_before):
            self._among, self._before, self._second_before = among, before, second
            self.brush_dropped.emit()
            self.refresh()

    def set_rows(self, rows: list[ShownRow]) -> None:
        """Summarise the accounts that the filters let through."""
        self._rows = rows
        if self.band is not None and not self.isHidden():
            self.band.set_rows(rows)

    def save_state(self) -> dict[str, Any]:
        """What the user chose, as plain values that JSON takes."""
        kept = self.choices
        measure = None if kept.measure is None else str(kept.measure)
        return {
            "measure": measure,
            "facet": kept.facet,
            "facts": kept.facts,
            "in_money": kept.in_money,
            "trails": kept.trails,
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take back what ``save_state`` gave; what is not known any more is left to the program."""
        measure = state.get("measure")
        self.choices = ChartChoices(
            Measure(measure) if measure in list(Measure) else None,
            state.get("facet", ""),
            bool(state.get("facts")),
            state.get("in_money"),
            bool(state.get("trails")),
        )

    @property
    def measure_now(self) -> Measure:
        """What the accounts are ranked by."""
        assert self._result is not None
        return self.choices.measure or self._result.measure

    def shown(self) -> Shown:
        """What the charts draw, or would draw."""
        assert self._result is not None
        in_money = self.choices.in_money
        if in_money is None:
            # Two curves are on one scale only in money.
            in_money = self._compared is not None
        return Shown(
            self._result,
            self.measure_now,
            self._among,
            self._compared,
            self._before,
            self._second,
            self._second_before,
            in_money,
        )

    def refresh(self) -> None:
        """Show the charts where they are wanted and there is something to draw."""
        wanted = self._is_tall() if self.wanted is None else self.wanted
        self.button.setChecked(wanted)
        result = self._result
        if not wanted or result is None or not result.rows:
            self.hide()
            return
        if self.band is None:
            self.band = self._make()
        shown = self.shown()
        if not shown.draws(self.band.shown):
            self.band.set_shown(shown, self.choices)
        self.band.set_rows(self._rows)
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

    def toggle_facts(self) -> None:
        """Show the facts of the curve as text, or the curve again; the charts unfold for it."""
        self._panel().facts_button.click()

    def copy_facts(self) -> None:
        """Put the facts of the curve on the clipboard."""
        self._panel().copy_facts()

    def _panel(self) -> WhalePanel:
        if self.band is None or self.isHidden():
            self.wanted = True
            self.refresh()
        assert self.band is not None
        return self.band.whale_panel

    def set_marked(self, ids: frozenset[int] | None) -> None:
        """Show what was chosen in one chart in the others too."""
        if self.band is not None:
            self.band.set_marked(ids)

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
        made.opened.connect(self.opened)
        panel = made.whale_panel
        panel.measure_chosen.connect(self._on_measure)
        panel.scale_chosen.connect(self._on_scale)
        panel.changed.connect(self._on_panel)
        self._layout.addWidget(made)
        self.made.emit(made)
        return made

    def _on_measure(self, measure: Measure) -> None:
        self.choices.measure = measure
        self.brush_dropped.emit()
        self.refresh()
        self.measure_changed.emit()
        self.toggled.emit()

    def _on_scale(self, in_money: bool) -> None:
        self.choices.in_money = in_money
        self.brush_dropped.emit()
        self.refresh()
        self.toggled.emit()

    def _on_panel(self) -> None:
        assert self.band is not None
        self.choices.facet = self.band.whale_panel.facet
        self.choices.facts = self.band.whale_panel.shows_facts
        self.toggled.emit()
