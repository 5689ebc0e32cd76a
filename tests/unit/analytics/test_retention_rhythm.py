"""Order rhythm from order days: gaps, lateness, windows, and every kind of little data."""

from __future__ import annotations

import numpy as np
import pytest

from b2bdesk.analytics.retention import rhythm
from b2bdesk.analytics.retention.rhythm import Rhythm, RhythmState, Window


def one(days: list[int], as_of: int) -> Rhythm:
    found = rhythm.compute([7] * len(days), days, as_of, everyone=[7])
    (only,) = found.rhythms
    return only


def test_sufficient_statistics_in_weeks() -> None:
    ids, sample = rhythm.statistics([9, 9, 9, 9, 4], [0, 14, 14, 35, 70], 77)
    assert ids.tolist() == [4, 9]
    assert sample.repeats.tolist() == [0, 2]
    assert sample.last.tolist() == [0, 5]
    assert sample.age.tolist() == [1, 11]
    assert sample.litt.tolist() == pytest.approx([0, np.log(2) + np.log(3)])


def test_usual_gap_spread_and_lateness() -> None:
    found = one([0, 30, 61, 90, 128], 228)
    assert found.state is RhythmState.KNOWN
    assert (found.orders, found.first_day, found.last_day, found.days_since) == (5, 0, 128, 100)
    assert found.usual_gap == 30.5
    assert found.spread == 1.0  # distances .5, .5, 1.5, 7.5
    assert found.cycles_late == pytest.approx((100 - 30.5) / 30.5)
    assert not found.lapsed


def test_windows_passed_and_the_one_to_come() -> None:
    missed, ahead = rhythm.expected_windows(100, 30.0, 4.0, 172)
    assert missed == (Window(126, 134), Window(156, 164))
    assert ahead == Window(186, 194)
    # On its last day a window is still open.
    assert rhythm.expected_windows(100, 30.0, 4.0, 134)[1] == Window(126, 134)
    assert rhythm.expected_windows(100, 30.0, 4.0, 135)[0] == (Window(126, 134),)


def test_windows_do_not_overlap_and_are_not_endless() -> None:
    missed, ahead = rhythm.expected_windows(0, 10.0, 50.0, 1000)
    assert len(missed) == 12
    assert all(b.first >= a.last for a, b in zip(missed, [*missed[1:], ahead], strict=True))
    assert ahead.last >= 1000
    for day in range(20):
        missed, ahead = rhythm.expected_windows(0, 1.0, 0.0, day)
        assert ahead.last >= day
        assert all(window.last < day for window in missed)


def test_lapsed_after_a_year_or_six_usual_gaps() -> None:
    assert not one([0, 10, 20], 20 + 365).lapsed
    assert one([0, 10, 20], 20 + 366).lapsed
    assert one([0, 10, 20], 20 + 366).window is None
    assert not one([0, 100, 200], 200 + 600).lapsed
    assert one([0, 100, 200], 200 + 601).lapsed
    assert one([0], 366).lapsed
    assert not one([0], 365).lapsed


def test_orders_of_one_day_are_one_order() -> None:
    found = one([5, 5, 5], 8)
    assert (found.state, found.orders, found.usual_gap) == (RhythmState.ONE_ORDER, 1, None)


def test_two_orders_are_no_rhythm_yet() -> None:
    found = one([0, 20], 30)
    assert (found.state, found.usual_gap) == (RhythmState.FEW_ORDERS, 20)
    assert (found.spread, found.window) == (None, None)


def test_later_orders_are_left_out_and_counted() -> None:
    found = one([0, 20, 50, 51, 51], 40)
    assert (found.orders, found.later, found.last_day) == (2, 2, 20)
    only = one([50], 40)
    assert (only.state, only.later, only.days_since) == (RhythmState.ONLY_LATER_ORDERS, 1, None)


def test_accounts_without_orders_are_listed_when_named() -> None:
    found = rhythm.compute([2], [10], 20, everyone=[3, 1])
    assert [one.account for one in found.rhythms] == [1, 2, 3]
    assert found.by_account()[3].state is RhythmState.NO_ORDERS
    assert found.sample_ids.tolist() == [2]
    nobody = rhythm.compute([], [], 20)
    assert (nobody.rhythms, nobody.sample.size) == ((), 0)


def test_all_accounts_at_once_equal_one_by_one() -> None:
    rng = np.random.default_rng(3)
    accounts = rng.integers(0, 40, 500)
    days = rng.integers(0, 900, 500)
    found = rhythm.compute(accounts, days, 800)
    for item in found.rhythms:
        own = sorted({int(d) for d in days[accounts == item.account] if d <= 800})
        assert item.orders == len(own)
        if len(own) > 1:
            gaps = np.diff(own)
            assert item.usual_gap == np.median(gaps)
            if len(own) > 2:
                assert item.spread == np.median(np.abs(gaps - np.median(gaps)))


def test_unequal_arrays_are_refused() -> None:
    with pytest.raises(ValueError):
        rhythm.compute([1, 2], [5], 9)
