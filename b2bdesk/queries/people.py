"""The people of one account: who they are, where they sit, and the lines between them.

A job, a role, a line holds from ``valid_from`` to ``valid_to``, both days included; an open end
holds still. A stance and a coverage hold until a newer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, instant_of, local_date_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import (
    Account,
    Colleague,
    Coverage,
    Dmu,
    Exchange,
    ExchangePerson,
    Job,
    NextStep,
    Person,
)
from b2bdesk.queries.dated import holds_on
from b2bdesk.queries.people_rows import (
    CoverageRow,
    JobRow,
    LeaverRow,
    LineRow,
    PeopleRow,
    PersonRow,
    SeatRow,
    StanceRow,
    StepRow,
    UnitRow,
)
from b2bdesk.queries.seats import read_lines, read_seats

__all__ = [
    "CoverageRow",
    "LineRow",
    "PeopleRow",
    "PersonRow",
    "SeatRow",
    "StanceRow",
    "StepRow",
    "UnitRow",
    "get_people",
    "holds_on",
]


def get_people(session: Session, account: int, as_of: date) -> PeopleRow:
    """The people of an account as of a day; ``DomainError`` when the account is not there."""
    head = session.execute(
        select(Account.name, Account.contact_every_days).where(Account.id == account)
    ).one_or_none()
    if head is None:
        raise DomainError(tr("This account is not there any more."))
    day = day_of(as_of)
    people, left = _people(session, account, as_of, head.contact_every_days)
    units = tuple(
        UnitRow(*row)
        for row in session.execute(
            select(Dmu.id, Dmu.name, Dmu.situation, Dmu.path)
            .where(Dmu.account_id == account)
            .order_by(Dmu.id)
        )
    )
    seats = read_seats(session, account, day, people, left)
    seat_ids = {seat.id for seat in seats.here}
    lines = tuple(
        row
        for row in read_lines(session, account, day)
        if row.seat_id in seat_ids and row.to_seat_id in seat_ids
    )
    seated = {seat.person.id for seat in seats.here}
    leavers = [
        LeaverRow(row, row.until, seats.left.get(row.id, ()))
        for row in left.values()
        if row.until is not None
    ]
    return PeopleRow(
        account_id=account,
        account=head.name,
        units=units,
        seats=seats.here,
        lines=lines,
        unseated=tuple(row for row in people.values() if row.id not in seated),
        leavers=tuple(sorted(leavers, key=lambda row: (-row.left, row.person.name))),
    )


def _people(
    session: Session, account: int, as_of: date, plan: int | None
) -> tuple[dict[int, PersonRow], dict[int, PersonRow]]:
    """Who works there on the day, and who did before, by id and sorted by name."""
    day = day_of(as_of)
    rows = session.execute(
        select(Person, Job)
        .join(Job, Job.person_id == Person.id)
        .where(Job.account_id == account, or_(Job.valid_from.is_(None), Job.valid_from <= day))
        .order_by(Person.name, Job.valid_to.is_(None), Job.valid_to, Job.id)
    ).all()
    ids = list({person.id: None for person, _ in rows})
    last, recent = _exchanges(session, ids, as_of)
    coverage = _coverage(session, ids, day)
    steps = _steps(session, account, ids)
    jobs = _jobs(session, ids)

    def row_of(person: Person, job: Job) -> PersonRow:
        return PersonRow(
            id=person.id,
            job_id=job.id,
            name=person.name,
            title=job.title,
            contact_class=job.contact_class,
            external=job.external,
            outside_as=job.outside_as,
            since=job.valid_from,
            until=job.valid_to,
            email=person.email,
            phone=person.phone,
            mobile=person.mobile,
            source=person.source,
            note=person.note,
            contact_every_days=person.contact_every_days or plan,
            own_plan_days=person.contact_every_days,
            last_exchange=last.get(person.id),
            exchanges_12_months=recent.get(person.id, 0),
            coverage=tuple(coverage.get(person.id, ())),
            steps=tuple(steps.get(person.id, ())),
            jobs=tuple(jobs.get(person.id, ())),
        )

    # Of several jobs at the account the one that ends last is the one that is meant.
    newest = {person.id: (person, job) for person, job in rows}
    here: dict[int, PersonRow] = {}
    left: dict[int, PersonRow] = {}
    for person, job in newest.values():
        gone = job.valid_to is not None and job.valid_to < day
        (left if gone else here)[person.id] = row_of(person, job)
    return here, left


def _jobs(session: Session, people: Sequence[int]) -> dict[int, list[JobRow]]:
    """Every job of some people, the newest first."""
    found: dict[int, list[JobRow]] = defaultdict(list)
    for person, *job in session.execute(
        select(
            Job.person_id,
            Job.id,
            Job.account_id,
            Account.name,
            Job.title,
            Job.contact_class,
            Job.external,
            Job.outside_as,
            Job.valid_from,
            Job.valid_to,
        )
        .join(Account, Account.id == Job.account_id)
        .where(Job.person_id.in_(people))
        .order_by(
            Job.valid_to.is_not(None), Job.valid_to.desc(), Job.valid_from.desc(), Job.id.desc()
        )
    ):
        found[person].append(JobRow(*job))
    return found


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
