"""Measures against a second, plain computation: one account, exact fractions, no arrays."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.analytics.measures import Baseline, Cost, Levers, apply
from b2bdesk.analytics.measures_orders import order_sizes
from b2bdesk.models.costing_enums import Driver

_ORDERED = (Driver.ORDERS, Driver.DELIVERIES, Driver.ORDER_LINES)


@dataclass(frozen=True)
class Plain:
    """An account in whole numbers; costs by driver, and the part of each with a capacity."""

    orders: list[int]
    list_revenue: int
    goods: int
    deliveries: int
    visits: int
    calls: int
    visit_cost: int
    call_cost: int
    costs: dict[Driver, tuple[int, int]]

    @property
    def sales(self) -> int:
        return sum(self.orders)


@dataclass(frozen=True)
class Changes:
    """What is changed; None leaves it."""

    channel: Fraction | None
    minimum: int | None
    visits: int | None
    joined: Fraction | None
    discount: Fraction | None
    price: Fraction | None
    fee: int | None
    below: int | None
    service: int | None


def plainly(a: Plain, c: Changes) -> tuple[Fraction, Fraction, Fraction]:
    """Gain, cost saved and capacity freed, worked out order by order."""
    lift = Fraction(1)
    if a.sales:
        if c.discount is not None:
            lift = Fraction(a.list_revenue) * (1 - c.discount) / a.sales
        lift *= 1 + (c.price or 0)
    raised = a.sales * lift - a.sales
    least = (c.minimum or 0) / lift
    small = [o for o in a.orders if o < least]
    left = [Fraction(o) for o in a.orders if o >= least]
    lost = Fraction(0)
    if small:
        made = int(sum(small) / least)
        if made:
            left += [Fraction(sum(small), made)] * made
        elif not left:
            lost = Fraction(sum(small))
    lost_share = lost / a.sales if a.sales else Fraction(0)
    lost_margin = lost_share * (a.sales - a.goods + raised)
    under = [o for o in left if o < (c.below or 0) / lift]
    fees = len(under) * (c.fee or 0) + (c.service or 0)
    fewer = Fraction(len(left), len(a.orders)) if a.orders else Fraction(1)
    factors = {
        Driver.ORDERS: fewer,
        Driver.DELIVERIES: fewer * (1 - (c.joined or 0)),
        Driver.ORDER_LINES: 1 - lost_share,
    }
    saved = sum((a.costs[d][0] * (1 - factors[d]) for d in _ORDERED), Fraction(0))
    freed = sum((a.costs[d][1] * (1 - factors[d]) for d in _ORDERED), Fraction(0))
    visits = Fraction(a.visits if c.visits is None else c.visits)
    moved = visits * (c.channel or 0)
    contact = a.visit_cost * (a.visits - visits + moved) - a.call_cost * moved
    return raised - lost_margin + fees + saved + contact, saved + contact, freed + contact


def arrays(a: Plain) -> Baseline:
    def one(value: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([float(value)])

    costs = {driver: Cost(one(all_), one(part)) for driver, (all_, part) in a.costs.items()}
    visit = a.visits * a.visit_cost
    call = a.calls * a.call_cost
    costs[Driver.VISITS] = Cost(one(visit), one(visit))
    costs[Driver.CALLS] = Cost(one(call), one(call))
    return Baseline(
        ids=np.array([1]),
        sales=one(a.sales),
        list_revenue=one(a.list_revenue),
        margin=one(a.sales - a.goods),
        cost=one(sum(float(cost.amount[0]) for cost in costs.values())),
        costs=costs,
        orders=order_sizes([0] * len(a.orders), a.orders, 1),
        deliveries=one(a.deliveries),
        visits=one(a.visits),
        calls=one(a.calls),
        exchanges=one(a.visits + a.calls),
        visit_each=Cost(one(a.visit_cost), one(a.visit_cost)),
        call_each=Cost(one(a.call_cost), one(a.call_cost)),
        visit_minutes=one(60),
        call_minutes=one(10),
        exchange_minutes=one(60 * a.visits + 10 * a.calls),
    )


_money = st.integers(0, 5_000)
_share = st.integers(0, 20).map(lambda n: Fraction(n, 20))


@st.composite
def accounts(draw: st.DrawFn) -> Plain:
    orders = draw(st.lists(st.integers(1, 900), max_size=9))
    costs = {}
    for driver in _ORDERED:
        amount = draw(_money)
        costs[driver] = (amount, draw(st.integers(0, amount)))
    return Plain(
        orders,
        sum(orders) + draw(_money) if orders else 0,
        draw(_money),
        len(orders),
        draw(st.integers(0, 9)),
        draw(st.integers(0, 9)),
        draw(_money),
        draw(_money),
        costs,
    )


@st.composite
def changes(draw: st.DrawFn) -> Changes:
    def maybe(some: st.SearchStrategy[object]) -> object:
        return draw(st.none() | some)

    values = [
        maybe(_share),
        maybe(st.integers(0, 1_500)),
        maybe(st.integers(0, 15)),
        maybe(_share),
        maybe(st.integers(0, 19).map(lambda n: Fraction(n, 20))),
        maybe(st.integers(-8, 16).map(lambda n: Fraction(n, 16))),
        maybe(_money),
        maybe(st.integers(0, 1_500)),
        maybe(_money),
    ]
    return Changes(*values)  # type: ignore[arg-type]


def levers(c: Changes) -> Levers:
    names = (
        ("channel", c.channel), ("minimum_order", c.minimum), ("visits", c.visits),
        ("deliveries", c.joined), ("discount", c.discount), ("price", c.price),
        ("order_fee", c.fee), ("fee_below", c.below), ("service_fee", c.service),
    )  # fmt: skip
    return Levers(**{name: float(value) for name, value in names if value is not None})


def _on_an_edge(a: Plain, c: Changes) -> bool:
    """An order so near a threshold at the new price that a float may not tell the side."""
    lift = 1.0
    if a.sales and c.discount is not None:
        lift = a.list_revenue * (1 - float(c.discount)) / a.sales
    lift *= 1 + float(c.price or 0)
    return (
        any(
            abs(order * lift - limit) < 1e-6 * limit
            for limit in (c.minimum or 0, c.below or 0)
            for order in [*a.orders, sum(a.orders)]
        )
        or lift == 0
    )


@given(accounts(), changes())
@settings(max_examples=300, deadline=None)
def test_measures_agree_with_a_plain_computation(account: Plain, wanted: Changes) -> None:
    if _on_an_edge(account, wanted) or (wanted.price or 0) <= -1:
        return
    gain, saved, freed = plainly(account, wanted)
    base = arrays(account)
    done = apply(base, levers(wanted))
    near = {"rel": 1e-6, "abs": 1e-4}
    assert done.gain[0] == pytest.approx(float(gain), **near)
    assert done.saved[0] == pytest.approx(float(saved), **near)
    assert done.freed[0] == pytest.approx(float(freed), **near)
    assert done.profit[0] - base.profit[0] == pytest.approx(float(gain), **near)
    left_out = apply(base, levers(wanted), count_freed=False)
    assert left_out.gain[0] == pytest.approx(float(gain - freed), **near)
