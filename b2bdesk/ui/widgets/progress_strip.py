"""Progress in the status bar: what is going on, how far, Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimerEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self._phase = 0.0
        self._ticker = 0
        self.setFixedSize(theme().px(120), theme().px(4))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float | None) -> None:
        self._share = share
        moving = share is None and self.isVisible() and theme().duration("move_ms") > 0
        if moving and not self._ticker:
            self._ticker = self.startTimer(60)
        elif not moving:
            self.stop()
        self.update()

    def stop(self) -> None:
        if self._ticker:
            self.killTimer(self._ticker)
            self._ticker = 0

    def timerEvent(self, _event: QTimerEvent) -> None:
        self._phase = (self._phase + 0.03) % 1.0
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("line_strong"))
        if self._share is not None:
            width = round(self.width() * min(1.0, max(0.0, self._share)))
            painter.fillRect(0, 0, width, self.height(), theme().color("accent"))
        else:
            part = self.width() // 3
            left = round((self.width() + part) * self._phase) - part
            painter.fillRect(left, 0, part, self.height(), theme().color("accent"))


class ProgressStrip(QWidget):
    """Hidden until ``set_progress``; ``cancelled`` when the user asks to stop."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(2), 0, look.space(2), 0)
        row.setSpacing(look.space(2))
        self._what = Text("", "caption", "text_2")
        self._bar = _Bar()
        self._percent = Text("", "caption", "text_2")
        self._percent.setMinimumWidth(look.px(28))
        self._cancel = Button(tr("Cancel"), "link", compact=True, on_click=self.cancelled.emit)
        self._cancel.setFixedHeight(look.size("status_bar") - 2)
        for widget in (IconLabel("ph.arrow-clockwise", "text_2", 13), self._what, self._bar):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._percent, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.hide()

    def set_progress(
        self, what: str, share: float | None = None, *, can_cancel: bool = True
    ) -> None:
        """Show what is going on; ``share`` is 0..1, None where it cannot be known."""
        self._what.setText(what)
        percent = "" if share is None else formats().percent(share)
        self._percent.setText(percent)
        self._cancel.setVisible(can_cancel)
        self.setAccessibleName(f"{what} {percent}".strip())
        self.show()
        self._bar.set_share(share)

    def clear(self) -> None:
        """Nothing is going on any more."""
        self._bar.stop()
        self.hide()
