"""What the overview of one account reads beside the pages that go deeper."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from b2bdesk.models import Account, AccountMonth, Assessment, Colleague, Dmu, Job, OrderDay


@dataclass(frozen=True, slots=True)
class MonthRow:
    """An account's month: sales and gross margin in minor units, lines without a cost."""

    month: int
    sales_minor: int
    margin_minor: int
    uncosted: int


@dataclass(frozen=True, slots=True)
class AccountNames:
    """Names around an account: its owner and its parent."""

    owner: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class KnownParts:
    """How much is entered for an account: what a first day still has to fill."""

    people: int
    units: int
    assessments: int
    order_days: int
    first_order_day: int | None


def list_months(session: Session, account: int, first: int, last: int) -> tuple[MonthRow, ...]:
    """The summaries of an account over stored months, both ends included, oldest first."""
    rows = session.execute(
        select(
            AccountMonth.month,
            AccountMonth.amount_minor,
            AccountMonth.amount_minor - AccountMonth.cost_minor,
            AccountMonth.uncosted,
        )
        .where(
            AccountMonth.account_id == account,
            AccountMonth.month.between(first, last),
            AccountMonth.lines > 0,
        )
        .order_by(AccountMonth.month)
    )
    return tuple(MonthRow(*row) for row in rows)


def get_names(session: Session, account: int) -> AccountNames:
    """Owner and parent of an account, as far as set."""
    parent = aliased(Account)
    row = session.execute(
        select(Colleague.name, parent.name)
        .select_from(Account)
        .outerjoin(Colleague, Colleague.id == Account.owner_id)
        .outerjoin(parent, parent.id == Account.parent_id)
        .where(Account.id == account)
    ).one_or_none()
    return AccountNames(None, None) if row is None else AccountNames(row[0], row[1])


def get_known_parts(session: Session, account: int, day: int) -> KnownParts:
    """Counts of what is entered for an account up to a stored day."""

    def count(kind: type[Job | Dmu | Assessment]) -> int:
        return (
            session.scalar(select(func.count()).select_from(kind).where(kind.account_id == account))
            or 0
        )

    days, first = session.execute(
        select(func.count(), func.min(OrderDay.day)).where(
            OrderDay.account_id == account, OrderDay.day <= day
        )
    ).one()
    return KnownParts(count(Job), count(Dmu), count(Assessment), days, first)
