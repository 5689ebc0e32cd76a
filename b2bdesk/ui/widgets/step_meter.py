"""A meter that is set by a click or a digit: influence 1 to 5, how well we know someone 1 to 3."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.focus import RING_PROPERTY
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import rounded


class StepMeter(QWidget):
    """``maximum`` segments, ``value`` of them filled; 0 is not assessed. Digits, arrows set it."""

    changed = Signal(int)

    def __init__(self, maximum: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._maximum, self._name = maximum, name
        self._value = 0
        self._hover = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(RING_PROPERTY, True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_value(0)

    @property
    def value(self) -> int:
        """Filled segments."""
        return self._value

    def set_name(self, name: str) -> None:
        """Say what is measured."""
        self._name = name
        self.set_value(self._value)

    def set_value(self, value: int, spoken: str = "") -> None:
        """Show a value without ``changed``; ``spoken`` are its words for screen readers."""
        self._value = value
        words = spoken or tr("{value} of {most}", value=value, most=self._maximum)
        self.setAccessibleName(f"{self._name}: {words}")
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(18) * self._maximum, theme().size("min_target"))

    def _at(self, x: float) -> int:
        return max(1, min(self._maximum, int(x // (self.width() / self._maximum)) + 1))

    def _set(self, value: int) -> None:
        value = max(0, min(self._maximum, value))
        if value != self._value:
            self.set_value(value)
            self.changed.emit(value)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._at(event.position().x())
        self.update()

    def leaveEvent(self, _event: object) -> None:
        self._hover = 0
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            chosen = self._at(event.position().x())
            self._set(0 if chosen == self._value == 1 else chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        if 0 <= number <= self._maximum:
            self._set(number)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self._set(self._value + 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self._set(self._value - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        wide, height = self.width() / self._maximum, look.px(9)
        top = (self.height() - height) / 2
        for number in range(self._maximum):
            box = QRectF(number * wide + look.px(1), top, wide - look.px(3), height)
            filled = number < self._value
            line = "text_2" if filled else "line_control"
            if number < self._hover and not filled:
                rounded(painter, box, 2, "hover", line)
            else:
                rounded(painter, box, 2, "text_2" if filled else None, line)
