"""Cards drawn once and then copied. Only so many are drawn anew in one frame.

While the map is zoomed every card would have to be drawn anew in every frame. Those that have had
no turn yet show what they looked like before, larger or smaller, or, where they come into view,
only what can be told at a glance; a few frames later all of them are sharp.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

FRESH = 12
"""Cards drawn anew in one frame at most: each takes up to a millisecond."""
_MOST_PIXELS = 16_000_000  # kept in all, besides those on show


@dataclass(slots=True)
class _Picture:
    look: Hashable
    pixmap: QPixmap
    zoom: float  # device pixels per canvas unit
    frame: int


class CardPictures:
    """The pictures of one map's cards, by card."""

    def __init__(self) -> None:
        self._pictures: dict[object, _Picture] = {}
        self._pixels = 0
        self._frame = 0
        self._left = FRESH
        self.waiting = False

    def begin_frame(self) -> None:
        """Let cards be drawn anew again. ``waiting`` tells afterwards that some had no turn."""
        self._frame += 1
        self._left = FRESH
        self.waiting = False

    def forget_all(self) -> None:
        """Draw every card anew."""
        self._pictures.clear()
        self._pixels = 0

    def paint(
        self,
        painter: QPainter,
        bounds: QRectF,
        card: object,
        look: Hashable,
        draw: Callable[[QPainter], object],
        draw_plain: Callable[[QPainter], object],
    ) -> None:
        """Paint a card within ``bounds``. ``look``: what it depends on besides the zoom."""
        ratio = painter.device().devicePixelRatioF()
        to_pixels = painter.worldTransform()
        zoom = to_pixels.m11() * ratio
        kept = self._pictures.get(card)
        sharp = kept is not None and kept.look == look and kept.zoom == zoom
        if not sharp and self._left > 0:
            self._left -= 1
            kept = self._keep(card, _Picture(look, _drawn(bounds, zoom, draw), zoom, self._frame))
            sharp = True
        self.waiting |= not sharp
        if kept is None:
            draw_plain(painter)
            return
        kept.frame = self._frame
        if sharp:
            corner = to_pixels.map(bounds.topLeft()) * ratio
            painter.save()
            painter.resetTransform()
            painter.scale(1 / ratio, 1 / ratio)
            painter.drawPixmap(QPointF(round(corner.x()), round(corner.y())), kept.pixmap)
            painter.restore()
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = bounds.size() * kept.zoom
            painter.drawPixmap(bounds, kept.pixmap, QRectF(QPointF(), size))

    def _keep(self, card: object, picture: _Picture) -> _Picture:
        self.forget(card)
        self._pictures[card] = picture
        self._pixels += _pixels(picture.pixmap)
        if self._pixels > _MOST_PIXELS:
            for other in [c for c, p in self._pictures.items() if p.frame < self._frame - 1]:
                self.forget(other)
        return picture

    def forget(self, card: object) -> None:
        """A card is no longer there, or out of sight for long."""
        gone = self._pictures.pop(card, None)
        if gone is not None:
            self._pixels -= _pixels(gone.pixmap)


def _drawn(bounds: QRectF, zoom: float, draw: Callable[[QPainter], object]) -> QPixmap:
    pixmap = QPixmap(int(bounds.width() * zoom) + 1, int(bounds.height() * zoom) + 1)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(zoom, zoom)
    painter.translate(-bounds.topLeft())
    draw(painter)
    painter.end()
    return pixmap


def _pixels(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height()
