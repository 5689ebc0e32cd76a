"""What changed on the map of an account between two days, in plain sentences.

Both days are read by the same service; the sentences come from comparing what it says. A stance
that only faded is told as faded: nobody said anything new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import lowered, mark, tr
from b2bdesk.models import (
    Coverage,
    Dmu,
    DmuMember,
    Job,
    MemberLine,
    MemberRole,
    MemberStance,
)
from b2bdesk.models.enums import WORDS, CoverageLevel, LineKind, Role, Stance
from b2bdesk.services.people_map import AccountPeople, Contact, MapSeat, MapUnit

_STANCES = (Stance.OPPONENT, Stance.SCEPTIC, Stance.NEUTRAL, Stance.SUPPORTER, Stance.CHAMPION)

_DRAWN = {
    LineKind.REPORTS_TO: mark("{one} reports to {other} now"),
    LineKind.INFLUENCES: mark("{one} influences {other} now"),
    LineKind.CONFLICTS: mark("{one} is in conflict with {other} now"),
}
_GONE = {
    LineKind.REPORTS_TO: mark("{one} does not report to {other} any more"),
    LineKind.INFLUENCES: mark("{one} does not influence {other} any more"),
    LineKind.CONFLICTS: mark("{one} is not in conflict with {other} any more"),
}


class Sense(StrEnum):
    """Whether a change is for us, against us, or neither."""

    FOR_US = "for_us"
    AGAINST_US = "against_us"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class MapChange:
    """A sentence about a person, with the person to open; None where it is about a whole unit."""

    words: str
    person: int | None
    sense: Sense


def first_day(session: Session, account: int) -> date | None:
    """The first day from which anything of the account's map is dated; None where nothing is."""
    seats = select(DmuMember.id).join(Dmu, Dmu.id == DmuMember.dmu_id)
    seats = seats.where(Dmu.account_id == account)
    people = select(Job.person_id).where(Job.account_id == account)
    found = [
        session.scalar(select(func.min(Job.valid_from)).where(Job.account_id == account)),
        session.scalar(select(func.min(Coverage.valid_from)).where(Coverage.person_id.in_(people))),
        *(
            session.scalar(select(func.min(kind.valid_from)).where(kind.member_id.in_(seats)))
            for kind in (MemberRole, MemberStance, MemberLine)
        ),
    ]
    days = [day for day in found if day is not None]
    return date_of(min(days)) if days else None


def compare(then: AccountPeople, now: AccountPeople) -> tuple[MapChange, ...]:
    """What is different: people first, then each unit's rating, roles, stances and lines."""
    before, after = then.contacts, now.contacts
    return (
        *_people(before, after),
        *(
            change
            for unit in now.units
            for change in _unit(next((u for u in then.units if _same(u, unit)), None), unit)
        ),
        *_coverage(before, after),
    )


def _same(one: MapUnit, other: MapUnit) -> bool:
    return (one.row.id if one.row else None) == (other.row.id if other.row else None)


def _people(before: Mapping[int, Contact], after: Mapping[int, Contact]) -> Iterator[MapChange]:
    for person, contact in after.items():
        row = contact.row
        old = before.get(person)
        if old is None:
            words = tr("{name} joined", name=row.name)
            if row.title:
                words = tr("{name} joined as {title}", name=row.name, title=row.title)
            yield MapChange(words, person, Sense.NEITHER)
        elif old.row.title != row.title and row.title:
            yield MapChange(
                tr("{name} is {title} now", name=row.name, title=row.title), person, Sense.NEITHER
            )
    for person, contact in before.items():
        if person not in after:
            yield MapChange(tr("{name} left", name=contact.row.name), person, Sense.NEITHER)


def _unit(then: MapUnit | None, now: MapUnit) -> Iterator[MapChange]:
    old = {seat.id: seat for seat in then.seats} if then else {}
    if then is not None and then.rating is not now.rating and None not in (then.rating, now.rating):
        name = now.row.name if now.row else tr("Main purchase")
        order = ("red", "amber", "green")
        better = order.index(str(now.rating)) > order.index(str(then.rating))
        words = {"red": tr("red"), "amber": tr("amber"), "green": tr("green")}
        yield MapChange(
            tr(
                "The map of {unit} went from {before} to {after}",
                unit=name, before=words[str(then.rating)], after=words[str(now.rating)],
            ),
            None,
            Sense.FOR_US if better else Sense.AGAINST_US,
        )  # fmt: skip
    if then is not None:
        yield from _gaps(then, now)
    for seat in now.seats:
        yield from _seat(old.get(seat.id), seat)
    yield from _lines(then, now)


def _gaps(then: MapUnit, now: MapUnit) -> Iterator[MapChange]:
    for role in Role:
        if role in then.missing and role not in now.missing:
            words = tr("The {role} is known now", role=lowered(tr(WORDS[role])))
            yield MapChange(words, None, Sense.FOR_US)
        elif role not in then.missing and role in now.missing:
            words = tr("Nobody is known as {role} any more", role=lowered(tr(WORDS[role])))
            yield MapChange(words, None, Sense.AGAINST_US)


def _seat(then: MapSeat | None, now: MapSeat) -> Iterator[MapChange]:
    person, name = now.row.person.id, now.name
    had = set(then.row.roles) if then else set()
    for role in now.row.roles:
        if role not in had:
            words = tr("{name} is {role} now", name=name, role=lowered(tr(WORDS[role])))
            yield MapChange(words, person, Sense.NEITHER)
    for role in had - set(now.row.roles):
        words = tr("{name} is not {role} any more", name=name, role=lowered(tr(WORDS[role])))
        yield MapChange(words, person, Sense.NEITHER)
    if then is not None and then.stance is not now.stance:
        yield _stance(then, now)
    elif then is None and now.stance is not Stance.UNKNOWN:
        words = tr("{name} is {stance}", name=name, stance=lowered(tr(WORDS[now.stance])))
        yield MapChange(words, person, _side(now.stance))


def _side(stance: Stance) -> Sense:
    if stance in (Stance.SUPPORTER, Stance.CHAMPION):
        return Sense.FOR_US
    return Sense.AGAINST_US if stance in (Stance.SCEPTIC, Stance.OPPONENT) else Sense.NEITHER


def _stance(then: MapSeat, now: MapSeat) -> MapChange:
    person, name = now.row.person.id, now.name
    before, after = lowered(tr(WORDS[then.stance])), lowered(tr(WORDS[now.stance]))
    if now.stance is Stance.UNKNOWN and now.stale:
        words = tr("{name} was {before}; that is too old to count", name=name, before=before)
        return MapChange(words, person, Sense.NEITHER)
    words = tr("{name} went from {before} to {after}", name=name, before=before, after=after)
    if Stance.UNKNOWN in (then.stance, now.stance):
        return MapChange(words, person, _side(now.stance))
    better = _STANCES.index(now.stance) > _STANCES.index(then.stance)
    evidence = now.recorded.evidence if now.recorded else None
    if evidence:
        words = f"{words} ({evidence})"
    return MapChange(words, person, Sense.FOR_US if better else Sense.AGAINST_US)


def _lines(then: MapUnit | None, now: MapUnit) -> Iterator[MapChange]:
    def told(unit: MapUnit | None) -> dict[tuple[int, int, LineKind], tuple[str, str, int]]:
        if unit is None:
            return {}
        seats = {seat.id: seat for seat in unit.seats}
        return {
            (line.seat_id, line.to_seat_id, line.kind): (
                seats[line.seat_id].name,
                seats[line.to_seat_id].name,
                seats[line.seat_id].row.person.id,
            )
            for line in unit.lines
        }

    before, after = told(then), told(now)
    here = {seat.id for seat in now.seats}
    for key, (one, other, person) in after.items():
        if key not in before:
            yield MapChange(tr(_DRAWN[key[2]], one=one, other=other), person, Sense.NEITHER)
    for key, (one, other, person) in before.items():
        if key not in after and {key[0], key[1]} <= here:  # who left took the line along
            yield MapChange(tr(_GONE[key[2]], one=one, other=other), person, Sense.NEITHER)


def _coverage(before: Mapping[int, Contact], after: Mapping[int, Contact]) -> Iterator[MapChange]:
    steps = list(CoverageLevel)
    for person, contact in after.items():
        old = before.get(person)
        known = {row.colleague_id: row.level for row in old.row.coverage} if old else {}
        for row in contact.row.coverage:
            was = known.get(row.colleague_id, CoverageLevel.UNKNOWN)
            if was is row.level:
                continue
            words = tr(
                "{colleague} and {name}: from {before} to {after}",
                colleague=row.colleague, name=contact.row.name,
                before=lowered(tr(WORDS[was])), after=lowered(tr(WORDS[row.level])),
            )  # fmt: skip
            better = steps.index(row.level) > steps.index(was)
            yield MapChange(words, person, Sense.FOR_US if better else Sense.AGAINST_US)
