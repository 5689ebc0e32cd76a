"""Imports what the pages need while nothing else is going on, so that no first visit waits for it.

Charts and the retention models bring heavy packages. They stay off the way to the first paint;
after it, what knows no Qt is imported in a worker, and then pages and charts on the UI thread,
one module a turn of the event loop. Importing Qt's own modules beside a running window is not an
option: the bindings look classes up while the window uses them, and the process ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, Qt, QTimer

from b2bdesk.core.progress import Progress
from b2bdesk.ui.pages.registry import ACCOUNT, ACCOUNT_TABS, PAGES
from b2bdesk.ui.tasks.runner import TaskRunner

BESIDE = (
    "numpy",
    "b2bdesk.analytics.retention.choose",
    "b2bdesk.analytics.risk_score",
)
"""What pages import late and knows no Qt: may be imported in a worker."""

_CHARTS = "b2bdesk.ui.pages.portfolio.chart_band"


def modules() -> tuple[str, ...]:
    """The modules to import on the UI thread, what is visited first before the rest."""
    entries = (*PAGES, ACCOUNT, *ACCOUNT_TABS)
    pages = [f"b2bdesk.ui.pages.{entry.place.partition(':')[0]}" for entry in entries]
    return (*dict.fromkeys(pages), _CHARTS)


def warm_up_when_idle(tasks: TaskRunner, owner: QObject) -> None:
    """Import them once ``tasks`` has nothing left to do; closing the program ends it early."""

    def work(progress: Progress) -> None:
        for name in BESIDE:
            if progress.cancelled:
                return
            import_module(name)

    def step(names: Iterator[str]) -> None:
        name = next(names, None)
        if name is not None:
            import_module(name)
            QTimer.singleShot(0, owner, lambda: step(names))

    def begin() -> None:
        tasks.read("warm-up", owner, work, lambda _: step(iter(modules())))

    tasks.idle.connect(begin, Qt.ConnectionType.SingleShotConnection)
