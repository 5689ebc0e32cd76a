"""Retention: will they still buy, why not, and where the figures come from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.retention import AccountRetention, account_retention
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.account.retention.active_panel import ActivePanel
from b2bdesk.ui.pages.account.retention.drivers_panel import DriversPanel
from b2bdesk.ui.pages.account.retention.facts_panels import (
    ContractsPanel,
    DeliveryPanel,
    HowPanel,
)
from b2bdesk.ui.pages.account.retention.timing_panel import TimingPanel
from b2bdesk.ui.pages.account.retention.words import too_early
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.theme.theme import theme

_NARROW = 860


class RetentionTab(Page):
    """The figure and the strip on top; drivers left; delivery, contracts and the model right."""

    key = "retention"
    watched = (
        "account",
        "import_batch",
        "exchange",
        "exchange_person",
        "dmu",
        "dmu_member",
        "coverage",
        "job",
        "contract",
        "cost_pool",
        "cost_pool_period",
        "pool_volume",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._found: AccountRetention | None = None
        body = QWidget()
        body.setProperty("scrollBody", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(4))
        column.setSpacing(look.space(3))
        self.active = ActivePanel(ctx.currency)
        self.timing = TimingPanel()
        self.drivers = DriversPanel()
        self.delivery = DeliveryPanel()
        self.contracts = ContractsPanel()
        self.how = HowPanel()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._low = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for row in (self._top, self._low):
            row.setSpacing(look.space(3))
            column.addLayout(row)
        self._top.addWidget(self.active)
        self._top.addWidget(self.timing, 1)
        right = QVBoxLayout()
        right.setSpacing(look.space(3))
        for panel in (self.delivery, self.contracts, self.how):
            right.addWidget(panel)
        right.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.drivers)
        left.addStretch(1)
        self._low.addLayout(left, 1)
        self._low.addLayout(right, 1)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        self.set_content(self._area)
        self.drivers.how_asked.connect(self.show_how)

    def title(self) -> str:
        return tr("Retention")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        narrow = self.width() < theme().px(_NARROW)
        chosen = direction.TopToBottom if narrow else direction.LeftToRight
        self._top.setDirection(chosen)
        self._low.setDirection(chosen)
        self.active.setMaximumWidth(16_777_215 if narrow else theme().px(320))
        self.active.setMinimumWidth(theme().px(280))

    def load(self) -> None:
        account, as_of = self.target.account, self.ctx.as_of
        if account is None:
            return
        if self._found is None or self._found.risk.account != account:
            self.states.show_loading(tr("Scoring the portfolio"))
        self.ctx.read(
            "retention",
            self,
            lambda s: account_retention(s, account, as_of),
            self._on_found,
            self.states.show_problem,
        )

    def show_how(self) -> None:
        """Bring the explanation into view."""
        self._area.ensureWidgetVisible(self.how, 0, theme().space(4))
        self.how.setFocus()

    def _on_found(self, found: AccountRetention) -> None:
        if found.risk.account != self.target.account:
            return
        self._found = found
        if not found.ticks:
            title, why = too_early(found.risk)
            self.states.show_empty(title, why, icon_name="ph.clock-counter-clockwise")
            return
        scored = found.risk.risk is not None
        self.active.show_retention(found)
        self.timing.show_retention(found, self.ctx.as_of)
        self.drivers.setVisible(scored)
        self._low.setStretch(0, 1 if scored else 0)
        if scored:
            self.drivers.show_retention(found)
        self.delivery.show_punctuality(found.punctuality)
        self.contracts.show_contracts(found.contracts, self.ctx.as_of)
        self.how.show_model(found.portfolio.model)
        self.states.show_ready()
