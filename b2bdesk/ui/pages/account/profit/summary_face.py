"""Profit > Summary: where does this account's money go, and what would change it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.profit import AccountProfit, account_profit
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.charts.bars import HorizontalBars
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.month_bars import MonthlyBars
from b2bdesk.ui.charts.waterfall import WaterfallChart
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.shown_export import export_shown
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.decision.commands import decision_actions
from b2bdesk.ui.pages.account.profit.decision.links import tried_settings
from b2bdesk.ui.pages.account.profit.decision.panel import DecisionPanel
from b2bdesk.ui.pages.account.profit.face import ProfitFace
from b2bdesk.ui.pages.account.profit.figures import (
    Measure,
    activity_rows,
    activity_subtitle,
    idle_words,
    month_bars,
    month_title,
    waterfall,
)
from b2bdesk.ui.pages.account.profit.summary_tables import summary_tables
from b2bdesk.ui.pages.account.profit.what_if.panel import WhatIfPanel
from b2bdesk.ui.pages.account.profit.what_if.plan_dialog import PlanDialog
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.text import Text, h_rule

_STACKED = 1000
_SIDE = 332


class ProfitPanel(Protocol):
    """A panel of the summary that is told the account's profit, and reads the rest itself."""

    def show_profit(self, profit: AccountProfit) -> None:
        """Show another account, or the same one anew."""
        ...


class SummaryFace(ProfitFace):
    """Waterfall, months and activities; beside them the decision and what if.

    Every bar opens what it is made of: products, or the causes of an activity or a month.
    """

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.profit: AccountProfit | None = None
        self._measure = Measure.AMOUNT
        self._panels: list[ProfitPanel] = []
        self.waterfall = WaterfallChart()
        self.months = MonthlyBars()
        self.activities = HorizontalBars(value_header=tr("% of sales"), clickable=True)
        self.waterfall.clicked.connect(self._on_step)
        self.months.clicked.connect(self._on_month)
        self.activities.clicked.connect(self._on_activity)
        self.set_content(self._build())
        self._fill_sides()

    # --- building --------------------------------------------------------------------------

    def _fill_sides(self) -> None:
        """Give the decision its place under the waterfall, what if the column at the right."""
        self.decision = DecisionPanel(self.ctx)
        self.what_if = WhatIfPanel(self.ctx)
        self._panels = [self.decision, self.what_if]
        self._below.addWidget(self.decision, 1)
        self.what_if.setMinimumWidth(theme().px(_SIDE))
        self._columns.addWidget(self.what_if, 5)
        self.decision.ladder_asked.connect(self._open_measures)
        self.what_if.compare_asked.connect(self._open_measures)
        self.what_if.plan_asked.connect(self._on_plan_asked)

    def _open_measures(self) -> None:
        self.ctx.go(Target("account", self.account, "profit", filter="measures"))

    def _on_plan_asked(self, settings: Sequence[MeasureSetting]) -> None:
        found = self.what_if.found
        if found is not None:
            PlanDialog(self.ctx, found, settings, parent=self.window()).open()

    def narrow(self, wanted: str) -> None:
        """``try=`` puts the sliders where a scenario or a step of the ladder has them."""
        settings = tried_settings(wanted)
        if settings is not None:
            self.what_if.try_settings(settings)

    def shortcuts(self) -> list[tuple[str, str]]:
        return [("← →", tr("change what-if")), ("R", tr("reset"))]

    def face_actions(self) -> list[Action]:
        export = Action(
            "profit.export_summary",
            tr("Export the waterfall, months and cost to serve to Excel"),
            self.export,
            icon="ph.download-simple",
            group=tr("Profit"),
            enabled=lambda: self.profit is not None,
        )
        return [*decision_actions(self.what_if, self.decision), export]

    def _build(self) -> QWidget:
        look = theme()
        gap, pad = look.space(3), look.space(4)
        body = QWidget()
        body.setProperty("scrollBody", True)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(pad, 0, pad, gap)
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
        self._fall_panel.add_action(
            IconButton("ph.download-simple", tr("Export to Excel"), on_click=self.export)
        )
        self.waterfall.setMinimumHeight(look.px(220))
        # The column beside it may be much longer: the bars stay as high as they can be compared.
        self._fall_panel.setMaximumHeight(look.px(420))
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self._fall_panel, 3)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(gap)
        self._below.addWidget(self._months_and_activities(), 1)
        under = QWidget()
        under.setLayout(self._below)
        self._below.setContentsMargins(0, 0, 0, 0)
        under.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        left.addWidget(under, 4)
        left.addStretch(0)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(gap)
        self._columns.addLayout(left, 12)
        outer.addLayout(self._columns, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        return scroll

    def _months_and_activities(self) -> Panel:
        self._month_panel = ChartPanel(tr("Monthly net profit"), self.months, edge=False)
        self._idle = Text("", "table", "text_2", wrap=True)
        self._month_panel.add(self._idle)
        self._activity_panel = ChartPanel(tr("Cost to serve"), self.activities, edge=False)
        both = Panel(flush=True)
        both.body.setSpacing(0)
        both.add(self._month_panel, 1)
        self._activity_rule = h_rule()
        both.add(self._activity_rule)
        both.add(self._activity_panel)
        return both

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < theme().px(_STACKED)
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        account, period, as_of = self.account, self.ctx.period, self.ctx.as_of
        if account is None:
            return
        if period is None:
            self._show_empty()
            return
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
        self.profit = profit
        if not profit.lines and not profit.cost_to_serve:
            self._show_empty()
            return
        self.states.show_ready()
        self._show_banners(profit)
        self._show_waterfall(profit)
        bars, note = month_bars(profit, self.ctx.as_of)
        self._month_panel.set_title(month_title(profit), formats().currency)
        self.months.setAccessibleName(month_title(profit))
        self.months.set_data(bars, note)
        self._month_panel.refresh()
        self._idle.setText(idle_words(profit))
        self._idle.setVisible(bool(self._idle.text()))
        known = profit.activities is not None
        self._activity_panel.setVisible(known)
        self._activity_rule.setVisible(known)
        self._activity_panel.set_subtitle(activity_subtitle(profit))
        self.activities.set_data(activity_rows(profit))
        self._activity_panel.refresh()
        for panel in self._panels:
            panel.show_profit(profit)

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
        if self.profit is not None:
            self._show_waterfall(self.profit)

    def export(self) -> None:
        """Ask where, then write what the charts show."""
        if self.profit is None:
            return
        period = period_words(self.profit.period)
        export_shown(self.ctx, self, tr("Profit"), summary_tables(self.profit), period)

    # --- what a figure is made of ----------------------------------------------------------

    def _open(self, face: str) -> None:
        self.ctx.go(Target("account", self.account, "profit", filter=face))

    def _on_step(self, key: str) -> None:
        kind, _, activity = key.partition(":")
        if kind == "activity":
            self._open(f"causes:{activity}")
        elif kind == "net":
            self._open("causes")
        else:
            self._open(f"products:{kind.removesuffix('-again')}")

    def _on_month(self, number: int) -> None:
        if self.profit is not None:
            self._open(f"causes:month={self.profit.months[number].month}")

    def _on_activity(self, number: int) -> None:
        if self.profit is not None and self.profit.activities is not None:
            self._open(f"causes:{self.profit.activities[number].activity}")
