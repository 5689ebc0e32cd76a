"""Who may take part in an exchange, and with which account it may be logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.models import Account, Job, Person


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Someone at the account who may take part in an exchange."""

    id: int
    name: str
    title: str | None


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account to choose; ``place`` tells namesakes apart."""

    id: int
    name: str
    place: str


def list_contacts(session: Session, account: int, as_of: date) -> tuple[ContactRow, ...]:
    """The people with a job at the account on a day, by name."""
    day = day_of(as_of)
    rows = session.execute(
        select(Person.id, Person.name, func.max(Job.title))
        .join(Job, Job.person_id == Person.id)
        .where(
            Job.account_id == account,
            or_(Job.valid_from.is_(None), Job.valid_from <= day),
            or_(Job.valid_to.is_(None), Job.valid_to >= day),
        )
        .group_by(Person.id, Person.name)
        .order_by(Person.name)
    )
    return tuple(ContactRow(*row) for row in rows)


def find_accounts(session: Session, typed: str, limit: int = 8) -> tuple[AccountName, ...]:
    """Accounts whose name holds what was typed, those that begin with it first."""
    text = typed.strip()
    rows = session.execute(
        select(Account.id, Account.name, Account.city, Account.region, Account.country)
        .where(Account.name.icontains(text, autoescape=True))
        .order_by(
            Account.name.istartswith(text, autoescape=True).desc(),
            Account.pinned.desc(),
            Account.name,
            Account.id,
        )
        .limit(limit)
    )
    return tuple(
        AccountName(row, name, ", ".join(part for part in place if part))
        for row, name, *place in rows
    )


def get_account_name(session: Session, account: int) -> str:
    """The account's name; KeyError when it is not there."""
    name = session.scalar(select(Account.name).where(Account.id == account))
    if name is None:
        raise KeyError(account)
    return name
