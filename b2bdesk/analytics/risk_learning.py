"""The score's weights as outcomes of the user's own accounts arrive.

Maximum a posteriori by Newton's method on the logistic likelihood with the current weights as
prior, never plain maximum likelihood; the inverse of the curvature is the new covariance (Laplace).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from b2bdesk.analytics.risk_score import DesignRow, Weights

_MOST_STEPS = 100
_CLOSE = 1e-10


def update(prior: Weights, rows: Sequence[DesignRow], left: Sequence[bool]) -> Weights:
    """Weights after seeing whether each account of ``rows`` left; ``prior`` itself without any."""
    if len(rows) != len(left):
        raise ValueError("every account needs its outcome")
    if not rows:
        return prior
    design = np.array([row.vector for row in rows], dtype=np.float64)
    offset = np.array([row.offset for row in rows], dtype=np.float64)
    outcome = np.array(left, dtype=np.float64)
    middle = np.array(prior.means, dtype=np.float64)
    precision = np.linalg.inv(np.array(prior.covariance, dtype=np.float64))

    def cost(point: npt.NDArray[np.float64]) -> float:
        eta = design @ point + offset
        away = point - middle
        return float(np.sum(np.logaddexp(0, eta) - outcome * eta) + 0.5 * away @ precision @ away)

    point = middle.copy()
    curvature = precision
    for _ in range(_MOST_STEPS):
        chance = expit(design @ point + offset)
        slope = design.T @ (chance - outcome) + precision @ (point - middle)
        curvature = design.T @ (design * (chance * (1 - chance))[:, None]) + precision
        step = np.linalg.solve(curvature, slope)
        size, before = 1.0, cost(point)
        # Newton may overshoot where the curvature is flat: half the step until it helps.
        while cost(point - size * step) > before and size > 1e-6:
            size /= 2
        point = point - size * step
        if float(np.abs(step).max()) < _CLOSE:
            break
    covariance = np.linalg.inv(curvature)
    return Weights(
        keys=prior.keys,
        means=tuple(point.tolist()),
        covariance=tuple(tuple(line) for line in ((covariance + covariance.T) / 2).tolist()),
        labels=prior.labels + len(rows),
    )
