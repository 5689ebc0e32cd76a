"""How far contacts are concentrated in few accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_TOP = 10
_TOP_PERCENT = 20


@dataclass(frozen=True, slots=True)
class Spread:
    """Concentration of contacts over accounts; shares are None without contacts.

    ``curve``: (share of accounts, share of contacts), accounts with the fewest contacts first
    (Lorenz).
    """

    accounts: int
    contacts: int
    without: int
    top: int
    top_share: float | None
    top_fifth: int
    top_fifth_share: float | None
    gini: float | None
    curve: tuple[tuple[float, float], ...]


def spread(counts: Sequence[int]) -> Spread:
    """Concentration of these contacts, one number for each account, those with none included.

    Gini = 2 sum(i x_i) / (n sum x) - (n + 1) / n with x ascending and i from 1 (Sen, On Economic
    Inequality, 1973): 0 where all have as many, (n - 1) / n where one has all.
    """
    ascending = sorted(counts)
    number, total = len(ascending), sum(ascending)
    top = min(_TOP, number)
    fifth = -(-number * _TOP_PERCENT // 100)
    if not total:
        return Spread(number, 0, number, top, None, fifth, None, None, ())
    weighted = sum(place * count for place, count in enumerate(ascending, 1))
    gini = (2 * weighted - (number + 1) * total) / (number * total)
    points = [(0.0, 0.0)]
    so_far = 0
    for place, count in enumerate(ascending, 1):
        so_far += count
        points.append((place / number, so_far / total))
    return Spread(
        number,
        total,
        ascending.count(0),
        top,
        sum(ascending[number - top :]) / total,
        fifth,
        sum(ascending[number - fifth :]) / total,
        gini,
        tuple(points),
    )
