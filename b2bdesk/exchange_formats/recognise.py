"""Suggests what a sheet holds and which column fills which field, from names and values.

A suggestion carries a confidence from 0 to 1. Names come first; values confirm or refute: a date
field never takes a column without dates. Where price, quantity and amount are all there, their
arithmetic decides what the discount and the cost mean (``recognise_lines``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from b2bdesk.core.i18n import in_every_language
from b2bdesk.exchange_formats.excel.model import ColumnLook, SheetLook
from b2bdesk.exchange_formats.kinds import Field, FieldType, SheetKind
from b2bdesk.exchange_formats.words import words_of

_ACCEPT = 0.72
SURE = 0.9
_TWIN = 0.85  # two columns of one name: the user says which is meant


@lru_cache(maxsize=1)
def header_words() -> frozenset[str]:
    """Every name of every field in every kind of sheet: what a header row is told by."""
    from b2bdesk.exchange_formats.kinds_own import KINDS  # kinds_own builds on this package's kinds

    return frozenset(w for kind in KINDS.values() for f in kind.fields for w in _words_of_field(f))


@lru_cache(maxsize=2000)
def _words_of_field(field: Field) -> tuple[str, ...]:
    titles = in_every_language(field.title)
    return tuple(dict.fromkeys(words_of(name) for name in (*titles, *field.words)))


@lru_cache(maxsize=2000)
def _ranks(field: Field) -> dict[str, int]:
    """Rank of each name, also written in one word; the first name means the field best."""
    names = _words_of_field(field)
    return {name.replace(" ", ""): i for i, name in reversed(list(enumerate(names)))}


@lru_cache(maxsize=2000)
def _by_word(field: Field) -> dict[str, tuple[frozenset[str], ...]]:
    """The names that a word occurs in, as sets of words."""
    found: dict[str, list[frozenset[str]]] = {}
    for name in _words_of_field(field):
        parts = frozenset(name.split())
        for part in parts:
            found.setdefault(part, []).append(parts)
    return {word: tuple(names) for word, names in found.items()}


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A field's suggested column. ``question`` is a code when the user should confirm it."""

    field: str
    index: int
    confidence: float
    question: str = ""


@dataclass(frozen=True, slots=True)
class SheetGuess:
    """A sheet's suggested kind ("" when none fits) and columns."""

    kind: str
    confidence: float
    columns: tuple[ColumnGuess, ...] = ()


def name_match(header: str, field: Field) -> float:
    """How well a header names a field, 0 to 1."""
    head = words_of(header)
    rank = _ranks(field).get(head.replace(" ", "")) if head else None
    if rank is not None:
        return 1.0 - min(rank, 100) / 1000
    tokens = head.split()
    names = _by_word(field)
    best = max(
        (
            2 * len(parts.intersection(tokens)) / (len(parts) + len(tokens)) - 0.02
            for token in tokens
            for parts in names.get(token, ())
        ),
        default=0.0,
    )
    return best if best >= _ACCEPT else 0.0


def value_match(column: ColumnLook, field: Field) -> float:
    """How well a column's cells fit a field's type: 1 fits, 0 cannot be."""
    filled = column.filled
    if filled == 0:
        return 0.6
    if field.type is FieldType.DATE:
        serials = column.whole / filled * 0.5
        return min(1.0, (column.dates + column.text_dates) / filled + serials)
    if field.type in (FieldType.NUMBER, FieldType.MONEY, FieldType.WHOLE):
        numeric = (column.numbers + column.text_numbers) / filled
        return numeric if numeric >= 0.5 else 0.0
    if field.type is FieldType.EMAIL:
        return 1.0 if column.emails >= 0.5 * filled else 0.2
    if field.type is FieldType.TEXT:
        return 0.3 if column.dates == filled else 0.85 if column.numbers == filled else 1.0
    return 0.3 if column.dates == filled else 1.0


def match_columns(columns: Sequence[ColumnLook], kind: SheetKind) -> tuple[ColumnGuess, ...]:
    """The best column for each field: strongest pairs first, each column and field once."""
    pairs = [
        (name * value, column.index, field.key)
        for column in columns
        for field in kind.fields
        if (name := name_match(column.header, field)) > 0
        and (value := value_match(column, field)) >= 0.5
    ]
    heads = Counter(column.header.casefold() for column in columns)
    alike = {column.index for column in columns if heads[column.header.casefold()] > 1}
    order = {field.key: i for i, field in enumerate(kind.fields)}
    pairs.sort(key=lambda pair: (-pair[0], order[pair[2]], pair[1]))
    used_columns: set[int] = set()
    found: dict[str, ColumnGuess] = {}
    for confidence, index, key in pairs:
        if index not in used_columns and key not in found:
            used_columns.add(index)
            sure = min(confidence, _TWIN) if index in alike else confidence
            found[key] = ColumnGuess(key, index, round(sure, 3))
    return tuple(sorted(found.values(), key=lambda guess: guess.index))


def score_kind(look: SheetLook, kind: SheetKind) -> tuple[float, tuple[ColumnGuess, ...]]:
    """How well a sheet fits a kind, 0 to 1, and the columns it would have."""
    guesses = match_columns(look.columns, kind)
    have = {guess.field for guess in guesses}
    met = sum(any(key in have for key in group) for group in kind.needs)
    if met < len(kind.needs):
        return 0.0, guesses
    filled = [column for column in look.columns if column.filled]
    share = sum(guess.confidence for guess in guesses) / max(len(filled), 1)
    tokens = set(words_of(look.name).split())
    named = words_of(look.name) in kind.words or any(
        set(word.split()) <= tokens for word in kind.words
    )
    depth = min(1.0, len(guesses) / 8)
    needs = min(1.0, len(kind.needs) / 4)
    score = 0.55 * min(share, 1.0) + 0.2 * depth + 0.1 * needs + (0.15 if named else 0.0)
    return score, guesses


def recognise_sheet(look: SheetLook, kinds: dict[str, SheetKind]) -> SheetGuess:
    """The kind that fits best and its columns; no kind when nothing fits."""
    best = SheetGuess("", 0.0)
    for kind in kinds.values():
        score, guesses = score_kind(look, kind)
        if score > best.confidence + 1e-9:
            best = SheetGuess(kind.key, round(score, 3), guesses)
    if best.confidence < 0.3:
        return SheetGuess("", 0.0)
    return best
