"""One product of the mix: the price paid last, the list price, and every price paid before."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.profit_prices import PaidPrice
from b2bdesk.services.profit_products import ProductRow
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.price_history import PriceHistory, PricePoint
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.cause_tables import quantity_words
from b2bdesk.ui.pages.account.profit.product_tables import (
    PriceLine,
    list_price_words,
    price_columns,
    price_lines,
    price_words,
)
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import LabelValueRows, Text, h_rule

_NARROW = 400


class ProductPanel(Panel):
    """Facts, chart and table of one product's prices."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(tr("Prices paid"), flush=True)
        look = theme()
        self._apart = False
        self._hint = Text(tr("Choose a product to see every price paid."), "table", "text_2")
        self._hint.setContentsMargins(look.space(3), 0, look.space(3), look.space(3))
        self.add(self._hint)
        inner = Panel(edge=False, flush=True)
        self._facts = LabelValueRows(label_width=104)
        self._facts.setContentsMargins(look.space(3), 0, look.space(3), look.space(2))
        self.chart = PriceHistory()
        chart = ChartPanel(tr("Price for one unit"), self.chart, edge=False)
        self._chart_panel = chart
        self.prices: DataTable[PriceLine] = DataTable(
            IdTableModel(price_columns(lambda: ctx.as_of)), name=tr("Prices paid")
        )
        inner.add(self._facts)
        inner.add(h_rule())
        inner.add(chart, 2)
        inner.add(self.prices, 3)
        self._inner = inner
        self.add(inner, 1)
        inner.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()

    def _show_columns(self) -> None:
        """A narrow panel leaves out what the chart shows too."""
        wide = self.width() >= theme().px(_NARROW)
        self.prices.set_column_shown("change", wide)
        self.prices.set_column_shown("list", wide and self._apart)

    def show_nothing(self) -> None:
        """No product is chosen."""
        self.set_title(tr("Prices paid"), "")
        self._inner.hide()
        self._hint.show()

    def show_product(self, row: ProductRow, prices: list[PaidPrice]) -> None:
        """Show a product of the mix with its prices, earliest first."""
        f = formats()
        share = row.share
        self.set_title(share.name, ", ".join(part for part in (share.code, share.category) if part))
        self._hint.hide()
        self._inner.show()
        self._facts.clear()
        if row.last is not None:
            paid = tr(
                "{price} on {day}, {document}",
                price=f"{price_words(row.last.price)} {f.currency}",
                day=f.date_full(row.last.day),
                document=row.last.document,
            )
            self._facts.add_row(tr("Last paid"), paid)
        if share.price is not None:
            listed = f"{f.money_exact(share.price.price)} {f.currency}"
            whose = list_price_words(row).split("\n")[0]
            self._facts.add_row(tr("List price"), f"{listed}. {whose}")
        self._facts.add_row(tr("Bought"), _bought(prices))
        lines = price_lines(prices)
        self.chart.set_data([_point(paid) for paid in prices])
        apart = any(paid.price != paid.list_price for paid in prices)
        unit = formats().currency
        self._chart_panel.set_subtitle(
            tr("{currency}, dashed: list price", currency=unit) if apart else unit
        )
        self._chart_panel.setVisible(len(prices) > 1)
        self._chart_panel.refresh()
        self.prices.model.set_rows(enumerate(lines, start=1))
        self._apart = apart
        self._show_columns()
        self.prices.fit()


def _bought(prices: list[PaidPrice]) -> str:
    times = trn("{n} time", "{n} times", len(prices))
    if not prices:
        return times
    low = min(paid.price for paid in prices)
    high = max(paid.price for paid in prices)
    if low == high:
        return tr("{times}, always at {price}", times=times, price=price_words(low))
    return tr(
        "{times}, from {low} to {high}", times=times, low=price_words(low), high=price_words(high)
    )


def _point(paid: PaidPrice) -> PricePoint:
    unit = float(formats().major(1))
    return PricePoint(
        on=paid.day,
        price=float(paid.price) * unit,
        list_price=float(paid.list_price) * unit,
        price_text=price_words(paid.price),
        list_text=price_words(paid.list_price),
        quantity=quantity_words(paid.quantity_milli),
        document=paid.document,
    )
