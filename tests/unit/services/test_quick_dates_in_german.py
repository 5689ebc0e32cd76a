"""Days typed the German way, once German is the language; English ones stay good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from b2bdesk.core.i18n import set_language
from b2bdesk.services.quick_dates import read_day

MONDAY = date(2020, 6, 1)


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    set_language("de")
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("morgen", date(2020, 6, 2)),
        ("Fr", date(2020, 6, 5)),
        ("sonntag", date(2020, 6, 7)),
        ("5. Jun", date(2020, 6, 5)),
        ("3. März 2021", date(2021, 3, 3)),
        ("in 2 Wochen", date(2020, 6, 15)),
        ("3 Tage", date(2020, 6, 4)),
        ("in 1 Monat", date(2020, 7, 1)),
        ("nächste Woche", date(2020, 6, 8)),
        ("Monatsende", date(2020, 6, 30)),
        ("tomorrow", date(2020, 6, 2)),
        ("in 2 weeks", date(2020, 6, 15)),
    ],
)
def test_days_ahead(typed: str, day: date) -> None:
    assert read_day(typed, MONDAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("gestern", date(2020, 5, 31)),
        ("vor 3 Tagen", date(2020, 5, 29)),
        ("3 days ago", date(2020, 5, 29)),
        ("Mi", date(2020, 5, 27)),
    ],
)
def test_days_behind(typed: str, day: date) -> None:
    assert read_day(typed, MONDAY, ahead=False) == day


@pytest.mark.parametrize("typed", ["bald", "vor 3 Tagen", "in Wochen"])
def test_no_days_ahead(typed: str) -> None:
    assert read_day(typed, MONDAY) is None
