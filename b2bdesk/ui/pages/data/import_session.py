"""One guided import: what leads up to it, then the import itself and the export of what waits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from b2bdesk.core.errors import B2BDeskError, Cancelled
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.services.imports.layouts import Told, corrected_layouts
from b2bdesk.services.imports.rejected import export_waiting
from b2bdesk.services.imports.run import ImportResult, run_import
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.plan_session import PlanSession


class ImportSession(PlanSession):
    """State of the wizard."""

    imported = Signal(object)  # ImportResult
    exported = Signal(object, int)  # Path, rows

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
        self.plan = result.plan
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
