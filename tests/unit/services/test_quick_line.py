from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.services.quick_dates import add_months, read_day
from b2bdesk.services.quick_line import Field, Name, matching_names, parse_line, without_marks

MONDAY = date(2020, 6, 1)
NAMES = (
    Name(1, "Daniel Okafor"),
    Name(2, "Ines Carvalho"),
    Name(3, "Daniel Smith"),
    Name(9, "Lena Marsh", ours=True),
)


def test_the_line_of_the_design_is_read_whole() -> None:
    line = parse_line(
        "#call @Daniel Okafor Asked why the March order slipped :( 20m !fri stock list",
        NAMES,
        MONDAY,
    )
    assert line.subject == "Asked why the March order slipped"
    assert line.channel is Channel.CALL
    assert line.people == (1,)
    assert line.sentiment == -1
    assert line.minutes == 20
    assert line.due == date(2020, 6, 5)
    assert line.step == "Stock list"
    assert line.problems == ()


def test_a_line_may_open_in_plain_words() -> None:
    line = parse_line("call Ines 20m price list accepted !fri", NAMES, MONDAY)
    assert line.channel is Channel.CALL
    assert line.people == (2,)
    assert line.minutes == 20
    assert line.subject == "Price list accepted"
    assert line.due == date(2020, 6, 5)


@pytest.mark.parametrize(
    ("typed", "channel", "person", "subject"),
    [
        ("Visit with Daniel Okafor: frames", Channel.VISIT, 1, "Frames"),
        ("mail to Carvalho, season plan", Channel.EMAIL, 2, "Season plan"),
        ("meeting Daniel Smith", Channel.VISIT, 3, ""),
    ],
)
def test_plain_openings(typed: str, channel: Channel, person: int, subject: str) -> None:
    line = parse_line(typed, NAMES, MONDAY)
    assert (line.channel, line.people, line.subject) == (channel, (person,), subject)


@pytest.mark.parametrize(
    "typed",
    [
        "Call about the March order",  # nobody named
        "Call Daniel back",  # two of that name
        "Visit Lena",  # one of ours
        "Asked Ines to call",  # no channel in front
        "Call",
    ],
)
def test_an_opening_in_doubt_stays_text(typed: str) -> None:
    line = parse_line(typed, NAMES, MONDAY)
    assert line.subject == typed
    assert line.people == ()
    assert line.channel is None
    assert line.problems == ()


def test_a_plain_text_is_all_subject() -> None:
    line = parse_line("they pay 3% of 500 at 5pm, ok", NAMES, MONDAY)
    assert line.subject == "They pay 3% of 500 at 5pm, ok"
    assert line.marks == ()
    assert line.channel is line.direction is line.minutes is line.due is None


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("< asks for demo bikes", None),
        ("<asks for demo bikes", None),
        ("<purchase asks for demo bikes", ExchangeKind.PURCHASE),
        ("asks for demo bikes <", None),
    ],
)
def test_they_came_to_us(typed: str, kind: ExchangeKind | None) -> None:
    line = parse_line(typed, NAMES, MONDAY)
    assert line.direction is Direction.INBOUND
    assert line.kind is kind
    assert line.subject == "Asks for demo bikes"


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("20m", 20), ("90min", 90), ("1h", 60), ("1h30", 90), ("2h05m", 125)],
)
def test_minutes(typed: str, minutes: int) -> None:
    assert parse_line(f"visit {typed}", NAMES, MONDAY).minutes == minutes
    assert parse_line(f"visit {typed}", NAMES, MONDAY).subject == "Visit"


def test_people_are_found_by_any_word_of_their_name() -> None:
    line = parse_line("@ines @okafor with @lena talked", NAMES, MONDAY)
    assert line.people == (2, 1)
    assert line.colleagues == (9,)
    assert line.subject == "With talked"


def test_a_name_that_fits_two_is_a_problem_beside_its_place() -> None:
    line = parse_line("met @daniel today", NAMES, MONDAY)
    (problem,) = line.problems
    assert problem.field is Field.PEOPLE
    assert "Daniel Okafor or Daniel Smith" in problem.message
    assert "met @daniel today"[problem.start : problem.end] == "@daniel"


@pytest.mark.parametrize(
    ("typed", "what"),
    [("@nobody hi", Field.PEOPLE), ("#fax hi", Field.CHANNEL), ("hi !someday", Field.DUE)],
)
def test_marks_that_are_not_understood(typed: str, what: Field) -> None:
    line = parse_line(typed, NAMES, MONDAY)
    assert [problem.field for problem in line.problems] == [what]
    assert line.subject == "Hi"


def test_channels_by_beginning_and_by_other_words() -> None:
    def channel(text: str) -> Channel | None:
        return parse_line(text, NAMES, MONDAY).channel

    assert channel("#vis x") is Channel.VISIT
    assert channel("#mail x") is Channel.EMAIL
    assert channel("#vi x") is None  # visit or video
    assert parse_line("#vi x", NAMES, MONDAY).problems[0].field is Field.CHANNEL


def test_a_follow_up_without_words_leaves_them_empty() -> None:
    line = parse_line("Call about the order !in 2 weeks", NAMES, MONDAY)
    assert (line.due, line.step) == (date(2020, 6, 15), "")


def test_the_day_it_was() -> None:
    line = parse_line("^yesterday workshop visit", NAMES, MONDAY)
    assert line.on == date(2020, 5, 31)
    assert line.subject == "Workshop visit"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", MONDAY),
        ("tomorrow", date(2020, 6, 2)),
        ("fri", date(2020, 6, 5)),
        ("monday", date(2020, 6, 8)),
        ("5 jun", date(2020, 6, 5)),
        ("jun 5", date(2020, 6, 5)),
        ("31 may", date(2021, 5, 31)),
        ("29 feb", date(2024, 2, 29)),
        ("5.6.", date(2020, 6, 5)),
        ("5.6.21", date(2021, 6, 5)),
        ("2020-06-05", date(2020, 6, 5)),
        ("in 2 weeks", date(2020, 6, 15)),
        ("3d", date(2020, 6, 4)),
        ("in a month", date(2020, 7, 1)),
        ("next week", date(2020, 6, 8)),
        ("eom", date(2020, 6, 30)),
    ],
)
def test_days_ahead(typed: str, day: date) -> None:
    assert read_day(typed, MONDAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("fri", date(2020, 5, 29)),
        ("monday", date(2020, 5, 25)),
        ("31 may", date(2020, 5, 31)),
        ("2 jun", date(2019, 6, 2)),
        ("3 days ago", date(2020, 5, 29)),
    ],
)
def test_days_behind(typed: str, day: date) -> None:
    assert read_day(typed, MONDAY, ahead=False) == day


@pytest.mark.parametrize("typed", ["", "soon", "31 feb", "13 13", "in weeks", "2020-02-30", "m"])
def test_no_days(typed: str) -> None:
    assert read_day(typed, MONDAY) is None


def test_slash_dates_follow_the_user() -> None:
    assert read_day("5/6", MONDAY, month_first=True) == date(2021, 5, 6)
    assert read_day("5/6", MONDAY) == date(2020, 6, 5)


def test_months_end_where_the_shorter_month_ends() -> None:
    assert add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)


def test_marks_can_be_cut_out() -> None:
    text = "#call Asked why 20m it slipped"
    assert without_marks(text, parse_line(text, NAMES, MONDAY).marks) == "Asked why it slipped"


def test_names_that_begin_so_come_first() -> None:
    assert [n.id for n in matching_names("da", NAMES)] == [1, 3]
    assert [n.id for n in matching_names("smith", NAMES)] == [3]


@given(st.text(max_size=60))
def test_any_line_is_read_without_fail(text: str) -> None:
    line = parse_line(text, NAMES, MONDAY)
    for mark in (*line.marks, *line.problems):
        assert 0 <= mark.start < mark.end <= len(text)
    again = parse_line(without_marks(text, (*line.marks, *line.problems)), NAMES, MONDAY)
    assert not set(again.people) - {1, 2, 3}


@given(st.text(max_size=15), st.booleans())
def test_any_text_is_a_day_or_none(text: str, ahead: bool) -> None:
    assert isinstance(read_day(text, MONDAY, ahead=ahead), date | None)
