"""All cards seen from far away, drawn in one go: hundreds of them are then hundreds of boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.measures import BLOCK_BELOW
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme

_ICON_FROM = 0.08  # pixels per canvas unit from which the icon can be told
_EDGE = 16


class FarCards(QGraphicsItem):
    """Where somebody stands and what the card's edge and icon say; nothing while one can read."""

    def __init__(self, cards: Mapping[int, PersonCard]) -> None:
        super().__init__()
        self._cards = cards
        self._bounds = QRectF()
        self.setZValue(9.5)

    def cover(self, bounds: QRectF) -> None:
        """The part of the canvas the cards lie on."""
        self.prepareGeometryChange()
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return QPainterPath()  # the pointer is for what lies beneath

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        if zoom >= BLOCK_BELOW:
            return
        outlines: dict[tuple[str, float], list[QRectF]] = defaultdict(list)
        edges: dict[str, list[QRectF]] = defaultdict(list)
        icons: dict[tuple[str, str], list[QRectF]] = defaultdict(list)
        for card in self._cards.values():
            box, marked = card.rect_on_canvas(), card.mark
            outlines[card.outline()].append(box)
            edges[marked.edge].append(QRectF(box.left(), box.top(), _EDGE, box.height()))
            icons[marked.icon, marked.color].append(box.adjusted(56, 12, -44, -12))
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(look.color("panel"))
        for (line, width), boxes in outlines.items():
            pen = QPen(look.color(line), width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRects(boxes)
        painter.setPen(Qt.PenStyle.NoPen)
        for edge, boxes in edges.items():
            painter.setBrush(look.color(edge))
            painter.drawRects(boxes)
        if zoom < _ICON_FROM:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for (icon, color), boxes in icons.items():
            picture = _icon(icon, look.color(color).name())
            whole = QRectF(picture.rect())
            for box in boxes:
                painter.drawPixmap(box, picture, whole)


@lru_cache(maxsize=64)
def _icon(name: str, color: str) -> QPixmap:
    made = QPixmap(64, 64)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw_icon(painter, name, QRectF(made.rect()), QColor(color))
    painter.end()
    return made
