"""Exchanges: a light index of many, the full rows of a few, and who may take part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of, instant_of, local_date_of
from b2bdesk.models import (
    Account,
    Colleague,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
    Job,
    NextStep,
    Person,
)
from b2bdesk.models.enums import Channel, Direction, ExchangeKind

# SQLite binds at most 32,766 values in one statement.
_MOST_BOUND = 900


@dataclass(frozen=True, slots=True)
class ExchangeFilter:
    """Which exchanges to list; what is None or empty does not narrow.

    ``unowned`` adds those without an owner to ``owners``. ``sentiments`` are values -2..2.
    """

    account: int | None = None
    direction: Direction | None = None
    person: int | None = None
    channel: Channel | None = None
    sentiments: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    unowned: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeKey:
    """One exchange in the index; ``minutes`` is 0 where none were noted."""

    id: int
    on: date
    direction: Direction
    minutes: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """The next step that follows from an exchange: the open one due first, else the last done."""

    id: int
    what: str
    due: date | None
    done: date | None


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A person or a colleague by name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """An exchange with everything its row shows. ``sentiment`` -2..2, None where not noted."""

    id: int
    account_id: int
    account: str
    on: date
    direction: Direction
    kind: ExchangeKind
    channel: Channel
    subject: str
    note: str | None
    minutes: int | None
    sentiment: int | None
    gave: str | None
    got: str | None
    owner: NamedRow | None
    people: tuple[NamedRow, ...]
    colleagues: tuple[NamedRow, ...]
    step: StepRow | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Someone at the account who may take part in an exchange."""

    id: int
    name: str
    title: str | None


@dataclass(frozen=True, slots=True)
class ExchangeFact:
    """What counts of an exchange; ``minutes`` is 0 where none were noted."""

    account_id: int
    on: date
    direction: Direction
    kind: ExchangeKind
    minutes: int


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account to choose; ``place`` tells namesakes apart."""

    id: int
    name: str
    place: str


def start_of_day(day: date) -> int:
    """The instant at which a local day begins."""
    return instant_of(datetime.combine(day, time()).astimezone())


def up_to(as_of: date) -> ColumnElement[bool]:
    """True of exchanges that had taken place by the end of a day."""
    return Exchange.at < start_of_day(as_of + timedelta(days=1))


def _conditions(wanted: ExchangeFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.account is not None:
        found.append(Exchange.account_id == wanted.account)
    if wanted.direction is not None:
        found.append(Exchange.direction == wanted.direction)
    if wanted.channel is not None:
        found.append(Exchange.channel == wanted.channel)
    if wanted.sentiments:
        found.append(Exchange.sentiment.in_(wanted.sentiments))
    owner: list[ColumnElement[bool]] = []
    if wanted.owners:
        owner.append(Exchange.owner_id.in_(wanted.owners))
    if wanted.unowned:
        owner.append(Exchange.owner_id.is_(None))
    if owner:
        found.append(or_(*owner))
    if wanted.person is not None:
        taking_part = select(ExchangePerson.exchange_id).where(
            ExchangePerson.person_id == wanted.person
        )
        found.append(Exchange.id.in_(taking_part))
    if wanted.text.strip():
        found.append(_about(wanted.text.strip()))
    return found


def _about(text: str) -> ColumnElement[bool]:
    named = (
        select(ExchangePerson.exchange_id)
        .join(Person, Person.id == ExchangePerson.person_id)
        .where(Person.name.icontains(text, autoescape=True))
    )
    accounts = select(Account.id).where(Account.name.icontains(text, autoescape=True))
    return or_(
        Exchange.subject.icontains(text, autoescape=True),
        Exchange.note.icontains(text, autoescape=True),
        Exchange.account_id.in_(accounts),
        Exchange.id.in_(named),
    )


def list_exchange_keys(
    session: Session, wanted: ExchangeFilter, as_of: date
) -> tuple[ExchangeKey, ...]:
    """The index of what the filter lets through up to the as-of date, newest first."""
    rows = session.execute(
        select(Exchange.id, Exchange.at, Exchange.direction, Exchange.minutes)
        .where(up_to(as_of), *_conditions(wanted))
        .order_by(Exchange.at.desc(), Exchange.id.desc())
    )
    return tuple(
        ExchangeKey(row, local_date_of(at), direction, minutes or 0)
        for row, at, direction, minutes in rows
    )


def get_exchanges(session: Session, ids: Sequence[int]) -> dict[int, ExchangeRow]:
    """Full rows by id; ids that are gone are left out. At most a few hundred at a time."""
    found: dict[int, ExchangeRow] = {}
    for start in range(0, len(ids), _MOST_BOUND):
        found |= _rows(session, ids[start : start + _MOST_BOUND])
    return found


def _rows(session: Session, ids: Sequence[int]) -> dict[int, ExchangeRow]:
    people = _taking_part(
        session, ExchangePerson.exchange_id, ExchangePerson.person_id, Person, ids
    )
    ours = _taking_part(
        session, ExchangeColleague.exchange_id, ExchangeColleague.colleague_id, Colleague, ids
    )
    steps = _steps(session, ids)
    rows = session.execute(
        select(Exchange, Account.name, Colleague.name)
        .join(Account, Account.id == Exchange.account_id)
        .outerjoin(Colleague, Colleague.id == Exchange.owner_id)
        .where(Exchange.id.in_(ids))
    )
    return {
        row.id: ExchangeRow(
            id=row.id,
            account_id=row.account_id,
            account=account,
            on=local_date_of(row.at),
            direction=row.direction,
            kind=row.kind,
            channel=row.channel,
            subject=row.subject,
            note=row.note,
            minutes=row.minutes,
            sentiment=row.sentiment,
            gave=row.gave,
            got=row.got,
            owner=None if row.owner_id is None else NamedRow(row.owner_id, owner),
            people=tuple(people.get(row.id, ())),
            colleagues=tuple(ours.get(row.id, ())),
            step=steps.get(row.id),
        )
        for row, account, owner in rows
    }


def _taking_part(
    session: Session, exchange: Any, member: Any, kind: Any, ids: Sequence[int]
) -> dict[int, list[NamedRow]]:
    found: dict[int, list[NamedRow]] = defaultdict(list)
    for row, person, name in session.execute(
        select(exchange, kind.id, kind.name)
        .join(kind, kind.id == member)
        .where(exchange.in_(ids))
        .order_by(kind.name)
    ):
        found[row].append(NamedRow(person, name))
    return found


def _steps(session: Session, ids: Sequence[int]) -> dict[int, StepRow]:
    found: dict[int, StepRow] = {}
    for exchange, row, what, due, done in session.execute(
        select(
            NextStep.exchange_id, NextStep.id, NextStep.what, NextStep.due_day, NextStep.done_day
        )
        .where(NextStep.exchange_id.in_(ids))
        # The last one written stays: done ones, then open ones with the earliest due day last.
        .order_by(
            NextStep.done_day.is_(None),
            NextStep.done_day,
            NextStep.due_day.is_not(None),
            NextStep.due_day.desc(),
        )
    ):
        assert exchange is not None
        found[exchange] = StepRow(row, what, _date(due), _date(done))
    return found


def _date(day: int | None) -> date | None:
    return None if day is None else date_of(day)


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


def list_last_exchanges(session: Session, as_of: date) -> dict[int, date]:
    """The local date of each account's last exchange up to a day."""
    rows = session.execute(
        select(Exchange.account_id, func.max(Exchange.at))
        .where(up_to(as_of))
        .group_by(Exchange.account_id)
    )
    return {account: local_date_of(at) for account, at in rows}


def list_exchange_facts(
    session: Session, accounts: Collection[int], first: date, as_of: date
) -> list[ExchangeFact]:
    """The exchanges of some accounts from ``first`` to the as-of date, oldest first."""
    found: list[ExchangeFact] = []
    chosen = list(accounts)
    for start in range(0, len(chosen), _MOST_BOUND):
        rows = session.execute(
            select(
                Exchange.account_id,
                Exchange.at,
                Exchange.direction,
                Exchange.kind,
                Exchange.minutes,
            )
            .where(
                Exchange.account_id.in_(chosen[start : start + _MOST_BOUND]),
                Exchange.at >= start_of_day(first),
                up_to(as_of),
            )
            .order_by(Exchange.at)
        )
        found.extend(
            ExchangeFact(account, local_date_of(at), way, kind, minutes or 0)
            for account, at, way, kind, minutes in rows
        )
    return found
