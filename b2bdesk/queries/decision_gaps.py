"""What the decision-making units of all accounts lack, read in one go."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.models import Dmu, DmuMember, Job, MemberRole
from b2bdesk.models.enums import Role


def list_known_roles(session: Session, as_of: date) -> dict[int, frozenset[Role]]:
    """The roles someone holds, of each account that has anyone in a decision-making unit.

    Who has left the account no longer sits there.
    """
    day = day_of(as_of)
    works_there = exists().where(
        Job.person_id == DmuMember.person_id,
        Job.account_id == Dmu.account_id,
        or_(Job.valid_from.is_(None), Job.valid_from <= day),
        or_(Job.valid_to.is_(None), Job.valid_to >= day),
    )
    rows = session.execute(
        select(Dmu.account_id, MemberRole.role)
        .join(DmuMember, DmuMember.dmu_id == Dmu.id)
        .outerjoin(
            MemberRole,
            (MemberRole.member_id == DmuMember.id)
            & (MemberRole.valid_from <= day)
            & or_(MemberRole.valid_to.is_(None), MemberRole.valid_to >= day),
        )
        .where(works_there)
    )
    found: dict[int, set[Role]] = defaultdict(set)
    for account, role in rows:
        found[account].update([] if role is None else [role])
    return {account: frozenset(roles) for account, roles in found.items()}
