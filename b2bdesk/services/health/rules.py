"""What health is weighed by and measured against: settings of the file, with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import INBOUND_KINDS
from b2bdesk.queries.file_info import settings_of
from b2bdesk.services.file_settings import set_setting

HIGHEST_WEIGHT = 1000


class Group(StrEnum):
    """Parts that are weighed against one another."""

    COMPANY = "company"
    SCORECARD = "scorecard"
    LISTENING = "listening"
    PERSON = "person"


class Measure(StrEnum):
    """The measures of the operational scorecard.

    Price index: paid in percent of the list price. On time: percent of the orders due. Quality:
    complaints per 100 orders.
    """

    PRICE = "price"
    ON_TIME = "on_time"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure at ``target`` or better counts 100, at ``worst`` or beyond 0."""

    target: float
    worst: float


DEFAULT_WEIGHTS: Mapping[Group, Mapping[str, int]] = {
    Group.COMPANY: {"units": 40, "scorecard": 40, "listening": 20},
    Group.SCORECARD: dict.fromkeys([measure.value for measure in Measure], 1),
    Group.LISTENING: dict.fromkeys([kind.value for kind in reversed(INBOUND_KINDS)], 1),
    Group.PERSON: {"stance": 1, "sentiment": 1, "perceptions": 1, "freshness": 1},
}
DEFAULT_SCALES: Mapping[Measure, Scale] = {
    Measure.PRICE: Scale(100, 120),
    Measure.ON_TIME: Scale(95, 70),
    Measure.QUALITY: Scale(2, 10),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Weights by group and part, and the scale of every measure."""

    weights: Mapping[Group, Mapping[str, int]]
    scales: Mapping[Measure, Scale]

    def share(self, group: Group, part: str) -> float:
        """A part's weight as a share of its group's."""
        weights = self.weights[group]
        return weights[part] / sum(weights.values())


def health_rules(session: Session) -> Rules:
    """The rules of the file; what it does not set is as by default."""
    held = settings_of(session)
    weights: Mapping[str, Mapping[str, int]] = held.get("health_weights", {})
    scales: Mapping[str, Mapping[str, float]] = held.get("health_targets", {})
    return Rules(
        weights={
            group: {key: weights.get(group, {}).get(key, default) for key, default in parts.items()}
            for group, parts in DEFAULT_WEIGHTS.items()
        },
        scales={
            measure: Scale(
                scales.get(measure, {}).get("target", default.target),
                scales.get(measure, {}).get("worst", default.worst),
            )
            for measure, default in DEFAULT_SCALES.items()
        },
    )


def set_weight(session: Session, group: Group, part: str, weight: int) -> None:
    """Weigh a part of a group, 0 leaves it out. ``DomainError`` with ``field`` weight."""
    if not 0 <= weight <= HIGHEST_WEIGHT:
        raise DomainError(
            tr("A weight is a whole number from 0 to {most}.", most=HIGHEST_WEIGHT), field="weight"
        )
    weights = dict(health_rules(session).weights[group])
    weights[part] = weight
    if not any(weights.values()):
        raise DomainError(tr("At least one part needs a weight above 0."), field="weight")
    held = dict(settings_of(session).get("health_weights", {}))
    held[group.value] = weights
    set_setting(session, "health_weights", held)


def set_scale(session: Session, measure: Measure, scale: Scale) -> None:
    """Set a measure's target and its worst. ``DomainError`` with ``field`` target or worst."""
    more_is_better = measure is Measure.ON_TIME
    for end, value in (("target", scale.target), ("worst", scale.worst)):
        if value < 0 or (more_is_better and value > 100):
            raise DomainError(tr("This is not a possible value."), field=end)
    if more_is_better and scale.worst >= scale.target:
        raise DomainError(tr("What counts 0 must lie below the target."), field="worst")
    if not more_is_better and scale.worst <= scale.target:
        raise DomainError(tr("What counts 0 must lie above the target."), field="worst")
    held = dict(settings_of(session).get("health_targets", {}))
    held[measure.value] = {"target": scale.target, "worst": scale.worst}
    set_setting(session, "health_targets", held)


def reset_rules(session: Session) -> None:
    """Weigh and measure as by default again."""
    set_setting(session, "health_weights", None)
    set_setting(session, "health_targets", None)


def is_default(rules: Rules) -> bool:
    """True while nothing was changed."""
    return rules == Rules(DEFAULT_WEIGHTS, DEFAULT_SCALES)
