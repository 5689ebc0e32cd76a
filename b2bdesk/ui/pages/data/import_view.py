"""The guided import: a workbook's sheets, what the import would do, and the import itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.duplicates import LookAlike, look_alikes
from b2bdesk.services.file_settings import set_setting
from b2bdesk.services.imports.run import ImportResult
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.data.decision_log import Decision
from b2bdesk.ui.pages.data.import_session import ImportSession
from b2bdesk.ui.pages.data.layout_chip import LayoutChip
from b2bdesk.ui.pages.data.mapping_edits import with_style
from b2bdesk.ui.pages.data.outcome import OutcomePanel
from b2bdesk.ui.pages.data.result_view import ResultView
from b2bdesk.ui.pages.data.sheet_panel import SheetPanel
from b2bdesk.ui.pages.data.step_strip import StepStrip
from b2bdesk.ui.pages.data.table_source import TableSource
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.states import EmptyAction, StatePages
from b2bdesk.ui.widgets.text import h_rule, v_rule


def step_names() -> tuple[str, ...]:
    """The steps of the guided import."""
    return tr("Choose file"), tr("Pick sheet"), tr("Map and check"), tr("Import")


_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


class ImportView(QWidget):
    """The wizard. ``finished`` when it was closed or what it brought in is to be seen."""

    finished = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self.session: ImportSession | None = None
        self.sheets = SheetPanel(ctx)
        self.tabs, self.tools = self.sheets.tabs, self.sheets.tools
        self.preview = self.sheets.preview
        self.outcome = OutcomePanel()
        self.steps = StepStrip(step_names())
        self._results = QStackedWidget()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, theme().space(4), 0)
        self.head.addWidget(self.steps, 1)
        self.layout_chip = LayoutChip(ctx)
        self.head.addWidget(self.layout_chip)
        top = QFrame()
        top.setLayout(self.head)
        column.addWidget(top)
        column.addWidget(h_rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.sheets, 1)
        row.addWidget(v_rule())
        row.addWidget(self.outcome)
        column.addLayout(row, 1)
        self.states = StatePages(body)
        self._results.addWidget(self.states)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._results)
        self._connect()

    def _connect(self) -> None:
        outcome, tools = self.outcome, self.tools
        outcome.import_asked.connect(self.import_now)
        outcome.cancel_asked.connect(self._on_cancel)
        outcome.back_asked.connect(self._choose_again)
        outcome.again_asked.connect(lambda: self.session.run_plan() if self.session else None)
        outcome.export_asked.connect(self.ask_export)
        outcome.rows_asked.connect(self._on_rows_asked)
        outcome.reasons.chosen.connect(self._on_reason)
        outcome.decisions.taken_back.connect(self.take_back)
        tools.kind_chosen.connect(self._on_kind)
        tools.style_chosen.connect(self._on_style)
        tools.currency_chosen.connect(self._on_currency)
        tools.reading.form_chosen.connect(self._on_form)
        self.sheets.options.changed.connect(self._on_options)
        self.sheets.sheet_shown.connect(self.layout_chip.show_sheet)
        outcome.look_alikes.decided.connect(self._on_look_alike)

    # --- starting and ending ---------------------------------------------------------------

    def start(self, source: TableSource) -> None:
        """Read a table and show what it holds."""
        session = self._new_session()
        self._show_reading(source)
        session.open(source)

    def _show_reading(self, source: TableSource) -> None:
        self.steps.set_current(0)
        self.states.show_loading(tr("Reading {name}", name=source.name), at_once=True)

    def _on_form(self, encoding: str, separator: str) -> None:
        """The text table is written otherwise than was guessed."""
        session = self.session
        if session is not None and not session.importing:
            self._show_reading(session.source)
            session.open_again(encoding=encoding, separator=separator)

    def _new_session(self) -> ImportSession:
        self.stop()
        self._results.setCurrentIndex(0)
        fixed = self._ctx.info is not None and self._ctx.info.months is not None
        self.tools.show_currency(self._ctx.currency, fixed=fixed)
        self.outcome.show_decisions(())
        self.outcome.show_look_alikes(())
        session = self.session = ImportSession(self._ctx, self)
        session.opened.connect(self._on_opened)
        session.decided.connect(self._on_decided)
        session.planning.connect(lambda: self.outcome.show_working(tr("Checking every row …")))
        session.planned.connect(self._on_planned)
        session.nothing_chosen.connect(self._on_nothing_chosen)
        session.imported.connect(self._on_imported)
        session.exported.connect(self._on_exported)
        session.failed.connect(self._on_failed)
        session.stopped.connect(self._on_stopped)
        self.layout_chip.use(session)
        self.sheets.use(session)
        return session

    def stop(self) -> None:
        """Let the file go."""
        if self.session is not None:
            self.sheets.use(None)
            self.session.close()
            self.session = None

    def _on_cancel(self) -> None:
        session = self.session
        if session is not None and session.importing:
            session.cancel()
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
        self._ctx.go(Target("data", tab="choose"))

    def _on_stopped(self) -> None:
        session = self.session
        if session is None:
            return
        if session.book is None:
            self._on_cancel()  # reading the file was cancelled
        elif session.plan is not None and session.ready:
            self.steps.set_current(2)
            self.outcome.show_plan(session.plan, session.planned_at)
            self._ctx.toast(tr("Import cancelled. Nothing was changed."))
        else:
            self.outcome.show_problem(tr("The dry run was cancelled."))

    # --- showing ---------------------------------------------------------------------------

    def _on_opened(self) -> None:
        session = self.session
        assert session is not None
        if not any(sheet.rows for sheet in session.look.sheets):
            self.states.show_empty(
                tr("There is nothing in this workbook."),
                tr("Choose a workbook with at least one filled sheet."),
                primary=EmptyAction(tr("Choose another file"), self._choose_again),
            )
            return
        if session.options.currency != self._ctx.currency:
            self._set_currency(session.options.currency)  # as such a sheet was read before
        self.sheets.show_workbook()
        self.steps.set_current(2)
        self.states.show_ready()
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_sheet(self, name: str) -> None:
        """Show one sheet."""
        self.sheets.choose_sheet(name)

    def _on_planned(self) -> None:
        session = self.session
        assert session is not None
        assert session.plan is not None
        self.outcome.show_plan(session.plan, session.planned_at)
        self.sheets.refresh()
        self._show_counts()
        self._say_what_is_missing()
        self._find_look_alikes()

    def _show_counts(self) -> None:
        session = self.session
        if session is None or session.plan is None:
            return
        plans = session.plan.sheets
        links = {"attention"}
        links |= {"changed"} if any(plan.changes for plan in plans) else set()
        links |= {"conflicts"} if any(plan.conflicts for plan in plans) else set()
        links |= {"left"} if session.log.decisions.skipped else set()
        links |= {"new"} if self.tools.offers("new") else set()
        self.outcome.show_counts(plans, frozenset(links), self.sheets.code)

    def _on_nothing_chosen(self) -> None:
        self.outcome.show_nothing(tr("Say what at least one sheet holds, and which columns."))
        self._say_what_is_missing()
        self.sheets.refresh()

    def _say_what_is_missing(self) -> None:
        session = self.session
        assert session is not None
        missing = [m.sheet for m in session.mappings if m.kind and m.missing()]
        if missing:
            self.outcome.show_problem(
                tr("{sheets} cannot come in yet: see under its rows.", sheets=", ".join(missing))
            )

    # --- what the user does ----------------------------------------------------------------

    def _on_rows_asked(self, key: str) -> None:
        if key == "attention":
            self.next_issue()
        else:
            self.sheets.show_rows(key)
            self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_reason(self, code: str) -> None:
        self.sheets.show_rows("attention", code)
        self._show_counts()

    @property
    def is_mapping(self) -> bool:
        """True while the sheets are on show, not a state or the result."""
        return (
            self.session is not None
            and self._results.currentIndex() == 0
            and self.states.state == "ready"
        )

    def take_focus(self) -> None:
        """Give the keyboard to the rows, or to what stands in their place."""
        (self.preview if self.is_mapping else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def open_mapping(self) -> None:
        """Open the choice over the current column."""
        self.preview.open_mapping()

    def next_issue(self, step: int = 1) -> None:
        """Go to the next issue, or the one before."""
        self.sheets.next_issue(step)

    def take_back(self, place: int = -1) -> None:
        """Take a decision back."""
        if self.session is not None and (found := self.session.take_back(place)) is not None:
            self._ctx.toast(tr("Taken back: {what}", what=found.words))

    def _on_decided(self) -> None:
        if self.session is not None:
            self.outcome.show_decisions(self.session.log.made)

    def _on_options(self, changes: dict[str, Any]) -> None:
        if self.session is not None:
            self.session.set_options(**changes)
            self.sheets.show_options()

    def _find_look_alikes(self) -> None:
        """Look whether the file knows the new accounts under another name."""
        session = self.session
        assert session is not None
        assert session.plan is not None
        new = [each for sheet in session.plan.sheets for each in sheet.new_accounts]
        decided = session.log.decisions.records

        def on_found(pairs: tuple[LookAlike, ...]) -> None:
            if session is self.session:
                still = [pair for pair in pairs if (pair.sheet, pair.row) not in decided]
                self.outcome.show_look_alikes(still)

        self._ctx.read("import-look-alikes", self, lambda s: look_alikes(new, s), on_found)

    def _on_look_alike(self, decision: Decision) -> None:
        if self.session is not None:
            self.session.decide(decision)

    def _on_kind(self, kind: str) -> None:
        if self.session is not None:
            self.session.set_kind(self.sheets.sheet, kind)

    def _on_style(self, decimal: str, date_order: str) -> None:
        if self.session is not None:
            mapping = self.session.mapping(self.sheets.sheet)
            self.session.set_mapping(with_style(mapping, decimal=decimal, date_order=date_order))

    def _on_currency(self, code: str) -> None:
        if code != self._ctx.currency and self.session is not None:
            self._set_currency(code)
            self.session.set_currency(code)

    def _set_currency(self, code: str) -> None:
        words = tr("Set the currency to {code}", code=code)
        self._ctx.write(words, self, lambda s: set_setting(s, "currency", code))
        self.tools.show_currency(code, fixed=False)

    def import_now(self) -> None:
        """Import what the dry run showed."""
        if self.session is not None and self.outcome.button.isEnabled():
            self.steps.set_current(3)
            self.outcome.show_working(tr("Importing. You can go on working meanwhile."))
            self.session.run()

    def ask_export(self) -> None:
        """Ask where the rows that wait shall be written."""
        session = self.session
        if session is None:
            return
        start = session.source.path.with_name(f"{session.source.path.stem} {tr('to correct')}.xlsx")
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Export the rows that wait"), str(start), tr("Excel workbooks (*.xlsx)")
        )
        if name:
            session.export_waiting(Path(name))

    def _on_exported(self, path: Path, rows: int) -> None:
        self._ctx.toast(
            trn("{n} row written to {name}", "{n} rows written to {name}", rows, name=path.name)
        )

    # --- afterwards ------------------------------------------------------------------------

    def _on_imported(self, result: ImportResult) -> None:
        txn = result.written.changes.txn
        shown = ResultView(
            result.plan,
            go=self._leave_to,
            undo=lambda: self._undo(txn),
            export=self.ask_export,
            another=self._choose_again,
        )
        while (old := self._results.widget(1)) is not None:
            self._results.removeWidget(old)
            old.deleteLater()
        self._results.setCurrentIndex(self._results.addWidget(shown))
        shown.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_to(self, target: Target) -> None:
        self.stop()
        self._ctx.go(target)

    def _undo(self, txn: int | None) -> None:
        if txn is not None:
            self._ctx.undo_step(txn)
        self.stop()
        self.finished.emit()

    # --- keys ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The wizard's own keys come before the program's of the same name."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        if self.session is None or not self.is_mapping:
            return False
        if key == Qt.Key.Key_Down and held & _ALT:
            return True
        return key == Qt.Key.Key_Z and held == _CTRL and bool(self.session.log.made)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Z:
            self.take_back()
        else:
            self.preview.open_mapping()
