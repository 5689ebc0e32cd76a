"""What counts of many exchanges at once: days, directions, kinds, minutes, who took part."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, local_date_of
from b2bdesk.models import Exchange, ExchangePerson, Job, Person
from b2bdesk.models.enums import Direction, ExchangeKind
from b2bdesk.queries.exchanges import start_of_day, up_to

# SQLite binds at most 32,766 values in one statement.
_MOST_BOUND = 900


@dataclass(frozen=True, slots=True)
class ExchangeFact:
    """What counts of an exchange; ``minutes`` is 0 where none were noted."""

    account_id: int
    on: date
    direction: Direction
    kind: ExchangeKind
    minutes: int


@dataclass(frozen=True, slots=True)
class Turn:
    """An exchange as one turn of a conversation. ``at`` is its instant, UTC milliseconds."""

    id: int
    at: int
    on: date
    direction: Direction
    kind: ExchangeKind
    subject: str
    message_id: str | None
    in_reply_to: str | None
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class ContactDays:
    """A person, the contact plan in days, and the days with an exchange as stored."""

    id: int
    name: str
    plan: int | None
    days: frozenset[int]


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


def count_listens(
    session: Session, accounts: Collection[int], first: date, as_of: date
) -> dict[int, dict[ExchangeKind, int]]:
    """How often each account came to us with what, counted by the database."""
    found: dict[int, dict[ExchangeKind, int]] = {}
    chosen = list(accounts)
    for start in range(0, len(chosen), _MOST_BOUND):
        rows = session.execute(
            select(Exchange.account_id, Exchange.kind, func.count())
            .where(
                Exchange.account_id.in_(chosen[start : start + _MOST_BOUND]),
                Exchange.at >= start_of_day(first),
                up_to(as_of),
                Exchange.direction == Direction.INBOUND,
            )
            .group_by(Exchange.account_id, Exchange.kind)
        )
        for account, kind, count in rows:
            found.setdefault(account, {})[kind] = count
    return found


def list_turns(session: Session, account: int, first: date, as_of: date) -> list[Turn]:
    """The exchanges of an account from ``first`` to the as-of date, oldest first."""
    within = (Exchange.account_id == account, Exchange.at >= start_of_day(first), up_to(as_of))
    people: dict[int, set[int]] = {}
    for exchange, person in session.execute(
        select(ExchangePerson.exchange_id, ExchangePerson.person_id)
        .join(Exchange, Exchange.id == ExchangePerson.exchange_id)
        .where(*within)
    ):
        people.setdefault(exchange, set()).add(person)
    rows = session.execute(
        select(
            Exchange.id, Exchange.at, Exchange.direction, Exchange.kind, Exchange.subject,
            Exchange.message_id, Exchange.in_reply_to,
        )
        .where(*within)
        .order_by(Exchange.at, Exchange.id)
    )  # fmt: skip
    return [
        Turn(key, at, local_date_of(at), way, kind, subject, own, other,
             frozenset(people.get(key, ())))
        for key, at, way, kind, subject, own, other in rows
    ]  # fmt: skip


def list_contact_days(session: Session, account: int, as_of: date) -> tuple[ContactDays, ...]:
    """The people with a job at the account on a day, and when there was an exchange with them.

    Exchanges in which they took part at another account count too.
    """
    day = day_of(as_of)
    here = (
        select(Job.person_id)
        .where(
            Job.account_id == account,
            or_(Job.valid_from.is_(None), Job.valid_from <= day),
            or_(Job.valid_to.is_(None), Job.valid_to >= day),
        )
        .distinct()
    )
    days: dict[int, set[int]] = {}
    for person, at in session.execute(
        select(ExchangePerson.person_id, Exchange.at)
        .join(Exchange, Exchange.id == ExchangePerson.exchange_id)
        .where(ExchangePerson.person_id.in_(here), up_to(as_of))
    ):
        days.setdefault(person, set()).add(day_of(local_date_of(at)))
    people = session.execute(
        select(Person.id, Person.name, Person.contact_every_days)
        .where(Person.id.in_(here))
        .order_by(Person.name)
    )
    return tuple(
        ContactDays(key, name, plan, frozenset(days.get(key, ()))) for key, name, plan in people
    )
