"""Habits that cost: patterns of an account's orders and exchanges, and the rules that tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import Channel, RelationshipType
from b2bdesk.queries.file_info import settings_of
from b2bdesk.queries.profit_events import mean_order
from b2bdesk.services.file_settings import Key, set_setting
from b2bdesk.services.profit_events import CostEvent, EventKind

VISIT_MINUTES = 30
SMALL_SHARE = 4
"""Where the user set nothing, an order is small below a quarter of the mean order."""

_RULES: Key = "habit_rules"


class Habit(StrEnum):
    """A pattern of what the account does, or of what we do with it."""

    SMALL_ORDERS = "small_orders"
    EXPEDITED = "expedited_orders"
    RETURNS = "returns"
    VISITS = "visits_for_calls"
    COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True)
class HabitRules:
    """When something is a habit; the user sets both values for the whole file.

    ``small_order`` in minor units, None where nothing tells it. ``own`` names the values that the
    user set. A visit is one that a call would do for up to ``visit_minutes`` (a logged length), or
    at any length with an account we work with transactionally.
    """

    small_order: int | None
    visit_minutes: int
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class HabitCause:
    """A habit with its events; ``amount`` is what they cost over all activities."""

    habit: Habit
    events: tuple[int, ...]
    amount: int


def habit_rules(session: Session, period: Period) -> HabitRules:
    """The rules of the file, with what stands in where the user set none."""
    kept: Mapping[str, Any] = settings_of(session).get(_RULES) or {}
    small = kept.get("small_order")
    own = frozenset(key for key in ("small_order", "visit_minutes") if kept.get(key) is not None)
    if small is None:
        mean = mean_order(session, period)
        small = None if mean is None else mean // SMALL_SHARE
    return HabitRules(small, int(kept.get("visit_minutes") or VISIT_MINUTES), own)


def set_habit_rule(session: Session, key: str, value: int | None) -> None:
    """Set "small_order" (minor units) or "visit_minutes"; None goes back to the default."""
    if key not in ("small_order", "visit_minutes"):
        raise ValueError(key)
    if value is not None and value <= 0:
        raise DomainError(tr("Type a number above zero."), field=key)
    kept = dict(settings_of(session).get(_RULES) or {})
    if value is None:
        kept.pop(key, None)
    else:
        kept[key] = value
    set_setting(session, _RULES, kept or None)


def list_habits(
    events: Sequence[CostEvent], rules: HabitRules, kind: RelationshipType | None
) -> tuple[HabitCause, ...]:
    """The habits that cost anything, the most costly first."""
    found = []
    for habit in Habit:
        mine = [each for each in events if _is(each, habit, rules, kind)]
        amount = sum(each.amount for each in mine)
        if amount:
            found.append(HabitCause(habit, tuple(each.id for each in mine), amount))
    return tuple(sorted(found, key=lambda row: -row.amount))


def _is(event: CostEvent, habit: Habit, rules: HabitRules, kind: RelationshipType | None) -> bool:
    match habit:
        case Habit.SMALL_ORDERS:
            ordered = event.kind in (EventKind.ORDER, EventKind.DELIVERY)
            if not ordered or event.order is None or rules.small_order is None:
                return False
            return event.order.sold < rules.small_order
        case Habit.EXPEDITED:
            return event.expedited
        case Habit.RETURNS:
            return event.kind in (EventKind.RETURN, EventKind.CREDIT_NOTE)
        case Habit.VISITS:
            talk = event.talk
            if talk is None or talk.channel is not Channel.VISIT:
                return False
            short = talk.minutes is not None and 0 < talk.minutes <= rules.visit_minutes
            return short or kind is RelationshipType.TRANSACTIONAL
        case Habit.COMPLAINTS:
            return event.talk is not None and event.talk.complaint
