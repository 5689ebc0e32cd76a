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
        line_margin, line_cost = lines
        quadrants = tuple(
            _quadrant(one >= line_margin, other > line_cost)
            for one, other in zip(margins.tolist(), costs.tolist(), strict=True)
        )
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


def _quadrant(high_margin: bool, high_cost: bool) -> Quadrant:
    if high_margin:
        return Quadrant.CARRIAGE_TRADE if high_cost else Quadrant.PASSIVE
    return Quadrant.AGGRESSIVE if high_cost else Quadrant.BARGAIN_BASEMENT
