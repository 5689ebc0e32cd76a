"""Profit: where does this account's money go, and what makes it go there?"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.profit import AccountProfit, ProductShare, account_profit
from b2bdesk.ui.charts.bars import HorizontalBars, MonthlyBars
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.waterfall import WaterfallChart
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.figures import (
    Measure,
    activity_rows,
    activity_subtitle,
    idle_words,
    month_bars,
    month_title,
    waterfall,
)
from b2bdesk.ui.pages.account.profit.tables import (
    CauseLine,
    cause_columns,
    cause_lines,
    product_columns,
)
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.text import Text

_STACKED = 1000


class ProfitTab(Page):
    """Waterfall, months, activities, causes and products of one account."""

    key = "profit"
    watched = (
        "cost_pool",
        "cost_pool_period",
        "pool_volume",
        "exchange",
        "exchange_person",
        "person",
        "import_batch",
        "product",
        "list_price",
        "relationship_record",
        "account",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._profit: AccountProfit | None = None
        self._shown: int | None = None
        self._measure = Measure.AMOUNT
        self.waterfall = WaterfallChart()
        self.months = MonthlyBars()
        self.activities = HorizontalBars(value_header=tr("% of sales"))
        self.causes: DataTable[CauseLine] = DataTable(
            IdTableModel(cause_columns()), name=tr("What causes the cost")
        )
        self.products: DataTable[ProductShare] = DataTable(
            IdTableModel(product_columns()), name=tr("Product mix")
        )
        self.set_content(self._build())
        self.causes.opened.connect(self._on_cause_opened)

    # --- building --------------------------------------------------------------------------

    def _build(self) -> QWidget:
        look = theme()
        gap, pad = look.space(3), look.space(4)
        body = QWidget()
        body.setProperty("scrollBody", True)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(pad, gap, pad, gap)
        outer.setSpacing(gap)
        self._banners = QVBoxLayout()
        self._banners.setSpacing(gap)
        outer.addLayout(self._banners)
        self._fall_panel = ChartPanel(tr("From list revenue to net profit"), self.waterfall)
        self._switch = SegmentedControl(
            [
                Segment(Measure.AMOUNT.value, tr("Amount")),
                Segment(Measure.PER_ORDER.value, tr("Per order")),
                Segment(Measure.SHARE.value, tr("% of sales")),
            ],
            Measure.AMOUNT.value,
            name=tr("Show figures as"),
        )
        self._switch.changed.connect(self._on_measure)
        self._fall_panel.add_action(self._switch)
        self.waterfall.setMinimumHeight(look.px(240))
        self._month_panel = ChartPanel(tr("Monthly net profit"), self.months)
        self._idle = Text("", "table", "text_2", wrap=True)
        self._month_panel.add(self._idle)
        self._activity_panel = ChartPanel(tr("Cost to serve"), self.activities)
        self._activity_panel.body.addStretch(1)
        self._cause_panel = Panel(tr("What causes the cost"), flush=True)
        self._cause_panel.add(self.causes, 1)
        self._product_panel = Panel(tr("Product mix"), flush=True)
        self._product_panel.add(self.products, 1)
        for panel in (self._cause_panel, self._product_panel):
            panel.setMinimumHeight(look.px(220))
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self._fall_panel, 3)
        below = QHBoxLayout()
        below.setSpacing(gap)
        below.addWidget(self._month_panel, 1)
        below.addWidget(self._activity_panel, 1)
        left.addLayout(below, 2)
        right = QVBoxLayout()
        right.setSpacing(gap)
        right.addWidget(self._cause_panel, 1)
        right.addWidget(self._product_panel, 1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(gap)
        self._columns.addLayout(left, 8)
        self._columns.addLayout(right, 5)
        outer.addLayout(self._columns, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        return scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < theme().px(_STACKED)
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        """Read the account's profit over the chosen period."""
        account, period, as_of = self.target.account, self.ctx.period, self.ctx.as_of
        if account is None:
            return
        if period is None:
            self._show_empty()
            return
        if self._shown != account:
            self.states.show_loading(tr("Working out the profit"))
        self.ctx.read(
            "profit",
            self,
            lambda session: account_profit(session, account, period, as_of),
            self._on_profit,
            self.states.show_problem,
        )

    def _show_empty(self) -> None:
        whole = self.ctx.info is None or self.ctx.info.months == self.ctx.period
        text = tr("Its invoice lines become the waterfall from list revenue to profit.")
        self.states.show_empty(
            tr("No sales in this period"),
            text,
            icon_name="ph.chart-bar",
            primary=None
            if whole
            else EmptyAction(tr("Show the whole ledger"), lambda: self.ctx.set_period(None)),
            alternative=EmptyAction(
                tr("Import invoice lines"), lambda: self.ctx.go(Target("data", tab="import"))
            ),
        )

    def _on_profit(self, profit: AccountProfit) -> None:
        self._profit = profit
        self._shown = profit.account
        if not profit.lines and not profit.cost_to_serve:
            self._show_empty()
            return
        self.states.show_ready()
        self._show_banners(profit)
        self._show_waterfall(profit)
        bars, note = month_bars(profit)
        self._month_panel.set_title(month_title(profit), formats().currency)
        self.months.setAccessibleName(month_title(profit))
        self.months.set_data(bars, note)
        self._month_panel.refresh()
        self._idle.setText(idle_words(profit))
        self._idle.setVisible(bool(self._idle.text()))
        known = profit.activities is not None
        self._activity_panel.setVisible(known)
        self._cause_panel.setVisible(known)
        self._activity_panel.set_subtitle(activity_subtitle(profit))
        self.activities.set_data(activity_rows(profit))
        self._activity_panel.refresh()
        self._show_tables(profit)

    def _show_banners(self, profit: AccountProfit) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if profit.margin_missing:
            self._banners.addWidget(
                Banner(
                    "attention",
                    profit.margin_missing,
                    tr("Gross margin and net profit appear once lines come in with their cost."),
                )
            )
        if profit.cost_missing:
            self._banners.addWidget(
                Banner(
                    "info",
                    profit.cost_missing,
                    tr("What is shown ends with gross margin, before activity costs.")
                    if not profit.margin_missing
                    else "",
                    action=tr("Enter costs"),
                    on_action=lambda: self.ctx.go(Target("costing")),
                    closable=False,
                )
            )
        elif profit.uncovered:
            months = ", ".join(period_words(gap) for gap in profit.uncovered[:3])
            self._banners.addWidget(
                Banner(
                    "attention",
                    tr("No activity costs for {months}.", months=months),
                    tr("Net profit of the period leaves their cost to serve out."),
                )
            )

    def _show_waterfall(self, profit: AccountProfit) -> None:
        if profit.net_profit is not None:
            title = tr("From list revenue to net profit")
        elif profit.gross_margin is not None:
            title = tr("From list revenue to gross margin")
        else:
            title = tr("From list revenue to sales")
        subtitle = tr(
            "{currency}, {period}, share of sales",
            currency=formats().currency,
            period=period_words(profit.period),
        )
        if self._measure is Measure.PER_ORDER:
            orders = trn("{n} order", "{n} orders", profit.orders)
            subtitle = tr("{text}, figures per order of {orders}", text=subtitle, orders=orders)
        self._fall_panel.set_title(title, subtitle)
        self.waterfall.setAccessibleName(title)
        self.waterfall.set_data(*waterfall(profit, self._measure))
        self._fall_panel.refresh()

    def _on_measure(self, key: str) -> None:
        self._measure = Measure(key)
        if self._profit is not None:
            self._show_waterfall(self._profit)

    def _show_tables(self, profit: AccountProfit) -> None:
        self.causes.model.set_rows(cause_lines(profit))
        total = profit.cost_to_serve
        self.causes.set_totals(
            {}
            if total is None
            else {"label": tr("Cost to serve"), "amount": formats().money_exact(total)}
        )
        self.causes.fit()
        # A product without id is the lines that name none.
        self.products.model.set_rows((row.product or 0, row) for row in profit.products)
        count = len(profit.products)
        self._product_panel.set_subtitle(trn("{n} product", "{n} products", count))
        margin = profit.gross_margin
        self.products.set_totals(
            {
                "name": tr("All products"),
                "sales": formats().money(profit.sales),
                "margin": formats().money(margin),
                "rate": formats().percent(
                    margin / profit.sales if margin is not None and profit.sales > 0 else None, 1
                ),
            }
        )
        priced = any(row.price is not None for row in profit.products)
        self.products.set_column_shown("price", priced)
        self.products.fit()

    def _on_cause_opened(self, number: int) -> None:
        line = self.causes.model.row(number)
        if line is None:
            return
        if line.person is not None:
            account = self.target.account
            self.ctx.go(Target("account", account, tab="people", record=line.person))
        elif not line.under:
            self.ctx.go(Target("costing"))
