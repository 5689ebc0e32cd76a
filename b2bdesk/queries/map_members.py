"""Who sits in the decision-making units of every account, as far as the maps' health needs it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.models import Coverage, Dmu, DmuMember, Job, MemberRole, MemberStance, Person
from b2bdesk.models.enums import CoverageLevel, Role, Stance
from b2bdesk.queries.dated import holds_on

_KNOWN = frozenset({CoverageLevel.BRIEF, CoverageLevel.MULTIPLE, CoverageLevel.IN_DEPTH})


@dataclass(frozen=True, slots=True)
class MapMemberRow:
    """A seat of someone who works at the account; ``covered``: one of us knows the person."""

    account_id: int
    unit_id: int
    unit: str
    person_id: int
    name: str
    influence: int | None
    roles: frozenset[Role]
    stance: Stance
    stance_day: int | None
    covered: bool


def list_map_members(session: Session, as_of: date) -> list[MapMemberRow]:
    """Every seat of every account as of a day, unit by unit."""
    day = day_of(as_of)
    works_there = exists().where(
        Job.person_id == DmuMember.person_id,
        Job.account_id == Dmu.account_id,
        holds_on(Job.valid_from, Job.valid_to, day),
    )
    seats = session.execute(
        select(
            Dmu.account_id,
            Dmu.id,
            Dmu.name,
            DmuMember.id,
            Person.id,
            Person.name,
            DmuMember.influence,
        )
        .join(DmuMember, DmuMember.dmu_id == Dmu.id)
        .join(Person, Person.id == DmuMember.person_id)
        .where(works_there)
        .order_by(Dmu.id, DmuMember.id)
    ).all()
    if not seats:
        return []
    roles: dict[int, set[Role]] = defaultdict(set)
    for member, role in session.execute(
        select(MemberRole.member_id, MemberRole.role).where(
            holds_on(MemberRole.valid_from, MemberRole.valid_to, day)
        )
    ):
        roles[member].add(role)
    stances: dict[int, tuple[Stance, int]] = {}
    for member, stance, since in session.execute(
        select(MemberStance.member_id, MemberStance.stance, MemberStance.valid_from)
        .where(MemberStance.valid_from <= day)
        .order_by(MemberStance.valid_from, MemberStance.id)
    ):
        stances[member] = stance, since
    levels: dict[tuple[int, int], CoverageLevel] = {}
    for person, colleague, level in session.execute(
        select(Coverage.person_id, Coverage.colleague_id, Coverage.level)
        .where(Coverage.valid_from <= day)
        .order_by(Coverage.valid_from, Coverage.id)
    ):
        levels[person, colleague] = level
    covered = {person for (person, _), level in levels.items() if level in _KNOWN}
    unknown: tuple[Stance, int | None] = (Stance.UNKNOWN, None)
    found = []
    for account, unit, name, member, person, who, influence in seats:
        stance, stance_day = stances.get(member, unknown)
        held = frozenset(roles.get(member, ()))
        found.append(
            MapMemberRow(
                account,
                unit,
                name,
                person,
                who,
                influence,
                held,
                stance,
                stance_day,
                person in covered,
            )
        )
    return found
