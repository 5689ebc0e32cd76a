"""The whale curve: cumulative profit over accounts ranked by profit, with a brush.

The curve is pyqtgraph's; labels are drawn over it so that they are crisp and export as text.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from b2bdesk.ui.charts.chart import nice_ticks
from b2bdesk.ui.charts.whale_data import WhaleData
from b2bdesk.ui.charts.whale_drawing import WhaleDrawing, exponent_shown, other_pen
from b2bdesk.ui.charts.whale_words import band_tip
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens


class _Plot(pg.PlotWidget):  # type: ignore[misc]
    """Axes and curve; it leaves mouse, wheel and keys to the chart."""

    def __init__(self) -> None:
        super().__init__(background=None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet("background: transparent")  # the grid lies under the plot
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.setContentsMargins(0, 0, 0, 0)
        for side in ("left", "bottom"):
            item.hideAxis(side)
        self.getViewBox().setDefaultPadding(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Overlay(QWidget):
    """Labels, hover and brush over the plot."""

    def __init__(self, chart: WhaleChart) -> None:
        super().__init__(chart)
        self._chart = chart
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._chart.draw_labels(painter, QRectF(self.rect()))
        self._chart.draw_pointer(painter, QRectF(self.rect()))


class WhaleChart(WhaleDrawing):
    """Drag to brush accounts, Esc clears, double click resets; Left and Right walk the accounts.

    ``brushed(first_rank, last_rank)`` counts from 1 and includes both; ``cleared`` undoes it. Enter
    opens the account under the cursor; a click on the bar of bands chooses one of them.
    """

    brushed = Signal(int, int)
    cleared = Signal()
    pointed = Signal(object)  # id under the pointer or the cursor, None for none
    opened = Signal(object)  # id of an account
    band_chosen = Signal(int)  # 0 earns, 1 breaks even, 2 loses

    def __init__(self, data: WhaleData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(data, parent)
        self._anchor: int | None = None
        self._ratio = self.devicePixelRatioF()
        self.setMouseTracking(True)
        self.setMinimumSize(theme().px(260), theme().px(160))
        self._plot = _Plot()
        self._plot.setParent(self)
        self._overlay = _Overlay(self)
        self._rise_line = pg.PlotCurveItem(antialias=True)
        self._fall_line = pg.PlotCurveItem(antialias=True)
        self._other_lines = [pg.PlotCurveItem(antialias=True) for _ in range(2)]
        for item in (*self._other_lines, self._rise_line, self._fall_line):
            self._plot.addItem(item)
        self._tail_top = pg.PlotCurveItem()
        self._tail_base = pg.PlotCurveItem()
        self._tail = pg.FillBetweenItem(self._tail_top, self._tail_base)
        self._plot.addItem(self._tail)
        self._tail.setZValue(-10)
        self.set_data(self._data)
        # Not in changeEvent: Qt also sends that to a widget that is being taken down.
        theme().theme_changed.connect(self._recolour)

    # Data ------------------------------------------------------------------------------------

    @property
    def data(self) -> WhaleData:
        """What is drawn."""
        return self._data

    @property
    def brush(self) -> tuple[int, int] | None:
        """First and last rank brushed."""
        return self._brush

    def set_data(self, data: WhaleData) -> None:
        """Draw another result; the brush is taken away without a signal."""
        self._data = data
        self._brush = self._cursor = self._anchor = None
        self._marked = ()
        count = len(data.ids)
        self._y = self._scaled(data.cumulative, data.total)
        self._others_y = [self._scaled(each.cumulative, each.total) for each in data.others]
        drawn = (self._y, *self._others_y)
        low = min(0.0, *(float(y.min()) for y in drawn))
        high = max(1e-9, *(float(y.max()) for y in drawn))
        for number, line in enumerate(self._other_lines):
            sums = self._others_y[number] if number < len(self._others_y) else np.zeros(0)
            line.setData(np.linspace(0.0, 100.0, sums.size), sums)
        self._ticks = nice_ticks(low, high, 5)
        peak = min(data.peak_rank, count)
        x = np.arange(count + 1) / max(count, 1) * 100.0
        self._rise_line.setData(x[: peak + 1], self._y[: peak + 1])
        self._fall_line.setData(x[peak:], self._y[peak:])
        base = np.full(len(x[peak:]), max(self._ticks[0], 0.0) if low >= 0 else 0.0)
        self._tail_top.setData(x[peak:], self._y[peak:])
        self._tail_base.setData(x[peak:], base)
        self._plot.getViewBox().setRange(
            xRange=(0, 100), yRange=(self._ticks[0], self._ticks[-1]), padding=0
        )
        self._recolour()
        self.refresh()

    def _scaled(self, cumulative: tuple[int, ...], total: int) -> np.ndarray:
        """From nothing over every account, in percent of the total or in the currency."""
        scale = 100.0 / total if self._in_percent else 10.0 ** -exponent_shown()
        return np.concatenate([[0.0], np.asarray(cumulative, dtype=float) * scale])

    def set_marked(self, ids: frozenset[int] | None) -> None:
        """Mark accounts that were chosen elsewhere; None takes the marks away."""
        ranks = () if ids is None else (n for n, one in enumerate(self._data.ids, 1) if one in ids)
        self._marked = tuple(ranks)
        self._overlay.update()

    def set_brush(self, first_rank: int | None, last_rank: int | None = None) -> None:
        """Show a brush, or none, without a signal: a filter that was restored."""
        self._brush = None if first_rank is None or last_rank is None else (first_rank, last_rank)
        self._overlay.update()

    def _recolour(self) -> None:
        look = theme()
        # A cosmetic pen counts the screen's pixels, not the window's.
        width = tokens().line_width_main * self._ratio
        rise = QPen(look.color("for_us"), width)
        rise.setCosmetic(True)
        self._rise_line.setPen(rise)
        fall = QPen(look.color("against_us"), width)
        fall.setDashPattern([2.5, 1.5])
        fall.setCosmetic(True)
        self._fall_line.setPen(fall)
        for number, line in enumerate(self._other_lines):
            beside = other_pen(number, tokens().line_width * self._ratio)
            beside.setCosmetic(True)
            line.setPen(beside)
        self._tail.setBrush(QBrush(look.color("against_us_tint")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._ratio != self.devicePixelRatioF():
            self._ratio = self.devicePixelRatioF()
            self._recolour()
        self._plot.setGeometry(self._area(QRectF(self.rect())).toAlignedRect())
        self._overlay.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grid and axes lie under the plot; curve and labels are the children's."""
        painter = QPainter(self)
        self._draw_axes(painter, QRectF(self.rect()))
        painter.end()
        del event

    # Hands -----------------------------------------------------------------------------------

    def tip_at(self, spot: QPointF) -> str:
        band, bands = self._band_at(spot), self._data.bands
        if band is None or bands is None:
            return ""
        return band_tip(bands, band)

    def _point_at(self, rank: int | None) -> None:
        if rank != self._cursor:
            self._cursor = rank
            told = "" if rank is None else f"{self._data.names[rank - 1]}, {self._told(rank)}"
            self.setAccessibleDescription(told or self.describe())
            self.pointed.emit(None if rank is None else self._data.ids[rank - 1])
            self._overlay.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._data.ids:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            band = self._band_at(event.position())
            if band is not None:
                self.band_chosen.emit(band)
            else:
                self._anchor = self._rank_at(event.position().x())

    def _band_at(self, spot: QPointF) -> int | None:
        """The part of the bar of bands at a point, words under it included."""
        box, bands = QRectF(self.rect()), self._data.bands
        if bands is None or not self._has_strip(box):
            return None
        bar = self._strip_bar(box)
        if not bar.adjusted(0, -3, 0, theme().px(18)).contains(spot):
            return None
        reach = (spot.x() - bar.left()) / bar.width() * len(self._data.ids)
        for number, accounts in enumerate(bands.accounts):
            if reach < accounts:
                return number
            reach -= accounts
        return len(bands.accounts) - 1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._data.ids:
            return
        rank = self._rank_at(event.position().x())
        area = self._area(QRectF(self.rect()))
        if event.buttons() & Qt.MouseButton.LeftButton and self._anchor is not None:
            self._brush = (min(rank, self._anchor), max(rank, self._anchor))
            self._overlay.update()
        inside = area.adjusted(-4, -10, 4, 10).contains(event.position())
        self._point_at(rank if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._anchor is None:
            return
        self._anchor = None
        if self._brush is not None:
            self.brushed.emit(*self._brush)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.clear_brush()

    def clear_brush(self) -> None:
        """Take the brush away and say so."""
        self._anchor = None
        if self._brush is not None:
            self._brush = None
            self._overlay.update()
            self.cleared.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(None)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._data.ids)
        here = self._cursor or 0
        wide = max(1, count // 20)
        big = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        step = wide if big else 1
        targets = {
            Qt.Key.Key_Right: here + step,
            Qt.Key.Key_Left: here - step,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: count,
        }
        target = targets.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._brush is not None:
            self.clear_brush()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.opened.emit(self._data.ids[self._cursor - 1])
        elif target is not None and count:
            rank = max(1, min(count, target))
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._extend(here or rank, rank)
            self._point_at(rank)
        else:
            super().keyPressEvent(event)

    def _extend(self, start: int, rank: int) -> None:
        if self._anchor is None or self._brush is None:
            self._anchor = start
        self._brush = (min(self._anchor, rank), max(self._anchor, rank))
        self._overlay.update()
        self.brushed.emit(*self._brush)
