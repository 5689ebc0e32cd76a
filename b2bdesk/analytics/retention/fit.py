"""Parameters of an order-timing model from a portfolio: maximum a posteriori or plain likelihood.

Priors: independent normals with sd 1 on ln r ~ ln 1, ln alpha ~ ln(m / k) with m the portfolio's
mean time between orders, ln a ~ ln 0.6, ln b ~ ln 2. Plain maximum likelihood is there to be
checked against published figures; with few accounts it runs away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import minimize

from b2bdesk.analytics.retention.likelihood import Likelihood, ModelKind, Parameters
from b2bdesk.analytics.retention.sample import DAYS_A_WEEK, Floats, OrderSample

_PRIOR_R, _PRIOR_A, _PRIOR_B, _PRIOR_SD = 1.0, 0.6, 2.0, 1.0
# exp(12) is past anything that order data can tell from infinity.
_BOUND = 12.0
FEW_ACCOUNTS = 30


class FitMethod(StrEnum):
    """Where the parameters come from."""

    MAP = "map"
    MAXIMUM_LIKELIHOOD = "maximum_likelihood"


class FitFlag(StrEnum):
    """What to say beside figures of a fit."""

    FEW_ACCOUNTS = "few_accounts"  # the priors weigh more than the data
    NO_REPEAT_ORDERS = "no_repeat_orders"  # rhythm comes from the priors alone
    AT_BOUND = "at_bound"  # a parameter ran away: degenerate
    NOT_CONVERGED = "not_converged"


@dataclass(frozen=True, slots=True)
class FittedModel:
    """A fitted model; ``log_likelihood`` without the priors' share."""

    parameters: Parameters
    method: FitMethod
    log_likelihood: float
    accounts: int
    repeat_orders: int
    flags: tuple[FitFlag, ...]


def priors(sample: OrderSample, kind: ModelKind, regularity: int) -> Floats:
    """Means of the priors on the logarithms of the parameters."""
    gap = sample.mean_gap
    if gap is None:
        # Nobody ordered twice: the first gap is at least as long as they have been watched.
        gap = float(sample.age.mean()) if sample.size else 0.0
    alpha = max(gap, 1 / DAYS_A_WEEK) / regularity
    return Parameters(kind, regularity, _PRIOR_R, alpha, _PRIOR_A, _PRIOR_B).logs()


def fit(
    sample: OrderSample,
    kind: ModelKind,
    regularity: int = 1,
    *,
    method: FitMethod = FitMethod.MAP,
    start: Parameters | None = None,
) -> FittedModel:
    """Fit a model; ``start`` warms the search up (a fit of another regularity or an earlier day).

    ``ValueError`` for an empty sample.
    """
    if sample.size == 0:
        raise ValueError("no account has an order")
    likelihood = Likelihood(sample, kind, regularity)
    middle = priors(sample, kind, regularity)
    precision = 1 / _PRIOR_SD**2 if method is FitMethod.MAP else 0.0

    def cost(logs: Floats) -> tuple[float, Floats]:
        value, gradient = likelihood(logs)
        away = logs - middle
        value -= 0.5 * precision * float(away @ away)
        gradient = gradient - precision * away
        return -value / likelihood.total, -gradient / likelihood.total

    begin = middle
    if start is not None and start.kind is kind:
        begin = start.logs()
        # A clock that ticks k times per order ticks that much faster.
        begin[1] += math.log(start.regularity / regularity)
    found = minimize(
        cost,
        np.clip(begin, -_BOUND, _BOUND),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-_BOUND, _BOUND)] * middle.size,
        options={"ftol": 1e-13, "gtol": 1e-8, "maxiter": 500},
    )
    logs = np.asarray(found.x, dtype=np.float64)
    parameters = Parameters.from_logs(kind, regularity, logs)
    flags = []
    if sample.size < FEW_ACCOUNTS:
        flags.append(FitFlag.FEW_ACCOUNTS)
    if sample.repeat_orders == 0:
        flags.append(FitFlag.NO_REPEAT_ORDERS)
    if bool(np.any(np.abs(logs) >= _BOUND - 1e-6)):
        flags.append(FitFlag.AT_BOUND)
    if float(np.abs(cost(logs)[1]).max()) > 1e-3:
        flags.append(FitFlag.NOT_CONVERGED)
    return FittedModel(
        parameters=parameters,
        method=method,
        log_likelihood=likelihood(logs)[0],
        accounts=sample.size,
        repeat_orders=sample.repeat_orders,
        flags=tuple(flags),
    )
