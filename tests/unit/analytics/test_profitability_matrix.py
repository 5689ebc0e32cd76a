"""Quadrants by medians and by thresholds."""

from __future__ import annotations

from b2bdesk.analytics import profitability_matrix as matrix
from b2bdesk.analytics.profitability_matrix import Quadrant, Threshold


def test_quadrants_by_medians() -> None:
    found = matrix.compute(
        [1, 2, 3, 4], [100] * 4, [30, 30, 10, 10], [20, 5, 20, 5], thresholds=None
    )
    assert found.quadrants == (
        Quadrant.CARRIAGE_TRADE,
        Quadrant.PASSIVE,
        Quadrant.AGGRESSIVE,
        Quadrant.BARGAIN_BASEMENT,
    )
    assert (found.margin_threshold, found.cost_threshold) == (20.0, 12.5)
    assert found.net.tolist() == [10, 25, -10, 5]
    assert set(found.counts().values()) == {1}


def test_on_the_line_is_the_good_side() -> None:
    found = matrix.compute([1, 2], [100, 100], [20, 20], [0, 0])
    assert found.quadrants == (Quadrant.PASSIVE, Quadrant.PASSIVE)


def test_given_thresholds_and_accounts_without_sales() -> None:
    found = matrix.compute([1, 2, 3], [100, 0, -5], [9, 1, 1], [6, 1, 1], thresholds=(10, 5))
    assert found.quadrants == (Quadrant.AGGRESSIVE,)
    assert found.threshold is Threshold.GIVEN
    assert found.unplaced.tolist() == [2, 3]


def test_nobody_to_place() -> None:
    found = matrix.compute([1], [0], [0], [0])
    assert (found.quadrants, found.margin_threshold, found.cost_threshold) == ((), None, None)


def test_movement_is_told_by_the_lines_of_now() -> None:
    before = matrix.compute([1, 2, 3, 9], [100] * 4, [30, 30, 10, 1], [20, 5, 20, 1])
    now = matrix.compute(
        [1, 2, 3, 4], [100] * 4, [30, 4, 30, 10], [5, 5, 20, 5], thresholds=(20, 10)
    )
    moved = matrix.movement(now, before)
    assert moved.before == {1: (30, 20), 2: (30, 5), 3: (10, 20)}, "4 is new and 9 is gone"
    assert moved.moved == {
        (Quadrant.CARRIAGE_TRADE, Quadrant.PASSIVE): 1,
        (Quadrant.PASSIVE, Quadrant.BARGAIN_BASEMENT): 1,
        (Quadrant.AGGRESSIVE, Quadrant.CARRIAGE_TRADE): 1,
    }
    assert (moved.to_loss, moved.to_profit) == ((2,), (3,))
    empty = matrix.compute([], [], [], [])
    assert matrix.movement(empty, before).before == {}
    assert empty.quadrant_at(1, 1) is None
