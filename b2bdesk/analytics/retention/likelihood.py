"""Log-likelihood of BG and MBG models with Erlang-k times between orders, and its gradient.

d = 1 for MBG, 0 for BG; R = r + k x; z = (T - t_x) / (alpha + T);
S1 = [d or x > 0] a / (b + x - 1 + d) ((alpha + T) / (alpha + t_x))^R;
S2 = sum over j < k of (R)_j / j! z^j;
LL = (k - 1) litt - x lnG(k) + lnB(a, b + x + d) - lnB(a, b) + lnG(R) - lnG(r) + r ln alpha
- R ln(alpha + T) + ln(S1 + S2). The NBD is the same without anybody leaving (S1 = 0).
Fader, Hardie and Lee 2005; Batislam et al. 2007; Platzer and Reutterer 2016.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import betaln, digamma, gammaln

from b2bdesk.analytics.retention.sample import Floats, OrderSample

# Long arrays are slower than what fits the processor's cache.
_CHUNK = 16_000


class ModelKind(StrEnum):
    """Who may leave: nobody, after a repeat order only, or after any order."""

    NBD = "nbd"
    BG = "bg"
    MBG = "mbg"


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of a model; ``a`` and ``b`` mean nothing for the NBD. alpha in the time unit."""

    kind: ModelKind
    regularity: int
    r: float
    alpha: float
    a: float
    b: float

    def __post_init__(self) -> None:
        if self.regularity < 1 or min(self.r, self.alpha, self.a, self.b) <= 0:
            raise ValueError("parameters are above zero and the regularity is at least 1")

    @property
    def leaves_at_once(self) -> int:
        """d of the formulas: 1 where an account may leave after its first order."""
        return 1 if self.kind is ModelKind.MBG else 0

    def logs(self) -> Floats:
        """Logarithms of the parameters that are fitted."""
        values = [self.r, self.alpha]
        if self.kind is not ModelKind.NBD:
            values += [self.a, self.b]
        return np.log(np.array(values, dtype=np.float64)).astype(np.float64)

    @classmethod
    def from_logs(cls, kind: ModelKind, regularity: int, logs: Floats) -> Parameters:
        """The inverse of ``logs``."""
        values = [float(value) for value in np.exp(logs)]
        if kind is ModelKind.NBD:
            values += [1.0, 1.0]
        return cls(kind, regularity, *values)


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """Logarithms of S1 and S2, with what the gradient needs of S2."""

    ln_left: Floats
    ln_stayed: Floats
    stayed: Floats
    stayed_by_shape: Floats
    stayed_by_power: Floats


def odds(parameters: Parameters, repeats: Floats, last: Floats, age: Floats) -> Odds:
    """S1 (the account left after its last order) against S2 (it is still active)."""
    k, alpha = parameters.regularity, parameters.alpha
    shape = parameters.r + k * repeats
    z = (age - last) / (alpha + age)
    term = np.ones_like(z)
    stayed, by_shape, by_power = np.ones_like(z), np.zeros_like(z), np.zeros_like(z)
    harmonic = np.zeros_like(z)
    for j in range(1, k):
        term = term * (shape + (j - 1)) / j * z
        harmonic = harmonic + 1.0 / (shape + (j - 1))
        stayed = stayed + term
        by_shape = by_shape + term * harmonic
        by_power = by_power + j * term
    ln_left = np.full_like(z, -np.inf)
    if parameters.kind is not ModelKind.NBD:
        d = parameters.leaves_at_once
        can = (repeats > 0) | (d == 1)
        ln_left[can] = (
            math.log(parameters.a)
            - np.log(parameters.b + repeats[can] - 1 + d)
            + shape[can] * (np.log(alpha + age[can]) - np.log(alpha + last[can]))
        )
    return Odds(ln_left, np.log(stayed), stayed, by_shape, by_power)


class Likelihood:
    """The log-likelihood of a sample as a function of the logarithms of the parameters.

    Accounts alike in (x, t_x, T) are counted once with a weight; gamma functions are taken once
    per distinct x.
    """

    def __init__(self, sample: OrderSample, kind: ModelKind, regularity: int) -> None:
        self._kind, self._k = kind, regularity
        rows = np.stack([sample.repeats, sample.last, sample.age], axis=1)
        distinct, weights = np.unique(rows, axis=0, return_counts=True)
        self._repeats, self._last, self._age = (np.ascontiguousarray(c) for c in distinct.T)
        self._weights = weights.astype(np.float64)
        self._x, self._position = np.unique(self._repeats, return_inverse=True)
        self._x_weights = np.bincount(self._position, self._weights, self._x.size)
        self._fixed = (regularity - 1) * float(sample.litt.sum()) - math.lgamma(regularity) * float(
            sample.repeats.sum()
        )
        self.total = float(self._weights.sum())

    def __call__(self, logs: Floats) -> tuple[float, Floats]:
        """Log-likelihood and its gradient, both summed over all accounts."""
        p = Parameters.from_logs(self._kind, self._k, logs)
        value, by_r, by_a, by_b = self._by_repeats(p)
        by_alpha = self.total * p.r / p.alpha
        for start in range(0, self._repeats.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            some = self._of_chunk(p, part)
            value += some[0]
            by_r += some[1]
            by_alpha += some[2]
            by_a += some[3]
            by_b += some[4]
        gradient = np.array([by_r * p.r, by_alpha * p.alpha, by_a * p.a, by_b * p.b])
        return self._fixed + value, gradient[: logs.size]

    def _by_repeats(self, p: Parameters) -> tuple[float, float, float, float]:
        weights, x, d = self._x_weights, self._x, p.leaves_at_once
        shape = p.r + self._k * x
        value = weights @ (gammaln(shape) - gammaln(p.r)) + self.total * p.r * math.log(p.alpha)
        by_r = weights @ (digamma(shape) - digamma(p.r)) + self.total * math.log(p.alpha)
        if p.kind is ModelKind.NBD:
            return float(value), float(by_r), 0.0, 0.0
        value += weights @ (betaln(p.a, p.b + x + d) - betaln(p.a, p.b))
        both = digamma(p.a + p.b) - digamma(p.a + p.b + x + d)
        by_a = weights @ both
        by_b = weights @ (both + digamma(p.b + x + d) - digamma(p.b))
        return float(value), float(by_r), float(by_a), float(by_b)

    def _of_chunk(self, p: Parameters, part: slice) -> tuple[float, float, float, float, float]:
        x, last, age = self._repeats[part], self._last[part], self._age[part]
        weights = self._weights[part]
        shape = p.r + self._k * x
        odd = odds(p, x, last, age)
        ln_both = np.logaddexp(odd.ln_left, odd.ln_stayed)
        left = np.exp(odd.ln_left - ln_both)
        # What a change of S2 does to ln(S1 + S2).
        per_stayed = np.exp(-ln_both)
        ln_age = np.log(p.alpha + age)
        value = weights @ (ln_both - shape * ln_age)
        by_r = weights @ (
            left * (ln_age - np.log(p.alpha + last)) + odd.stayed_by_shape * per_stayed - ln_age
        )
        by_alpha = weights @ (
            left * shape * (1 / (p.alpha + age) - 1 / (p.alpha + last))
            - odd.stayed_by_power * per_stayed / (p.alpha + age)
            - shape / (p.alpha + age)
        )
        if p.kind is ModelKind.NBD:
            return float(value), float(by_r), float(by_alpha), 0.0, 0.0
        # Where nobody could leave yet (x = 0 of BG) the divisor may be negative, the weight is 0.
        divisor = np.where(left > 0, p.b + x - 1 + p.leaves_at_once, 1.0)
        by_a = float(weights @ left) / p.a
        by_b = -float(weights @ (left / divisor))
        return float(value), float(by_r), float(by_alpha), by_a, by_b
