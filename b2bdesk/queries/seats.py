"""Seats in the decision-making units of an account, what each says, and the lines between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import local_date_of
from b2bdesk.models import (
    Behaviour,
    Colleague,
    Dmu,
    DmuMember,
    Exchange,
    MemberLine,
    MemberRole,
    MemberStance,
)
from b2bdesk.models.enums import Role
from b2bdesk.queries.dated import holds_on
from b2bdesk.queries.people_rows import (
    BehaviourRow,
    BehaviourTime,
    ExchangeLink,
    LineRow,
    PersonRow,
    SeatRow,
    StanceRow,
)


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of who is there, and those of who left, by person."""

    here: tuple[SeatRow, ...]
    left: dict[int, tuple[SeatRow, ...]]


def read_seats(
    session: Session,
    account: int,
    day: int,
    people: Mapping[int, PersonRow],
    left: Mapping[int, PersonRow],
) -> Seats:
    """The seats as of a stored day; of who left, as of the last day of the job."""
    members = session.scalars(
        select(DmuMember)
        .join(Dmu, Dmu.id == DmuMember.dmu_id)
        .where(Dmu.account_id == account)
        .order_by(DmuMember.id)
    ).all()
    ids = (
        select(DmuMember.id).join(Dmu, Dmu.id == DmuMember.dmu_id).where(Dmu.account_id == account)
    )
    roles = _roles(session, ids)
    stances = _stances(session, ids, day)
    behaviours = _behaviours(session, ids, day)

    def seat(row: DmuMember, person: PersonRow, on: int) -> SeatRow:
        held = {
            role
            for role, since, until in roles.get(row.id, ())
            if since <= on and (until is None or until >= on)
        }
        return SeatRow(
            id=row.id,
            unit_id=row.dmu_id,
            person=person,
            influence=row.influence,
            adaptability=row.adaptability,
            x=row.x,
            y=row.y,
            note=row.note,
            roles=tuple(role for role in Role if role in held),
            stances=tuple(stances.get(row.id, ())),
            behaviours=behaviours.get(row.id, ()),
        )

    gone: dict[int, list[SeatRow]] = defaultdict(list)
    here = []
    for row in members:
        if row.person_id in people:
            here.append(seat(row, people[row.person_id], day))
        elif row.person_id in left:
            person = left[row.person_id]
            gone[person.id].append(seat(row, person, day if person.until is None else person.until))
    return Seats(tuple(here), {person: tuple(seats) for person, seats in gone.items()})


def read_lines(session: Session, account: int, day: int) -> list[LineRow]:
    """The lines of the account's units that hold on a stored day."""
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


def _roles(session: Session, members: Select[int]) -> dict[int, list[tuple[Role, int, int | None]]]:
    found: dict[int, list[tuple[Role, int, int | None]]] = defaultdict(list)
    for member, role, since, until in session.execute(
        select(
            MemberRole.member_id, MemberRole.role, MemberRole.valid_from, MemberRole.valid_to
        ).where(MemberRole.member_id.in_(members))
    ):
        found[member].append((role, since, until))
    return found


def _stances(session: Session, members: Select[int], day: int) -> dict[int, list[StanceRow]]:
    found: dict[int, list[StanceRow]] = defaultdict(list)
    for member, record, stance, since, author, evidence, *exchange in session.execute(
        select(
            MemberStance.member_id,
            MemberStance.id,
            MemberStance.stance,
            MemberStance.valid_from,
            Colleague.name,
            MemberStance.evidence,
            Exchange.id,
            Exchange.account_id,
            Exchange.at,
            Exchange.channel,
            Exchange.subject,
        )
        .outerjoin(Colleague, Colleague.id == MemberStance.author_id)
        .outerjoin(Exchange, Exchange.id == MemberStance.exchange_id)
        .where(MemberStance.member_id.in_(members), MemberStance.valid_from <= day)
        .order_by(MemberStance.valid_from.desc(), MemberStance.id.desc())
    ):
        row = StanceRow(record, stance, since, author, evidence, _link(exchange))
        found[member].append(row)
    return found


def _behaviours(
    session: Session, members: Select[int], day: int
) -> dict[int, tuple[BehaviourRow, ...]]:
    """Equal words, whatever their case, are one behaviour: the most often seen first."""
    times: dict[int, dict[str, list[BehaviourTime]]] = defaultdict(lambda: defaultdict(list))
    words: dict[tuple[int, str], str] = {}
    for member, number, what, on, *exchange in session.execute(
        select(
            Behaviour.member_id,
            Behaviour.id,
            Behaviour.what,
            Behaviour.day,
            Exchange.id,
            Exchange.account_id,
            Exchange.at,
            Exchange.channel,
            Exchange.subject,
        )
        .outerjoin(Exchange, Exchange.id == Behaviour.exchange_id)
        .where(Behaviour.member_id.in_(members), Behaviour.day <= day)
        .order_by(Behaviour.day.desc(), Behaviour.id.desc())
    ):
        key = what.casefold()
        words.setdefault((member, key), what)
        times[member][key].append(BehaviourTime(number, on, _link(exchange)))
    return {
        member: tuple(
            BehaviourRow(words[member, key], tuple(seen))
            for key, seen in sorted(
                found.items(), key=lambda item: (-len(item[1]), -item[1][0].day, item[0])
            )
        )
        for member, found in times.items()
    }


def _link(row: Sequence[Any]) -> ExchangeLink | None:
    """The columns of an outer join as a link, None where there is no exchange."""
    number, account, at, channel, subject = row
    if number is None:
        return None
    return ExchangeLink(number, account, local_date_of(at), channel, subject)
