"""What makes an account cost what it costs: by activity, by person and by habit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, month_of
from b2bdesk.queries.costing import PoolRow, scale_of
from b2bdesk.queries.portfolio import list_current_types
from b2bdesk.queries.profit_events import list_product_names
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.profit_events import CostEvent, cost_events
from b2bdesk.services.profit_habits import Habit, HabitCause, HabitRules, habit_rules, list_habits

if TYPE_CHECKING:
    from b2bdesk.analytics.cost_causes import Ranked
    from b2bdesk.services.costing import CostToServe

LARGEST = 4


@dataclass(frozen=True, slots=True)
class PoolCause:
    """What a pool charged; ``volume`` counts its driver, None where no single event is known."""

    pool: PoolRow
    volume: Fraction | None
    amount: int

    @property
    def each(self) -> Fraction | None:
        """What one of the driver cost, in minor units."""
        return Fraction(self.amount) / self.volume if self.volume else None


@dataclass(frozen=True, slots=True)
class ActivityCause:
    """An activity with the pools behind it, the most costly first."""

    activity: str
    amount: int
    pools: tuple[PoolCause, ...]


@dataclass(frozen=True, slots=True)
class PersonCause:
    """A person's part of the exchanges they took part in, divided among those present.

    ``person`` is None for exchanges that name nobody. ``minutes``: their part of the minutes.
    """

    person: int | None
    name: str
    exchanges: int
    minutes: int
    amount: int


@dataclass(frozen=True, slots=True)
class AccountCauses:
    """Every event that charged an account in ``period``, and three ways to add them up.

    ``known`` is False while no activity costs are entered. The activities add up to ``total``, and
    so do the events.
    """

    account: int
    period: Period
    known: bool
    total: int
    events: tuple[CostEvent, ...]
    activities: tuple[ActivityCause, ...]
    persons: tuple[PersonCause, ...]
    habits: tuple[HabitCause, ...]
    rules: HabitRules
    products: Mapping[int, str]

    def pools_of(self, activity: str) -> tuple[int, ...]:
        """The pools of an activity."""
        return tuple(
            row.pool.id
            for each in self.activities
            if each.activity == activity
            for row in each.pools
        )

    def largest(self, activity: str = "") -> tuple[Ranked[Habit | int], ...]:
        """The persons and habits that cost most, of an activity or of all.

        Nothing in them is counted twice.
        """
        from b2bdesk.analytics.cost_causes import rank

        pools = self.pools_of(activity) if activity else None
        # The smallest parts that a person or a habit can have: an event, or a person's part of it.
        parts: list[int] = []
        by_person: dict[int, list[int]] = defaultdict(list)
        by_event: dict[int, list[int]] = defaultdict(list)
        for event in self.events:
            whole = event.amount if pools is None else event.amount_of(pools)
            for person, amount in event.people_of(pools) or ((None, whole),):
                if person is not None:
                    by_person[person].append(len(parts))
                by_event[event.id].append(len(parts))
                parts.append(amount)
        causes: dict[Habit | int, list[int]] = {
            row.person: by_person[row.person] for row in self.persons if row.person is not None
        }
        for row in self.habits:
            causes[row.habit] = [place for event in row.events for place in by_event[event]]
        return tuple(rank(parts, causes, LARGEST))


def account_causes(session: Session, account: int, period: Period, as_of: date) -> AccountCauses:
    """What caused an account's cost to serve, over whole months up to the as-of month."""
    if period.last > month_of(as_of) >= period.first:
        period = Period(period.first, month_of(as_of))
    costs = cost_to_serve(session, period, as_of)
    events = cost_events(session, account, period, as_of, costs)
    rules = habit_rules(session, period)
    kind = list_current_types(session, day_of(as_of)).get(account)
    habits = list_habits(events, rules, kind)
    persons = _persons(events)
    bought = {each.product for each in events if each.product is not None}
    return AccountCauses(
        account=account,
        period=period,
        known=costs.known,
        total=sum(each.amount for each in events),
        events=events,
        activities=_activities(events, costs),
        persons=persons,
        habits=habits,
        rules=rules,
        products=list_product_names(session, bought),
    )


def _activities(events: Sequence[CostEvent], costs: CostToServe) -> tuple[ActivityCause, ...]:
    amounts: dict[int, int] = defaultdict(int)
    counts: dict[int, int] = defaultdict(int)
    untraced: set[int] = set()
    for event in events:
        for part in event.costs:
            amounts[part.pool] += part.amount
            counts[part.pool] += part.count
            if not part.count:
                untraced.add(part.pool)
    found: dict[str, list[PoolCause]] = {name: [] for name in costs.activities}
    for row in costs.pools:
        if row.pool.id not in amounts:
            continue
        volume = None
        if row.pool.id not in untraced:
            volume = Fraction(counts[row.pool.id], scale_of(row.pool.driver))
        found[row.pool.activity].append(PoolCause(row.pool, volume, amounts[row.pool.id]))
    rows = [
        ActivityCause(
            activity,
            sum(each.amount for each in pools),
            tuple(sorted(pools, key=lambda each: (-each.amount, each.pool.id))),
        )
        for activity, pools in found.items()
        if pools
    ]
    return tuple(sorted(rows, key=lambda row: -row.amount))


def _persons(events: Sequence[CostEvent]) -> tuple[PersonCause, ...]:
    from b2bdesk.analytics.largest_remainder import split

    names: dict[int | None, str] = {None: ""}
    amounts: dict[int | None, int] = defaultdict(int)
    minutes: dict[int | None, int] = defaultdict(int)
    counts: dict[int | None, int] = defaultdict(int)
    for event in events:
        if event.talk is None:
            continue
        names.update(event.talk.people)
        people = event.people_of()
        logged = split(max(0, event.talk.minutes or 0), [1] * len(people))
        for (person, amount), part in zip(people, logged, strict=True):
            amounts[person] += amount
            minutes[person] += part
            counts[person] += 1
    rows = [
        PersonCause(person, names[person], counts[person], minutes[person], amount)
        for person, amount in amounts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.person is None, -row.amount, row.name)))
