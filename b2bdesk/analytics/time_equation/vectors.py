"""A time equation over many events at once: the same whole numbers as one event at a time.

Every value is a fraction of two arrays of whole numbers. They are 64-bit as long as nothing can
leave that range, and Python's own whole numbers from there on, so that no cent is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.time_equation.equation import MOST_MINUTES, TimeEquation
from b2bdesk.analytics.time_equation.nodes import (
    Both,
    Compare,
    Condition,
    Extreme,
    Flag,
    Named,
    Not,
    Number,
    Over,
    Product,
    Sum,
    TextIs,
    Value,
    When,
    names_in,
    value_of,
)

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_LIMIT = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Known numbers of events: whole numbers over a denominator."""

    values: Ints
    denominator: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Known texts of events: for each event the place of its text among ``words``."""

    codes: Ints
    words: Sequence[str]


Column: TypeAlias = Numbers | Bools | Texts


@dataclass(frozen=True, slots=True, eq=False)
class EventMinutes:
    """Thousandths of minutes of each event, as ``TimeEquation.milli_minutes`` counts them.

    ``below_zero`` and ``by_zero`` mark the events that count 0 because the equation gave less, or
    divided by zero.
    """

    milli: Ints
    below_zero: Bools
    by_zero: Bools


@dataclass(frozen=True, slots=True, eq=False)
class _Fractions:
    """Numerators over positive denominators, with the largest size either can have.

    ``bad`` marks the events for which there is no value.
    """

    top: Any
    bottom: Any
    most: int
    deepest: int
    bad: Any = False


def minutes_of(equation: TimeEquation, columns: Mapping[str, Column], events: int) -> EventMinutes:
    """Evaluate an equation for ``events`` events; ``columns`` by the names it asks for."""
    found = _Columns(columns).value(equation.root)
    size = _times(abs(found.top), 2000, found.most * 2000)
    size = _plus(size, found.bottom, found.most * 2000 + found.deepest)
    whole = size // _times(found.bottom, 2, found.deepest * 2)
    bad = np.broadcast_to(np.asarray(found.bad, dtype=bool), events)
    below = np.broadcast_to(np.asarray(found.top < 0, dtype=bool), events) & ~bad
    milli = np.where(bad | below, 0, np.minimum(whole, MOST_MINUTES * 1000)).astype(np.int64)
    return EventMinutes(np.broadcast_to(milli, events), below, bad)


class _Columns:
    """Evaluates the nodes of one equation."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns

    def value(self, node: Value) -> _Fractions:
        if not names_in(node):
            return _constant(value_of(node, {}))
        match node:
            case Number():
                return _constant(node.value)
            case Named():
                known = self._columns[node.name]
                assert isinstance(known, Numbers)
                most = int(np.abs(known.values).max(initial=0))
                return _Fractions(known.values, known.denominator, most, known.denominator)
            case Sum():
                result = _constant(Fraction(0))
                for sign, term in node.terms:
                    result = _sum(result, self.value(term), sign)
                return result
            case Product():
                result = _constant(Fraction(1))
                for divides, factor in node.factors:
                    value = self.value(factor)
                    result = _product(result, _inverse(value) if divides else value)
                return result
            case Over():
                difference = _sum(self.value(node.value), self.value(node.limit), -1)
                return _chosen(difference.top > 0, difference, _nothing(difference))
            case Extreme():
                result = self.value(node.values[0])
                for each in node.values[1:]:
                    other = self.value(each)
                    smaller = _sum(result, other, -1).top < 0
                    result = _chosen(smaller == node.least, result, other)
                return result
            case When():
                holds, bad = self.condition(node.condition)
                value = self.value(node.value)
                shown = _chosen(holds, value, _nothing(value))
                return _Fractions(
                    shown.top,
                    shown.bottom,
                    shown.most,
                    shown.deepest,
                    bad | (holds & value.bad),
                )

    def condition(self, node: Condition) -> tuple[Any, Any]:
        """Where a condition holds, and where there is no telling."""
        match node:
            case Flag():
                return self._columns[node.name], False
            case TextIs():
                known = self._columns[node.name]
                assert isinstance(known, Texts)
                same = np.array([word == node.text for word in known.words], dtype=bool)
                return same[known.codes] if same.size else np.zeros(known.codes.size, bool), False
            case Compare():
                left, right = self.value(node.left), self.value(node.right)
                difference = _sum(left, right, -1)
                if node.how == "=":
                    holds = difference.top == 0
                else:
                    holds = difference.top < 0 if node.how == "<" else difference.top <= 0
                return np.asarray(holds, dtype=bool), difference.bad
            case Not():
                holds, bad = self.condition(node.condition)
                return np.logical_not(holds), bad
            case Both():
                met, lost = self.condition(node.conditions[0])
                for each in node.conditions[1:]:
                    holds, bad = self.condition(each)
                    # The next one is only looked at where those before leave it open.
                    undecided = met if node.every else np.logical_not(met)
                    lost = lost | (undecided & bad)
                    met = met & holds if node.every else met | holds
                return met, lost


def _constant(value: Fraction) -> _Fractions:
    return _Fractions(value.numerator, value.denominator, abs(value.numerator), value.denominator)


def _wide(values: Any) -> Any:
    return values.astype(object) if isinstance(values, np.ndarray) else values


def _times(left: Any, right: Any, most: int) -> Any:
    if most >= _LIMIT:
        left, right = _wide(left), _wide(right)
    return left * right


def _plus(left: Any, right: Any, most: int, sign: int = 1) -> Any:
    if most >= _LIMIT:
        left, right = _wide(left), _wide(right)
    return left + right if sign > 0 else left - right


def _sum(left: _Fractions, right: _Fractions, sign: int) -> _Fractions:
    if isinstance(left.bottom, int) and isinstance(right.bottom, int):
        bottom: Any = lcm(left.bottom, right.bottom)
        deepest = bottom
        up, down = bottom // left.bottom, bottom // right.bottom
        most_up, most_down = up, down
    else:
        deepest = left.deepest * right.deepest
        bottom = _times(left.bottom, right.bottom, deepest)
        up, down = right.bottom, left.bottom
        most_up, most_down = right.deepest, left.deepest
    most_left, most_right = max(1, left.most) * most_up, max(1, right.most) * most_down
    top = _plus(
        _times(left.top, up, most_left),
        _times(right.top, down, most_right),
        most_left + most_right,
        sign,
    )
    return _Fractions(top, bottom, most_left + most_right, deepest, left.bad | right.bad)


def _product(left: _Fractions, right: _Fractions) -> _Fractions:
    most, deepest = left.most * right.most, left.deepest * right.deepest
    return _Fractions(
        _times(left.top, right.top, most),
        _times(left.bottom, right.bottom, deepest),
        most,
        deepest,
        left.bad | right.bad,
    )


def _inverse(value: _Fractions) -> _Fractions:
    if isinstance(value.top, int):
        # A constant that is zero was refused when the equation was read.
        sign = -1 if value.top < 0 else 1
        return _Fractions(sign * value.bottom, abs(value.top), value.deepest, value.most, value.bad)
    nothing = value.top == 0
    top = np.where(value.top < 0, -value.bottom, value.bottom)
    bottom = np.where(nothing, 1, abs(value.top))
    bad = value.bad | np.asarray(nothing, dtype=bool)
    return _Fractions(top, bottom, value.deepest, max(1, value.most), bad)


def _nothing(like: _Fractions) -> _Fractions:
    bottom = like.bottom if isinstance(like.bottom, int) else 1
    return _Fractions(0, bottom, 0, bottom)


def _chosen(first: Any, left: _Fractions, right: _Fractions) -> _Fractions:
    """``left`` where ``first`` holds, else ``right``."""
    where = np.asarray(first, dtype=bool)
    most, deepest = max(left.most, right.most), max(left.deepest, right.deepest)
    same = isinstance(left.bottom, int) and isinstance(right.bottom, int)
    if same and left.bottom == right.bottom:
        bottom = left.bottom
    else:
        bottom = _where(where, left.bottom, right.bottom, deepest)
    return _Fractions(
        _where(where, left.top, right.top, most), bottom, most, deepest, left.bad | right.bad
    )


def _where(where: Bools, left: Any, right: Any, most: int) -> Any:
    if most >= _LIMIT:
        left, right = np.asarray(left, dtype=object), np.asarray(right, dtype=object)
    return np.where(where, left, right)
