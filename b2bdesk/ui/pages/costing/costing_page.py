"""Costing: does every ledger cent reach an account, or stay where it is said to stay?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
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
from b2bdesk.ui.pages.costing.heat_panel import HeatPanel
from b2bdesk.ui.pages.costing.paste_panel import PastePanel
from b2bdesk.ui.pages.costing.pool_edits import PoolEdits, period_edit, text_edit
from b2bdesk.ui.pages.costing.pool_form import PoolForm
from b2bdesk.ui.pages.costing.pool_table import pool_columns, pool_totals
from b2bdesk.ui.pages.costing.reconciliation_strip import ReconciliationStrip
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import PeriodPicker, period_words
from b2bdesk.ui.widgets.states import EmptyAction

if TYPE_CHECKING:
    from collections.abc import Sequence

_NARROW = 1100
_FEWEST_ROWS = 3
_MOST_ROWS = 12


class CostingPage(Page):
    """Reconciliation, cost pools, their inspector, and the cost to serve of every account."""

    key = "costing"
    watched = (
        "cost_pool",
        "cost_pool_period",
        "exchange",
        "import_batch",
        "account",
        "external_id",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._bench: Workbench | None = None
        self._problems: dict[tuple[int, str], str] = {}
        self._adding = False
        self._narrow = False
        self._edits = PoolEdits(ctx, self)
        self._picker = PeriodPicker(ctx)
        self.strip = ReconciliationStrip()
        self.table: DataTable[PoolLine] = DataTable(
            IdTableModel(pool_columns(self._problem)), name=tr("Cost pools")
        )
        self.form = PoolForm()
        self.heat = HeatPanel()
        self.paste = PastePanel()
        self._pools = Panel(tr("Cost pools"), flush=True)
        self._stack = QStackedWidget()
        self.set_content(self._build())
        self._connect()

    def title(self) -> str:
        return tr("Costing")

    def toolbar(self) -> QWidget | None:
        return self._picker

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

    # --- building --------------------------------------------------------------------------

    def _build(self) -> QWidget:
        look = theme()
        gap = look.space(3)
        body = QWidget()
        body.setProperty("scrollBody", True)
        column = QVBoxLayout(body)
        pad = look.space(4)
        column.setContentsMargins(pad, gap, pad, gap)
        column.setSpacing(gap)
        self._banner_place = QVBoxLayout()
        column.addLayout(self._banner_place)
        column.addWidget(self.strip)
        self._pools.add_action(
            Button(tr("Add pool"), "flat", icon_name="ph.plus", on_click=self.add_pool)
        )
        self._pools.add_action(
            Button(
                tr("Paste from Excel"),
                "flat",
                icon_name="ph.clipboard-text",
                keys=tr("Ctrl V"),
                on_click=self.paste_clipboard,
            )
        )
        self._pools.add_action(
            Button(tr("Export"), "flat", icon_name="ph.download-simple", on_click=self._on_export)
        )
        self._pools.add(self.table, 1)
        column.addWidget(self._pools)
        below = QHBoxLayout()
        below.setSpacing(gap)
        below.addWidget(self.heat, 1)
        below.addWidget(self.form)
        column.addLayout(below, 1)
        self.heat.setMinimumHeight(look.px(300))
        self.form.setMinimumHeight(look.px(300))
        self.form.hide()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        shelf = QWidget()
        inner = QVBoxLayout(shelf)
        inner.setContentsMargins(pad, gap, pad, gap)
        inner.addWidget(self.paste)
        self._stack.addWidget(scroll)
        self._stack.addWidget(shelf)
        return self._stack

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda _id: self._on_current())
        self.table.peeked.connect(lambda _id: self._on_current())
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
        self.strip.set_costs(bench.costs)
        unit = self.ctx.currency
        words = tr("{unit}, rate = cost of capacity / practical capacity", unit=unit)
        self._pools.set_subtitle(words)
        self._problems.clear()
        self.table.model.set_rows((line.pool.id, line) for line in bench.pools)
        kept = bench.costs.held + bench.costs.unallocated
        number = self.table.model.column_number("kept")
        if self.table.view.horizontalHeader().isSectionHidden(number) is bool(kept):
            self.table.set_column_shown("kept", bool(kept))
        self.table.set_totals(pool_totals(bench) if bench.pools else {})
        look = theme()
        rows = min(max(len(bench.pools), _FEWEST_ROWS), _MOST_ROWS)
        table_rows = look.size("table_header") + (rows + 1) * look.size("table_row")
        self._pools.setFixedHeight(look.px(40) + table_rows + look.px(2))
        self._fit_columns()
        self.heat.set_bench(bench)
        self._show_gap(bench)
        if not self._adding:
            self._show_form(self.form.pool)

    def _fit_columns(self) -> None:
        """A narrow window leaves out what the other columns say too."""
        narrow = self.width() < theme().px(_NARROW)
        if narrow is not self._narrow:
            self._narrow = narrow
            for key in ("activity", "used"):
                self.table.set_column_shown(key, not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _show_gap(self, bench: Workbench) -> None:
        while (item := self._banner_place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not bench.costs.known or not bench.costs.uncovered:
            return
        months = ", ".join(period_words(gap) for gap in bench.costs.uncovered[:3])
        self._banner_place.addWidget(
            Banner(
                "attention",
                tr("No activity costs for {months}.", months=months),
                tr("Cost to serve of the period leaves these months out."),
            )
        )

    # --- the form --------------------------------------------------------------------------

    def _line(self, pool: int | None) -> PoolLine | None:
        return None if pool is None else self.table.model.row(pool)

    def _period(self) -> Period:
        if self._bench is not None:
            return self._bench.period
        now = month_of(self.ctx.as_of)
        return self.ctx.period or Period(now - 11, now)

    def _on_current(self) -> None:
        current = self.table.current_id
        if current is not None:
            self._adding = False
            self._show_form(current)

    def _show_form(self, pool: int | None) -> None:
        line = self._line(pool)
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

    def _problem(self, pool: int, key: str) -> str:
        return self._problems.get((pool, key), "")

    def _on_cell_edited(self, pool: int, key: str, typed: str) -> None:
        line = self._line(pool)
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
        """Mark the cell and say why it kept its value."""
        self._problems[pool, key] = str(error)
        line = self._line(pool)
        if line is not None:
            self.table.model.update_rows({pool: line})
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
        line = self._line(self.form.pool)
        if line is not None:
            self._save_period(line, period, draft)

    def _on_pool_added(self, draft: PoolDraft, period: PeriodDraft) -> None:
        def done(pool: int) -> None:
            self._adding = False
            self._select_later(pool)

        def failed(error: B2BDeskError) -> None:
            if isinstance(error, DomainError):
                self.form.show_problem(error)
            else:
                self.ctx.failed.emit(error)

        self._edits.add(draft, period, done, failed)

    def _select_later(self, pool: int) -> None:
        """Select a pool that the reload under way will bring."""
        if self.table.model.number_of(pool) is not None:
            self.table.show_id(pool)
            return

        def show() -> None:
            self.table.model.modelReset.disconnect(show)
            self.table.show_id(pool)

        self.table.model.modelReset.connect(show)

    def _on_remove(self) -> None:
        line = self._line(self.form.pool or self.table.current_id)
        if line is None:
            return
        pool, name = line.pool.id, line.pool.name
        self.form.hide()
        self._edits.remove(pool, name)

    def _on_period_added(self) -> None:
        line = self._line(self.form.pool)
        if line is not None:
            self._edits.add_period(line.pool, self._period())

    def _on_period_removed(self, period: int) -> None:
        line = self._line(self.form.pool)
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
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export costing"), tr("Costing") + ".xlsx", tr("Excel workbook (*.xlsx)")
        )
        if chosen:
            self.export_to(Path(chosen).with_suffix(".xlsx"))

    def export_to(self, path: Path) -> None:
        """Write the page as a workbook."""
        bench = self._bench
        if bench is None:
            return
        currency, as_of = self.ctx.currency, self.ctx.as_of
        self.ctx.tasks.long(
            self,
            tr("Exporting costing"),
            lambda _progress: export_costing(bench, path, currency, as_of),
            lambda _none: self.ctx.toast(tr("Exported to {name}", name=path.name)),
            self.ctx.failed.emit,
        )
