"""What an account's header shows on every tab."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, AccountMonth, RelationshipRecord
from b2bdesk.models.enums import RelationshipPoint, RelationshipType


@dataclass(frozen=True, slots=True)
class AccountHead:
    """Name, path of parents, place, segment and the relationship type now."""

    id: int
    name: str
    parents: tuple[tuple[int, str], ...]
    place: str
    segment: str
    pinned: bool
    type_now: RelationshipType | None


def get_account_head(session: Session, account: int, as_of: date) -> AccountHead:
    """The header of an account; ``DomainError`` when it is gone."""
    row = session.get(Account, account)
    if row is None:
        raise DomainError(
            tr("This account is not there any more."),
            hint=tr("It may have been removed or undone. Choose another one."),
        )
    parents: list[tuple[int, str]] = []
    parent = row.parent_id
    while parent is not None and parent not in {row.id, *(p for p, _ in parents)}:
        above = session.get(Account, parent)
        if above is None:
            break
        parents.insert(0, (above.id, above.name))
        parent = above.parent_id
    now = session.scalar(
        select(RelationshipRecord.type)
        .where(
            RelationshipRecord.account_id == account,
            RelationshipRecord.point == RelationshipPoint.CURRENT,
            RelationshipRecord.on_day <= day_of(as_of),
        )
        .order_by(RelationshipRecord.on_day.desc(), RelationshipRecord.id.desc())
        .limit(1)
    )
    place = ", ".join(part for part in (row.city, row.region or row.country) if part)
    return AccountHead(row.id, row.name, tuple(parents), place, row.segment or "", row.pinned, now)


def list_accounts_by_sales(session: Session) -> tuple[int, ...]:
    """Every account, those with the largest sales first: the order to walk them in by default."""
    sales = func.coalesce(func.sum(AccountMonth.amount_minor), 0)
    rows = session.scalars(
        select(Account.id)
        .outerjoin(AccountMonth, AccountMonth.account_id == Account.id)
        .group_by(Account.id)
        .order_by(sales.desc(), Account.name)
    )
    return tuple(rows)
