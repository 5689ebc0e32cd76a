"""Toasts: bottom centre, eight seconds, Undo; they wait under the pointer and under focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width


class _ToastButton(QAbstractButton):
    """A text or an icon on the inverse surface."""

    def __init__(self, text: str, icon_name: str = "") -> None:
        super().__init__()
        self._icon_name = icon_name
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme()
        width = look.size("control")
        if not self._icon_name:
            width = text_width(self.text(), look.font("body", "semibold")) + look.px(8)
        return QSize(width, look.size("control"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._icon_name:
            side = look.size("icon")
            middle = box.center()
            spot = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
            draw_icon(painter, self._icon_name, spot, "on_inverse")
        else:
            font = look.font("body", "semibold")
            font.setUnderline(self.underMouse())
            text_box = box.adjusted(look.px(4), 0, 0, 0)
            draw_text(painter, text_box, self.text(), font, "on_inverse", LEFT, elide=False)
        if self.hasFocus():
            rounded(
                painter, box.adjusted(1, 1, -1, -1), look.radius("control"), None, "on_inverse", 2
            )


class Toast(QWidget):
    """One message of what was done; ``finished`` when its time is over or it was closed."""

    finished = Signal()
    undo_requested = Signal()

    def __init__(
        self, text: str, *, undo: bool, icon_name: str, duration_ms: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        look = theme()
        self.setAccessibleName(text)
        self._text, self._icon_name = text, icon_name
        self._keys = tr("Ctrl Z") if undo else ""
        self._done = False
        row = QHBoxLayout(self)
        lead = look.px(38) + text_width(text, look.font("body")) + look.px(8)
        row.setContentsMargins(lead, look.px(6), look.px(4), look.px(6))
        row.setSpacing(look.px(2))
        self._undo = _ToastButton(tr("Undo"))
        self._undo.clicked.connect(self._on_undo)
        self._close = _ToastButton(tr("Close"), "ph.x")
        self._close.clicked.connect(self.finish)
        row.addWidget(self._undo)
        if undo:
            row.addSpacing(text_width(self._keys, look.font("table")) + look.px(8))
        row.addWidget(self._close)
        self._undo.setVisible(undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(duration_ms)
        self._timer.timeout.connect(self.finish)
        for button in (self._undo, self._close):
            button.installEventFilter(self)
        self._timer.start()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def finish(self) -> None:
        """Go now."""
        if not self._done:
            self._done = True
            self._timer.stop()
            self.finished.emit()

    def _on_undo(self) -> None:
        self.undo_requested.emit()
        self.finish()

    @property
    def waiting(self) -> bool:
        """True while the pointer or the focus keeps it."""
        return not self._timer.isActive()

    def _resume(self) -> None:
        busy = self.underMouse() or self._undo.hasFocus() or self._close.hasFocus()
        if not busy and not self._done:
            self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut:
            self._resume()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._resume()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        rounded(painter, box, look.radius("panel"), "inverse")
        side = look.size("icon")
        spot = QRectF(look.px(13), (box.height() - side) / 2, side, side)
        draw_icon(painter, self._icon_name, spot, "on_inverse")
        font = look.font("body")
        width = text_width(self._text, font)
        text_box = QRectF(look.px(38), 0, width + 2, box.height())
        draw_text(painter, text_box, self._text, font, "on_inverse", LEFT, elide=False)
        if self._keys:
            tone = look.color("on_inverse", 0.72)
            left = self._undo.geometry().right() + look.px(6)
            keys = QRectF(left, 0, box.width() - left, box.height())
            draw_text(painter, keys, self._keys, look.font("table"), tone, LEFT, elide=False)


class ToastHost(QObject):
    """Shows toasts over ``window``, one at a time, and keeps what they said for the history."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toast: Toast | None = None
        self.said: list[str] = []
        window.installEventFilter(self)

    @property
    def current(self) -> Toast | None:
        """The toast on show."""
        return self._toast

    def show_toast(
        self,
        text: str,
        *,
        undo: Callable[[], object] | None = None,
        icon_name: str = "ph.check-circle",
    ) -> Toast:
        """Say that something was done; ``undo`` gives it the Undo button."""
        self.clear()
        self.said.append(text)
        toast = Toast(
            text,
            undo=undo is not None,
            icon_name=icon_name,
            duration_ms=tokens().motion["toast_ms"],
            parent=self._window,
        )
        toast.finished.connect(self.clear)
        if undo is not None:
            toast.undo_requested.connect(undo)
        self._toast = toast
        toast.adjustSize()
        self._place()
        toast.show()
        toast.raise_()
        return toast

    def clear(self) -> None:
        """Take the toast away."""
        if self._toast is not None:
            toast, self._toast = self._toast, None
            toast.finish()
            toast.hide()
            toast.deleteLater()

    def _place(self) -> None:
        if self._toast is not None:
            foot = theme().size("status_bar") + theme().space(4)
            left = (self._window.width() - self._toast.width()) // 2
            self._toast.move(left, self._window.height() - self._toast.height() - foot)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
