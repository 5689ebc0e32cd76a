"""People of an account: who joins, what is known of them, who of us knows them, who leaves.

Everything dated takes the day it is true from. A day given as the end is the last day it held:
what ends "today" held until yesterday; what began today and ends today never was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import (
    Account,
    Colleague,
    Coverage,
    Dmu,
    DmuMember,
    ExchangePerson,
    Job,
    Person,
)
from b2bdesk.models.enums import ContactClass, CoverageLevel, OwnFieldOf, Role
from b2bdesk.queries.people import holds_on
from b2bdesk.services import decision_units, map_lines
from b2bdesk.services.contact_class import suggest_contact_class
from b2bdesk.services.own_fields import set_own_values

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What the user says of a person at an account.

    ``seated`` puts the person into ``unit`` (None: the account's first, made where there is
    none) with ``roles`` and a boss, ``reports_to``, given as a seat. ``contact_class`` None
    means "as the title suggests". ``own``: (own field, stored value) pairs.
    """

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    source: str = ""
    note: str = ""
    external: bool = False
    contact_every_days: int | None = None
    contact_class: ContactClass | None = None
    seated: bool = True
    unit: int | None = None
    roles: tuple[Role, ...] = ()
    reports_to: int | None = None
    own: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AddedPerson:
    """Ids of what was made; ``seat`` is None for a person in no unit."""

    person: int
    job: int
    seat: int | None


def add_person(session: Session, account: int, draft: PersonDraft, day: date) -> AddedPerson:
    """A new person with a job at the account and, where wanted, a seat with roles and a boss."""
    if session.get(Account, account) is None:
        raise DomainError(tr("This account is not there any more."))
    _check(session, account, draft, person=None, day=day)
    person = Person()
    session.add(person)
    _fill_person(person, draft)
    session.flush()
    set_own_values(session, OwnFieldOf.PERSON, person.id, dict(draft.own))
    job = Job(person_id=person.id, account_id=account, valid_from=day_of(day))
    _fill_job(job, draft)
    session.add(job)
    session.flush()
    seat = None
    if draft.seated:
        seat = seat_known_person(session, account, person.id, draft, day)
    return AddedPerson(person.id, job.id, seat)


def seat_known_person(
    session: Session, account: int, person: int, draft: PersonDraft, day: date
) -> int:
    """Put someone of the account into the draft's unit, with its roles and boss; the seat."""
    seat = decision_units.seat_person(session, account, person, draft.unit)
    decision_units.set_roles(session, seat, draft.roles, day)
    if draft.reports_to is not None:
        map_lines.set_boss(session, seat, draft.reports_to, day)
    return seat


def edit_person(session: Session, account: int, person: int, draft: PersonDraft, day: date) -> None:
    """Change what is known of a person and of the job; seat and roles have their own verbs."""
    row = _person(session, person)
    _check(session, account, draft, person=person, day=day)
    _fill_person(row, draft)
    set_own_values(session, OwnFieldOf.PERSON, person, dict(draft.own))
    for job in _jobs(session, account, person, day):
        _fill_job(job, draft)


def remove_from_account(session: Session, account: int, person: int, day: date) -> None:
    """The person no longer works there: the job, roles and lines end on the day before.

    A person who only joined on this day, and of whom nothing else is known, is gone altogether.
    """
    row = _person(session, person)
    joined_today = False
    for job in _jobs(session, account, person, day):
        if job.valid_from is not None and job.valid_from >= day_of(day):
            joined_today = True
            session.delete(job)
        else:
            job.valid_to = day_of(day) - 1
    session.flush()
    seats = session.scalars(
        select(DmuMember)
        .join(Dmu, Dmu.id == DmuMember.dmu_id)
        .where(Dmu.account_id == account, DmuMember.person_id == person)
    ).all()
    for seat in seats:
        if joined_today:
            session.delete(seat)
        else:
            decision_units.end_seat(session, seat.id, day)
    session.flush()
    if joined_today and not _is_known_elsewhere(session, person):
        session.delete(row)
        session.flush()


def set_coverage(
    session: Session,
    person: int,
    colleague: int,
    level: CoverageLevel,
    day: date,
    *,
    desired: CoverageLevel | None = None,
) -> None:
    """How well a colleague knows a person from a day on; ``desired`` None keeps the wish."""
    _person(session, person)
    if session.get(Colleague, colleague) is None:
        raise DomainError(tr("Choose a colleague."), field="colleague")
    current = session.scalar(
        select(Coverage)
        .where(
            Coverage.person_id == person,
            Coverage.colleague_id == colleague,
            Coverage.valid_from <= day_of(day),
        )
        .order_by(Coverage.valid_from.desc(), Coverage.id.desc())
        .limit(1)
    )
    wish = desired if desired is not None else (current.desired if current else None)
    if current is not None and current.level == level and current.desired == wish:
        return
    if current is not None and current.valid_from == day_of(day):
        current.level, current.desired = level, wish
        return
    session.add(
        Coverage(
            person_id=person,
            colleague_id=colleague,
            level=level,
            desired=wish,
            valid_from=day_of(day),
        )
    )


def _check(
    session: Session, account: int, draft: PersonDraft, *, person: int | None, day: date
) -> None:
    if not draft.name.strip():
        raise DomainError(tr("Enter the person's name."), field="name")
    email = draft.email.strip()
    if email and not _EMAIL.fullmatch(email):
        raise DomainError(
            tr("This is not an e-mail address."),
            field="email",
            hint=tr("For example ines@example.com"),
        )
    if draft.contact_every_days is not None and draft.contact_every_days < 1:
        raise DomainError(tr("Enter a number of days above 0."), field="contact_every_days")
    if email:
        twin = session.scalar(
            select(Person.name)
            .join(Job, Job.person_id == Person.id)
            .where(
                Job.account_id == account,
                _on(day),
                func.lower(Person.email) == email.lower(),
                Person.id != (person or 0),
            )
            .limit(1)
        )
        if twin is not None:
            raise DomainError(
                tr("{name} has this e-mail address already.", name=twin), field="email"
            )


def _on(day: date) -> ColumnElement[bool]:
    return holds_on(Job.valid_from, Job.valid_to, day_of(day))


def _person(session: Session, person: int) -> Person:
    row = session.get(Person, person)
    if row is None:
        raise DomainError(tr("This person is not there any more."))
    return row


def _jobs(session: Session, account: int, person: int, day: date) -> list[Job]:
    return list(
        session.scalars(
            select(Job).where(Job.account_id == account, Job.person_id == person, _on(day))
        )
    )


def _fill_person(row: Person, draft: PersonDraft) -> None:
    row.name = " ".join(draft.name.split())
    row.email = draft.email.strip() or None
    row.phone = draft.phone.strip() or None
    row.mobile = draft.mobile.strip() or None
    row.source = draft.source.strip() or None
    row.note = draft.note.strip() or None
    row.contact_every_days = draft.contact_every_days


def _fill_job(row: Job, draft: PersonDraft) -> None:
    title = " ".join(draft.title.split()) or None
    if draft.contact_class is not None:
        row.contact_class = draft.contact_class
    elif title != row.title or row.contact_class is None:
        row.contact_class = suggest_contact_class(title)
    row.title = title
    row.external = draft.external


def _is_known_elsewhere(session: Session, person: int) -> bool:
    return bool(
        session.scalar(
            select(
                or_(
                    exists().where(Job.person_id == person),
                    exists().where(ExchangePerson.person_id == person),
                )
            )
        )
    )
