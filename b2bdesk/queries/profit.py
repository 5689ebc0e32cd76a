"""One account's months, products and list prices: what its profit is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of, day_of
from b2bdesk.models.account import Account
from b2bdesk.models.ledger import AccountMonth, ListPrice, OrderDay
from b2bdesk.queries.counted_lines import LINE_COUNTS


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of an account; money in minor units. ``uncosted`` lines have no cost."""

    month: int
    list_minor: int
    sales: int
    cost: int
    uncosted: int
    lines: int
    orders: int


@dataclass(frozen=True, slots=True)
class ProductSales:
    """A product's counted lines with an account; ``uncosted`` of them have no cost."""

    product: int | None
    code: str
    name: str
    category: str | None
    quantity_milli: int
    list_minor: int
    sales: int
    cost: int
    uncosted: int
    lines: int


class PriceFor(IntEnum):
    """Whom a list price is for; the higher one holds."""

    EVERYBODY = 0
    SEGMENT = 1
    ACCOUNT = 2


@dataclass(frozen=True, slots=True)
class PriceNow:
    """The list price of one unit that holds on a day, in minor units."""

    price: int
    of: PriceFor
    since_day: int | None


def list_months(session: Session, account: int, months: Period) -> list[MonthRow]:
    """The months of an account that have lines or deliveries, earliest first."""
    rows = session.execute(
        select(
            AccountMonth.month,
            AccountMonth.list_minor,
            AccountMonth.amount_minor,
            AccountMonth.cost_minor,
            AccountMonth.uncosted,
            AccountMonth.lines,
            AccountMonth.orders,
        )
        .where(
            AccountMonth.account_id == account,
            AccountMonth.month.between(months.first, months.last),
        )
        .order_by(AccountMonth.month)
    )
    return [MonthRow(*row) for row in rows]


def list_all_months(session: Session, months: Period) -> list[MonthRow]:
    """The months of all accounts together, earliest first."""
    rows = session.execute(
        select(
            AccountMonth.month,
            func.sum(AccountMonth.list_minor),
            func.sum(AccountMonth.amount_minor),
            func.sum(AccountMonth.cost_minor),
            func.sum(AccountMonth.uncosted),
            func.sum(AccountMonth.lines),
            func.sum(AccountMonth.orders),
        )
        # An account deleted after its import was taken back may still have inactive lines.
        .join(Account, Account.id == AccountMonth.account_id)
        .where(AccountMonth.month.between(months.first, months.last))
        .group_by(AccountMonth.month)
        .order_by(AccountMonth.month)
    )
    return [MonthRow(*row) for row in rows]


def list_product_sales(session: Session, account: int, months: Period) -> list[ProductSales]:
    """What an account bought, by product, most sales first; lines without a product are one row."""
    rows = session.execute(
        text(
            "SELECT l.product_id, p.code, p.name, p.category, sum(l.quantity_milli),"
            " sum(l.list_minor), sum(l.amount_minor), coalesce(sum(l.cost_minor), 0),"
            " sum(l.cost_minor IS NULL), count(*)"
            " FROM ledger_line AS l LEFT JOIN product AS p ON p.id = l.product_id"
            " WHERE l.account_id = :account AND l.month BETWEEN :first AND :last"
            f" AND {LINE_COUNTS} GROUP BY l.product_id ORDER BY sum(l.amount_minor) DESC, p.code"
        ),
        {"account": account, "first": months.first, "last": months.last},
    )
    return [ProductSales(row[0], row[1] or "", row[2] or row[1] or "", *row[3:]) for row in rows]


def list_prices_of(session: Session, account: int, day: int) -> dict[int, PriceNow]:
    """By product the list price that holds for an account on a stored day.

    The account's own one goes before its segment's, that before everybody's; of several valid at
    once the one that began last.
    """
    segment = session.scalar(select(Account.segment).where(Account.id == account))
    mine = (segment or "").strip().casefold()
    rows = session.execute(
        select(
            ListPrice.product_id,
            ListPrice.account_id,
            ListPrice.segment,
            ListPrice.price_minor,
            ListPrice.from_day,
        )
        .where(
            or_(ListPrice.account_id == account, ListPrice.account_id.is_(None)),
            or_(ListPrice.from_day.is_(None), ListPrice.from_day <= day),
            or_(ListPrice.to_day.is_(None), ListPrice.to_day >= day),
        )
        .order_by(ListPrice.from_day, ListPrice.id)  # SQLite puts an open start first
    )
    found: dict[int, PriceNow] = {}
    for product, whose, of_segment, price, since in rows:
        of = PriceFor.EVERYBODY
        if whose is not None:
            of = PriceFor.ACCOUNT
        elif of_segment:
            if of_segment.strip().casefold() != mine:
                continue
            of = PriceFor.SEGMENT
        if product not in found or of >= found[product].of:
            found[product] = PriceNow(price, of, since)
    return found


def sales_by_account(session: Session, accounts: Collection[int], months: Period) -> dict[int, int]:
    """Sales of some accounts in minor units; accounts without a month are left out."""
    wanted = set(accounts)
    rows = session.execute(
        select(AccountMonth.account_id, func.sum(AccountMonth.amount_minor))
        .where(AccountMonth.month.between(months.first, months.last))
        .group_by(AccountMonth.account_id)
    )
    return {account: sales for account, sales in rows if account in wanted}


def get_last_order(session: Session, account: int, months: Period, day: int) -> date | None:
    """The day of an account's last order in some months, up to a stored day."""
    found = session.scalar(
        select(func.max(OrderDay.day)).where(
            OrderDay.account_id == account,
            OrderDay.day.between(day_of(months.first_date), min(day, day_of(months.last_date))),
        )
    )
    return None if found is None else date_of(found)
