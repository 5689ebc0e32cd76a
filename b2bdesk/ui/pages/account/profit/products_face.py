"""Profit > Products: what the account buys, at which margin, and what it paid for it when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.profit_prices import PaidPrice
from b2bdesk.services.profit_products import ProductMix, ProductRow, price_history, product_mix
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.shown_export import as_shown, export_shown
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.face import ProfitFace
from b2bdesk.ui.pages.account.profit.product_panel import ProductPanel
from b2bdesk.ui.pages.account.profit.product_tables import product_columns
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.table_head import TableHead

_STACKED = 900
_NARROW = 1080
_KEPT = "profit-products"
_LED_BY = {
    "discounts": "discount",
    "goods": "goods",
    "margin": "margin",
    "list": "sales",
    "sales": "sales",
}
"""The column that a bar of the waterfall is made of."""


class ProductsFace(ProfitFace):
    """The product mix at the left, the chosen product's prices at the right."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.mix: ProductMix | None = None
        self._wanted: int | None = None
        self.products: DataTable[ProductRow] = DataTable(
            IdTableModel(product_columns(lambda: ctx.as_of)), name=tr("Product mix")
        )
        self.head = TableHead(self.products, tr("Filter products"))
        self.head.filtered.connect(self._show_rows)
        self.head.add_tool(
            Button(tr("Export"), "flat", icon_name="ph.download-simple", on_click=self.export)
        )
        self.panel = ProductPanel(ctx)
        self.set_content(self._build())
        self.products.selection_changed.connect(self._on_selected)
        self.products.restore_state(ctx.view_state(_KEPT))
        self.products.state_changed.connect(self._keep_state)

    def _build(self) -> QWidget:
        look = theme()
        gap, pad = look.space(3), look.space(4)
        body = QWidget()
        body.setProperty("scrollBody", True)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(pad, 0, pad, gap)
        self._columns.setSpacing(gap)
        left = Panel(flush=True)
        left.setAccessibleName(tr("Product mix"))
        left.add(self.head)
        left.add(self.products, 1)
        for part in (left, self.panel):
            part.setMinimumHeight(look.px(320))
        self._columns.addWidget(left, 8)
        self._columns.addWidget(self.panel, 5)
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
        self._show_period()

    def _show_period(self) -> None:
        """A narrow head has no room for the period, which stands in the top bar too."""
        narrow = self.width() < theme().px(_NARROW)
        if self.mix is not None:
            self.head.caption.setText("" if narrow else period_words(self.mix.profit.period))

    def focus_target(self) -> QWidget:
        return self.products.view

    def face_actions(self) -> list[Action]:
        return [
            Action(
                "profit.export_products",
                tr("Export the product mix to Excel"),
                self.export,
                icon="ph.download-simple",
                group=tr("Profit"),
                enabled=lambda: self.mix is not None,
            )
        ]

    def _keep_state(self) -> None:
        self.ctx.keep_view_state(_KEPT, self.head.table_state())

    # --- reading ---------------------------------------------------------------------------

    def narrow(self, wanted: str) -> None:
        """``wanted`` is a product's id, or a bar of the waterfall."""
        if wanted.lstrip("-").isdigit():
            self._wanted = int(wanted)
            self.head.search.clear()
            self._choose()
        elif wanted in _LED_BY:
            column = _LED_BY[wanted]
            self.products.set_column_shown(column, True)
            self.products.sort_by(column, descending=True)

    def show_account(self, account: int) -> None:
        if account != self.account:
            self.panel.show_nothing()
            self.products.view.clearSelection()
        super().show_account(account)

    def load(self) -> None:
        account, period, as_of = self.account, self.ctx.period, self.ctx.as_of
        if account is None:
            return
        if period is None:
            self._show_empty()
            return
        self.ctx.read(
            "profit-products",
            self,
            lambda session: product_mix(session, account, period, as_of),
            self._on_mix,
            self.states.show_problem,
        )

    def _show_empty(self) -> None:
        self.states.show_empty(
            tr("No sales in this period"),
            tr("Its invoice lines become the products it buys, with every price paid."),
            icon_name="ph.package",
            alternative=EmptyAction(
                tr("Import invoice lines"), lambda: self.ctx.go(Target("data", tab="import"))
            ),
        )

    def _on_mix(self, mix: ProductMix) -> None:
        self.mix = mix
        if not mix.rows:
            self._show_empty()
            return
        self.states.show_ready()
        priced = any(row.share.price is not None for row in mix.rows)
        self.head.set_absent(frozenset() if priced else frozenset({"price"}))
        self._show_rows()
        self._choose()
        chosen = self.products.selected_ids
        if len(chosen) == 1:
            self._read_prices(chosen[0])

    def _show_rows(self) -> None:
        mix = self.mix
        if mix is None:
            return
        needle = self.head.needle
        rows = [row for row in mix.rows if all(word in _text(row) for word in needle)]
        # A product without id is the lines that name none.
        self.products.model.set_rows((row.share.product or 0, row) for row in rows)
        count = len(mix.rows)
        words = trn("{n} product", "{n} products", count)
        if needle:
            words = tr("{shown} of {all}", shown=len(rows), all=words)
        self.head.count.setText(words)
        self._show_period()
        sales = sum(row.share.sales for row in rows)
        margins = [row.share.margin for row in rows]
        margin = None if None in margins else sum(each or 0 for each in margins)
        rate = margin / sales if margin is not None and sales > 0 else None
        discount = sum(row.share.discount for row in rows)
        self.products.set_totals(
            {
                "name": tr("Found products") if needle else tr("All products"),
                "sales": formats().money(sales),
                "discount": formats().percent(
                    discount / (sales + discount) if sales + discount > 0 else None, 1
                ),
                "goods": formats().money(None if margin is None else sales - margin),
                "margin": formats().money(margin),
                "rate": formats().percent(rate, 1),
            }
        )
        self.products.fit()

    # --- one product -----------------------------------------------------------------------

    def _choose(self) -> None:
        if self._wanted is not None and self.products.model.number_of(self._wanted) is not None:
            self.products.show_id(self._wanted)
            self._wanted = None

    def _on_selected(self, ids: list[int]) -> None:
        if len(ids) == 1 and ids[0]:
            self._read_prices(ids[0])
        else:
            self.panel.show_nothing()

    def _read_prices(self, product: int) -> None:
        account, as_of = self.account, self.ctx.as_of
        row = self.products.model.row(product)
        if account is None or row is None:
            return

        def on_prices(prices: list[PaidPrice]) -> None:
            self.panel.show_product(row, prices)

        self.ctx.read(
            "profit-prices",
            self,
            lambda session: price_history(session, account, product, as_of),
            on_prices,
        )

    def export(self) -> None:
        """Ask where, then write the products as they are shown, and the prices on show."""
        if self.mix is None:
            return
        name = tr("Product mix")
        tables = [as_shown(self.products, name, ("sales", "goods", "margin"))]
        if self.panel.prices.isVisible():
            tables.append(as_shown(self.panel.prices, tr("Prices paid")))
        export_shown(self.ctx, self, name, tables, period_words(self.mix.profit.period))


def _text(row: ProductRow) -> str:
    parts = (row.share.name, row.share.code, row.share.category or "")
    return " ".join(parts).casefold()
