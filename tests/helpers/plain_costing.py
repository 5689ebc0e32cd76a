"""The whole allocation a second time: plain loops over exact fractions, from the rows as they came.

It shares nothing with the program but the stored words of drivers and levels; time equations come
as functions of Python beside their text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver

Minutes = Callable[["Fact"], Fraction | int]
Month = int
MINUTES = (Driver.EXCHANGE_MINUTES, Driver.VISIT_MINUTES, Driver.CALL_MINUTES)
CHANNELS = {
    Driver.VISITS: ("visit",),
    Driver.VISIT_MINUTES: ("visit",),
    Driver.CALLS: ("call", "video"),
    Driver.CALL_MINUTES: ("call", "video"),
}


@dataclass(frozen=True)
class Holder:
    id: int
    segment: str
    kind: str
    country: str


@dataclass(frozen=True)
class Line:
    account: int
    document: str
    day: date
    type: str
    product: int | None
    quantity_milli: int
    amount: int


@dataclass(frozen=True)
class Header:
    account: int
    document: str
    ordered: date | None
    required: date | None
    shipped: date | None


@dataclass(frozen=True)
class Talk:
    account: int
    day: date
    channel: str
    minutes: int | None
    complaint: bool
    people: int


@dataclass(frozen=True)
class Told:
    pool: str
    account: int
    first: Month
    last: Month
    milli: int


@dataclass(frozen=True)
class Cost:
    first: Month
    last: Month
    amount: int
    capacity: int | None


@dataclass(frozen=True)
class PlainPool:
    name: str
    level: CostLevel
    method: CostMethod
    driver: Driver | None
    minutes_milli: int | None
    minutes: Minutes | None
    segments: dict[str, int]
    kinds: dict[str, int]
    channels: dict[str, int]
    costs: tuple[Cost, ...]


@dataclass(frozen=True)
class Fact:
    """What is known of an event."""

    holder: Holder
    lines: int = 0
    units: Fraction = Fraction(0)
    amount: Fraction = Fraction(0)
    new: bool = False
    expedited: bool = False
    channel: str = ""
    minutes: int = 0
    people: int = 0
    complaint: bool = False


@dataclass(frozen=True)
class Event:
    month: Month
    fact: Fact
    count: Fraction = Fraction(1)
    product: int | None = None


@dataclass
class World:
    """Everything that happened, and by when it is looked at."""

    as_of: date
    expedited_days: int
    holders: list[Holder] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def month_of(day: date) -> Month:
    return day.year * 12 + day.month - 1


def half_away(value: Fraction) -> int:
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def share_out(amount: int, weights: dict[int, Fraction]) -> dict[int, int]:
    """Largest remainder, ties by key."""
    total = sum(weights.values())
    exact = {key: abs(amount) * weight / total for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    while sum(parts.values()) < abs(amount):
        best = min(parts, key=lambda key: (parts[key] - exact[key], key))
        parts[best] += 1
    return {key: part if amount >= 0 else -part for key, part in parts.items()}


def orders_of(world: World) -> dict[tuple[int, date, str], Fact]:
    """Sale lines by account, day and document."""
    held: dict[tuple[int, date, str], list[Line]] = defaultdict(list)
    for line in world.lines:
        if line.type == "sale":
            held[line.account, line.day, line.document].append(line)
    found = {}
    seen: set[int] = set()
    for key in sorted(held):
        account, _, document = key
        found[key] = Fact(
            holder=next(each for each in world.holders if each.id == account),
            lines=len(held[key]),
            units=sum(
                (Fraction(max(0, line.quantity_milli), 1000) for line in held[key]), Fraction(0)
            ),
            amount=sum((Fraction(line.amount, 100) for line in held[key]), Fraction(0)),
            new=account not in seen,
            expedited=is_expedited(world, account, document),
        )
        seen.add(account)
    return found


def is_expedited(world: World, account: int, document: str) -> bool:
    rows = [h for h in world.headers if (h.account, h.document) == (account, document)]
    required = [h.required for h in rows if h.required is not None]
    ordered = [h.ordered for h in rows if h.ordered is not None]
    if not required or not ordered:
        return False
    return (min(required) - min(ordered)).days <= world.expedited_days


def shipments_of(world: World) -> list[Event]:
    orders = orders_of(world)
    found = []
    told = {(h.account, h.document) for h in world.headers}
    for (account, day, document), fact in orders.items():
        if (account, document) not in told:
            found.append(Event(month_of(day), fact))
    shipped = {(h.account, h.document, h.shipped) for h in world.headers if h.shipped}
    for account, document, day in sorted(shipped, key=str):
        assert day is not None
        parts = [f for (a, _, d), f in orders.items() if (a, d) == (account, document)]
        holder = next(each for each in world.holders if each.id == account)
        fact = Fact(
            holder=holder,
            lines=sum(part.lines for part in parts),
            units=sum((part.units for part in parts), Fraction(0)),
            amount=sum((part.amount for part in parts), Fraction(0)),
            new=any(part.new for part in parts),
            expedited=bool(parts) and is_expedited(world, account, document),
        )
        found.append(Event(month_of(day), fact))
    return found


def events_of(world: World, pool: PlainPool) -> list[Event]:
    """What a pool counts, one by one."""
    driver = pool.driver
    orders = orders_of(world)
    holder = {each.id: each for each in world.holders}
    if driver in (Driver.ORDERS, Driver.EXPEDITED_ORDERS):
        return [
            Event(month_of(day), fact)
            for (_, day, _), fact in orders.items()
            if fact.expedited or driver is Driver.ORDERS
        ]
    if driver is Driver.ORDER_LINES:
        return [
            Event(month_of(day), fact, Fraction(fact.lines)) for (_, day, _), fact in orders.items()
        ]
    if driver is Driver.UNITS:
        return [
            Event(month_of(day), Fact(fact.holder), fact.units)
            for (_, day, _), fact in orders.items()
        ]
    if driver is Driver.DELIVERIES:
        return shipments_of(world)
    if driver in (Driver.RETURNS, Driver.CREDIT_NOTES):
        kind = "return" if driver is Driver.RETURNS else "credit_note"
        papers = {(x.account, month_of(x.day), x.document) for x in world.lines if x.type == kind}
        return [Event(month, Fact(holder[account])) for account, month, _ in papers]
    if driver is Driver.DISTINCT_PRODUCTS:
        bought = {
            (line.account, month_of(line.day), line.product)
            for line in world.lines
            if line.type == "sale" and line.product is not None
        }
        return [Event(month, Fact(holder[account]), product=p) for account, month, p in bought]
    if driver is Driver.ACTIVE_ACCOUNTS:
        now = month_of(world.as_of)
        active = {
            (account, month)
            for (account, day, _) in orders
            for month in range(month_of(day), month_of(day) + 12)
            if month_of(day) <= now
        }
        return [Event(month, Fact(holder[account])) for account, month in active if month <= now]
    if driver is Driver.OWN_VOLUMES:
        return told_of(world, pool.name)
    if driver is None:
        return []
    return talks_of(world, driver)


def told_of(world: World, pool: str) -> list[Event]:
    holder = {each.id: each for each in world.holders}
    found = []
    for told in world.told:
        if told.pool != pool:
            continue
        months = range(told.first, told.last + 1)
        even = share_out(told.milli, dict.fromkeys(months, Fraction(1)))
        found += [Event(m, Fact(holder[told.account]), Fraction(even[m], 1000)) for m in months]
    return found


def talks_of(world: World, driver: Driver) -> list[Event]:
    holder = {each.id: each for each in world.holders}
    found = []
    for talk in world.talks:
        wanted = CHANNELS.get(driver)
        if talk.day > world.as_of or (wanted is not None and talk.channel not in wanted):
            continue
        if driver is Driver.COMPLAINTS and not talk.complaint:
            continue
        minutes = max(0, talk.minutes or 0)
        fact = Fact(
            holder=holder[talk.account],
            channel=talk.channel,
            minutes=minutes,
            people=talk.people,
            complaint=talk.complaint,
        )
        count = Fraction(minutes if driver in MINUTES else 1)
        found.append(Event(month_of(talk.day), fact, count))
    return found


def weight_of(pool: PlainPool, fact: Fact) -> Fraction:
    """What one event takes: minutes by the equation, and the rates."""
    weight = Fraction(1)
    if pool.method is CostMethod.TIME_DRIVEN and pool.driver not in MINUTES:
        if pool.minutes is not None:
            try:
                minutes = Fraction(pool.minutes(fact))
            except ZeroDivisionError:
                minutes = Fraction(0)
            weight = Fraction(min(100_000_000, max(0, half_away(minutes * 1000))), 1000)
        elif pool.minutes_milli is not None:
            weight = Fraction(pool.minutes_milli, 1000)
    rate = 1000
    rate = half_away(Fraction(rate * pool.segments.get(fact.holder.segment, 1000), 1000))
    rate = half_away(Fraction(rate * pool.kinds.get(fact.holder.kind, 1000), 1000))
    rate = half_away(Fraction(rate * pool.channels.get(fact.channel, 1000), 1000))
    return weight * Fraction(rate, 1000)


@dataclass
class Outcome:
    """Minor units of one pool in some months; cells by account."""

    ledger: int = 0
    unused: int = 0
    held: int = 0
    unallocated: int = 0
    cells: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def charge_plainly(world: World, pool: PlainPool, first: Month, last: Month) -> Outcome:
    """What a pool charges in the months from ``first`` to ``last``."""
    found = Outcome()
    now = month_of(world.as_of)
    events = events_of(world, pool)
    for cost in pool.costs:
        if cost.first > now or cost.last < first or cost.first > last:
            continue
        months = range(cost.first, cost.last + 1)
        even = share_out(cost.amount, dict.fromkeys(months, Fraction(1)))
        supplied = dict.fromkeys(months, Fraction(cost.capacity or 0, len(months)))
        if cost.last > now:
            ends = date(now // 12, now % 12 + 1, 28) + timedelta(days=4)
            share = Fraction(world.as_of.day, (ends - timedelta(days=ends.day)).day)
            even[now] = half_away(even[now] * share)
            supplied[now] *= share
        over = [month for month in months if month <= now]
        asked = [month for month in over if first <= month <= last]
        if asked:
            _charge(found, pool, events, over, asked, even, supplied, cost.capacity)
    return found


def _charge(
    found: Outcome,
    pool: PlainPool,
    events: list[Event],
    over: list[Month],
    asked: list[Month],
    even: dict[Month, int],
    supplied: dict[Month, Fraction],
    capacity: int | None,
) -> None:
    ledger = sum(even[month] for month in asked)
    if pool.level not in (CostLevel.UNIT, CostLevel.ORDER, CostLevel.CUSTOMER):
        found.ledger += ledger
        found.held += ledger
        return
    by_month: dict[int, dict[Month, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    by_account: dict[int, Fraction] = defaultdict(Fraction)
    met: set[tuple[int, int]] = set()
    for event in events:
        if event.month not in over:
            continue
        account = event.fact.holder.id
        weight = event.count * weight_of(pool, event.fact)
        by_month[account][event.month] += weight
        if event.product is None or (account, event.product) not in met:
            by_account[account] += weight
        if event.product is not None:
            met.add((account, event.product))
    used = sum(by_account.values(), Fraction(0))
    whole = sum(even[month] for month in over)
    base = sum((supplied[month] for month in over), Fraction(0)) if capacity else used
    if base == 0:
        found.ledger += ledger
        found.unallocated += ledger
        return
    charged = 0
    allocated = half_away(whole * used / base)
    if used:
        for account, amount in share_out(allocated, by_account).items():
            if not amount:
                continue
            for month, part in share_out(amount, by_month[account]).items():
                if month in asked:
                    found.cells[account] += part
                    charged += part
    if capacity:
        found.ledger += ledger
        found.unused += ledger - charged
    else:
        found.ledger += charged
