"""What the account buys: the table of the Products face, and that of a product's prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import mark, tr
from b2bdesk.core.money import exponent
from b2bdesk.queries.profit import PriceFor
from b2bdesk.queries.profit_prices import PaidPrice
from b2bdesk.services.profit_products import ProductRow
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.account.profit.cause_tables import quantity_words
from b2bdesk.ui.tables.cells import Cell, DateCell, MoneyCell, NumberCell, PercentCell
from b2bdesk.ui.tables.model import Column

_FINE = 4
"""Decimals of a price below one unit of the currency: screws cost parts of a cent."""


def price_words(price: Fraction | None) -> str:
    """A price of one unit, given in minor units."""
    if price is None:
        return MISSING
    digits = exponent(formats().currency)
    major = Decimal(price.numerator) / Decimal(price.denominator) * formats().major(1)
    fine = price.denominator != 1 and major < 1
    return formats().number(major, max(digits, _FINE) if fine else digits)


@dataclass(frozen=True, slots=True)
class PriceCell(NumberCell):
    """A Fraction of minor units."""

    def text(self, value: Any) -> str:
        return price_words(value)

    def spoken(self, value: Any) -> str:
        return tr("unknown") if value is None else f"{self.text(value)} {formats().currency}"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A purchase, and how its price changed from the one before (a ratio; None for the first)."""

    paid: PaidPrice
    change: float | None


def price_lines(prices: list[PaidPrice]) -> list[PriceLine]:
    """The purchases newest first, each with its change."""
    lines = []
    before: Fraction | None = None
    for paid in prices:
        change = None if not before else float(paid.price / before) - 1
        lines.append(PriceLine(paid, change))
        before = paid.price
    return lines[::-1]


def price_columns(reference: Callable[[], date]) -> list[Column[PriceLine]]:
    """Columns of a product's prices."""
    return [
        Column(
            "day", tr("Day"), lambda line: line.paid.day, DateCell(reference=reference), width=92
        ),
        Column(
            "document",
            tr("Document"),
            lambda line: line.paid.document,
            Cell(tone="text_2"),
            width=72,
            stretch=True,
        ),
        Column(
            "quantity",
            tr("Quantity"),
            lambda line: quantity_words(line.paid.quantity_milli),
            Cell(right=True),
            width=60,
            sort_key=lambda line: line.paid.quantity_milli,
        ),
        Column("price", tr("Price\npaid"), lambda line: line.paid.price, PriceCell(), width=72),
        Column(
            "change",
            tr("Change"),
            lambda line: line.change,
            PercentCell(decimals=1, signed=True),
            width=58,
        ),
        Column("list", tr("List\nprice"), lambda line: line.paid.list_price, PriceCell(), width=76),
    ]


def product_columns(reference: Callable[[], date]) -> list[Column[ProductRow]]:
    """Columns of the product mix."""
    unit = tr("For one unit, without tax as the ledger has it")
    return [
        Column(
            "name",
            tr("Product"),
            lambda row: row.share.name,
            Cell(weight="medium"),
            width=130,
            stretch=True,
            row_tooltip=lambda row: ", ".join(
                part for part in (row.share.name, row.share.code, row.share.category) if part
            ),
        ),
        Column("code", tr("Code"), lambda row: row.share.code, Cell(tone="text_2"), optional=True),
        Column(
            "category", tr("Category"), lambda row: row.share.category, width=110, optional=True
        ),
        Column(
            "quantity",
            tr("Quantity"),
            lambda row: quantity_words(row.share.quantity_milli),
            Cell(right=True),
            width=66,
            sort_key=lambda row: row.share.quantity_milli,
        ),
        Column("sales", tr("Sales"), lambda row: row.share.sales, MoneyCell(), width=70),
        Column(
            "discount",
            tr("Discount"),
            _discount,
            PercentCell(decimals=1),
            width=72,
            optional=True,
        ),
        Column(
            "goods",
            tr("Cost of\ngoods"),
            lambda row: row.share.cost,
            MoneyCell(),
            width=72,
            optional=True,
        ),
        Column("margin", tr("Gross\nmargin"), lambda row: row.share.margin, MoneyCell(), width=70),
        Column(
            "rate",
            tr("Margin\n%"),
            lambda row: (
                row.share.margin / row.share.sales
                if row.share.margin is not None and row.share.sales > 0
                else None
            ),
            PercentCell(decimals=1),
            width=62,
        ),
        Column(
            "paid",
            tr("Last\npaid"),
            lambda row: None if row.last is None else row.last.price,
            PriceCell(),
            width=78,
            tooltip=unit,
            row_tooltip=paid_words,
        ),
        Column(
            "on",
            tr("Paid on"),
            lambda row: None if row.last is None else row.last.day,
            DateCell(reference=reference),
            width=92,
        ),
        Column(
            "document",
            tr("Document"),
            lambda row: None if row.last is None else row.last.document,
            Cell(tone="text_2"),
            optional=True,
        ),
        Column(
            "price",
            tr("List\nprice"),
            lambda row: None if row.share.price is None else row.share.price.price,
            MoneyCell(exact=True),
            width=76,
            tooltip=tr(
                "For one unit on the as-of date: agreed with the account, "
                "else of its segment, else for everybody"
            ),
            row_tooltip=list_price_words,
        ),
    ]


def _discount(row: ProductRow) -> float | None:
    listed = row.share.sales + row.share.discount
    return row.share.discount / listed if listed > 0 else None


def paid_words(row: ProductRow) -> str:
    """ "57.00 USD on 10 Jan 2020, document SO43659"; the mean of the period beside it."""
    f = formats()
    if row.last is None:
        return tr("Nothing was bought of it yet")
    said = tr(
        "{price} on {day}, document {document}",
        price=f"{price_words(row.last.price)} {f.currency}",
        day=f.date_full(row.last.day),
        document=row.last.document,
    )
    return "\n".join((said, *_mean(row)))


def list_price_words(row: ProductRow) -> str:
    """Whose list price it is and since when, and what was paid in fact."""
    price, f = row.share.price, formats()
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
    return "\n".join((said, *_mean(row)))


def _mean(row: ProductRow) -> list[str]:
    if row.share.paid is None:
        return []
    paid = formats().money(row.share.paid, exponent(formats().currency))
    return [tr("{amount} a unit paid on average in the period", amount=paid)]
