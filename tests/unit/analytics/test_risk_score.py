"""The risk score: drivers, missing values, sums, intervals, and learning from outcomes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from b2bdesk.analytics.risk_learning import update
from b2bdesk.analytics.risk_score import (
    BASE,
    DEFAULT_DRIVERS,
    ORDER_TIMING,
    Basis,
    DriverSpec,
    DriverState,
    RiskScore,
    Scale,
    Standard,
    assess,
    design_row,
    expected_loss,
    prior_weights,
    standard,
)

STANDARDS = {
    "dmu_coverage": Standard(0.5, 0.2, 40),
    "sentiment_slope": Standard(0.0, 1.0, 40),
    "price_index": Standard(100.0, 2.0, 40),
}


def log_odds(score: RiskScore, key: str) -> float:
    return next(one.log_odds for one in score.contributions if one.key == key)


def test_order_timing_alone_is_its_own_risk() -> None:
    score = assess({}, p_order=0.8)
    assert score.basis is Basis.ORDER_TIMING
    assert score.risk == pytest.approx(0.2)
    assert score.still_active == pytest.approx(0.8)
    assert set(score.missing) == {driver.key for driver in DEFAULT_DRIVERS}
    assert all(one.log_odds == 0 for one in score.contributions[2:])


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("single_threaded", 1, 1.6),
        ("single_threaded", 0, 1.0),
        ("dmu_coverage", 0.3, 1.4),
        ("dmu_coverage", 0.7, 1 / 1.4),
        ("sentiment_slope", -1.0, 1.5),
        ("contact_cadence", -0.5, 1.6),
        ("contact_cadence", 0.5, 1 / 1.6),
        ("on_time_below_target", 1, 1.4),
        ("quality_below_target", 1, 1.4),
        ("price_index", 102.0, 1.3),
        ("contract_ends_without_talks", 1, 2.0),
        ("active_competitor", 1, 1.8),
        ("share_of_wallet", -10, 1.7),
        ("share_of_wallet", -50, 1.7**2),
    ],
)
def test_one_step_of_a_driver_is_its_odds_ratio(key: str, value: float, expected: float) -> None:
    score = assess({key: value}, p_order=0.5, standards=STANDARDS)
    assert math.exp(log_odds(score, key)) == pytest.approx(expected)
    assert score.eta == pytest.approx(math.log(expected))


def test_twenty_points_double_the_odds() -> None:
    score = assess({"contract_ends_without_talks": 1}, p_order=0.5)
    line = next(one for one in score.contributions if one.key == "contract_ends_without_talks")
    assert line.points == pytest.approx(20)
    assert line.shown == 20
    assert score.risk == pytest.approx(2 / 3)


def test_missing_and_incomparable_are_named_and_count_nothing() -> None:
    drivers = {"price_index": 120.0, "single_threaded": None, "dmu_coverage": math.nan}
    score = assess(drivers, p_order=0.5, standards={"price_index": Standard(100, 2, 4)})
    states = {one.key: one.state for one in score.contributions}
    assert states["price_index"] is DriverState.NO_COMPARISON
    assert states["single_threaded"] is DriverState.MISSING
    assert states["dmu_coverage"] is DriverState.MISSING
    assert {"price_index", "single_threaded", "dmu_coverage"} <= set(score.missing)
    assert score.eta == 0


def test_far_values_are_clipped() -> None:
    score = assess({"price_index": 150.0}, p_order=0.5, standards=STANDARDS)
    line = next(one for one in score.contributions if one.key == "price_index")
    assert (line.z, line.state) == (2.0, DriverState.CLIPPED)


def test_basis() -> None:
    assert assess({}, p_order=0.9, p_renewal=0.6).risk == pytest.approx(0.4)
    assert assess({}, p_order=0.9, p_renewal=0.6).basis is Basis.RENEWAL
    base = assess({}, base_rate=0.1)
    assert (base.basis, base.risk) == (Basis.BASE_RATE, pytest.approx(0.1))
    assert ORDER_TIMING in base.missing
    nothing = assess({"single_threaded": 1})
    assert (nothing.basis, nothing.risk, nothing.eta) == (Basis.NOT_ENOUGH, None, None)
    assert nothing.still_active is None
    assert log_odds(nothing, "single_threaded") == pytest.approx(math.log(1.6))


def test_certainty_is_not_believed() -> None:
    assert assess({}, p_order=1.0).risk == pytest.approx(0.005)
    assert assess({}, p_order=0.0).risk == pytest.approx(0.995)
    with pytest.raises(ValueError):
        assess({}, p_order=1.2)


def test_interval_from_the_priors() -> None:
    score = assess({"single_threaded": 1}, p_order=0.2)
    sd = math.sqrt(1 + (0.25 * math.log(4)) ** 2 + 0.5**2)
    assert score.eta == pytest.approx(math.log(4) + math.log(1.6))
    low = 1 / (1 + math.exp(-(score.eta - 1.2815515655 * sd)))
    assert score.low == pytest.approx(low)
    assert score.low < score.risk < score.high


def test_robust_standard() -> None:
    found = standard([1, 2, 3, 4, 100, None])
    assert (found.median, found.count) == (3, 5)
    assert found.robust_sd == pytest.approx(1.4826)
    assert found.comparable
    mostly_alike = standard([5, 5, 5, 5, 5, 9])
    assert mostly_alike.robust_sd == pytest.approx(1.2533 * 4 / 6)
    assert not standard([5, 5, 5, 5, 5, 5]).comparable
    assert not standard([1, 2, 3, 4]).comparable
    assert not standard([None]).comparable


def test_expected_loss() -> None:
    assert expected_loss(0.25, 10_000) == 2_500
    assert expected_loss(0.25, -10_000) == 0
    assert expected_loss(0.5, 3) == 2


def test_learning_finds_what_generated_the_outcomes() -> None:
    rng = np.random.default_rng(2)
    drivers = (DriverSpec("a", 1.6, Scale.YES_NO), DriverSpec("b", 1.5, Scale.STEP, -1.0))
    rows, left = [], []
    for _ in range(4000):
        values = {"a": float(rng.random() < 0.5), "b": float(rng.normal())}
        chance = float(rng.uniform(0.05, 0.95))
        row = design_row(values, p_order=chance, drivers=drivers)
        assert row is not None
        eta = np.dot(row.vector, [-0.5, 1.2, 1.0, 0.1])
        rows.append(row)
        left.append(bool(rng.random() < 1 / (1 + math.exp(-eta))))
    learnt = update(prior_weights(drivers), rows, left)
    assert learnt.means == pytest.approx((-0.5, 1.2, 1.0, 0.1), abs=0.15)
    assert learnt.labels == 4000
    score = assess({"a": 1.0}, p_order=0.5, drivers=drivers, weights=learnt)
    prior = assess({"a": 1.0}, p_order=0.5, drivers=drivers)
    assert score.high - score.low < (prior.high - prior.low) / 5


def test_learning_in_two_halves_is_close_to_learning_at_once() -> None:
    rng = np.random.default_rng(6)
    rows = [design_row({"single_threaded": float(i % 2)}, p_order=0.5) for i in range(200)]
    left = [bool(rng.random() < (0.7 if i % 2 else 0.4)) for i in range(200)]
    once = update(prior_weights(), rows, left)
    twice = update(update(prior_weights(), rows[:100], left[:100]), rows[100:], left[100:])
    assert twice.labels == once.labels
    assert twice.means == pytest.approx(once.means, abs=0.02)


def test_separable_outcomes_do_not_run_away() -> None:
    rows = [design_row({"active_competitor": float(i % 2)}, p_order=0.5) for i in range(40)]
    learnt = update(prior_weights(), rows, [bool(i % 2) for i in range(40)])
    assert all(abs(mean) < 5 for mean in learnt.means)
    assert update(prior_weights(), [], []) == prior_weights()
    with pytest.raises(ValueError):
        update(prior_weights(), rows, [True])


def test_weights_of_other_drivers_are_refused() -> None:
    with pytest.raises(ValueError):
        assess({}, p_order=0.5, weights=prior_weights(DEFAULT_DRIVERS[:2]))
    assert prior_weights().keys[0] == BASE
    with pytest.raises(ValueError):
        DriverSpec("a", 0.0, Scale.YES_NO)
