"""The moment at which the user has seen what there is to see."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_LONGEST_MS = 100  # what was changed may lie out of sight: then nothing is painted


class NextPaint(QObject):
    """``passed`` once a window was painted next. A timer of no time comes before the painting."""

    passed = Signal()

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.passed)
        self._timer.start(_LONGEST_MS)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:  # the window paints while it handles this
            self._timer.start(0)
        return False
