"""Portfolio: who earns, who costs, who may leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.portfolio import Measure, PortfolioResult, PortfolioRow, portfolio
from b2bdesk.services.retention.results import PortfolioRetention
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.portfolio.columns import ShownRow, columns, empty_columns
from b2bdesk.ui.pages.portfolio.exporting import PortfolioExports
from b2bdesk.ui.pages.portfolio.totals import totals_texts
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.account_filter_bar import AccountFilterBar
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import SearchField
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule

if TYPE_CHECKING:
    from b2bdesk.ui.pages.portfolio.chart_band import ChartBand

_CHARTS_FROM = 800  # height of the window under which the charts fold away by themselves
_SAVE_DELAY_MS = 400


class PortfolioPage(Page):
    """Filter chips, charts, and the table of the accounts that ordered in the period."""

    key = "portfolio"
    watched = (
        "account",
        "external_id",
        "import_batch",
        "exchange",
        "next_step",
        "relationship_record",
        "assessment",
        "sales_target",
        "cost_pool",
        "cost_pool_period",
        "colleague",
        "contract",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.result: PortfolioResult | None = None
        self.retention: PortfolioRetention | None = None
        self.measure: Measure | None = None
        self._rows: dict[int, ShownRow] = {}
        self._selected: frozenset[int] | None = None
        self._absent: frozenset[str] = frozenset()
        self._charts: ChartBand | None = None
        self._charts_wanted: bool | None = None
        self._was_tall: bool | None = None
        self._restoring = True
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(_SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self._save_view)
        self.exports = PortfolioExports(self)
        self._build()
        self._restore_view()
        ctx.opened.connect(self._on_opened)

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        look = theme()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filter_bar = AccountFilterBar()
        self.charts_button = Button(
            tr("Charts"), "flat", icon_name="ph.chart-line", on_click=self._on_charts_toggled
        )
        self.charts_button.setCheckable(True)
        self.filter_bar.add_action(self.charts_button)
        self.filter_bar.changed.connect(self._on_filtered)
        self.filter_bar.brush_cleared.connect(self._on_brush_cleared)
        column.addWidget(self.filter_bar)
        column.addWidget(h_rule())
        self._chart_slot = QVBoxLayout()
        self._chart_slot.setSpacing(0)
        column.addLayout(self._chart_slot)
        head = QHBoxLayout()
        head.setContentsMargins(look.space(4), look.px(8), look.space(4), look.px(4))
        head.setSpacing(look.space(2))
        self.count = Text("", "section")
        self.caption = ElidedText("", "caption", "text_3")
        self.search = SearchField(tr("Filter accounts"), keys="F")
        self.search.setFixedWidth(look.px(216))
        self.search.searched.connect(lambda _text: self._on_filtered())
        self.columns_button = Button(tr("Columns"), "flat", icon_name="ph.columns")
        self.export_button = Button(
            tr("Export"), "flat", icon_name="ph.download-simple", menu=self._export_menu()
        )
        head.addWidget(self.count)
        head.addWidget(self.caption, 1)
        head.addWidget(self.search)
        head.addWidget(self.columns_button)
        head.addWidget(self.export_button)
        column.addLayout(head)
        self.table: DataTable[ShownRow] = DataTable(
            IdTableModel(columns()), name=tr("Accounts of the portfolio")
        )
        self.columns_button.setMenu(QMenu(self.columns_button))
        self.columns_button.menu().aboutToShow.connect(self._fill_columns_menu)
        self.search.left_down.connect(self.table.view.setFocus)
        self.table.opened.connect(self.open_account)
        self.table.filter_typed.connect(self._on_typed)
        self.table.state_changed.connect(self._on_table_state)
        holder = QHBoxLayout()
        holder.setContentsMargins(look.px(8), 0, look.px(8), look.px(8))
        holder.addWidget(self.table)
        column.addLayout(holder, 1)
        self.set_content(content)

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Table as Excel workbook…"), self.exports.save_workbook)
        menu.addSeparator()
        menu.addAction(tr("Whale curve as PNG…"), lambda: self.exports.save_picture("png"))
        menu.addAction(tr("Whale curve as SVG…"), lambda: self.exports.save_picture("svg"))
        return menu

    def _fill_columns_menu(self) -> None:
        target = self.columns_button.menu()
        target.clear()
        source = self.table.column_menu(target)
        absent = {self.table.model.columns[self.table.model.column_number(k)].name
                  for k in self._absent}  # fmt: skip
        for action in source.actions():
            if action.text() not in absent:
                target.addAction(action)

    # --- what the shell asks ---------------------------------------------------------------

    def title(self) -> str:
        return tr("Portfolio")

    def page_actions(self) -> list[Action]:
        group = tr("Portfolio")

        def ready() -> bool:
            return self.result is not None and bool(self.result.rows)

        return [
            Action(
                "portfolio.filter",
                tr("Filter accounts"),
                self.search.setFocus,
                "F",
                "ph.funnel-simple",
                group,
                "find",
                ready,
            ),
            Action(
                "portfolio.clear",
                tr("Clear all filters"),
                self.clear_filters,
                "",
                "ph.x",
                group,
                "reset",
                ready,
            ),
            Action(
                "portfolio.charts",
                tr("Show or hide the charts"),
                self.toggle_charts,
                "",
                "ph.chart-line",
                group,
                "whale curve",
                ready,
            ),
            Action(
                "portfolio.export",
                tr("Export the portfolio to Excel"),
                self.exports.save_workbook,
                "Ctrl+E",
                "ph.download-simple",
                group,
                "workbook spreadsheet",
                ready,
            ),
            Action(
                "portfolio.export_png",
                tr("Export the whale curve as PNG"),
                lambda: self.exports.save_picture("png"),
                "",
                "ph.image",
                group,
                "picture",
                ready,
            ),
            Action(
                "portfolio.export_svg",
                tr("Export the whale curve as SVG"),
                lambda: self.exports.save_picture("svg"),
                "",
                "ph.image",
                group,
                "vector",
                ready,
            ),
        ]

    def shortcuts(self) -> list[tuple[str, str]]:
        return [("J K", tr("move")), ("Enter", tr("open account")), ("F", tr("filter"))]

    # --- reading ---------------------------------------------------------------------------

    def activate(self, target: Target) -> None:
        super().activate(target)
        self.table.setFocus()

    def load(self) -> None:
        info, period = self.ctx.info, self.ctx.period
        if info is None:
            return
        if period is None:
            self._show_nothing_yet()
            return
        as_of, start = info.as_of.date, info.fiscal_start
        if self.result is None:
            self.states.show_loading(tr("Reading the portfolio"))

        self.ctx.read(
            "portfolio",
            self,
            lambda session: _with_curve(portfolio(session, period, as_of, start)),
            self._on_result,
            self.states.show_problem,
        )

    def _on_result(self, result: PortfolioResult) -> None:
        self.result = result
        kept = self.retention
        if kept is not None and kept.as_of != result.as_of:
            self.retention = None
        if not result.rows:
            self._show_empty_period()
            return
        if self.measure not in result.measures:
            self.measure = None
        self._take_rows()
        self.filter_bar.set_rows(result.rows)
        self.states.show_ready()
        self._on_filtered()
        QTimer.singleShot(0, self, self._show_charts)
        self._read_retention()

    def _read_retention(self) -> None:
        as_of = self.ctx.as_of
        self.ctx.read(
            "portfolio-retention",
            self,
            lambda session: _retention(session, as_of),
            self._on_retention,
        )

    def _on_retention(self, retention: PortfolioRetention) -> None:
        self.retention = retention
        if self.result is not None and self.result.rows:
            self._take_rows()
            self._on_filtered()

    def _take_rows(self) -> None:
        assert self.result is not None
        risks = {} if self.retention is None else self.retention.by_account
        as_of = self.result.as_of
        self._rows = {row.id: ShownRow(row, risks.get(row.id), as_of) for row in self.result.rows}
        self.table.model.set_rows(self._rows)
        self._hide_empty_columns(empty_columns(self._rows.values()))

    def _hide_empty_columns(self, absent: frozenset[str]) -> None:
        header = self.table.view.horizontalHeader()
        for key in absent ^ self._absent:
            number = self.table.model.column_number(key)
            optional = self.table.model.columns[number].optional
            header.setSectionHidden(number, key in absent or optional)
        self._absent = absent
        self.table.fit()

    def _on_opened(self) -> None:
        self.result = self.retention = None
        self._selected = None
        self._rows = {}
        self.filter_bar.set_brush("")
        self.filter_bar.restore_state(self.filter_bar.save_state())
        self.stale = True

    # --- empty -----------------------------------------------------------------------------

    def _show_nothing_yet(self) -> None:
        self.result = None
        self.states.show_empty(
            tr("No sales yet"),
            tr(
                "Import invoice or order lines to see who earns and who costs. "
                "Costs, people and exchanges can follow later."
            ),
            icon_name="ph.chart-pie-slice",
            primary=EmptyAction(tr("Import a workbook"), self._import, "Ctrl+O"),
            alternative=EmptyAction(tr("Add one account"), self._add_account),
        )

    def _show_empty_period(self) -> None:
        self.states.show_empty(
            tr("No sales in this period"),
            tr("The ledger holds nothing for the months chosen, as of this date."),
            icon_name="ph.calendar-blank",
            primary=EmptyAction(tr("Show the whole ledger"), lambda: self.ctx.set_period(None)),
        )

    def _import(self) -> None:
        self.ctx.go(Target("data", tab="import"))

    def _add_account(self) -> None:
        from b2bdesk.ui.dialogs.account_dialog import add_account

        add_account(self.ctx, self)

    # --- filtering -------------------------------------------------------------------------

    @property
    def shown_rows(self) -> list[ShownRow]:
        """The rows the filters let through, in the order of the table."""
        return [self._rows[account] for account in self.table.model.ids]

    def clear_filters(self) -> None:
        """Let every account through again."""
        self.search.clear()
        self.filter_bar.clear()

    def select_accounts(self, ids: frozenset[int] | None, words: str) -> None:
        """Narrow the table to a selection made in a chart; None takes it away."""
        self._selected = ids
        self.filter_bar.set_brush(words if ids is not None else "")
        self._on_filtered()

    def _on_brush_cleared(self) -> None:
        if self._charts is not None:
            self._charts.clear_brush()
        self.select_accounts(None, "")

    def _on_typed(self, text: str) -> None:
        self.search.setFocus()
        if text:
            self.search.setText(self.search.text() + text)

    def _on_filtered(self) -> None:
        if self.result is None:
            return
        filters = self.filter_bar.filters
        needle = self.search.text().strip().casefold().split()
        chosen = [
            shown.row.id
            for shown in self._rows.values()
            if (self._selected is None or shown.row.id in self._selected)
            and filters.accepts(shown.row)
            and all(part in _searchable(shown.row) for part in needle)
        ]
        self.table.model.set_ids(chosen)
        if self.table.model.sorting is None:
            self.table.sort_by(self._first_sort(), True)
        self._show_counts()
        self._on_order_changed()
        if self._charts is not None:
            self._charts.set_shown(self.shown_rows)
        self._save_timer.start()

    def _first_sort(self) -> str:
        assert self.result is not None
        keys = {Measure.NET_PROFIT: "net", Measure.GROSS_MARGIN: "margin", Measure.SALES: "sales"}
        return keys[self.result.measure]

    def _show_counts(self) -> None:
        assert self.result is not None
        shown = self.shown_rows
        every = len(self.result.rows)
        of = formats().integer
        if len(shown) == every:
            count = trn("{n} account", "{n} accounts", every, n=of(every))
        else:
            count = tr("{shown} of {every} accounts", shown=of(len(shown)), every=of(every))
        self.count.setText(count)
        parts = [formats().currency]
        sort = self.table.model.sorting
        if sort is not None:
            column = self.table.model.columns[self.table.model.column_number(sort[0])]
            parts.insert(0, tr("sorted by {column}", column=column.name.lower()))
        if self.result.apart:
            apart = trn(
                "{n} account without sales here cost {money} to serve",
                "{n} accounts without sales here cost {money} to serve",
                self.result.apart,
                money=formats().money(self.result.apart_cost),
            )
            parts.append(apart)
        self.caption.setText(", ".join(parts) + _notes(self.result))
        totals = self.result.totals(row.row for row in shown)
        self.table.set_totals(totals_texts(totals, shown, every))

    def _on_order_changed(self) -> None:
        self.ctx.set_account_order(self.table.model.ids)

    def open_account(self, account: int) -> None:
        """Show an account; Alt+Up and Alt+Down then walk the rows of this table."""
        self._on_order_changed()
        self.ctx.go(Target("account", account))

    # --- charts ----------------------------------------------------------------------------

    def toggle_charts(self) -> None:
        """Show the charts, or give their room to the table."""
        self.charts_button.setChecked(not self.charts_button.isChecked())
        self._on_charts_toggled()

    def _on_charts_toggled(self) -> None:
        self._charts_wanted = self.charts_button.isChecked()
        self._show_charts()
        self._save_timer.start()

    def _show_charts(self) -> None:
        wanted = self._charts_wanted
        if wanted is None:
            wanted = self.window().height() >= theme().px(_CHARTS_FROM)
        self.charts_button.setChecked(wanted)
        if not wanted:
            if self._charts is not None:
                self._charts.hide()
            return
        if self.result is None or not self.result.rows:
            return
        if self._charts is None:
            self._charts = self._make_charts()
        if self._charts.result is not self.result or self._charts.measure is not self._measure_now:
            self._charts.set_result(self.result, self._measure_now)
        self._charts.set_shown(self.shown_rows)
        self._charts.show()

    @property
    def charts(self) -> ChartBand | None:
        """The charts, once they have been shown."""
        return self._charts

    @property
    def _measure_now(self) -> Measure:
        assert self.result is not None
        return self.measure or self.result.measure

    def _make_charts(self) -> ChartBand:
        from b2bdesk.ui.pages.portfolio.chart_band import ChartBand

        made = ChartBand()
        made.selected.connect(self.select_accounts)
        made.measure_chosen.connect(self._on_measure_chosen)
        made.opened.connect(self.open_account)
        self._chart_slot.addWidget(made)
        return made

    def _on_measure_chosen(self, measure: Measure) -> None:
        self.measure = measure
        self._on_brush_cleared()
        self._show_charts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_height()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_height()

    def _on_height(self) -> None:
        tall = self.window().height() >= theme().px(_CHARTS_FROM)
        if tall != self._was_tall:
            if self._was_tall is not None:
                self._charts_wanted = None  # the user's choice was for the other height
            self._was_tall = tall
            self._show_charts()

    # --- what is remembered ----------------------------------------------------------------

    def _on_table_state(self) -> None:
        if self.result is not None and self.result.rows:
            self._show_counts()
            self._on_order_changed()
        self._save_timer.start()

    def _save_view(self) -> None:
        state = self.table.save_state()
        state["hidden"] = [key for key in state["hidden"] if key not in self._absent]
        self.ctx.keep_view_state(
            self.key,
            {
                "table": state,
                "filters": self.filter_bar.save_state(),
                "search": self.search.text(),
                "charts": self._charts_wanted,
            },
        )

    def _restore_view(self) -> None:
        state = self.ctx.view_state(self.key)
        self.table.restore_state(state.get("table", {}))
        self.filter_bar.restore_state(state.get("filters", {}))
        self.search.setText(state.get("search", ""))
        self._charts_wanted = state.get("charts")
        self._save_timer.stop()


def _with_curve(result: PortfolioResult) -> PortfolioResult:
    result.curve()  # in the worker, so that the window never waits for numpy
    return result


def _retention(session: Any, as_of: date) -> PortfolioRetention:
    # Imported in the worker: it needs scipy.
    from b2bdesk.services.retention import portfolio_retention

    return portfolio_retention(session, as_of)


def _searchable(row: PortfolioRow) -> str:
    parts = (row.name, row.place, row.segment, row.owner, *row.erp_numbers)
    return " ".join(part for part in parts if part).casefold()


def _notes(result: PortfolioResult) -> str:
    return "".join(f". {note}" for note in result.missing)
