"""What causes the cost, and what the account buys: the two tables of the Profit tab."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.core.money import exponent
from b2bdesk.models.costing_enums import Driver
from b2bdesk.queries.profit import PriceFor
from b2bdesk.services.profit import AccountProfit, Cause, PersonCost, ProductShare
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.tables.cells import Cell, MoneyCell, PercentCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.theme.theme import theme

_EVENTS = {
    Driver.ORDERS: (mark("{count} order"), mark("{count} orders")),
    Driver.ORDER_LINES: (mark("{count} order line"), mark("{count} order lines")),
    Driver.DELIVERIES: (mark("{count} delivery"), mark("{count} deliveries")),
    Driver.UNITS: (mark("{count} unit"), mark("{count} units")),
    Driver.RETURNS: (mark("{count} return"), mark("{count} returns")),
    Driver.CREDIT_NOTES: (mark("{count} credit note"), mark("{count} credit notes")),
    Driver.EXCHANGES: (mark("{count} exchange"), mark("{count} exchanges")),
    Driver.EXCHANGE_MINUTES: (mark("{count} exchange minute"), mark("{count} exchange minutes")),
    Driver.VISITS: (mark("{count} visit"), mark("{count} visits")),
    Driver.VISIT_MINUTES: (mark("{count} visit minute"), mark("{count} visit minutes")),
    Driver.CALLS: (mark("{count} call"), mark("{count} calls")),
    Driver.CALL_MINUTES: (mark("{count} call minute"), mark("{count} call minutes")),
    Driver.ACTIVE_ACCOUNTS: (mark("{count} active month"), mark("{count} active months")),
    Driver.OWN_VOLUMES: (mark("volume {count}"), mark("volume {count}")),
}


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A pool that charged the account, or a person whose exchanges it was charged for."""

    label: str
    detail: str
    amount: int
    each: Fraction | None
    person: int | None
    under: bool


@dataclass(frozen=True, slots=True)
class IndentCell(Cell):
    """(text, under): a line that belongs to the one above stands further right."""

    def text(self, value: Any) -> str:
        return MISSING if value is None else str(value[0])

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        under = bool(value and value[1])
        inner = box.adjusted(theme().px(16), 0, 0, 0) if under else box
        cell = Cell(tone="text_2") if under else Cell(weight="medium")
        cell.draw(painter, inner, self.text(value))


def cause_lines(profit: AccountProfit) -> list[tuple[int, CauseLine]]:
    """Pools by what they cost the account, each followed by the people behind its exchanges."""
    lines: list[CauseLine] = []
    for cause in profit.causes:
        each = Fraction(cause.amount) / cause.volume if cause.volume else None
        lines.append(
            CauseLine(cause.pool.name, volume_words(cause), cause.amount, each, None, False)
        )
        lines += [_person_line(row) for row in cause.people]
    return list(enumerate(lines))


def _person_line(row: PersonCost) -> CauseLine:
    count = trn("{n} exchange", "{n} exchanges", row.exchanges)
    detail = f"{count}, {formats().minutes(row.minutes)}" if row.minutes else count
    return CauseLine(
        row.name or tr("Nobody named"), detail, row.amount, None, row.person, under=True
    )


def volume_words(cause: Cause) -> str:
    """ "57,851 order lines"."""
    if cause.volume is None or cause.pool.driver is None:
        return MISSING
    decimals = 0 if cause.volume.denominator == 1 else 1
    count = formats().number(float(cause.volume), decimals)
    one, many = _EVENTS[cause.pool.driver]
    return tr(one if cause.volume == 1 else many, count=count)


def _each_words(line: CauseLine) -> str | None:
    if line.each is None:
        return None
    value = Decimal(line.each.numerator) / Decimal(line.each.denominator)
    return formats().number(value * formats().major(1), 2)


def cause_columns() -> list[Column[CauseLine]]:
    """Columns of the causes."""
    return [
        Column(
            "label",
            tr("Cost"),
            lambda line: (line.label, line.under),
            IndentCell(),
            width=130,
            stretch=True,
        ),
        Column("detail", tr("Caused by"), lambda line: line.detail, Cell(tone="text_2"), width=166),
        Column("each", tr("Each"), _each_words, Cell(right=True, tone="text_2"), width=54),
        Column("amount", tr("Amount"), lambda line: line.amount, MoneyCell(exact=True), width=80),
    ]


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
            lambda row: _quantity(row.quantity_milli),
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


def _quantity(milli: int) -> str:
    whole = milli % 1000 == 0
    return formats().number(Decimal(milli) / 1000, 0 if whole else 2)
