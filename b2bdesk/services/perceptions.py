"""Brand attributes, what people answered about them, and the brand inside a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.analytics import perception as analytics
from b2bdesk.core.dates import date_of, day_of, local_date_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.models import Account, BrandAttribute, Exchange, Perception, Person
from b2bdesk.queries.perceptions import (
    AttributeRow,
    ScoreRow,
    get_main_rival,
    list_attributes,
    list_scores,
)

Party = Literal["ours", "rival"]
LONGEST_NAME = 60
FIRST_SET = (
    mark("Price fairness"),
    mark("On-time delivery"),
    mark("Technical advice"),
    mark("Ease of ordering"),
    mark("Trust"),
)
"""Attributes to begin with, for those who ask for some."""


@dataclass(frozen=True, slots=True)
class AttributeScores:
    """One person's answers about an attribute: the newest of each side, and all, newest first."""

    attribute: AttributeRow
    ours: ScoreRow | None
    rival: ScoreRow | None
    answers: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class PersonScores:
    """What one person thinks, attribute by attribute; ``main_rival`` None while it has no name."""

    person: int
    main_rival: str | None
    attributes: tuple[AttributeScores, ...]


@dataclass(frozen=True, slots=True)
class BrandPoint:
    """A day on which somebody scored an attribute, and the unit's picture at its end."""

    on: date
    picture: analytics.Picture


@dataclass(frozen=True, slots=True)
class BrandLine:
    """How a unit sees us and the main rival on an attribute; ``picture`` None without scores."""

    attribute: AttributeRow
    picture: analytics.Picture | None
    trend: tuple[BrandPoint, ...]


@dataclass(frozen=True, slots=True)
class UnitBrand:
    """The brand inside a unit; ``scored`` of its ``people`` gave any score."""

    main_rival: str | None
    lines: tuple[BrandLine, ...]
    people: int
    scored: int


def person_scores(session: Session, account: int, person: int, as_of: date) -> PersonScores:
    """What a person thinks as of a day, with every attribute, also those without an answer."""
    rows = list_scores(session, [person], as_of).get(person, ())
    return PersonScores(
        person,
        get_main_rival(session, account),
        tuple(_of_attribute(row, rows) for row in list_attributes(session)),
    )


def _of_attribute(attribute: AttributeRow, rows: Sequence[ScoreRow]) -> AttributeScores:
    answers = tuple(row for row in rows if row.attribute_id == attribute.id)
    return AttributeScores(
        attribute,
        next((row for row in answers if row.ours is not None), None),
        next((row for row in answers if row.rival is not None), None),
        answers,
    )


def unit_brand(
    session: Session, account: int, influence: Mapping[int, int | None], as_of: date
) -> UnitBrand:
    """The brand as the people of a unit hold it; ``influence`` 1..5 by person, None not known."""
    day = day_of(as_of)
    found = list_scores(session, list(influence), as_of)
    scores = [_score(row) for rows in found.values() for row in rows]
    pictures = analytics.compute(scores, influence, day)
    return UnitBrand(
        main_rival=get_main_rival(session, account),
        lines=tuple(
            BrandLine(
                attribute,
                pictures.get(attribute.id),
                tuple(
                    BrandPoint(date_of(point.day), point.picture)
                    for point in analytics.trend(scores, influence, attribute.id, day)
                ),
            )
            for attribute in list_attributes(session)
        ),
        people=len(influence),
        scored=len({score.person for score in scores if score.ours or score.rival}),
    )


def _score(row: ScoreRow) -> analytics.Score:
    return analytics.Score(row.person, row.attribute_id, day_of(row.on), row.ours, row.rival)


# --- brand attributes ------------------------------------------------------------------------


def add_attributes(session: Session, names: Iterable[str]) -> list[int]:
    """Add brand attributes behind those there are; returns their ids.

    Raises ``DomainError`` with ``field`` name.
    """
    last = session.scalar(select(func.max(BrandAttribute.position)))
    place = 0 if last is None else last + 1
    made = []
    for offset, name in enumerate(names):
        row = BrandAttribute(name=_checked_name(session, name, None), position=place + offset)
        session.add(row)
        session.flush()
        made.append(row.id)
    return made


def rename_attribute(session: Session, attribute: int, name: str) -> None:
    """Give a brand attribute another name; its scores stay, remembered import mappings follow.

    ``DomainError`` with ``field`` name.
    """
    from b2bdesk.services.imports.layouts import rename_attribute_in_layouts

    row = _attribute(session, attribute)
    before, row.name = row.name, _checked_name(session, name, attribute)
    session.flush()
    rename_attribute_in_layouts(session, before, row.name)


def move_attribute(session: Session, attribute: int, steps: int) -> None:
    """Move a brand attribute up (negative) or down in the order; beyond the ends stays there."""
    rows = list(
        session.scalars(select(BrandAttribute).order_by(BrandAttribute.position, BrandAttribute.id))
    )
    row = _attribute(session, attribute)
    place = rows.index(row)
    rows.insert(max(0, min(len(rows) - 1, place + steps)), rows.pop(place))
    for position, each in enumerate(rows):
        each.position = position
    session.flush()


def remove_attribute(session: Session, attribute: int) -> None:
    """Take a brand attribute away, with everything people answered about it."""
    session.delete(_attribute(session, attribute))
    session.flush()


def _attribute(session: Session, attribute: int) -> BrandAttribute:
    row = session.get(BrandAttribute, attribute)
    if row is None:
        raise DomainError(tr("This brand attribute is not there any more."))
    return row


def _checked_name(session: Session, name: str, own: int | None) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise DomainError(tr("A brand attribute needs a name."), field="name")
    if len(clean) > LONGEST_NAME:
        raise DomainError(
            tr("A brand attribute has at most {n} letters.", n=LONGEST_NAME), field="name"
        )
    for other, held in session.execute(select(BrandAttribute.id, BrandAttribute.name)):
        if other != own and held.casefold() == clean.casefold():
            raise DomainError(
                tr("There is a brand attribute {name} already.", name=held), field="name"
            )
    return clean


# --- what people answered --------------------------------------------------------------------


def set_score(
    session: Session,
    person: int,
    attribute: int,
    party: Party,
    score: int | None,
    as_of: date,
    *,
    exchange: int | None = None,
) -> None:
    """A person's score for us or for the main rival, 1..5.

    It is of ``as_of``, or of the day of the ``exchange`` it came from; one of the same day is
    replaced, older ones stay. None takes the newest answer of that side back.
    """
    if session.get(Person, person) is None:
        raise DomainError(tr("This person is not there any more."))
    _attribute(session, attribute)
    if score is None:
        _clear(session, person, attribute, party, as_of, exchange)
        return
    if not analytics.LOWEST <= score <= analytics.HIGHEST:
        raise DomainError(tr("A score is a whole number from 1 to 5."), field="score")
    day = day_of(as_of if exchange is None else _day_of_exchange(session, exchange))
    row = session.scalar(
        select(Perception).where(
            Perception.person_id == person,
            Perception.attribute_id == attribute,
            Perception.day == day,
        )
    )
    if row is None:
        row = Perception(person_id=person, attribute_id=attribute, day=day)
        session.add(row)
    setattr(row, party, score)
    if exchange is not None:
        row.exchange_id = exchange
    session.flush()


def _clear(
    session: Session, person: int, attribute: int, party: Party, as_of: date, exchange: int | None
) -> None:
    side = Perception.ours if party == "ours" else Perception.rival
    query = select(Perception).where(
        Perception.person_id == person,
        Perception.attribute_id == attribute,
        Perception.day <= day_of(as_of),
        side.is_not(None),
    )
    if exchange is not None:
        query = query.where(Perception.exchange_id == exchange)
    row = session.scalar(query.order_by(Perception.day.desc(), Perception.id.desc()).limit(1))
    if row is None:
        return
    setattr(row, party, None)
    if row.ours is None and row.rival is None:
        session.delete(row)
    session.flush()


def _day_of_exchange(session: Session, exchange: int) -> date:
    row = session.get(Exchange, exchange)
    if row is None:
        raise DomainError(tr("The exchange is not there any more."))
    return local_date_of(row.at)


def set_main_rival(session: Session, account: int, name: str) -> None:
    """Name an account's main rival of ours; an empty name takes it away."""
    row = session.get(Account, account)
    if row is None:
        raise DomainError(tr("This account is not there any more."))
    row.main_rival = " ".join(name.split()) or None
    session.flush()
