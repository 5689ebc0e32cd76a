"""Health of people, decision-making units and accounts, 0 to 100, beside risk and never in it.

Individual: mean of what is known of stance, sentiment (half-life 90 days), perceptions and
freshness against the person's own cadence. Unit: influence-weighted mean of its people. Company:
40 % units, 40 % operational scorecard, 20 % listening. What is missing is left out and named.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

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
# Without a known influence a person weighs as little as one can.
_LEAST_INFLUENCE = 1


class HealthPart(StrEnum):
    """What an individual's health is made of."""

    STANCE = "stance"
    SENTIMENT = "sentiment"
    PERCEPTIONS = "perceptions"
    FRESHNESS = "freshness"


@dataclass(frozen=True, slots=True)
class IndividualHealth:
    """Health of one person; None when nothing is known. ``parts`` are the known ones."""

    value: float | None
    parts: tuple[tuple[HealthPart, float], ...]
    missing: tuple[HealthPart, ...]


@dataclass(frozen=True, slots=True)
class WeightedHealth:
    """A mean of healths by key; ``missing`` names what had none, None when that is everything."""

    value: float | None
    known: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]


def individual(
    *,
    stance: Stance,
    sentiments: Sequence[tuple[int, int]],
    perceptions: Sequence[int],
    days_since_contact: int | None,
    usual_days_between: float | None,
    as_of: int,
) -> IndividualHealth:
    """One person's health.

    ``stance`` is the faded one. ``sentiments`` are (stored day, -2..2), later ones than ``as_of``
    do not count; ``perceptions`` 1..5. Freshness is 100 up to the person's usual time between
    exchanges and halves with every further one.
    """
    values: dict[HealthPart, float | None] = {
        HealthPart.STANCE: _STANCE_HEALTH.get(stance),
        HealthPart.SENTIMENT: _sentiment(sentiments, as_of),
        HealthPart.PERCEPTIONS: _perceptions(perceptions),
        HealthPart.FRESHNESS: _freshness(days_since_contact, usual_days_between),
    }
    known = tuple((part, value) for part, value in values.items() if value is not None)
    return IndividualHealth(
        value=sum(value for _, value in known) / len(known) if known else None,
        parts=known,
        missing=tuple(part for part, value in values.items() if value is None),
    )


def unit(people: Mapping[int, tuple[float | None, int | None]]) -> WeightedHealth:
    """A unit's health from (health, influence 1..5) of its people by id."""
    return weighted(
        {str(person): health for person, (health, _) in people.items()},
        {str(person): influence or _LEAST_INFLUENCE for person, (_, influence) in people.items()},
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
    return WeightedHealth(
        value=sum(weights[key] * health for key, health in known) / total if total > 0 else None,
        known=known,
        missing=tuple(key for key, health in healths.items() if health is None),
    )


def _sentiment(sentiments: Sequence[tuple[int, int]], as_of: int) -> float | None:
    pairs = [(as_of - day, value) for day, value in sentiments if day <= as_of]
    if not pairs:
        return None
    # Ages from the youngest on: the same mean, and weights that never all vanish.
    youngest = min(age for age, _ in pairs)
    weights = [math.exp2((youngest - age) / SENTIMENT_HALF_LIFE_DAYS) for age, _ in pairs]
    mean = sum(w * value for w, (_, value) in zip(weights, pairs, strict=True)) / sum(weights)
    return (mean + 2) * 25


def _perceptions(perceptions: Sequence[int]) -> float | None:
    if not perceptions:
        return None
    return (sum(perceptions) / len(perceptions) - 1) * 25


def _freshness(days_since: int | None, usual: float | None) -> float | None:
    if days_since is None or usual is None or usual <= 0:
        return None
    return 100 * math.exp2(-max(0.0, days_since - usual) / usual)
