"""A slider with a mark where things stand today, and the way from there to the handle."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from b2bdesk.ui.theme.theme import theme

_PAGE = 5


class LeverSlider(QSlider):
    """``moved`` carries the new value while the user changes it; ``set_value`` is silent.

    Arrow keys go by a step, Page keys by five, Home and End to the ends, Delete back to today.
    """

    moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._now = self._value = 0.0
        self._low, self._high, self._step = 0.0, 1.0, 0.1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def position(self) -> float:
        """Where the handle is."""
        return self._value

    def set_reach(self, now: float, low: float, high: float, step: float) -> None:
        """From ``low`` to ``high`` by ``step``; ``now`` is today's mark."""
        self._now, self._low, self._high, self._step = now, low, high, step
        self.setRange(0, max(1, round((high - low) / step)))
        self.set_value(now)

    def set_value(self, value: float) -> None:
        """Put the handle somewhere; beyond an end it stands at the end."""
        self._value = value
        self.blockSignals(True)
        self.setValue(round((min(max(value, self._low), self._high) - self._low) / self._step))
        self.blockSignals(False)
        self.update()

    def _move(self, value: float) -> None:
        value = min(max(value, self._low), self._high)
        if abs(value - self._value) > 1e-12:
            self.set_value(value)
            self.moved.emit(value)

    def _stepped(self, steps: int) -> float:
        """The next place on the grid, which begins at zero, or today's where that comes first."""
        at = self._value / self._step
        whole = round(at)
        if abs(at - whole) > 1e-6:
            whole = int(at // 1) + (1 if steps < 0 else 0)
        wanted = (whole + steps) * self._step
        low, high = sorted((self._value, wanted))
        passes = low + 1e-9 < self._now < high - 1e-9
        return self._now if passes and abs(steps) == 1 else wanted

    # --- by hand ---------------------------------------------------------------------------

    def _ends(self) -> tuple[float, float]:
        edge = theme().px(9)
        return edge, self.width() - edge

    def _x(self, value: float) -> float:
        first, last = self._ends()
        share = (min(max(value, self._low), self._high) - self._low) / (self._high - self._low)
        return first + share * (last - first)

    def _at(self, x: float) -> float:
        if abs(x - self._x(self._now)) < theme().px(4):
            return self._now
        first, last = self._ends()
        share = (x - first) / max(1.0, last - first)
        value = self._low + share * (self._high - self._low)
        return round(value / self._step) * self._step

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move(self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move(self._at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Minus: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Plus: 1,
            Qt.Key.Key_PageDown: -_PAGE,
            Qt.Key.Key_PageUp: _PAGE,
        }
        key = Qt.Key(event.key())
        if event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            event.ignore()
        elif key in steps:
            self._move(self._stepped(steps[key]))
        elif key == Qt.Key.Key_Home:
            self._move(self._low)
        elif key == Qt.Key.Key_End:
            self._move(self._high)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._move(self._now)
        else:
            event.ignore()

    # --- drawn -----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self._ends()
        y = self.height() / 2
        on = self.isEnabled()
        painter.setPen(QPen(look.color("line_control" if on else "line_strong"), look.px(2)))
        painter.drawLine(QPointF(first, y), QPointF(last, y))
        now, x = self._x(self._now), self._x(self._value)
        accent = look.color("accent" if on else "disabled")
        if abs(x - now) > 0.5:
            painter.setPen(QPen(accent, look.px(3)))
            painter.drawLine(QPointF(now, y), QPointF(x, y))
        painter.setPen(QPen(look.color("text"), look.px(2)))
        reach = look.px(6)
        painter.drawLine(QPointF(now, y - reach), QPointF(now, y + reach))
        painter.setPen(QPen(accent, look.px(2)))
        painter.setBrush(look.color("panel"))
        radius = look.px(7)
        painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
