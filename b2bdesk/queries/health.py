"""The facts that health is made of, one by one, so that every number opens to its inputs.

Spans have both ends included, as local dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of, local_date_of, month_of
from b2bdesk.models import (
    AccountMonth,
    Exchange,
    ExchangePerson,
    ListPrice,
    OrderDay,
)
from b2bdesk.models.enums import Direction, ExchangeKind
from b2bdesk.queries.counted_lines import HEADER_COUNTS, LINE_COUNTS
from b2bdesk.queries.exchanges import start_of_day, up_to


@dataclass(frozen=True, slots=True)
class HeardRow:
    """An exchange as it counts for health; ``sentiment`` -2..2, None not noted."""

    id: int
    on: date
    subject: str
    kind: ExchangeKind
    sentiment: int | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """An order with a required day; ``shipped`` None while it is not."""

    document: str
    required: date
    shipped: date | None


@dataclass(frozen=True, slots=True)
class SoldRow:
    """What an account bought of a product on a day; money in minor units.

    ``list_minor`` is the value before discount as the line itself has it.
    """

    product_id: int
    product: str
    day: int
    quantity_milli: int
    list_minor: int
    paid_minor: int


@dataclass(frozen=True, slots=True)
class ListPriceRow:
    """An entry of a price list that concerns an account; both days included, None open."""

    product_id: int
    of_account: bool
    of_segment: bool
    price_minor: int
    from_day: int | None
    to_day: int | None


def list_person_exchanges(
    session: Session, people: Collection[int], first: date, as_of: date
) -> dict[int, tuple[HeardRow, ...]]:
    """The exchanges of each person, whoever began them, newest first."""
    rows = session.execute(
        select(
            ExchangePerson.person_id,
            Exchange.id,
            Exchange.at,
            Exchange.subject,
            Exchange.kind,
            Exchange.sentiment,
        )
        .join(Exchange, Exchange.id == ExchangePerson.exchange_id)
        .where(
            ExchangePerson.person_id.in_(list(people)),
            Exchange.at >= start_of_day(first),
            up_to(as_of),
        )
        .distinct()
        .order_by(Exchange.at.desc(), Exchange.id.desc())
    )
    found: dict[int, list[HeardRow]] = defaultdict(list)
    for person, key, at, subject, kind, sentiment in rows:
        found[person].append(HeardRow(key, local_date_of(at), subject, kind, sentiment))
    return {person: tuple(held) for person, held in found.items()}


def list_heard(session: Session, account: int, first: date, as_of: date) -> tuple[HeardRow, ...]:
    """What an account let us hear, newest first."""
    return _heard(session, account, first, as_of, complaints=False)


def list_complaints(
    session: Session, account: int, first: date, as_of: date
) -> tuple[HeardRow, ...]:
    """The exchanges marked as a complaint, newest first."""
    return _heard(session, account, first, as_of, complaints=True)


def _heard(
    session: Session, account: int, first: date, as_of: date, *, complaints: bool
) -> tuple[HeardRow, ...]:
    only = Exchange.complaint if complaints else Exchange.direction == Direction.INBOUND
    rows = session.execute(
        select(Exchange.id, Exchange.at, Exchange.subject, Exchange.kind, Exchange.sentiment)
        .where(
            Exchange.account_id == account,
            only,
            Exchange.at >= start_of_day(first),
            up_to(as_of),
        )
        .order_by(Exchange.at.desc(), Exchange.id.desc())
    )
    return tuple(
        HeardRow(key, local_date_of(at), subject, kind, sentiment)
        for key, at, subject, kind, sentiment in rows
    )


def complaints_are_marked(session: Session, as_of: date) -> bool:
    """True when this file ever marked a complaint: only then does none mean that there was none."""
    found = session.scalar(select(Exchange.id).where(Exchange.complaint, up_to(as_of)).limit(1))
    return found is not None


def count_complaints_by_account(session: Session, first: date, as_of: date) -> dict[int, int]:
    """How many exchanges with each account are marked as a complaint."""
    rows = session.execute(
        select(Exchange.account_id, func.count())
        .where(Exchange.complaint, Exchange.at >= start_of_day(first), up_to(as_of))
        .group_by(Exchange.account_id)
    )
    return {row[0]: row[1] for row in rows}


def count_orders_by_account(session: Session, first: date, as_of: date) -> dict[int, int]:
    """The orders of every account."""
    rows = session.execute(
        select(OrderDay.account_id, func.sum(OrderDay.orders))
        .where(OrderDay.day.between(day_of(first), day_of(as_of)))
        .group_by(OrderDay.account_id)
    )
    return {row[0]: row[1] for row in rows}


def count_orders(session: Session, account: int, first: date, as_of: date) -> int:
    """The orders of an account."""
    return (
        session.scalar(
            select(func.sum(OrderDay.orders)).where(
                OrderDay.account_id == account,
                OrderDay.day.between(day_of(first), day_of(as_of)),
            )
        )
        or 0
    )


def list_deliveries(
    session: Session, account: int, first: date, as_of: date
) -> tuple[DeliveryRow, ...]:
    """Orders that were due, the newest first."""
    rows = session.execute(
        text(
            "SELECT h.document, h.required_day, h.shipped_day FROM order_header AS h"
            " WHERE h.account_id = :account AND h.required_day BETWEEN :first AND :last"
            f" AND {HEADER_COUNTS} ORDER BY h.required_day DESC, h.document"
        ),
        {"account": account, "first": day_of(first), "last": day_of(as_of)},
    )
    return tuple(
        DeliveryRow(document, date_of(due), None if shipped is None else date_of(shipped))
        for document, due, shipped in rows
    )


def list_sold(session: Session, account: int, first: date, as_of: date) -> tuple[SoldRow, ...]:
    """What was sold, by product and day; returns and credit notes are left out."""
    rows = session.execute(
        text(
            "SELECT l.product_id, p.name, l.day, sum(l.quantity_milli), sum(l.list_minor),"
            " sum(l.amount_minor) FROM ledger_line AS l JOIN product AS p ON p.id = l.product_id"
            " WHERE l.account_id = :account AND l.month BETWEEN :month AND :until"
            " AND l.day BETWEEN :first AND :last AND l.type = 'sale' AND l.quantity_milli > 0"
            f" AND {LINE_COUNTS} GROUP BY l.product_id, p.name, l.day"
        ),
        {
            "account": account,
            "month": month_of(first),
            "until": month_of(as_of),
            "first": day_of(first),
            "last": day_of(as_of),
        },
    )
    return tuple(SoldRow(*row) for row in rows)


def list_price_entries(
    session: Session, account: int, segment: str | None, products: Collection[int]
) -> tuple[ListPriceRow, ...]:
    """The list prices of products that hold for an account: its own, its segment's, everybody's."""
    wanted = set(products)
    rows = session.execute(
        select(
            ListPrice.product_id,
            ListPrice.account_id,
            ListPrice.segment,
            ListPrice.price_minor,
            ListPrice.from_day,
            ListPrice.to_day,
        ).where(
            or_(ListPrice.account_id == account, ListPrice.account_id.is_(None)),
        )
    )
    folded = (segment or "").casefold()
    return tuple(
        ListPriceRow(product, owner is not None, named is not None, price, since, until)
        for product, owner, named, price, since, until in rows
        if product in wanted and (named is None or named.casefold() == folded)
    )


def discounts_are_known(session: Session, as_of: date) -> bool:
    """True when lines of this file have a value before discount that differs from the one paid."""
    found = session.scalar(
        select(AccountMonth.account_id)
        .where(
            AccountMonth.list_minor != AccountMonth.amount_minor,
            AccountMonth.month <= month_of(as_of),
        )
        .limit(1)
    )
    return found is not None
