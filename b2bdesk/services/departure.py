"""What if a person leaves: the map, its gaps, coverage and risk with and without, side by side.

The same services compute both sides; the second one only leaves the person out, as it would on
the day after. Nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics.decision_unit import Rating, RatingReason
from b2bdesk.core.dates import day_of
from b2bdesk.models.enums import Role, Stance
from b2bdesk.queries import retention as reads
from b2bdesk.queries.people import StepRow
from b2bdesk.services.map_health import COVERED, MapFinding
from b2bdesk.services.people_map import AccountPeople, Contact, exchanged

_FOR_US = frozenset({Stance.SUPPORTER, Stance.CHAMPION})


@dataclass(frozen=True, slots=True)
class Standing:
    """How we stand at an account on one side of the comparison.

    ``rating`` is that of the worst map, None while nobody is on one. ``covered`` of ``people`` are
    known to us at least briefly; ``reached`` 0..1 is the mean share of the desired coverage,
    None where none is desired. ``won`` of ``key_players`` are supporters or champions. ``risk``
    0..1 within 12 months, None where it is too early to say.
    """

    rating: Rating | None
    reason: RatingReason | None
    missing: tuple[Role, ...]
    people: int
    covered: int
    reached: float | None
    key_players: int
    won: int
    risk: float | None


@dataclass(frozen=True, slots=True)
class Departure:
    """What would be lost with a person.

    ``roles``: those nobody else holds in a unit, with the unit's name. ``reports``: who would have
    no boss on the map. ``share`` 0..1 of the exchanges of twelve months with anybody of theirs
    that the person took part in, None without exchanges. ``cut_off``: colleagues of ours who know
    nobody else at the account. ``steps``: what is open with the person. ``findings``: what would
    weaken the map that does not today.
    """

    person: int
    name: str
    now: Standing
    then: Standing
    roles: tuple[tuple[Role, str], ...]
    reports: tuple[str, ...]
    share: float | None
    cut_off: tuple[str, ...]
    steps: tuple[StepRow, ...]
    findings: tuple[MapFinding, ...]


def departure(session: Session, now: AccountPeople, then: AccountPeople, person: int) -> Departure:
    """Compare an account with a person of it (``now``) and without (``then``)."""
    account, as_of = now.account_id, now.as_of
    contact = now.contacts[person]
    day = day_of(as_of)
    talks = exchanged(session, account, as_of)
    taken = {each.person: each.exchanges for each in talks.theirs} if talks else {}
    before = {(f.kind, f.people) for f in now.health.findings} if now.health else set()
    after = then.health.findings if then.health else ()
    risks = _risks(session, account, person, as_of)
    return Departure(
        person=person,
        name=contact.row.name,
        now=_standing(session, now, day, None, risks[0]),
        then=_standing(session, then, day, person, risks[1]),
        roles=tuple(
            (role, unit.row.name if unit.row else "")
            for unit, seat in now.seats_of(person)
            for role in seat.row.roles
            if unit.counts[role] == 1
        ),
        reports=tuple(
            dict.fromkeys(
                other.name
                for unit, seat in now.seats_of(person)
                for other in unit.seats
                if other.boss == seat.id
            )
        ),
        share=taken.get(person, 0) / talks.theirs_with if talks and talks.theirs_with else None,
        cut_off=_cut_off(contact, then),
        steps=contact.row.steps,
        findings=tuple(f for f in after if (f.kind, f.people) not in before),
    )


def _standing(
    session: Session, people: AccountPeople, day: int, without: int | None, risk: float | None
) -> Standing:
    health = people.health
    everybody = people.contacts.values()
    gone = None if without is None else (people.account_id, without)
    coverage = next(
        (c for c in reads.list_coverage(session, day, gone) if c.account == people.account_id),
        None,
    )
    key = {
        seat.row.person.id: seat.stance in _FOR_US
        for unit in people.units
        for seat in unit.seats
        if seat.key_player
    }
    return Standing(
        rating=health.rating if health else None,
        reason=health.reason if health else None,
        missing=tuple(r for r in Role if all(r in unit.missing for unit in people.units)),
        people=len(everybody),
        covered=sum(contact.known in COVERED for contact in everybody),
        reached=coverage.reached if coverage else None,
        key_players=len(key),
        won=sum(key.values()),
        risk=risk,
    )


def _cut_off(contact: Contact, then: AccountPeople) -> tuple[str, ...]:
    """Our people who know this person and nobody else of the account."""
    others = {
        row.colleague_id
        for each in then.contacts.values()
        for row in each.row.coverage
        if row.level in COVERED
    }
    return tuple(
        row.colleague
        for row in contact.row.coverage
        if row.level in COVERED and row.colleague_id not in others
    )


def _risks(
    session: Session, account: int, person: int, as_of: date
) -> tuple[float | None, float | None]:
    """The account's risk with and without the person, by the same score."""
    from b2bdesk.services.retention.portfolio import scored_portfolio

    found, timing, scores = scored_portfolio(session, as_of)
    known = found.by_account.get(account)
    chances = timing.chances.get(account)
    if known is None or known.risk is None or chances is None:
        return None, None
    changed = scores.measures.without(session, account, person)
    return known.risk, scores.assess(account, chances[1], changed).risk
