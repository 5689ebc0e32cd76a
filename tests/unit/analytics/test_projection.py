"""The published value, and an interval that widens with what is not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics import projection

EVEN = [100_000 // 12] * 11 + [100_000 - 11 * (100_000 // 12)]


def test_the_published_value() -> None:
    found = projection.compute(EVEN, 0.2, (0.2, 0.2), 0.1)
    assert found.value == pytest.approx(212_410, abs=1)
    assert found.endless == pytest.approx(266_667, abs=1)
    assert [round(row.survival, 4) for row in found.years] == [0.8, 0.64, 0.512, 0.4096, 0.3277]


def test_even_months_and_a_certain_risk_leave_next_to_no_interval() -> None:
    found = projection.compute(EVEN, 0.2, (0.2, 0.2), 0.1)
    assert found.high - found.low < 50


def test_the_interval_widens_with_the_risk_and_with_uneven_months() -> None:
    even = projection.compute(EVEN, 0.2, (0.1, 0.35), 0.1)
    uneven = projection.compute([0] * 11 + [100_000], 0.2, (0.1, 0.35), 0.1)
    assert even.low < even.value < even.high
    assert uneven.high - uneven.low > even.high - even.low


def test_growth_that_keeps_up_has_no_end() -> None:
    assert projection.compute(EVEN, 0.0, (0.0, 0.01), 0.05, 0.05).endless is None


def test_a_loss_stays_a_loss() -> None:
    found = projection.compute([-100] * 12, 0.3, (0.2, 0.4), 0.1)
    assert found.value < 0
    assert found.low <= found.high < 0


@pytest.mark.parametrize("risk", [-0.1, 1.1])
def test_what_is_no_probability_is_refused(risk: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        projection.compute(EVEN, risk, (0.1, 0.2), 0.1)


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=12, max_size=12),
    st.floats(0, 1),
    st.floats(0, 0.5),
    st.floats(-0.2, 0.2),
)
def test_years_add_up_and_survival_never_rises(
    months: list[int], risk: float, discount: float, growth: float
) -> None:
    found = projection.compute(months, risk, (risk, risk), discount, growth)
    assert sum(row.worth for row in found.years) == pytest.approx(found.value)
    stays = [row.survival for row in found.years]
    assert stays == sorted(stays, reverse=True)
    assert all(0 <= each <= 1 for each in stays)
    assert found.low <= found.high
