"""Numbers, dates and money as people read and type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale

from b2bdesk.ui.formats import Formats

EN = Formats("en_US", "USD")
DE = Formats("de_DE", "EUR")


@pytest.mark.parametrize(
    ("minor", "decimals", "english", "german"),
    [
        (120433210, 2, "1,204,332.10", "1.204.332,10"),
        (120433250, 0, "1,204,333", "1.204.333"),
        (-291500, 0, "−2,915", "−2.915"),
        (-4, 0, "0", "0"),
        (0, 0, "0", "0"),
        (None, 0, "–", "–"),
    ],
)
def test_money(minor: int | None, decimals: int, english: str, german: str) -> None:
    assert EN.money(minor, decimals) == english
    assert DE.money(minor, decimals) == german


def test_money_of_a_currency_without_decimals() -> None:
    assert Formats("en_US", "JPY").money_exact(1234) == "1,234"
    assert Formats("en_US", "KWD").money_exact(1234) == "1.234"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (999.6, "1.0 k"),
        (18_680, "18.7 k"),
        (999_949, "999.9 k"),
        (999_960, "1.00 M"),
        (1_713_000, "1.71 M"),
        (-2_100, "−2.1 k"),
        (None, "–"),
    ],
)
def test_short(value: float | None, shown: str) -> None:
    assert EN.short(value).replace("\u00a0", " ") == shown


def test_short_on_an_axis_has_no_empty_decimals() -> None:
    assert EN.short(20_000, trim=True).replace("\u00a0", " ") == "20 k"
    assert EN.short(2.5, trim=True) == "2.5"


def test_percent_and_points() -> None:
    assert EN.percent(0.58) == "58%"
    assert DE.percent(0.58) == "58\u00a0%"
    assert EN.signed_percent(-0.14) == "−14%"
    assert EN.signed_percent(0.001) == "0%"
    assert EN.points(0.03) == "+3 points"
    assert EN.points(-0.01) == "−1 point"
    assert EN.percent(float("nan")) == "–"


def test_dates_show_the_year_only_when_it_is_another() -> None:
    reference = date(2020, 5, 31)
    assert EN.date(date(2020, 5, 20), reference) == "20 May"
    assert EN.date(date(2019, 2, 25), reference) == "25 Feb 2019"
    assert DE.date(date(2020, 5, 20), reference).startswith("20. Mai")
    assert EN.date_long(date(2020, 6, 1)) == "Monday, 1 June 2020"
    assert EN.weekday(date(2020, 6, 4), reference) == "Thu 4 Jun"
    assert EN.month_range(date(2017, 7, 1), date(2020, 5, 1)) == "Jul 2017 – May 2020"
    assert EN.date(None) == "–"


def test_ages_and_minutes() -> None:
    assert EN.age(12) == "12 d"
    assert EN.age(0) == "today"
    assert [EN.minutes(m) for m in (20, 120, 140, None)] == ["20 min", "2 h", "2 h 20 min", "–"]


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("1,234.5", "1234.5", None),
        ("1.234,5", None, "1234.5"),
        ("−12", "-12", "-12"),
        ("882 274", "882274", "882274"),
        ("12%", "12", "12"),
        (".5", "0.5", None),
        ("1,23", None, "1.23"),
        ("1.23", "1.23", None),
        ("12a", None, None),
        ("", None, None),
        ("-", None, None),
    ],
)
def test_parse_number(text: str, english: str | None, german: str | None) -> None:
    assert EN.parse_number(text) == (None if english is None else Decimal(english))
    assert DE.parse_number(text) == (None if german is None else Decimal(german))


def test_what_is_shown_can_be_typed_back() -> None:
    for locale in ("en_US", "de_DE", "fr_FR", "de_CH", "sv_SE"):
        made = Formats(locale, "EUR")
        assert made.parse_money(made.money_exact(-123456789)) == -123456789, locale
        assert made.parse_date(made.date_full(date(2020, 5, 20))) == date(2020, 5, 20), locale


def test_parse_date() -> None:
    reference = date(2020, 6, 1)
    assert EN.parse_date("2017-07-01") == date(2017, 7, 1)
    assert EN.parse_date("31/02/2017") is None
    assert EN.parse_date("2/28/2017") == date(2017, 2, 28)
    assert DE.parse_date("28.2.2017") == date(2017, 2, 28)
    assert EN.parse_date("5 Jun", reference) == date(2020, 6, 5)
    assert EN.parse_date("28 Dec", date(2020, 1, 3)) == date(2019, 12, 28)
    assert EN.parse_date("tomorrow", reference) == date(2020, 6, 2)
    assert EN.parse_date("soon") is None
    assert Formats(QLocale("en_GB")).parse_date("5/6/20") == date(2020, 6, 5)
