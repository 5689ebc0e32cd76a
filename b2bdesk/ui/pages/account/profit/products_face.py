"""Profit > Products: what the account buys, at which price and margin."""

from __future__ import annotations

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.profit import AccountProfit, ProductShare, account_profit
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.face import ProfitFace
from b2bdesk.ui.pages.account.profit.product_tables import product_columns
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.widgets.panel import Panel


class ProductsFace(ProfitFace):
    """The product mix."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.products: DataTable[ProductShare] = DataTable(
            IdTableModel(product_columns()), name=tr("Product mix")
        )
        self._panel = Panel(tr("Product mix"), flush=True)
        self._panel.add(self.products, 1)
        self.set_content(self._panel)

    def load(self) -> None:
        account, period, as_of = self.account, self.ctx.period, self.ctx.as_of
        if account is None or period is None:
            self.states.show_empty(tr("No sales in this period"))
            return
        self.ctx.read(
            "profit-products",
            self,
            lambda session: account_profit(session, account, period, as_of),
            self._on_profit,
            self.states.show_problem,
        )

    def _on_profit(self, profit: AccountProfit) -> None:
        self.states.show_ready()
        # A product without id is the lines that name none.
        self.products.model.set_rows((row.product or 0, row) for row in profit.products)
        count = len(profit.products)
        self._panel.set_subtitle(trn("{n} product", "{n} products", count))
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
