"""The one-line way to log an exchange: what a typed line says, and what in it is not understood.

A line is free text with marks in it:

``#visit`` channel, ``@Ines`` a person of theirs or ours, ``20m`` or ``1h30`` minutes,
``<`` they came to us (``<purchase`` names the kind of listening), ``:)`` to ``:((`` sentiment,
``^yesterday`` the day it was, ``!fri stock list`` when to follow up and with what.
A line may open in plain words, a channel and whom it was with: ``call Ruth price list accepted``.
Everything else is the subject. Nothing here knows the database or the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import INBOUND_KINDS, WORDS, Channel, Direction, ExchangeKind
from b2bdesk.services.quick_dates import read_day


class Field(StrEnum):
    """Which part of an exchange a mark or a problem belongs to."""

    CHANNEL = "channel"
    DIRECTION = "direction"
    PEOPLE = "people"
    MINUTES = "minutes"
    SENTIMENT = "sentiment"
    DUE = "due"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Name:
    """Someone a line may name. ``ours``: one of our own colleagues."""

    id: int
    name: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark found in the line, from character ``start`` up to ``end``."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A mark that is not understood, in words for the user."""

    field: Field
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuickLine:
    """What a line says; None where it does not say. ``step`` is what to do by ``due``."""

    subject: str
    channel: Channel | None = None
    direction: Direction | None = None
    kind: ExchangeKind | None = None
    people: tuple[int, ...] = ()
    colleagues: tuple[int, ...] = ()
    minutes: int | None = None
    sentiment: int | None = None
    on: date | None = None
    due: date | None = None
    step: str = ""
    marks: tuple[Mark, ...] = ()
    problems: tuple[Problem, ...] = ()


_FACES = {
    ":((": -2,
    ":-((": -2,
    ":(": -1,
    ":-(": -1,
    ":|": 0,
    ":-|": 0,
    ":)": 1,
    ":-)": 1,
    ":))": 2,
    ":-))": 2,
}
_MINUTES = re.compile(r"(?:(\d{1,2})h(?:(\d{1,2})(?:m|min)?)?|(\d{1,3})(?:m|min))", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_CHANNEL_WORDS = {
    "phone": Channel.CALL,
    "mail": Channel.EMAIL,
    "e-mail": Channel.EMAIL,
    "meeting": Channel.VISIT,
    "teams": Channel.VIDEO,
    "zoom": Channel.VIDEO,
    "chat": Channel.MESSAGE,
    "sms": Channel.MESSAGE,
}


@dataclass(slots=True)
class _Reading:
    words: list[re.Match[str]]
    taken: list[bool]
    marks: list[Mark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, what: Field, first: int, last: int) -> None:
        for index in range(first, last + 1):
            self.taken[index] = True
        self.marks.append(Mark(what, self.words[first].start(), self.words[last].end()))

    def refuse(self, what: Field, first: int, message: str) -> None:
        word = self.words[first]
        self.taken[first] = True
        self.problems.append(Problem(what, message, word.start(), word.end()))

    def free_words(self, start: int, limit: int) -> list[str]:
        """Up to ``limit`` words from ``start`` on that no other mark begins."""
        found: list[str] = []
        for index in range(start, min(len(self.words), start + limit)):
            word = self.words[index].group()
            if self.taken[index] or (index > start and _begins_mark(word)):
                break
            found.append(word)
        return found


def _begins_mark(word: str) -> bool:
    return word[0] in "#@!^<" or word in _FACES or _minutes_of(word) is not None


def parse_line(
    line: str, names: Sequence[Name], today: date, *, month_first: bool = False
) -> QuickLine:
    """Read a line. ``names`` are the people it may name; days count from ``today``.

    ``month_first``: 5/6 is the sixth of May. Never raises: what is not understood is in
    ``problems``.
    """
    reading = _Reading(list(_WORD.finditer(line)), [])
    reading.taken = [False] * len(reading.words)
    channel: Channel | None = None
    direction: Direction | None = None
    kind: ExchangeKind | None = None
    minutes: int | None = None
    sentiment: int | None = None
    on: date | None = None
    due: date | None = None
    people: list[int] = []
    colleagues: list[int] = []
    step_from: int | None = None
    opening = _read_opening(reading, names)
    if opening is not None:
        channel = opening[0]
        people.append(opening[1])
    for index, found in enumerate(reading.words):
        if reading.taken[index]:
            continue
        word = found.group()
        if word[0] == "#" and len(word) > 1:
            channels = matching_channels(word[1:])
            if len(channels) == 1:
                channel = channels[0]
                reading.take(Field.CHANNEL, index, index)
            else:
                reading.refuse(Field.CHANNEL, index, _no_channel(word[1:]))
        elif word[0] == "@" and len(word) > 1:
            _read_person(reading, index, names, people, colleagues)
        elif word[0] in "!^" and len(word) > 1:
            what = Field.DUE if word[0] == "!" else Field.ON
            phrase = [word[1:], *reading.free_words(index + 1, 3)]
            day, used = _longest_day(phrase, today, what is Field.DUE, month_first)
            if day is None:
                reading.refuse(what, index, _no_day(word[1:]))
            else:
                reading.take(what, index, index + used - 1)
                if what is Field.DUE:
                    due, step_from = day, index + used
                else:
                    on = day
        elif word == "<" or (word[0] == "<" and index == 0) or _kind_of(word) is not None:
            direction, kind = Direction.INBOUND, _kind_of(word)
            if word == "<" or kind is not None:
                reading.take(Field.DIRECTION, index, index)
            else:
                reading.marks.append(Mark(Field.DIRECTION, found.start(), found.start() + 1))
        elif word in _FACES:
            sentiment = _FACES[word]
            reading.take(Field.SENTIMENT, index, index)
        elif (length := _minutes_of(word)) is not None:
            minutes = length
            reading.take(Field.MINUTES, index, index)
    left = [
        (index, word.group().removeprefix("<") if index == 0 else word.group())
        for index, word in enumerate(reading.words)
        if not reading.taken[index]
    ]
    split = len(reading.words) if step_from is None else step_from
    return QuickLine(
        subject=_sentence(word for index, word in left if index < split),
        channel=channel,
        direction=direction,
        kind=kind,
        people=tuple(dict.fromkeys(people)),
        colleagues=tuple(dict.fromkeys(colleagues)),
        minutes=minutes,
        sentiment=sentiment,
        on=on,
        due=due,
        step=_sentence(word for index, word in left if index >= split),
        marks=tuple(reading.marks),
        problems=tuple(reading.problems),
    )


def _sentence(words: Iterable[str]) -> str:
    text = " ".join(words).strip(" ,;")
    return text[:1].upper() + text[1:]


def without_marks(line: str, marks: Sequence[Mark | Problem]) -> str:
    """The line with the given marks cut out of it."""
    for mark in sorted(marks, key=lambda each: each.start, reverse=True):
        before, after = line[: mark.start], line[mark.end :]
        line = before + (after.lstrip() if not before or before[-1].isspace() else after)
    return line


# --- the marks --------------------------------------------------------------------------------


def matching_channels(start: str) -> tuple[Channel, ...]:
    """Channels that a typed beginning may mean; an exact word means one."""
    typed = start.casefold()
    words = _channel_words()
    if typed in words:
        return (words[typed],)
    return tuple(
        dict.fromkeys(channel for word, channel in words.items() if word.startswith(typed))
    )


def _channel_words() -> dict[str, Channel]:
    words = {channel.value: channel for channel in Channel} | _CHANNEL_WORDS
    return words | {tr(WORDS[channel]).casefold(): channel for channel in Channel}


def matching_names(start: str, names: Sequence[Name]) -> tuple[Name, ...]:
    """People whose name, or a word of it, begins as typed; whole names first."""
    typed = start.casefold().strip()
    exact = tuple(each for each in names if each.name.casefold() == typed)
    if exact:
        return exact
    first = [each for each in names if each.name.casefold().startswith(typed)]
    later = [
        each
        for each in names
        if each not in first
        and any(word.casefold().startswith(typed) for word in each.name.split()[1:])
    ]
    return (*first, *later)


def _read_opening(reading: _Reading, names: Sequence[Name]) -> tuple[Channel, int] | None:
    """The channel and the person of theirs that the line opens with in plain words.

    Only where both are beyond doubt: "Call about the March order" and a first name that two
    people share stay text.
    """
    words = [_bare(word.group()) for word in reading.words[:5]]
    if len(words) < 2:
        return None
    channels = _channel_words()
    if words[0] not in channels:
        return None
    start = 2 if words[1] in (tr("with"), tr("to")) else 1
    theirs = [each for each in names if not each.ours]
    for used in range(len(words) - start, 0, -1):
        typed = " ".join(words[start : start + used])
        found = [each for each in theirs if each.name.casefold() == typed]
        if not found and used == 1:
            found = [each for each in theirs if typed in each.name.casefold().split()]
        if len(found) == 1:
            reading.take(Field.PEOPLE, 0, start + used - 1)
            return channels[words[0]], found[0].id
    return None


def _bare(word: str) -> str:
    return word.rstrip(",.;:").casefold()


def _read_person(
    reading: _Reading, index: int, names: Sequence[Name], people: list[int], ours: list[int]
) -> None:
    phrase = [reading.words[index].group()[1:], *reading.free_words(index + 1, 4)]
    for used in range(len(phrase), 0, -1):
        typed = " ".join(phrase[:used]).rstrip(",.;:?").casefold()
        exact = [each for each in names if each.name.casefold() == typed]
        found = exact or (list(matching_names(typed, names)) if used == 1 and typed else [])
        if len(found) == 1:
            (ours if found[0].ours else people).append(found[0].id)
            reading.take(Field.PEOPLE, index, index + used - 1)
            return
        if found:
            both = tr(" or ").join(each.name for each in found[:3])
            message = tr("“{typed}” may be {names}.", typed=phrase[0], names=both)
            reading.refuse(Field.PEOPLE, index, message)
            return
    reading.refuse(Field.PEOPLE, index, tr("No one here is called “{typed}”.", typed=phrase[0]))


def _longest_day(
    phrase: list[str], today: date, ahead: bool, month_first: bool
) -> tuple[date | None, int]:
    for used in range(len(phrase), 0, -1):
        typed = " ".join(phrase[:used]).rstrip(",;")
        day = read_day(typed, today, ahead=ahead, month_first=month_first)
        if day is not None:
            return day, used
    return None, 0


def _kind_of(word: str) -> ExchangeKind | None:
    if word[0] != "<":
        return None
    typed = word[1:].casefold()
    for kind in INBOUND_KINDS:
        if typed in (kind.value, tr(WORDS[kind]).casefold()):
            return kind
    return None


def _minutes_of(word: str) -> int | None:
    found = _MINUTES.fullmatch(word.rstrip(",.;"))
    if found is None:
        return None
    hours, rest, alone = found.groups()
    total = int(alone) if alone is not None else int(hours) * 60 + int(rest or 0)
    return total or None


def _no_channel(typed: str) -> str:
    names = ", ".join(channel.value for channel in Channel)
    return tr("“{typed}” is no channel. There are: {names}.", typed=typed, names=names)


def _no_day(typed: str) -> str:
    return tr("“{typed}” is no day. Try tomorrow, fri, 5 jun or in 2 weeks.", typed=typed)
