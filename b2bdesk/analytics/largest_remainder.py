"""Whole units shared out in proportion, so that the parts add up to the amount, always.

Largest remainder (Hamilton): every part gets its share rounded towards zero, the units left over
go to the largest remainders, ties to the earlier position. Integers and fractions only.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Parts of ``amount`` in proportion to ``weights``; their sum is ``amount``.

    A negative amount gives the mirror image of the positive one. Weights are counts: none may be
    negative and one at least must be positive, else ``ValueError``. A zero weight gets nothing.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("weights are counts and cannot be negative")
    total = sum(weights)
    if total == 0:
        raise ValueError("an amount cannot be shared out over no weight at all")
    size = abs(amount)
    parts: list[int] = []
    remainders: list[int] = []
    for weight in weights:
        part, remainder = divmod(size * weight, total)
        parts.append(part)
        remainders.append(remainder)
    left = size - sum(parts)
    for position in sorted(range(len(parts)), key=lambda i: (-remainders[i], i))[:left]:
        parts[position] += 1
    return parts if amount >= 0 else [-part for part in parts]


def round_half_away(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, so that signs mirror."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


def round_parts(parts: Sequence[Fraction], total: int | None = None) -> list[int]:
    """Parts as whole numbers whose sum is their rounded sum, or ``total`` where that is given.

    For figures that are shown one under the other with their total: each is within 1 of its value
    as long as ``total`` is one of the two whole numbers around the sum.
    """
    floors = [part.numerator // part.denominator for part in parts]
    aim = round_half_away(sum(parts, Fraction(0))) if total is None else total
    left = aim - sum(floors)
    remainders = [part - floor for part, floor in zip(parts, floors, strict=True)]
    for position in sorted(range(len(parts)), key=lambda i: (-remainders[i], i))[:left]:
        floors[position] += 1
    return floors
