"""Costing: published figures, levels, over-use, and the reconciliation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from b2bdesk.analytics.costing import (
    DriverVolume,
    Pool,
    PoolState,
    compute,
)
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver


def volume(*rows: tuple[int, int, int]) -> DriverVolume:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return DriverVolume(table[:, 0], table[:, 1], table[:, 2])


def test_kaplan_and_anderson_time_driven() -> None:
    """560,000 of cost, 700,000 minutes; orders, inquiries and credit checks of a quarter."""
    minutes = volume((1, 0, 49_000 * 8), (2, 0, 1_400 * 44), (3, 0, 2_500 * 50))
    pool = Pool(
        1,
        CostLevel.ORDER,
        CostMethod.TIME_DRIVEN,
        Driver.EXCHANGE_MINUTES,
        56_000_000,
        capacity=700_000,
    )
    result = compute([pool], {Driver.EXCHANGE_MINUTES: minutes})
    row = result.pools[0]
    assert row.rate == Fraction(80)
    assert [row.rate * each for each in (8, 44, 50)] == [640, 3520, 4000]
    assert row.used == 578_600
    assert (row.allocated, row.unused) == (46_288_000, 9_712_000)
    assert result.by_account() == {1: 31_360_000, 2: 4_928_000, 3: 10_000_000}


@pytest.mark.parametrize(
    ("share", "events", "rate"), [(70, 49_000, 800), (10, 1_400, 4000), (20, 2_500, 4480)]
)
def test_kaplan_and_anderson_conventional(share: int, events: int, rate: int) -> None:
    pool = Pool(1, CostLevel.ORDER, CostMethod.CONVENTIONAL, Driver.ORDERS, 560_000 * share)
    row = compute([pool], {Driver.ORDERS: volume((1, 0, events))}).pools[0]
    assert row.rate == rate
    assert (row.allocated, row.unused) == (560_000 * share, 0)


def test_minutes_per_event() -> None:
    pool = Pool(
        1, CostLevel.ORDER, CostMethod.TIME_DRIVEN, Driver.ORDERS, 1000, 100, Fraction(5, 2)
    )
    row = compute([pool], {Driver.ORDERS: volume((1, 0, 20))}).pools[0]
    assert (row.used, row.rate, row.event_cost) == (50, 10, 25)
    assert (row.allocated, row.unused, row.use) == (500, 500, 0.5)


def test_capacity_of_a_conventional_pool() -> None:
    pool = Pool(1, CostLevel.ORDER, CostMethod.CONVENTIONAL, Driver.ORDERS, 1000, 40)
    row = compute([pool], {Driver.ORDERS: volume((1, 0, 10))}).pools[0]
    assert (row.rate, row.allocated, row.unused) == (25, 250, 750)


def test_over_use_is_negative_unused() -> None:
    pool = Pool(1, CostLevel.CUSTOMER, CostMethod.TIME_DRIVEN, Driver.EXCHANGE_MINUTES, 1000, 100)
    result = compute([pool], {Driver.EXCHANGE_MINUTES: volume((1, 0, 150))})
    row = result.pools[0]
    assert row.state is PoolState.OVER_USED
    assert (row.allocated, row.unused) == (1500, -500)
    assert result.difference == 0


@pytest.mark.parametrize("level", [CostLevel.PRODUCT, CostLevel.CHANNEL, CostLevel.FACILITY])
def test_other_levels_are_held(level: CostLevel) -> None:
    pool = Pool(1, level, CostMethod.CONVENTIONAL, Driver.ORDERS, 777, 10)
    result = compute([pool], {Driver.ORDERS: volume((1, 0, 5))})
    assert result.pools[0].state is PoolState.HELD
    assert (result.held, result.allocated, result.unused) == (777, 0, 0)
    assert result.accounts.size == 0


def test_without_volume() -> None:
    pools = [
        Pool(1, CostLevel.ORDER, CostMethod.CONVENTIONAL, None, 500),
        Pool(2, CostLevel.ORDER, CostMethod.TIME_DRIVEN, Driver.RETURNS, 300),
        Pool(3, CostLevel.ORDER, CostMethod.TIME_DRIVEN, Driver.RETURNS, 200, 60),
    ]
    result = compute(pools, {Driver.RETURNS: volume()})
    assert [row.state for row in result.pools] == [PoolState.NO_VOLUME] * 3
    # With a capacity all of it is unused; without one there is no saying.
    assert [(row.unallocated, row.unused) for row in result.pools] == [(500, 0), (300, 0), (0, 200)]
    assert result.difference == 0


def test_time_driven_without_capacity_charges_all_and_says_so() -> None:
    pool = Pool(1, CostLevel.ORDER, CostMethod.TIME_DRIVEN, Driver.ORDERS, 900, None, 3)
    row = compute([pool], {Driver.ORDERS: volume((1, 0, 3))}).pools[0]
    assert (row.state, row.rate, row.allocated) == (PoolState.CAPACITY_MISSING, 100, 900)


def test_split_over_accounts_then_months_with_ties_by_id() -> None:
    pool = Pool(1, CostLevel.ORDER, CostMethod.CONVENTIONAL, Driver.ORDERS, 10_000)
    months = volume((30, 5, 1), (10, 4, 1), (20, 3, 2), (10, 3, 1), (30, 3, 1))
    result = compute([pool], {Driver.ORDERS: months})
    assert result.by_account() == {10: 3334, 20: 3333, 30: 3333}
    split = result.monthly[0]
    rows = zip(split.accounts.tolist(), split.months.tolist(), split.amounts.tolist(), strict=True)
    assert list(rows) == [(10, 3, 1667), (10, 4, 1667), (20, 3, 3333), (30, 3, 1667), (30, 5, 1666)]


def test_pools_with_different_accounts_meet_in_one_table() -> None:
    pools = [
        Pool(7, CostLevel.ORDER, CostMethod.CONVENTIONAL, Driver.ORDERS, 90),
        Pool(8, CostLevel.CUSTOMER, CostMethod.CONVENTIONAL, Driver.VISITS, -11),
    ]
    result = compute(
        pools, {Driver.ORDERS: volume((3, 0, 1), (1, 0, 2)), Driver.VISITS: volume((2, 0, 4))}
    )
    assert result.accounts.tolist() == [1, 2, 3]
    assert result.costs.tolist() == [[60, 0, 30], [0, -11, 0]]
    assert result.by_account() == {1: 60, 2: -11, 3: 30}


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError):
        Pool(1, CostLevel.ORDER, CostMethod.TIME_DRIVEN, Driver.ORDERS, 1, 0)
    with pytest.raises(ValueError):
        Pool(1, CostLevel.ORDER, CostMethod.TIME_DRIVEN, Driver.ORDERS, 1, 5, 0)
    pool = Pool(1, CostLevel.ORDER, CostMethod.CONVENTIONAL, Driver.ORDERS, 1)
    with pytest.raises(ValueError):
        compute([pool], {Driver.ORDERS: volume((1, 0, -1), (2, 0, 5))})


def test_nothing_at_all() -> None:
    result = compute([], {})
    assert (result.ledger, result.difference, result.by_account()) == (0, 0, {})
