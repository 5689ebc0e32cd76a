"""Costing: published figures, levels, over-use, and the reconciliation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from b2bdesk.analytics.costing import Charged, Pool, PoolState, Volume, charge
from b2bdesk.models.costing_enums import CostLevel, CostMethod

ORDER, TIMED, PLAIN = CostLevel.ORDER, CostMethod.TIME_DRIVEN, CostMethod.CONVENTIONAL


def volume(*rows: tuple[int, ...]) -> Volume:
    """A row for each account, its counts by month."""
    return Volume.of(np.array(rows, dtype=np.int64).reshape(len(rows), -1))


def left(result: Charged) -> int:
    """What of the ledger cost went nowhere, counted from the accounts up."""
    reached = int(result.amounts.sum())
    assert reached == result.allocated
    return result.pool.ledger - reached - result.unused - result.held - result.unallocated


def test_kaplan_and_anderson_time_driven() -> None:
    """560,000 of cost, 700,000 minutes; orders, inquiries and credit checks of a quarter."""
    minutes = volume((49_000 * 8,), (1_400 * 44,), (2_500 * 50,))
    result = charge(Pool(ORDER, TIMED, 56_000_000, capacity=700_000), minutes)
    assert result.rate == Fraction(80)
    assert [result.rate * each for each in (8, 44, 50)] == [640, 3520, 4000]
    assert result.used == 578_600
    assert (result.allocated, result.unused) == (46_288_000, 9_712_000)
    assert result.amounts.tolist() == [31_360_000, 4_928_000, 10_000_000]


@pytest.mark.parametrize(
    ("share", "events", "rate"), [(70, 49_000, 800), (10, 1_400, 4000), (20, 2_500, 4480)]
)
def test_kaplan_and_anderson_conventional(share: int, events: int, rate: int) -> None:
    result = charge(Pool(ORDER, PLAIN, 560_000 * share), volume((events,)))
    assert result.rate == rate
    assert (result.allocated, result.unused) == (560_000 * share, 0)


def test_minutes_of_an_event() -> None:
    result = charge(Pool(ORDER, TIMED, 1000, 100, Fraction(5, 2)), volume((20,)))
    assert (result.used, result.rate) == (50, 10)
    assert (result.allocated, result.unused) == (500, 500)


def test_capacity_of_a_conventional_pool() -> None:
    result = charge(Pool(ORDER, PLAIN, 1000, 40), volume((10,)))
    assert (result.rate, result.allocated, result.unused) == (25, 250, 750)


def test_over_use_is_negative_unused() -> None:
    result = charge(Pool(CostLevel.CUSTOMER, TIMED, 1000, 100), volume((150,)))
    assert result.state is PoolState.OVER_USED
    assert (result.allocated, result.unused, left(result)) == (1500, -500, 0)


@pytest.mark.parametrize("level", [CostLevel.PRODUCT, CostLevel.CHANNEL, CostLevel.FACILITY])
def test_other_levels_are_held(level: CostLevel) -> None:
    result = charge(Pool(level, PLAIN, 777, 10), volume((5,)))
    assert result.state is PoolState.HELD
    assert (result.held, result.allocated, result.unused) == (777, 0, 0)
    assert not result.amounts.any()


def test_without_volume() -> None:
    pools = [Pool(ORDER, PLAIN, 500), Pool(ORDER, TIMED, 300), Pool(ORDER, TIMED, 200, 60)]
    results = [charge(pool, volume((0, 0))) for pool in pools]
    assert [row.state for row in results] == [PoolState.NO_VOLUME] * 3
    # With a capacity all of it is unused; without one there is no saying.
    assert [(row.unallocated, row.unused) for row in results] == [(500, 0), (300, 0), (0, 200)]
    assert [left(row) for row in results] == [0, 0, 0]


@pytest.mark.parametrize("missing", [PoolState.WAITING, PoolState.UNREADABLE])
def test_what_cannot_be_counted_is_unallocated_with_its_reason(missing: PoolState) -> None:
    result = charge(Pool(ORDER, TIMED, 300, 60), volume((5,)), missing)
    assert (result.state, result.unallocated, left(result)) == (missing, 300, 0)


def test_volumes_past_counting_are_unallocated_and_said() -> None:
    result = charge(Pool(ORDER, PLAIN, 300), volume((2**61,), (2**61,), (2**61,)))
    assert (result.state, result.unallocated, left(result)) == (PoolState.TOO_LARGE, 300, 0)


def test_time_driven_without_capacity_charges_all_and_says_so() -> None:
    result = charge(Pool(ORDER, TIMED, 900, None, 3), volume((3,)))
    assert (result.state, result.rate, result.allocated) == (PoolState.CAPACITY_MISSING, 100, 900)


def test_split_over_accounts_then_months_with_ties_by_id() -> None:
    result = charge(Pool(ORDER, PLAIN, 10_000), volume((1, 1, 0), (2, 0, 0), (1, 0, 1)))
    assert result.amounts.tolist() == [3334, 3333, 3333]
    assert result.by_month().tolist() == [[1667, 1667, 0], [3333, 0, 0], [1667, 0, 1666]]
    assert result.months_of(2).tolist() == [1667, 0, 1666]


def test_what_does_not_add_up_over_months_is_shared_by_the_whole_and_lies_by_months() -> None:
    """Both bought two products; the first bought one of them in both months."""
    months = np.array([[2, 1], [1, 1]], dtype=np.int64)
    result = charge(Pool(ORDER, PLAIN, 600), Volume(months, np.array([2, 2], dtype=np.int64)))
    assert result.amounts.tolist() == [300, 300]
    assert result.by_month().tolist() == [[200, 100], [150, 150]]


def test_negative_cost_mirrors_positive_cost() -> None:
    result = charge(Pool(ORDER, PLAIN, -10_000), volume((1,), (1,), (1,)))
    assert (result.amounts.tolist(), left(result)) == ([-3334, -3333, -3333], 0)


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError):
        Pool(ORDER, TIMED, 1, 0)
    with pytest.raises(ValueError):
        Pool(ORDER, TIMED, 1, 5, 0)
    with pytest.raises(ValueError):
        charge(Pool(ORDER, PLAIN, 1), volume((-1,), (5,)))
