"""One guided import: the open workbook, its mappings, the dry run and the import itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import SheetLook, WorkbookLook
from b2bdesk.exchange_formats.excel.reader import Workbook, open_workbook
from b2bdesk.exchange_formats.mapping import SheetMapping, remap, suggest_workbook
from b2bdesk.services.imports.layouts import corrected_layouts, stored_layouts
from b2bdesk.services.imports.plan import ImportPlan
from b2bdesk.services.imports.rejected import export_waiting
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import DryRun, ImportResult, dry_run, run_import
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats


class ImportSession(QObject):
    """State of the wizard. The workbook is used by one task at a time.

    A change of a mapping makes the dry run stale; it runs again as soon as the workbook is free.
    """

    opened = Signal()
    mappings_changed = Signal()
    planning = Signal()
    planned = Signal()
    nothing_chosen = Signal()  # no sheet can come in as it is mapped, so there is no dry run
    imported = Signal(object)  # ImportResult
    exported = Signal(object, int)  # Path, rows
    failed = Signal(object)  # B2BDeskError
    stopped = Signal()  # the import was cancelled

    def __init__(self, ctx: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.path = Path()
        self.book: Workbook | None = None
        self.look = WorkbookLook(())
        self.mappings: tuple[SheetMapping, ...] = ()
        self.plan: ImportPlan | None = None
        self._planned: DryRun | None = None
        self._known: dict[str, str] = {}
        self._busy: Progress | None = None
        self._stale = False
        self._closed = False
        self._currency = ctx.currency

    # --- opening ---------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Check and open a file, recognise its sheets, and run the first dry run."""
        self.path = path
        database = self._ctx.database
        if database is None:
            return

        def work(progress: Progress) -> tuple[Workbook, WorkbookLook, dict[str, str]]:
            book = open_workbook(path, progress)
            try:
                look = book.look()
                with database.read() as session:
                    return book, look, stored_layouts(session)
            except BaseException:
                book.close()
                raise

        title = tr("Reading {name}", name=path.name)
        self._busy = self._ctx.tasks.long(self, title, work, self._on_opened, self._on_failed)

    def _on_opened(self, found: tuple[Workbook, WorkbookLook, dict[str, str]]) -> None:
        self._busy = None
        self.book, self.look, self._known = found
        if self._closed:
            self.book.close()
            self.book = None
            return
        self.mappings = suggest_workbook(self.look, self._known)
        self.opened.emit()
        self.run_plan()

    def sheet(self, name: str) -> SheetLook:
        """What was found of a sheet."""
        return next(sheet for sheet in self.look.sheets if sheet.name == name)

    def mapping(self, name: str) -> SheetMapping:
        """How a sheet is read."""
        return next(item for item in self.mappings if item.sheet == name)

    # --- mapping ---------------------------------------------------------------------------

    def set_kind(self, sheet: str, kind: str) -> None:
        """Say what a sheet holds; empty leaves it out."""
        self._replace(remap(self.sheet(sheet), kind))

    def set_column(self, sheet: str, column: int, field: str) -> None:
        """Say which field a column fills; empty leaves the column out."""
        look, mapping = self.sheet(sheet), self.mapping(sheet)
        held = next((key for key, item in mapping.fields.items() if item.index == column), None)
        if field:
            self._replace(mapping.with_column(look, field, column))
        elif held is not None:
            self._replace(mapping.with_column(look, held, None))

    def set_style(self, sheet: str, *, decimal: str = "", date_order: str = "") -> None:
        """Say how numbers or dates of a sheet are written."""
        mapping = self.mapping(sheet)
        columns = {
            key: replace(
                item, decimal=decimal or item.decimal, date_order=date_order or item.date_order
            )
            for key, item in mapping.fields.items()
        }
        answered = {code for code, told in (("decimal_mark", decimal), ("date_order", date_order))
                    if told}  # fmt: skip
        still_open = tuple(q for q in mapping.questions if q.code not in answered)
        self._replace(replace(mapping, columns=columns, questions=still_open))

    def set_cost_basis(self, sheet: str, basis: str) -> None:
        """Say whether the cost column is per unit or for the whole line."""
        mapping = self.mapping(sheet)
        meaning = replace(mapping.meaning, cost=basis, cost_share=1.0)
        open_questions = tuple(q for q in mapping.questions if q.code != "cost_basis")
        self._replace(replace(mapping, meaning=meaning, questions=open_questions))

    def set_currency(self, code: str) -> None:
        """Say in which currency the amounts are, which becomes the file's."""
        self._currency = code
        self.run_plan()

    def _replace(self, mapping: SheetMapping) -> None:
        self.mappings = tuple(
            mapping if item.sheet == mapping.sheet else item for item in self.mappings
        )
        self.mappings_changed.emit()
        self.run_plan()

    # --- dry run ---------------------------------------------------------------------------

    def run_plan(self) -> None:
        """Find out what the import would do; reads only."""
        database, book = self._ctx.database, self.book
        if database is None or book is None:
            return
        self.plan = self._planned = None
        self.planning.emit()
        if self._busy is not None:
            self._stale = True
            self._busy.cancel()
            return
        mappings = tuple(item for item in self.mappings if item.kind and not item.missing())
        if not mappings:
            self.nothing_chosen.emit()
            return
        options = ImportOptions(currency=self._currency, today=self._ctx.as_of)

        def work(progress: Progress) -> DryRun | None:
            from b2bdesk.core.errors import Cancelled

            try:
                with database.read() as session:
                    return dry_run(session, book, mappings, options, progress)
            except Cancelled:
                return None

        self._busy = self._ctx.tasks.long(
            self, tr("Dry run of {name}", name=self.path.name), work, self._on_plan, self._on_failed
        )

    def _on_plan(self, planned: DryRun | None) -> None:
        self._busy = None
        if self._closed:
            self._close_book()
        elif self._stale or planned is None:
            stale, self._stale = self._stale, False
            if stale:
                self.run_plan()
            else:
                self.stopped.emit()
        else:
            self.plan, self._planned = planned.plan, planned
            self.planned.emit()

    # --- import ----------------------------------------------------------------------------

    def run(self) -> None:
        """Import what the dry run showed, as one undoable step."""
        database, book, plan = self._ctx.database, self.book, self.plan
        if database is None or book is None or plan is None or self._busy is not None:
            return
        mappings = tuple(item for item in self.mappings if item.kind and not item.missing())
        options = ImportOptions(currency=self._currency, today=self._ctx.as_of)
        layouts = corrected_layouts(self.look, mappings, self._known)
        author, planned = self._ctx.author, self._planned

        def work(progress: Progress) -> ImportResult | None:
            from b2bdesk.core.errors import Cancelled

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
            title=tr("Importing {name}", name=self.path.name),
        )

    def _on_imported(self, result: ImportResult | None) -> None:
        self._busy = None
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

    def export_waiting(self, path: Path) -> None:
        """Write the rows that did not come in to a workbook of the same layout."""
        book, plan, look = self.book, self.plan, self.look
        if book is None or plan is None or self._busy is not None:
            return

        def on_done(rows: int) -> None:
            self._busy = None
            self.exported.emit(path, rows)

        self._busy = self._ctx.tasks.long(
            self,
            tr("Writing {name}", name=path.name),
            lambda progress: export_waiting(path, book, look, plan, progress),
            on_done,
            self._on_failed,
        )

    def _on_failed(self, error: B2BDeskError) -> None:
        self._busy = None
        if self._closed:
            self._close_book()
        else:
            self.failed.emit(error)

    # --- closing ---------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """True while the workbook is in use by a task."""
        return self._busy is not None

    def cancel(self) -> None:
        """Stop what is running; nothing is half done."""
        if self._busy is not None:
            self._busy.cancel()

    def close(self) -> None:
        """Stop and let the file go."""
        self._closed = True
        self.cancel()
        if self._busy is None:
            self._close_book()

    def _close_book(self) -> None:
        if self.book is not None:
            self.book.close()
            self.book = None
