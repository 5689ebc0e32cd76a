"""Health of individuals and of decision-making units, from what is known of their people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from b2bdesk.analytics import health as analytics
from b2bdesk.analytics.health import HealthPart
from b2bdesk.analytics.perception import LEAST_INFLUENCE
from b2bdesk.core.dates import date_of, day_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, Stance
from b2bdesk.queries.health import HeardRow, list_person_exchanges
from b2bdesk.queries.perceptions import AttributeRow, ScoreRow, list_attributes, list_scores
from b2bdesk.services.health.rules import Group, Rules, health_rules
from b2bdesk.services.health.tree import Input, Node, shared
from b2bdesk.services.people_map import Contact, MapSeat, MapUnit, account_people

SEEN_DAYS = 730
"""Exchanges older than two years say nothing about sentiment or cadence any more."""


@dataclass(frozen=True, slots=True)
class PeopleHealth:
    """Every unit with its people, and the people who sit in none by their id."""

    units: tuple[Node, ...]
    unseated: Mapping[int, Node]

    def person(self, person: int, seat: int | None) -> Node | None:
        """The health of a person in a seat, or without one."""
        if seat is None:
            return self.unseated.get(person)
        hits = (unit.find(f"seat/{seat}") for unit in self.units)
        return next((hit for hit in hits if hit is not None), None)

    def unit(self, unit: int) -> Node | None:
        """The health of a unit."""
        return next((node for node in self.units if node.key == f"unit/{unit}"), None)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read of the people of an account."""

    as_of: date
    rules: Rules
    exchanges: Mapping[int, Sequence[HeardRow]]
    scores: Mapping[int, Sequence[ScoreRow]]
    attributes: Sequence[AttributeRow]


def people_health(session: Session, account: int, as_of: date) -> PeopleHealth:
    """Individuals and units of an account as of a day; ``DomainError`` when it is gone."""
    people = account_people(session, account, as_of)
    seats = [seat for unit in people.units for seat in unit.seats]
    ids = {seat.row.person.id for seat in seats} | {each.row.id for each in people.unseated}
    first = as_of - timedelta(days=SEEN_DAYS)
    facts = _Facts(
        as_of,
        health_rules(session),
        list_person_exchanges(session, ids, first, as_of),
        list_scores(session, ids, as_of),
        list_attributes(session),
    )
    return PeopleHealth(
        tuple(_unit(unit, facts) for unit in people.units if unit.row is not None),
        {each.row.id: _person(each, None, facts) for each in people.unseated},
    )


def _unit(unit: MapUnit, facts: _Facts) -> Node:
    assert unit.row is not None
    nodes = [_person(seat.contact, seat, facts) for seat in unit.seats]
    influence = {seat.id: seat.row.influence for seat in unit.seats}
    found = analytics.unit(
        {
            seat.id: (node.value, seat.row.influence)
            for seat, node in zip(unit.seats, nodes, strict=True)
        }
    )
    weights = {str(seat): value or LEAST_INFLUENCE for seat, value in influence.items()}
    parts = shared(nodes, found, weights)
    return Node(
        key=f"unit/{unit.row.id}",
        title=unit.row.name,
        value=found.value,
        why=_unit_words(len(nodes), len(found.missing), list(influence.values()).count(None)),
        parts=tuple(sorted(parts, key=lambda part: (-part.weight, part.title))),
    )


def _unit_words(people: int, missing: int, unweighted: int) -> str:
    if not people:
        return tr("Nobody sits in it yet.")
    words = [
        tr("Mean of its people, weighed by their influence.")
        if missing < people
        else tr("Nothing is known of its people yet.")
    ]
    if 0 < missing < people:
        words.append(
            trn(
                "{n} of {people} has no health yet and is left out.",
                "{n} of {people} have no health yet and are left out.",
                missing,
                people=people,
            )
        )
    if unweighted and missing < people:
        words.append(
            trn(
                "{n} without a known influence counts as 1.",
                "{n} without a known influence count as 1.",
                unweighted,
            )
        )
    return " ".join(words)


def _person(contact: Contact, seat: MapSeat | None, facts: _Facts) -> Node:
    person = contact.row
    held = facts.exchanges.get(person.id, ())
    day = day_of(facts.as_of)
    told = [(row, row.sentiment) for row in held if row.sentiment is not None]
    scores = _newest(facts.attributes, facts.scores.get(person.id, ()))
    own = analytics.usual_days(day_of(row.on) for row in held)
    usual = own if own is not None else person.contact_every_days
    weights = facts.rules.weights[Group.PERSON]
    found = analytics.individual(
        stance=seat.stance if seat is not None else Stance.UNKNOWN,
        sentiments=[(day_of(row.on), value) for row, value in told],
        perceptions=[score for _, _, score in scores],
        days_since_contact=contact.age_days,
        usual_days_between=usual,
        as_of=day,
        weights=weights,
    )
    values = dict(found.known)
    parts = (
        _stance(seat, values.get(HealthPart.STANCE)),
        _sentiment(told, values.get(HealthPart.SENTIMENT), day),
        _perceptions(scores, values.get(HealthPart.PERCEPTIONS)),
        _freshness(contact, held, own, usual, values.get(HealthPart.FRESHNESS)),
    )
    known = len(found.known)
    return Node(
        key=f"seat/{seat.id}" if seat is not None else f"person/{person.id}",
        title=person.name,
        value=found.value,
        why=tr("Mean of the {n} of {all} parts that are known.", n=known, all=len(parts))
        if known
        else tr("Nothing is known yet."),
        parts=shared(parts, found, weights),
        person=person.id,
    )


def _newest(
    attributes: Sequence[AttributeRow], rows: Sequence[ScoreRow]
) -> list[tuple[AttributeRow, ScoreRow, int]]:
    """The newest score of us for each attribute; ``rows`` are newest first."""
    found = []
    for attribute in attributes:
        for row in rows:
            if row.attribute_id == attribute.id and row.ours is not None:
                found.append((attribute, row, row.ours))
                break
    return found


def _stance(seat: MapSeat | None, value: float | None) -> Node:
    recorded = seat.recorded if seat is not None else None
    inputs: tuple[Input, ...] = ()
    if recorded is not None:
        inputs = (
            Input(
                tr(WORDS[recorded.stance]),
                date_of(recorded.since),
                recorded.evidence or "",
                value,
                None if value is None else 1.0,
                recorded.exchange.id if recorded.exchange is not None else None,
            ),
        )
    if value is not None:
        why = tr("The stance towards us, opponent 0 to champion 100.")
    elif seat is None:
        why = tr("Not on the map, so without a stance.")
    elif seat.stale:
        why = tr("Recorded too long ago to count.")
    else:
        why = tr("No stance is known.")
    return Node(HealthPart.STANCE, tr("Stance"), value, why, inputs=inputs)


def _sentiment(told: Sequence[tuple[HeardRow, int]], value: float | None, day: int) -> Node:
    shares = analytics.sentiment_shares([day - day_of(row.on) for row, _ in told]) if told else []
    return Node(
        HealthPart.SENTIMENT,
        tr("Sentiment"),
        value,
        tr("Mean of two years, each exchange halved every 90 days.")
        if told
        else tr("No exchange of two years has a sentiment."),
        inputs=tuple(
            sentiment_input(row, score, share)
            for (row, score), share in zip(told, shares, strict=True)
        ),
    )


def sentiment_input(row: HeardRow, sentiment: int, share: float | None) -> Input:
    """An exchange with the sentiment that was noted."""
    return Input(
        row.subject,
        row.on,
        f"{sentiment:+d}".replace("-", "\N{MINUS SIGN}") if sentiment else "0",
        (sentiment + 2) * 25.0,
        share,
        row.id,
    )


def _perceptions(scores: Sequence[tuple[AttributeRow, ScoreRow, int]], value: float | None) -> Node:
    return Node(
        HealthPart.PERCEPTIONS,
        tr("Perceptions"),
        value,
        tr("Mean of the newest scores of us, 1 is 0 and 5 is 100.")
        if scores
        else tr("Has not scored us yet."),
        inputs=tuple(
            Input(
                attribute.name,
                row.on,
                tr("{score} of 5", score=score),
                (score - 1) * 25.0,
                1 / len(scores),
                row.exchange_id,
            )
            for attribute, row, score in scores
        ),
    )


def _freshness(
    contact: Contact,
    held: Sequence[HeardRow],
    own: float | None,
    usual: float | None,
    value: float | None,
) -> Node:
    if contact.age_days is None:
        why = tr("No exchange yet.")
    elif usual is None:
        why = tr("Neither a cadence of exchanges nor a contact plan is known.")
    elif own is None:
        why = trn(
            "Planned every {n} day, last one {age} ago. Halves with each further such time.",
            "Planned every {n} days, last one {age} ago. Halves with each further such time.",
            round(usual),
            age=_days(contact.age_days),
        )
    else:
        why = trn(
            "Usually every {n} day, last one {age} ago. Halves with each further such time.",
            "Usually every {n} days, last one {age} ago. Halves with each further such time.",
            round(usual),
            age=_days(contact.age_days),
        )
    return Node(
        HealthPart.FRESHNESS,
        tr("In touch"),
        value,
        why,
        inputs=tuple(Input(row.subject, row.on, exchange=row.id) for row in held),
    )


def _days(days: int) -> str:
    return trn("{n} day", "{n} days", days)
