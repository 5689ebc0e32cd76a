"""The user's own fields, and what accounts and people hold in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.money import Money, to_minor
from b2bdesk.models import OwnField, OwnValue
from b2bdesk.models.enums import OwnFieldOf, OwnFieldType

Typed: TypeAlias = str | Decimal | date | Money


@dataclass(frozen=True, slots=True)
class OwnFieldRow:
    """One own field. ``choices`` is empty unless its type has them."""

    id: int
    belongs_to: OwnFieldOf
    name: str
    type: OwnFieldType
    choices: tuple[str, ...] = ()

    def typed(self, text: str) -> Typed:
        """A stored value as what it is; a text that does not fit the type stays a text."""
        try:
            if self.type is OwnFieldType.NUMBER:
                return Decimal(text)
            if self.type is OwnFieldType.DATE:
                return date.fromisoformat(text)
            if self.type is OwnFieldType.MONEY:
                amount, currency = text.split()
                return Money(to_minor(Decimal(amount), currency), currency)
        except (ValueError, InvalidOperation):
            return text
        return text


def own_fields(session: Session, of: OwnFieldOf) -> tuple[OwnFieldRow, ...]:
    """The own fields of accounts, or of people, in their order."""
    rows = session.scalars(
        select(OwnField).where(OwnField.belongs_to == of).order_by(OwnField.position, OwnField.id)
    )
    return tuple(
        OwnFieldRow(
            row.id,
            row.belongs_to,
            row.name,
            row.type,
            tuple(line for line in (row.choices or "").splitlines() if line),
        )
        for row in rows
    )


def own_values(
    session: Session, of: OwnFieldOf, owners: Collection[int] | None = None
) -> dict[int, dict[int, str]]:
    """Stored values by account or person and by field, of ``owners`` or of all."""
    owner = OwnValue.account_id if of is OwnFieldOf.ACCOUNT else OwnValue.person_id
    query = select(owner, OwnValue.field_id, OwnValue.value).where(owner.is_not(None))
    if owners is not None and len(owners) <= 500:  # beyond that, reading all is as quick
        query = query.where(owner.in_(list(owners)))
    found: dict[int, dict[int, str]] = defaultdict(dict)
    wanted = None if owners is None else set(owners)
    for holder, field, value in session.execute(query):
        if holder is not None and (wanted is None or holder in wanted):
            found[holder][field] = value
    return dict(found)


def own_field_use(session: Session) -> dict[int, int]:
    """How many records hold something in each own field."""
    rows = session.execute(select(OwnValue.field_id, func.count()).group_by(OwnValue.field_id))
    return {row[0]: row[1] for row in rows}
