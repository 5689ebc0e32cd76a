"""What rests on an exchange, and the units it may be filed under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of
from b2bdesk.models import (
    Behaviour,
    BrandAttribute,
    Dmu,
    DmuMember,
    MemberStance,
    Perception,
    Person,
)
from b2bdesk.models.enums import Stance


@dataclass(frozen=True, slots=True)
class StanceLink:
    """A stance that names an exchange as its evidence."""

    person_id: int
    person: str
    on: date
    stance: Stance


@dataclass(frozen=True, slots=True)
class BehaviourLink:
    """Something somebody was seen to do in an exchange."""

    person_id: int
    person: str
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class PerceptionLink:
    """Scores that were heard in an exchange; None where one was not given."""

    person_id: int
    person: str
    on: date
    attribute: str
    ours: int | None
    rival: int | None


Link = StanceLink | BehaviourLink | PerceptionLink


@dataclass(frozen=True, slots=True)
class UnitName:
    """A decision-making unit by name."""

    id: int
    name: str


def list_links(session: Session, exchange: int) -> tuple[Link, ...]:
    """The stances, behaviours and perceptions that rest on an exchange, by person."""
    stances = session.execute(
        select(Person.id, Person.name, MemberStance.valid_from, MemberStance.stance)
        .join(DmuMember, DmuMember.person_id == Person.id)
        .join(MemberStance, MemberStance.member_id == DmuMember.id)
        .where(MemberStance.exchange_id == exchange)
    )
    behaviours = session.execute(
        select(Person.id, Person.name, Behaviour.day, Behaviour.what)
        .join(DmuMember, DmuMember.person_id == Person.id)
        .join(Behaviour, Behaviour.member_id == DmuMember.id)
        .where(Behaviour.exchange_id == exchange)
    )
    perceptions = session.execute(
        select(
            Person.id, Person.name, Perception.day, BrandAttribute.name,
            Perception.ours, Perception.rival,
        )
        .join(Perception, Perception.person_id == Person.id)
        .join(BrandAttribute, BrandAttribute.id == Perception.attribute_id)
        .where(Perception.exchange_id == exchange)
    )  # fmt: skip
    found: list[Link] = [StanceLink(key, name, date_of(d), each) for key, name, d, each in stances]
    found += [BehaviourLink(key, name, date_of(d), what) for key, name, d, what in behaviours]
    found += [
        PerceptionLink(key, name, date_of(d), attribute, ours, rival)
        for key, name, d, attribute, ours, rival in perceptions
    ]
    return tuple(sorted(found, key=lambda each: (each.person, each.on)))


def list_unit_names(session: Session, account: int) -> tuple[UnitName, ...]:
    """The decision-making units of an account, by name."""
    rows = session.execute(
        select(Dmu.id, Dmu.name).where(Dmu.account_id == account).order_by(Dmu.name, Dmu.id)
    )
    return tuple(UnitName(*row) for row in rows)
