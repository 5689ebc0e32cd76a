"""What the account buys: the table of the Products face."""

from __future__ import annotations

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import mark, tr
from b2bdesk.core.money import exponent
from b2bdesk.queries.profit import PriceFor
from b2bdesk.services.profit import ProductShare
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.cause_tables import quantity_words
from b2bdesk.ui.tables.cells import Cell, MoneyCell, PercentCell
from b2bdesk.ui.tables.model import Column


def product_columns() -> list[Column[ProductShare]]:
    """Columns of the product mix."""
    return [
        Column(
            "name",
            tr("Product"),
            lambda row: row.name,
            Cell(weight="medium"),
            width=116,
            stretch=True,
            row_tooltip=lambda row: ", ".join(
                part for part in (row.name, row.code, row.category) if part
            ),
        ),
        Column("code", tr("Code"), lambda row: row.code, Cell(tone="text_2"), optional=True),
        Column("category", tr("Category"), lambda row: row.category, width=110, optional=True),
        Column(
            "quantity",
            tr("Quantity"),
            lambda row: quantity_words(row.quantity_milli),
            Cell(right=True),
            width=62,
            sort_key=lambda row: row.quantity_milli,
        ),
        Column("sales", tr("Sales"), lambda row: row.sales, MoneyCell(), width=68),
        Column(
            "discount",
            tr("Discount"),
            lambda row: (
                row.discount / (row.sales + row.discount) if row.sales + row.discount > 0 else None
            ),
            PercentCell(decimals=1),
            width=72,
            optional=True,
        ),
        Column("margin", tr("Gross\nmargin"), lambda row: row.margin, MoneyCell(), width=68),
        Column(
            "rate",
            tr("Margin\n%"),
            lambda row: (
                row.margin / row.sales if row.margin is not None and row.sales > 0 else None
            ),
            PercentCell(decimals=1),
            width=58,
        ),
        Column(
            "price",
            tr("List\nprice"),
            lambda row: None if row.price is None else row.price.price,
            MoneyCell(exact=True),
            width=72,
            tooltip=tr(
                "For one unit on the as-of date: agreed with the account, "
                "else of its segment, else for everybody"
            ),
            row_tooltip=price_words,
            optional=True,
        ),
    ]


def price_words(row: ProductShare) -> str:
    """Whose list price it is and since when, and what was paid in fact."""
    price, f = row.price, formats()
    if price is None:
        return tr("No list price holds on this day")
    whose = {
        PriceFor.ACCOUNT: mark("Agreed with this account"),
        PriceFor.SEGMENT: mark("The price of its segment"),
        PriceFor.EVERYBODY: mark("The price for everybody"),
    }
    said = tr(whose[price.of])
    if price.since_day is not None:
        said = tr("{price}, since {day}", price=said, day=f.date_full(date_of(price.since_day)))
    if row.paid is None:
        return said
    paid = f.money(row.paid, exponent(f.currency))
    return "\n".join((said, tr("{amount} a unit paid on average in the period", amount=paid)))
