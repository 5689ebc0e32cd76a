"""Suggests what a sheet holds and which column fills which field, from names and values.

A suggestion carries a confidence from 0 to 1. Names come first; values confirm or refute: a date
field never takes a column without dates. Where price, quantity and amount are all there, their
arithmetic decides what the discount and the cost mean (``recognise_lines``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from b2bdesk.exchange_formats.choice_words import choice_words
from b2bdesk.exchange_formats.excel.model import ColumnLook, SheetLook
from b2bdesk.exchange_formats.header_names import header_words, name_match
from b2bdesk.exchange_formats.kinds import ChoiceSet, Field, FieldType, SheetKind
from b2bdesk.exchange_formats.own_columns import OWN, OWN_KINDS, own_name
from b2bdesk.exchange_formats.recognise_values import (
    KNOWN,
    NOTHING_KNOWN,
    References,
    field_of_meaning,
    find_amount,
    folded,
    told_by_values,
)
from b2bdesk.exchange_formats.words import words_of

SURE = 0.9
_MUCH, _MUCH_SHARE = 4, 0.6
_OPEN_NEED = 0.7
_BEYOND = 0.8  # a column of numbers in a sheet that has one for each pool or attribute
_TWIN = 0.85  # two columns of one name: the user says which is meant


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
    if column.dates == filled:
        return 0.3
    if field.choices:
        return 1.0 if _known_words(column, field.choices) else 0.75
    coded = looks_like_codes(column)
    if field.type is FieldType.TEXT:
        named = field.key.endswith("name") and coded
        return 0.85 if column.numbers == filled else 0.92 if named else 1.0
    return 1.0 if coded or field.type is not FieldType.CODE else 0.95


def _known_words(column: ColumnLook, choices: ChoiceSet) -> bool:
    """True where an example is a word of the vocabulary, or several with commas."""
    known = {word for word, _ in choice_words(choices)}
    parts = [part for text in column.examples for part in text.replace(";", ",").split(",")]
    return any(words_of(part) in known for part in parts)


def looks_like_codes(column: ColumnLook) -> bool:
    """True where every example is a number or one word with a digit in it."""
    return bool(column.examples) and all(
        len(text) <= 20 and not text.count(" ") and any(map(str.isdigit, text))
        for text in column.examples
    )


def match_columns(
    look: SheetLook,
    kind: SheetKind,
    known: References = NOTHING_KNOWN,
    told: Mapping[int, Mapping[str, float]] | None = None,
) -> tuple[ColumnGuess, ...]:
    """The best column for each field: strongest pairs first, each column and field once.

    ``told``: what the values say (``told_by_values``), where that was asked before.
    """
    columns = look.columns
    pairs = [
        (name * value, column.index, field.key)
        for column in columns
        for field in kind.fields
        if (name := name_match(column.header, field)) > 0
        and (value := value_match(column, field)) >= 0.5
    ]
    told = told_by_values(look, known) if told is None else told
    for index, meanings in told.items():
        by_value = ((field_of_meaning(kind.key, each), sure) for each, sure in meanings.items())
        pairs += ((sure, index, key) for key, sure in by_value if key in kind.by_key)
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
    _name_in_parts(found)
    free = [column for column in columns if column.index not in used_columns]
    if kind.key == "invoice_lines" and "amount" not in found:
        amount = find_amount(look, {key: guess.index for key, guess in found.items()}, free)
        if amount is not None:
            found["amount"] = ColumnGuess("amount", amount, KNOWN)
    own = {folded(title): title for title, _ in known.own_fields.get(kind.key, ())}
    for column in free:
        head = " ".join(column.header.split())
        if folded(head) in own:
            key = OWN + own[folded(head)]
            found.setdefault(key, ColumnGuess(key, column.index, KNOWN))
        elif head and kind.beyond and kind.key not in OWN_KINDS and _fits_beyond(column, kind.key):
            found.setdefault(OWN + head, ColumnGuess(OWN + head, column.index, _BEYOND))
    return tuple(sorted(found.values(), key=lambda guess: guess.index))


def _fits_beyond(column: ColumnLook, kind: str) -> bool:
    """Numbers throughout; of a survey, whole ones from 1 to 5."""
    numeric = 0 < column.filled == column.numbers + column.text_numbers
    scores = column.whole == column.numbers and set(column.examples) <= set("12345")
    return numeric and (scores or kind != "surveys")


def _name_in_parts(found: dict[str, ColumnGuess]) -> None:
    """Beside a first name, "Nom" is the last one; beside a last name, "Nombre" is the first."""
    for has, lacks in (("first_name", "last_name"), ("last_name", "first_name")):
        if has in found and lacks not in found and "name" in found:
            found[lacks] = replace(found.pop("name"), field=lacks)


def score_kind(
    look: SheetLook,
    kind: SheetKind,
    known: References = NOTHING_KNOWN,
    told: Mapping[int, Mapping[str, float]] | None = None,
) -> tuple[float, tuple[ColumnGuess, ...]]:
    """How well a sheet fits a kind, 0 to 1, and the columns it would have.

    One group of needs may be open where much else fits: the user is asked for that column.
    """
    guesses = match_columns(look, kind, known, told)
    have = {"*" if own_name(guess.field) else guess.field for guess in guesses}
    met = sum(not have.isdisjoint(group) for group in kind.needs)
    lacking = len(kind.needs) - met
    filled = [column for column in look.columns if column.filled]
    share = sum(guess.confidence for guess in guesses) / max(len(filled), 1)
    if lacking > 1 or (lacking and (len(guesses) < _MUCH or share < _MUCH_SHARE)):
        return 0.0, guesses
    tokens = set(words_of(look.name).split())
    named = words_of(look.name) in kind.words or any(
        set(word.split()) <= tokens for word in kind.words
    )
    if "*" in have and not named and kind.key not in OWN_KINDS and len(have) < len(kind.needs) + 1:
        return 0.0, guesses  # columns of numbers alone make no sheet of volumes or scores
    depth = min(1.0, len(guesses) / 8)
    needs = min(1.0, len(kind.needs) / 4)
    score = 0.55 * min(share, 1.0) + 0.2 * depth + 0.1 * needs + (0.15 if named else 0.0)
    return score * (_OPEN_NEED if lacking else 1.0), guesses


def recognise_sheet(
    look: SheetLook, kinds: dict[str, SheetKind], known: References = NOTHING_KNOWN
) -> SheetGuess:
    """The kind that fits best and its columns; no kind when nothing fits."""
    told = told_by_values(look, known)
    best = SheetGuess("", 0.0)
    for kind in kinds.values():
        score, guesses = score_kind(look, kind, known, told)
        if score > best.confidence + 1e-9:
            best = SheetGuess(kind.key, round(score, 3), guesses)
    if best.confidence < 0.3:
        return SheetGuess("", 0.0)
    return best


__all__ = [
    "SURE",
    "ColumnGuess",
    "SheetGuess",
    "header_words",
    "match_columns",
    "name_match",
    "recognise_sheet",
    "score_kind",
    "value_match",
]
