"""The whale curve: cumulative profit over accounts ranked by profit, with a brush.

The curve is pyqtgraph's; labels are drawn over it so that they are crisp and export as text.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, label, nice_ticks
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import rounded, text_width

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 22, 30, 24
_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class WhaleData:
    """Accounts by profit downward: ids, names, profit and running sum in minor units.

    ``peak_rank`` counts accounts up to the peak; ``measure`` is "net profit" or what the figures
    really are ("gross margin" while there are no costs).
    """

    ids: tuple[int, ...]
    names: tuple[str, ...]
    values: tuple[int, ...]
    cumulative: tuple[int, ...]
    peak_rank: int
    measure: str = "net profit"

    @property
    def total(self) -> int:
        """What is left after all accounts, in minor units."""
        return self.cumulative[-1] if self.cumulative else 0

    @property
    def losing(self) -> int:
        """How many accounts cost more than they bring."""
        return sum(1 for value in self.values if value < 0)


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


class WhaleChart(Chart):
    """Drag to brush accounts, Esc clears, double click resets; Left and Right walk the accounts.

    ``brushed(first_rank, last_rank)`` counts from 1 and includes both; ``cleared`` undoes it.
    """

    brushed = Signal(int, int)
    cleared = Signal()
    pointed = Signal(object)  # id under the pointer or the cursor, None for none

    def __init__(self, data: WhaleData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data or WhaleData((), (), (), (), 0)
        self._y = np.zeros(0)
        self._ticks: list[float] = [0.0, 1.0]
        self._brush: tuple[int, int] | None = None
        self._anchor: int | None = None
        self._cursor: int | None = None
        self._ratio = self.devicePixelRatioF()
        self.setMouseTracking(True)
        self.setMinimumSize(theme().px(260), theme().px(160))
        self._plot = _Plot()
        self._plot.setParent(self)
        self._overlay = _Overlay(self)
        self._rise_line = pg.PlotCurveItem(antialias=True)
        self._fall_line = pg.PlotCurveItem(antialias=True)
        for item in (self._rise_line, self._fall_line):
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
        count = len(data.ids)
        scale = 100.0 / data.total if self._in_percent else 10.0 ** -_exponent()
        sums = np.asarray(data.cumulative, dtype=float) * scale
        self._y = np.concatenate([[0.0], sums]) if count else np.zeros(1)
        low = min(0.0, float(self._y.min()))
        high = max(float(self._y.max()), 1e-9)
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

    def set_brush(self, first_rank: int | None, last_rank: int | None = None) -> None:
        """Show a brush, or none, without a signal: a filter that was restored."""
        self._brush = None if first_rank is None or last_rank is None else (first_rank, last_rank)
        self._overlay.update()

    @property
    def _in_percent(self) -> bool:
        return self._data.total > 0

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
        self._tail.setBrush(QBrush(look.color("against_us_tint")))

    # Geometry --------------------------------------------------------------------------------

    def _area(self, box: QRectF) -> QRectF:
        px = theme().px
        left = max(px(_LEFT), max(self._tick_widths(), default=0) + px(10))
        return box.adjusted(left, px(_TOP), -px(_RIGHT), -px(_BOTTOM))

    def _tick_widths(self) -> list[int]:
        return [text_width(self._tick_text(v), caption_font()) for v in self._ticks]

    def _tick_text(self, value: float) -> str:
        return formats().number(value) if self._in_percent else formats().short(value, trim=True)

    def _spot(self, area: QRectF, rank: int) -> QPointF:
        count = max(len(self._data.ids), 1)
        low, high = self._ticks[0], self._ticks[-1]
        share = (float(self._y[min(rank, len(self._y) - 1)]) - low) / (high - low)
        return QPointF(
            area.left() + area.width() * rank / count, area.bottom() - share * area.height()
        )

    def _level(self, area: QRectF, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return area.bottom() - (value - low) / (high - low) * area.height()

    def _rank_at(self, x: float) -> int:
        area = self._area(QRectF(self.rect()))
        count = len(self._data.ids)
        share = (x - area.left()) / max(area.width(), 1.0)
        return max(1, min(count, int(share * count) + 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._ratio != self.devicePixelRatioF():
            self._ratio = self.devicePixelRatioF()
            self._recolour()
        self._plot.setGeometry(self._area(QRectF(self.rect())).toAlignedRect())
        self._overlay.setGeometry(self.rect())

    # Drawing ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grid and axes lie under the plot; curve and labels are the children's."""
        painter = QPainter(self)
        self._draw_axes(painter, QRectF(self.rect()))
        painter.end()
        del event

    def draw(self, painter: QPainter, box: QRectF) -> None:
        self._draw_axes(painter, box)
        area = self._area(box)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_curve(painter, area)
        painter.restore()
        self.draw_labels(painter, box)

    def _draw_curve(self, painter: QPainter, area: QRectF) -> None:
        """The curve as plain strokes, for files: the same points pyqtgraph shows."""
        from PySide6.QtGui import QPolygonF

        count, peak = len(self._data.ids), min(self._data.peak_rank, len(self._data.ids))
        if not count:
            return
        fall = [self._spot(area, rank) for rank in range(peak, count + 1)]
        zero = self._level(area, max(self._ticks[0], 0.0))
        shape = [*fall, QPointF(fall[-1].x(), zero), QPointF(fall[0].x(), zero)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("against_us_tint"))
        painter.drawPolygon(QPolygonF(shape))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("for_us"), tokens().line_width_main))
        painter.drawPolyline(QPolygonF([self._spot(area, rank) for rank in range(peak + 1)]))
        painter.setPen(dashed_pen("against_us", tokens().line_width_main, (2.5, 1.5)))
        painter.drawPolyline(QPolygonF(fall))

    def _draw_axes(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        area = self._area(box)
        left = _C.AlignLeft | _C.AlignVCenter
        title = (
            tr("% of total {measure}", measure=self._data.measure)
            if self._in_percent
            else tr("Cumulative, {currency}", currency=formats().currency)
        )
        top = QRectF(box.left() + look.px(6), box.top(), area.width(), look.px(18))
        label(painter, top, title, left)
        for value in self._ticks:
            y = round(self._level(area, value))
            role = "line_strong" if value == 0 else "line"
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), look.color(role))
            spot = QRectF(box.left(), y - 8, area.left() - look.px(6) - box.left(), 16)
            label(painter, spot, self._tick_text(value), _C.AlignRight | _C.AlignVCenter)
        for percent in (0, 20, 40, 60, 80, 100):
            x = area.left() + area.width() * percent / 100
            text = formats().percent(1.0) if percent == 100 else formats().number(percent)
            spot = QRectF(x - 24, area.bottom() + look.px(4), 48, 16)
            label(painter, spot, text)

    def draw_labels(self, painter: QPainter, box: QRectF) -> None:
        """Peak, first fifth, tail and what is left: at most four labels."""
        data, count = self._data, len(self._data.ids)
        if not count:
            return
        look = theme()
        area = self._area(box)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        peak = min(data.peak_rank, count)
        top = self._spot(area, peak)
        end = self._spot(area, count)
        if self._in_percent and peak < count:
            level = self._level(area, 100.0)
            painter.setPen(dashed_pen("line_control", 1.0))
            painter.drawLine(QPointF(area.left(), level), QPointF(top.x(), level))
        painter.setPen(dashed_pen("line_control", 1.0, (2.0, 2.0)))
        painter.drawLine(top, QPointF(top.x(), self._level(area, max(0.0, self._ticks[0]))))
        fifth = max(1, round(count * 0.2))
        if fifth < peak and count >= 5:
            self._label_fifth(painter, area, fifth, peak)
        painter.setPen(QPen(look.color("text"), 1.5))
        painter.setBrush(look.color("panel"))
        painter.drawEllipse(top, 4, 4)
        if self._in_percent:
            reach = formats().percent(float(self._y[peak]) / 100.0)
            where = formats().percent(peak / count)
            text = tr("Peak {profit} at {accounts} of accounts", profit=reach, accounts=where)
        else:
            text = tr("Peak {profit}", profit=formats().short(float(self._y[peak])))
        width = text_width(text, caption_font("semibold"))
        x = min(max(top.x() - width / 2, area.left() + look.px(70)), area.right() - width)
        label(painter, QRectF(x, top.y() - 21, width, 14), text, role="text", weight="semibold")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("against_us" if peak < count else "for_us"))
        painter.drawEllipse(end, 3.5, 3.5)
        self._label_tail(painter, area, peak, end)
        painter.restore()

    def _label_fifth(self, painter: QPainter, area: QRectF, fifth: int, peak: int) -> None:
        look = theme()
        spot = self._spot(area, fifth)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("for_us"))
        painter.drawEllipse(spot, 3.5, 3.5)
        value = float(self._y[fifth])
        earned = formats().percent(value / 100.0) if self._in_percent else formats().short(value)
        lines = (tr("First 20%"), tr("earn {share}", share=earned))
        width = max(text_width(line, caption_font("semibold")) for line in lines)
        right_end = self._spot(area, peak).x() - 6
        x = min(spot.x() + look.px(12), right_end - width)
        y = spot.y() + look.px(30)
        if x < spot.x() - 4 or y + 30 > area.bottom():
            return  # no room beside the mark: the table says it too
        painter.setPen(QPen(look.color("line_control"), 1))
        painter.drawLine(spot + QPointF(2, 5), QPointF(x + 2, y - 4))
        left = _C.AlignLeft | _C.AlignVCenter
        label(painter, QRectF(x, y, width, 14), lines[0], left, "text_2")
        label(painter, QRectF(x, y + 15, width, 14), lines[1], left, "text", "medium")

    def _label_tail(self, painter: QPainter, area: QRectF, peak: int, end: QPointF) -> None:
        data, count = self._data, len(self._data.ids)
        lost = data.total - (data.cumulative[peak - 1] if peak else 0)
        losing = data.losing
        left = self._spot(area, peak).x()
        if losing:
            lines = (
                tr("Unprofitable tail"),
                trn(
                    "{n} account loses {sum}",
                    "{n} accounts lose {sum}",
                    losing,
                    sum=formats().money_short(-lost),
                    n=formats().integer(losing),
                ),
            )
            width = max(text_width(line, caption_font("semibold")) for line in lines)
            room = end.x() - left
            x = left + max(8.0, (room * 0.72 - width) / 2)
            y = self._clear_below(area, peak, x + width) + 14
            if x + width + 8 < end.x() and y + 50 < area.bottom():
                top, under = QRectF(x, y, width, 14), QRectF(x, y + 16, width, 14)
                label(painter, top, lines[0], role="against_us", weight="semibold")
                label(painter, under, lines[1], role="against_us")
        if peak < count:
            text = tr("{sum} is left", sum=formats().money(data.total))
            width = text_width(text, caption_font("medium"))
            y = min(end.y() + 8, area.bottom() - 18)
            clear = (n for n in range(count, peak, -1) if self._spot(area, n).y() < y - 5)
            x = self._spot(area, next(clear, peak)).x() - width - 5  # under the curve, not on it
            if x > left + 4:
                label(painter, QRectF(x, y, width, 14), text, role="text", weight="medium")

    def _clear_below(self, area: QRectF, peak: int, x: float) -> float:
        """The height under which nothing of the falling curve lies left of ``x``."""
        count = len(self._data.ids)
        rank = round((x - area.left()) / max(area.width(), 1.0) * count)
        return self._spot(area, max(peak, min(count, rank))).y()

    def draw_pointer(self, painter: QPainter, box: QRectF) -> None:
        """The brush, and the account under the pointer or the cursor."""
        count = len(self._data.ids)
        if not count:
            return
        look = theme()
        area = self._area(box)
        if self._brush is not None:
            first, last = self._brush
            x1 = area.left() + area.width() * (first - 1) / count
            x2 = area.left() + area.width() * last / count
            span = QRectF(x1, area.top(), max(2.0, x2 - x1), area.height())
            painter.fillRect(span, look.color("accent", tokens().chart_alpha["brush_fill"] + 0.05))
            painter.setPen(QPen(look.color("accent"), 1.5))
            for x in (span.left(), span.right()):
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        if self._cursor is not None:
            self._draw_tip(painter, area, self._cursor)
        if self.shows_focus:
            rounded(painter, box, look.radius("control"), None, "focus", 2)

    def _draw_tip(self, painter: QPainter, area: QRectF, rank: int) -> None:
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spot = self._spot(area, rank)
        painter.setPen(QPen(look.color("panel"), 1.5))
        painter.setBrush(look.color("accent"))
        painter.drawEllipse(spot, 4.5, 4.5)
        lines = (self._data.names[rank - 1], self._told(rank))
        width = max(
            text_width(lines[0], caption_font("semibold")), text_width(lines[1], caption_font())
        )
        width += look.px(18)
        height = look.px(42)
        x = min(max(spot.x() + 10, area.left()), area.right() - width)
        y = spot.y() - height - 10 if spot.y() - height - 10 > 0 else spot.y() + 12
        tip = QRectF(x, y, width, height)
        rounded(painter, tip, look.radius("control"), "inverse")
        left = _C.AlignLeft | _C.AlignVCenter
        inner = tip.adjusted(look.px(9), look.px(5), 0, -look.px(5))
        half = inner.height() / 2
        first = QRectF(inner.left(), inner.top(), inner.width(), half)
        label(painter, first, lines[0], left, "on_inverse", "semibold")
        second = QRectF(inner.left(), inner.top() + half, inner.width(), half)
        label(painter, second, lines[1], left, "on_inverse")

    def _told(self, rank: int) -> str:
        money = formats().money_unit(self._data.values[rank - 1])
        return tr("rank {rank}, {money}", rank=formats().integer(rank), money=money)

    # Words -----------------------------------------------------------------------------------

    def describe(self) -> str:
        data, count = self._data, len(self._data.ids)
        if not count:
            return tr("No accounts")
        parts = [
            trn(
                "{n} account by {measure}", "{n} accounts by {measure}", count, measure=data.measure
            ),
            tr(
                "peak {sum} {currency} after {rank} accounts",
                sum=formats().money(data.cumulative[data.peak_rank - 1] if data.peak_rank else 0),
                currency=formats().currency,
                rank=formats().integer(data.peak_rank),
            ),
            trn("{n} account loses money", "{n} accounts lose money", data.losing),
            tr("{sum} is left", sum=formats().money_unit(data.total)),
        ]
        return ", ".join(parts)

    def as_table(self) -> Table:
        # To the minor unit: the picture shows the shape, its table is where figures are checked.
        data = self._data
        currency = formats().currency
        headers = [
            tr("Account"),
            tr("Rank"),
            f"{data.measure}, {currency}",
            f"{tr('Cumulative')}, {currency}",
        ]
        rows = []
        if self._in_percent:
            headers.append(tr("% of total"))
        for number, name in enumerate(data.names):
            row = [
                name,
                formats().integer(number + 1),
                formats().money_exact(data.values[number]),
                formats().money_exact(data.cumulative[number]),
            ]
            if self._in_percent:
                row.append(formats().percent(data.cumulative[number] / data.total, 2))
            rows.append(row)
        return headers, rows

    # Hands -----------------------------------------------------------------------------------

    def _point_at(self, rank: int | None) -> None:
        if rank != self._cursor:
            self._cursor = rank
            if rank is not None:
                self.setAccessibleDescription(f"{self._data.names[rank - 1]}, {self._told(rank)}")
            self.pointed.emit(None if rank is None else self._data.ids[rank - 1])
            self._overlay.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._data.ids:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._anchor = self._rank_at(event.position().x())

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


def _exponent() -> int:
    from b2bdesk.core.money import exponent

    return exponent(formats().currency)
