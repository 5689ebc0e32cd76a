"""The guided import: its sheets, their mapping, the dry run, and the import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.money import CURRENCIES
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.services.file_settings import set_setting
from b2bdesk.services.imports.plan import SheetPlan
from b2bdesk.services.imports.run import ImportResult
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.import_session import ImportSession
from b2bdesk.ui.pages.data.outcome import OutcomePanel
from b2bdesk.ui.pages.data.preview import SheetPreview
from b2bdesk.ui.pages.data.problem_tables import change_table, fill, problem_table
from b2bdesk.ui.pages.data.sheet_notes import SheetNotes
from b2bdesk.ui.pages.data.sheet_tabs import SheetTabs
from b2bdesk.ui.pages.data.step_strip import StepStrip
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.states import EmptyAction, StatePages
from b2bdesk.ui.widgets.text import Text, h_rule, v_rule


class ImportView(QWidget):
    """The wizard. ``finished`` when it was closed or its import is done."""

    finished = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        look = theme()
        self._ctx = ctx
        self.session: ImportSession | None = None
        self._sheet = ""
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        self.steps = StepStrip(
            (tr("Choose file"), tr("Recognise sheets"), tr("Map and check"), tr("Import"))
        )
        left.addWidget(self.steps)
        left.addWidget(h_rule())
        self.tabs = SheetTabs()
        self.tabs.chosen.connect(self.choose_sheet)
        left.addWidget(self.tabs)
        left.addWidget(h_rule())
        tools = FlowLayout()
        tools.setContentsMargins(look.space(4), look.space(2), look.space(4), look.space(2))
        holds = Text(tr("This sheet holds"), "body", "text_2")
        holds.setMinimumHeight(look.size("control"))
        tools.addWidget(holds)
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("What this sheet holds"))
        self.kind.addItem(tr("nothing to import"), "")
        for key, kind in KINDS.items():
            self.kind.addItem(tr(kind.title), key)
        self.kind.activated.connect(self._on_kind)
        tools.addWidget(self.kind)
        self.rows = SegmentedControl(
            (
                Segment("all", tr("Rows")),
                Segment("attention", tr("Attention")),
                Segment("changed", tr("Changed")),
            ),
            "all",
            name=tr("Which rows"),
        )
        self.rows.changed.connect(self._on_rows)
        tools.addWidget(self.rows)
        self.decimals = QComboBox()
        self.decimals.setAccessibleName(tr("How numbers are written"))
        self.decimals.addItem(tr("Decimals: 1,234.56"), ".")
        self.decimals.addItem(tr("Decimals: 1.234,56"), ",")
        self.decimals.activated.connect(lambda _: self._on_style())
        self.dates = QComboBox()
        self.dates.setAccessibleName(tr("How dates are written"))
        for words, order in (
            (tr("Dates: day, month, year"), "dmy"),
            (tr("Dates: month, day, year"), "mdy"),
            (tr("Dates: year, month, day"), "ymd"),
        ):
            self.dates.addItem(words, order)
        self.dates.activated.connect(lambda _: self._on_style())
        tools.addWidget(self.dates)
        tools.addWidget(self.decimals)
        self.currency = QComboBox()
        self.currency.setAccessibleName(tr("Currency of the amounts"))
        self.currency.activated.connect(self._on_currency)
        tools.addWidget(self.currency)
        left.addLayout(tools)
        self.notes = SheetNotes()
        self.notes.cost_basis_chosen.connect(self._on_cost_basis)
        left.addWidget(self.notes)
        self.preview = SheetPreview()
        self.preview.column_chosen.connect(self._on_column)
        self.problems = problem_table()
        self.changes = change_table()
        self._views = QStackedWidget()
        for view in (self.preview, self.problems, self.changes):
            self._views.addWidget(view)
        left.addWidget(self._views, 1)
        row.addLayout(left, 1)
        row.addWidget(v_rule())
        self.outcome = OutcomePanel()
        self.outcome.import_asked.connect(self._on_import)
        self.outcome.cancel_asked.connect(self._on_cancel)
        self.outcome.export_asked.connect(self.ask_export)
        self.outcome.attention_asked.connect(lambda: self._jump("attention"))
        self.outcome.changes_asked.connect(lambda: self._jump("changed"))
        row.addWidget(self.outcome)
        self.states = StatePages(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.states)

    # --- starting and ending ---------------------------------------------------------------

    def start(self, path: Path) -> None:
        """Read a file and show what it holds."""
        self.stop()
        self._show_currency()
        self.session = ImportSession(self._ctx, self)
        session = self.session
        session.opened.connect(self._on_opened)
        session.mappings_changed.connect(self._show_sheet)
        session.planning.connect(lambda: self.outcome.show_working(tr("Checking every row …")))
        session.planned.connect(self._on_planned)
        session.nothing_chosen.connect(self._on_nothing_chosen)
        session.imported.connect(self._on_imported)
        session.exported.connect(self._on_exported)
        session.failed.connect(self._on_failed)
        session.stopped.connect(self._on_stopped)
        self.states.show_loading(tr("Reading {name}", name=path.name), at_once=True)
        session.open(path)

    def stop(self) -> None:
        """Let the file go."""
        if self.session is not None:
            self.session.close()
            self.session = None

    def _on_cancel(self) -> None:
        if self.session is not None and self.session.busy and self.session.plan is not None:
            self.session.cancel()
            return
        self.stop()
        self.finished.emit()

    def _on_failed(self, error: B2BDeskError) -> None:
        self.states.show_empty(
            error.message,
            error.hint,
            icon_name="ph.warning-circle",
            primary=EmptyAction(tr("Choose another file"), self._choose_again),
            alternative=EmptyAction(tr("Back to Data"), self._on_cancel),
        )

    def _choose_again(self) -> None:
        self.stop()
        self._ctx.go(Target("data", tab="import"))

    def _on_stopped(self) -> None:
        session = self.session
        if session is not None and session.plan is not None:
            self.outcome.show_plan(session.plan)
            self._ctx.toast(tr("Import cancelled. Nothing was changed."))
        elif session is not None:
            self.outcome.show_problem(tr("The dry run was cancelled."))

    # --- showing ---------------------------------------------------------------------------

    def _on_opened(self) -> None:
        session = self.session
        assert session is not None
        self.tabs.show_sheets(session.look.sheets)
        if not any(sheet.rows for sheet in session.look.sheets):
            self.states.show_empty(
                tr("There is nothing in this workbook."),
                tr("Choose a workbook with at least one filled sheet."),
                primary=EmptyAction(tr("Choose another file"), self._choose_again),
            )
            return
        first = next((m.sheet for m in session.mappings if m.kind), session.look.sheets[0].name)
        self.choose_sheet(first)
        self.steps.set_current(2)
        self.states.show_ready()
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_sheet(self, name: str) -> None:
        """Show one sheet."""
        self._sheet = name
        self.tabs.set_current(name)
        self._show_sheet()

    def _show_sheet(self) -> None:
        session = self.session
        if session is None or not self._sheet:
            return
        look, mapping = session.sheet(self._sheet), session.mapping(self._sheet)
        self.kind.setCurrentIndex(max(0, self.kind.findData(mapping.kind)))
        self.preview.show_sheet(look, mapping)
        used = list(mapping.fields.values())
        numbers = any(c.text_numbers for c in look.columns)
        days = any(c.text_dates for c in look.columns)
        self.decimals.setVisible(numbers)
        self.dates.setVisible(days)
        if used:
            written = {c.index for c in look.columns if c.text_numbers}
            comma = any(c.decimal == "," for c in used if c.index in written)
            self.decimals.setCurrentIndex(self.decimals.findData("," if comma else "."))
            with_days = {c.index for c in look.columns if c.text_dates}
            dated = next((c for c in used if c.index in with_days), used[0])
            self.dates.setCurrentIndex(max(0, self.dates.findData(dated.date_order)))
        self.notes.show_sheet(look, mapping)
        self._show_plan_of_sheet()

    def _plan_of_sheet(self) -> SheetPlan | None:
        plan = self.session.plan if self.session is not None else None
        if plan is None:
            return None
        return next((item for item in plan.sheets if item.sheet == self._sheet), None)

    def _show_plan_of_sheet(self) -> None:
        plan = self._plan_of_sheet()
        fill(self.problems, self.changes, plan)
        waiting = len(plan.problems) if plan is not None else 0
        changed = plan.changed if plan is not None else 0
        self.rows.set_label("attention", tr("Attention {n}", n=formats().integer(waiting)))
        self.rows.set_label("changed", tr("Changed {n}", n=formats().integer(changed)))
        self._on_rows(self.rows.current or "all")

    def _on_planned(self) -> None:
        session = self.session
        assert session is not None
        assert session.plan is not None
        self.outcome.show_plan(session.plan)
        self._say_what_is_missing()
        self._show_plan_of_sheet()

    def _on_nothing_chosen(self) -> None:
        self.outcome.show_nothing(tr("Say what at least one sheet holds, and which columns."))
        self._say_what_is_missing()
        self._show_plan_of_sheet()

    def _say_what_is_missing(self) -> None:
        session = self.session
        assert session is not None
        missing = [m.sheet for m in session.mappings if m.kind and m.missing()]
        if missing:
            self.outcome.show_problem(
                tr("{sheets} cannot come in yet: see above its columns.", sheets=", ".join(missing))
            )

    def _jump(self, rows: str) -> None:
        """Show the first sheet that has such rows."""
        plan = self.session.plan if self.session is not None else None
        for sheet in plan.sheets if plan is not None else ():
            if (sheet.problems if rows == "attention" else sheet.changes) and sheet.sheet:
                self.choose_sheet(sheet.sheet)
                break
        self.rows.set_current(rows)
        self._on_rows(rows)

    # --- what the user does ----------------------------------------------------------------

    def _on_rows(self, key: str) -> None:
        views = {"all": self.preview, "attention": self.problems, "changed": self.changes}
        self._views.setCurrentWidget(views[key])

    def _on_kind(self) -> None:
        if self.session is not None:
            self.session.set_kind(self._sheet, self.kind.currentData())

    def _on_column(self, column: int, field: str) -> None:
        if self.session is not None:
            self.session.set_column(self._sheet, column, field)

    def _show_currency(self) -> None:
        """The file's currency; it can be chosen here until the file holds amounts."""
        ctx = self._ctx
        self.currency.clear()
        self.currency.addItems(sorted({*CURRENCIES, ctx.currency}))
        self.currency.setCurrentText(ctx.currency)
        empty = ctx.info is None or ctx.info.months is None
        self.currency.setEnabled(empty)
        self.currency.setToolTip(
            tr("The currency of this file")
            if empty
            else tr("This file is kept in {code} already.", code=ctx.currency)
        )

    def _on_currency(self) -> None:
        session = self.session
        code = self.currency.currentText()
        if code != self._ctx.currency:
            words = tr("Set the currency to {code}", code=code)
            self._ctx.write(words, self, lambda s: set_setting(s, "currency", code))
            if session is not None:
                session.set_currency(code)

    def _on_cost_basis(self, basis: str) -> None:
        if self.session is not None:
            self.session.set_cost_basis(self._sheet, basis)

    def _on_style(self) -> None:
        if self.session is not None:
            self.session.set_style(
                self._sheet,
                decimal=self.decimals.currentData(),
                date_order=self.dates.currentData(),
            )

    def _on_import(self) -> None:
        if self.session is not None:
            self.steps.set_current(3)
            self.outcome.show_working(tr("Importing. You can go on working meanwhile."))
            self.session.run()

    def ask_export(self) -> None:
        """Ask where the rows that wait shall be written."""
        session = self.session
        if session is None:
            return
        start = session.path.with_name(f"{session.path.stem} {tr('to correct')}.xlsx")
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Export the rows that wait"), str(start), tr("Excel workbooks (*.xlsx)")
        )
        if name:
            session.export_waiting(Path(name))

    def _on_exported(self, path: Path, rows: int) -> None:
        self._ctx.toast(
            trn("{n} row written to {name}", "{n} rows written to {name}", rows, name=path.name)
        )

    def _on_imported(self, result: ImportResult) -> None:
        plan = result.plan
        waiting = plan.waiting
        words = trn(
            "{n} row came in.",
            "{n} rows came in.",
            plan.new + plan.changed,
            n=formats().integer(plan.new + plan.changed),
        )
        if waiting:
            rest = trn(
                "{n} row needs attention; export it, correct it and import it again.",
                "{n} rows need attention; export them, correct them and import them again.",
                waiting,
                n=formats().integer(waiting),
            )
            self.states.show_empty(
                words,
                rest,
                icon_name="ph.check-circle",
                primary=EmptyAction(tr("Show the portfolio"), self._to_portfolio),
                alternative=EmptyAction(tr("Export these rows"), self.ask_export),
            )
        else:
            self.states.show_empty(
                words,
                tr("The whole import is one step: Ctrl+Z takes it back."),
                icon_name="ph.check-circle",
                primary=EmptyAction(tr("Show the portfolio"), self._to_portfolio),
                alternative=EmptyAction(tr("Import another file"), self._choose_again),
            )

    def _to_portfolio(self) -> None:
        self.stop()
        self._ctx.go(Target("portfolio"))
