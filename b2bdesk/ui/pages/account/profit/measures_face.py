"""Profit > Measures: the ladder, the scenarios side by side, and the plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.decisions.overview import AccountMeasures, account_measures
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.account.profit.decision.ladder_panel import LadderPanel
from b2bdesk.ui.pages.account.profit.decision.links import try_link
from b2bdesk.ui.pages.account.profit.decision.rules_dialog import RulesDialog
from b2bdesk.ui.pages.account.profit.face import ProfitFace
from b2bdesk.ui.pages.account.profit.what_if.plan_panel import PlanPanel
from b2bdesk.ui.pages.account.profit.what_if.scenarios_panel import ScenariosPanel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import Text

_STACKED = 1000


class MeasuresFace(ProfitFace):
    """The ladder and beside it the plans; under them the scenarios in their full width."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._measures: AccountMeasures | None = None
        self.ladder = LadderPanel()
        self.scenarios = ScenariosPanel(ctx)
        self.plans = PlanPanel(ctx)
        self.set_content(self._build())
        self.ladder.tried.connect(self._try)
        self.scenarios.tried.connect(self._try)
        self.ladder.rules_asked.connect(self.ask_rules)

    def _build(self) -> QWidget:
        look = theme()
        gap, pad = look.space(3), look.space(4)
        body = QWidget()
        body.setProperty("scrollBody", True)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(pad, 0, pad, gap)
        outer.setSpacing(gap)
        self._none = Text("", "table", "text_2", wrap=True)
        outer.addWidget(self._none)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(gap)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, panel in ((left, self.ladder), (right, self.plans)):
            side.addWidget(panel)
            side.addStretch(1)
        self._columns.addLayout(left, 11)
        self._columns.addLayout(right, 9)
        outer.addLayout(self._columns)
        outer.addWidget(self.scenarios)
        outer.addStretch(1)
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

    def focus_target(self) -> QWidget:
        return self.ladder.steps.view

    def face_actions(self) -> list[Action]:
        group = tr("Profit")
        return [
            Action("measures.rules", tr("Set what counts as feasible"), self.ask_rules, "",
                   "ph.sliders-horizontal", group, "rules price cap ladder", self._has_rules),
            Action("measures.export", tr("Export the scenarios to Excel"), self.scenarios.export,
                   "", "ph.download-simple", group, "what if compare", self._has_scenarios),
        ]  # fmt: skip

    def _has_rules(self) -> bool:
        return self._measures is not None and self._measures.advice is not None

    def _has_scenarios(self) -> bool:
        return self._measures is not None and bool(self._measures.scenarios)

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        account, as_of = self.account, self.ctx.as_of
        if account is None:
            return
        self.ctx.read(
            "measures",
            self,
            lambda session: account_measures(session, account, as_of),
            lambda found: self._on_measures(account, found),
            self.states.show_problem,
        )

    def _on_measures(self, account: int, found: AccountMeasures) -> None:
        if account != self.account:
            return
        self._measures = found
        known = found.advice is not None
        self._none.setText(
            tr("No sales, exchanges or costs in the last twelve months to start from.")
        )
        self._none.setVisible(not known)
        self.ladder.setVisible(known)
        self.scenarios.setVisible(known)
        if found.advice is not None:
            self.ladder.show_advice(found.advice)
        self.scenarios.show_scenarios(found.found, found.scenarios)
        self.plans.show_plans(found.plans)
        self.states.show_ready()

    # --- leading on ------------------------------------------------------------------------

    def _try(self, settings: Sequence[MeasureSetting]) -> None:
        self.ctx.go(Target("account", self.account, "profit", filter=try_link(settings)))

    def ask_rules(self) -> None:
        """Ask what counts as feasible."""
        if self._measures is not None and self._measures.advice is not None:
            RulesDialog(self.ctx, self._measures.advice.rules, self.window()).open()
