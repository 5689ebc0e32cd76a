from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from b2bdesk.models.enums import Channel, Direction, ExchangeKind, PromisedBy
from b2bdesk.services.quick_dates import add_months, read_day
from b2bdesk.services.quick_line import QuickLine, parse_line, without_marks
from b2bdesk.services.quick_marks import Field, Name, folded
from b2bdesk.services.quick_names import matching_names
from b2bdesk.services.quick_steps import Calendar, read_step

MONDAY = date(2020, 6, 1)
NAMES = (
    Name(1, "Daniel Okafor"),
    Name(2, "Ines Carvalho"),
    Name(3, "Daniel Smith"),
    Name(4, "Ruth Nowak"),
    Name(5, "שרה לוי"),
    Name(6, "👩‍🚀 Zoë"),
    Name(9, "Lena Marsh", ours=True),
)


def the_step(line: QuickLine) -> tuple[str, date | None]:
    """The only next step of a line: words and day."""
    (step,) = line.steps
    return step.what, step.due


def test_the_line_of_the_issue_is_read_whole() -> None:
    line = parse_line("call Ruth, Ines 20m + price list accepted; send quote by Fri", NAMES, MONDAY)
    assert line.channel is Channel.CALL
    assert line.people == (4, 2)
    assert line.minutes == 20
    assert line.sentiment == 1
    assert line.subject == "Price list accepted"
    assert the_step(line) == ("Send quote", date(2020, 6, 5))
    assert line.steps[0].promised_by is PromisedBy.US
    assert line.questions == line.problems == ()


def test_promises_run_both_ways_and_what_was_given_and_got_is_noted() -> None:
    line = parse_line(
        "visit Ruth, Lena 90m yesterday workshop; they will send drawings by 12 Jun; "
        "we send the offer tomorrow; gave 2 % off; got their forecast",
        NAMES,
        MONDAY,
    )
    assert (line.people, line.colleagues, line.on) == ((4,), (9,), date(2020, 5, 31))
    assert [(s.what, s.due, s.promised_by) for s in line.steps] == [
        ("Send drawings", date(2020, 6, 12), PromisedBy.THEM),
        ("Send the offer", date(2020, 6, 2), PromisedBy.US),
    ]
    assert (line.gave, line.got) == ("2 % off", "Their forecast")
    assert line.subject == "Workshop"


@pytest.mark.parametrize(
    ("typed", "channel", "subject"),
    [
        ("mail from Ruth asks for freight", Channel.EMAIL, "Asks for freight"),
        ("Ruth called, asks for freight", Channel.CALL, "Asks for freight"),
    ],
)
def test_plain_words_say_that_they_came_to_us(typed: str, channel: Channel, subject: str) -> None:
    line = parse_line(typed, NAMES, MONDAY)
    assert (line.direction, line.channel, line.people) == (Direction.INBOUND, channel, (4,))
    assert line.subject == subject


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("call Ruth complaint about two frames", True),
        ("mail from Ruth: claim for the wheels", True),
        ("call Ruth no complaints this month", False),
        ("call Ruth proclaimed", False),
    ],
)
def test_a_complaint_is_heard_by_its_word_which_stays(typed: str, told: bool) -> None:
    line = parse_line(typed, NAMES, MONDAY)
    assert line.complaint is told
    assert typed.rsplit(maxsplit=1)[-1].casefold() in line.subject.casefold()


def test_two_of_one_first_name_are_asked_about_and_the_word_stays() -> None:
    line = parse_line("call Daniel 20m asks why", NAMES, MONDAY)
    (question,) = line.questions
    assert [each.id for each in question.choices] == [1, 3]
    assert line.people == ()
    assert line.subject == "Daniel asks why"
    assert (line.channel, line.minutes) == (Channel.CALL, 20)


@pytest.mark.parametrize("typed", ["call Bob 20m asks", "call Ruth, Bob 20m asks", "@Bob asks"])
def test_somebody_unknown_is_asked_about_and_the_word_stays(typed: str) -> None:
    line = parse_line(typed, NAMES, MONDAY)
    (question,) = line.questions
    assert (question.typed, question.choices) == ("Bob", ())
    assert "Bob asks" in line.subject


def test_names_in_any_script_are_understood() -> None:
    line = parse_line("call שרה, Zoë 5m stock", NAMES, MONDAY)
    assert line.people == (5, 6)
    assert parse_line("@👩‍🚀 Zoë stock", NAMES, MONDAY).people == (6,)
    assert parse_line("call \u202bשרה לוי\u202c 5m stock", NAMES, MONDAY).people == (5,)
    decomposed = "call Zoe\u0308 5m stock"
    assert parse_line(decomposed, NAMES, MONDAY).people == (6,)


def test_what_is_to_stay_words_is_not_understood() -> None:
    typed = "call Ruth 20m + price list; send quote by Fri"
    assert parse_line(typed, NAMES, MONDAY, plain={"20m"}).subject == "20m price list"
    line = parse_line(typed, NAMES, MONDAY, plain={"by fri"})
    assert the_step(line) == ("Send quote by Fri", None)
    assert parse_line(typed, NAMES, MONDAY, plain={"call"}).people == ()
    line = parse_line("call Bob 20m asks", NAMES, MONDAY, plain={"bob"})
    assert (line.questions, line.channel, line.subject) == ((), Channel.CALL, "Bob asks")


@pytest.mark.parametrize(
    ("typed", "what", "due"),
    [
        ("Call Ines by fri", "Call Ines", date(2020, 6, 5)),
        ("tomorrow send the list", "Send the list", date(2020, 6, 2)),
        ("Stock list !in 2 weeks", "Stock list", date(2020, 6, 15)),
        ("Order 20m of cable; they pay", "Order 20m of cable; they pay", None),
    ],
)
def test_a_next_step_by_itself_keeps_all_its_words(typed: str, what: str, due: date | None) -> None:
    assert read_step(typed, Calendar(MONDAY)) == (what, due, "")


def test_days_far_ahead_are_read_as_they_stand() -> None:
    assert the_step(parse_line("x; renew by 31 Dec 9999", NAMES, MONDAY))[1] == date.max
    assert parse_line("x !in 999 months", NAMES, MONDAY).steps[0].due == date(2103, 9, 1)


def test_a_very_long_text_is_read_at_once_and_kept_whole() -> None:
    words = " ".join(f"word{number}" for number in range(10_000))
    line = parse_line(f"call Ruth 20m {words}; @ines by fri", NAMES, MONDAY)
    assert line.people == (4,)
    assert line.subject.endswith("word9999; @ines by fri")


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
    assert the_step(line) == ("Stock list", date(2020, 6, 5))
    assert line.problems == ()


def test_a_line_may_open_in_plain_words() -> None:
    line = parse_line("call Ines 20m price list accepted !fri", NAMES, MONDAY)
    assert line.channel is Channel.CALL
    assert line.people == (2,)
    assert line.minutes == 20
    assert line.subject == "Price list accepted"
    assert the_step(line) == ("", date(2020, 6, 5))


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
    assert line.channel is line.direction is line.minutes is None
    assert line.steps == ()


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("< asks for demo bikes", None),
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
    line = parse_line(f"visit {typed} fitting", NAMES, MONDAY)
    assert (line.minutes, line.channel, line.subject) == (minutes, Channel.VISIT, "Fitting")
    assert parse_line(f"fitted wheels {typed}", NAMES, MONDAY).minutes == minutes


def test_people_are_found_by_any_word_of_their_name() -> None:
    line = parse_line("@ines @okafor with @lena talked", NAMES, MONDAY)
    assert line.people == (2, 1)
    assert line.colleagues == (9,)
    assert line.subject == "With talked"


@pytest.mark.parametrize(
    ("typed", "what"), [("#fax hi", Field.CHANNEL), ("hi !someday", Field.DUE)]
)
def test_marks_that_are_not_understood_stay_text(typed: str, what: Field) -> None:
    line = parse_line(typed, NAMES, MONDAY)
    (problem,) = line.problems
    assert problem.field is what
    assert typed[problem.start : problem.end] in ("#fax", "!someday")
    assert folded(line.subject) == folded(typed)


def test_channels_by_beginning_and_by_other_words() -> None:
    def channel(text: str) -> Channel | None:
        return parse_line(text, NAMES, MONDAY).channel

    assert channel("#vis x") is Channel.VISIT
    assert channel("#mail x") is Channel.EMAIL
    assert channel("#vi x") is None  # visit or video
    assert parse_line("#vi x", NAMES, MONDAY).problems[0].field is Field.CHANNEL


def test_a_follow_up_without_words_leaves_them_empty() -> None:
    line = parse_line("Call about the order !in 2 weeks", NAMES, MONDAY)
    assert the_step(line) == ("", date(2020, 6, 15))


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


_PIECES = st.one_of(
    st.sampled_from(
        [
            "call",
            "called",
            "mail",
            "visit",
            "Ruth",
            "Ines",
            "Daniel",
            "Bob",
            "@ines",
            "@daniel",
            "@nobody",
            "Lena",
            ",",
            ";",
            ";;",
            "&",
            "and",
            "with",
            "from",
            "to",
            "on",
            "by",
            "fri",
            "Fri",
            "tomorrow",
            "yesterday",
            "20m",
            "1h30",
            "+",
            "-",
            "++",
            "--",
            ":)",
            ":((",
            "<",
            "<purchase",
            ">experience",
            "#call",
            "#fax",
            "!fri",
            "!someday",
            "^yesterday",
            "they",
            "we",
            "gave",
            "got",
            "will",
            "complaint",
            "claim",
            "no",
            "שרה",
            "👩\u200d🚀",
            "Zoë",
            "5",
            "jun",
            "12",
            "2020-06-05",
            "in",
            "2",
            "weeks",
        ]
    ),
    st.text(max_size=8),
)


def _words(text: str) -> list[str]:
    return folded(re.sub(r"[,;،、\s]+", " ", text)).split()


@given(st.lists(_PIECES, max_size=14), st.sampled_from([" ", " ", "  ", ""]))
@example(["ß"], " ")
@example(["ŉx", ";", ";"], "")
def test_any_line_is_read_and_none_of_its_words_is_lost(pieces: list[str], gap: str) -> None:
    """Every word is understood, so that a chip shows it, or stands in subject, step, gave, got."""
    text = gap.join(pieces)
    line = parse_line(text, NAMES, MONDAY)
    for found in (*line.marks, *line.problems, *line.questions):
        assert 0 <= found.start < found.end <= len(text)
    understood = [each for each in line.marks if each.field is not Field.COMPLAINT]
    left = list(text)
    for each in understood:
        left[each.start : each.end] = " " * (each.end - each.start)
    kept = " ".join([line.subject, *(step.what for step in line.steps), line.gave, line.got])
    assert Counter(_words("".join(left))) == Counter(_words(kept))


@given(st.text(max_size=15), st.booleans())
def test_any_text_is_a_day_or_none(text: str, ahead: bool) -> None:
    assert isinstance(read_day(text, MONDAY, ahead=ahead), date | None)
