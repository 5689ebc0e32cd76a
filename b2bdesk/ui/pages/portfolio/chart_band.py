"""The charts over the portfolio table: whale curve, profitability matrix, risk and types.

Imported when the first figures have been shown: pyqtgraph is not on the start-up path.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.services.portfolio import MEASURE_WORDS, Measure, PortfolioResult
from b2bdesk.services.portfolio_report import MATRIX_ACCOUNTS
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.matrix import Bubble, MatrixBrush, MatrixChart, MatrixData
from b2bdesk.ui.charts.whale import WhaleChart
from b2bdesk.ui.charts.whale_drawing import WhaleData
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.portfolio.risk_grid import RiskGrid
from b2bdesk.ui.pages.portfolio.shown_row import ShownRow
from b2bdesk.ui.pages.portfolio.type_panel import TypePanel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule, v_rule

BAND_HEIGHT = 296
_NAMED = 16  # the most apart: their names are most likely to find room


def whale_data(result: PortfolioResult, measure: Measure) -> WhaleData:
    """The curve of a result as the chart takes it: the very same figures."""
    curve = result.curve(measure)
    ids = tuple(curve.ids.tolist())
    return WhaleData(
        ids=ids,
        names=tuple(result.by_id[account].name for account in ids),
        values=tuple(curve.values.tolist()),
        cumulative=tuple(curve.cumulative.tolist()),
        peak_rank=curve.peak_position,
        measure=lowered(tr(MEASURE_WORDS[measure])),
    )


def matrix_data(result: PortfolioResult) -> MatrixData | None:
    """The largest accounts of the matrix as the chart takes them; None without cost to serve."""
    matrix = result.matrix
    if matrix is None or matrix.margin_threshold is None or matrix.cost_threshold is None:
        return None
    places = zip(
        matrix.ids.tolist(),
        matrix.cost_percent.tolist(),
        matrix.margin_percent.tolist(),
        matrix.net.tolist(),
        strict=True,
    )
    by_id = result.by_id
    largest = sorted(places, key=lambda place: -by_id[place[0]].sales)[:MATRIX_ACCOUNTS]
    named = _most_apart([(place[1], place[2]) for place in largest])
    return MatrixData(
        bubbles=tuple(
            Bubble(
                id=account,
                name=by_id[account].name,
                cost_to_serve=cost / 100,
                margin=margin / 100,
                sales=by_id[account].sales,
                profitable=net >= 0,
                labelled=number in named,
            )
            for number, (account, cost, margin, net) in enumerate(largest)
        ),
        split_cost=matrix.cost_threshold / 100,
        split_margin=matrix.margin_threshold / 100,
    )


def _most_apart(spots: Sequence[tuple[float, float]]) -> frozenset[int]:
    """Positions of the spots that are farthest from their nearest neighbour."""
    if len(spots) < 2:
        return frozenset(range(len(spots)))
    wide = max(x for x, _ in spots) - min(x for x, _ in spots) or 1.0
    high = max(y for _, y in spots) - min(y for _, y in spots) or 1.0

    def nearest(number: int) -> float:
        x, y = spots[number]
        return min(
            ((x - a) / wide) ** 2 + ((y - b) / high) ** 2
            for other, (a, b) in enumerate(spots)
            if other != number
        )

    return frozenset(sorted(range(len(spots)), key=nearest, reverse=True)[:_NAMED])


class ChartBand(QWidget):
    """Charts side by side. ``selected`` carries ids and words of a brush, None when it is gone."""

    selected = Signal(object, str)  # frozenset of ids or None, words
    measure_chosen = Signal(object)  # Measure
    opened = Signal(object)  # id of an account

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setFixedHeight(look.px(BAND_HEIGHT))
        self.result: PortfolioResult | None = None
        self.measure = Measure.SALES
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        whole.addLayout(row, 1)
        whole.addWidget(h_rule())
        self.whale = WhaleChart()
        self.whale.brushed.connect(self._on_brushed)
        self.whale.cleared.connect(lambda: self.selected.emit(None, ""))
        self.whale_panel = ChartPanel(tr("Whale curve"), self.whale, edge=False)
        self._by = Button("", "flat", compact=True)
        self._by_menu = QMenu(self)
        self._by.setMenu(self._by_menu)
        self.whale_panel.add_action(self._by)
        row.addWidget(self.whale_panel, 46)
        row.addWidget(v_rule())
        self.matrix = MatrixChart()
        self.matrix.brushed.connect(self._on_matrix_brushed)
        self.matrix.cleared.connect(lambda: self.selected.emit(None, ""))
        self.matrix.opened.connect(self.opened)
        self.matrix_panel = ChartPanel(tr("Customer profitability matrix"), self.matrix, edge=False)
        self.matrix_panel.hide()
        row.addWidget(self.matrix_panel, 46)
        self._matrix_rule = v_rule()
        row.addWidget(self._matrix_rule)
        row.addWidget(self._make_side(), 31)

    def _make_side(self) -> QFrame:
        look = theme()
        side = QFrame()
        side.setProperty("surface", "panel")
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
        self.risk_grid.chosen.connect(self.selected)
        risk.addWidget(self.risk_grid)
        self._risk_box.hide()
        column.addWidget(self._risk_box)
        column.addWidget(Text(tr("Relationship type"), "section"))
        column.addSpacing(look.px(4))
        self.type_panel = TypePanel()
        column.addWidget(self.type_panel)
        column.addStretch(1)
        return side

    def set_result(self, result: PortfolioResult, measure: Measure) -> None:
        """Draw a result; a brush on the curve is taken away."""
        self.result, self.measure = result, measure
        data = whale_data(result, measure)
        self.whale.set_data(data)
        self.whale_panel.refresh()
        words = tr(MEASURE_WORDS[measure])
        count = trn(
            "{n} account", "{n} accounts", len(data.ids), n=formats().integer(len(data.ids))
        )
        self.whale_panel.set_subtitle(
            tr(
                "{accounts} ranked by {measure}, {currency}",
                accounts=count,
                measure=lowered(words),
                currency=formats().currency,
            )
        )
        self._by.setText(words)
        self._by.setAccessibleName(tr("Ranked by {measure}", measure=words))
        self._by.updateGeometry()
        self._by.setVisible(len(result.measures) > 1)
        self._by_menu.clear()
        group = QActionGroup(self._by_menu)
        for one in result.measures:
            action = QAction(tr(MEASURE_WORDS[one]), self._by_menu)
            action.setCheckable(True)
            action.setChecked(one is measure)
            action.triggered.connect(lambda _on=False, m=one: self.measure_chosen.emit(m))
            group.addAction(action)
            self._by_menu.addAction(action)
        self._set_matrix(result)

    def _set_matrix(self, result: PortfolioResult) -> None:
        data = matrix_data(result)
        self.matrix_panel.setVisible(data is not None)
        self._matrix_rule.setVisible(data is not None)
        if data is None:
            return
        self.matrix.set_brush(None)
        self.matrix.set_data(data)
        self.matrix_panel.refresh()
        n = len(data.bubbles)
        self.matrix_panel.set_subtitle(
            tr("{n} largest, bubble = sales", n=n)
            if n < len(result.rows)
            else tr("{n} accounts, bubble = sales", n=n)
        )

    def set_shown(self, rows: Sequence[ShownRow]) -> None:
        """Summarise the accounts the filters let through."""
        if self.result is None:
            return
        measure = self.measure
        self.type_panel.set_types(self.result.types([s.row for s in rows], measure), measure)
        self._risk_box.setVisible(any(s.risk is not None and s.risk.scored for s in rows))
        self._risk_title.setText(
            tr("Risk × {measure}", measure=lowered(tr(MEASURE_WORDS[measure])))
        )
        self.risk_grid.show_rows(rows, measure)

    def clear_brush(self) -> None:
        """Take a brush off the charts without saying so."""
        self.whale.set_brush(None)
        self.matrix.set_brush(None)

    def _on_matrix_brushed(self, brush: MatrixBrush) -> None:
        self.whale.set_brush(None)
        percent = formats().percent
        words = tr(
            "Matrix: cost to serve {low} to {high}, margin {less} to {more}",
            low=percent(brush.cost_from, 1),
            high=percent(brush.cost_to, 1),
            less=percent(brush.margin_from),
            more=percent(brush.margin_to),
        )
        self.selected.emit(frozenset(self.matrix.selected_ids()), words)

    def _on_brushed(self, first: int, last: int) -> None:
        self.matrix.set_brush(None)
        ids = frozenset(self.whale.data.ids[first - 1 : last])
        words = tr(
            "Whale curve: rank {first} to {last}",
            first=formats().integer(first),
            last=formats().integer(last),
        )
        self.selected.emit(ids, words)
