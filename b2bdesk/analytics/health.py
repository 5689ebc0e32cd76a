"""Health of people, decision-making units and accounts, 0 to 100, beside risk and never in it.

Individual: mean of what is known of stance, sentiment (half-life 90 days), perceptions and
freshness against the person's own cadence. Unit: influence-weighted mean of its people. Company:
40 % units, 40 % operational scorecard, 20 % listening. What is missing is left out and named.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

from b2bdesk.analytics.perception import HIGHEST, LEAST_INFLUENCE, LOWEST
from b2bdesk.models.enums import Stance

SENTIMENT_HALF_LIFE_DAYS = 90
COMPANY_WEIGHTS: Mapping[str, float] = {"units": 0.4, "scorecard": 0.4, "listening": 0.2}
_STANCE_HEALTH = {
    Stance.OPPONENT: 0.0,
    Stance.SCEPTIC: 25.0,
    Stance.NEUTRAL: 50.0,
    Stance.SUPPORTER: 75.0,
    Stance.CHAMPION: 100.0,
}
# Two gaps are the fewest that show a rhythm; a week is the shortest that is worth the name.
_LEAST_GAPS = 2
_LEAST_USUAL_DAYS = 7.0


class HealthPart(StrEnum):
    """What an individual's health is made of."""

    STANCE = "stance"
    SENTIMENT = "sentiment"
    PERCEPTIONS = "perceptions"
    FRESHNESS = "freshness"


class Band(StrEnum):
    """Health in a word."""

    WEAK = "weak"
    MIXED = "mixed"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class WeightedHealth:
    """A mean of healths by key; ``missing`` names what had none, None when that is everything.

    ``shares`` of the known ones add up to 1; a key without a health has none.
    """

    value: float | None
    known: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]
    shares: Mapping[str, float]


def individual(
    *,
    stance: Stance,
    sentiments: Sequence[tuple[int, int]],
    perceptions: Sequence[int],
    days_since_contact: int | None,
    usual_days_between: float | None,
    as_of: int,
    weights: Mapping[str, float] | None = None,
) -> WeightedHealth:
    """One person's health by ``HealthPart``.

    ``stance`` is the faded one. ``sentiments`` are (stored day, -2..2), later ones than ``as_of``
    do not count; ``perceptions`` 1..5. Freshness is 100 up to the person's usual time between
    exchanges and halves with every further one. All parts weigh alike without ``weights``.
    """
    values: dict[str, float | None] = {
        HealthPart.STANCE: _STANCE_HEALTH.get(stance),
        HealthPart.SENTIMENT: sentiment(sentiments, as_of),
        HealthPart.PERCEPTIONS: _perceptions(perceptions),
        HealthPart.FRESHNESS: freshness(days_since_contact, usual_days_between),
    }
    return weighted(values, weights or dict.fromkeys(values, 1.0))


def unit(people: Mapping[int, tuple[float | None, int | None]]) -> WeightedHealth:
    """A unit's health from (health, influence 1..5) of its people by id."""
    return weighted(
        {str(person): health for person, (health, _) in people.items()},
        {str(person): influence or LEAST_INFLUENCE for person, (_, influence) in people.items()},
    )


def weighted(
    healths: Mapping[str, float | None], weights: Mapping[str, float] = COMPANY_WEIGHTS
) -> WeightedHealth:
    """Weighted mean over what is known; by default a company's from units, scorecard, listening.

    ``ValueError`` for a health without a weight or a weight below zero.
    """
    if any(weights.get(key, -1.0) < 0 for key in healths):
        raise ValueError("every health needs a weight of zero or more")
    known = tuple((key, health) for key, health in healths.items() if health is not None)
    total = sum(weights[key] for key, _ in known)
    shares = {key: weights[key] / total for key, _ in known} if total > 0 else {}
    return WeightedHealth(
        value=sum(shares[key] * health for key, health in known) if shares else None,
        known=known,
        missing=tuple(key for key, health in healths.items() if health is None),
        shares=shares,
    )


def band(value: float) -> Band:
    """Weak under 40, strong from 70, mixed between; of the rounded figure that is shown."""
    shown = math.floor(value + 0.5)
    return Band.WEAK if shown < 40 else Band.STRONG if shown >= 70 else Band.MIXED


def on_scale(measure: float, target: float, worst: float) -> float:
    """100 at the target or better, 0 at the worst or beyond, in proportion between.

    Whether more or less of the measure is better follows from the two ends; ``ValueError`` where
    they are the same.
    """
    if target == worst:
        raise ValueError("target and worst must differ")
    return 100 * min(1.0, max(0.0, (measure - worst) / (target - worst)))


def usual_days(days: Iterable[int]) -> float | None:
    """The median gap between stored days with an exchange, a week at least.

    None while fewer than two gaps are known.
    """
    gaps = [after - before for before, after in pairwise(sorted(set(days)))]
    return max(_LEAST_USUAL_DAYS, float(median(gaps))) if len(gaps) >= _LEAST_GAPS else None


def sentiment(sentiments: Sequence[tuple[int, int]], as_of: int) -> float | None:
    """Mean of sentiments -2..2 with a half-life of 90 days, on 0..100."""
    pairs = [(as_of - day, value) for day, value in sentiments if day <= as_of]
    if not pairs:
        return None
    weights = sentiment_shares([age for age, _ in pairs])
    mean = sum(w * value for w, (_, value) in zip(weights, pairs, strict=True))
    return (mean + 2) * 25


def sentiment_shares(ages: Sequence[int]) -> list[float]:
    """How much each sentiment counts by its age in days; they add up to 1."""
    # Ages from the youngest on: the same mean, and weights that never all vanish.
    youngest = min(ages)
    weights = [math.exp2((youngest - age) / SENTIMENT_HALF_LIFE_DAYS) for age in ages]
    total = sum(weights)
    return [weight / total for weight in weights]


def freshness(days_since: float | None, usual: float | None) -> float | None:
    """100 up to the usual time between, halved by every further one; None where not known."""
    if days_since is None or usual is None or usual <= 0:
        return None
    return 100 * math.exp2(-max(0.0, days_since - usual) / usual)


def _perceptions(perceptions: Sequence[int]) -> float | None:
    if not perceptions:
        return None
    mean = sum(perceptions) / len(perceptions)
    return 100 * (mean - LOWEST) / (HIGHEST - LOWEST)
