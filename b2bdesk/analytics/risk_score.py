"""Retention risk of one account as a sum of drivers that a person can check.

eta = b0 + bT logit(1 - P(order within h)) + sum of b_j z_j; risk = sigmoid(eta). Yes-or-no drivers
are 0 or 1, measures are distances from the portfolio's median in robust standard deviations, z is
clipped to [-2, 2], what is missing counts 0 and is named. Expert priors: b0 ~ N(0, 1),
bT ~ N(1, .25^2), b_j ~ N(ln OR_j, .5^2). Points = 20 / ln 2 x b_j z_j: 20 points double the odds.
Order recency, order size and tenure are no drivers: P(order) carries them.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from b2bdesk.analytics.largest_remainder import round_half_away, round_parts

BASE = "base"
ORDER_TIMING = "order_timing"
_POINTS = 20 / math.log(2)
# Half the width of a central 80 % interval of the normal distribution.
_Z80 = 1.2815515655446004
_LEAST_CHANCE = 0.005
_CLIP = 2.0
_LEAST_COMPARED = 5


class Scale(StrEnum):
    """How a driver's value becomes z."""

    YES_NO = "yes_no"  # 1 when true
    PORTFOLIO = "portfolio"  # distance from the median in robust sd, times the sign of the step
    STEP = "step"  # value / step: the change that the odds ratio speaks of


@dataclass(frozen=True, slots=True)
class DriverSpec:
    """A driver and the expert's odds ratio for one step of it; ``sd`` is the prior's on ln OR.

    ``step`` is -1 where less is worse (portfolio scale), or the change with its unit (step scale).
    """

    key: str
    odds_ratio: float
    scale: Scale
    step: float = 1.0
    sd: float = 0.5

    def __post_init__(self) -> None:
        if self.odds_ratio <= 0 or self.sd <= 0 or self.step == 0:
            raise ValueError("an odds ratio and its spread are above zero, a step is not zero")


DEFAULT_DRIVERS = (
    DriverSpec("single_threaded", 1.6, Scale.YES_NO),
    DriverSpec("dmu_coverage", 1.4, Scale.PORTFOLIO, -1),
    DriverSpec("sentiment_slope", 1.5, Scale.PORTFOLIO, -1),
    # Relative change of exchanges, the last 12 months against the 12 before: -0.5 is one step.
    DriverSpec("contact_cadence", 1.6, Scale.STEP, -0.5),
    DriverSpec("on_time_below_target", 1.4, Scale.YES_NO),
    DriverSpec("quality_below_target", 1.4, Scale.YES_NO),
    DriverSpec("price_index", 1.3, Scale.PORTFOLIO),
    DriverSpec("contract_ends_without_talks", 2.0, Scale.YES_NO),
    DriverSpec("active_competitor", 1.8, Scale.YES_NO),
    # Change in percentage points of the wallet.
    DriverSpec("share_of_wallet", 1.7, Scale.STEP, -10),
)


class Basis(StrEnum):
    """What the score starts from."""

    ORDER_TIMING = "order_timing"
    RENEWAL = "renewal"  # account under contract: P(renewal) in the place of P(order)
    BASE_RATE = "base_rate"  # no P(order): the share of accounts that leave
    NOT_ENOUGH = "not_enough"  # neither is known: no score


class DriverState(StrEnum):
    """How a driver's value entered the score."""

    KNOWN = "known"
    CLIPPED = "clipped"
    MISSING = "missing"
    NO_COMPARISON = "no_comparison"  # too few accounts, or all alike, to measure a distance in


@dataclass(frozen=True, slots=True)
class Standard:
    """The portfolio's median and robust standard deviation (1.4826 MAD) of a measure."""

    median: float
    robust_sd: float
    count: int

    @property
    def comparable(self) -> bool:
        """At least five accounts are known, and they differ."""
        return self.count >= _LEAST_COMPARED and self.robust_sd > 0

    def distance(self, value: float) -> float:
        """How far a value is from the median, in robust standard deviations."""
        return (value - self.median) / self.robust_sd


@dataclass(frozen=True, slots=True)
class Weights:
    """Means and covariance of (b0, bT, b_j ...) in the order of ``keys``.

    ``labels`` counts the outcomes that they were learnt from.
    """

    keys: tuple[str, ...]
    means: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    labels: int = 0


@dataclass(frozen=True, slots=True)
class DesignRow:
    """What an account multiplies the weights with, and what is added to the sum."""

    vector: tuple[float, ...]
    offset: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of the sum. ``shown`` are points as whole numbers that add up as shown.

    ``value`` is as given, for order timing P(order) or P(renewal), for the base the base rate.
    """

    key: str
    state: DriverState
    value: float | None
    z: float
    log_odds: float
    points: float
    shown: int


@dataclass(frozen=True, slots=True)
class RiskScore:
    """Risk of losing the account within the horizon of P(order); ``low`` to ``high`` hold 80 %.

    The contributions' log odds add up to ``eta`` exactly (``math.fsum``). Without a basis eta and
    all that follows from it is None.
    """

    basis: Basis
    eta: float | None
    risk: float | None
    low: float | None
    high: float | None
    points_shown: int | None
    contributions: tuple[Contribution, ...]
    missing: tuple[str, ...]

    @property
    def still_active(self) -> float | None:
        """1 - risk, as it is shown: still active in 12 months."""
        return None if self.risk is None else 1 - self.risk


def standard(values: Iterable[float | None]) -> Standard:
    """Median and robust sd of a measure over the portfolio; accounts without it are left out."""
    known = [value for value in values if value is not None]
    if not known:
        return Standard(0.0, 0.0, 0)
    median = statistics.median(known)
    away = [abs(value - median) for value in known]
    spread = 1.4826 * statistics.median(away)
    if spread == 0:
        # More than half are alike: the mean distance still tells the others apart.
        spread = 1.2533 * statistics.fmean(away)
    return Standard(median, spread, len(known))


def prior_weights(drivers: Sequence[DriverSpec] = DEFAULT_DRIVERS) -> Weights:
    """The expert priors as weights, before any outcome of the user's own is known."""
    sds = [1.0, 0.25, *(driver.sd for driver in drivers)]
    size = len(sds)
    return Weights(
        keys=(BASE, ORDER_TIMING, *(driver.key for driver in drivers)),
        means=(0.0, 1.0, *(math.log(driver.odds_ratio) for driver in drivers)),
        covariance=tuple(
            tuple(sds[i] ** 2 if i == j else 0.0 for j in range(size)) for i in range(size)
        ),
    )


def assess(
    values: Mapping[str, float | None],
    *,
    p_order: float | None = None,
    p_renewal: float | None = None,
    base_rate: float | None = None,
    standards: Mapping[str, Standard] | None = None,
    drivers: Sequence[DriverSpec] = DEFAULT_DRIVERS,
    weights: Weights | None = None,
) -> RiskScore:
    """Score one account from driver values by key; None or absent is missing.

    ``p_order`` is P(order within 12 months), ``p_renewal`` takes its place under contract;
    ``base_rate`` is the share of accounts lost in a year where neither is known. ``standards``
    hold median and sd of the measures on portfolio scale. ``ValueError`` for weights of other
    drivers.
    """
    used = prior_weights(drivers) if weights is None else weights
    known = {key: value for key, value in values.items() if _is_known(value)}
    if used.keys != (BASE, ORDER_TIMING, *(driver.key for driver in drivers)):
        raise ValueError("these weights belong to other drivers")
    basis, chance = _basis(p_order, p_renewal, base_rate)
    found = [_z(driver, known.get(driver.key), standards or {}) for driver in drivers]
    row = _row(basis, chance, [z for z, _ in found])
    parts = [mean * x for mean, x in zip(used.means, row.vector, strict=True)]
    parts[0] += row.offset
    shown = round_parts([Fraction(_POINTS * part) for part in parts])
    timed = basis in (Basis.ORDER_TIMING, Basis.RENEWAL)
    starts = [
        (chance if basis is Basis.BASE_RATE else None, DriverState.KNOWN),
        (chance if timed else None, DriverState.KNOWN if timed else DriverState.MISSING),
    ]
    contributions = tuple(
        Contribution(key, state, value, z, part, _POINTS * part, whole)
        for key, state, value, z, part, whole in zip(
            used.keys,
            [*(state for _, state in starts), *(state for _, state in found)],
            [*(value for value, _ in starts), *(known.get(driver.key) for driver in drivers)],
            row.vector,
            parts,
            shown,
            strict=True,
        )
    )
    unknown = (DriverState.MISSING, DriverState.NO_COMPARISON)
    missing = tuple(one.key for one in contributions if one.state in unknown)
    if basis is Basis.NOT_ENOUGH:
        return RiskScore(basis, None, None, None, None, None, contributions, missing)
    eta = math.fsum(parts)
    away = _Z80 * math.sqrt(_variance(used.covariance, row.vector))
    return RiskScore(
        basis=basis,
        eta=eta,
        risk=sigmoid(eta),
        low=sigmoid(eta - away),
        high=sigmoid(eta + away),
        points_shown=sum(shown),
        contributions=contributions,
        missing=missing,
    )


def design_row(
    values: Mapping[str, float | None],
    *,
    p_order: float | None = None,
    p_renewal: float | None = None,
    base_rate: float | None = None,
    standards: Mapping[str, Standard] | None = None,
    drivers: Sequence[DriverSpec] = DEFAULT_DRIVERS,
) -> DesignRow | None:
    """An account as ``assess`` sees it, to learn from its outcome; None where it has no basis."""
    basis, chance = _basis(p_order, p_renewal, base_rate)
    if basis is Basis.NOT_ENOUGH:
        return None
    found = [_z(driver, values.get(driver.key), standards or {})[0] for driver in drivers]
    return _row(basis, chance, found)


def expected_loss(risk: float, margin_12_months: int) -> int:
    """Risk x the margin that would end with the account (minor units), nothing if that is < 0."""
    return round_half_away(Fraction(risk) * max(0, margin_12_months))


def sigmoid(eta: float) -> float:
    """1 / (1 + e^-eta) without overflow."""
    if eta >= 0:
        return 1 / (1 + math.exp(-eta))
    grown = math.exp(eta)
    return grown / (1 + grown)


def logit(chance: float) -> float:
    """ln(p / (1 - p)) of a chance held within [.005, .995]."""
    held = min(max(chance, _LEAST_CHANCE), 1 - _LEAST_CHANCE)
    return math.log(held / (1 - held))


def _basis(
    p_order: float | None, p_renewal: float | None, base_rate: float | None
) -> tuple[Basis, float | None]:
    for basis, chance in (
        (Basis.RENEWAL, p_renewal),
        (Basis.ORDER_TIMING, p_order),
        (Basis.BASE_RATE, base_rate),
    ):
        if chance is not None:
            if not 0 <= chance <= 1:
                raise ValueError("a probability lies between 0 and 1")
            return basis, chance
    return Basis.NOT_ENOUGH, None


def _row(basis: Basis, chance: float | None, z: Sequence[float]) -> DesignRow:
    if chance is None:
        return DesignRow((1.0, 0.0, *z), 0.0)
    if basis is Basis.BASE_RATE:
        return DesignRow((1.0, 0.0, *z), logit(chance))
    # logit(1 - P) is -logit(P), without the rounding of 1 - P.
    return DesignRow((1.0, -logit(chance), *z), 0.0)


def _is_known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _z(
    driver: DriverSpec, value: float | None, standards: Mapping[str, Standard]
) -> tuple[float, DriverState]:
    if value is None or not _is_known(value):
        return 0.0, DriverState.MISSING
    if driver.scale is Scale.YES_NO:
        return (1.0 if value else 0.0), DriverState.KNOWN
    if driver.scale is Scale.STEP:
        z = value / driver.step
    else:
        against = standards.get(driver.key)
        if against is None or not against.comparable:
            return 0.0, DriverState.NO_COMPARISON
        z = against.distance(value) / driver.step
    if abs(z) > _CLIP:
        return math.copysign(_CLIP, z), DriverState.CLIPPED
    return z, DriverState.KNOWN


def _variance(covariance: Sequence[Sequence[float]], vector: Sequence[float]) -> float:
    total = math.fsum(
        x * covariance[i][j] * y for i, x in enumerate(vector) for j, y in enumerate(vector)
    )
    return max(0.0, total)
