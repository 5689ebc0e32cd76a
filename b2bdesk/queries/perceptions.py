"""What people think of us and of the main rival, as the surveys say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import BrandAttribute, Perception


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A person's newest scores for a brand attribute, 1 to 5; None where that side has none."""

    attribute: str
    ours: int | None
    rival: int | None
    on: date


def list_scores(
    session: Session, people: Collection[int], as_of: date
) -> dict[int, tuple[ScoreRow, ...]]:
    """The newest scores of each attribute up to a day, by person, in the attributes' order."""
    rows = session.execute(
        select(
            Perception.person_id,
            BrandAttribute.id,
            BrandAttribute.name,
            Perception.ours,
            Perception.rival,
            Perception.day,
        )
        .join(BrandAttribute, BrandAttribute.id == Perception.attribute_id)
        .where(Perception.person_id.in_(list(people)), Perception.day <= day_of(as_of))
        .order_by(BrandAttribute.position, BrandAttribute.id, Perception.day)
    )
    newest: dict[int, dict[int, ScoreRow]] = defaultdict(dict)
    for person, attribute, name, ours, rival, day in rows:
        newest[person][attribute] = ScoreRow(name, ours, rival, date_of(day))
    return {person: tuple(found.values()) for person, found in newest.items()}
