"""What a special service is worth, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.special_service import Terms, Verdict, compute, cost_until, margin_until

JAN = 2020 * 12
MONEY = st.integers(0, 10**9)


def test_cost_and_margin_so_far_and_at_the_horizon() -> None:
    # 12,000 once, 2,400 and 8,400 a year: 500 a month over what it costs to deliver.
    worth = compute(Terms(JAN, None, 1_200_000, 240_000, 840_000), JAN + 5)
    assert (worth.months, worth.cost, worth.margin, worth.net) == (6, 1_320_000, 420_000, -900_000)
    assert (worth.horizon, worth.horizon_net) == (JAN + 35, 600_000)
    # After 24 months the margin equals the cost; it exceeds it in the 25th.
    assert (worth.paid_back, worth.verdict) == (JAN + 24, Verdict.NOT_YET)
    later = compute(Terms(JAN, None, 1_200_000, 240_000, 840_000), JAN + 24)
    assert (later.net, later.verdict) == (50_000, Verdict.WORTH_IT)


def test_a_service_that_ends_too_early_never_pays() -> None:
    worth = compute(Terms(JAN, JAN + 11, 1_200_000, 240_000, 840_000), JAN + 20)
    assert (worth.months, worth.net, worth.horizon_net) == (12, -600_000, -600_000)
    assert (worth.paid_back, worth.verdict) == (None, Verdict.NEVER)


def test_margin_that_only_equals_the_cost_is_not_worth_it() -> None:
    assert compute(Terms(JAN, JAN, 0, 1200, 1200), JAN).verdict is Verdict.NEVER


def test_before_its_first_month_nothing_was_spent() -> None:
    worth = compute(Terms(JAN + 3, None, 5_000, 0, 12_000), JAN)
    assert (worth.months, worth.cost, worth.margin) == (0, 0, 0)
    assert (worth.paid_back, worth.verdict) == (JAN + 8, Verdict.NOT_YET)


@pytest.mark.parametrize(
    ("terms", "cost", "margin"),
    [
        (Terms(JAN, None, None, 1200, 2400), None, 200),
        (Terms(JAN, None, 100, None, 2400), None, 200),
        (Terms(JAN, None, 100, 1200, None), 200, None),
    ],
)
def test_a_missing_figure_is_missing_and_not_nought(
    terms: Terms, cost: int | None, margin: int | None
) -> None:
    worth = compute(terms, JAN)
    assert (worth.cost, worth.margin, worth.net) == (cost, margin, None)
    assert (worth.horizon_net, worth.verdict) == (None, Verdict.UNKNOWN)


@given(create=MONEY, deliver=MONEY, margin=MONEY, run=st.integers(0, 60))
def test_the_verdict_follows_the_figures_shown(
    create: int, deliver: int, margin: int, run: int
) -> None:
    terms = Terms(JAN, None, create, deliver, margin)
    now = JAN + run - 1
    worth = compute(terms, now)
    cost, added = cost_until(terms, now), margin_until(terms, now)
    assert cost is not None
    assert added is not None
    assert worth.net == added - cost
    assert worth.horizon_net is not None
    if worth.verdict is Verdict.WORTH_IT:
        assert worth.net > 0
    elif worth.verdict is Verdict.NOT_YET:
        assert worth.net <= 0 < worth.horizon_net
    else:
        assert worth.horizon_net <= 0
