"""The workbench's content: the table of pools, the inspector, the heat map."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.costing.workbench import PoolLine, Workbench
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.heat_panel import HeatPanel
from b2bdesk.ui.pages.costing.pool_form import PoolForm
from b2bdesk.ui.pages.costing.pool_table import pool_columns, pool_totals
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words

_NARROW = 1100
_FEWEST_ROWS = 3
_FEW_ROWS = 6
_BELOW = 380


class WorkbenchView(QScrollArea):
    """``pool_chosen`` when the user moves to a pool; ``problems`` are said in their cells."""

    pool_chosen = Signal(object)

    def __init__(
        self, add: Callable[[], None], paste: Callable[[], None], export: Callable[[], None]
    ) -> None:
        super().__init__()
        look = theme()
        self.problems: dict[tuple[int, str], str] = {}
        self._narrow = self._filling = False
        self._can_edit = True
        self._count = 0
        self.table: DataTable[PoolLine] = DataTable(
            IdTableModel(self._columns()),
            name=tr("Cost pools"),
        )
        self.form = PoolForm()
        self.heat = HeatPanel()
        self._pools = Panel(tr("Cost pools"), flush=True)
        self._edits = (
            Button(tr("Add pool"), "flat", icon_name="ph.plus", on_click=add),
            Button(
                tr("Paste from Excel"),
                "flat",
                icon_name="ph.clipboard-text",
                keys=tr("Ctrl V"),
                on_click=paste,
            ),
        )
        for button in self._edits:
            self._pools.add_action(button)
        self._pools.add_action(
            Button(tr("Export"), "flat", icon_name="ph.download-simple", on_click=export)
        )
        self._pools.add(self.table, 1)
        gap, pad = look.space(3), look.space(4)
        body = QWidget()
        body.setProperty("scrollBody", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(pad, gap, pad, gap)
        column.setSpacing(gap)
        self._banners = QVBoxLayout()
        column.addLayout(self._banners)
        column.addWidget(self._pools)
        below = QHBoxLayout()
        below.setSpacing(gap)
        below.addWidget(self.heat, 1)
        below.addWidget(self.form)
        column.addLayout(below, 1)
        for part in (self.heat, self.form):
            part.setMinimumHeight(look.px(300))
        self.form.hide()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(body)
        self.table.selection_changed.connect(self._on_selected)
        self.table.peeked.connect(self.pool_chosen)

    def show_bench(self, bench: Workbench, wanted: int | None = None) -> None:
        """Show a workbench; selection and scroll stay, or ``wanted`` is selected."""
        unit = formats().currency
        words = tr("{unit}, rate = cost of capacity / practical capacity", unit=unit)
        self._pools.set_subtitle(words)
        self.problems.clear()
        self._filling = True
        self.table.model.set_rows((line.pool.id, line) for line in bench.pools)
        if wanted is not None:
            self.table.show_id(wanted)
        self._filling = False
        kept = bool(bench.costs.held or bench.costs.unallocated)
        self._show_columns({"kept": kept})
        self._fit_columns()
        self.table.set_totals(pool_totals(bench) if bench.pools else {})
        self._count = len(bench.pools)
        self._fit_rows()
        self.heat.set_bench(bench)
        self._show_gap(bench)

    def set_editable(self, editable: bool) -> None:
        """A published version can only be looked at."""
        if editable is self._can_edit:
            return
        self._can_edit = editable
        for button in self._edits:
            button.setVisible(editable)
        self.table.set_columns(self._columns(), self.table.save_state())

    def _columns(self) -> list[Column[PoolLine]]:
        return pool_columns(
            lambda pool, key: self.problems.get((pool, key), ""), editable=self._can_edit
        )

    def line(self, pool: int | None) -> PoolLine | None:
        """The line of a pool that is shown."""
        return None if pool is None else self.table.model.row(pool)

    def tell(self, pool: int, key: str, message: str) -> None:
        """Mark a cell and say why it kept its value."""
        self.problems[pool, key] = message
        line = self.line(pool)
        if line is not None:
            self.table.model.update_rows({pool: line})

    def _on_selected(self, pools: list[int]) -> None:
        # Not by the row with the keyboard: it may have it without having been chosen.
        if len(pools) == 1 and not self._filling:
            self.pool_chosen.emit(pools[0])

    def _show_columns(self, wanted: Mapping[str, bool]) -> None:
        header = self.table.view.horizontalHeader()
        for key, shown in wanted.items():
            if header.isSectionHidden(self.table.model.column_number(key)) is shown:
                self.table.set_column_shown(key, shown)

    def _fit_columns(self) -> None:
        """A narrow window leaves out what the other columns say too."""
        narrow = self.width() < theme().px(_NARROW)
        if narrow is not self._narrow:
            self._narrow = narrow
            self._show_columns({"activity": not narrow, "used": not narrow})

    def _fit_rows(self) -> None:
        """Every pool at once, unless the inspector below would get too little room."""
        look = theme()
        row, head = look.size("table_row"), look.px(42) + look.size("table_header")
        free = self.viewport().height() - 3 * look.space(3) - look.px(_BELOW) - head - row
        rows = max(_FEWEST_ROWS, min(self._count, max(_FEW_ROWS, free // row)))
        self._pools.setFixedHeight(head + (rows + 1) * row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_rows()

    def _show_gap(self, bench: Workbench) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not bench.costs.known or not bench.costs.uncovered:
            return
        months = ", ".join(period_words(gap) for gap in bench.costs.uncovered[:3])
        self._banners.addWidget(
            Banner(
                "attention",
                tr("No activity costs for {months}.", months=months),
                tr("Cost to serve of the period leaves these months out."),
            )
        )
