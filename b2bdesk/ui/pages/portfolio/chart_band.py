"""The charts over the portfolio table: whale curve, profitability matrix, risk and types.

Imported when the first figures have been shown: pyqtgraph is not on the start-up path.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.services.portfolio import SHORT_WORDS
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.pages.portfolio.matrix_panel import MatrixPanel
from b2bdesk.ui.pages.portfolio.risk_grid import RiskGrid
from b2bdesk.ui.pages.portfolio.rules_menu import RulesMenu
from b2bdesk.ui.pages.portfolio.shown import ChartChoices, Shown
from b2bdesk.ui.pages.portfolio.shown_row import ShownRow
from b2bdesk.ui.pages.portfolio.type_panel import TypePanel
from b2bdesk.ui.pages.portfolio.whale_panel import WhalePanel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule, v_rule

BAND_HEIGHT = 296


class ChartBand(QWidget):
    """Charts side by side. ``selected`` carries ids and words of a brush, None when it is gone."""

    selected = Signal(object, str)  # frozenset of ids or None, words
    opened = Signal(object)  # id of an account

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setFixedHeight(look.px(BAND_HEIGHT))
        self.shown: Shown | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        whole.addLayout(row, 1)
        whole.addWidget(h_rule())
        self.whale_panel = WhalePanel()
        self.whale = self.whale_panel.whale
        self.whale_panel.selected.connect(self._on_whale)
        self.whale_panel.opened.connect(self.opened)
        row.addWidget(self.whale_panel, 46)
        row.addWidget(v_rule())
        self.matrix_panel = MatrixPanel()
        self.matrix = self.matrix_panel.matrix
        self.matrix_panel.selected.connect(self._on_matrix)
        self.matrix.opened.connect(self.opened)
        self.matrix_panel.hide()
        row.addWidget(self.matrix_panel, 46)
        self._matrix_rule = v_rule()
        row.addWidget(self._matrix_rule)
        row.addWidget(self._make_side(), 31)
        self.rules = RulesMenu(self)
        words, panels = tr("Rules of the charts…"), (self.whale_panel, self.matrix_panel)
        for panel in panels:
            panel.menu.addAction(words, partial(self.show_rules, panel))

    def _make_side(self) -> QFrame:
        look = theme()
        side = QFrame()
        side.setProperty("surface", "panel")
        side.setMinimumWidth(look.px(268))
        column = QVBoxLayout(side)
        column.setContentsMargins(look.space(4), look.px(7), look.space(4), look.px(2))
        column.setSpacing(0)
        self._risk_box = QWidget()
        risk = QVBoxLayout(self._risk_box)
        risk.setContentsMargins(0, 0, 0, look.px(4))
        risk.setSpacing(0)
        head = QHBoxLayout()
        self._risk_title = Text("", "section")
        head.addWidget(self._risk_title)
        quiet = ElidedText(tr("accounts, expected loss"), "caption", "text_3")
        head.addStretch(1)
        head.addWidget(quiet)
        risk.addLayout(head)
        self.risk_grid = RiskGrid()
        self.risk_grid.chosen.connect(self._on_risk)
        risk.addWidget(self.risk_grid)
        self._risk_box.hide()
        column.addWidget(self._risk_box)
        column.addWidget(Text(tr("Relationship type"), "section"))
        column.addSpacing(look.px(4))
        self.type_panel = TypePanel()
        column.addWidget(self.type_panel)
        column.addStretch(1)
        return side

    def set_shown(self, shown: Shown, choices: ChartChoices) -> None:
        """Draw these figures as chosen; a brush is taken away."""
        self.shown = shown
        self.whale_panel.facet = choices.facet
        self.whale_panel.facts_button.setChecked(choices.facts)
        self.whale_panel.set_shown(shown)
        drawn = self.matrix_panel.set_shown(shown)
        self.matrix_panel.setVisible(drawn)
        self._matrix_rule.setVisible(drawn)

    def set_rows(self, rows: Sequence[ShownRow]) -> None:
        """Summarise the accounts the filters let through."""
        if self.shown is None:
            return
        result, measure = self.shown.result, self.shown.measure
        self.type_panel.set_types(result.types([s.row for s in rows], measure), measure)
        self._risk_box.setVisible(any(s.risk is not None and s.risk.scored for s in rows))
        self._risk_title.setText(tr("Risk × {measure}", measure=lowered(tr(SHORT_WORDS[measure]))))
        self.risk_grid.show_rows(rows, measure)

    def set_marked(self, ids: frozenset[int] | None) -> None:
        """Show what was chosen in one chart in the others."""
        self.whale.set_marked(None if self.whale.brush is not None else ids)
        self.matrix.set_marked(ids)

    def clear_brush(self) -> None:
        """Take a brush off the charts without saying so."""
        self.whale.set_brush(None)
        self.matrix.set_brush(None)
        self.set_marked(None)

    def show_rules(self, panel: ChartPanel) -> None:
        """Open the rules under a panel's title."""
        if self.shown is not None:
            matrix, rules = self.shown.result.matrix, self.shown.result.rules
            lines = None
            if matrix is not None and matrix.margin_threshold is not None:
                lines = matrix.margin_threshold, matrix.cost_threshold or 0.0
            self.rules.set_rules(rules, lines if rules.lines is None else None)
            self.rules.popup(panel.mapToGlobal(QPoint(theme().px(80), theme().px(36))))

    def _on_whale(self, ids: frozenset[int] | None, words: str) -> None:
        self.matrix.set_brush(None)
        self.selected.emit(ids, words)

    def _on_matrix(self, ids: frozenset[int] | None, words: str) -> None:
        self.whale.set_brush(None)
        self.selected.emit(ids, words)

    def _on_risk(self, ids: frozenset[int], words: str) -> None:
        self.clear_brush()
        self.selected.emit(ids, words)
