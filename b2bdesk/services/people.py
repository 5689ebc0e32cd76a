"""People of an account: who joins, what is known of them, who of us knows them, who leaves.

Everything dated takes the day it is true from. A day given as the end is the last day it held:
what ends "today" held until yesterday; what began today and ends today never was.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Dmu, DmuMember, Job, Person
from b2bdesk.models.enums import ContactClass, CoverageLevel, OutsideKind, OwnFieldOf, Role
from b2bdesk.queries.dated import holds_on
from b2bdesk.services import coverage_edits, decision_units, map_lines
from b2bdesk.services.jobs import fill_job, jobs_on
from b2bdesk.services.own_fields import set_own_values
from b2bdesk.services.plausible_days import plausible_day

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
    outside_as: OutsideKind | None = None
    since: date | None = None
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
    if draft.seated:
        _refuse_namesake(session, draft, day)
    person = Person()
    session.add(person)
    _fill_person(person, draft)
    session.flush()
    set_own_values(session, OwnFieldOf.PERSON, person.id, dict(draft.own))
    since = plausible_day(draft.since or day, day, "since")
    job = Job(person_id=person.id, account_id=account, valid_from=since)
    fill_job(session, job, draft.title, draft.contact_class, draft.external, draft.outside_as)
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
    for job in jobs_on(session, account, person, day):
        fill_job(session, job, draft.title, draft.contact_class, draft.external, draft.outside_as)
        if draft.since is not None:
            job.valid_from = plausible_day(draft.since, day, "since")


def set_note(session: Session, person: int, note: str) -> None:
    """Free words about a person, as long as they need to be."""
    _person(session, person).note = note.strip() or None


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
    coverage_edits.set_levels(session, [person], colleague, level, day)
    if desired is not None:
        coverage_edits.set_wishes(session, [person], colleague, desired, day)


def _check(
    session: Session, account: int, draft: PersonDraft, *, person: int | None, day: date
) -> None:
    if not is_visible(draft.name):
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


def _refuse_namesake(session: Session, draft: PersonDraft, day: date) -> None:
    """The same name twice in a unit is the same person, unless the e-mail addresses differ."""
    name = " ".join(draft.name.split()).casefold()
    sitting = session.execute(
        select(Person.name, Person.email, Dmu.name)
        .join(DmuMember, DmuMember.person_id == Person.id)
        .join(Dmu, Dmu.id == DmuMember.dmu_id)
        .join(Job, (Job.person_id == Person.id) & (Job.account_id == Dmu.account_id))
        .where(DmuMember.dmu_id == draft.unit, _on(day))
    )
    email = draft.email.strip().casefold()
    for known, address, unit in sitting:
        if known.casefold() == name and not (email and address and address.casefold() != email):
            raise DomainError(
                tr("{name} sits in {unit} already.", name=known, unit=unit),
                field="name",
                hint=tr("If this is someone else, add a middle initial."),
            )


def is_visible(name: str) -> bool:
    """True where a name shows anything: marks that only steer the direction of writing do not."""
    return any(unicodedata.category(letter)[0] not in "ZC" for letter in name)


def _on(day: date) -> ColumnElement[bool]:
    return holds_on(Job.valid_from, Job.valid_to, day_of(day))


def _person(session: Session, person: int) -> Person:
    row = session.get(Person, person)
    if row is None:
        raise DomainError(tr("This person is not there any more."))
    return row


def _fill_person(row: Person, draft: PersonDraft) -> None:
    row.name = " ".join(draft.name.split())
    row.email = draft.email.strip() or None
    row.phone = draft.phone.strip() or None
    row.mobile = draft.mobile.strip() or None
    row.source = draft.source.strip() or None
    row.note = draft.note.strip() or None
    row.contact_every_days = draft.contact_every_days
