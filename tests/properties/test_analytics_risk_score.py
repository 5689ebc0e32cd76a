"""The score's lines add up, and risk is a probability, whatever is known."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.analytics.risk_score import (
    DEFAULT_DRIVERS,
    Basis,
    DriverState,
    assess,
    expected_loss,
    standard,
)

VALUES = st.fixed_dictionaries(
    {},
    optional={
        driver.key: st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True))
        for driver in DEFAULT_DRIVERS
    },
)
CHANCE = st.one_of(st.none(), st.floats(0, 1))
MEASURES = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=30)


@given(VALUES, CHANCE, CHANCE, CHANCE, MEASURES)
def test_contributions_add_up_exactly(
    values: dict[str, float | None],
    p_order: float | None,
    p_renewal: float | None,
    base_rate: float | None,
    measures: list[float | None],
) -> None:
    standards = {driver.key: standard(measures) for driver in DEFAULT_DRIVERS}
    score = assess(
        values, p_order=p_order, p_renewal=p_renewal, base_rate=base_rate, standards=standards
    )
    assert (score.basis is Basis.NOT_ENOUGH) == (p_order is p_renewal is base_rate is None)
    for one in score.contributions:
        assert one.value is None or math.isfinite(one.value)
        assert math.isclose(one.points, 20 / math.log(2) * one.log_odds, abs_tol=1e-12)
        assert abs(one.shown - one.points) < 1
        if one.state in (DriverState.MISSING, DriverState.NO_COMPARISON):
            assert one.log_odds == 0
            assert one.key in score.missing
    shown = sum(one.shown for one in score.contributions)
    exact = sum((Fraction(one.points) for one in score.contributions), Fraction(0))
    assert shown == round_half_away(exact)
    if score.eta is None:
        assert score.risk is None
        return
    assert math.fsum(one.log_odds for one in score.contributions) == score.eta
    assert score.points_shown == shown
    assert score.risk is not None
    assert score.low is not None
    assert score.high is not None
    assert 0 <= score.low <= score.risk <= score.high <= 1
    assert score.still_active == 1 - score.risk


@given(st.floats(0, 1), st.integers(-(10**15), 10**15))
def test_expected_loss_is_a_part_of_the_margin(risk: float, margin: int) -> None:
    assert 0 <= expected_loss(risk, margin) <= max(0, margin)
