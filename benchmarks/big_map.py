"""A file with one account of many people, for benchmarks of the map."""

from __future__ import annotations

import random
from pathlib import Path

from b2bdesk.models import (
    Account,
    Colleague,
    Coverage,
    Dmu,
    DmuMember,
    Job,
    MemberLine,
    MemberRole,
    MemberStance,
    Person,
)
from b2bdesk.models.enums import ContactClass, CoverageLevel, LineKind, Role, Stance
from b2bdesk.storage.database import Database, Session


def make_file(path: Path, people: int, lines: int) -> tuple[Database, int]:
    """The open file and the account's id: everybody but one reports to somebody, six at most to
    each; ``lines`` influences and conflicts, most of them between people who sit near."""
    database = Database.create(path)
    written = database.write("Many people", lambda session: _fill(session, people, lines))
    return database, int(written.value)


def _fill(session: Session, count: int, lines: int) -> int:
    chance = random.Random(500)
    account, us = Account(name="A large firm"), Colleague(name="Lena Marsh")
    session.add_all([account, us])
    session.flush()
    unit = Dmu(account_id=account.id, name="Main purchase")
    people = [Person(name=f"Person of the firm {number}") for number in range(count)]
    session.add_all([unit, *people])
    session.flush()
    seats = [
        DmuMember(dmu_id=unit.id, person_id=person.id, influence=chance.randint(1, 5))
        for person in people
    ]
    session.add_all(seats)
    classes = list(ContactClass)
    session.add_all(
        Job(
            person_id=person.id,
            account_id=account.id,
            title=f"Manager of things {number}",
            contact_class=chance.choice(classes),
        )
        for number, person in enumerate(people)
    )
    session.flush()
    for number, seat in enumerate(seats):
        session.add(MemberRole(member_id=seat.id, role=chance.choice(list(Role)), valid_from=0))
        stance = chance.choice(list(Stance))
        session.add(MemberStance(member_id=seat.id, stance=stance, valid_from=20_000))
        level = chance.choice(list(CoverageLevel))
        session.add(
            Coverage(person_id=people[number].id, colleague_id=us.id, level=level, valid_from=0)
        )
        if number:
            boss = seats[(number - 1) // 6]
            session.add(
                MemberLine(
                    member_id=seat.id, to_member_id=boss.id, kind=LineKind.REPORTS_TO, valid_from=0
                )
            )
    for _ in range(lines):
        one = chance.randrange(count)
        near = max(0, min(count - 1, one + chance.choice([-3, -2, -1, 1, 2, 3])))
        if near != one:
            kind = chance.choice([LineKind.INFLUENCES, LineKind.CONFLICTS])
            session.add(
                MemberLine(
                    member_id=seats[one].id, to_member_id=seats[near].id, kind=kind, valid_from=0
                )
            )
    session.flush()
    return account.id
