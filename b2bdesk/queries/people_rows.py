"""What is read of the people of an account, row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from b2bdesk.models.enums import (
    Adaptability,
    Channel,
    ContactClass,
    CoverageLevel,
    DecisionPath,
    LineKind,
    OutsideKind,
    PurchaseSituation,
    Role,
    Stance,
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A decision-making unit of the account."""

    id: int
    name: str
    situation: PurchaseSituation | None
    path: DecisionPath | None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How well one colleague knows the person now, and since which stored day."""

    colleague_id: int
    colleague: str
    level: CoverageLevel
    desired: CoverageLevel | None
    since: int


@dataclass(frozen=True, slots=True)
class ExchangeLink:
    """An exchange that something is known from."""

    id: int
    account_id: int
    on: date
    channel: Channel
    subject: str


@dataclass(frozen=True, slots=True)
class StanceRow:
    """A recorded stance, with the stored day from which it holds."""

    id: int
    stance: Stance
    since: int
    author: str | None
    evidence: str | None
    exchange: ExchangeLink | None


@dataclass(frozen=True, slots=True)
class BehaviourTime:
    """One time that something was seen, on a stored day."""

    id: int
    day: int
    exchange: ExchangeLink | None


@dataclass(frozen=True, slots=True)
class BehaviourRow:
    """Something a member does, with every time it was seen, newest first."""

    what: str
    times: tuple[BehaviourTime, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """An open next step with the person."""

    id: int
    what: str
    due_day: int | None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job of a person at some account, on stored days; an open end holds still."""

    id: int
    account_id: int
    account: str
    title: str | None
    contact_class: ContactClass | None
    external: bool
    outside_as: OutsideKind | None
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with a job at the account.

    ``last_exchange`` is the local date of the last exchange up to the as-of date;
    ``contact_every_days`` the plan of the person (``own_plan_days``), else that of the account.
    ``jobs``: every job that is known, here and elsewhere, newest first; ``since`` and ``until``
    are of the one here.
    """

    id: int
    job_id: int
    name: str
    title: str | None
    contact_class: ContactClass | None
    external: bool
    outside_as: OutsideKind | None
    since: int | None
    until: int | None
    email: str | None
    phone: str | None
    mobile: str | None
    source: str | None
    note: str | None
    contact_every_days: int | None
    own_plan_days: int | None
    last_exchange: date | None
    exchanges_12_months: int
    coverage: tuple[CoverageRow, ...]
    steps: tuple[StepRow, ...]
    jobs: tuple[JobRow, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A person's seat in a unit. ``stances`` are all up to the as-of date, newest first."""

    id: int
    unit_id: int
    person: PersonRow
    influence: int | None
    adaptability: Adaptability | None
    x: int | None
    y: int | None
    note: str | None
    roles: tuple[Role, ...]
    stances: tuple[StanceRow, ...]
    behaviours: tuple[BehaviourRow, ...]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line from one seat to another of the same unit."""

    id: int
    unit_id: int
    seat_id: int
    to_seat_id: int
    kind: LineKind
    label: str | None
    strength: int


@dataclass(frozen=True, slots=True)
class LeaverRow:
    """Someone who worked at the account until the stored day ``left``.

    ``seats``: with the roles held on that day and the stances up to it.
    """

    person: PersonRow
    left: int
    seats: tuple[SeatRow, ...]


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """Everything about the people of an account as of a day; ``unseated`` sit in no unit."""

    account_id: int
    account: str
    units: tuple[UnitRow, ...]
    seats: tuple[SeatRow, ...]
    lines: tuple[LineRow, ...]
    unseated: tuple[PersonRow, ...]
    leavers: tuple[LeaverRow, ...]

    def without(self, person: int) -> PeopleRow:
        """The same as if a person had never been there."""
        seats = tuple(seat for seat in self.seats if seat.person.id != person)
        ids = {seat.id for seat in seats}
        return replace(
            self,
            seats=seats,
            lines=tuple(x for x in self.lines if x.seat_id in ids and x.to_seat_id in ids),
            unseated=tuple(row for row in self.unseated if row.id != person),
        )
