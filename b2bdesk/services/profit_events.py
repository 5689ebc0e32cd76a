"""The cost to serve of one account, taken apart to the orders, shipments and exchanges behind it.

Each pool's amount of a month is split over that month's events by their weight (their number,
their minutes by a time equation, the rate of their channel), by largest remainder: the events of a
cell add up to the cell, to the minor unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.core.money import exponent
from b2bdesk.models.costing_enums import Driver
from b2bdesk.models.enums import Channel
from b2bdesk.queries.costing import EXCHANGE_CHANNELS, MINUTE_DRIVERS
from b2bdesk.queries.file_info import DEFAULT_CURRENCY, settings_of
from b2bdesk.queries.orders import expedited_days
from b2bdesk.queries.profit_events import (
    DocumentRow,
    ExchangeEvent,
    account_traits,
    first_order,
    list_documents,
    list_exchange_events,
    list_shipments,
    list_told_volumes,
)
from b2bdesk.services.profit_weights import Known, PoolWeights

if TYPE_CHECKING:
    from b2bdesk.services.costing import CostToServe

_REACH = 12
"""How many months before the period the orders of its shipments are looked for."""


class EventKind(StrEnum):
    """What a part of the cost was caused by."""

    ORDER = "order"
    DELIVERY = "delivery"
    RETURN = "return"
    CREDIT_NOTE = "credit_note"
    EXCHANGE = "exchange"
    PRODUCT = "product"  # a product bought in a month
    VOLUME = "volume"  # a volume that the user gave
    ACTIVE = "active"  # a month in which the account was active
    REST = "rest"  # charged, but nothing single is known that caused it


@dataclass(frozen=True, slots=True)
class EventCost:
    """What a pool charged for an event: ``count`` of its driver, money in minor units."""

    pool: int
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class CostEvent:
    """An event and all it cost; ``order`` is the document it belongs to, ``talk`` the exchange."""

    id: int
    kind: EventKind
    day: date | None
    month: int
    costs: tuple[EventCost, ...]
    document: str = ""
    order: DocumentRow | None = None
    talk: ExchangeEvent | None = None
    product: int | None = None
    expedited: bool = False

    @property
    def amount(self) -> int:
        """What it cost over all pools, in minor units."""
        return sum(cost.amount for cost in self.costs)

    def amount_of(self, pools: Iterable[int]) -> int:
        """What it cost in some pools."""
        wanted = set(pools)
        return sum(cost.amount for cost in self.costs if cost.pool in wanted)

    def people_of(self, pools: Iterable[int] | None = None) -> tuple[tuple[int | None, int], ...]:
        """Its cost, of some pools or of all, divided over those of theirs who took part.

        None stands for nobody named; empty where it is no exchange.
        """
        from b2bdesk.analytics.largest_remainder import split

        if self.talk is None:
            return ()
        amount = self.amount if pools is None else self.amount_of(pools)
        present: Sequence[int | None] = [person for person, _ in self.talk.people] or [None]
        parts = split(amount, [1] * len(present))
        return tuple(zip(present, parts, strict=True))


@dataclass(frozen=True, slots=True)
class _Key:
    """What makes two pools' events the same one."""

    kind: EventKind
    month: int
    name: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """An event that a driver counts ``count`` times, and what a time equation may ask of it."""

    key: _Key
    count: int
    facts: Mapping[str, Any]


class _Happened:
    """What happened with an account in the period, as sources for each driver."""

    def __init__(self, session: Session, account: int, period: Period, as_of: date) -> None:
        self._session, self._account = session, account
        self._period = period
        early = Period(period.first - _REACH, period.last)
        rows = list_documents(session, account, early)
        self._documents = [row for row in rows if row.month >= period.first]
        self.orders = {row.document: row for row in rows if row.sale_lines}
        self.on_day = {(row.document, row.day): row for row in rows}
        talks = list_exchange_events(session, account, period, as_of)
        self.talks = {row.id: row for row in talks}
        currency = settings_of(session).get("currency") or DEFAULT_CURRENCY
        self.known = Known(
            *account_traits(session, account),
            expedited_days=expedited_days(session),
            minor=10 ** exponent(str(currency)),
            first=first_order(session, account),
        )

    def sources(self, driver: Driver, pool: int) -> list[_Source]:
        """The events of a driver; none where it is not counted from single ones."""
        sold = [row for row in self._documents if row.sale_lines]
        match driver:
            case Driver.ORDERS:
                return [self._ordered(row, 1) for row in sold]
            case Driver.ORDER_LINES:
                return [self._ordered(row, row.sale_lines) for row in sold]
            case Driver.UNITS:
                return [self._ordered(row, row.sold_milli) for row in sold]
            case Driver.EXPEDITED_ORDERS:
                return [self._ordered(row, 1) for row in sold if self.known.expedited(row)]
            case Driver.DELIVERIES:
                return self._deliveries(sold)
            case Driver.RETURNS:
                return self._papers(EventKind.RETURN)
            case Driver.CREDIT_NOTES:
                return self._papers(EventKind.CREDIT_NOTE)
            case Driver.DISTINCT_PRODUCTS:
                bought = {(row.month, product) for row in sold for product in row.products}
                return [
                    self._other(_Key(EventKind.PRODUCT, month, str(product)))
                    for month, product in sorted(bought)
                ]
            case Driver.ACTIVE_ACCOUNTS:
                months = range(self._period.first, self._period.last + 1)
                return [self._other(_Key(EventKind.ACTIVE, month, "")) for month in months]
            case Driver.OWN_VOLUMES:
                return self._told(pool)
        return self._exchanges(driver)

    def _ordered(self, row: DocumentRow, count: int) -> _Source:
        key = _Key(EventKind.ORDER, row.month, row.document, row.day)
        return _Source(key, count, self.known.of_order(row))

    def _other(self, key: _Key, count: int = 1) -> _Source:
        return _Source(key, count, self.known.traits)

    def _exchanges(self, driver: Driver) -> list[_Source]:
        channels = EXCHANGE_CHANNELS.get(driver, frozenset(Channel))
        by_minutes = driver in MINUTE_DRIVERS
        return [
            _Source(
                _Key(EventKind.EXCHANGE, row.month, str(row.id), row.day),
                max(0, row.minutes or 0) if by_minutes else 1,
                self.known.of_exchange(row),
            )
            for row in self.talks.values()
            if row.channel in channels and (row.complaint or driver is not Driver.COMPLAINTS)
        ]

    def _deliveries(self, sold: Sequence[DocumentRow]) -> list[_Source]:
        shipped = list_shipments(self._session, self._account, self._period)
        return [
            *(self._ordered(row, 1) for row in sold if not row.has_header),
            *(
                _Source(
                    _Key(EventKind.DELIVERY, row.month, row.document, row.day),
                    1,
                    self.known.of_order(self.orders.get(row.document)),
                )
                for row in shipped
            ),
        ]

    def _papers(self, kind: EventKind) -> list[_Source]:
        """Documents with lines of a kind, once in each month, on their first day there."""
        found: dict[tuple[int, str], _Source] = {}
        for row in self._documents:
            lines = row.returns if kind is EventKind.RETURN else row.credits
            if lines:
                key = _Key(kind, row.month, row.document, row.day)
                found.setdefault((row.month, row.document), self._other(key))
        return list(found.values())

    def _told(self, pool: int) -> list[_Source]:
        found = []
        for number, row in enumerate(list_told_volumes(self._session, self._account, [pool])):
            part, rest = divmod(max(0, row.volume_milli), row.months.months)
            for month in range(row.months.first, row.months.last + 1):
                count = part + (1 if month - row.months.first < rest else 0)
                key = _Key(EventKind.VOLUME, month, f"{pool}/{number}")
                found.append(self._other(key, count))
        return found


def cost_events(
    session: Session, account: int, period: Period, as_of: date, costs: CostToServe
) -> tuple[CostEvent, ...]:
    """Every event that charged an account in ``period``, earliest first; they add up to its cost.

    ``costs`` is the costing of the same period. What no single event is known for is one event of
    kind ``REST`` for each pool and month.
    """
    from b2bdesk.analytics.largest_remainder import split

    happened = _Happened(session, account, period, as_of)
    pools = {row.pool.id: row.pool for row in costs.pools}
    parts: dict[_Key, list[EventCost]] = defaultdict(list)
    for pool, months in costs.pool_months_of(account).items():
        driver, weights = pools[pool].driver, PoolWeights(pools[pool])
        by_month: dict[int, list[tuple[_Source, int]]] = defaultdict(list)
        for source in happened.sources(driver, pool) if driver is not None else []:
            weight = weights.of(source.count, source.facts)
            if weight > 0:
                by_month[source.key.month].append((source, weight))
        for month, amount in months.items():
            sources = by_month.get(month)
            if not sources:
                parts[_Key(EventKind.REST, month, str(pool))].append(EventCost(pool, 0, amount))
                continue
            shares = split(amount, [weight for _, weight in sources])
            for (source, _), share in zip(sources, shares, strict=True):
                parts[source.key].append(EventCost(pool, source.count, share))
    order = sorted(parts, key=lambda key: (key.month, key.day or date.min, key.kind, key.name))
    return tuple(
        _event(number, key, parts[key], happened) for number, key in enumerate(order, start=1)
    )


def _event(number: int, key: _Key, parts: list[EventCost], happened: _Happened) -> CostEvent:
    document, order, talk, product = "", None, None, None
    if key.kind in (EventKind.ORDER, EventKind.RETURN, EventKind.CREDIT_NOTE):
        document = key.name
        order = happened.on_day.get((key.name, key.day)) if key.day else None
    elif key.kind is EventKind.DELIVERY:
        document, order = key.name, happened.orders.get(key.name)
    elif key.kind is EventKind.EXCHANGE:
        talk = happened.talks[int(key.name)]
    elif key.kind is EventKind.PRODUCT:
        product = int(key.name)
    return CostEvent(
        id=number,
        kind=key.kind,
        day=key.day,
        month=key.month,
        costs=tuple(parts),
        document=document,
        order=order,
        talk=talk,
        product=product,
        expedited=order is not None and happened.known.expedited(order),
    )
