"""Time equations: what they mean, how they are told apart, and what is said of a wrong one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from b2bdesk.analytics.time_equation import (
    EquationError,
    EquationPart,
    Subject,
    compose,
    names_of,
    parse,
    subject_of,
)
from b2bdesk.models.costing_enums import Driver

ORDER: dict[str, Fraction | int | bool | str] = {
    "lines": 12,
    "units": Fraction(5, 2),
    "amount": 250,
    "new customer": True,
    "expedited": False,
    "segment": "mountain",
    "kind": "partner",
    "country": "ca",
}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("8 + 3 if new customer + 2 * lines over 10", 15),
        ("8 + 3 if expedited + 2 * lines over 12", 8),
        ("2 * 3 if new customer", 6),
        ("60 - 10 - 5 * (1 + 1)", 40),
        ("amount / 100 / 5", Fraction(1, 2)),
        ("min(60, 5 * lines, 90) + max(0, lines - 20)", 60),
        ("3 if lines >= 12 + 4 if lines > 12", 3),
        ("3 if lines over 11", 3),
        ("3 if lines over 12", 0),
        ("3 if not (expedited or lines < 12) and units = 2.5", 3),
        ("3 if units <> 2.5 + 1", 1),
        ('7 if segment is "  MOUNTAIN "', 7),
        ("7 if segment is not 'Mountain'", 0),
        ('7 if kind is "Partner" and country = „CA“', 7),
        ('7 if kind is "Endkunde"', 0),
        ("(8 + 2) * (3 if new customer)", 30),
        ("1 + amount / (lines - 12) if lines > 12", 1),
        ("8 − 2 × 3 ÷ 2", 5),
        ("LINES", 12),
    ],
)
def test_minutes_of_an_order(text: str, minutes: Fraction | int) -> None:
    assert parse(text, Subject.ORDER).evaluate(ORDER) == minutes


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (0, 0), "Say how many minutes"),
        ("8 +", (3, 3), "ends too early"),
        ("8 + lins", (4, 8), "Did you mean “lines”?"),
        ("8 + __import__('os')", (4, 14), "not known here"),
        ("8 / (3 - 3)", (4, 11), "divided by zero"),
        ("8 + 3 if lines", (9, 14), "a condition is needed"),
        ("8 + lines > 3", (10, 11), "only after “if”"),
        ("8 + (lines > 3)", (4, 15), "a number is needed"),
        ("8 if new customer if expedited", (18, 20), "enough"),
        ("if new customer", (0, 2), "before “if”"),
        ("3 if segment is Mountain", (16, 24), "quotation marks"),
        ('3 if segment > "Mountain"', (13, 14), "equal or not"),
        ('3 if kind is "Customer"', (13, 23), "It is one of: End customer, Partner, Prospect."),
        ("3 if segment is 'Mountain", (16, 25), "closing"),
        ("8 + segment", (4, 11), "is a text"),
        ("8,5 + lines", (1, 2), "with a point"),
        ("2 lines", (2, 7), "A sign is missing"),
        ("min(8, lines", (12, 12), "missing at the end"),
        ("8 + 3 @ 2", (6, 7), "no meaning"),
        ("3 - 8", (0, 5), "more than 0"),
        ("99999 * 99", (0, 10), "at most 100,000"),
        ("2000000 + lines", (0, 7), "at most 1,000,000"),
        ("0.0000001 * lines", (0, 9), "six decimals"),
        ("(" * 30 + "1" + ")" * 30, (21, 22), "too deep"),
        ("-" * 400 + "lines", (21, 22), "too deep"),
        ("lines + " * 80, (500, 640), "at most 500"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    text: str, place: tuple[int, int], words: str
) -> None:
    with pytest.raises(EquationError) as caught:
        parse(text, Subject.ORDER)
    assert (caught.value.start, caught.value.end) == place
    assert words in str(caught.value)
    assert caught.value.field == "time_equation"


def test_a_long_equation_is_still_read() -> None:
    text = " + ".join(["1 if lines > 3"] * 29)
    assert parse(text, Subject.ORDER).evaluate(ORDER) == 29


def test_dividing_by_what_is_nothing_is_raised_but_counts_no_minutes() -> None:
    equation = parse("5 / (lines - 12)", Subject.ORDER)
    with pytest.raises(ZeroDivisionError):
        equation.evaluate(ORDER)
    assert equation.milli_minutes(ORDER) == 0


@pytest.mark.parametrize(
    ("text", "milli"),
    [("lines / 7", 1714), ("lines / 7 * -1", 0), ("lines * 90000", 100_000_000), ("1 / 2000", 1)],
)
def test_an_event_counts_whole_thousandths_from_nothing_to_the_most(text: str, milli: int) -> None:
    assert parse(text, Subject.ORDER).milli_minutes(ORDER) == milli


def test_an_equation_is_told_as_its_base_and_lines() -> None:
    equation = parse(
        "8 + 3 if new customer + 2 * lines over 10 - 0.5 + 1.5*units/3 if expedited or lines>2"
        " - lines / amount",
        Subject.ORDER,
    )
    assert equation.base == Fraction(15, 2)
    assert equation.parts == (
        EquationPart(Fraction(3), "", "new customer", "3 if new customer"),
        EquationPart(Fraction(2), "lines over 10", "", "2 * lines over 10"),
        EquationPart(
            Fraction(1, 2), "units", "expedited or lines>2", "1.5*units/3 if expedited or lines>2"
        ),
        EquationPart(None, text="-lines / amount"),
    )
    told = compose(equation.base, equation.parts)
    assert told == (
        "7.5 + 3 if new customer + 2 * lines over 10"
        " + 0.5 * units if expedited or lines>2 - lines / amount"
    )
    assert parse(told, Subject.ORDER).evaluate(ORDER) == equation.evaluate(ORDER)


def test_what_is_known_depends_on_what_is_counted() -> None:
    assert subject_of(Driver.DELIVERIES) is Subject.ORDER
    assert subject_of(Driver.COMPLAINTS) is Subject.EXCHANGE
    assert subject_of(Driver.OWN_VOLUMES) is Subject.ACCOUNT
    assert subject_of(Driver.VISIT_MINUTES) is None
    visit = parse('20 + minutes if channel is "Video call" + 5 * people', Subject.EXCHANGE)
    assert visit.evaluate({"minutes": 30, "channel": "video", "people": 2}) == 60
    with pytest.raises(EquationError):
        parse("8 + 2 * lines", Subject.EXCHANGE)
    assert {name.name for name in names_of(Subject.ACCOUNT)} == {"segment", "kind", "country"}
