"""The open workbook of a guided import, its mappings, the decisions and the dry run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from b2bdesk.core.errors import B2BDeskError, Cancelled
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import SheetLook, WorkbookLook
from b2bdesk.exchange_formats.excel.reader import Workbook
from b2bdesk.exchange_formats.mapping import SheetMapping, remap, suggest
from b2bdesk.exchange_formats.recognise_values import NOTHING_KNOWN
from b2bdesk.exchange_formats.remembered import recall
from b2bdesk.services.imports.layouts import (
    Layout,
    remembered_options,
)
from b2bdesk.services.imports.plan import ImportPlan, SheetPlan
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import DryRun, dry_run
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.data.decision_log import Decision, DecisionLog
from b2bdesk.ui.pages.data.opening import Opened, open_table, with_sheet
from b2bdesk.ui.pages.data.row_store import RowStore
from b2bdesk.ui.pages.data.sheet_view import SheetView, view_of
from b2bdesk.ui.pages.data.table_source import TableSource

T = TypeVar("T")

_ROWS_AT_ONCE = 600


class PlanSession(QObject):
    """State of the wizard up to the import. The workbook is used by one task at a time.

    A change of a mapping or a decision makes the dry run stale; it runs again as soon as the
    workbook is free. Rows for the preview are read before it.
    """

    opened = Signal()
    mappings_changed = Signal()
    decided = Signal()  # a decision was made or taken back
    rows_arrived = Signal()
    planning = Signal()
    planned = Signal()
    nothing_chosen = Signal()  # no sheet can come in as it is mapped, so there is no dry run
    failed = Signal(object)  # B2BDeskError
    stopped = Signal()  # what was under way was cancelled

    def __init__(self, ctx: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.source = TableSource(Path())
        self.book: Workbook | None = None
        self.look = WorkbookLook(())
        self.mappings: tuple[SheetMapping, ...] = ()
        self.options = ImportOptions(currency=ctx.currency, today=ctx.as_of)
        self.currency_told = ""  # remembered of the layout, or chosen here
        self.log = DecisionLog()
        self.rows = RowStore()
        self.plan: ImportPlan | None = None
        self.planned_at = ""  # the time of day of the dry run
        self.importing = False
        self.ready = False  # the plan is that of the mappings and decisions as they are now
        self._planned: DryRun | None = None
        self._views: Mapping[str, SheetView] = {}  # by sheet, at the end of the dry run
        self._views_of = self.log.decisions
        self.known: Mapping[str, str] = {}  # remembered mappings by signature
        self.layouts: tuple[Layout, ...] = ()
        self.references = NOTHING_KNOWN
        self._seen = WorkbookLook(())
        self._busy: Progress | None = None
        self._planning = False  # a dry run uses the workbook
        self._planning_due = False
        self._waiting: list[Callable[[], None]] = []
        self._closed = False

    # --- opening ---------------------------------------------------------------------------

    def open(self, source: TableSource) -> None:
        """Check and open a table, recognise its sheets, and run the first dry run."""
        self.source = source
        database = self._ctx.database
        if database is not None:
            self._busy = self._ctx.tasks.long(
                self,
                tr("Reading {name}", name=source.name),
                lambda progress: open_table(database, source.start, progress),
                self._on_opened,
                self._on_failed,
            )

    def open_again(self, *, encoding: str, separator: str) -> None:
        """Read the text table again, written as the user says; decisions go with the old rows."""

        def again() -> None:
            self._close_book()
            self.rows.forget()
            self.log = DecisionLog()
            self.plan, self.ready = None, False
            self.decided.emit()
            self.open(replace(self.source, encoding=encoding, separator=separator))

        self._when_free(again)

    def _on_opened(self, found: Opened | None) -> None:
        self._busy = None
        if found is None:
            self.stopped.emit()
            return
        self.book, self.look, self._seen = found.book, found.look, found.seen
        self.known, self.layouts, self.references = found.known, found.layouts, found.references
        if self._closed:
            self._close_book()
            return
        for sheet in self.look.sheets:
            self.rows.add_sample(sheet)
        self.mappings = found.mappings
        self.currency_told, system = remembered_options(self.look, self.known)
        if system:
            self.options = replace(self.options, system=system)
        info = self._ctx.info
        if self.currency_told and (info is None or info.months is None):
            self.options = replace(self.options, currency=self.currency_told)
        self.opened.emit()
        self.run_plan()

    def set_header_row(self, sheet: str, row: int) -> None:
        """Say in which row a sheet's header stands; 0 for none."""

        def on_looked(found: WorkbookLook) -> None:
            self.look = found
            self.rows.add_sample(self.sheet(sheet))
            self.set_mapping(suggest(self.sheet(sheet), self.known, self.references))

        def look_again() -> None:
            look = self.look
            self._ask_book(
                "import-look", lambda book: with_sheet(look, book, sheet, row), on_looked
            )

        self._when_free(look_again)

    def sheet(self, name: str) -> SheetLook:
        """What was found of a sheet."""
        return next(sheet for sheet in self.look.sheets if sheet.name == name)

    def mapping(self, name: str) -> SheetMapping:
        """How a sheet is read."""
        return next(item for item in self.mappings if item.sheet == name)

    def sheet_plan(self, name: str) -> SheetPlan | None:
        """What the last dry run found of a sheet."""
        sheets = self.plan.sheets if self.plan is not None else ()
        return next((sheet for sheet in sheets if sheet.sheet == name), None)

    def view(self, name: str) -> SheetView:
        """What the preview shows of a sheet after the last dry run and the decisions since."""
        plan, decided, ready = self.sheet_plan(name), self.log.decisions, self._views.get(name)
        if plan is not None and ready is not None and decided == self._views_of:
            return ready
        return view_of(self.sheet(name), self.mapping(name), plan, decided, ready)

    # --- mapping, options, decisions -------------------------------------------------------

    def set_kind(self, sheet: str, kind: str) -> None:
        """Say what a sheet holds; empty leaves it out."""
        self.set_mapping(remap(self.sheet(sheet), kind, self.references))

    def set_mapping(self, mapping: SheetMapping) -> None:
        """Read a sheet in another way."""
        self.mappings = tuple(
            mapping if item.sheet == mapping.sheet else item for item in self.mappings
        )
        self.plan = None
        self.mappings_changed.emit()
        self.run_plan()

    def set_layout(self, sheet: str, sign: str) -> None:
        """Read a sheet by a remembered mapping; without one as it is recognised."""
        look = self.sheet(sheet)
        found = recall(look, self.known[sign], sign) if sign in self.known else None
        self.set_mapping(found or suggest(look, None, self.references))

    def forget(self, sign: str) -> None:
        """A remembered mapping is gone; its sheets stay as they are mapped."""
        self.known = {key: text for key, text in self.known.items() if key != sign}
        self.layouts = tuple(each for each in self.layouts if each.signature != sign)

    def rename(self, sign: str, name: str, text: str) -> None:
        """A remembered mapping has another name, and is kept as ``text``."""
        self.known = {**self.known, sign: text}
        self.layouts = tuple(
            replace(each, name=name) if each.signature == sign else each for each in self.layouts
        )

    def set_options(self, **changes: Any) -> None:
        """Change an option of the whole import: ``mode``, ``erase``, ``system``."""
        self.options = replace(self.options, **changes)
        self.run_plan()

    def set_currency(self, code: str) -> None:
        """Read the amounts in a currency, and remember it with the layout."""
        self.currency_told = code
        self.set_options(currency=code)

    def decide(self, decision: Decision) -> None:
        """Note a decision; a dry run follows, one for all that are made while another runs."""
        self.log.add(decision)
        self._on_decided()

    def take_back(self, place: int = -1) -> Decision | None:
        """Take a decision back, the newest by default."""
        found = self.log.take_back(place)
        if found is not None:
            self._on_decided()
        return found

    def _on_decided(self) -> None:
        self.ready = False
        self.decided.emit()
        self.planning.emit()
        self._planning_due = True
        QTimer.singleShot(0, self._next)

    # --- what the workbook does next -------------------------------------------------------

    def want_rows(self, sheet: str, numbers: list[int]) -> None:
        """Read rows for the preview; ``rows_arrived`` follows."""
        if self.rows.want(sheet, numbers):
            self._next()

    def _next(self) -> None:
        """Give the workbook its next task, if it is free."""
        if self._busy is not None or self._closed or self.book is None:
            return
        if self._waiting:
            self._waiting.pop(0)()
            return
        wanted = self.rows.take_wanted()
        if wanted is not None:
            sheet, numbers = wanted[0], wanted[1][:_ROWS_AT_ONCE]

            def on_rows(rows: list[tuple[Any, ...]]) -> None:
                self.rows.put(sheet, numbers, rows)
                self.rows_arrived.emit()

            self._ask_book("import-rows", lambda book: book.raw_rows(sheet, numbers), on_rows)
        elif self._planning_due:
            self._planning_due = False
            self._start_plan(self.book)

    def _when_free(self, job: Callable[[], None]) -> None:
        """Do what changes the rows as soon as the workbook is free; a dry run is void by it."""
        if self.importing:
            return
        self._waiting.append(job)
        self._planning_due = True
        if self._busy is not None and self._planning:
            self._busy.cancel()
        self._next()

    def _ask_book(
        self, key: str, question: Callable[[Workbook], T], done: Callable[[T], None]
    ) -> None:
        """Ask the workbook something that is answered soon; what is waiting comes after it."""
        book, progress = self.book, Progress()
        if book is None:
            return
        self._busy = progress

        def work(_: Progress) -> tuple[T] | None:
            book.watch(progress)
            try:
                return (question(book),)
            except Cancelled:
                return None

        def on_answer(found: tuple[T] | None) -> None:
            self._busy = None
            if self._closed:
                self._close_book()
                return
            if found is not None:
                done(found[0])
            self._next()

        self._ctx.tasks.read(key, self, work, on_answer, self._on_failed)

    def run_plan(self) -> None:
        """Find out what the import would do; reads only. What runs for an older plan is stopped."""
        if self._ctx.database is None or self.book is None:
            return
        self.ready, self._planned = False, None
        self.planning.emit()
        if self._busy is not None and self._planning:
            self._busy.cancel()
        self._planning_due = True
        QTimer.singleShot(0, self._next)

    def _start_plan(self, book: Workbook) -> None:
        database = self._ctx.database
        mappings = tuple(item for item in self.mappings if item.kind and not item.missing())
        if database is None:
            return
        if not mappings:
            self.plan = None
            self.nothing_chosen.emit()
            return
        options = replace(self.options, decisions=self.log.decisions)
        self.options = options
        looks = {sheet.name: sheet for sheet in self.look.sheets}
        ways = {mapping.sheet: mapping for mapping in mappings}

        def work(progress: Progress) -> tuple[DryRun, dict[str, SheetView]] | None:
            try:
                with database.read() as session:
                    found = dry_run(session, book, mappings, options, progress)
            except Cancelled:
                return None
            views = {
                plan.sheet: view_of(looks[plan.sheet], ways[plan.sheet], plan, options.decisions)
                for plan in found.plan.sheets
            }
            return found, views

        self._planning = True
        self._busy = self._ctx.tasks.long(
            self,
            tr("Dry run of {name}", name=self.source.name),
            work,
            self._on_plan,
            self._on_failed,
        )

    def _on_plan(self, found: tuple[DryRun, dict[str, SheetView]] | None) -> None:
        self._busy, self._planning = None, False
        if self._closed:
            self._close_book()
            return
        if found is None and not self._planning_due:
            self.stopped.emit()
        elif found is not None and not self._planning_due:
            planned, self._views = found
            self._views_of = self.options.decisions
            self.plan, self._planned, self.ready = planned.plan, planned, True
            self.planned_at = f"{datetime.now().astimezone():%H:%M}"
            self.planned.emit()
        self._next()

    def _on_failed(self, error: B2BDeskError) -> None:
        self._busy, self._planning, self.importing = None, False, False
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
