"""A slider of five steps that knows "not answered": drawn hollow until the first answer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.theme import theme

_STEPS = 5
_MIDDLE = 3
# Presses of arrow keys that follow each other within this are one change.
_PAUSE_MS = 700


class AnswerSlider(QSlider):
    """Places 1 (left) to 5 (right), or None.

    ``moved`` carries the place while it changes, ``settled`` once when the user let go: after a
    drag or a click, or a moment after the last key. Arrow keys, Home, End and 1 to 5 answer,
    Delete takes the answer back.
    """

    moved = Signal(object)
    settled = Signal(object)

    def __init__(
        self, name: str, left: str, right: str, hint: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._name, self._left, self._right = name, left, right
        self._place: int | None = None
        self._before: int | None = None
        self.setRange(1, _STEPS)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme().px(96))
        self.setToolTip(hint)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._settle)
        self._tell()

    @property
    def place(self) -> int | None:
        """1..5 from the left, None while not answered."""
        return self._place

    @property
    def busy(self) -> bool:
        """True while the user is changing it."""
        return self.isSliderDown() or self._pause.isActive()

    def set_place(self, place: int | None) -> None:
        """Show a saved answer; no signal."""
        self._pause.stop()
        self._place = self._before = place
        self._show_place()

    def clear_answer(self) -> None:
        """Take the answer back, as the user's doing."""
        self._pause.stop()
        self._move(None)
        self._settle()

    def settle_now(self) -> None:
        """Do not wait for more keys."""
        if self._pause.isActive():
            self._pause.stop()
            self._settle()

    def _move(self, place: int | None) -> None:
        if place != self._place:
            self._place = place
            self._show_place()
            self.moved.emit(place)

    def _settle(self) -> None:
        if self._place != self._before:
            self._before = self._place
            self.settled.emit(self._place)

    def _show_place(self) -> None:
        self.blockSignals(True)
        self.setValue(_MIDDLE if self._place is None else self._place)
        self.blockSignals(False)
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self._place is None:
            said = tr("not answered")
        else:
            said = tr(
                "{place} of 5, from {left} to {right}",
                place=self._place,
                left=self._left,
                right=self._right,
            )
        self.setAccessibleName(f"{self._name}: {said}")

    # --- by hand ---------------------------------------------------------------------------

    def _place_at(self, x: float) -> int:
        first, last = self._ends()
        share = (x - first) / max(1.0, last - first)
        return min(_STEPS, max(1, 1 + round(share * (_STEPS - 1))))

    def _ends(self) -> tuple[float, float]:
        edge = theme().px(9)
        return edge, self.width() - edge

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pause.stop()
            self.setSliderDown(True)
            self._move(self._place_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move(self._place_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, place = event.key(), self._place
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Minus):
            wanted: int | None = _MIDDLE if place is None else max(1, place - 1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Plus):
            wanted = _MIDDLE if place is None else min(_STEPS, place + 1)
        elif key == Qt.Key.Key_Home:
            wanted = 1
        elif key == Qt.Key.Key_End:
            wanted = _STEPS
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
            wanted = key - Qt.Key.Key_0
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            wanted = None
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle_now()
            return
        else:
            event.ignore()
            return
        self._move(wanted)
        self._pause.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle_now()

    # --- drawn -----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme().px(184), theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(96), theme().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self._ends()
        y = self.height() / 2
        step = (last - first) / (_STEPS - 1)
        known = self._place is not None
        pen = QPen(look.color("line_control"), 1.5)
        if not known:
            pen.setDashPattern([2.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(QPointF(first, y), QPointF(last, y))
        painter.setPen(QPen(look.color("line_control"), 1))
        for number in range(_STEPS):
            x = first + number * step
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
        if self._place is None:
            return
        x = first + (self._place - 1) * step
        painter.setPen(QPen(look.color("text_2"), 2))
        painter.drawLine(QPointF(first, y), QPointF(x, y))
        painter.setPen(QPen(look.color("accent"), 2))
        painter.setBrush(look.color("panel"))
        radius = look.px(7)
        painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
