"""The focus ring: 2 px of accent, 2 px away from the control that has the keyboard.

A style sheet cannot draw outside a control, so one overlay follows the focus. Text fields and
item views show their focus themselves, on their own edge. A press of the mouse shows no ring.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QSlider,
    QWidget,
)

from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens

RING_PROPERTY = "focusRing"  # set True on own controls that want the ring
RADIUS_PROPERTY = "focusRadius"  # their corner radius, when it is not the control radius


class FocusRing(QWidget):
    """Frame around one target; lives in the target's scroll viewport or window."""

    def __init__(self, host: QWidget, target: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._host = host
        self._target = target
        self._watched: list[QObject] = []
        walker: QWidget | None = target
        while walker is not None and walker is not host:
            walker.installEventFilter(self)
            self._watched.append(walker)
            walker = walker.parentWidget()
        self._place()
        self.show()

    def release(self) -> None:
        """Stop watching and go."""
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._watched.clear()
        self.hide()
        self.deleteLater()

    def _place(self) -> None:
        reach = tokens().border["focus"] + tokens().border["focus_offset"]
        corner = self._target.mapTo(self._host, QPoint(0, 0))
        area = QRect(corner, self._target.size()).adjusted(-reach, -reach, reach, reach)
        self.setGeometry(area)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        elif event.type() == QEvent.Type.Hide and watched is self._target:
            self.hide()
        elif event.type() == QEvent.Type.Show and watched is self._target:
            self.show()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        width = tokens().border["focus"]
        given = self._target.property(RADIUS_PROPERTY)
        radius = float(given) if given is not None else theme().radius("control")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("focus"), width))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        outer = radius + tokens().border["focus_offset"] + half
        painter.drawRoundedRect(box, outer, outer)


class _Follower(QObject):
    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._drop()
        if now is None or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        wants = now.property(RING_PROPERTY)
        if wants is None:
            wants = isinstance(now, QAbstractButton | QSlider)
        host = _host_of(now)
        if wants and host is not None:
            self._ring = FocusRing(host, now)
            self._ring.destroyed.connect(self._on_ring_destroyed)

    def _on_ring_destroyed(self) -> None:
        self._ring = None

    def _drop(self) -> None:
        if self._ring is not None:
            ring, self._ring = self._ring, None
            ring.destroyed.disconnect(self._on_ring_destroyed)
            ring.release()


def _host_of(target: QWidget) -> QWidget | None:
    """The scroll viewport the target scrolls in, else its window: what may clip the ring."""
    walker = target.parentWidget()
    while walker is not None and not walker.isWindow():
        area = walker.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is walker:
            return walker
        walker = area
    return walker


_FOLLOWER = "b2bdesk_focus_ring"


def install_focus_ring(app: QApplication) -> None:
    """Show the ring in this program; calling again changes nothing."""
    if app.findChild(QObject, _FOLLOWER) is None:
        _Follower(app).setObjectName(_FOLLOWER)
