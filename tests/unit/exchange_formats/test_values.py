"""Numbers and dates as people write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.core.dates import day_of
from b2bdesk.exchange_formats.values import (
    MICRO,
    Bad,
    cell_error,
    date_order,
    decimal_mark,
    parse_number,
    read_day,
    read_number,
    text_of,
)


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1,234.50", ".", "1234.5"),
        ("1.234,50", ",", "1234.5"),
        ("1'234.50", ".", "1234.5"),
        ("1’234’567", ".", "1234567"),
        ("1 234,5", ",", "1234.5"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("1\u202f234,5", ",", "1234.5"),
        ("(1,234)", ".", "-1234"),
        ("12-", ".", "-12"),
        ("−12", ".", "-12"),
        ("€ 5,00", ",", "5"),
        ("5,00 €", ",", "5"),
        ("CHF 1’000.05", ".", "1000.05"),
        ("-$3.2", ".", "-3.2"),
        ("12 %", ".", "0.12"),
        (".5", ".", "0.5"),
        ("12,-", ",", "12"),
        ("CHF 5.–", ".", "5"),
        ("$ (1,234.50)", ".", "-1234.5"),
        ("12,34,567.50", ".", "1234567.5"),
        ("0.0000015", ".", "0.000002"),
    ],
)
def test_numbers_as_people_write_them(text: str, mark: str, value: str) -> None:
    assert parse_number(text, mark) == int(Decimal(value) * MICRO)


@pytest.mark.parametrize(
    "text", ["abc", "EUR", "1,23,4", "12 34 x", "-", "1.2.3", "12 34", "030 1234", "1'2"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_a_decimal_comma_in_a_column_of_points_is_named_with_its_reading() -> None:
    assert read_number("1.700,99") == Bad("decimal_mark", "1.700,99", "1700.99")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False))
def test_a_float_cell_gives_the_decimal_that_was_typed(value: Decimal) -> None:
    assert read_number(float(value)) == int(value * MICRO)


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_written_numbers_read_back_under_both_marks(cents: int) -> None:
    text = f"{Decimal(cents) / 100:,.2f}"
    swapped = text.translate(str.maketrans(",.", ".,"))
    assert parse_number(text, ".") == parse_number(swapped, ",") == cents * 10_000


def test_codes_keep_their_zeros_and_lose_no_decimals() -> None:
    assert text_of("01067") == "01067"
    assert text_of(12345.0) == "12345"
    assert text_of(" a\u00a0 b ") == "a b"
    assert text_of(1.5) == "1.5"


def test_the_decimal_mark_of_a_column_is_decided_by_all_its_texts() -> None:
    assert decimal_mark(["1,234", "12,5"]) == (",", True)
    assert decimal_mark(["1.234", "1,234.5"]) == (".", True)
    assert decimal_mark(["1,234"]) == (".", False)
    assert decimal_mark(["12", "7"]) == (".", True)
    assert decimal_mark([]) is None


def test_the_order_of_day_and_month_is_decided_by_all_dates() -> None:
    assert date_order(["01/02/2020", "03/13/2020"]) == ("mdy", True)
    assert date_order(["01/02/2020", "13/03/2020"]) == ("dmy", True)
    assert date_order(["01/02/2020"]) == ("dmy", False)
    assert date_order(["01.02.2020"]) == ("dmy", True)


@pytest.mark.parametrize(
    "written",
    [
        date(2020, 3, 4), datetime(2020, 3, 4, 15, 30),  # noqa: DTZ001
        "2020-03-04", "2020/3/4", "04.03.2020",
        "4/3/20", "20200304", 20200304.0, 43894.0, 43894.6, "4 March 2020", "4. März 2020",
        "4 mars 2020", "March 4, 2020", "4-Mar-20", "4 de marzo de 2020", "2020-03-04T10:00:00",
        "04/03/2020 12:30",
    ],
)  # fmt: skip
def test_dates_as_people_and_programs_write_them(written: object) -> None:
    assert read_day(written) == day_of(date(2020, 3, 4))


def test_a_day_that_does_not_exist_is_named() -> None:
    assert read_day("31/02/2017") == Bad("no_such_day", "31/02/2017", "2017-02")
    assert read_day("soon") == Bad("not_date", "soon")
    assert read_day("") is None


@pytest.mark.parametrize("text", ["SO43659", "AB-12", "Firm 5", "R1", "12 pcs", "5 apples", "-"])
def test_codes_and_names_are_no_numbers(text: str) -> None:
    assert parse_number(text, ".") is None
    assert parse_number(text, ",") is None


def test_dates_that_name_the_year_first_or_the_month_leave_nothing_open() -> None:
    assert date_order(["2024-03-05", "5 March 2024"]) == ("dmy", True)
    assert date_order(["2024-03-05", "05/03/2024"]) == ("dmy", False)


@pytest.mark.parametrize("text", ["Decker 5 20", "Marketing 12 2020", "Mai 12", "May 5", "100-20"])
def test_names_that_begin_like_a_month_are_no_dates(text: str) -> None:
    assert isinstance(read_day(text), Bad)


def test_a_month_alone_is_its_first_day() -> None:
    first = day_of(date(2020, 1, 1))
    assert [read_day(t) for t in ("Jan 2020", "Jan-20", "Jan '20", "enero de 2020")] == [first] * 4


def test_an_error_word_is_no_text() -> None:
    assert cell_error("#N/A") == Bad("error_cell", "#N/A")
    assert cell_error("#BEZUG!") == Bad("error_cell", "#BEZUG!")
    assert cell_error("#1 Pumps Ltd") is None
    assert cell_error("Err") is None
