"""What a time equation is made of, and its value for one event, in exact fractions.

A value node gives a number of minutes (or of what is counted), a condition node yes or no. The
parts that a condition rules out are not looked at, so that they may divide by what is zero then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Fact: TypeAlias = Fraction | int | bool | str
Facts: TypeAlias = Mapping[str, Fact]
"""What is known of one event, by name; texts as ``names.plain_text`` or stored values."""

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Fraction
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A number that is known of the event."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added, or taken away where the sign is -1."""

    terms: tuple[tuple[int, Value], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied, or divided by where the flag is set."""

    factors: tuple[tuple[bool, Value], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Over:
    """How far a value lies over a limit: never below nothing."""

    value: Value
    limit: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or the greatest of some values."""

    least: bool
    values: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class When:
    """A value where a condition holds, else nothing."""

    value: Value
    condition: Condition
    span: Span


Value: TypeAlias = Number | Named | Sum | Product | Over | Extreme | When


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes or no that is known of the event."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class TextIs:
    """A text that is known of the event is the given one; ``text`` as it is compared."""

    name: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values compared; ``how`` is one of < <= = (the others are written with ``Not``)."""

    how: str
    left: Value
    right: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    condition: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Both:
    """All of some conditions (``every``), or one of them at least."""

    every: bool
    conditions: tuple[Condition, ...]
    span: Span


Condition: TypeAlias = Flag | TextIs | Compare | Not | Both


def value_of(node: Value, facts: Facts) -> Fraction:
    """A value for one event; ``ZeroDivisionError`` where it divides by nothing."""
    match node:
        case Number():
            return node.value
        case Named():
            fact = facts[node.name]
            assert not isinstance(fact, str)
            return Fraction(fact)
        case Sum():
            return sum((sign * value_of(term, facts) for sign, term in node.terms), Fraction(0))
        case Product():
            result = Fraction(1)
            for divides, factor in node.factors:
                value = value_of(factor, facts)
                result = result / value if divides else result * value
            return result
        case Over():
            return max(Fraction(0), value_of(node.value, facts) - value_of(node.limit, facts))
        case Extreme():
            values = [value_of(each, facts) for each in node.values]
            return min(values) if node.least else max(values)
        case When():
            return value_of(node.value, facts) if holds(node.condition, facts) else Fraction(0)


def holds(node: Condition, facts: Facts) -> bool:
    """Whether a condition holds for one event; ``ZeroDivisionError`` as in ``value_of``."""
    match node:
        case Flag():
            return bool(facts[node.name])
        case TextIs():
            return facts[node.name] == node.text
        case Compare():
            left, right = value_of(node.left, facts), value_of(node.right, facts)
            if node.how == "=":
                return left == right
            return left < right if node.how == "<" else left <= right
        case Not():
            return not holds(node.condition, facts)
        case Both():
            # In order, and no further than needed.
            met = all if node.every else any
            return met(holds(each, facts) for each in node.conditions)


def names_in(node: Value | Condition) -> frozenset[str]:
    """The names that a node asks for."""
    match node:
        case Number():
            return frozenset()
        case Named() | Flag() | TextIs():
            return frozenset({node.name})
        case Sum():
            inside: tuple[Value | Condition, ...] = tuple(term for _, term in node.terms)
        case Product():
            inside = tuple(factor for _, factor in node.factors)
        case Over():
            inside = (node.value, node.limit)
        case Extreme():
            inside = node.values
        case When():
            inside = (node.value, node.condition)
        case Compare():
            inside = (node.left, node.right)
        case Not():
            inside = (node.condition,)
        case Both():
            inside = node.conditions
    return frozenset().union(*(names_in(each) for each in inside))
