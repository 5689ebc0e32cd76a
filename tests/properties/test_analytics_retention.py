"""Order-timing figures are probabilities whatever the history."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.retention import predict, rhythm
from b2bdesk.analytics.retention.fit import FitFlag, fit
from b2bdesk.analytics.retention.likelihood import Likelihood, ModelKind, Parameters
from b2bdesk.analytics.retention.sample import OrderSample

POSITIVE = st.floats(1e-4, 1e4)
PARAMETERS = st.builds(
    Parameters,
    kind=st.sampled_from(ModelKind),
    regularity=st.integers(1, 4),
    r=POSITIVE,
    alpha=POSITIVE,
    a=POSITIVE,
    b=POSITIVE,
)
ORDERS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 2_000)), max_size=60)


@st.composite
def samples(draw: st.DrawFn) -> OrderSample:
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 3_000), st.floats(0, 1_000), st.floats(0, 1_000)),
            min_size=1,
            max_size=20,
        )
    )
    repeats = [x for x, _, _ in rows]
    last = [t if x else 0.0 for x, t, _ in rows]
    age = [t + more for t, (_, _, more) in zip(last, rows, strict=True)]
    return OrderSample.of(repeats, last, age, [0.5 * x for x in repeats])


@given(PARAMETERS, samples(), st.floats(0, 500))
def test_figures_are_probabilities(
    parameters: Parameters, sample: OrderSample, horizon: float
) -> None:
    outlook = predict.compute(parameters, sample, horizon)
    for values in (outlook.p_active, outlook.p_order):
        assert np.isfinite(values).all()
        assert ((values >= 0) & (values <= 1)).all()
    assert (outlook.p_order <= outlook.p_active).all()
    later = predict.p_order(parameters, sample, horizon + 10)
    assert (later >= outlook.p_order - 1e-9).all()


@given(PARAMETERS, samples())
def test_likelihood_and_slope_are_figures(parameters: Parameters, sample: OrderSample) -> None:
    value, slope = Likelihood(sample, parameters.kind, parameters.regularity)(parameters.logs())
    assert np.isfinite(value)
    assert np.isfinite(slope).all()


@given(ORDERS, st.integers(0, 2_000), st.sampled_from(ModelKind), st.integers(1, 4))
def test_any_orders_give_a_rhythm_and_a_fit(
    orders: list[tuple[int, int]], as_of: int, kind: ModelKind, k: int
) -> None:
    accounts, days = [a for a, _ in orders], [d for _, d in orders]
    found = rhythm.compute(accounts, days, as_of, everyone=range(1, 9))
    assert [one.account for one in found.rhythms] == list(range(1, 9))
    for one in found.rhythms:
        own = {d for a, d in orders if a == one.account}
        assert one.orders == len({d for d in own if d <= as_of})
        assert one.later == len({d for d in own if d > as_of})
        if one.window is not None:
            assert one.window.first <= one.window.last
            assert one.window.last >= as_of
            assert all(window.last < as_of for window in one.missed)
    if found.sample.size:
        fitted = fit(found.sample, kind, k)
        assert FitFlag.NOT_CONVERGED not in fitted.flags
        outlook = predict.compute(fitted.parameters, found.sample, 52.0)
        assert np.isfinite(outlook.p_order).all()
