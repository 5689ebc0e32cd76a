"""The frame "Outside the company" around advisers, partners and media."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.canvas.measures import canvas_font
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import LEFT, draw_text

_PAD, _HEAD = 8, 28  # less than the first track of lines, which run beside the frame, not on it


class OutsideGroup(QGraphicsItem):
    """One frame around all of them; where insiders stand between them, one around each."""

    def __init__(self) -> None:
        super().__init__()
        self._frames: tuple[QRectF, ...] = ()
        self.setZValue(0)

    def frame(self, outsiders: Sequence[QRectF], insiders: Iterable[QRectF]) -> None:
        """Surround the cards of outsiders, and of nobody else; no cards, no frame."""
        self.prepareGeometryChange()
        whole = _around(outsiders)
        if any(whole.intersects(card) for card in insiders):
            self._frames = tuple(_around([card]) for card in outsiders)
        else:
            self._frames = (whole,) if outsiders else ()
        self.setVisible(bool(self._frames))
        self.update()

    @property
    def frames(self) -> tuple[QRectF, ...]:
        """What is drawn."""
        return self._frames

    def boundingRect(self) -> QRectF:
        box = QRectF()
        for frame in self._frames:
            box = box.united(frame)
        return box.adjusted(-1, -1, 1, 1)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        radius = tokens().radius["panel"]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for frame in self._frames:
            pen = QPen(theme().color("line_control"), 1)
            pen.setDashPattern([2.0, 3.0])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            title = QRectF(frame.left() + _PAD, frame.top() + 5, frame.width() - 2 * _PAD, 20)
            words = tr("Outside the company")
            draw_text(painter, title, words, canvas_font("table"), "text_2", LEFT)


def _around(cards: Sequence[QRectF]) -> QRectF:
    box = QRectF()
    for card in cards:
        box = box.united(card)
    return box if box.isNull() else box.adjusted(-_PAD, -_HEAD, _PAD, _PAD)
