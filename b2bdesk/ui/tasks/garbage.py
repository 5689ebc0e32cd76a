"""Python's search for reference cycles, held between two events of the UI thread.

Left to itself it starts at any allocation: in a worker, which may not destroy widgets, or amid a
call from Qt into a model, whose objects must not go then. Either ends the program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class GarbageCollector(QObject):
    """Searches generation by generation as Python would, from a timer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what the program is made of stays: looking at it stops the window for 60 ms
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Search the oldest generation that is due."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return


_NAME = "b2bdesk_garbage"


def hold_garbage(app: QObject) -> None:
    """Hold the search between events for this program; calling again changes nothing."""
    if app.findChild(QObject, _NAME) is None:
        GarbageCollector(app).setObjectName(_NAME)
