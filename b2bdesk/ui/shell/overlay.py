"""What lies over the window: a scrim, and a card on it, closed by Esc or a click beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from b2bdesk.ui.theme.theme import theme


class Overlay(QWidget):
    """Covers ``window``; ``card`` holds the content. The focus returns where it was."""

    closed = Signal()

    def __init__(self, window: QWidget, width: int, top: int) -> None:
        super().__init__(window)
        self._window = window
        self._top = top
        self.card = QFrame(self)
        self.card.setProperty("surface", "card")
        self._card_width = theme().px(width)
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._focus_before: QWidget | None = None
        self.hide()

    def open(self) -> None:
        """Show it and remember where the focus was."""
        self._focus_before = self._window.focusWidget()
        self._window.installEventFilter(self)
        self.setGeometry(self._window.rect())
        self.place()
        self.show()
        self.raise_()

    def close_overlay(self) -> None:
        """Hide it and give the focus back."""
        if not self.isVisible():
            return
        self.hide()
        self._window.removeEventFilter(self)
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_before = None
        self.closed.emit()

    def place(self) -> None:
        """Centre the card at its height under the top."""
        look = theme()
        self.card.setFixedWidth(min(self._card_width, self.width() - look.px(32)))
        self.column.activate()  # what was shown or hidden just now counts
        self.card.adjustSize()
        top = min(look.px(self._top), max(look.px(16), self.height() - self.card.height() - 16))
        self.card.move((self.width() - self.card.width()) // 2, top)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self.place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_overlay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(self.rect()), theme().color("scrim"))
