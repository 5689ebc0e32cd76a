"""Order-timing models against published figures, against each other, and at their edges."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from b2bdesk.analytics.retention import predict
from b2bdesk.analytics.retention.fit import FitFlag, FitMethod, FittedModel, fit
from b2bdesk.analytics.retention.likelihood import Likelihood, ModelKind, Parameters
from b2bdesk.analytics.retention.sample import OrderSample

CDNOW = Path(__file__).parents[2] / "data" / "cdnow" / "cdnow_customers_summary.csv"
TRUTH = {
    ModelKind.BG: ((0.242593, 4.413532, 0.792886, 2.425753), -9582.4256, 0.72661),
    ModelKind.MBG: ((0.524838, 6.182991, 0.891356, 1.614000), -9582.1327, 0.70613),
}
ONE = OrderSample.of([2], [30.43], [38.86])


@pytest.fixture(scope="module")
def cdnow() -> OrderSample:
    table = pd.read_csv(CDNOW)
    return OrderSample.of(table["frequency"], table["recency"], table["T"])


@pytest.fixture(scope="module")
def fits(cdnow: OrderSample) -> dict[ModelKind, FittedModel]:
    return {kind: fit(cdnow, kind, method=FitMethod.MAXIMUM_LIKELIHOOD) for kind in ModelKind}


@pytest.mark.parametrize("kind", list(TRUTH))
def test_cdnow(kind: ModelKind, fits: dict[ModelKind, FittedModel]) -> None:
    parameters, likelihood, active = TRUTH[kind]
    found = fits[kind]
    assert found.accounts == 2357
    assert found.flags == ()
    assert found.log_likelihood == pytest.approx(likelihood, abs=1e-3)
    p = found.parameters
    assert (p.r, p.alpha, p.a, p.b) == pytest.approx(parameters, rel=2e-3)
    assert predict.p_active(p, ONE)[0] == pytest.approx(active, abs=1e-4)


@pytest.mark.parametrize("kind", list(TRUTH))
def test_cdnow_at_the_published_parameters(kind: ModelKind, cdnow: OrderSample) -> None:
    parameters, likelihood, active = TRUTH[kind]
    given = Parameters(kind, 1, *parameters)
    assert Likelihood(cdnow, kind, 1)(given.logs())[0] == pytest.approx(likelihood, abs=1e-3)
    assert predict.p_active(given, ONE)[0] == pytest.approx(active, abs=1e-5)


@pytest.mark.parametrize("kind", list(ModelKind))
@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_gradient_is_the_slope(kind: ModelKind, k: int) -> None:
    rng = np.random.default_rng(4)
    x = rng.integers(0, 9, 200).astype(float)
    age = rng.uniform(10, 90, 200)
    last = np.where(x > 0, age * rng.uniform(0.2, 1.0, 200), 0.0)
    likelihood = Likelihood(OrderSample.of(x, last, age, rng.uniform(0, 9, 200)), kind, k)
    logs = Parameters(kind, k, 0.7, 3.0, 0.5, 1.7).logs()
    gradient = likelihood(logs)[1]
    for i in range(logs.size):
        step = np.zeros_like(logs)
        step[i] = 1e-6
        slope = (likelihood(logs + step)[0] - likelihood(logs - step)[0]) / 2e-6
        assert gradient[i] == pytest.approx(slope, rel=1e-5, abs=1e-4)


def test_weights_of_equal_accounts() -> None:
    once = OrderSample.of([2, 0], [3, 0], [9, 9], [1.5, 0])
    twice = OrderSample.of([2, 0, 2, 0], [3, 0, 3, 0], [9, 9, 9, 9], [1.5, 0, 1.5, 0])
    logs = Parameters(ModelKind.MBG, 3, 1, 2, 0.5, 2).logs()
    for single, double in zip(
        Likelihood(once, ModelKind.MBG, 3)(logs), Likelihood(twice, ModelKind.MBG, 3)(logs),
        strict=True,
    ):  # fmt: skip
        assert double == pytest.approx(2 * np.asarray(single))


def test_an_order_within_the_horizon_by_simulation() -> None:
    """An MBG/CNBD-2 account seen with its history: simulate the rest of its life."""
    rng = np.random.default_rng(8)
    n, k, age, horizon = 400_000, 2, 30.0, 20.0
    given = Parameters(ModelKind.MBG, k, 1.3, 6.0, 0.7, 2.2)
    rate = rng.gamma(given.r, 1 / given.alpha, n)
    leave = rng.beta(given.a, given.b, n)
    clock, repeats, last = np.zeros(n), np.zeros(n), np.zeros(n)
    ordered = np.zeros(n, dtype=bool)
    alive = rng.random(n) >= leave
    for _ in range(400):
        clock = clock + rng.gamma(k, 1 / rate)
        seen = alive & (clock <= age)
        repeats[seen] += 1
        last[seen] = clock[seen]
        ordered |= alive & (clock > age) & (clock <= age + horizon)
        alive &= (clock <= age) & (rng.random(n) >= leave)
        if not alive.any():
            break
    for x in (0, 1, 3):
        mine = repeats == x
        sample = OrderSample.of(repeats[mine], last[mine], np.full(int(mine.sum()), age))
        said = predict.p_order(given, sample, horizon)
        assert said.mean() == pytest.approx(ordered[mine].mean(), abs=0.006)


def test_regularity_of_one_is_the_plain_model_and_more_sharpens_it() -> None:
    late = OrderSample.of([10], [50], [62])
    active = [
        predict.p_active(Parameters(ModelKind.MBG, k, 1, 5 / k, 0.6, 2), late)[0]
        for k in (1, 2, 3, 4)
    ]
    assert active == sorted(active, reverse=True)


def test_nobody_leaves_the_nbd_and_nobody_leaves_bg_before_the_second_order() -> None:
    first = OrderSample.of([0], [0], [500])
    for kind in (ModelKind.NBD, ModelKind.BG):
        assert predict.p_active(Parameters(kind, 2, 1, 5, 1, 1), first)[0] == 1
    assert predict.p_active(Parameters(ModelKind.MBG, 2, 1, 5, 1, 1), first)[0] < 0.5


def test_horizons() -> None:
    given = Parameters(ModelKind.MBG, 3, 1, 3, 0.6, 2)
    sample = OrderSample.of([4, 0], [40, 0], [44, 0])
    assert predict.p_order(given, sample, 0.0).tolist() == [0, 0]
    growing = [predict.p_order(given, sample, h) for h in (1.0, 10.0, 100.0, 1e6)]
    assert all((b >= a).all() for a, b in pairwise(growing))
    assert (growing[-1] <= predict.p_active(given, sample) + 1e-12).all()
    with pytest.raises(ValueError):
        predict.p_order(given, sample, -1.0)


def test_time_to_order_is_the_inverse() -> None:
    given = Parameters(ModelKind.MBG, 2, 1, 3, 0.6, 2)
    sample = OrderSample.of([4, 1], [40, 7], [44, 30])
    median = predict.time_to_order(given, sample, 0.5)
    assert predict.p_order_if_active(given, sample, median) == pytest.approx([0.5, 0.5], abs=1e-9)
    slow = Parameters(ModelKind.MBG, 1, 0.01, 3, 0.6, 2)
    assert predict.time_to_order(slow, OrderSample.of([0], [0], [30]), 0.9)[0] == np.inf


def test_likelihood_runs_away_where_priors_hold() -> None:
    """Clockwork accounts, all alike, that never leave: likelihood alone has no maximum."""
    alike = OrderSample.of([10] * 20, [40] * 20, [41] * 20, [10 * np.log(4)] * 20)
    loose = fit(alike, ModelKind.MBG, method=FitMethod.MAXIMUM_LIKELIHOOD)
    held = fit(alike, ModelKind.MBG)
    assert FitFlag.AT_BOUND in loose.flags
    assert held.flags == (FitFlag.FEW_ACCOUNTS,)
    assert 1 < held.parameters.alpha / held.parameters.r < 8


@pytest.mark.parametrize("kind", list(ModelKind))
@pytest.mark.parametrize(
    "rows",
    [
        [(0, 0.0, 0.0)],
        [(0, 0.0, 0.0), (0, 0.0, 30.0)],
        [(1, 5.0, 5.0)],
        [(3, 9.0, 9.0), (3, 9.0, 9.0)],
        [(5000, 1000.0, 1001.0), (0, 0.0, 1.0)],
    ],
)
def test_tiny_portfolios_give_figures(
    kind: ModelKind, rows: list[tuple[int, float, float]]
) -> None:
    x, last, age = zip(*rows, strict=True)
    sample = OrderSample.of(x, last, age, [one * 0.1 for one in x])
    for k in (1, 4):
        found = fit(sample, kind, k)
        assert FitFlag.FEW_ACCOUNTS in found.flags
        assert (FitFlag.NO_REPEAT_ORDERS in found.flags) == (sum(x) == 0)
        assert FitFlag.NOT_CONVERGED not in found.flags
        outlook = predict.compute(found.parameters, sample, 52.0)
        for values in (outlook.p_active, outlook.p_order):
            assert ((values >= 0) & (values <= 1)).all()


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError):
        fit(OrderSample.of([], [], []), ModelKind.MBG)


def test_impossible_histories_are_refused() -> None:
    for x, last, age in ((-1, 0, 1), (1, 5, 4), (1, -1, 4)):
        with pytest.raises(ValueError):
            OrderSample.of([x], [last], [age])
    with pytest.raises(ValueError):
        Parameters(ModelKind.BG, 0, 1, 1, 1, 1)
