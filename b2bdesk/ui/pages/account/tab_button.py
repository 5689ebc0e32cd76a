"""A tab of the account: a word with an accent line under it when it is shown."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from b2bdesk.ui.theme.focus import RING_PROPERTY
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import draw_text, text_width


class TabButton(QAbstractButton):
    """One tab; exactly one of its group is checked."""

    def __init__(self, text: str, keys: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({keys})")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(RING_PROPERTY, True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(
            text_width(self.text(), look.font("body", "semibold")) + 2, look.size("tab_bar")
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        on = self.isChecked()
        font = look.font("body", "semibold" if on else "regular")
        color = "text" if on or self.underMouse() else "text_2"
        draw_text(painter, box, self.text(), font, color, Qt.AlignmentFlag.AlignCenter)
        if on:
            line = QRectF(0, box.height() - look.px(2), box.width(), look.px(2))
            painter.fillRect(line, look.color("accent"))
