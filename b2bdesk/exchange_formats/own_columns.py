"""Columns that become own fields: how they are named in a mapping, read and told apart.

A mapping names such a column ``own:<name>``; the field is made where there is none of that name.
"""

from __future__ import annotations

import re

from b2bdesk.exchange_formats.excel.model import ColumnLook
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.models.enums import OwnFieldOf, OwnFieldType

OWN = "own:"
OWN_KINDS = {"accounts": OwnFieldOf.ACCOUNT, "contacts": OwnFieldOf.PERSON}
"""The kinds of sheet whose columns can become own fields, and whose fields these are."""

READ_AS = {
    OwnFieldType.TEXT: FieldType.TEXT,
    OwnFieldType.NUMBER: FieldType.NUMBER,
    OwnFieldType.MONEY: FieldType.MONEY,
    OwnFieldType.DATE: FieldType.DATE,
    OwnFieldType.CHOICE: FieldType.TEXT,
    OwnFieldType.LINK: FieldType.TEXT,
}
_LINK = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£¥]|\b(EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF)\b"
    r"|amount|budget|betrag|umsatz|kosten|montant|importe|importo|bedrag|revenue|sales|price",
    re.IGNORECASE,
)
_CHOICES_MAX = 12


def own_name(key: str) -> str:
    """The own field's name in a mapping's key, "" for a field of the kind."""
    return key.removeprefix(OWN) if key.startswith(OWN) else ""


def suggest_own_type(column: ColumnLook) -> OwnFieldType:
    """What an own field made of this column would hold, by its values."""
    filled = column.filled
    if not filled:
        return OwnFieldType.TEXT
    if column.dates + column.text_dates == filled:
        return OwnFieldType.DATE
    if column.numbers + column.text_numbers == filled:
        written = " ".join((column.header, *column.examples))
        return OwnFieldType.MONEY if _MONEY.search(written) else OwnFieldType.NUMBER
    if column.examples and all(_LINK.match(text) for text in column.examples):
        return OwnFieldType.LINK
    few = 1 < column.distinct <= _CHOICES_MAX
    short = all(len(text) <= 40 for text in column.examples)
    if few and short and filled >= 3 * column.distinct:
        return OwnFieldType.CHOICE
    return OwnFieldType.TEXT
