"""Words as the search sees them, and where in a text they were met."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

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


def marks_in(text: str, begins: Collection[str], whole: Collection[str] = ()) -> Marks:
    """Where the words of a text begin with one of ``begins`` or are one of ``whole`` (folded).

    Of a word that begins so the beginning alone is marked.
    """
    return tuple(_marks(text, begins, whole))


def _marks(text: str, begins: Collection[str], whole: Collection[str]) -> Iterator[tuple[int, int]]:
    if not begins and not whole:
        return
    folded = fold(text)
    if len(folded) == len(text):
        for found in _pattern(frozenset(begins), frozenset(whole)).finditer(folded):
            yield found.span()
        return
    # Folding took accents away that are letters of their own: word by word, and words whole.
    for found in _TOKEN.finditer(text):
        word = fold(found[0])
        if word in whole or any(word.startswith(begin) for begin in begins):
            yield found.span()


@lru_cache(maxsize=64)
def _pattern(begins: frozenset[str], whole: frozenset[str]) -> re.Pattern[str]:
    ends = [re.escape(word) + r"(?![^\W_])" for word in whole]
    starts = [re.escape(word) for word in begins if word]
    words = sorted([*ends, *starts], key=len, reverse=True)  # the longest that fits is marked
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words) or '(?!)'})")


def snippet(text: str, begins: Collection[str], whole: Collection[str] = ()) -> tuple[str, Marks]:
    """The part of a text around the first word met, on one line, and its marks.

    Empty where none is met.
    """
    first = next(_marks(text, begins, whole), None)
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
