"""What a fitted model says about each account: still active, an order soon, when.

P(active) = 1 / (1 + S1 / S2);
N(s) = (alpha + s)^-R sum over j < k of (R)_j / j! ((s - t_x) / (alpha + s))^j;
P(order in (T, T + h]) = P(active) (1 - N(T + h) / N(T)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from b2bdesk.analytics.retention.likelihood import Parameters, odds
from b2bdesk.analytics.retention.sample import Floats, OrderSample

# A hundred years of weeks: past that an order time says "never".
_LONGEST = 5_218.0


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Probabilities in the order of the sample, all in [0, 1]."""

    p_active: Floats
    p_order: Floats
    horizon: float


def compute(parameters: Parameters, sample: OrderSample, horizon: float) -> Outlook:
    """Outlook of every account over ``horizon`` (in the time unit of the parameters)."""
    active = p_active(parameters, sample)
    return Outlook(active, active * p_order_if_active(parameters, sample, horizon), horizon)


def p_active(parameters: Parameters, sample: OrderSample) -> Floats:
    """Probability that each account has not left for good."""
    odd = odds(parameters, sample.repeats, sample.last, sample.age)
    result: Floats = expit(odd.ln_stayed - odd.ln_left)
    return result


def p_order(parameters: Parameters, sample: OrderSample, horizon: float) -> Floats:
    """Probability of at least one order in (T, T + horizon]."""
    return compute(parameters, sample, horizon).p_order


def p_order_if_active(
    parameters: Parameters, sample: OrderSample, horizon: float | Floats
) -> Floats:
    """The same for an account that is known not to have left."""
    if np.any(np.asarray(horizon) < 0):
        raise ValueError("a horizon lies ahead")
    later = _ln_no_order(parameters, sample, sample.age + horizon)
    return np.clip(-np.expm1(later - _ln_no_order(parameters, sample, sample.age)), 0.0, 1.0)


def time_to_order(parameters: Parameters, sample: OrderSample, share: float) -> Floats:
    """Time from now by which an active account has ordered with probability ``share``.

    0.5 is the median. ``inf`` where that lies more than a hundred years of weeks ahead.
    """
    if not 0 < share < 1:
        raise ValueError("a share lies between 0 and 1")
    low, high = np.zeros(sample.size), np.full(sample.size, _LONGEST)
    never = p_order_if_active(parameters, sample, high) < share
    for _ in range(60):
        middle = (low + high) / 2
        reached = p_order_if_active(parameters, sample, middle) >= share
        high = np.where(reached, middle, high)
        low = np.where(reached, low, middle)
    return np.where(never, np.inf, high)


def _ln_no_order(parameters: Parameters, sample: OrderSample, until: Floats) -> Floats:
    shape = parameters.r + parameters.regularity * sample.repeats
    z = (until - sample.last) / (parameters.alpha + until)
    term = np.ones_like(z)
    total = np.ones_like(z)
    for j in range(1, parameters.regularity):
        term = term * (shape + (j - 1)) / j * z
        total = total + term
    return np.log(total) - shape * np.log(parameters.alpha + until)
