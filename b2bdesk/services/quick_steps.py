"""What follows a semicolon: next steps, promises of both sides, what was given and got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.enums import PromisedBy
from b2bdesk.services.quick_dates import read_day
from b2bdesk.services.quick_marks import MOST_WORDS, Field, Reading, folded, is_one_of

_BEFORE_A_DAY = mark("by on until before till due")
_THEY = mark("they he she they'll")
_WE = mark("we i we'll i'll")
_WILL = mark("will promise promises promised")
_GAVE = mark("gave give gives")
_GOT = mark("got get gets received")


@dataclass(frozen=True, slots=True)
class Clause:
    """Words after a semicolon: a next step, or what was given or got (``part``)."""

    words: str
    part: Field = Field.DUE
    got: bool = False
    due: date | None = None
    promised_by: PromisedBy = PromisedBy.US


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day a line is typed on, and whether 5/6 is the sixth of May."""

    today: date
    month_first: bool = False

    def read(self, typed: str, *, ahead: bool) -> date | None:
        """The day meant, as ``quick_dates.read_day``."""
        return read_day(
            folded(typed).rstrip(".,;:"), self.today, ahead=ahead, month_first=self.month_first
        )

    def longest(self, phrase: list[str], *, ahead: bool) -> tuple[date | None, int]:
        """The day that the most words from the first on mean, and how many they are."""
        for used in range(len(phrase), 0, -1):
            day = self.read(" ".join(phrase[:used]), ahead=ahead)
            if day is not None:
                return day, used
        return None, 0


def read_step(text: str, calendar: Calendar) -> tuple[str, date | None, str]:
    """A next step by itself: its words, its day ("!fri", "by fri", "... tomorrow"), a problem."""
    reading = Reading(text, frozenset())
    last = len(reading.words) - 1
    for index, found in enumerate(reading.words):
        word = found.group()
        if word[0] == "!" and len(word) > 1:
            phrase = [word[1:], *reading.free_words(index + 1, 3)]
            day, used = calendar.longest(phrase, ahead=True)
            if day is None:
                return text, None, no_day(word[1:])
            reading.take(Field.DUE, index, index + used - 1)
            return words_of(reading, 0, last), day, ""
    due = _read_due(reading, 0, last, calendar)
    return words_of(reading, 0, last), due, ""


def no_day(typed: str) -> str:
    """Words for a day that is none."""
    return tr("“{typed}” is no day. Try tomorrow, fri, 5 jun or in 2 weeks.", typed=typed)


def read_clause(
    reading: Reading, first: int, last: int, calendar: Calendar, marked: date | None
) -> Clause:
    """Words ``first`` to ``last``, both included, as one clause; its marks are read before.

    ``marked``: the day that a ``!`` in it gives.
    """
    if last >= MOST_WORDS:
        return Clause(words_of(reading, first, last), due=marked)
    start = _skip_taken(reading, first, last)
    promised_by = PromisedBy.US
    got: bool | None = None
    if start <= last:
        word = reading.word(start)
        they, we = is_one_of(word, _THEY), is_one_of(word, _WE)
        verb = start + 1 if we else start
        if _given(reading.word(verb)):
            if verb < last and reading.take(Field.GIVEN, start, verb):
                got = is_one_of(reading.word(verb), _GOT)
        elif they or we:
            end = start + 1 if start < last and is_one_of(reading.word(start + 1), _WILL) else start
            if they and end < last and reading.take(Field.PROMISE, start, end):
                promised_by = PromisedBy.THEM
            elif we and end < last:
                reading.take(Field.JOIN, start, end)
    if got is not None:
        return Clause(words_of(reading, first, last), Field.GIVEN, got)
    due = marked or _read_due(reading, first, last, calendar)
    return Clause(words_of(reading, first, last), due=due, promised_by=promised_by)


def _given(word: str) -> bool:
    return is_one_of(word, _GAVE) or is_one_of(word, _GOT)


def _skip_taken(reading: Reading, first: int, last: int) -> int:
    while first <= last and reading.taken[first]:
        first += 1
    return first


def _read_due(reading: Reading, first: int, last: int, calendar: Calendar) -> date | None:
    """The day of a step: after "by" and the like anywhere, else its last or its first words."""
    free = [n for n in range(first, last + 1) if not reading.taken[n]]
    for index in reversed(free):
        if not is_one_of(reading.word(index), _BEFORE_A_DAY) or index == last:
            continue
        phrase = _free(reading, index + 1, min(last, index + 3))
        day, used = calendar.longest(phrase, ahead=True)
        if day is not None:  # a day that is to stay words is none, nor is the rest of it
            return day if reading.take(Field.DUE, index, index + used) else None
    for used in (3, 2, 1):
        for at in (last - used + 1, first):
            if at < first or at + used - 1 > last:
                continue
            phrase = _free(reading, at, at + used - 1)
            day = calendar.read(" ".join(phrase), ahead=True) if len(phrase) == used else None
            if day is not None and reading.take(Field.DUE, at, at + used - 1):
                return day
    return None


def _free(reading: Reading, first: int, last: int) -> list[str]:
    """Words from ``first`` on up to one that is taken already."""
    found: list[str] = []
    for index in range(first, last + 1):
        if reading.taken[index]:
            break
        found.append(reading.words[index].group())
    return found


def words_of(reading: Reading, first: int, last: int) -> str:
    """What of these words is not understood, as it was written, as a sentence."""
    if first > last:
        return ""
    end = reading.words[last].end()
    parts: list[str] = []
    at = reading.words[first].start()
    for index in range(first, last + 1):
        if reading.taken[index]:
            word = reading.words[index]
            parts.append(reading.line[at : word.start()])
            at = word.end()
    parts.append(reading.line[at:end])
    text = " ".join("".join(parts).split()).strip(" ,;،、")
    upper = text[:1].upper()
    return (upper if len(upper) == 1 else text[:1]) + text[1:]


def default_step(subject: str) -> str:
    """The words of a next step that only a day was given for."""
    return tr("Follow up: {subject}", subject=subject) if subject else tr("Follow up")
