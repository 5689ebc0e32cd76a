"""The dotted ground of the map: a dot on every point of the grid that cards snap to."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from b2bdesk.ui.canvas.measures import GRID
from b2bdesk.ui.theme.theme import theme

_CLOSEST = 11.0  # pixels between dots; where they would be closer, only every other one is drawn
_DOT = 2


def draw_dots(painter: QPainter, rect: QRectF) -> None:
    """Fill ``rect`` of the canvas. A row of dots is drawn once and then copied down."""
    look = theme()
    painter.fillRect(rect, look.color("canvas"))
    to_pixels = painter.worldTransform()
    step = GRID * to_pixels.m11()
    while step < _CLOSEST:
        step *= 2
    box = to_pixels.mapRect(rect)
    origin = to_pixels.map(QPointF(0, 0))
    first = origin.x() + ((box.left() - origin.x()) // step) * step
    y = origin.y() + ((box.top() - origin.y()) // step) * step
    count = int(box.width() // step) + 3
    ratio = painter.device().devicePixelRatioF()
    row = _row(count, step, ratio, look.color("canvas_dot").name())
    painter.save()
    painter.resetTransform()
    while y <= box.bottom():
        painter.drawPixmap(QPointF(round(first) - _DOT / 2, round(y) - _DOT / 2), row)
        y += step
    painter.restore()


@lru_cache(maxsize=4)
def _row(count: int, step: float, ratio: float, color: str) -> QPixmap:
    row = QPixmap(int((count * step + _DOT) * ratio), int(_DOT * ratio))
    row.setDevicePixelRatio(ratio)
    row.fill(Qt.GlobalColor.transparent)
    painter = QPainter(row)
    for number in range(count):
        painter.fillRect(QRectF(round(number * step), 0, _DOT, _DOT), QColor(color))
    painter.end()
    return row
