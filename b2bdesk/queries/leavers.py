"""Who no longer works at an account, over all accounts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import Coverage, Dmu, DmuMember, Job, Person
from b2bdesk.models.enums import CoverageLevel
from b2bdesk.queries.dated import holds_on


@dataclass(frozen=True, slots=True)
class GoneRow:
    """Someone who left an account; ``left`` is the last day there."""

    account_id: int
    person_id: int
    name: str
    left: date


def gone_people(session: Session, day: int, account: int | None = None) -> dict[int, set[int]]:
    """By account, who had a job there and has none on a stored day."""
    ended = select(Job.account_id, Job.person_id, func.max(Job.valid_to)).where(
        Job.valid_to < day, ~_works_there(day)
    )
    if account is not None:
        ended = ended.where(Job.account_id == account)
    found: dict[int, set[int]] = defaultdict(set)
    for at, person, _ in session.execute(ended.group_by(Job.account_id, Job.person_id)):
        found[at].add(person)
    return found


def list_leavers(session: Session, as_of: date, within: int) -> list[GoneRow]:
    """Who left in the ``within`` days before a day, the last one first.

    Only those who sat in a decision-making unit there or whom one of us knew: who was never
    more than an address leaves nothing behind.
    """
    day = day_of(as_of)
    sat = (
        exists()
        .where(DmuMember.person_id == Job.person_id, Dmu.id == DmuMember.dmu_id)
        .where(Dmu.account_id == Job.account_id)
    )
    known = exists().where(
        Coverage.person_id == Job.person_id,
        Coverage.level.in_((CoverageLevel.BRIEF, CoverageLevel.MULTIPLE, CoverageLevel.IN_DEPTH)),
    )
    last = func.max(Job.valid_to)
    rows = session.execute(
        select(Job.account_id, Person.id, Person.name, last)
        .join(Person, Person.id == Job.person_id)
        .where(Job.valid_to.between(day - within, day - 1), ~_works_there(day), or_(sat, known))
        .group_by(Job.account_id, Person.id, Person.name)
        .order_by(last.desc(), Person.name)
    )
    return [
        GoneRow(account, person, name, date_of(left))
        for account, person, name, left in rows
        if left is not None
    ]


def _works_there(day: int) -> ColumnElement[bool]:
    now = aliased(Job)
    return exists().where(
        now.account_id == Job.account_id,
        now.person_id == Job.person_id,
        holds_on(now.valid_from, now.valid_to, day),
    )
