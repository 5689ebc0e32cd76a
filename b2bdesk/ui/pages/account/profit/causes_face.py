"""Profit > Causes: what makes the cost of serving the account."""

from __future__ import annotations

from b2bdesk.core.i18n import tr
from b2bdesk.services.profit import AccountProfit, account_profit
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.face import ProfitFace
from b2bdesk.ui.pages.account.profit.tables import CauseLine, cause_columns, cause_lines
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.widgets.panel import Panel


class CausesFace(ProfitFace):
    """Pools, and the people behind the exchanges they charge."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.causes: DataTable[CauseLine] = DataTable(
            IdTableModel(cause_columns()), name=tr("What causes the cost")
        )
        panel = Panel(tr("What causes the cost"), flush=True)
        panel.add(self.causes, 1)
        self.set_content(panel)
        self.causes.opened.connect(self._on_cause_opened)

    def load(self) -> None:
        account, period, as_of = self.account, self.ctx.period, self.ctx.as_of
        if account is None or period is None:
            self.states.show_empty(tr("No sales in this period"))
            return
        self.ctx.read(
            "profit-causes",
            self,
            lambda session: account_profit(session, account, period, as_of),
            self._on_profit,
            self.states.show_problem,
        )

    def _on_profit(self, profit: AccountProfit) -> None:
        self.states.show_ready()
        self.causes.model.set_rows(cause_lines(profit))
        total = profit.cost_to_serve
        self.causes.set_totals(
            {}
            if total is None
            else {"label": tr("Cost to serve"), "amount": formats().money_exact(total)}
        )
        self.causes.fit()

    def _on_cause_opened(self, number: int) -> None:
        line = self.causes.model.row(number)
        if line is None:
            return
        if line.person is not None:
            self.ctx.go(Target("account", self.account, tab="people", record=line.person))
        elif not line.under:
            self.ctx.go(Target("costing"))
