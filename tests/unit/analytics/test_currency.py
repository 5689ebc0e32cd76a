"""Rates hold from their day on; an average counts days; nothing is rounded before the end."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.currency import NoRateError, RateTable

TABLE = RateTable.of("USD", [("CHF", 10, 1_100_000), ("CHF", 20, 1_200_000), ("JPY", 0, 6_700)])


def test_a_rate_holds_until_the_next_one() -> None:
    assert [TABLE.on("CHF", day) for day in (10, 19, 20, 500)] == [
        1_100_000,
        1_100_000,
        1_200_000,
        1_200_000,
    ]
    assert TABLE.on("USD", 3) == 1_000_000


@pytest.mark.parametrize(("currency", "day"), [("CHF", 9), ("SEK", 100)])
def test_before_the_first_rate_there_is_none(currency: str, day: int) -> None:
    with pytest.raises(NoRateError) as error:
        TABLE.on(currency, day)
    assert (error.value.currency, error.value.day) == (currency, day)
    with pytest.raises(NoRateError):
        TABLE.average(currency, day, day + 30)


def test_an_average_weighs_each_rate_by_its_days() -> None:
    # Five days at 1.10 and fifteen at 1.20.
    assert TABLE.average("CHF", 15, 34) == Fraction(5 * 1_100_000 + 15 * 1_200_000, 20)


def test_currencies_with_other_decimals_keep_their_worth() -> None:
    # 1,000,000 yen (no decimals) at 0.0067 are 6,700.00 dollars (two decimals).
    assert TABLE.converted(1_000_000, "JPY", TABLE.on("JPY", 5)) == 670_000
    assert TABLE.converted(-1_000_000, "JPY", TABLE.on("JPY", 5)) == -670_000
    assert TABLE.converted(1, "CHF", 1_500_000) == 2  # a half goes away from zero


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 10**9)), min_size=1, max_size=8),
    st.integers(0, 60),
    st.integers(0, 40),
)
def test_an_average_is_the_mean_of_its_days(
    rates: list[tuple[int, int]], first: int, more: int
) -> None:
    by_day = dict(rates)
    table = RateTable.of("EUR", [("GBP", day, rate) for day, rate in by_day.items()])
    if first < min(by_day):
        with pytest.raises(NoRateError):
            table.average("GBP", first, first + more)
        return
    days = [table.on("GBP", day) for day in range(first, first + more + 1)]
    assert table.average("GBP", first, first + more) == Fraction(sum(days), len(days))
