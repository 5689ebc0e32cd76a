"""Brand attributes, and what people think of us and of the main rival, score by score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import Account, BrandAttribute, Exchange, Perception


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """Something customers judge a supplier by, and how many answers there are about it."""

    id: int
    name: str
    answers: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What a person answered about a brand attribute on a day, 1 to 5.

    None where that side was not scored. ``exchange`` is the subject of the exchange it came from.
    """

    id: int
    person: int
    attribute_id: int
    on: date
    ours: int | None
    rival: int | None
    source: str | None
    exchange_id: int | None
    exchange: str | None


def list_attributes(session: Session) -> tuple[AttributeRow, ...]:
    """The brand attributes in the user's order."""
    rows = session.execute(
        select(BrandAttribute.id, BrandAttribute.name, func.count(Perception.id))
        .outerjoin(Perception, Perception.attribute_id == BrandAttribute.id)
        .group_by(BrandAttribute.id, BrandAttribute.name)
        .order_by(BrandAttribute.position, BrandAttribute.id)
    )
    return tuple(AttributeRow(*row) for row in rows)


def list_scores(
    session: Session, people: Collection[int], as_of: date
) -> dict[int, tuple[ScoreRow, ...]]:
    """Every answer up to a day, by person, newest first."""
    found: dict[int, list[ScoreRow]] = defaultdict(list)
    wanted = _ANSWERS.where(
        Perception.person_id.in_(list(people)), Perception.day <= day_of(as_of)
    ).order_by(Perception.day.desc(), Perception.id.desc())
    for row in session.execute(wanted):
        found[row.person_id].append(_row(row))
    return {person: tuple(scores) for person, scores in found.items()}


def list_exchange_scores(session: Session, exchange: int) -> tuple[ScoreRow, ...]:
    """The answers that came from one exchange."""
    wanted = _ANSWERS.where(Perception.exchange_id == exchange).order_by(Perception.id)
    return tuple(_row(row) for row in session.execute(wanted))


def get_main_rival(session: Session, account: int) -> str | None:
    """The name of an account's main rival of ours, as far as it is known."""
    return session.scalar(select(Account.main_rival).where(Account.id == account))


_ANSWERS = select(
    Perception.id,
    Perception.person_id,
    Perception.attribute_id,
    Perception.day,
    Perception.ours,
    Perception.rival,
    Perception.source,
    Perception.exchange_id,
    Exchange.subject,
).outerjoin(Exchange, Exchange.id == Perception.exchange_id)


def _row(row: Any) -> ScoreRow:
    key, person, attribute, day, *rest = row
    return ScoreRow(key, person, attribute, date_of(day), *rest)
