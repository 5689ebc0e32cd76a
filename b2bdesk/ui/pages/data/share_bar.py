"""What becomes of the rows, as one bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from b2bdesk.ui.theme.theme import theme


class ShareBar(QWidget):
    """Counts side by side, each in a colour role; a part that is there is at least 5 px wide."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[tuple[int, str], ...] = ()
        self.setFixedHeight(theme().px(10))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(10))

    def set_parts(self, *parts: tuple[int, str]) -> None:
        """Show other counts."""
        self._parts = tuple(part for part in parts if part[0])
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        total = sum(count for count, _ in self._parts)
        if not total:
            painter.fillRect(self.rect(), theme().color("sunken"))
            return
        least, gap = theme().px(5), 2
        room = self.width() - gap * (len(self._parts) - 1)
        widths = [max(float(least), room * count / total) for count, _ in self._parts]
        widest = widths.index(max(widths))
        widths[widest] -= sum(widths) - room
        x = 0.0
        for width, (_, role) in zip(widths, self._parts, strict=True):
            painter.fillRect(QRectF(x, 0, width, self.height()), theme().color(role))
            x += width + gap
