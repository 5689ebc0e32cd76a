"""The ledger's face: every pool and every period, and where each of its cents went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.dates import Period
from b2bdesk.core.i18n import tr
from b2bdesk.services.costing.faces import CostingFaces
from b2bdesk.services.costing.ledger_view import GRAIN_WORDS, Grain, LedgerSums, LedgerView
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.tables.cells import Cell, MoneyCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl

R = TypeVar("R")
_VIEW = "costing-ledger"


class LedgerFace(QWidget):
    """Pools above, periods below; a pool that is chosen narrows the periods to its own."""

    def __init__(self, ctx: AppContext, export: Callable[[], None]) -> None:
        super().__init__()
        self._ctx = ctx
        self._faces: CostingFaces | None = None
        self._fiscal_start = 1
        self.ledger: LedgerView | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(3))
        self.pools: DataTable[tuple[str, LedgerSums]] = DataTable(
            IdTableModel(_columns("name", tr("Cost pool"), _pool_name, lambda row: row[1])),
            name=tr("Ledger by cost pool"),
        )
        self.periods: DataTable[tuple[Period, LedgerSums]] = DataTable(
            IdTableModel(
                _columns(
                    "months",
                    tr("Period"),
                    lambda row: period_words(row[0]),
                    lambda row: row[1],
                    order=lambda row: (row[0].first, row[0].last),
                )
            ),
            name=tr("Ledger by period"),
        )
        kept = str(ctx.view_state(_VIEW).get("grain", Grain.QUARTER.value))
        self.grain = SegmentedControl(
            [Segment(grain.value, tr(GRAIN_WORDS[grain])) for grain in Grain],
            kept if kept in {grain.value for grain in Grain} else Grain.QUARTER.value,
            name=tr("Length of a period"),
        )
        self.grain.changed.connect(self._on_grain)
        by_pool = Panel(tr("By cost pool"), flush=True)
        by_pool.add_action(
            Button(tr("Export"), "flat", icon_name="ph.download-simple", on_click=export)
        )
        by_pool.set_subtitle(tr("Choose a pool to see its periods alone."))
        by_pool.add(self.pools, 1)
        self._by_period = Panel(tr("By period"), flush=True)
        self._all = Button(tr("All pools"), "link", keys=tr("Esc"), on_click=self._show_all)
        self._by_period.add_action(self._all)
        self._by_period.add_action(self.grain)
        self._by_period.add(self.periods, 1)
        column.setSpacing(look.space(3))
        column.addWidget(by_pool, 2)
        column.addWidget(self._by_period, 3)
        self.pools.selection_changed.connect(lambda _ids: self._show_periods())
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._show_all)

    def focus_target(self) -> QWidget:
        """Where the keyboard goes."""
        return self.pools.view

    def show_faces(self, faces: CostingFaces, fiscal_start: int) -> None:
        """Show the reconciliation of a result; a chosen pool stays chosen."""
        self._faces, self._fiscal_start = faces, fiscal_start
        self._show()

    def _on_grain(self, grain: str) -> None:
        self._ctx.keep_view_state(_VIEW, {"grain": grain})
        self._show()

    def _show(self) -> None:
        if self._faces is None:
            return
        self.ledger = self._faces.ledger(
            Grain(self.grain.current or Grain.QUARTER), self._fiscal_start
        )
        self.pools.model.set_rows((key, (name, sums)) for key, name, sums in self.ledger.pools)
        self.pools.set_totals({"name": tr("All cost pools"), **_totals(self.ledger.total)})
        self._show_periods()

    def _show_all(self) -> None:
        self.pools.select_ids([])

    def _show_periods(self) -> None:
        ledger = self.ledger
        if ledger is None:
            return
        chosen = self.pools.selected_ids
        row = self.pools.model.row(chosen[0]) if len(chosen) == 1 else None
        spans = ledger.spans(chosen[0] if row is not None else None)
        self._all.setVisible(row is not None)
        self._by_period.set_subtitle(
            tr("{unit}, all cost pools", unit=formats().currency)
            if row is None
            else tr("{unit}, {pool}", unit=formats().currency, pool=row[0])
        )
        self.periods.model.set_rows(enumerate(spans))
        totals = row[1] if row is not None else ledger.total
        self.periods.set_totals({"months": tr("All periods"), **_totals(totals)})


def _pool_name(row: tuple[str, LedgerSums]) -> str:
    return row[0]


def _columns(
    key: str,
    title: str,
    words: Callable[[R], str],
    sums: Callable[[R], LedgerSums],
    *,
    order: Callable[[R], object] | None = None,
) -> list[Column[R]]:
    money = MoneyCell(exact=True)
    parts = (
        ("ledger", tr("Ledger"), ""),
        ("allocated", tr("Allocated"), ""),
        ("unused", tr("Unused"), tr("Cost of unused capacity; negative where it is over-used")),
        ("held", tr("Held"), tr("Held at product, channel or facility level")),
        ("unallocated", tr("Without volume"), tr("No event of the driver to charge it by")),
        ("difference", tr("Difference"), tr("Ledger less the four amounts before it")),
    )
    first: Column[R] = Column(
        key, title, words, Cell(weight="medium"), width=160, stretch=True, sort_key=order
    )
    return [
        first,
        *(
            Column(
                part,
                name,
                partial(_part, sums, part),
                money,
                width=118,
                tooltip=tooltip,
            )
            for part, name, tooltip in parts
        ),
    ]


def _part(sums: Callable[[R], LedgerSums], part: str, row: R) -> int:
    return int(getattr(sums(row), part))


def _totals(sums: LedgerSums) -> dict[str, str]:
    parts = ("ledger", "allocated", "unused", "held", "unallocated", "difference")
    return {part: formats().money_exact(getattr(sums, part)) for part in parts}
