"""Strokes that several controls share: rounded boxes, type marks, keycaps, texts."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from b2bdesk.core.i18n import mark, tr
from b2bdesk.ui.theme.theme import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter

_KEY_NAMES = {
    "Ctrl": mark("Ctrl"),
    "Shift": mark("Shift"),
    "Enter": mark("Enter"),
    "Delete": mark("Del"),
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}
_KEY_NAME = re.compile(rf"\b({'|'.join(_KEY_NAMES)})\b")


def rounded(
    painter: QPainter,
    box: QRectF,
    radius: float,
    fill: str | QColor | None = None,
    line: str | None = None,
    width: float = 1.0,
    *,
    dashed: bool = False,
) -> None:
    """A rounded box whose line lies inside ``box``; colours are roles."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(theme().color(line), width)
        if dashed:
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        half = width / 2
        box = box.adjusted(half, half, -half, -half)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(theme().color(fill) if isinstance(fill, str) else fill)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    color: str | QColor = "text",
    align: Qt.AlignmentFlag = LEFT,
    *,
    elide: bool = True,
) -> None:
    """One line of text in a colour role, elided at the end where it does not fit."""
    painter.setFont(font)
    painter.setPen(theme().color(color) if isinstance(color, str) else color)
    if elide:
        metrics = QFontMetrics(font)
        if metrics.horizontalAdvance(text) > box.width() + 1:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, _on_one_line(align), text)


@cache
def _on_one_line(align: Qt.AlignmentFlag) -> int:
    return int((align | Qt.TextFlag.TextSingleLine).value)


def text_width(text: str, font: QFont) -> int:
    """Width of one line of text in logical pixels."""
    return QFontMetrics(font).horizontalAdvance(text)


def draw_mark(painter: QPainter, box: QRectF, shape: str, color: str | QColor) -> None:
    """A relationship type's mark: "square_outline", "diamond" or "circle"."""
    tint = theme().color(color) if isinstance(color, str) else color
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(box.width(), box.height())
    middle = box.center()
    if shape == "square_outline":
        width = max(1.5, side / 6)
        reach = side * 0.44 - width / 2
        painter.setPen(QPen(tint, width, j=Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(middle.x() - reach, middle.y() - reach, reach * 2, reach * 2))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        reach = side * 0.5
        if shape == "diamond":
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(middle.x(), middle.y() - reach),
                        QPointF(middle.x() + reach, middle.y()),
                        QPointF(middle.x(), middle.y() + reach),
                        QPointF(middle.x() - reach, middle.y()),
                    ]
                )
            )
        else:
            painter.drawEllipse(middle, reach * 0.94, reach * 0.94)
    painter.restore()


def key_words(keys: str) -> str:
    """ "Ctrl K" with the names that are on the user's own keyboard."""
    return _KEY_NAME.sub(lambda found: tr(_KEY_NAMES[found[1]]), keys)


def keycap_width(keys: str) -> int:
    """Width of a drawn keycap."""
    look = theme()
    return text_width(key_words(keys), look.font("caption", "medium")) + look.px(10)


def draw_keycap(
    painter: QPainter, box: QRectF, keys: str, line: str = "line_strong", text: str = "text_3"
) -> None:
    """A keycap filling ``box``."""
    look = theme()
    rounded(painter, box, look.radius("badge"), None, line)
    words = key_words(keys)
    draw_text(painter, box, words, look.font("caption", "medium"), text, CENTER, elide=False)
