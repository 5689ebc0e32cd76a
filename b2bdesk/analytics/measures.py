"""What measures would bring in the next twelve months, for one account or for all of them at once.

The base is the last twelve months: volume stays as it was, measures change what it brings and what
it costs. They combine in one pass, so that what two of them touch is counted once: a price rise
comes on top of a changed discount, a minimum order acts on amounts at the new price, deliveries
fall with orders before they are joined, visits held as calls are those that are left.

Money is in minor units as floats. Break-even volume loss = gain / contribution after the measures;
for a price rise alone that is dp / (CM + dp) (Nagle and Müller, The Strategy and Tactics of
Pricing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.measures_orders import OrderSizes, join_small, orders_below
from b2bdesk.models.costing_enums import Driver, MeasureKind

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# What falls with the volume sold; orders and deliveries go by their own counts.
_WITH_VOLUME = (
    Driver.ORDER_LINES,
    Driver.UNITS,
    Driver.RETURNS,
    Driver.CREDIT_NOTES,
    Driver.EXPEDITED_ORDERS,
)
_ORDERING = (Driver.ORDERS, Driver.DELIVERIES, *_WITH_VOLUME)
CALLING = (Driver.CALLS, Driver.CALL_MINUTES)
VISITING = (Driver.VISITS, Driver.VISIT_MINUTES)

FIELDS: dict[MeasureKind, str] = {
    MeasureKind.CHANNEL: "channel",
    MeasureKind.MINIMUM_ORDER: "minimum_order",
    MeasureKind.VISITS: "visits",
    MeasureKind.DELIVERIES: "deliveries",
    MeasureKind.DISCOUNT: "discount",
    MeasureKind.PRICE: "price",
    MeasureKind.ORDER_FEE: "order_fee",
    MeasureKind.SERVICE_FEE: "service_fee",
}
"""The name each measure has among the levers."""


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """A cost of each account, and the part of it that lies in pools with a practical capacity.

    What is saved of that part frees capacity, and the money stays spent until the capacity is cut.
    """

    amount: Floats
    capacity: Floats

    def times(self, factor: Floats) -> Cost:
        """Both parts multiplied."""
        return Cost(self.amount * factor, self.capacity * factor)

    def plus(self, other: Cost) -> Cost:
        """Both parts added."""
        return Cost(self.amount + other.amount, self.capacity + other.capacity)

    def take(self, number: int) -> Cost:
        """One account's alone."""
        return Cost(self.amount[number : number + 1], self.capacity[number : number + 1])


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Twelve months of some accounts, one entry for each in every array.

    ``margin`` is NaN where a line has no cost, ``cost`` all cost to serve, ``costs`` its parts by
    driver. ``visit_each`` and ``call_each``: what a visit and a call of the account costs, that of
    all accounts where it had none; the minutes likewise.
    """

    ids: Ints
    sales: Floats
    list_revenue: Floats
    margin: Floats
    cost: Floats
    costs: Mapping[Driver, Cost]
    orders: OrderSizes
    deliveries: Floats
    visits: Floats
    calls: Floats
    exchanges: Floats
    visit_each: Cost
    call_each: Cost
    visit_minutes: Floats
    call_minutes: Floats
    exchange_minutes: Floats

    @property
    def profit(self) -> Floats:
        """Net profit; NaN where the margin is not known."""
        return self.margin - self.cost

    @property
    def discount(self) -> Floats:
        """Share of list revenue given away; 0 without list revenue."""
        return 1 - share(self.sales, self.list_revenue, 1.0)

    def cost_of(self, *drivers: Driver) -> Cost:
        """What the pools of some drivers cost together."""
        nothing = np.zeros(self.ids.size)
        found = Cost(nothing, nothing)
        for driver in drivers:
            if driver in self.costs:
                found = found.plus(self.costs[driver])
        return found

    def take(self, number: int) -> Baseline:
        """One account alone."""
        one = slice(number, number + 1)
        return Baseline(
            ids=self.ids[one],
            sales=self.sales[one],
            list_revenue=self.list_revenue[one],
            margin=self.margin[one],
            cost=self.cost[one],
            costs={driver: cost.take(number) for driver, cost in self.costs.items()},
            orders=self.orders.take(number),
            deliveries=self.deliveries[one],
            visits=self.visits[one],
            calls=self.calls[one],
            exchanges=self.exchanges[one],
            visit_each=self.visit_each.take(number),
            call_each=self.call_each.take(number),
            visit_minutes=self.visit_minutes[one],
            call_minutes=self.call_minutes[one],
            exchange_minutes=self.exchange_minutes[one],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Levers:
    """What is changed: one number for all accounts, or one for each; NaN leaves it as it is.

    Shares are 0..1: ``channel`` of the visits held as calls, ``deliveries`` joined with another,
    ``discount`` of list price from now on, ``price`` on what is paid. ``visits`` a year from now
    on. Money: ``minimum_order``, ``order_fee`` for each order below ``fee_below``, ``service_fee``
    a year.
    """

    channel: npt.ArrayLike = np.nan
    minimum_order: npt.ArrayLike = np.nan
    visits: npt.ArrayLike = np.nan
    deliveries: npt.ArrayLike = np.nan
    discount: npt.ArrayLike = np.nan
    price: npt.ArrayLike = np.nan
    order_fee: npt.ArrayLike = np.nan
    fee_below: npt.ArrayLike = np.nan
    service_fee: npt.ArrayLike = np.nan

    def moved(self) -> tuple[MeasureKind, ...]:
        """The measures that change something for some account, in the order of the ladder."""
        return tuple(kind for kind in MeasureKind if _is_set(getattr(self, FIELDS[kind])))

    def only(self, *kinds: MeasureKind) -> Levers:
        """The same with nothing else changed."""
        kept = {FIELDS[kind]: getattr(self, FIELDS[kind]) for kind in kinds}
        return Levers(**kept, fee_below=self.fee_below)

    def without(self, kind: MeasureKind) -> Levers:
        """The same with one measure taken back."""
        return replace(self, **{FIELDS[kind]: np.nan})


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Twelve months with the measures. ``profit`` = ``margin`` - ``cost``, NaN without a margin.

    ``gain``: change of net profit, known also where the margin is not, unless sales are lost.
    ``saved`` is the cost that ends, ``freed`` its part that frees capacity. ``fees`` are part of
    ``sales``. ``price_change`` is what the account pays more for the same, fees included, as a
    share of sales; ``contact_change`` the change of its exchanges. ``break_even_loss``: the share
    of the volume that may be lost before the gain is; NaN where volume earns nothing.
    """

    sales: Floats
    fees: Floats
    margin: Floats
    cost: Floats
    profit: Floats
    gain: Floats
    saved: Floats
    freed: Floats
    lost_sales: Floats
    orders: Floats
    deliveries: Floats
    visits: Floats
    calls: Floats
    small_orders: Floats
    price_change: Floats
    contact_change: Floats
    contribution: Floats
    break_even_loss: Floats


def break_even_volume_loss(gain: Floats, contribution: Floats) -> Floats:
    """Share of volume that may be lost before ``gain`` is used up; NaN where volume earns nothing.

    ``contribution`` is what all of the volume brings after the measure. Below 0: the volume that
    has to be won.
    """
    return np.divide(gain, contribution, out=np.full_like(gain, np.nan), where=contribution > 0)


def share(part: Floats, whole: Floats, otherwise: float = 0.0) -> Floats:
    """``part`` / ``whole``; ``otherwise`` where there is no whole."""
    return np.divide(part, whole, out=np.full_like(part, otherwise), where=whole > 0)


def apply(base: Baseline, levers: Levers, *, count_freed: bool = True) -> Outcome:
    """The next twelve months of every account with the measures.

    Without ``count_freed`` cost that only frees capacity does not count as saved.
    """
    lift = _price_factor(base, levers)
    paid = base.sales * lift
    joined = join_small(base.orders, _or_zero(base, levers.minimum_order) / np.maximum(lift, 1e-9))
    lost = share(joined.lost, base.orders.totals.astype(np.float64))
    small = orders_below(
        base.orders, joined, _or_zero(base, levers.fee_below) / np.maximum(lift, 1e-9)
    )
    order_fees = small * _or_zero(base, levers.order_fee)
    fees = order_fees + _or_zero(base, levers.service_fee)
    raised = paid - base.sales
    # Without lost orders what is gained does not depend on a margin that may not be known.
    lost_margin = np.where(lost > 0, lost * (base.margin + raised), 0.0)
    visits = _or(base, levers.visits, base.visits)
    moved = visits * _or_zero(base, levers.channel)
    counts = base.orders.counts.astype(np.float64)
    fewer = share(joined.orders, counts, 1.0)
    deliveries = fewer * (1 - _or_zero(base, levers.deliveries))
    ordering = _ordering(base, fewer, deliveries, 1 - lost)
    change = _change(base.cost_of(*_ORDERING), ordering).plus(_contact_cost(base, visits, moved))
    counted = change.amount if count_freed else change.amount - change.capacity
    margin = base.margin + raised - lost_margin + fees
    cost = base.cost + counted
    gain = raised - lost_margin + fees - counted
    volume_cost = ordering.amount if count_freed else ordering.amount - ordering.capacity
    contribution = margin - (fees - order_fees) - volume_cost
    new_exchanges = base.exchanges + visits - base.visits
    return Outcome(
        sales=paid * (1 - lost) + fees,
        fees=fees,
        margin=margin,
        cost=cost,
        profit=margin - cost,
        gain=gain,
        saved=-change.amount,
        freed=-change.capacity,
        lost_sales=paid * lost,
        orders=joined.orders,
        deliveries=base.deliveries * deliveries,
        visits=visits - moved,
        calls=base.calls + moved,
        small_orders=small,
        price_change=lift - 1 + share(fees, base.sales),
        contact_change=share(new_exchanges, base.exchanges, 1.0) - 1,
        contribution=contribution,
        break_even_loss=break_even_volume_loss(gain, contribution),
    )


def _price_factor(base: Baseline, levers: Levers) -> Floats:
    """What is paid for the same goods, as a multiple of what is paid today."""
    discount = _or(base, levers.discount, base.discount)
    net = share(base.list_revenue * (1 - discount), base.sales, 1.0)
    return net * (1 + _or_zero(base, levers.price))


def _ordering(base: Baseline, fewer: Floats, deliveries: Floats, kept: Floats) -> Cost:
    """What orders, deliveries and what goes with the volume cost after the measures."""
    cost = base.cost_of(Driver.ORDERS).times(fewer)
    cost = cost.plus(base.cost_of(Driver.DELIVERIES).times(deliveries))
    return cost.plus(base.cost_of(*_WITH_VOLUME).times(kept))


def _contact_cost(base: Baseline, visits: Floats, moved: Floats) -> Cost:
    """The change of what contact costs: visits dropped, and visits held as calls."""
    change = base.visit_each.times(visits - moved - base.visits)
    change = change.plus(base.call_each.times(moved))
    dropped = base.visits - visits
    exchanges = base.cost_of(Driver.EXCHANGES)
    change = change.plus(exchanges.times(share(-dropped, base.exchanges)))
    minutes = -dropped * base.visit_minutes - moved * (base.visit_minutes - base.call_minutes)
    timed = base.cost_of(Driver.EXCHANGE_MINUTES)
    return change.plus(timed.times(share(minutes, base.exchange_minutes)))


def _change(before: Cost, after: Cost) -> Cost:
    return Cost(after.amount - before.amount, after.capacity - before.capacity)


def _or(base: Baseline, value: npt.ArrayLike, otherwise: Floats) -> Floats:
    wanted = np.broadcast_to(np.asarray(value, dtype=np.float64), base.ids.size)
    return np.where(np.isnan(wanted), otherwise, wanted)


def _or_zero(base: Baseline, value: npt.ArrayLike) -> Floats:
    return _or(base, value, np.zeros(base.ids.size))


def _is_set(value: npt.ArrayLike) -> bool:
    return not bool(np.isnan(np.asarray(value, dtype=np.float64)).all())


def contact_costs(cost: Cost, events: Floats, minutes: Floats) -> tuple[Cost, Floats]:
    """What one event costs each account and its minutes; those of all accounts where it had none.

    ``cost`` and ``minutes`` are of twelve months, ``events`` how often.
    """
    every = max(1.0, float(events.sum()))

    def each(amounts: Floats) -> Floats:
        mean = float(amounts.sum()) / every
        return np.divide(amounts, events, out=np.full_like(amounts, mean), where=events > 0)

    return Cost(each(cost.amount), each(cost.capacity)), each(minutes)
