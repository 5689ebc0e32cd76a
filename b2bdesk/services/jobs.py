"""Jobs: who works where from when to when; joining, moving on and leaving keep the history.

A day given as the end is the last day it held: what ends "today" held until yesterday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Dmu, DmuMember, ExchangePerson, Job, Person
from b2bdesk.models.enums import ContactClass, OutsideKind
from b2bdesk.queries.dated import holds_on
from b2bdesk.services import decision_units
from b2bdesk.services.contact_class import learned_classes, suggest_contact_class
from b2bdesk.services.plausible_days import plausible_day


@dataclass(frozen=True, slots=True)
class JobDraft:
    """What the user says of a job. ``contact_class`` None means "as the title suggests".

    ``since`` None: not known; ``until`` None: still there, else the last day.
    """

    account: int
    title: str = ""
    contact_class: ContactClass | None = None
    external: bool = False
    outside_as: OutsideKind | None = None
    since: date | None = None
    until: date | None = None


def add_job(session: Session, person: int, draft: JobDraft, as_of: date) -> int:
    """A further job of a person, at the same account at another time or at another account.

    ``DomainError`` with field "account", "since" or "until".
    """
    if session.get(Person, person) is None:
        raise DomainError(tr("This person is not there any more."))
    if session.get(Account, draft.account) is None:
        raise DomainError(tr("Choose an account."), field="account")
    job = Job(person_id=person, account_id=draft.account)
    fill_job(session, job, draft.title, draft.contact_class, draft.external, draft.outside_as)
    _date_job(session, job, draft, as_of)
    session.add(job)
    session.flush()
    return job.id


def edit_job(session: Session, job: int, draft: JobDraft, as_of: date) -> None:
    """Change a job; one that is over ends the roles and lines at its account too."""
    row = _job(session, job)
    fill_job(session, row, draft.title, draft.contact_class, draft.external, draft.outside_as)
    _date_job(session, row, draft, as_of)
    session.flush()
    if draft.until is not None and draft.until < as_of:
        _end_seats(session, row.account_id, row.person_id, draft.until + timedelta(days=1))


def remove_job(session: Session, job: int) -> None:
    """The job never was; a person keeps at least one."""
    row = _job(session, job)
    others = select(Job.id).where(Job.person_id == row.person_id, Job.id != job).limit(1)
    if session.scalar(others) is None:
        raise DomainError(
            tr("This is the only job that is known of this person."),
            hint=tr("Say until when it held instead."),
        )
    session.delete(row)
    session.flush()


def move_person(session: Session, person: int, leaves: int, draft: JobDraft, day: date) -> int:
    """The person leaves one account and works at another from a day on; the new job's id."""
    if draft.account == leaves:
        raise DomainError(tr("Choose another account."), field="account")
    since = draft.since or day
    plausible_day(since, day, "since")
    for job in jobs_on(session, leaves, person, since):
        if job.valid_from is not None and job.valid_from >= day_of(since):
            raise DomainError(
                tr("The job before began on {day}.", day=date_of(job.valid_from).isoformat()),
                field="since",
                hint=tr("Enter a later day."),
            )
        job.valid_to = day_of(since) - 1
    _end_seats(session, leaves, person, since)
    moved = JobDraft(
        draft.account,
        draft.title,
        draft.contact_class,
        draft.external,
        draft.outside_as,
        since,
        draft.until,
    )
    return add_job(session, person, moved, day)


def remove_from_account(session: Session, account: int, person: int, day: date) -> None:
    """The person no longer works there: the job, roles and lines end on the day before.

    A person who only joined on this day, and of whom nothing else is known, is gone altogether.
    """
    row = session.get(Person, person)
    if row is None:
        raise DomainError(tr("This person is not there any more."))
    joined_today = False
    for job in jobs_on(session, account, person, day):
        if job.valid_from is not None and job.valid_from >= day_of(day):
            joined_today = True
            session.delete(job)
        else:
            job.valid_to = day_of(day) - 1
    session.flush()
    if joined_today:
        for seat in _seats(session, account, person):
            session.delete(seat)
    else:
        _end_seats(session, account, person, day)
    session.flush()
    if joined_today and not _is_known_elsewhere(session, person):
        session.delete(row)
        session.flush()


def jobs_on(session: Session, account: int, person: int, day: date) -> list[Job]:
    """The jobs of a person at an account that hold on a day."""
    return list(
        session.scalars(
            select(Job).where(
                Job.account_id == account,
                Job.person_id == person,
                holds_on(Job.valid_from, Job.valid_to, day_of(day)),
            )
        )
    )


def fill_job(
    session: Session,
    row: Job,
    title: str,
    contact_class: ContactClass | None,
    external: bool,
    outside_as: OutsideKind | None,
) -> None:
    """Write what a draft says of a job, but its dates."""
    clean = " ".join(title.split()) or None
    if contact_class is not None:
        row.contact_class = contact_class
    elif clean != row.title or row.contact_class is None:
        row.contact_class = suggest_contact_class(clean, learned_classes(session))
    row.title = clean
    row.external = external or outside_as is not None
    row.outside_as = outside_as


def _date_job(session: Session, row: Job, draft: JobDraft, as_of: date) -> None:
    since = None if draft.since is None else plausible_day(draft.since, as_of, "since")
    until = None if draft.until is None else plausible_day(draft.until, as_of, "until")
    if since is not None and until is not None and until < since:
        raise DomainError(tr("The job ends before it begins."), field="until")
    others = select(Job).where(
        Job.person_id == row.person_id, Job.account_id == row.account_id, Job.id != (row.id or 0)
    )
    for other in session.scalars(others):
        begins = until is None or other.valid_from is None or other.valid_from <= until
        ends = since is None or other.valid_to is None or other.valid_to >= since
        if begins and ends:
            person = session.get_one(Person, row.person_id)
            account = session.get_one(Account, row.account_id)
            raise DomainError(
                tr("{name} works at {account} already in that time.", name=person.name,
                   account=account.name),
                field="since",
                hint=tr("Change that job, or give other dates."),
            )  # fmt: skip
    row.valid_from, row.valid_to = since, until


def _seats(session: Session, account: int, person: int) -> list[DmuMember]:
    return list(
        session.scalars(
            select(DmuMember)
            .join(Dmu, Dmu.id == DmuMember.dmu_id)
            .where(Dmu.account_id == account, DmuMember.person_id == person)
        )
    )


def _end_seats(session: Session, account: int, person: int, day: date) -> None:
    for seat in _seats(session, account, person):
        decision_units.end_seat(session, seat.id, day)
    session.flush()


def _job(session: Session, job: int) -> Job:
    row = session.get(Job, job)
    if row is None:
        raise DomainError(tr("This job is not there any more."))
    return row


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
