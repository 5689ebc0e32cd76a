"""The prices that an account paid: the last one of each product, and all of one product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of
from b2bdesk.queries.counted_lines import LINE_COUNTS

_BOUGHT = f"l.type = 'sale' AND l.quantity_milli > 0 AND {LINE_COUNTS}"


@dataclass(frozen=True, slots=True)
class PaidPrice:
    """A quantity bought on a day at one price; money in minor units, quantity in thousandths.

    ``list_minor`` is what it would have been at list price, ``cost`` None where it is not known.
    """

    day: date
    document: str
    quantity_milli: int
    amount: int
    list_minor: int
    cost: int | None

    @property
    def price(self) -> Fraction:
        """For one unit, in minor units."""
        return Fraction(self.amount * 1000, self.quantity_milli)

    @property
    def list_price(self) -> Fraction:
        """For one unit at list price, in minor units."""
        return Fraction(self.list_minor * 1000, self.quantity_milli)


def list_last_paid(session: Session, account: int, day: int) -> dict[int, PaidPrice]:
    """By product the price an account paid last, up to a stored day."""
    rows = session.execute(
        text(
            "SELECT product_id, day, document, quantity_milli, amount_minor, list_minor,"
            " cost_minor FROM (SELECT l.*, row_number() OVER"
            " (PARTITION BY l.product_id ORDER BY l.day DESC, l.id DESC) AS place"
            " FROM ledger_line AS l WHERE l.account_id = :account AND l.day <= :day"
            f" AND l.product_id IS NOT NULL AND {_BOUGHT}) WHERE place = 1"
        ),
        {"account": account, "day": day},
    )
    return {row[0]: PaidPrice(date_of(row[1]), *row[2:]) for row in rows}


def list_prices_paid(session: Session, account: int, product: int, day: int) -> list[PaidPrice]:
    """Each purchase of a product up to a stored day, earliest first.

    Lines of one document on one day at the same price are one purchase.
    """
    rows = session.execute(
        text(
            "SELECT l.day, l.document, l.quantity_milli, l.amount_minor, l.list_minor,"
            " l.cost_minor FROM ledger_line AS l WHERE l.account_id = :account"
            f" AND l.product_id = :product AND l.day <= :day AND {_BOUGHT}"
            " ORDER BY l.day, l.document, l.id"
        ),
        {"account": account, "product": product, "day": day},
    )
    found: list[PaidPrice] = []
    for row in rows:
        new = PaidPrice(date_of(row[0]), *row[1:])
        last = found[-1] if found else None
        if last and (last.day, last.document, last.price) == (new.day, new.document, new.price):
            found[-1] = _joined(last, new)
        else:
            found.append(new)
    return found


def _joined(one: PaidPrice, other: PaidPrice) -> PaidPrice:
    known = one.cost is not None and other.cost is not None
    return PaidPrice(
        one.day,
        one.document,
        one.quantity_milli + other.quantity_milli,
        one.amount + other.amount,
        one.list_minor + other.list_minor,
        (one.cost or 0) + (other.cost or 0) if known else None,
    )
