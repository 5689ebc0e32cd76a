"""Portfolio: who earns, who costs, who may leave."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.queries.retention import PunctualityRow
from b2bdesk.services.map_health import MapHealth
from b2bdesk.services.portfolio import Compared, Measure, PortfolioResult
from b2bdesk.services.retention.results import PortfolioRetention
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.portfolio.captions import caption_words, count_words
from b2bdesk.ui.pages.portfolio.chart_host import ChartHost
from b2bdesk.ui.pages.portfolio.chart_links import ChartLinks
from b2bdesk.ui.pages.portfolio.columns import columns, empty_columns
from b2bdesk.ui.pages.portfolio.commands import portfolio_actions
from b2bdesk.ui.pages.portfolio.comparing import CompareSource, Comparing, among
from b2bdesk.ui.pages.portfolio.decisions import FACET, DecisionTools
from b2bdesk.ui.pages.portfolio.emptiness import show_empty_period, show_no_sales
from b2bdesk.ui.pages.portfolio.exporting import PortfolioExports
from b2bdesk.ui.pages.portfolio.reading import Figures, Later, read_figures, read_later
from b2bdesk.ui.pages.portfolio.shown_row import ShownRow, has_words
from b2bdesk.ui.pages.portfolio.totals import totals_texts
from b2bdesk.ui.shell.drops import ROWS_ARE_ACCOUNTS
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.account_filter_bar import AccountFilterBar
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.table_head import TableHead
from b2bdesk.ui.widgets.text import h_rule

_SAVE_DELAY_MS = 400
_FIGURES = frozenset(
    {"cogs", "margin", "cost_to_serve", "net", "late", "activities", "after", "sustaining"}
    | {"compared", "difference"}
)


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
        "cost_rate",
        "pool_volume",
        "file_setting",
        "scenario",
        "scenario_measure",
        "colleague",
        "contract",
        "job",
        "dmu",
        "dmu_member",
        "member_role",
        "member_stance",
        "coverage",
        "account_decision",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.result: PortfolioResult | None = None
        self.retention: PortfolioRetention | None = None
        self.deliveries: dict[int, PunctualityRow] = {}
        self.maps: Mapping[int, MapHealth] = {}
        self.compared: Compared | None = None
        self.second: Compared | None = None
        self._rows: dict[int, ShownRow] = {}
        self._selected: frozenset[int] | None = None
        self.comparing = Comparing(self)
        self._links = ChartLinks(self)
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(_SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self._save_view)
        self.exports = PortfolioExports(self)
        self.decisions = DecisionTools(self)
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
        self.chart_host = ChartHost()
        self.chart_host.selected.connect(self.select_accounts)
        self.chart_host.brush_dropped.connect(self._on_brush_cleared)
        self.chart_host.opened.connect(self.open_account)
        self.chart_host.toggled.connect(self._save_timer.start)
        self.chart_host.measure_changed.connect(self._on_measure)
        self.chart_host.made.connect(self._links.connect_band)
        self.filter_bar.add_action(self.comparing.button)
        self.filter_bar.add_action(self.chart_host.button)
        self.filter_bar.changed.connect(self._on_filtered)
        self.filter_bar.brush_cleared.connect(self._on_brush_cleared)
        column.addWidget(self.filter_bar)
        column.addWidget(h_rule())
        column.addWidget(self.chart_host)
        self.table: DataTable[ShownRow] = DataTable(
            IdTableModel(columns()), name=tr("Accounts of the portfolio")
        )
        self.table.setProperty(ROWS_ARE_ACCOUNTS, True)
        self.head = TableHead(self.table, tr("Filter accounts"))
        self.head.filtered.connect(self._on_filtered)
        go = partial(self.ctx.go, Target("contacts"))
        self.head.add_tool(Button(tr("Contacts"), "flat", icon_name="ph.users-three", on_click=go))
        go = partial(self.ctx.go, Target("policy"))
        self.head.add_tool(
            Button(tr("Policy"), "flat", icon_name="ph.sliders-horizontal", on_click=go)
        )
        self.head.add_tool(
            Button(tr("Export"), "flat", icon_name="ph.download-simple", menu=self._export_menu())
        )
        self.head.add_tool(self.decisions.button)
        column.addWidget(self.head)
        self.filter_bar.add_facet(FACET, self.decisions.chip, self.decisions.facet_values)
        self.table.context_requested.connect(self.decisions.open_menu)
        self.table.opened.connect(self.open_account)
        self.table.state_changed.connect(self._on_table_state)
        holder = QHBoxLayout()
        holder.setContentsMargins(look.px(8), 0, look.px(8), look.px(8))
        holder.addWidget(self.table)
        column.addLayout(holder, 1)
        self.set_content(content)

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Table as Excel workbook…"), self.exports.save_workbook)
        menu.addAction(tr("Into a template of mine…"), self.exports.save_template)
        menu.addSeparator()
        menu.addAction(tr("Whale curve as PNG…"), lambda: self.exports.save_picture("png"))
        menu.addAction(tr("Whale curve as SVG…"), lambda: self.exports.save_picture("svg"))
        return menu

    # --- what the shell asks ---------------------------------------------------------------

    def title(self) -> str:
        return tr("Portfolio")

    def page_actions(self) -> list[Action]:
        return portfolio_actions(self)

    def shortcuts(self) -> list[tuple[str, str]]:
        return [("J K", tr("move")), ("Enter", tr("open account")), ("F", tr("filter"))]

    # --- reading ---------------------------------------------------------------------------

    def focus_target(self) -> QWidget:
        return self.table.view

    def load(self) -> None:
        info, period = self.ctx.info, self.ctx.period
        if info is None:
            return
        if period is None:
            self.result = None
            show_no_sales(self)
            return
        as_of, start = info.as_of.date, info.fiscal_start
        if self.result is None:
            self.states.show_loading(tr("Reading the portfolio"))
        beside = [source.read for source in self.comparing.refresh()]

        self.ctx.read(
            "portfolio",
            self,
            lambda session: read_figures(session, period, as_of, start, beside),
            self._on_result,
            self.states.show_problem,
        )

    def _on_result(self, found: Figures) -> None:
        result = found.result
        self.result = result
        self.compared, self.second = (*found.compared, None, None)[:2]
        self.deliveries = {each.account: each for each in found.late}
        self.comparing.take(found.scenarios)
        kept = self.retention
        if kept is not None and kept.as_of != result.as_of:
            self.retention, self.maps = None, {}
        if not result.rows:
            show_empty_period(self)
            return
        self.chart_host.set_result(result, self.compared, self.second)
        self._take_rows()
        self.filter_bar.set_rows(result.rows)
        self.states.show_ready()
        self._on_filtered()
        QTimer.singleShot(0, self, self._draw_charts)
        self._read_retention()

    def _draw_charts(self) -> None:
        self.chart_host.refresh()
        self.comparing.show_movement()

    def _read_retention(self) -> None:
        as_of = self.ctx.as_of
        self.ctx.read(
            "portfolio-retention",
            self,
            lambda session: read_later(session, as_of),
            self._on_later,
        )

    def _on_later(self, later: Later) -> None:
        self.retention, self.maps = later.retention, later.maps
        self.decisions.take(later.decisions)
        if self.result is not None and self.result.rows:
            self._take_rows()
            self._on_filtered()

    def _take_rows(self) -> None:
        assert self.result is not None
        risks = {} if self.retention is None else self.retention.by_account
        as_of, late, maps = self.result.as_of, self.deliveries, self.maps
        compared, measure = self.compared, self.chart_host.measure_now
        self._rows = {
            row.id: ShownRow(
                row,
                risks.get(row.id),
                as_of,
                late.get(row.id),
                maps.get(row.id),
                None if compared is None else compared.amount(row.id, measure),
                row.amount(measure),
                self.decisions.of(row.id),
            )
            for row in self.result.rows
        }
        self.head.set_absent(empty_columns(self._rows.values()))

    def _on_opened(self) -> None:
        self.result = self.retention = self.compared = self.second = None
        self.maps = {}
        self._selected = None
        self._rows = {}
        self.chart_host.set_result(None)
        self.filter_bar.set_brush("")
        self.filter_bar.restore_state(self.filter_bar.save_state())
        self.stale = True

    # --- filtering -------------------------------------------------------------------------

    @property
    def shown_rows(self) -> list[ShownRow]:
        """The rows the filters let through, in the order of the table."""
        return [self._rows[account] for account in self.table.model.ids]

    def clear_filters(self) -> None:
        """Let every account through again."""
        self.head.search.clear()
        self.filter_bar.clear()

    def sort_by_late(self) -> None:
        """The accounts that we deliver to late most often first."""
        self.table.set_column_shown("late", True)
        self.table.sort_by("late", True)

    def select_accounts(self, ids: frozenset[int] | None, words: str) -> None:
        """Narrow the table to a selection made in a chart; None takes it away."""
        self._selected = ids
        self.filter_bar.set_brush(words if ids is not None else "")
        self.chart_host.set_marked(ids)
        self._on_filtered()

    def _on_brush_cleared(self) -> None:
        self.chart_host.clear_brush()
        self.select_accounts(None, "")

    def _on_filtered(self) -> None:
        if self.result is None:
            return
        filters = self.filter_bar.filters
        self.chart_host.set_among(*among(filters, self.result, self.compared, self.second))
        needle = self.head.needle
        chosen = {
            shown.row.id: shown
            for shown in self._rows.values()
            if (self._selected is None or shown.row.id in self._selected)
            and filters.accepts(shown.row)
            and (not needle or has_words(shown.row, needle))
        }
        self.table.model.set_rows(chosen)
        sort = self.table.model.sorting
        if sort is None or sort[0] in _FIGURES & empty_columns(self._rows.values()):
            # What was remembered from another file may be a figure that this one cannot fill.
            self.table.sort_by(self._first_sort(), True)
        self._show_counts()
        self._on_order_changed()
        self.chart_host.set_rows(self.shown_rows)
        self._save_timer.start()

    def _first_sort(self) -> str:
        assert self.result is not None
        keys = {Measure.NET_PROFIT: "net", Measure.GROSS_MARGIN: "margin", Measure.SALES: "sales"}
        return keys[self.result.measure]

    def _show_counts(self) -> None:
        assert self.result is not None
        shown, every = self.shown_rows, len(self.result.rows)
        self.head.count.setText(count_words(len(shown), every))
        sort = self.table.model.sorting
        columns = self.table.model.columns
        name = "" if sort is None else columns[self.table.model.column_number(sort[0])].name
        self.head.caption.setText(caption_words(self.result, shown, name))
        totals = self.result.totals(row.row for row in shown)
        self.table.set_totals(totals_texts(totals, shown, every))

    def _on_order_changed(self) -> None:
        self.ctx.set_account_order(self.table.model.ids)

    def open_account(self, account: int) -> None:
        """Show an account; Alt+Up and Alt+Down then walk the rows of this table."""
        self._on_order_changed()
        self.ctx.go(Target("account", account))

    # --- charts ----------------------------------------------------------------------------

    def compare_with(self, source: CompareSource | None) -> None:
        """Lay another period or a scenario beside the figures; None takes it away."""
        self.comparing.choose(source)

    def _on_measure(self) -> None:
        self._take_rows()
        self._on_filtered()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.chart_host.on_height()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.chart_host.on_height()

    # --- what is remembered ----------------------------------------------------------------

    def _on_table_state(self) -> None:
        if self.result is not None and self.result.rows:
            self._show_counts()
            self._on_order_changed()
        self._save_timer.start()

    def _save_view(self) -> None:
        self.ctx.keep_view_state(
            self.key,
            {
                "table": self.head.table_state(),
                "filters": self.filter_bar.save_state(),
                "search": self.head.search.text(),
                "charts": self.chart_host.wanted,
                "curve": self.chart_host.save_state(),
                "compare": self.comparing.keys,
            },
        )

    def _restore_view(self) -> None:
        state = self.ctx.view_state(self.key)
        self.table.restore_state(state.get("table", {}))
        self.filter_bar.restore_state(state.get("filters", {}))
        self.head.search.setText(state.get("search", ""))
        self.chart_host.wanted = state.get("charts")
        self.chart_host.restore_state(state.get("curve", {}))
        self.comparing.keys = tuple(state.get("compare", ()))
        self._save_timer.stop()
