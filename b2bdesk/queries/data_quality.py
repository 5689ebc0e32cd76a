"""What the quality of the data is judged by: accounts, people and contracts, read in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.models import (
    Account,
    Contract,
    Exchange,
    ExchangePerson,
    ExternalId,
    Job,
    Person,
    RelationshipRecord,
)
from b2bdesk.models.enums import AccountKind, RelationshipPoint


@dataclass(frozen=True, slots=True)
class AccountData:
    """What is filled in of an account. ``last_at``: the newest exchange up to the as-of date."""

    id: int
    name: str
    kind: AccountKind
    segment: str | None
    city: str | None
    country: str | None
    phone: str | None
    email: str | None
    website: str | None
    owner_id: int | None
    numbered: bool
    typed: bool
    last_at: int | None


@dataclass(frozen=True, slots=True)
class PersonData:
    """A person with a job at an account now."""

    id: int
    account_id: int
    name: str
    title: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    last_at: int | None


@dataclass(frozen=True, slots=True)
class ContractData:
    """A contract with both its days."""

    id: int
    account_id: int
    name: str
    starts_day: int
    ends_day: int


def list_account_data(session: Session, until_ms: int) -> list[AccountData]:
    """Every account; exchanges after ``until_ms`` do not count."""
    numbered = set(session.scalars(select(ExternalId.account_id).distinct()))
    typed = set(
        session.scalars(
            select(RelationshipRecord.account_id)
            .where(RelationshipRecord.point == RelationshipPoint.CURRENT)
            .distinct()
        )
    )
    last = _newest(session, select(Exchange.account_id, func.max(Exchange.at)), until_ms,
                   Exchange.account_id)  # fmt: skip
    rows = session.execute(
        select(
            Account.id,
            Account.name,
            Account.kind,
            Account.segment,
            Account.city,
            Account.country,
            Account.phone,
            Account.email,
            Account.website,
            Account.owner_id,
        )
    )
    return [
        AccountData(
            **row._mapping,
            numbered=row.id in numbered,
            typed=row.id in typed,
            last_at=last.get(row.id),
        )
        for row in rows
    ]


def list_person_data(session: Session, as_of: date, until_ms: int) -> list[PersonData]:
    """Everybody with a job on the as-of date, once for each account."""
    day = day_of(as_of)
    last = _newest(
        session,
        select(ExchangePerson.person_id, func.max(Exchange.at)).join(
            Exchange, Exchange.id == ExchangePerson.exchange_id
        ),
        until_ms,
        ExchangePerson.person_id,
    )
    rows = session.execute(
        select(
            Person.id,
            Job.account_id,
            Person.name,
            Job.title,
            Person.email,
            Person.phone,
            Person.mobile,
        )
        .join(Job, Job.person_id == Person.id)
        .where(
            or_(Job.valid_from.is_(None), Job.valid_from <= day),
            or_(Job.valid_to.is_(None), Job.valid_to >= day),
        )
        .order_by(Job.id)
    )
    return [PersonData(*row, last.get(row.id)) for row in rows]


def list_contracts_the_wrong_way_round(session: Session) -> list[ContractData]:
    """Contracts that end before they start."""
    rows = session.execute(
        select(
            Contract.id, Contract.account_id, Contract.name, Contract.starts_day, Contract.ends_day
        ).where(Contract.ends_day < Contract.starts_day)
    )
    return [
        ContractData(number, account, name, starts or 0, ends or 0)
        for number, account, name, starts, ends in rows
    ]


def list_exchanges_to_come(session: Session, until_ms: int) -> dict[int, int]:
    """How many logged exchanges of each account lie after ``until_ms``."""
    rows = session.execute(
        select(Exchange.account_id, func.count())
        .where(Exchange.at > until_ms)
        .group_by(Exchange.account_id)
    )
    return {row[0]: row[1] for row in rows}


def _newest(session: Session, query: Any, until_ms: int, key: Any) -> dict[int, int]:
    rows = session.execute(query.where(Exchange.at <= until_ms).group_by(key))
    return {row[0]: row[1] for row in rows}
