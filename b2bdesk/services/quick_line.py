"""The one-line way to log an exchange: what a typed line says, and what in it is not understood.

A line may be plain: ``call Ruth, Ines 20m + price list accepted; send quote by Fri``. It opens
with a channel, whom it was with, the day it was, minutes and ``+`` or ``-``; what follows is the
subject; each clause after a semicolon is a next step with its day, a promise of theirs
(``they send drawings``), or what was given or got (``gave 2 %``).

For those who want certainty there are marks, anywhere in the line: ``#visit`` channel, ``@Ines``
a person of theirs or ours, ``<`` they came to us (``<purchase`` names the kind of listening,
``>experience`` that of talking), ``:)`` to ``:((`` sentiment, ``^yesterday`` the day it was,
``!fri stock list`` when to follow up and with what.

No word is lost: what is not understood stays in the subject, or in its clause. Nothing here
knows the database or the window.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.enums import Channel, Direction, ExchangeKind, PromisedBy
from b2bdesk.services.quick_marks import (
    MOST_WORDS,
    Field,
    Mark,
    Name,
    Problem,
    Question,
    Reading,
    channel_words,
    face_of,
    folded,
    is_complaint,
    is_one_of,
    is_separator,
    matching_channels,
    minutes_of,
    sign_of,
    they_did,
    way_of,
)
from b2bdesk.services.quick_names import read_marked_person, read_person, read_stranger
from b2bdesk.services.quick_steps import Calendar, Clause, no_day, read_clause, words_of

_JOINS = mark("with to and &")
_FROM = mark("from by")
# Weekdays that are also words: only after "on", "last" or "^".
_ALSO_WORDS = ("sat", "sun")


@dataclass(frozen=True, slots=True)
class LineStep:
    """A next step that a line names; ``what`` is empty where only its day is given.

    It stands from character ``start`` up to ``end``; ``day`` is the mark of its day.
    """

    what: str
    due: date | None = None
    promised_by: PromisedBy = PromisedBy.US
    start: int = 0
    end: int = 0
    day: Mark | None = None


@dataclass(frozen=True, slots=True)
class QuickLine:
    """What a line says; None where it does not say. ``complaint`` only where a word tells."""

    subject: str
    channel: Channel | None = None
    direction: Direction | None = None
    kind: ExchangeKind | None = None
    people: tuple[int, ...] = ()
    colleagues: tuple[int, ...] = ()
    minutes: int | None = None
    sentiment: int | None = None
    on: date | None = None
    complaint: bool = False
    steps: tuple[LineStep, ...] = ()
    gave: str = ""
    got: str = ""
    marks: tuple[Mark, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(slots=True)
class _Said:
    """What has been understood so far."""

    channel: Channel | None = None
    direction: Direction | None = None
    kind: ExchangeKind | None = None
    minutes: int | None = None
    sentiment: int | None = None
    on: date | None = None
    complaint: bool = False
    steps: list[LineStep] = field(default_factory=list)
    given: dict[bool, list[str]] = field(default_factory=dict)
    days: dict[int, tuple[date, int]] = field(default_factory=dict)  # by word: day, next word


def parse_line(
    line: str,
    names: Sequence[Name],
    today: date,
    *,
    month_first: bool = False,
    plain: Collection[str] = (),
) -> QuickLine:
    """Read a line. ``names`` are the people it may name; days count from ``today``.

    ``month_first``: 5/6 is the sixth of May. ``plain``: words the user wants left as they are.
    Never raises: what is not understood is in ``problems`` and ``questions``, and stays text.
    """
    reading = Reading(line, frozenset(folded(each) for each in plain))
    calendar = Calendar(today, month_first)
    known = tuple(names)
    said = _Said()
    clauses = list(_clauses(reading))
    looked_at = min(len(reading.words), MOST_WORDS)
    _read_marks(reading, said, known, calendar, looked_at)
    first, last = clauses[0]
    step_at = min((index for index in said.days if index <= last), default=None)
    words_end = last if step_at is None else step_at - 1
    head_end = min(words_end, looked_at - 1)
    _read_opening(reading, said, known, calendar, first, head_end)
    _read_plain_marks(reading, said, first, head_end)
    subject = words_of(reading, first, words_end)
    if step_at is not None:
        due, start = said.days[step_at]
        said.steps.append(
            _step(reading, Clause(words_of(reading, start, last), due=due), step_at, last)
        )
    for number, (start, end) in enumerate(clauses[1:]):
        reading.take(Field.JOIN, clauses[number][1] + 1, clauses[number][1] + 1)
        if start <= end:
            marked = next((d for index, (d, _) in said.days.items() if start <= index <= end), None)
            _add_clause(
                reading, said, read_clause(reading, start, end, calendar, marked), start, end
            )
    people = [each.who for each in reading.marks if each.who is not None]
    return QuickLine(
        subject=subject,
        channel=said.channel,
        direction=said.direction,
        kind=said.kind,
        people=tuple(dict.fromkeys(each.id for each in people if not each.ours)),
        colleagues=tuple(dict.fromkeys(each.id for each in people if each.ours)),
        minutes=said.minutes,
        sentiment=said.sentiment,
        on=said.on,
        complaint=said.complaint,
        steps=tuple(said.steps),
        gave="; ".join(said.given.get(False, ())),
        got="; ".join(said.given.get(True, ())),
        marks=tuple(sorted(reading.marks, key=lambda each: each.start)),
        problems=tuple(reading.problems),
        questions=tuple(reading.questions),
    )


def without_marks(line: str, marks: Sequence[Mark | Problem]) -> str:
    """The line with the given marks cut out of it."""
    for each in sorted(marks, key=lambda found: found.start, reverse=True):
        before, after = line[: each.start], line[each.end :]
        line = before + (after.lstrip() if not before or before[-1].isspace() else after)
    return line


# --- the parts --------------------------------------------------------------------------------


def _clauses(reading: Reading) -> Iterator[tuple[int, int]]:
    """First and last word of each part between semicolons that a space or the end follows."""
    first = 0
    for index, word in enumerate(reading.words[:MOST_WORDS]):
        after = reading.line[word.end() : word.end() + 1]
        if word.group() == ";" and (not after or after.isspace()):
            if folded(reading.text(index, index)) in reading.plain:
                continue
            yield first, index - 1
            first = index + 1
    yield first, len(reading.words) - 1


def _read_marks(
    reading: Reading, said: _Said, names: tuple[Name, ...], calendar: Calendar, limit: int
) -> None:
    """The marks of a line, wherever they stand."""
    for index in range(limit):
        if reading.taken[index]:
            continue
        word = reading.words[index].group()
        if word[0] == "#" and len(word) > 1:
            channels = matching_channels(word[1:])
            if len(channels) == 1:
                if reading.take(Field.CHANNEL, index, index):
                    said.channel = channels[0]
            else:
                reading.refuse(Field.CHANNEL, index, _no_channel(word[1:]))
        elif word[0] == "@" and len(word) > 1:
            read_marked_person(reading, index, names)
        elif word[0] in "!^" and len(word) > 1:
            ahead = word[0] == "!"
            phrase = [word[1:], *reading.free_words(index + 1, 3)]
            day, used = calendar.longest(phrase, ahead=ahead)
            what = Field.DUE if ahead else Field.ON
            if day is None:
                reading.refuse(what, index, no_day(word[1:]))
            elif reading.take(what, index, index + used - 1):
                if ahead:
                    said.days[index] = (day, index + used)
                else:
                    said.on = day
        elif (way := way_of(word)) is not None:
            if reading.take(Field.DIRECTION, index, index):
                said.direction, said.kind = way
        elif word == "<":
            if reading.take(Field.DIRECTION, index, index):
                said.direction = Direction.INBOUND
        elif (face := face_of(word)) is not None and reading.take(Field.SENTIMENT, index, index):
            said.sentiment = face


def _read_plain_marks(reading: Reading, said: _Said, first: int, last: int) -> None:
    """Minutes anywhere in the subject, a complaint by its word, a plus or minus at the end."""
    for index in range(first, last + 1):
        if reading.taken[index]:
            continue
        word = reading.words[index].group()
        length = minutes_of(word)
        if length is not None and reading.take(Field.MINUTES, index, index):
            said.minutes = length
        before = reading.word(index - 1) if index > first else ""
        if is_complaint(reading.word(index), before) and folded(word) not in reading.plain:
            said.complaint = True
            found = reading.words[index]
            reading.marks.append(Mark(Field.COMPLAINT, found.start(), found.end()))
    if last > first and not reading.taken[last]:
        sign = sign_of(reading.words[last].group())
        if sign is not None and reading.take(Field.SENTIMENT, last, last):
            said.sentiment = sign


def _add_clause(reading: Reading, said: _Said, clause: Clause, first: int, last: int) -> None:
    if clause.part is Field.GIVEN:
        said.given.setdefault(clause.got, []).append(clause.words)
        return
    step = _step(reading, clause, first, last)
    waiting = said.steps[-1] if said.steps and not said.steps[-1].what else None
    if waiting is not None and step.due is None:  # "!fri; send quote"
        said.steps[-1] = replace(step, due=waiting.due, day=waiting.day)
    elif step.what or step.due is not None:
        said.steps.append(step)


def _step(reading: Reading, clause: Clause, first: int, last: int) -> LineStep:
    """A clause as a next step, with where it stands and the mark of its day."""
    start, end = reading.words[first].start(), reading.words[last].end()
    days = (each for each in reading.marks if each.field is Field.DUE and start <= each.start < end)
    return LineStep(clause.words, clause.due, clause.promised_by, start, end, next(days, None))


# --- the opening ------------------------------------------------------------------------------


def _read_opening(
    reading: Reading,
    said: _Said,
    names: tuple[Name, ...],
    calendar: Calendar,
    first: int,
    last: int,
) -> None:
    """Channel, people, day, minutes and sentiment that a line opens with in plain words.

    Only where a channel stands with somebody, minutes, a day or a sentiment: "Call about the
    March order" and "Asked Ines to call" stay text.
    """
    kept = (list(reading.taken), list(reading.marks), list(reading.questions), _opened(said))
    channels = channel_words()
    channel: Channel | None = None
    more = people = False
    listed = False
    index = first
    while index <= last:
        word, typed = reading.words[index].group(), reading.word(index)
        if reading.taken[index]:
            more = True
            listed = False
        elif channel is None and said.channel is None and typed in channels:
            if not reading.take(Field.CHANNEL, index, index):
                break
            channel = channels[typed]
            if people and they_did(typed):
                said.direction = said.direction or Direction.INBOUND
                reading.marks.append(_again(reading.marks[-1], Field.DIRECTION))
        elif is_separator(word) or is_one_of(typed, _JOINS):
            if not _goes_on(reading, index, last) or not reading.take(Field.JOIN, index, index):
                break
            listed = True
        elif is_one_of(typed, _FROM) and channel is not None and not people:
            used = read_person(reading, index + 1, names, ours=False) if index < last else 0
            if not used or not reading.take(Field.DIRECTION, index, index):
                break
            said.direction = said.direction or Direction.INBOUND
            people = more = True
            index += used
        elif (length := minutes_of(word)) is not None:
            if reading.take(Field.MINUTES, index, index):
                said.minutes, more = length, True
        elif (sign := sign_of(word)) is not None and (more or channel is not None):
            if not reading.take(Field.SENTIMENT, index, index):
                break
            said.sentiment, more = sign, True
        elif used := _read_on(reading, said, calendar, index, last):
            more = True
            index += used - 1
        elif used := read_person(reading, index, names, ours=people):
            people = more = True
            listed = False
            index += used - 1
        elif channel is not None and (used := read_stranger(reading, index, listed=listed)):
            people = more = True
            listed = False
            # The name stays text until the question is answered; what follows is still read.
            index += used - 1
        else:
            break
        index += 1
    if (channel is None and said.channel is None) or not more:
        reading.taken, reading.marks, reading.questions = kept[0], kept[1], kept[2]
        said.minutes, said.sentiment, said.on, said.direction = kept[3]
    elif channel is not None:
        said.channel = channel


def _opened(said: _Said) -> tuple[int | None, int | None, date | None, Direction | None]:
    """What an opening may change, to put back where it was none."""
    return said.minutes, said.sentiment, said.on, said.direction


def _again(found: Mark, what: Field) -> Mark:
    return Mark(what, found.start, found.end)


def _goes_on(reading: Reading, index: int, last: int) -> bool:
    """True where another word follows a comma or a joining word."""
    return index < last and not is_separator(reading.words[index + 1].group())


def _read_on(reading: Reading, said: _Said, calendar: Calendar, index: int, last: int) -> int:
    """The day it was, in plain words; how many words, 0 where there is none."""
    led = is_one_of(reading.word(index), mark("on last"))
    start = index + 1 if is_one_of(reading.word(index), mark("on")) else index
    phrase = reading.free_words(start, min(3, last - start + 1)) if start <= last else []
    day, used = calendar.longest(phrase, ahead=False)
    if day is None or (used == 1 and not led and reading.word(start) in _ALSO_WORDS):
        return 0
    end = start + used - 1
    if not reading.take(Field.ON, index, end):
        return 0
    said.on = day
    return end - index + 1


def _no_channel(typed: str) -> str:
    names = ", ".join(channel.value for channel in Channel)
    return tr("“{typed}” is no channel. There are: {names}.", typed=typed, names=names)
