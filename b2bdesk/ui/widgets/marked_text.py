"""A line of text with some places set off, as search results show what they were met by."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout

from b2bdesk.ui.theme.theme import theme


def draw_marked(
    painter: QPainter,
    box: QRectF,
    text: str,
    marks: Sequence[tuple[int, int]],
    style: str = "body",
    role: str = "text",
    weight: str | None = None,
) -> float:
    """Draw one line, its marks in the accent and bold, cut to the box; returns its width.

    Laid out as one text, so that words written from right to left stay whole.
    """
    look = theme()
    font = look.font(style, weight)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    kept = len(text) if shown == text else max(0, len(shown) - 1)
    layout = QTextLayout(shown, font)
    formats = []
    for start, end in marks:
        if start < kept:
            part = QTextLayout.FormatRange()
            part.start = _units(shown[:start])
            part.length = _units(shown[start : min(end, kept)])
            marked = QTextCharFormat()
            marked.setForeground(look.color("accent"))
            marked.setFontWeight(QFont.Weight.DemiBold)
            part.format = marked
            formats.append(part)
    layout.setFormats(formats)
    wide = _lay_out(layout, 100_000.0)
    _lay_out(layout, ceil(wide) + 1.0)  # a text from right to left begins at the line's right end
    height = layout.lineAt(0).height()
    painter.save()
    painter.setClipRect(box)
    painter.setPen(look.color(role))
    layout.draw(painter, QPointF(box.left(), box.center().y() - height / 2))
    painter.restore()
    return min(wide, box.width())


def _lay_out(layout: QTextLayout, width: float) -> float:
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    line.setPosition(QPointF(0, 0))
    layout.endLayout()
    return line.naturalTextWidth()


def _units(text: str) -> int:
    """How many of Qt's units a text has: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2
