"""Assessments of an account and the relationship types set for it, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import Assessment, Colleague, RelationshipRecord
from b2bdesk.models.enums import RelationshipPoint, RelationshipType

# The columns of the nine answers, in the order the assessment asks them.
ANSWERS = (
    "alternatives",
    "dynamism",
    "importance",
    "complexity",
    "money",
    "people",
    "training",
    "equipment",
    "procedures",
)


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """Nine answers of a day, in the order of ``ANSWERS``; None is unanswered."""

    id: int
    on: date
    author: str | None
    answers: tuple[int | None, ...]
    note: str | None

    def by_question(self) -> dict[str, int | None]:
        """Answers by column."""
        return dict(zip(ANSWERS, self.answers, strict=True))


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A type that was set: current since ``on``, or target by ``on``, set on ``set_on``."""

    id: int
    point: RelationshipPoint
    type: RelationshipType
    on: date
    set_on: date | None
    author: str | None
    reason: str | None


def list_assessments(session: Session, account: int, as_of: date) -> list[AssessmentRow]:
    """The account's assessments up to a date, newest first."""
    rows = session.execute(
        select(
            Assessment.id,
            Assessment.on_day,
            Colleague.name,
            Assessment.note,
            *(getattr(Assessment, name) for name in ANSWERS),
        )
        .outerjoin(Colleague, Colleague.id == Assessment.author_id)
        .where(Assessment.account_id == account, Assessment.on_day <= day_of(as_of))
        .order_by(Assessment.on_day.desc(), Assessment.id.desc())
    )
    found = []
    for row in rows:
        id_, day, author, note, *answers = tuple[Any, ...](row)
        found.append(AssessmentRow(id_, date_of(day), author, tuple(answers), note))
    return found


def list_types(session: Session, account: int, as_of: date) -> list[TypeRow]:
    """The types set for the account up to a date, newest first within each point."""
    day = day_of(as_of)
    record = RelationshipRecord
    rows = session.execute(
        select(
            record.id,
            record.point,
            record.type,
            record.on_day,
            record.set_day,
            Colleague.name,
            record.reason,
        )
        .outerjoin(Colleague, Colleague.id == record.author_id)
        .where(
            record.account_id == account,
            or_(
                (record.point == RelationshipPoint.CURRENT) & (record.on_day <= day),
                (record.point == RelationshipPoint.TARGET)
                & (record.set_day.is_(None) | (record.set_day <= day)),
            ),
        )
    )
    found = [
        TypeRow(
            id_, point, kind, date_of(on), None if set_on is None else date_of(set_on), who, reason
        )
        for id_, point, kind, on, set_on, who, reason in rows
    ]
    return sorted(found, key=_since, reverse=True)


def _since(row: TypeRow) -> tuple[date, int]:
    if row.point is RelationshipPoint.CURRENT:
        return row.on, row.id
    return row.set_on or date.min, row.id
