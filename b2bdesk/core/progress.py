"""How a long task says where it is and learns that it should stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

from b2bdesk.core.errors import Cancelled


class Progress:
    """Handed to a long task. ``report`` from any thread; ``check`` raises ``Cancelled``."""

    def __init__(self, listener: Callable[[str, float | None], None] | None = None) -> None:
        self._listener = listener
        self._cancel = threading.Event()

    def report(self, what: str, done: float | None = None) -> None:
        """Say what is going on and the share done (0..1); None where it cannot be known."""
        self.check()
        if self._listener is not None:
            self._listener(what, done)

    def check(self) -> None:
        """Raise ``Cancelled`` when the user asked to stop."""
        if self._cancel.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the task to stop at its next step."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        """True once ``cancel`` was called."""
        return self._cancel.is_set()
