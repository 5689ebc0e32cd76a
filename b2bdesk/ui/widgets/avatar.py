"""Initials in a circle."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import CENTER, draw_text, rounded


def initials(name: str) -> str:
    """ "LM" of "Lena Marsh"; one letter of one word; "?" of nothing."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def draw_avatar(painter: QPainter, box: QRectF, name: str) -> None:
    """The circle filling ``box``."""
    look = theme()
    rounded(painter, box, box.width() / 2, "sunken")
    font = look.font("caption", "semibold")
    font.setPixelSize(max(8, round(box.height() * 0.38)))
    draw_text(painter, box, initials(name), font, "text_2", CENTER, elide=False)


class Avatar(QWidget):
    """Initials of a person, ``size`` px wide."""

    def __init__(self, name: str, size: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        side = theme().px(size)
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name = name
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Show another person's initials."""
        self._name = name
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_avatar(QPainter(self), QRectF(self.rect()), self._name)
