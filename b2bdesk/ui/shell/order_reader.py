"""Has single orders read in the background where cost pools count them, after imports and undo."""

from __future__ import annotations

from PySide6.QtCore import QObject

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.progress import Progress
from b2bdesk.services import order_facts
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.context import AppContext

_TABLES = ("import_batch", "account_merge", "cost_pool")


class OrderReader(QObject):
    """Watches the open file; belongs to the window.

    Nothing waits for it: pages that do are read anew once it is done.
    """

    def __init__(self, ctx: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        ctx.opened.connect(self._look)
        ctx.changed.connect(self._on_changed)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES):
            self._look()

    def _look(self) -> None:
        database = self._ctx.database
        if database is not None and not database.read_only:
            self._ctx.read("orders-wanted", self, order_facts.is_wanted, self._on_looked)

    def _on_looked(self, wanted: bool) -> None:
        database = self._ctx.database
        if not wanted or database is None:
            return

        def work(progress: Progress) -> None:
            order_facts.bring_up_to_date(database, progress)

        def failed(error: B2BDeskError) -> None:
            # Of a file that was closed meanwhile there is nothing to say.
            if self._ctx.database is database:
                self._ctx.failed.emit(error)

        self._ctx.tasks.read("orders", self, work, lambda _: self._ctx.reload_info(), failed)
