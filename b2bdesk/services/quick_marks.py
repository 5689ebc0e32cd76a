"""The words and marks of the one-line log: what each means by itself, wherever it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.enums import (
    INBOUND_KINDS,
    OUTBOUND_KINDS,
    WORDS,
    Channel,
    Direction,
    ExchangeKind,
)

# What a mark is looked for in: longer lines are a note that was pasted, and are kept as words.
MOST_WORDS = 300


class Field(StrEnum):
    """Which part of an exchange a mark belongs to; JOIN is a comma or a word between names."""

    CHANNEL = "channel"
    DIRECTION = "direction"
    PEOPLE = "people"
    MINUTES = "minutes"
    SENTIMENT = "sentiment"
    COMPLAINT = "complaint"
    DUE = "due"
    ON = "on"
    PROMISE = "promise"
    GIVEN = "given"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Name:
    """Someone a line may name. ``ours``: one of our own colleagues."""

    id: int
    name: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Something understood, from character ``start`` up to ``end``; ``who`` for a person."""

    field: Field
    start: int
    end: int
    who: Name | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A mark that is not understood, in words for the user."""

    field: Field
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A name that fits several people, or with no ``choices`` nobody who is known here."""

    typed: str
    choices: tuple[Name, ...]
    start: int
    end: int


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
_SIGNS = {
    "+": 1,
    "++": 2,
    "-": -1,
    "--": -2,
    "−": -1,
    "−−": -2,
    "+1": 1,
    "+2": 2,
    "-1": -1,
    "-2": -2,
}
_MINUTES = re.compile(r"(?:(\d{1,2})h(?:(\d{1,2})(?:m|min)?)?|(\d{1,3})(?:m|min))", re.IGNORECASE)
# A comma or a semicolon inside a number or a face belongs to the word.
_WORD = re.compile(r"[,;،、]|(?:[^\s,;،、]|(?<=\d)[,;](?=\d))+")
_CHANNELS = {
    Channel.CALL: mark("call called phone phoned rang"),
    Channel.EMAIL: mark("email e-mail mail emailed mailed wrote"),
    Channel.VISIT: mark("visit visited meeting met"),
    Channel.VIDEO: mark("video teams zoom"),
    Channel.MESSAGE: mark("message chat sms texted"),
}
_THEY_DID = mark("called phoned rang emailed mailed wrote visited texted")
_COMPLAINTS = mark("complaint complaints complain complains complained claim claims claimed")
_NONE = mark("no without")


@dataclass(slots=True)
class Reading:
    """The words of a line, and which of them are understood. ``plain``: spans to leave as text."""

    line: str
    plain: frozenset[str]
    words: list[re.Match[str]] = field(default_factory=list)
    taken: list[bool] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = list(_WORD.finditer(self.line))
        self.taken = [False] * len(self.words)

    def text(self, first: int, last: int) -> str:
        """The line from one word up to and with another."""
        return self.line[self.words[first].start() : self.words[last].end()]

    def word(self, index: int) -> str:
        """One word as it is compared: folded, without what ends a sentence; "" past the end."""
        return bare(self.words[index].group()) if index < len(self.words) else ""

    def take(self, what: Field, first: int, last: int, who: Name | None = None) -> bool:
        """Words ``first`` to ``last`` are understood, unless they are to stay text."""
        if folded(self.text(first, last)) in self.plain:
            return False
        for index in range(first, last + 1):
            self.taken[index] = True
        self.marks.append(Mark(what, self.words[first].start(), self.words[last].end(), who))
        return True

    def ask(self, typed: str, choices: tuple[Name, ...], first: int, last: int) -> None:
        """Somebody is named, but who is not clear; the words stay text until that is answered."""
        if folded(self.text(first, last)) not in self.plain:
            start, end = self.words[first].start(), self.words[last].end()
            self.questions.append(Question(typed, choices, start, end))

    def refuse(self, what: Field, index: int, message: str) -> None:
        """A mark that is not understood stays text, and is said."""
        word = self.words[index]
        if folded(word.group()) not in self.plain:
            self.problems.append(Problem(what, message, word.start(), word.end()))

    def free_words(self, start: int, limit: int) -> list[str]:
        """Up to ``limit`` words from ``start`` on that neither a mark nor a comma ends."""
        found: list[str] = []
        for index in range(start, min(len(self.words), start + limit)):
            word = self.words[index].group()
            if self.taken[index] or is_separator(word) or (index > start and begins_mark(word)):
                break
            found.append(word)
        return found


def folded(text: str) -> str:
    """A text as it is compared: one form of each letter, no case, no invisible direction marks."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf" or sign == "\u200d")
    return unicodedata.normalize("NFC", " ".join(shown.split())).casefold()


def bare(word: str) -> str:
    """A word without what ends a sentence."""
    return folded(word.rstrip(".:?!…"))


def is_separator(word: str) -> bool:
    """True of a comma or a semicolon."""
    return word in (",", ";", "،", "、")


def begins_mark(word: str) -> bool:
    """True of a word that is, or opens, something other than text."""
    return word[0] in "#@!^<" or word in _FACES or minutes_of(word) is not None


def is_one_of(word: str, words: str) -> bool:
    """True of a word of a marked list, in English or in the user's language."""
    return word in words.split() or word in tr(words).split()


def face_of(word: str) -> int | None:
    """Sentiment of a face, -2..2."""
    return _FACES.get(word)


def sign_of(word: str) -> int | None:
    """Sentiment of a plus or a minus that stands alone."""
    return _SIGNS.get(word)


def minutes_of(word: str) -> int | None:
    """Minutes of "20m", "90min", "1h30"."""
    found = _MINUTES.fullmatch(word.rstrip("."))
    if found is None:
        return None
    hours, rest, alone = found.groups()
    total = int(alone) if alone is not None else int(hours) * 60 + int(rest or 0)
    return total or None


def channel_words() -> dict[str, Channel]:
    """Every word for a channel, in English and in the user's language."""
    found: dict[str, Channel] = {}
    for channel, words in _CHANNELS.items():
        named = (channel.value, *words.split(), *tr(words).split(), folded(tr(WORDS[channel])))
        found |= dict.fromkeys(named, channel)
    return found


def matching_channels(start: str) -> tuple[Channel, ...]:
    """Channels that a typed beginning may mean; an exact word means one."""
    typed = folded(start)
    words = channel_words()
    if typed in words:
        return (words[typed],)
    return tuple(
        dict.fromkeys(channel for word, channel in words.items() if word.startswith(typed))
    )


def they_did(word: str) -> bool:
    """True of "called" and the like: after a name, they came to us."""
    return is_one_of(word, _THEY_DID)


def is_complaint(word: str, before: str) -> bool:
    """True of a word for a complaint that "no" does not stand before."""
    return is_one_of(word, _COMPLAINTS) and not is_one_of(before, _NONE)


def way_of(word: str) -> tuple[Direction, ExchangeKind] | None:
    """Direction and kind of "<purchase" or ">experience"."""
    for sign, way, kinds in (
        ("<", Direction.INBOUND, INBOUND_KINDS),
        (">", Direction.OUTBOUND, OUTBOUND_KINDS),
    ):
        if word[0] == sign:
            for kind in kinds:
                if folded(word[1:]) in (kind.value, folded(tr(WORDS[kind]))):
                    return way, kind
    return None
