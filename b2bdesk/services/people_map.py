"""The people of an account as the map, the list and the inspector show them: one Result for all.

Stances fade, key players and the rating are judged (``analytics.decision_unit``), contacts age,
and every card has a place: the user's where there is one, else that of the tidy tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics.decision_unit import Member, Rating, RatingReason, read_map
from b2bdesk.core.dates import day_of
from b2bdesk.models.enums import CoverageLevel, LineKind, OwnFieldOf, Role, Stance
from b2bdesk.queries.own_fields import OwnFieldRow, own_fields, own_values
from b2bdesk.queries.people import LineRow, PersonRow, SeatRow, StanceRow, UnitRow, get_people
from b2bdesk.queries.retention import ContactRow, list_contacts, year_before
from b2bdesk.services.leavers import Leaver, read_leavers
from b2bdesk.services.map_health import COVERED, MapHealth, Sitter, account_health, unit_health
from b2bdesk.services.map_layout import place_cards
from b2bdesk.services.single_thread import Thread, threads

CONTACT_EVERY_DAYS = 60
"""How old a last exchange may be where neither the person nor the account has a plan."""

_LEVELS = (
    CoverageLevel.UNKNOWN,
    CoverageLevel.NONE,
    CoverageLevel.BRIEF,
    CoverageLevel.MULTIPLE,
    CoverageLevel.IN_DEPTH,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person and how we stand in touch.

    ``age_days``: days since the last exchange, None for never; ``overdue`` when that is past the
    plan. ``known``: the best coverage any colleague has. ``own``: own fields that hold something,
    with the stored value. ``leaver``: what is left behind by who works there no longer.
    """

    row: PersonRow
    age_days: int | None
    overdue: bool
    known: CoverageLevel
    own: tuple[tuple[OwnFieldRow, str], ...] = ()
    leaver: Leaver | None = None


@dataclass(frozen=True, slots=True)
class MapSeat:
    """A seat as it counts: ``stance`` after fading, ``recorded`` as last written down.

    ``confidence`` 0..1 of the recorded stance; ``x``, ``y`` is the card's top left corner in
    canvas units.
    """

    id: int
    row: SeatRow
    contact: Contact
    stance: Stance
    recorded: StanceRow | None
    confidence: float | None
    stale: bool
    key_player: bool
    boss: int | None
    x: float
    y: float
    by_hand: bool

    @property
    def name(self) -> str:
        """The person's name."""
        return self.row.person.name


@dataclass(frozen=True, slots=True)
class Ghost:
    """A place on the map for a role nobody holds; it hangs ``below`` a seat, or nowhere."""

    role: Role
    x: float
    y: float
    below: int | None


@dataclass(frozen=True, slots=True)
class MapUnit:
    """One decision-making unit; ``row`` None stands for the first one, not made yet.

    ``rating`` is None while nobody sits there; ``reason`` says why it is what it is.
    """

    row: UnitRow | None
    seats: tuple[MapSeat, ...]
    lines: tuple[LineRow, ...]
    ghosts: tuple[Ghost, ...]
    counts: Mapping[Role, int]
    missing: tuple[Role, ...]
    rating: Rating | None
    reason: RatingReason
    health: MapHealth

    def seat(self, seat: int | None) -> MapSeat | None:
        """The seat with an id, None when it is not in this unit."""
        return next((row for row in self.seats if row.id == seat), None)


@dataclass(frozen=True, slots=True)
class AccountPeople:
    """All people of an account as of a day; ``units`` has at least one entry.

    ``unseated`` sit in no unit; ``leavers`` worked there once, the last one first; ``threads``:
    who alone carries the exchanges. ``own_fields``: those of people, also where nobody here holds
    anything in them.
    """

    account_id: int
    account: str
    as_of: date
    units: tuple[MapUnit, ...]
    unseated: tuple[Contact, ...]
    own_fields: tuple[OwnFieldRow, ...] = ()
    leavers: tuple[Contact, ...] = ()
    threads: tuple[Thread, ...] = ()

    @property
    def health(self) -> MapHealth | None:
        """The health of all its maps; None while nobody is on one."""
        return account_health([unit.health for unit in self.units], self.threads)

    def others(self, unit: MapUnit) -> tuple[Contact, ...]:
        """People of the account who do not sit in a unit, those in no unit at all first."""
        inside = {seat.row.person.id for seat in unit.seats}
        elsewhere = {
            seat.row.person.id: seat.contact
            for other in self.units
            for seat in other.seats
            if seat.row.person.id not in inside
        }
        return (*self.unseated, *sorted(elsewhere.values(), key=lambda each: each.row.name))

    @property
    def contacts(self) -> dict[int, Contact]:
        """Everybody of the account once, those in units first, by the person's id."""
        seated = {seat.row.person.id: seat.contact for unit in self.units for seat in unit.seats}
        return seated | {contact.row.id: contact for contact in self.unseated}

    def seats_of(self, person: int) -> tuple[tuple[MapUnit, MapSeat], ...]:
        """Every seat of a person, with its unit."""
        return tuple(
            (unit, seat)
            for unit in self.units
            for seat in unit.seats
            if seat.row.person.id == person
        )

    def unit(self, unit: int | None) -> MapUnit:
        """The unit with an id, else the first."""
        return next((u for u in self.units if u.row and u.row.id == unit), self.units[0])


def account_people(
    session: Session, account: int, as_of: date, without: int | None = None
) -> AccountPeople:
    """People, units and maps of an account as of a day; ``DomainError`` when it is gone.

    ``without``: as if this person were not there any more.
    """
    people = get_people(session, account, as_of)
    if without is not None:
        people = people.without(without)
    ids = {seat.person.id for seat in people.seats} | {row.id for row in people.unseated}
    ids |= {row.person.id for row in people.leavers}
    fields = own_fields(session, OwnFieldOf.PERSON)
    held = own_values(session, OwnFieldOf.PERSON, ids) if fields else {}

    def contact(person: PersonRow) -> Contact:
        has = held.get(person.id, {})
        own = tuple((field, has[field.id]) for field in fields if field.id in has)
        return _contact(person, as_of, own)

    contacts = {seat.person.id: contact(seat.person) for seat in people.seats}
    units = tuple(
        _unit(
            unit,
            [seat for seat in people.seats if seat.unit_id == unit.id],
            tuple(line for line in people.lines if line.unit_id == unit.id),
            contacts,
            as_of,
        )
        for unit in people.units
    )
    return AccountPeople(
        account_id=people.account_id,
        account=people.account,
        as_of=as_of,
        units=units or (_unit(None, [], (), {}, as_of),),
        unseated=tuple(contact(person) for person in people.unseated),
        own_fields=fields,
        leavers=tuple(
            replace(contact(leaver.row.person), leaver=leaver)
            for leaver in read_leavers(
                people.leavers, people.seats, {unit.id: unit.name for unit in people.units}, as_of
            )
        ),
        threads=threads(exchanged(session, account, as_of, without)),
    )


def exchanged(
    session: Session, account: int, as_of: date, without: int | None = None
) -> ContactRow | None:
    """Who took part in the exchanges of twelve months; ``without`` counts as gone."""
    day = day_of(as_of)
    found = next(iter(list_contacts(session, year_before(day), day, account)), None)
    return found if found is None or without is None else found.without(without)


def _contact(
    person: PersonRow,
    as_of: date,
    own: tuple[tuple[OwnFieldRow, str], ...],
) -> Contact:
    age = None if person.last_exchange is None else (as_of - person.last_exchange).days
    plan = person.contact_every_days or CONTACT_EVERY_DAYS
    known = max((row.level for row in person.coverage), key=_LEVELS.index, default=None)
    return Contact(
        row=person,
        age_days=age,
        overdue=age is None or age > plan,
        known=known or CoverageLevel.UNKNOWN,
        own=own,
    )


def _unit(
    unit: UnitRow | None,
    seats: list[SeatRow],
    lines: tuple[LineRow, ...],
    contacts: Mapping[int, Contact],
    as_of: date,
) -> MapUnit:
    reading = read_map([_member(seat) for seat in seats], day_of(as_of))
    bosses = {line.seat_id: line.to_seat_id for line in lines if line.kind is LineKind.REPORTS_TO}
    places = place_cards(seats, bosses, reading.missing_roles)
    shown = []
    for seat, standing in zip(seats, reading.standings, strict=True):
        x, y = places.seats[seat.id]
        shown.append(
            MapSeat(
                id=seat.id,
                row=seat,
                contact=contacts[seat.person.id],
                stance=standing.stance.counts_as,
                recorded=seat.stances[0] if seat.stances else None,
                confidence=standing.stance.confidence,
                stale=standing.stance.stale,
                key_player=standing.is_key_player,
                boss=bosses.get(seat.id),
                x=x,
                y=y,
                by_hand=seat.x is not None and seat.y is not None,
            )
        )
    ghosts = tuple(
        Ghost(role, x, y, places.below if role is Role.DECIDER else None)
        for role, (x, y) in places.ghosts.items()
    )
    return MapUnit(
        row=unit,
        seats=tuple(shown),
        lines=lines,
        ghosts=ghosts,
        counts=dict(reading.role_counts),
        missing=reading.missing_roles,
        rating=reading.rating if seats else None,
        reason=reading.reason,
        health=unit_health(
            reading,
            [
                Sitter(standing, seat.person.name, contacts[seat.person.id].known in COVERED)
                for standing, seat in zip(reading.standings, seats, strict=True)
            ],
            unit.name if unit else "",
        ),
    )


def _member(seat: SeatRow) -> Member:
    newest = seat.stances[0] if seat.stances else None
    return Member(
        person=seat.person.id,
        roles=frozenset(seat.roles),
        stance=newest.stance if newest else Stance.UNKNOWN,
        stance_day=newest.since if newest else None,
        influence=seat.influence,
    )
