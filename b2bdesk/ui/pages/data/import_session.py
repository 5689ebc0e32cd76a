"""One guided import: what leads up to it, then the import itself and the export of what waits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from b2bdesk.core.errors import B2BDeskError, Cancelled
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.services.imports.layouts import Told, corrected_layouts
from b2bdesk.services.imports.rejected import export_waiting
from b2bdesk.services.imports.run import ImportResult, run_import
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.issues import NO_RATE
from b2bdesk.ui.pages.data.plan_session import PlanSession


class ImportSession(PlanSession):
    """State of the wizard."""

    imported = Signal(object)  # ImportResult
    exported = Signal(object, int)  # Path, rows

    def __init__(self, ctx: AppContext, parent: QObject) -> None:
        super().__init__(ctx, parent)
        self._imported = False
        ctx.changed.connect(self._on_changed)

    def _on_changed(self, changes: ChangeSet) -> None:
        """Rows that wait for a rate may go through now that there is one."""
        if self.plan is None or self._imported or not changes.touches("currency_rate"):
            return
        if any(NO_RATE in sheet.waiting_rows.values() for sheet in self.plan.sheets):
            self.run_plan()

    # --- import ----------------------------------------------------------------------------

    def run(self) -> None:
        """Import what the dry run showed, as one undoable step."""
        database, book, plan = self._ctx.database, self.book, self.plan
        if database is None or book is None or plan is None:
            return
        if not self.ready or self._busy is not None:
            return
        mappings = tuple(item for item in self.mappings if item.kind and not item.missing())
        sheets = self.plan.sheets if self.plan is not None else ()
        waiting = frozenset(s.sheet for s in sheets if s.waiting_rows)
        told = Told(self.source.name, self.currency_told, self.options.system, self._seen, waiting)
        layouts = corrected_layouts(self.look, mappings, self.known, told)
        author, planned, options = self._ctx.author, self._planned, self.options
        self.importing = True

        def work(progress: Progress) -> ImportResult | None:
            try:
                return run_import(
                    database,
                    book,
                    mappings,
                    options,
                    progress,
                    author=author,
                    layouts=layouts,
                    planned=planned,
                )
            except Cancelled:
                return None

        self._busy = self._ctx.tasks.write(
            self,
            work,
            self._on_imported,
            self._on_failed,
            title=tr("Importing {name}", name=self.source.name),
        )

    def _on_imported(self, result: ImportResult | None) -> None:
        self._busy, self.importing = None, False
        if result is None:
            self.stopped.emit()
            return
        self.plan, self._imported = result.plan, True
        self._ctx.announce(
            result.written.changes,
            tr(
                "Import finished, {rows} rows",
                rows=formats().integer(result.plan.new + result.plan.changed),
            ),
        )
        self.imported.emit(result)
        if self._closed:
            self._close_book()

    def export_waiting(self, path: Path) -> None:
        """Write the rows that did not come in to a workbook of the same layout."""
        book, plan, look = self.book, self.plan, self.look
        if book is None or plan is None or self._busy is not None:
            return

        def work(progress: Progress) -> int | None:
            try:
                return export_waiting(path, book, look, plan, progress)
            except Cancelled:
                return None

        def on_done(rows: int | None) -> None:
            self._busy = None
            if rows is not None:
                self.exported.emit(path, rows)
            self._next()

        def on_failed(error: B2BDeskError) -> None:
            self._busy = None
            self._ctx.failed.emit(error)  # the import itself goes on
            self._next()

        self._busy = self._ctx.tasks.long(
            self, tr("Writing {name}", name=path.name), work, on_done, on_failed
        )
