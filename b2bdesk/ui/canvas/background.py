"""The dotted ground of the map: a dot on every point of the grid that cards snap to."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from b2bdesk.ui.canvas.measures import GRID
from b2bdesk.ui.theme.theme import theme


def draw_dots(painter: QPainter, rect: QRectF, zoom: float) -> None:
    """Fill ``rect`` of the canvas; far away only every fourth dot, so that they stay apart."""
    look = theme()
    painter.fillRect(rect, look.color("canvas"))
    step = GRID if zoom >= 0.5 else GRID * 4
    left, top = int(rect.left() // step) * step, int(rect.top() // step) * step
    dots = QPolygonF()
    x = left
    while x <= rect.right():
        y = top
        while y <= rect.bottom():
            dots.append(QPointF(x, y))
            y += step
        x += step
    pen = QPen(look.color("canvas_dot"), 1.6 / max(zoom, 0.5))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints(dots)
