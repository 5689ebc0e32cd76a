"""Measures: what they bring, alone and together, checked by hand and by plain counting."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.analytics.measures import (
    Baseline,
    Cost,
    Levers,
    apply,
    break_even_volume_loss,
    contact_costs,
)
from b2bdesk.analytics.measures_effects import (
    RiskLink,
    curve_facts,
    moved_risk,
)
from b2bdesk.analytics.measures_orders import join_small, order_sizes, orders_below
from b2bdesk.analytics.risk_score import DEFAULT_DRIVERS, Standard, assess, prior_weights
from b2bdesk.models.costing_enums import Driver, MeasureKind


def cost(amount: float, capacity: float = 0.0) -> Cost:
    return Cost(np.array([float(amount)]), np.array([float(capacity)]))


def one(
    orders: Sequence[int] = (60_000, 30_000, 5_000, 3_000, 2_000),
    *,
    list_revenue: float = 125_000,
    margin: float = 30_000,
    visits: float = 10,
) -> Baseline:
    """One account: sales 100,000 of a list of 125,000; ten visits at 200, five calls at 20."""
    costs = {
        Driver.ORDERS: cost(1_000),
        Driver.DELIVERIES: cost(2_500),
        Driver.ORDER_LINES: cost(400),
        Driver.VISIT_MINUTES: cost(200 * visits, 200 * visits),
        Driver.CALL_MINUTES: cost(100, 100),
        Driver.ACTIVE_ACCOUNTS: cost(700),
    }
    visit_each, visit_minutes = contact_costs(
        costs[Driver.VISIT_MINUTES], np.array([float(visits)]), np.array([60.0 * visits])
    )
    call_each, call_minutes = contact_costs(
        costs[Driver.CALL_MINUTES], np.array([5.0]), np.array([50.0])
    )
    return Baseline(
        ids=np.array([7]),
        sales=np.array([float(sum(orders))]),
        list_revenue=np.array([float(list_revenue)]),
        margin=np.array([float(margin)]),
        cost=np.array([sum(float(each.amount[0]) for each in costs.values())]),
        costs=costs,
        orders=order_sizes([0] * len(orders), orders, 1),
        deliveries=np.array([float(len(orders))]),
        visits=np.array([float(visits)]),
        calls=np.array([5.0]),
        exchanges=np.array([20.0]),
        visit_each=visit_each,
        call_each=call_each,
        visit_minutes=visit_minutes,
        call_minutes=call_minutes,
        exchange_minutes=np.array([800.0]),
    )


def gain(base: Baseline, levers: Levers) -> float:
    return float(apply(base, levers).gain[0])


def test_the_break_even_volume_loss_of_the_textbook() -> None:
    """Contribution margin 30 %, price rise 5 %: 14.29 % of the volume."""
    found = break_even_volume_loss(np.array([5.0]), np.array([30.0 + 5.0]))
    assert round(100 * float(found[0]), 2) == 14.29
    # The same through a whole account whose margin is its contribution.
    base = one(margin=33_900)  # less 3,900 that go with the volume: 30 % of 100,000
    done = apply(base, Levers(price=0.05))
    assert done.gain[0] == pytest.approx(5_000)
    assert round(100 * float(done.break_even_loss[0]), 2) == 14.29


def test_nothing_changed_changes_nothing() -> None:
    done = apply(one(), Levers())
    base = one()
    assert done.gain[0] == 0
    assert done.profit[0] == base.profit[0] == 30_000 - 6_700
    assert done.price_change[0] == 0
    assert done.contact_change[0] == 0
    assert Levers().moved() == ()


def test_price_and_discount_multiply_and_are_counted_once() -> None:
    base = one()
    assert base.discount[0] == pytest.approx(0.2)
    # 10 % discount in place of 20 %: 112,500 for the same goods; 2 % on that.
    assert gain(base, Levers(discount=0.1)) == pytest.approx(12_500)
    assert gain(base, Levers(price=0.02)) == pytest.approx(2_000)
    assert gain(base, Levers(discount=0.1, price=0.02)) == pytest.approx(112_500 * 1.02 - 100_000)


def test_visits_held_as_calls_cost_what_a_call_costs() -> None:
    base = one()
    done = apply(base, Levers(channel=0.5))
    assert done.gain[0] == pytest.approx(5 * 200 - 5 * 20)
    assert (done.visits[0], done.calls[0]) == (5, 10)
    assert done.contact_change[0] == 0  # they are still in contact
    # Of fewer visits half are held as calls: 6 left, 3 of them calls.
    both = apply(base, Levers(channel=0.5, visits=6))
    assert both.gain[0] == pytest.approx(10 * 200 - 3 * 200 - 3 * 20)
    assert both.contact_change[0] == pytest.approx(-4 / 20)


def test_what_only_frees_capacity_counts_where_it_is_meant_to() -> None:
    base = one()
    done = apply(base, Levers(visits=6, deliveries=0.2))
    assert done.saved[0] == pytest.approx(4 * 200 + 500)
    assert done.freed[0] == pytest.approx(4 * 200)  # visits lie in a pool with a capacity
    left = apply(base, Levers(visits=6, deliveries=0.2), count_freed=False)
    assert left.gain[0] == pytest.approx(500)
    assert left.profit[0] == pytest.approx(base.profit[0] + 500)


def test_a_minimum_order_joins_small_orders() -> None:
    """Three small orders come to 10,000: two of 5,000; a fifth of the orders and deliveries."""
    done = apply(one(), Levers(minimum_order=5_000))
    assert done.orders[0] == 4  # 2,000 and 3,000 became one of 5,000
    assert done.lost_sales[0] == 0
    assert done.gain[0] == pytest.approx(1_000 / 5 + 2_500 / 5)


def test_small_orders_ride_along_with_a_large_one_or_are_lost() -> None:
    rides = apply(one(), Levers(minimum_order=40_000))
    assert (rides.orders[0], rides.lost_sales[0]) == (2, 0)  # 40,000 together make one
    alone = apply(one(), Levers(minimum_order=70_000))
    assert (alone.orders[0], alone.lost_sales[0]) == (1, 0)  # all join to one of 100,000
    lost = apply(one(), Levers(minimum_order=150_000))
    assert (lost.orders[0], lost.lost_sales[0]) == (0, 100_000)
    # Nothing sold: no margin, and no cost of orders, lines and deliveries.
    assert lost.gain[0] == pytest.approx(-30_000 + 1_000 + 2_500 + 400)
    rest = apply(one((60_000, 3_000, 2_000)), Levers(minimum_order=10_000))
    assert (rest.orders[0], rest.lost_sales[0]) == (1, 0)


def test_a_fee_falls_on_orders_that_are_still_small() -> None:
    base = one()
    fee = apply(base, Levers(order_fee=100, fee_below=10_000))
    assert (fee.small_orders[0], fee.fees[0], fee.gain[0]) == (3, 300, 300)
    assert fee.price_change[0] == pytest.approx(300 / 100_000)
    # A minimum of 5,000 leaves two of 5,000; one of 20,000 leaves none below 10,000.
    joined = apply(base, Levers(order_fee=100, fee_below=10_000, minimum_order=5_000))
    assert joined.small_orders[0] == 2
    none = apply(base, Levers(order_fee=100, fee_below=10_000, minimum_order=20_000))
    assert none.small_orders[0] == 0
    assert apply(base, Levers(service_fee=1_200)).gain[0] == 1_200


def test_a_dearer_order_reaches_the_minimum_by_itself() -> None:
    base = one((4_900, 60_000))
    assert apply(base, Levers(minimum_order=5_000)).orders[0] == 1
    assert apply(base, Levers(minimum_order=5_000, price=0.05)).orders[0] == 2


def test_the_gain_is_known_without_a_margin() -> None:
    done = apply(one(margin=math.nan), Levers(price=0.01, visits=9))
    assert done.gain[0] == pytest.approx(1_000 + 200)
    assert math.isnan(done.profit[0])
    assert math.isnan(done.break_even_loss[0])


def test_an_account_without_sales_orders_or_visits_divides_by_nothing() -> None:
    base = one((), list_revenue=0, margin=0, visits=0)
    done = apply(
        base,
        Levers(price=0.05, discount=0.0, minimum_order=9, channel=0.5, visits=2, deliveries=0.5),
    )
    for name in done.__slots__:
        if name != "break_even_loss":
            assert np.isfinite(getattr(done, name)).all(), name


def test_levers_say_what_is_moved_and_leave_the_fee_its_threshold() -> None:
    levers = Levers(order_fee=5.0, fee_below=100.0, price=0.01)
    assert levers.moved() == (MeasureKind.PRICE, MeasureKind.ORDER_FEE)
    assert levers.only(MeasureKind.ORDER_FEE).fee_below == 100.0
    assert levers.without(MeasureKind.PRICE).moved() == (MeasureKind.ORDER_FEE,)


def test_all_accounts_at_once_are_each_alone() -> None:
    bases = [one(), one((8_000, 500), margin=1_000), one((), list_revenue=0, margin=0, visits=0)]
    together = Baseline(
        **{
            name: np.concatenate([getattr(each, name) for each in bases])
            for name in [
                "ids",
                "sales",
                "list_revenue",
                "margin",
                "cost",
                "deliveries",
                "visits",
                "calls",
                "exchanges",
                "visit_minutes",
                "call_minutes",
                "exchange_minutes",
            ]
        },
        costs={
            driver: Cost(
                np.concatenate([each.costs[driver].amount for each in bases]),
                np.concatenate([each.costs[driver].capacity for each in bases]),
            )
            for driver in bases[0].costs
        },
        visit_each=Cost(
            np.concatenate([each.visit_each.amount for each in bases]),
            np.concatenate([each.visit_each.capacity for each in bases]),
        ),
        call_each=Cost(
            np.concatenate([each.call_each.amount for each in bases]),
            np.concatenate([each.call_each.capacity for each in bases]),
        ),
        orders=order_sizes(
            [n for n, each in enumerate(bases) for _ in each.orders.amounts],
            [int(a) for each in bases for a in each.orders.amounts],
            3,
        ),
    )
    levers = Levers(price=0.02, minimum_order=4_000.0, visits=3.0, order_fee=50, fee_below=9_000)
    every = apply(together, levers)
    for number, base in enumerate(bases):
        for alone in (apply(base, levers), apply(together.take(number), levers)):
            for name in every.__slots__:
                assert getattr(every, name)[number] == pytest.approx(
                    getattr(alone, name)[0], nan_ok=True
                )


@given(
    st.lists(st.lists(st.integers(1, 5_000), max_size=12), min_size=1, max_size=6),
    st.integers(0, 6_000),
    st.integers(0, 6_000),
)
@settings(max_examples=150, deadline=None)
def test_orders_are_counted_as_by_hand(accounts: list[list[int]], minimum: int, limit: int) -> None:
    owners = [n for n, orders in enumerate(accounts) for _ in orders]
    sizes = order_sizes(owners, [a for orders in accounts for a in orders], len(accounts))
    joined = join_small(sizes, minimum)
    left = orders_below(sizes, joined, limit)
    for number, orders in enumerate(accounts):
        small = [amount for amount in orders if amount < minimum]
        large = [amount for amount in orders if amount >= minimum]
        made = sum(small) // minimum if minimum else 0
        merged = [sum(small) / made] * made if made else []
        lost = sum(small) if small and not made and not large else 0
        assert joined.orders[number] == len(large) + made
        assert joined.lost[number] == lost
        assert left[number] == sum(amount < limit for amount in [*large, *merged])


def test_the_curve_falls_by_what_the_losers_lose() -> None:
    facts = curve_facts(np.array([100.0, -40.0, 60.0, math.nan, 0.0]))
    assert (facts.total, facts.peak) == (120, 160)
    assert facts.peak_percent == pytest.approx(400 / 3)
    assert facts.erosion_percent == pytest.approx(100 / 3)
    assert curve_facts(np.array([-5.0, 3.0])).peak_percent is None


@pytest.mark.parametrize("cadence", [None, 0.0, 0.4, -0.7, -0.95])
@pytest.mark.parametrize("contact_change", [0.0, -0.3, 0.5])
@pytest.mark.parametrize("price_change", [0.0, 0.03, 0.4, -0.02])
def test_risk_moves_as_the_risk_score_would_say(
    cadence: float | None, contact_change: float, price_change: float
) -> None:
    weights = prior_weights()
    means = dict(zip(weights.keys, weights.means, strict=True))
    link = RiskLink(means["price_index"], 0.05, means["contact_cadence"])
    standards = {"price_index": Standard(1.0, 0.05, 9)}

    def score(price: float | None, contacts: float | None) -> float:
        values = {"price_index": price, "contact_cadence": contacts, "single_threaded": 1.0}
        risk = assess(values, p_order=0.6, standards=standards).risk
        assert risk is not None
        return risk

    after = (1 + (cadence or 0.0)) * (1 + contact_change) - 1
    before = score(None, cadence)
    found = moved_risk(
        np.array([before]),
        np.array([price_change]),
        np.array([contact_change]),
        np.array([math.nan if cadence is None else cadence]),
        link,
    )
    assert found[0] == pytest.approx(score(1.0 + price_change, after), abs=1e-12)


def test_the_step_of_the_cadence_is_that_of_the_score() -> None:
    from b2bdesk.analytics.measures_effects import CADENCE, CADENCE_STEP, PRICE_INDEX

    specs = {spec.key: spec for spec in DEFAULT_DRIVERS}
    assert specs[CADENCE].step == CADENCE_STEP
    assert PRICE_INDEX in specs


def test_an_unknown_risk_stays_unknown() -> None:
    link = RiskLink(0.26, 0.05, 0.47)
    found = moved_risk(np.array([math.nan]), np.zeros(1), np.zeros(1), np.zeros(1), link)
    assert math.isnan(found[0])
