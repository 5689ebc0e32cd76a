"""What an account buys, at which price it bought last, and every price it paid before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of
from b2bdesk.queries.profit_prices import PaidPrice, list_last_paid, list_prices_paid
from b2bdesk.services.profit import AccountProfit, ProductShare, account_profit


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of the mix and the price paid last, up to the as-of date."""

    share: ProductShare
    last: PaidPrice | None


@dataclass(frozen=True, slots=True)
class ProductMix:
    """The products of an account's profit, most sales first."""

    profit: AccountProfit
    rows: tuple[ProductRow, ...]


def product_mix(session: Session, account: int, period: Period, as_of: date) -> ProductMix:
    """What an account bought in ``period``."""
    profit = account_profit(session, account, period, as_of)
    last = list_last_paid(session, account, day_of(as_of))
    rows = [
        ProductRow(share, None if share.product is None else last.get(share.product))
        for share in profit.products
    ]
    return ProductMix(profit, tuple(rows))


def price_history(session: Session, account: int, product: int, as_of: date) -> list[PaidPrice]:
    """Every price an account paid for a product up to the as-of date, earliest first."""
    return list_prices_paid(session, account, product, day_of(as_of))
