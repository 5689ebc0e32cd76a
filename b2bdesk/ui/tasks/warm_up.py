"""Imports what the pages need while nothing else is going on, so that no first visit waits for it.

Charts and the retention models bring heavy packages. They stay off the way to the first paint;
after it they are imported in a worker, one module after another, and the window stays usable.
"""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, Qt

from b2bdesk.core.progress import Progress
from b2bdesk.ui.pages.registry import ACCOUNT, ACCOUNT_TABS, PAGES
from b2bdesk.ui.tasks.runner import TaskRunner

# What pages in turn import late: the charts' package and the retention models' packages.
_LATE = (
    "b2bdesk.ui.pages.portfolio.chart_band",
    "b2bdesk.analytics.retention.choose",
    "b2bdesk.analytics.risk_score",
)


def modules() -> tuple[str, ...]:
    """The modules to import, what is visited first before the rest."""
    entries = (*PAGES, ACCOUNT, *ACCOUNT_TABS)
    pages = [f"b2bdesk.ui.pages.{entry.place.partition(':')[0]}" for entry in entries]
    return (*dict.fromkeys(pages), *_LATE)


def warm_up_when_idle(tasks: TaskRunner, owner: QObject) -> None:
    """Import them once ``tasks`` has nothing left to do; closing the program ends it early."""

    def work(progress: Progress) -> None:
        for name in modules():
            if progress.cancelled:
                return
            import_module(name)

    def begin() -> None:
        tasks.read("warm-up", owner, work, lambda _: None)

    tasks.idle.connect(begin, Qt.ConnectionType.SingleShotConnection)
