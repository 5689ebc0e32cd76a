"""Sizes of the map in canvas units: logical pixels at 100 %. The view's zoom does the rest."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics

from b2bdesk.ui.theme.fonts import scaled_font
from b2bdesk.ui.theme.tokens import tokens

CARD_WIDTH, CARD_HEIGHT = tokens().person_card
GRID = tokens().sizes["canvas_grid"]
CARD = QRectF(0, 0, CARD_WIDTH, CARD_HEIGHT)
BLOCK_BELOW = 0.42
"""Pixels per canvas unit under which no name can be read any more."""
PLAIN_BELOW = 0.6
"""Pixels per canvas unit under which cards show only what can still be read."""


def snap(point: QPointF) -> QPointF:
    """The nearest grid point."""
    return QPointF(round(point.x() / GRID) * GRID, round(point.y() / GRID) * GRID)


def card_at(point: QPointF) -> QRectF:
    """The rectangle of a card whose top left corner is at ``point``."""
    return CARD.translated(point)


@cache
def canvas_font(style: str, weight: str | None = None) -> QFont:
    """A font of the type scale at 100 %."""
    return scaled_font(style, 1.0, None if weight is None else tokens().weights[weight])


@lru_cache(maxsize=8192)
def words_width(text: str, style: str, weight: str | None = None) -> int:
    """Width of one line of text; maps draw the same words again and again."""
    return QFontMetrics(canvas_font(style, weight)).horizontalAdvance(text)


@lru_cache(maxsize=8192)
def elided(text: str, room: int, style: str, weight: str | None = None) -> str:
    """As much of a text as ``room`` holds, with an ellipsis where it is not all."""
    if words_width(text, style, weight) <= room + 1:
        return text
    metrics = QFontMetrics(canvas_font(style, weight))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
