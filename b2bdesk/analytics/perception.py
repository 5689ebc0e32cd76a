"""The brand as people hold it: newest scores, their influence-weighted mean, and its trend.

The brand with a customer is the set of perceptions held inside its decision-making unit. A score
counts until the same person gives a newer one; a side that a newer answer leaves out keeps its
older score. Weights are the influence 1..5; a person without one weighs as little as one can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST_INFLUENCE = 1
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Score:
    """What one person answered about one attribute on a stored day; 1..5, None not answered."""

    person: int
    attribute: int
    day: int
    ours: int | None
    rival: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """A weighted mean 1..5 over ``people``; ``unweighted`` of them have no known influence."""

    mean: float
    people: int
    unweighted: int


@dataclass(frozen=True, slots=True)
class Picture:
    """How a unit sees us and the main rival on one attribute; None where nobody scored."""

    ours: Side | None
    rival: Side | None

    @property
    def gap(self) -> float | None:
        """Ours less the rival's; None while one of them has no score."""
        if self.ours is None or self.rival is None:
            return None
        return self.ours.mean - self.rival.mean


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The picture of an attribute at the end of a day on which somebody scored it."""

    day: int
    picture: Picture


def compute(
    scores: Iterable[Score], influence: Mapping[int, int | None], as_of: int
) -> dict[int, Picture]:
    """The picture of every attribute with a score of one of the people in ``influence``."""
    by_attribute: dict[int, list[Score]] = {}
    for score in scores:
        if score.person in influence and score.day <= as_of:
            by_attribute.setdefault(score.attribute, []).append(score)
    return {key: _picture(found, influence) for key, found in by_attribute.items()}


def trend(
    scores: Iterable[Score], influence: Mapping[int, int | None], attribute: int, as_of: int
) -> tuple[TrendPoint, ...]:
    """One attribute day by day, oldest first, each person weighed as of today."""
    held = [
        score
        for score in scores
        if score.attribute == attribute and score.person in influence and score.day <= as_of
    ]
    return tuple(
        TrendPoint(day, _picture([score for score in held if score.day <= day], influence))
        for day in sorted({score.day for score in held})
    )


def _picture(scores: Sequence[Score], influence: Mapping[int, int | None]) -> Picture:
    ours: dict[int, int] = {}
    rival: dict[int, int] = {}
    for score in sorted(scores, key=lambda one: one.day):
        if score.ours is not None:
            ours[score.person] = score.ours
        if score.rival is not None:
            rival[score.person] = score.rival
    return Picture(_side(ours, influence), _side(rival, influence))


def _side(scores: Mapping[int, int], influence: Mapping[int, int | None]) -> Side | None:
    if not scores:
        return None
    weights = {person: influence[person] or LEAST_INFLUENCE for person in scores}
    total = sum(weights[person] * score for person, score in scores.items())
    return Side(
        mean=total / sum(weights.values()),
        people=len(scores),
        unweighted=sum(influence[person] is None for person in scores),
    )
