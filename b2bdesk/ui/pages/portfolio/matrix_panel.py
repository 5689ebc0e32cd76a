"""The customer profitability matrix with its movement and its quadrants."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.matrix import MatrixChart
from b2bdesk.ui.charts.matrix_data import MatrixBrush
from b2bdesk.ui.charts.matrix_drawing import quadrant_names
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.portfolio.chart_data import matrix_data
from b2bdesk.ui.pages.portfolio.shown import Shown
from b2bdesk.ui.widgets.buttons import IconButton


class MatrixPanel(ChartPanel):
    """``selected`` carries brushed accounts, None when they are let go; ``movement_asked`` that the
    user wants to see where accounts stood, or no longer.
    """

    selected = Signal(object, str)  # frozenset of ids or None, words
    movement_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.matrix = MatrixChart()
        title = tr("Customer profitability matrix")
        super().__init__(title, self.matrix, edge=False, parent=parent)
        self.matrix.brushed.connect(self._on_brushed)
        self.matrix.cleared.connect(lambda: self.selected.emit(None, ""))
        self.movement = IconButton("ph.path", tr("Movement"), checkable=True)
        self.movement.clicked.connect(self.movement_asked)
        self.add_action(self.movement)
        self._quadrants = QMenu(tr("Accounts of a quadrant"), self)
        self.menu.addSeparator()
        self.menu.addMenu(self._quadrants)

    def set_shown(self, shown: Shown) -> bool:
        """Draw these figures; False while there is no cost to serve to draw."""
        data = matrix_data(shown)
        if data is None:
            return False
        self.matrix.set_brush(None)
        self.matrix.set_marked(None)
        self.matrix.set_data(data)
        self.refresh()
        n, small = len(data.bubbles), len(data.dots.ids)
        self.set_subtitle(
            tr("{n} largest, bubble = sales", n=n)
            if small
            else tr("{n} accounts, bubble = sales", n=n)
        )
        self._quadrants.clear()
        for number, name in enumerate(quadrant_names()):
            action = QAction(self._quadrants)
            count = formats().integer(data.counts[number] if data.counts else 0)
            action.setText(f"{name}\t{count}")
            action.triggered.connect(lambda _on=False, n=number: self.matrix.choose_quadrant(n))
            self._quadrants.addAction(action)
        return True

    def set_movement(self, on: bool, words: str, *, possible: bool) -> None:
        """Whether trails are drawn; ``words`` say since when, or why there are none."""
        self.movement.setChecked(on)
        self.movement.setEnabled(possible)
        self.movement.set_label(words)
        if on != self.matrix.shows_trails:
            self.matrix.show_trails(on)
            self.refresh()

    def _on_brushed(self, brush: MatrixBrush) -> None:
        self.selected.emit(frozenset(self.matrix.selected_ids()), brush_words(brush))


def brush_words(brush: MatrixBrush) -> str:
    """ "Matrix: cost to serve over 2.0%, margin under 4.0%"; sides without an end are left out."""
    cost = _side(brush.cost_from, brush.cost_to)
    margin = _side(brush.margin_from, brush.margin_to)
    if cost and margin:
        return tr("Matrix: cost to serve {cost}, margin {margin}", cost=cost, margin=margin)
    if cost:
        return tr("Matrix: cost to serve {cost}", cost=cost)
    return tr("Matrix: margin {margin}", margin=margin or tr("of any size"))


def _side(low: float | None, high: float | None) -> str:
    percent = formats().percent
    if low is not None and high is not None:
        return tr("{low} to {high}", low=percent(low, 1), high=percent(high, 1))
    if low is not None:
        return tr("over {share}", share=percent(low, 1))
    return "" if high is None else tr("under {share}", share=percent(high, 1))
