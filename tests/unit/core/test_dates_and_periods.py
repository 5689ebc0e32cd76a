"""Days, months and the as-of date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.core.dates import (
    Period,
    date_of,
    day_of,
    first_of_month,
    fiscal_year,
    last_of_month,
    local_date_of,
    month_of,
    noon_of,
)
from b2bdesk.core.periods import AsOfSource, as_of, year_to_date

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(DAYS)
def test_a_day_comes_back(day: date) -> None:
    assert date_of(day_of(day)) == day
    assert first_of_month(month_of(day)) <= day <= last_of_month(month_of(day))


@given(st.dates(date(1971, 1, 1), date(2100, 1, 1)))
def test_noon_of_a_date_falls_on_it(day: date) -> None:
    assert local_date_of(noon_of(day)) == day


@given(DAYS, st.integers(1, 12))
def test_a_fiscal_year_has_twelve_months_and_holds_its_month(day: date, start: int) -> None:
    year = fiscal_year(month_of(day), start)
    assert year.months == 12
    assert year.first <= month_of(day) <= year.last
    assert year.first_date.month == start


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="no earlier"):
        Period(5, 4)


@pytest.mark.parametrize(
    ("ledger_age", "chosen", "source"),
    [
        (None, None, AsOfSource.TODAY),
        (45, None, AsOfSource.TODAY),
        (46, None, AsOfSource.LEDGER),
        (46, date(2020, 1, 1), AsOfSource.SET),
    ],
)
def test_figures_are_of_today_while_the_ledger_is_fresh(
    ledger_age: int | None, chosen: date | None, source: AsOfSource
) -> None:
    today = date(2026, 11, 22)
    end = None if ledger_age is None else today - timedelta(days=ledger_age)
    found = as_of(today, end, chosen)
    assert found.source is source
    expected = {AsOfSource.TODAY: today, AsOfSource.LEDGER: end, AsOfSource.SET: chosen}
    assert found.date == expected[source]


def test_this_year_is_compared_with_the_same_months_of_the_last() -> None:
    this, last = year_to_date(date(2020, 5, 31), 7)
    assert (this.first_date, this.last_date) == (date(2019, 7, 1), date(2020, 5, 31))
    assert (last.first_date, last.last_date) == (date(2018, 7, 1), date(2019, 5, 31))
