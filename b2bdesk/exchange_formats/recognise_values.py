"""What a column holds, told by its values: addresses, phone numbers, and what the file knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from b2bdesk.exchange_formats.excel.model import ColumnLook, SheetLook
from b2bdesk.exchange_formats.recognise_lines import line_amount
from b2bdesk.exchange_formats.values import text_of
from b2bdesk.models.enums import OwnFieldType

KNOWN = 0.93  # most values are accounts, products or people of the file
SHAPED = 0.8  # the values have the shape, which leaves open whose they are
_MOST, _NEARLY_ALL = 0.6, 0.9
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SHAPES: dict[str, re.Pattern[str]] = {
    "email": _EMAIL,
    "website": re.compile(r"(https?://|www\.)\S+", re.IGNORECASE),
    "phone": re.compile(r"(\+|00|\(?0)[\d\s()/.-]{6,18}"),
    "currency": re.compile(r"EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|JPY|CAD|AUD"),
    "tax_id": re.compile(
        r"(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|GB|CHE)"
        r"[ -]?[A-Z0-9][A-Z0-9. -]{6,13}"
    ),
}
_ALIASES: dict[str, dict[str, str]] = {
    "accounts": {"account_code": "code", "account_name": "name"},
    "contacts": {"person": "name"},
    "products": {"product_code": "code", "product_name": "name"},
    "exchanges": {"person": "people"},
}


def folded(text: str) -> str:
    """A value for comparing: case and spaces do not matter."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class References:
    """What the file knows, folded; ``own_fields``: (name, type) by kind of sheet."""

    account_code: frozenset[str] = frozenset()
    account_name: frozenset[str] = frozenset()
    product_code: frozenset[str] = frozenset()
    product_name: frozenset[str] = frozenset()
    person: frozenset[str] = frozenset()
    own_fields: Mapping[str, tuple[tuple[str, OwnFieldType], ...]] = field(default_factory=dict)


NOTHING_KNOWN = References()
_KNOWN_SETS: tuple[tuple[str, Callable[[References], frozenset[str]]], ...] = (
    ("account_code", lambda known: known.account_code),
    ("account_name", lambda known: known.account_name),
    ("product_code", lambda known: known.product_code),
    ("product_name", lambda known: known.product_name),
    ("person", lambda known: known.person),
)


def told_by_values(look: SheetLook, known: References) -> dict[int, dict[str, float]]:
    """How sure the values are of a meaning, by column."""
    found: dict[int, dict[str, float]] = {}
    for column in look.columns:
        values = _distinct(look, column)
        if not values:
            continue
        told = {
            meaning: KNOWN
            for meaning, of in _KNOWN_SETS
            if _share(folded(text) in of(known) for text in values) >= _MOST
        }
        if not told and column.texts:
            told = {
                meaning: SHAPED
                for meaning, shape in _SHAPES.items()
                if _share(shape.fullmatch(text) is not None for text in values) >= _NEARLY_ALL
                and "fax" not in column.header.casefold()
            }
        if told:
            found[column.index] = told
    return found


def field_of_meaning(kind: str, meaning: str) -> str:
    """The field of a kind of sheet that a meaning fills."""
    return _ALIASES.get(kind, {}).get(meaning, meaning)


def find_amount(look: SheetLook, columns: Mapping[str, int], free: list[ColumnLook]) -> int | None:
    """The column that is quantity times price in nearly every row; ``columns``: by field."""
    if not {"quantity", "unit_price"} <= columns.keys():
        return None
    by_index = {column.index: column for column in look.columns}
    pair = by_index[columns["quantity"]], by_index[columns["unit_price"]]
    return next((c.index for c in free if line_amount(look.sample, *pair, c) >= 0.9), None)


def _distinct(look: SheetLook, column: ColumnLook) -> list[str]:
    texts = (
        text_of(row[column.index])
        for row in look.sample
        if column.index < len(row) and not isinstance(row[column.index], tuple)
    )
    return list(dict.fromkeys(text for text in texts if text))[:200]


def _share(fits: Iterable[bool]) -> float:
    told = list(fits)
    return sum(told) / len(told)
