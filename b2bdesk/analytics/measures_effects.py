"""What measures do to the risk of losing accounts, and to the height of the whale curve.

A price rise moves the driver of the price index, a fee likewise by its share of sales, fewer visits
move that of the contact cadence (DOMAIN.md, What-if and risk). Both go through the weights and the
clipping of the risk score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

PRICE_INDEX, CADENCE = "price_index", "contact_cadence"
_CLIP = 2.0
# The change that the odds ratio of the cadence speaks of: exchanges halved.
CADENCE_STEP = -0.5


@dataclass(frozen=True, slots=True)
class RiskLink:
    """How strongly risk follows: log odds of one step of a driver.

    ``price_spread``: the change of price that is one robust standard deviation of the price index.
    """

    price_weight: float
    price_spread: float
    cadence_weight: float


@dataclass(frozen=True, slots=True)
class CurveFacts:
    """The whale curve's total and height in minor units; percentages None where total <= 0."""

    total: float
    peak: float

    @property
    def peak_percent(self) -> float | None:
        """Height of the curve in percent of the total."""
        return 100 * self.peak / self.total if self.total > 0 else None

    @property
    def erosion_percent(self) -> float | None:
        """What the curve falls by after its peak, in percent of the total."""
        return None if self.peak_percent is None else self.peak_percent - 100


def curve_facts(profits: Floats) -> CurveFacts:
    """Total and peak of the whale curve of net profits; unknown ones (NaN) are left out."""
    known = profits[~np.isnan(profits)]
    return CurveFacts(float(known.sum()), float(known[known > 0].sum()))


def moved_risk(
    risk: Floats, price_change: Floats, contact_change: Floats, cadence: Floats, link: RiskLink
) -> Floats:
    """Risk of each account after its prices and contacts changed; NaN stays unknown.

    ``cadence``: the driver's value today, NaN where it is missing and counts nothing.
    """
    before = np.where(np.isnan(cadence), 0.0, cadence)
    after = (1 + before) * (1 + contact_change) - 1
    shift = link.price_weight * _clipped(price_change / link.price_spread)
    steps = _clipped(after / CADENCE_STEP) - _clipped(before / CADENCE_STEP)
    shift = shift + link.cadence_weight * steps
    odds = np.exp(shift)
    # r' = r e / (1 - r + r e): the logistic of the shifted log odds, exact at 0 and 1.
    grown = risk * odds
    return grown / (1 - risk + grown)


def _clipped(z: Floats) -> Floats:
    return np.clip(z, -_CLIP, _CLIP)
