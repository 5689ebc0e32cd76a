"""Who sat in a decision-making unit and has left the account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import Account, Dmu, DmuMember, Job, MemberRole, MemberStance, Person
from b2bdesk.models.enums import Role, Stance


@dataclass(frozen=True, slots=True)
class LeaverRow:
    """A person who left an account on ``left``; roles and stance as they were then."""

    person_id: int
    person: str
    account_id: int
    account: str
    left: date
    roles: frozenset[Role]
    stance: Stance


def list_leavers(session: Session, as_of: date, within: int) -> tuple[LeaverRow, ...]:
    """Who left within so many days up to a day and has not come back, the last one first."""
    day = day_of(as_of)
    later = aliased(Job)
    still_there = exists().where(
        later.person_id == Job.person_id,
        later.account_id == Job.account_id,
        later.id != Job.id,
        or_(later.valid_from.is_(None), later.valid_from <= day),
        or_(later.valid_to.is_(None), later.valid_to >= day),
    )
    seats = session.execute(
        select(Job.account_id, Job.person_id, Job.valid_to, DmuMember.id, Person.name, Account.name)
        .join(DmuMember, DmuMember.person_id == Job.person_id)
        .join(Dmu, (Dmu.id == DmuMember.dmu_id) & (Dmu.account_id == Job.account_id))
        .join(Person, Person.id == Job.person_id)
        .join(Account, Account.id == Job.account_id)
        .where(Job.valid_to.between(day - within, day - 1), ~still_there)
    ).all()
    if not seats:
        return ()
    members = [row[3] for row in seats]
    ended = {row[3]: row[2] for row in seats}
    roles: dict[int, set[Role]] = defaultdict(set)
    for member, role, first, last in session.execute(
        select(
            MemberRole.member_id, MemberRole.role, MemberRole.valid_from, MemberRole.valid_to
        ).where(MemberRole.member_id.in_(members))
    ):
        left = ended[member]
        if left is not None and first <= left and (last is None or last >= left - 1):
            roles[member].add(role)
    stances: dict[int, Stance] = {}
    for member, stance, first in session.execute(
        select(MemberStance.member_id, MemberStance.stance, MemberStance.valid_from)
        .where(MemberStance.member_id.in_(members))
        .order_by(MemberStance.valid_from)
    ):
        left = ended[member]
        if left is not None and first <= left:
            stances[member] = stance
    found: dict[tuple[int, int], LeaverRow] = {}
    for account, person, left, member, name, firm in seats:
        before = found.get((account, person))
        held = frozenset(roles[member]) | (before.roles if before is not None else frozenset())
        stance = stances.get(member, Stance.UNKNOWN)
        if before is not None and stance is Stance.UNKNOWN:
            stance = before.stance
        assert left is not None
        found[account, person] = LeaverRow(person, name, account, firm, date_of(left), held, stance)
    return tuple(sorted(found.values(), key=lambda row: (row.left, row.account), reverse=True))
