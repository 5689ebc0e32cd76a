"""Which record a row is: a chain of rules, of which the first with exactly one hit decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]

BY_CHOICE = "choice"


def folded(text: object) -> str:
    """A name for comparing: case, accents of case and spaces do not matter."""
    return " ".join(str(text).casefold().split()) if text else ""


def tax_key(text: object) -> str:
    """A tax number for comparing: letters and digits only."""
    return re.sub(r"[\W_]", "", str(text)).upper() if text else ""


def phone_key(text: object) -> str:
    """A phone number for comparing: its last digits, without the ways to dial a country; "" for an
    extension."""
    digits = re.sub(r"\D", "", str(text)) if text else ""
    return digits[-8:] if len(digits) >= 6 else ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to know a record. ``hits``: the records that a row is by this rule alone."""

    code: str
    hits: Callable[[Mapping[str, Any]], Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Match:
    """The record that a row is and the rule that says so, or the several that it may be."""

    record: Record | None = None
    rule: str = ""
    several: tuple[Record, ...] = ()


def first_match(rules: Sequence[Rule], row: Mapping[str, Any]) -> Match:
    """The first rule with exactly one hit; else the several of the first rule that has hits."""
    several: tuple[Record, ...] = ()
    for rule in rules:
        hits = rule.hits(row)
        if len(hits) == 1:
            return Match(hits[0], rule.code)
        several = several or tuple(hits)
    return Match(several=several)


def narrowed(hits: Sequence[Record], row: Mapping[str, Any], keys: Sequence[str]) -> list[Record]:
    """Fewer of several hits, by what else both sides tell; never none of them."""
    left = list(hits)
    for key in keys:
        told = folded(row.get(key))
        same = [hit for hit in left if told and folded(hit.get(key)) == told]
        if len(left) > 1 and same:
            left = same
    return left
