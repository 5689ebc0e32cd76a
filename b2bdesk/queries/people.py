"""The people of one account: who they are, where they sit, and the lines between them.

A job, a role, a line holds from ``valid_from`` to ``valid_to``, both days included; an open end
holds still. A stance and a coverage hold until a newer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from b2bdesk.core.dates import day_of, instant_of, local_date_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import (
    Account,
    Colleague,
    Coverage,
    Dmu,
    DmuMember,
    Exchange,
    ExchangePerson,
    Job,
    MemberLine,
    MemberRole,
    MemberStance,
    NextStep,
    Person,
)
from b2bdesk.models.enums import (
    ContactClass,
    CoverageLevel,
    DecisionPath,
    LineKind,
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
class StanceRow:
    """A recorded stance, with the stored day from which it holds."""

    id: int
    stance: Stance
    since: int
    author: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """An open next step with the person."""

    id: int
    what: str
    due_day: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with a job at the account.

    ``last_exchange`` is the local date of the last exchange up to the as-of date;
    ``contact_every_days`` the plan of the person, else that of the account.
    """

    id: int
    job_id: int
    name: str
    title: str | None
    contact_class: ContactClass | None
    external: bool
    since: int | None
    email: str | None
    phone: str | None
    mobile: str | None
    source: str | None
    note: str | None
    contact_every_days: int | None
    last_exchange: date | None
    exchanges_12_months: int
    coverage: tuple[CoverageRow, ...]
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A person's seat in a unit. ``stances`` are all up to the as-of date, newest first."""

    id: int
    unit_id: int
    person: PersonRow
    influence: int | None
    x: int | None
    y: int | None
    note: str | None
    roles: tuple[Role, ...]
    stances: tuple[StanceRow, ...]


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
class PeopleRow:
    """Everything about the people of an account as of a day; ``unseated`` sit in no unit."""

    account_id: int
    account: str
    units: tuple[UnitRow, ...]
    seats: tuple[SeatRow, ...]
    lines: tuple[LineRow, ...]
    unseated: tuple[PersonRow, ...]


def holds_on(
    since: InstrumentedAttribute[Any], until: InstrumentedAttribute[Any], day: int
) -> ColumnElement[bool]:
    """True where a dated row holds on a stored day; both ends are included."""
    return and_(or_(since.is_(None), since <= day), or_(until.is_(None), until >= day))


def get_people(session: Session, account: int, as_of: date) -> PeopleRow:
    """The people of an account as of a day; ``DomainError`` when the account is not there."""
    head = session.execute(
        select(Account.name, Account.contact_every_days).where(Account.id == account)
    ).one_or_none()
    if head is None:
        raise DomainError(tr("This account is not there any more."))
    day = day_of(as_of)
    people = _people(session, account, as_of, head.contact_every_days)
    units = tuple(
        UnitRow(*row)
        for row in session.execute(
            select(Dmu.id, Dmu.name, Dmu.situation, Dmu.path)
            .where(Dmu.account_id == account)
            .order_by(Dmu.id)
        )
    )
    seats = _seats(session, account, day, people)
    seat_ids = {seat.id for seat in seats}
    lines = tuple(
        row
        for row in _lines(session, account, day)
        if row.seat_id in seat_ids and row.to_seat_id in seat_ids
    )
    seated = {seat.person.id for seat in seats}
    unseated = tuple(row for row in people.values() if row.id not in seated)
    return PeopleRow(account, head.name, units, seats, lines, unseated)


def _people(session: Session, account: int, as_of: date, plan: int | None) -> dict[int, PersonRow]:
    day = day_of(as_of)
    rows = session.execute(
        select(Person, Job)
        .join(Job, Job.person_id == Person.id)
        .where(Job.account_id == account, holds_on(Job.valid_from, Job.valid_to, day))
        .order_by(Person.name, Job.id)
    ).all()
    ids = [person.id for person, _ in rows]
    last, recent = _exchanges(session, ids, as_of)
    coverage = _coverage(session, ids, day)
    steps = _steps(session, account, ids)
    return {
        person.id: PersonRow(
            id=person.id,
            job_id=job.id,
            name=person.name,
            title=job.title,
            contact_class=job.contact_class,
            external=job.external,
            since=job.valid_from,
            email=person.email,
            phone=person.phone,
            mobile=person.mobile,
            source=person.source,
            note=person.note,
            contact_every_days=person.contact_every_days or plan,
            last_exchange=last.get(person.id),
            exchanges_12_months=recent.get(person.id, 0),
            coverage=tuple(coverage.get(person.id, ())),
            steps=tuple(steps.get(person.id, ())),
        )
        for person, job in rows
    }


def _exchanges(
    session: Session, people: Sequence[int], as_of: date
) -> tuple[dict[int, date], dict[int, int]]:
    """Date of the last exchange, and exchanges of twelve months, of each person."""
    end = _start_of(as_of + timedelta(days=1))
    year = _start_of(as_of - timedelta(days=364))
    rows = session.execute(
        select(
            ExchangePerson.person_id,
            func.max(Exchange.at),
            func.count(Exchange.id).filter(Exchange.at >= year),
        )
        .join(Exchange, Exchange.id == ExchangePerson.exchange_id)
        .where(ExchangePerson.person_id.in_(people), Exchange.at < end)
        .group_by(ExchangePerson.person_id)
    ).all()
    return (
        {person: local_date_of(at) for person, at, _ in rows},
        {person: count for person, _, count in rows},
    )


def _start_of(day: date) -> int:
    return instant_of(datetime.combine(day, time()).astimezone())


def _coverage(session: Session, people: Sequence[int], day: int) -> dict[int, list[CoverageRow]]:
    newest: dict[tuple[int, int], CoverageRow] = {}
    for person, colleague, name, level, desired, since in session.execute(
        select(
            Coverage.person_id,
            Coverage.colleague_id,
            Colleague.name,
            Coverage.level,
            Coverage.desired,
            Coverage.valid_from,
        )
        .join(Colleague, Colleague.id == Coverage.colleague_id)
        .where(Coverage.person_id.in_(people), Coverage.valid_from <= day)
        .order_by(Coverage.valid_from, Coverage.id)
    ):
        newest[person, colleague] = CoverageRow(colleague, name, level, desired, since)
    found: dict[int, list[CoverageRow]] = defaultdict(list)
    for (person, _), row in sorted(newest.items(), key=lambda item: item[1].colleague):
        found[person].append(row)
    return found


def _steps(session: Session, account: int, people: Sequence[int]) -> dict[int, list[StepRow]]:
    found: dict[int, list[StepRow]] = defaultdict(list)
    for person, step, what, due in session.execute(
        select(NextStep.person_id, NextStep.id, NextStep.what, NextStep.due_day)
        .where(
            NextStep.account_id == account,
            NextStep.person_id.in_(people),
            NextStep.done_day.is_(None),
        )
        .order_by(NextStep.due_day.is_(None), NextStep.due_day, NextStep.id)
    ):
        if person is not None:
            found[person].append(StepRow(step, what, due))
    return found


def _seats(
    session: Session, account: int, day: int, people: dict[int, PersonRow]
) -> tuple[SeatRow, ...]:
    of_account = select(Dmu.id).where(Dmu.account_id == account)
    members = session.scalars(
        select(DmuMember).where(DmuMember.dmu_id.in_(of_account)).order_by(DmuMember.id)
    ).all()
    ids = select(DmuMember.id).where(DmuMember.dmu_id.in_(of_account))
    roles: dict[int, set[Role]] = defaultdict(set)
    for member, role in session.execute(
        select(MemberRole.member_id, MemberRole.role).where(
            MemberRole.member_id.in_(ids),
            holds_on(MemberRole.valid_from, MemberRole.valid_to, day),
        )
    ):
        roles[member].add(role)
    stances: dict[int, list[StanceRow]] = defaultdict(list)
    for member, record, stance, since, author, evidence in session.execute(
        select(
            MemberStance.member_id,
            MemberStance.id,
            MemberStance.stance,
            MemberStance.valid_from,
            Colleague.name,
            MemberStance.evidence,
        )
        .outerjoin(Colleague, Colleague.id == MemberStance.author_id)
        .where(MemberStance.member_id.in_(ids), MemberStance.valid_from <= day)
        .order_by(MemberStance.valid_from.desc(), MemberStance.id.desc())
    ):
        stances[member].append(StanceRow(record, stance, since, author, evidence))
    return tuple(
        SeatRow(
            id=row.id,
            unit_id=row.dmu_id,
            person=people[row.person_id],
            influence=row.influence,
            x=row.x,
            y=row.y,
            note=row.note,
            roles=tuple(role for role in Role if role in roles[row.id]),
            stances=tuple(stances[row.id]),
        )
        for row in members
        if row.person_id in people
    )


def _lines(session: Session, account: int, day: int) -> list[LineRow]:
    return [
        LineRow(*row)
        for row in session.execute(
            select(
                MemberLine.id,
                DmuMember.dmu_id,
                MemberLine.member_id,
                MemberLine.to_member_id,
                MemberLine.kind,
                MemberLine.label,
                MemberLine.strength,
            )
            .join(DmuMember, DmuMember.id == MemberLine.member_id)
            .join(Dmu, Dmu.id == DmuMember.dmu_id)
            .where(
                Dmu.account_id == account,
                holds_on(MemberLine.valid_from, MemberLine.valid_to, day),
            )
            .order_by(MemberLine.id)
        )
    ]
