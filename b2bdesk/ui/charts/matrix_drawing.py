"""How the customer profitability matrix is drawn: axes, break-even, bubbles, trails, names.

It knows nothing of the mouse and the keyboard; the chart that users touch is in ``matrix``.
"""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.charts.chart import (
    Chart,
    caption_font,
    dashed_pen,
    hairline,
    label,
    nice_ticks,
)
from b2bdesk.ui.charts.matrix_data import Bubble, MatrixBrush, MatrixData
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import text_width

_C = Qt.AlignmentFlag
_MOST_NAMES = 4
_NO_DATA = MatrixData((), 0.0, 0.0)


class MatrixDrawing(Chart):
    """Bubbles of ``data``, with a brush and a cursor where the chart sets them."""

    def __init__(self, data: MatrixData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data or _NO_DATA
        self._brush: MatrixBrush | None = None
        self._marked: frozenset[int] | None = None
        self._cursor: int | None = None
        self._trails = False
        self._x: list[float] = [0.0, 1.0]
        self._y: list[float] = [0.0, 1.0]
        self._most = 1

    def _fit(self) -> None:
        """Take the axes from the bubbles and the lines between the quadrants. Dots, and where
        trails begin, may lie outside: few far off would press all others together."""
        bubbles = self._data.bubbles
        data = self._data
        costs = [*(b.cost_to_serve for b in bubbles), data.split_cost]
        margins = [*(b.margin for b in bubbles), data.split_margin]
        self._x = nice_ticks(min([0.0, *costs]), max([0.01, *costs]) * 1.04, 6)
        self._y = nice_ticks(min([0.0, *margins]), max([0.01, *margins]) * 1.04, 6)
        self._most = max((b.sales for b in bubbles), default=1) or 1

    def _inside(self, bubble: Bubble) -> bool:
        """False for what a brush, here or in another chart, leaves out."""
        if self._brush is not None:
            return self._brush.holds(bubble)
        return self._marked is None or bubble.id in self._marked

    # Geometry --------------------------------------------------------------------------------

    def _area(self, box: QRectF) -> QRectF:
        px = theme().px
        return box.adjusted(px(34), px(22), -px(16), -px(38))

    def _x_of(self, area: QRectF, cost: float) -> float:
        return area.left() + (cost - self._x[0]) / (self._x[-1] - self._x[0]) * area.width()

    def _y_of(self, area: QRectF, margin: float) -> float:
        return area.bottom() - (margin - self._y[0]) / (self._y[-1] - self._y[0]) * area.height()

    def _radius(self, bubble: Bubble) -> float:
        return theme().px(3) + theme().px(9) * sqrt(max(0, bubble.sales) / self._most)

    # Drawing ---------------------------------------------------------------------------------

    def draw(self, painter: QPainter, box: QRectF) -> None:
        area = self._area(box)
        painter.save()
        self._draw_axes(painter, box, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(area.adjusted(-1, -1, 1, 1))
        self._draw_even(painter, area)
        self._draw_dots(painter, area)
        by_size = sorted(self._data.bubbles, key=lambda b: -b.sales)
        if self._trails:
            for bubble in by_size:
                self._draw_trail(painter, area, bubble)
        for bubble in by_size:
            self._draw_bubble(painter, area, bubble)
        painter.restore()
        self._draw_quadrants(painter, area)
        self._draw_names(painter, area)
        if self._brush is not None:
            self._draw_brush(painter, area, self._brush)
        if self._cursor is not None:
            self._draw_cursor(painter, area, self._data.bubbles[self._cursor])
        painter.restore()

    def outside(self) -> int:
        """How many dots lie outside the picture."""
        dots = self._data.dots
        low, high, bottom, top = self._x[0], self._x[-1], self._y[0], self._y[-1]
        return sum(
            not (low <= cost <= high and bottom <= margin <= top)
            for cost, margin in zip(dots.costs, dots.margins, strict=True)
        )

    def _draw_axes(self, painter: QPainter, box: QRectF, area: QRectF) -> None:
        look = theme()
        left = _C.AlignLeft | _C.AlignVCenter
        head = QRectF(box.left() + look.px(6), box.top(), box.width(), look.px(16))
        label(painter, head, tr("Net margin realised, % of sales"), left)
        foot = QRectF(area.left(), area.bottom() + look.px(20), area.width(), look.px(16))
        right = _C.AlignRight | _C.AlignVCenter
        title = tr("Cost to serve, % of sales")
        label(painter, foot, title, right)
        if away := self.outside():
            words = trn("{n} smaller account further out", "{n} smaller accounts further out",
                        away, n=formats().integer(away))  # fmt: skip
            room = foot.width() - text_width(title, caption_font()) - look.px(8)
            if text_width(words, caption_font()) <= room:
                label(painter, foot, words, left)
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
        low, high = max(self._x[0], self._y[0]), min(self._x[-1], self._y[-1])
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
        inside = self._inside(bubble)
        fill = alpha["bubble_fill" if inside else "bubble_fill_outside_brush"]
        line = 1.0 if inside else alpha["bubble_line_outside_brush"]
        spot = QPointF(self._x_of(area, bubble.cost_to_serve), self._y_of(area, bubble.margin))
        radius = self._radius(bubble)
        painter.setPen(QPen(look.color(role, line), 1.2))
        painter.setBrush(look.color(role, fill))
        painter.drawEllipse(spot, radius, radius)

    def _draw_dots(self, painter: QPainter, area: QRectF) -> None:
        """Accounts too small for a bubble, so that the picture holds every one that it has room
        for."""
        dots, brush, marked = self._data.dots, self._brush, self._marked
        strong: list[QPointF] = []
        faint: list[QPointF] = []
        for account, cost, margin in zip(dots.ids, dots.costs, dots.margins, strict=True):
            if brush is not None:
                inside = brush.contains(cost, margin)
            else:
                inside = marked is None or account in marked
            spot = QPointF(self._x_of(area, cost), self._y_of(area, margin))
            (strong if inside else faint).append(spot)
        for spots, opacity in ((faint, 0.35), (strong, 1.0)):
            pen = QPen(theme().color("line_control", opacity), theme().px(2))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(spots)

    def _draw_trail(self, painter: QPainter, area: QRectF, bubble: Bubble) -> None:
        """From where the account stood to where it stands; strong where it crossed break-even."""
        if bubble.before is None:
            return
        cost, margin = bubble.before
        start = QPointF(self._x_of(area, cost), self._y_of(area, margin))
        end = QPointF(self._x_of(area, bubble.cost_to_serve), self._y_of(area, bubble.margin))
        role = "text_3"
        if bubble.turned:
            role = "for_us" if bubble.profitable else "against_us"
        opacity = (0.9 if bubble.turned else 0.5) if self._inside(bubble) else 0.12
        painter.setPen(QPen(theme().color(role, opacity), 1.5 if bubble.turned else 1.0))
        painter.setBrush(theme().color(role, opacity))
        painter.drawLine(start, end)
        painter.drawEllipse(start, 1.5, 1.5)

    def _draw_quadrants(self, painter: QPainter, area: QRectF) -> None:
        for text, box, align in self._quadrant_labels(area):
            painter.fillRect(box.adjusted(-2, 0, 2, 0), theme().color("panel", 0.72))
            label(painter, box, text, align, "text_2", "semibold")

    def _quadrant_labels(self, area: QRectF) -> list[tuple[str, QRectF, Qt.AlignmentFlag]]:
        """Passive, carriage trade, bargain basement, aggressive: words and where they stand."""
        pad, row = 8, 14
        left, right = _C.AlignLeft | _C.AlignVCenter, _C.AlignRight | _C.AlignVCenter
        found = []
        for number, name in enumerate(quadrant_names()):
            counts = self._data.counts
            text = name if counts is None else f"{name} {formats().integer(counts[number])}"
            width = text_width(text, caption_font("semibold"))
            at_right, low = bool(number % 2), number >= 2
            x = area.right() - pad - width if at_right else area.left() + pad
            y = area.bottom() - row - 5 if low else area.top() + 5
            found.append((text, QRectF(x, y, width, row), right if at_right else left))
        return found

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
            QPointF(
                area.left() if brush.cost_from is None else self._x_of(area, brush.cost_from),
                area.top() if brush.margin_to is None else self._y_of(area, brush.margin_to),
            ),
            QPointF(
                area.right() if brush.cost_to is None else self._x_of(area, brush.cost_to),
                area.bottom() if brush.margin_from is None else self._y_of(area, brush.margin_from),
            ),
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


def quadrant_names() -> tuple[str, str, str, str]:
    """Of the corners: top left, top right, bottom left, bottom right."""
    return tr("Passive"), tr("Carriage trade"), tr("Bargain basement"), tr("Aggressive")
