"""The risk score of many accounts at once, as ``risk_score.assess`` gives it for one.

eta = weights . vector + offset; 80 % interval from the weights' covariance (Laplace).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from b2bdesk.analytics.risk_score import DesignRow, Weights

_Z80 = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True, slots=True, eq=False)
class RiskIntervals:
    """Risk and the ends of its 80 % interval, in the order of the rows."""

    risk: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


def compute(rows: Sequence[DesignRow], weights: Weights) -> RiskIntervals:
    """Risk of every account of ``rows`` by the same weights."""
    design = np.array([row.vector for row in rows], dtype=np.float64)
    design = design.reshape(len(rows), len(weights.means))
    offset = np.array([row.offset for row in rows], dtype=np.float64)
    eta = design @ np.array(weights.means) + offset
    spread = np.einsum("ij,jk,ik->i", design, np.array(weights.covariance), design)
    away = _Z80 * np.sqrt(np.maximum(spread, 0.0))
    return RiskIntervals(expit(eta), expit(eta - away), expit(eta + away))
