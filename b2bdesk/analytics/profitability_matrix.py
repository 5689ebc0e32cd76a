"""Customers by margin realised and cost to serve (Shapiro 1987; Kaplan and Narayanan 2001).

Both as a share of sales. An account exactly on a threshold is on its good side: high margin, low
cost to serve. Accounts without sales have no shares and are listed apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Quadrant(StrEnum):
    """The four kinds of customers."""

    CARRIAGE_TRADE = "carriage_trade"  # high margin, high cost to serve
    PASSIVE = "passive"  # high margin, low cost to serve
    AGGRESSIVE = "aggressive"  # low margin, high cost to serve
    BARGAIN_BASEMENT = "bargain_basement"  # low margin, low cost to serve


# By 2 x (low margin) + (low cost to serve).
_PLACES = tuple(Quadrant)


class Threshold(StrEnum):
    """Where the lines between the quadrants come from."""

    MEDIAN = "median"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, eq=False)
class ProfitabilityMatrix:
    """Placed accounts in the order given, shares in percent of their sales.

    ``net`` is margin less cost to serve in minor units: above the line margin = cost it is a
    profit. The thresholds are None when no account could be placed.
    """

    ids: Ints
    margin_percent: Floats
    cost_percent: Floats
    net: Ints
    quadrants: tuple[Quadrant, ...]
    margin_threshold: float | None
    cost_threshold: float | None
    threshold: Threshold
    unplaced: Ints

    def counts(self) -> dict[Quadrant, int]:
        """Accounts in each quadrant, all four named."""
        return {quadrant: self.quadrants.count(quadrant) for quadrant in Quadrant}

    def quadrant_at(self, margin_percent: float, cost_percent: float) -> Quadrant | None:
        """The quadrant of a spot; None while there are no thresholds."""
        if self.margin_threshold is None or self.cost_threshold is None:
            return None
        low_margin = margin_percent < self.margin_threshold
        return _PLACES[2 * low_margin + (cost_percent <= self.cost_threshold)]


def compute(
    ids: npt.ArrayLike,
    sales: npt.ArrayLike,
    margin: npt.ArrayLike,
    cost_to_serve: npt.ArrayLike,
    *,
    thresholds: tuple[float, float] | None = None,
) -> ProfitabilityMatrix:
    """Quadrants of accounts; money in minor units, margin is the one before cost to serve.

    ``thresholds`` are (margin, cost to serve) in percent of sales; medians without them.
    """
    keys = np.asarray(ids, dtype=np.int64)
    turnover = np.asarray(sales, dtype=np.int64)
    earned = np.asarray(margin, dtype=np.int64)
    cost = np.asarray(cost_to_serve, dtype=np.int64)
    placed = turnover > 0
    margins = 100.0 * earned[placed] / turnover[placed]
    costs = 100.0 * cost[placed] / turnover[placed]
    lines: tuple[float, float] | None = thresholds
    if lines is None and margins.size:
        lines = float(np.median(margins)), float(np.median(costs))
    quadrants: tuple[Quadrant, ...] = ()
    if lines is not None:
        places = 2 * (margins < lines[0]) + (costs <= lines[1])
        quadrants = tuple(_PLACES[place] for place in places.tolist())
    return ProfitabilityMatrix(
        ids=keys[placed],
        margin_percent=margins,
        cost_percent=costs,
        net=earned[placed] - cost[placed],
        quadrants=quadrants,
        margin_threshold=None if lines is None else lines[0],
        cost_threshold=None if lines is None else lines[1],
        threshold=Threshold.MEDIAN if thresholds is None else Threshold.GIVEN,
        unplaced=keys[~placed],
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """How accounts moved between two matrices, told by the lines of the later one.

    ``before`` is (margin, cost to serve) in percent by account; accounts that only one of the two
    places are left out. ``moved`` counts changes of quadrant by (from, to).
    """

    before: dict[int, tuple[float, float]]
    moved: dict[tuple[Quadrant, Quadrant], int]
    to_loss: tuple[int, ...]
    to_profit: tuple[int, ...]


def movement(now: ProfitabilityMatrix, before: ProfitabilityMatrix) -> Movement:
    """What became of the accounts that both matrices place."""
    earlier = {
        account: (margin, cost, net)
        for account, margin, cost, net in zip(
            before.ids.tolist(),
            before.margin_percent.tolist(),
            before.cost_percent.tolist(),
            before.net.tolist(),
            strict=True,
        )
    }
    spots: dict[int, tuple[float, float]] = {}
    moved: dict[tuple[Quadrant, Quadrant], int] = {}
    to_loss, to_profit = [], []
    for account, here, net in zip(now.ids.tolist(), now.quadrants, now.net.tolist(), strict=True):
        if account not in earlier:
            continue
        margin, cost, net_before = earlier[account]
        spots[account] = margin, cost
        there = now.quadrant_at(margin, cost)
        if there is not None and there is not here:
            moved[there, here] = moved.get((there, here), 0) + 1
        if net < 0 <= net_before:
            to_loss.append(account)
        elif net_before < 0 <= net:
            to_profit.append(account)
    return Movement(spots, moved, tuple(to_loss), tuple(to_profit))
