"""The customer profitability matrix: cost to serve by margin, bubbles by sales, with a brush."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.charts.chart import (
    Chart,
    Table,
    caption_font,
    dashed_pen,
    hairline,
    label,
    nice_ticks,
)
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import text_width

_C = Qt.AlignmentFlag
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Bubble:
    """An account: ratios of sales (0.031 is 3.1 %) and its sales in minor units."""

    id: int
    name: str
    cost_to_serve: float
    margin: float
    sales: int
    profitable: bool
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class MatrixData:
    """Bubbles and where the quadrants part (ratios of sales)."""

    bubbles: tuple[Bubble, ...]
    split_cost: float
    split_margin: float


@dataclass(frozen=True, slots=True)
class MatrixBrush:
    """A brushed rectangle in ratios of sales."""

    cost_from: float
    cost_to: float
    margin_from: float
    margin_to: float

    def holds(self, bubble: Bubble) -> bool:
        """True when the bubble's middle lies inside."""
        return (
            self.cost_from <= bubble.cost_to_serve <= self.cost_to
            and self.margin_from <= bubble.margin <= self.margin_to
        )


class MatrixChart(Chart):
    """Drag to brush, Esc clears, double click resets, a click opens; arrows walk the bubbles."""

    brushed = Signal(object)  # MatrixBrush
    cleared = Signal()
    opened = Signal(object)  # id

    def __init__(self, data: MatrixData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data or MatrixData((), 0.0, 0.0)
        self._brush: MatrixBrush | None = None
        self._anchor: QPointF | None = None
        self._cursor: int | None = None
        self._x: list[float] = [0.0, 1.0]
        self._y: list[float] = [0.0, 1.0]
        self.setMinimumSize(theme().px(260), theme().px(180))
        self.set_data(self._data)

    @property
    def brush(self) -> MatrixBrush | None:
        """The rectangle brushed."""
        return self._brush

    def set_data(self, data: MatrixData) -> None:
        """Draw another result; the brush stays, since it is in ratios."""
        self._data = data
        self._cursor = None
        costs = [b.cost_to_serve for b in data.bubbles]
        margins = [b.margin for b in data.bubbles]
        self._x = nice_ticks(min([0.0, *costs]), max([0.01, *costs]) * 1.04, 6)
        self._y = nice_ticks(min([0.0, *margins]), max([0.01, *margins]) * 1.04, 6)
        self.refresh()

    def set_brush(self, brush: MatrixBrush | None) -> None:
        """Show a brush, or none, without a signal."""
        self._brush = brush
        self.refresh()

    def selected_ids(self) -> list[int]:
        """Ids inside the brush; all when there is none."""
        brush = self._brush
        return [b.id for b in self._data.bubbles if brush is None or brush.holds(b)]

    # Geometry --------------------------------------------------------------------------------

    def _area(self, box: QRectF) -> QRectF:
        px = theme().px
        return box.adjusted(px(34), px(22), -px(16), -px(38))

    def _x_of(self, area: QRectF, cost: float) -> float:
        return area.left() + (cost - self._x[0]) / (self._x[-1] - self._x[0]) * area.width()

    def _y_of(self, area: QRectF, margin: float) -> float:
        return area.bottom() - (margin - self._y[0]) / (self._y[-1] - self._y[0]) * area.height()

    def _radius(self, bubble: Bubble) -> float:
        most = max((b.sales for b in self._data.bubbles), default=1) or 1
        return theme().px(3) + theme().px(9) * sqrt(max(0, bubble.sales) / most)

    # Drawing ---------------------------------------------------------------------------------

    def draw(self, painter: QPainter, box: QRectF) -> None:
        area = self._area(box)
        painter.save()
        self._draw_axes(painter, box, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(area.adjusted(-1, -1, 1, 1))
        self._draw_even(painter, area)
        for bubble in sorted(self._data.bubbles, key=lambda b: -b.sales):
            self._draw_bubble(painter, area, bubble)
        painter.restore()
        self._draw_quadrants(painter, area)
        self._draw_names(painter, area)
        if self._brush is not None:
            self._draw_brush(painter, area, self._brush)
        if self._cursor is not None:
            self._draw_cursor(painter, area, self._data.bubbles[self._cursor])
        painter.restore()

    def _draw_axes(self, painter: QPainter, box: QRectF, area: QRectF) -> None:
        look = theme()
        left = _C.AlignLeft | _C.AlignVCenter
        head = QRectF(box.left() + look.px(6), box.top(), box.width(), look.px(16))
        label(painter, head, tr("Net margin realised, % of sales"), left)
        foot = QRectF(area.left(), area.bottom() + look.px(20), area.width(), look.px(16))
        right = _C.AlignRight | _C.AlignVCenter
        label(painter, foot, tr("Cost to serve, % of sales"), right)
        step = (self._x[1] - self._x[0]) * 100
        decimals = next((n for n in (0, 1) if abs(step * 10**n - round(step * 10**n)) < 1e-6), 2)
        for cost in self._x:
            x = self._x_of(area, cost)
            spot = QRectF(x - 24, area.bottom() + look.px(4), 48, 14)
            label(painter, spot, formats().number(cost * 100, decimals))
        for margin in self._y:
            y = self._y_of(area, margin)
            spot = QRectF(box.left(), y - 8, area.left() - look.px(6) - box.left(), 16)
            label(painter, spot, formats().number(margin * 100), right)
        hairline(painter, area.topLeft(), area.bottomLeft())
        hairline(painter, area.bottomLeft(), area.bottomRight())
        hairline(painter, area.topLeft(), area.topRight())
        hairline(painter, area.topRight(), area.bottomRight())
        x = self._x_of(area, self._data.split_cost)
        y = self._y_of(area, self._data.split_margin)
        hairline(painter, QPointF(x, area.top()), QPointF(x, area.bottom()), "line_strong")
        hairline(painter, QPointF(area.left(), y), QPointF(area.right(), y), "line_strong")

    def _draw_even(self, painter: QPainter, area: QRectF) -> None:
        """Break-even: margin equals cost to serve."""
        painter.setPen(dashed_pen("line_control"))
        low, high = self._x[0], self._x[-1]
        start = QPointF(self._x_of(area, low), self._y_of(area, low))
        end = QPointF(self._x_of(area, high), self._y_of(area, high))
        painter.drawLine(start, end)
        width = text_width(tr("break-even"), caption_font())
        spot = QRectF(end.x() - width - 3, end.y() - 17, width, 14)
        if area.contains(spot):
            label(painter, spot, tr("break-even"))

    def _draw_bubble(self, painter: QPainter, area: QRectF, bubble: Bubble) -> None:
        look, alpha = theme(), tokens().chart_alpha
        role = "for_us" if bubble.profitable else "against_us"
        inside = self._brush is None or self._brush.holds(bubble)
        fill = alpha["bubble_fill" if inside else "bubble_fill_outside_brush"]
        line = 1.0 if inside else alpha["bubble_line_outside_brush"]
        spot = QPointF(self._x_of(area, bubble.cost_to_serve), self._y_of(area, bubble.margin))
        radius = self._radius(bubble)
        painter.setPen(QPen(look.color(role, line), 1.2))
        painter.setBrush(look.color(role, fill))
        painter.drawEllipse(spot, radius, radius)

    def _draw_quadrants(self, painter: QPainter, area: QRectF) -> None:
        pad = 8
        row = 14
        left, right = _C.AlignLeft | _C.AlignVCenter, _C.AlignRight | _C.AlignVCenter
        top = QRectF(area.left() + pad, area.top() + 5, area.width() - 2 * pad, row)
        bottom = QRectF(top.left(), area.bottom() - row - 5, top.width(), row)
        for box, text, align in (
            (top, tr("Passive"), left),
            (top, tr("Carriage trade"), right),
            (bottom, tr("Bargain basement"), left),
            (bottom, tr("Aggressive"), right),
        ):
            width = text_width(text, caption_font("semibold")) + 4
            x = box.left() - 2 if align == left else box.right() - width + 2
            painter.fillRect(QRectF(x, box.top(), width, row), theme().color("panel", 0.72))
            label(painter, box, text, align, "text_2", "semibold")

    def _draw_names(self, painter: QPainter, area: QRectF) -> None:
        """Names of up to four labelled bubbles, where they lie on nothing else."""
        corner = QSizeF(theme().px(120), theme().px(22))
        corners = [
            QRectF(QPointF(x, y), corner)
            for x in (area.left(), area.right() - corner.width())
            for y in (area.top(), area.bottom() - corner.height())
        ]
        taken = [*corners, *(self._circle(area, bubble) for bubble in self._data.bubbles)]
        drawn = 0
        for bubble in self._data.bubbles:
            if not bubble.labelled or drawn == _MOST_NAMES:
                continue
            own = self._circle(area, bubble)
            width = text_width(bubble.name, caption_font("medium"))
            middle = own.center()
            for spot in (
                QPointF(middle.x() - width / 2, own.bottom() + 2),
                QPointF(middle.x() - width / 2, own.top() - 16),
                QPointF(own.right() + 4, middle.y() - 7),
                QPointF(own.left() - width - 4, middle.y() - 7),
            ):
                box = QRectF(spot, QSizeF(width, 14))
                if area.contains(box) and not any(box.intersects(other) for other in taken):
                    label(painter, box, bubble.name, role="text", weight="medium")
                    taken.append(box)
                    drawn += 1
                    break

    def _circle(self, area: QRectF, bubble: Bubble) -> QRectF:
        x, y = self._x_of(area, bubble.cost_to_serve), self._y_of(area, bubble.margin)
        radius = self._radius(bubble)
        return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)

    def _draw_brush(self, painter: QPainter, area: QRectF, brush: MatrixBrush) -> None:
        look = theme()
        box = QRectF(
            QPointF(self._x_of(area, brush.cost_from), self._y_of(area, brush.margin_to)),
            QPointF(self._x_of(area, brush.cost_to), self._y_of(area, brush.margin_from)),
        ).intersected(area)
        painter.setPen(QPen(look.color("accent"), 1.5))
        painter.setBrush(look.color("accent", tokens().chart_alpha["brush_fill"]))
        painter.drawRect(box)
        painter.setBrush(look.color("panel"))
        for corner in (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight()):
            painter.drawRect(QRectF(corner.x() - 3, corner.y() - 3, 6, 6))

    def _draw_cursor(self, painter: QPainter, area: QRectF, bubble: Bubble) -> None:
        spot = QPointF(self._x_of(area, bubble.cost_to_serve), self._y_of(area, bubble.margin))
        radius = self._radius(bubble) + 3
        painter.setPen(QPen(theme().color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(spot, radius, radius)
        width = text_width(bubble.name, caption_font("medium"))
        left = min(max(spot.x() - width / 2, area.left() + 2), area.right() - width - 2)
        under = spot.y() + radius + 16 <= area.bottom()
        box = QRectF(left, spot.y() + radius + 2 if under else spot.y() - radius - 16, width, 14)
        painter.fillRect(box, theme().color("panel"))
        label(painter, box, bubble.name, role="text", weight="medium")

    # Words -----------------------------------------------------------------------------------

    def _told(self, bubble: Bubble) -> str:
        return tr(
            "{name}: margin {margin}, cost to serve {cost}, sales {sales}",
            name=bubble.name,
            margin=formats().percent(bubble.margin, 1),
            cost=formats().percent(bubble.cost_to_serve, 1),
            sales=formats().money_unit(bubble.sales),
        )

    def describe(self) -> str:
        count = len(self._data.bubbles)
        good = sum(1 for b in self._data.bubbles if b.profitable)
        parts = [
            trn("{n} account", "{n} accounts", count),
            trn("{n} earns", "{n} earn", good),
            trn("{n} loses", "{n} lose", count - good),
        ]
        if self._brush is not None:
            parts.append(trn("{n} brushed", "{n} brushed", len(self.selected_ids())))
        return ", ".join(parts)

    def as_table(self) -> Table:
        headers = [
            tr("Account"),
            tr("Cost to serve, % of sales"),
            tr("Net margin realised, % of sales"),
            tr("Revenue, {currency}", currency=formats().currency),
        ]
        rows = [
            [
                b.name,
                formats().percent(b.cost_to_serve, 1),
                formats().percent(b.margin, 1),
                formats().money(b.sales),
            ]
            for b in self._data.bubbles
        ]
        return headers, rows

    # Hands -----------------------------------------------------------------------------------

    def _bubble_at(self, spot: QPointF) -> Bubble | None:
        area = self._area(QRectF(self.rect()))
        for bubble in sorted(self._data.bubbles, key=lambda b: b.sales):
            x, y = self._x_of(area, bubble.cost_to_serve), self._y_of(area, bubble.margin)
            reach = max(self._radius(bubble), 4.0)
            if (spot.x() - x) ** 2 + (spot.y() - y) ** 2 <= reach**2:
                return bubble
        return None

    def tip_at(self, spot: QPointF) -> str:
        bubble = self._bubble_at(spot)
        return "" if bubble is None else self._told(bubble)

    def _ratios(self, spot: QPointF) -> tuple[float, float]:
        area = self._area(QRectF(self.rect()))
        x = min(max(spot.x(), area.left()), area.right())
        y = min(max(spot.y(), area.top()), area.bottom())
        cost = self._x[0] + (x - area.left()) / area.width() * (self._x[-1] - self._x[0])
        margin = self._y[0] + (area.bottom() - y) / area.height() * (self._y[-1] - self._y[0])
        return cost, margin

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._anchor = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._anchor is None or (event.position() - self._anchor).manhattanLength() < 5:
            return
        (x1, y1), (x2, y2) = self._ratios(self._anchor), self._ratios(event.position())
        self._brush = MatrixBrush(min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._anchor is None or event.button() != Qt.MouseButton.LeftButton:
            return
        moved = (event.position() - self._anchor).manhattanLength() >= 5
        self._anchor = None
        if moved and self._brush is not None:
            self.refresh()
            self.brushed.emit(self._brush)
        elif not moved and (bubble := self._bubble_at(event.position())) is not None:
            self.opened.emit(bubble.id)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.clear_brush()

    def clear_brush(self) -> None:
        """Take the brush away and say so."""
        if self._brush is not None:
            self._brush = None
            self.refresh()
            self.cleared.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
        }
        step = steps.get(Qt.Key(event.key()))
        bubbles: Sequence[Bubble] = self._data.bubbles
        if event.key() == Qt.Key.Key_Escape and self._brush is not None:
            self.clear_brush()
        elif step is not None and bubbles:
            here = -1 if self._cursor is None else self._cursor
            self._cursor = max(0, min(len(bubbles) - 1, here + step))
            self.setAccessibleDescription(self._told(bubbles[self._cursor]))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.opened.emit(bubbles[self._cursor].id)
        else:
            super().keyPressEvent(event)
