"""Costing: does every ledger cent reach an account, or stay where it is said to stay?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.services.costing.export import export_costing
from b2bdesk.services.costing.paste import read_pools
from b2bdesk.services.costing.paste_result import PoolPaste
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft
from b2bdesk.services.costing.workbench import PoolLine, Workbench, costing_workbench
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, write_in_background
from b2bdesk.ui.pages.costing.paste_panel import PastePanel
from b2bdesk.ui.pages.costing.pool_edits import PoolEdits, period_edit, text_edit
from b2bdesk.ui.pages.costing.workbench_view import WorkbenchView
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.states import EmptyAction

if TYPE_CHECKING:
    from collections.abc import Sequence


class CostingPage(Page):
    """Reconciliation, cost pools, their inspector, and the cost to serve of every account."""

    key = "costing"
    watched = (
        "cost_pool",
        "cost_pool_period",
        "pool_volume",
        "exchange",
        "import_batch",
        "account",
        "external_id",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._bench: Workbench | None = None
        self._adding = False
        self._wanted: int | None = None
        self._edits = PoolEdits(ctx, self)
        self.view = WorkbenchView(self.add_pool, self.paste_clipboard, self._on_export)
        self.strip, self.table = self.view.strip, self.view.table
        self.form, self.heat = self.view.form, self.view.heat
        self.paste = PastePanel()
        shelf = QWidget()
        inner = QVBoxLayout(shelf)
        look = theme()
        inner.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(3))
        inner.addWidget(self.paste)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(shelf)
        self.set_content(self._stack)
        self._connect()

    def title(self) -> str:
        return tr("Costing")

    def focus_target(self) -> QWidget:
        return self.table.view

    def shortcuts(self) -> list[tuple[str, str]]:
        return [(tr("Enter"), tr("edit cell")), (tr("Ctrl V"), tr("paste from Excel"))]

    def page_actions(self) -> list[Action]:
        def chosen() -> bool:
            return self.form.pool is not None

        def filled() -> bool:
            return bool(self._bench and self._bench.pools)

        return [
            Action(
                "costing.add_pool",
                tr("Add a cost pool"),
                self.add_pool,
                icon="ph.plus",
                group=tr("Costing"),
            ),
            Action(
                "costing.paste",
                tr("Paste cost pools from Excel"),
                self.paste_clipboard,
                icon="ph.clipboard-text",
                group=tr("Costing"),
                keywords=tr("clipboard import"),
            ),
            Action(
                "costing.remove_pool",
                tr("Remove the selected cost pool"),
                self._on_remove,
                icon="ph.trash",
                group=tr("Costing"),
                enabled=chosen,
            ),
            Action(
                "costing.export",
                tr("Export costing to Excel"),
                self._on_export,
                icon="ph.download-simple",
                group=tr("Costing"),
                enabled=filled,
            ),
        ]

    def _connect(self) -> None:
        self.view.pool_chosen.connect(self._on_pool_chosen)
        self.table.model.edited.connect(self._on_cell_edited)
        self.heat.opened.connect(
            lambda account: self.ctx.go(Target("account", account, tab="profit"))
        )
        form = self.form
        form.changed.connect(self._on_pool_changed)
        form.added.connect(self._on_pool_added)
        form.removed.connect(self._on_remove)
        form.period_changed.connect(self._on_period_changed)
        form.period_added.connect(self._on_period_added)
        form.period_removed.connect(self._on_period_removed)
        form.closed.connect(self._on_form_closed)
        self.paste.accepted.connect(self._on_paste_accepted)
        self.paste.cancelled.connect(self._leave_paste)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys: Sequence[tuple[QKeySequence | QKeySequence.StandardKey, QWidget, Callable[[], None]]]
        keys = (
            (QKeySequence.StandardKey.Paste, self, self.paste_clipboard),
            (QKeySequence.StandardKey.Delete, self.table, self._on_remove),
            (QKeySequence(Qt.Key.Key_Escape), self.paste, self._leave_paste),
            (QKeySequence(Qt.Key.Key_Escape), self.form, self._on_form_closed),
        )
        for sequence, owner, run in keys:
            shortcut = QShortcut(QKeySequence(sequence), owner)
            shortcut.setContext(within)
            shortcut.activated.connect(run)

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        """Read the workbench of the chosen period."""
        period, as_of = self.ctx.period, self.ctx.as_of
        if self._bench is None:
            self.states.show_loading(tr("Working out the costs"))
        self.ctx.read(
            "costing",
            self,
            lambda session: costing_workbench(session, period, as_of),
            self._on_bench,
            self.states.show_problem,
        )

    def _on_bench(self, bench: Workbench) -> None:
        self._bench = bench
        if not bench.pools and not self._adding and self._stack.currentIndex() == 0:
            self.form.hide()
            self._show_empty()
            return
        self.states.show_ready()
        self._show(bench)

    def _show_empty(self) -> None:
        self.states.show_empty(
            tr("No activity costs yet"),
            tr(
                "Enter what your activities cost, such as the order desk, freight or visits. The"
                " file counts what drives them, and every account shows what it costs to serve."
            ),
            icon_name="ph.calculator",
            primary=EmptyAction(tr("Add a cost pool"), self.add_pool),
            alternative=EmptyAction(tr("Paste from Excel"), self.paste_clipboard, tr("Ctrl V")),
        )

    def _show(self, bench: Workbench) -> None:
        wanted, self._wanted = self._wanted, None
        self.view.show_bench(bench, wanted)
        if not self._adding:
            self._show_form(wanted or self.form.pool)

    # --- the form --------------------------------------------------------------------------

    def _period(self) -> Period:
        if self._bench is not None:
            return self._bench.period
        now = month_of(self.ctx.as_of)
        return self.ctx.period or Period(now - 11, now)

    def _on_pool_chosen(self, pool: int) -> None:
        self._adding = False
        self._show_form(pool)

    def _show_form(self, pool: int | None) -> None:
        line = self.view.line(pool)
        if line is None:
            self.form.hide()
            return
        self.form.show_line(line, self._period())
        self.form.show()

    def _on_form_closed(self) -> None:
        self._adding = False
        self.form.hide()
        if self._bench is not None and not self._bench.pools:
            self._show_empty()
        else:
            self.table.view.setFocus()

    def add_pool(self) -> None:
        """Open an empty form for a new pool."""
        self._leave_paste()
        self._adding = True
        self.states.show_ready()
        if self._bench is not None:
            self._show(self._bench)
        self.form.show()
        self.form.show_new(self._period())

    # --- edits -----------------------------------------------------------------------------

    def _on_cell_edited(self, pool: int, key: str, typed: str) -> None:
        line = self.view.line(pool)
        if line is None:
            return
        try:
            if key in ("name", "activity"):
                self._save_pool(pool, text_edit(line.pool, key, typed), key)
            else:
                row, draft = period_edit(line.pool, key, typed, self._period())
                self._save_period(line, row.id, draft, key)
        except DomainError as error:
            self._tell(pool, key, error)

    def _tell(self, pool: int, key: str, error: B2BDeskError) -> None:
        self.view.tell(pool, key, str(error))
        self.ctx.toast(str(error))

    def _save_pool(self, pool: int, draft: PoolDraft, key: str = "") -> None:
        self._edits.change(pool, draft, self._failing(pool, key))

    def _save_period(self, line: PoolLine, period: int, draft: PeriodDraft, key: str = "") -> None:
        failed = self._failing(line.pool.id, key, period)
        self._edits.change_period(period, line.pool.name, draft, failed)

    def _failing(
        self, pool: int, key: str, period: int | None = None
    ) -> Callable[[B2BDeskError], None]:
        """Where a refused edit is said: in its cell, else beside its field."""

        def failed(error: B2BDeskError) -> None:
            if key:
                self._tell(pool, key, error)
            elif isinstance(error, DomainError) and self.form.pool == pool:
                self.form.show_problem(error, period)
            else:
                self.ctx.failed.emit(error)

        return failed

    def _on_pool_changed(self, draft: PoolDraft) -> None:
        if self.form.pool is not None:
            self._save_pool(self.form.pool, draft)

    def _on_period_changed(self, period: int, draft: PeriodDraft) -> None:
        line = self.view.line(self.form.pool)
        if line is not None:
            self._save_period(line, period, draft)

    def _on_pool_added(self, draft: PoolDraft, period: PeriodDraft) -> None:
        def done(pool: int) -> None:
            # The reload that the write brings with it selects the pool.
            self._adding = False
            self._wanted = pool
            if self.view.line(pool) is not None and self._bench is not None:
                self._show(self._bench)

        def failed(error: B2BDeskError) -> None:
            if isinstance(error, DomainError):
                self.form.show_problem(error)
            else:
                self.ctx.failed.emit(error)

        self._edits.add(draft, period, done, failed)

    def _on_remove(self) -> None:
        line = self.view.line(self.form.pool or self.table.current_id)
        if line is None:
            return
        pool, name = line.pool.id, line.pool.name
        self.form.hide()
        self._edits.remove(pool, name)

    def _on_period_added(self) -> None:
        line = self.view.line(self.form.pool)
        if line is not None:
            self._edits.add_period(line.pool, self._period())

    def _on_period_removed(self, period: int) -> None:
        line = self.view.line(self.form.pool)
        if line is not None:
            self._edits.remove_period(period, line.pool.name)

    # --- paste and export ------------------------------------------------------------------

    def paste_clipboard(self) -> None:
        """Read the clipboard as cost pools and show what it would do."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.ctx.toast(tr("The clipboard has no cells. Copy them in Excel first."))
            return
        currency, period = self.ctx.currency, self._period()

        def done(paste: PoolPaste) -> None:
            self.states.show_ready()
            self._stack.setCurrentIndex(1)
            self.paste.show_paste(paste)

        self.ctx.read(
            "costing-paste",
            self,
            lambda session: read_pools(session, text, currency, period),
            done,
        )

    def _leave_paste(self) -> None:
        self._stack.setCurrentIndex(0)
        if self._bench is not None and not self._bench.pools and not self._adding:
            self._show_empty()

    def _on_paste_accepted(self, paste: PoolPaste) -> None:
        self._edits.take(paste, lambda _taken: self._leave_paste())

    def _on_export(self) -> None:
        bench = self._bench
        if bench is None or not bench.pools:
            return
        path = ask_workbook(self, tr("Export costing"), tr("Costing"))
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the page as a workbook."""
        bench = self._bench
        if bench is None:
            return
        currency, as_of = self.ctx.currency, self.ctx.as_of
        write_in_background(
            self.ctx,
            self,
            path,
            tr("Exporting costing"),
            lambda session: export_costing(session, bench, path, currency, as_of),
        )
