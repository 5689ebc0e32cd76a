"""Words as the search sees them, and where in a text they were met."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

Marks = tuple[tuple[int, int], ...]
"""Where to mark a text: (start, end) of each place, in order."""

_TOKEN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_AROUND = 60


def words_of(text: str) -> list[str]:
    """The words of a text, folded: small letters without accents."""
    return [fold(word) for word in _TOKEN.findall(text)]


def raw_words_of(text: str) -> list[str]:
    """The words of a text as they are written."""
    return _TOKEN.findall(text)


def fold(word: str) -> str:
    """A word or a text in small letters without accents."""
    if word.isascii():
        return word.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFD", word.lower()))


def begins_in(folded: str, begin: str) -> bool:
    """Whether a word of a folded text begins so."""
    return next(_starts(folded, begin), -1) >= 0


def marks_in(text: str, begins: Collection[str], whole: Collection[str] = ()) -> Marks:
    """Where the words of a text begin with one of ``begins`` or are one of ``whole`` (folded).

    Of a word that begins so the beginning alone is marked.
    """
    folded = fold(text)
    if len(folded) != len(text):
        return tuple(_marked_words(text, begins, whole))
    ends: dict[int, int] = {}
    for places in _places(folded, begins, whole):
        for start, end in places:
            ends[start] = max(ends.get(start, 0), end)
    return tuple(sorted(ends.items()))


def _first_mark(
    text: str, begins: Collection[str], whole: Collection[str]
) -> tuple[int, int] | None:
    folded = fold(text)
    if len(folded) != len(text):
        return next(_marked_words(text, begins, whole), None)
    firsts = (next(places, None) for places in _places(folded, begins, whole))
    return min((first for first in firsts if first is not None), default=None)


def _places(
    folded: str, begins: Collection[str], whole: Collection[str]
) -> Iterator[Iterator[tuple[int, int]]]:
    """Where each of the words stands in a folded text."""
    for begin in begins:
        yield ((start, start + len(begin)) for start in _starts(folded, begin))
    for word in whole:
        places = ((start, start + len(word)) for start in _starts(folded, word))
        yield (place for place in places if not folded[place[1] : place[1] + 1].isalnum())


def _starts(folded: str, begin: str) -> Iterator[int]:
    """Where the words of a folded text begin so.

    Without a pattern: made anew at each letter, it would cost more than the search.
    """
    at = folded.find(begin) if begin else -1
    while at >= 0:
        if not at or not folded[at - 1].isalnum():
            yield at
        at = folded.find(begin, at + 1)


def _marked_words(
    text: str, begins: Collection[str], whole: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Whole words that fit, of a text from which folding takes accents that stand as letters."""
    for found in _TOKEN.finditer(text):
        word = fold(found[0])
        if word in whole or any(begin and word.startswith(begin) for begin in begins):
            yield found.span()


def snippet(text: str, begins: Collection[str], whole: Collection[str] = ()) -> tuple[str, Marks]:
    """The part of a text around the first word met, on one line, and its marks.

    Empty where none is met.
    """
    first = _first_mark(text, begins, whole)
    if first is None:
        return "", ()
    start, end = max(0, first[0] - _AROUND // 2), min(len(text), first[1] + 2 * _AROUND)
    if start and (space := text.find(" ", start, first[0])) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", first[1], end)) >= 0:
        end = space
    part = " ".join(text[start:end].split())
    part = f"{'… ' if start else ''}{part}{' …' if end < len(text) else ''}"
    return part, marks_in(part, begins, whole)
