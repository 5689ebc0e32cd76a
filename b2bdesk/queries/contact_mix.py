"""Contacts by class, at every account or one, with what the diagnosis of their mix asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, instant_of, local_date_of, month_of
from b2bdesk.models import (
    Account,
    ContactGoal,
    Exchange,
    ExchangePerson,
    Job,
    OrderDay,
    Person,
    SalesTarget,
)
from b2bdesk.models.enums import AccountKind, ContactClass
from b2bdesk.queries.dated import holds_on


@dataclass(frozen=True, slots=True)
class FirmRow:
    """An account with its contacts by class; ``unclassed`` have none."""

    id: int
    name: str
    kind: AccountKind
    segment: str | None
    employees: int | None
    counts: Mapping[ContactClass, int]
    unclassed: int

    @property
    def contacts(self) -> int:
        """Everybody with a job there, with a class or without."""
        return sum(self.counts.values()) + self.unclassed


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at the account. ``last``: the date of the last exchange up to the as-of date."""

    job_id: int
    person_id: int
    name: str
    title: str | None
    contact_class: ContactClass | None
    external: bool
    last: date | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """Contacts of an account with an exchange in the last twelve months, and in those before."""

    now: int
    before: int


@dataclass(frozen=True, slots=True)
class GoalRow:
    """What the user wants of a class at an account; None leaves it to what is typical."""

    wanted: int | None
    priority: int | None
    note: str | None


def list_firms(session: Session, as_of: date) -> list[FirmRow]:
    """Every account by name, with its contacts as of a day; a person counts once at an account."""
    counts: dict[int, dict[ContactClass, int]] = defaultdict(lambda: defaultdict(int))
    unclassed: dict[int, int] = defaultdict(int)
    # Of two jobs at one account the one with a class counts, else the first.
    first = (
        select(Job.account_id, Job.person_id, func.min(Job.contact_class).label("kind"))
        .where(holds_on(Job.valid_from, Job.valid_to, day_of(as_of)))
        .group_by(Job.account_id, Job.person_id)
        .subquery()
    )
    for account, kind, number in session.execute(
        select(first.c.account_id, first.c.kind, func.count()).group_by(
            first.c.account_id, first.c.kind
        )
    ):
        if kind is None:
            unclassed[account] += number
        else:
            counts[account][ContactClass(kind)] += number
    rows = session.execute(
        select(Account.id, Account.name, Account.kind, Account.segment, Account.employees).order_by(
            Account.name, Account.id
        )
    )
    return [FirmRow(*row, dict(counts[row.id]), unclassed[row.id]) for row in rows]


def list_contacts(session: Session, account: int, as_of: date) -> list[ContactRow]:
    """The people of an account as of a day by name, each once, with their last exchange."""
    day = day_of(as_of)
    last = (
        select(func.max(Exchange.at))
        .join(ExchangePerson, ExchangePerson.exchange_id == Exchange.id)
        .where(
            ExchangePerson.person_id == Job.person_id,
            Exchange.at < _start_of(as_of + timedelta(days=1)),
        )
        .scalar_subquery()
    )
    found: dict[int, ContactRow] = {}
    for job, person, name, title, kind, external, at in session.execute(
        select(Job.id, Person.id, Person.name, Job.title, Job.contact_class, Job.external, last)
        .join(Person, Person.id == Job.person_id)
        .where(Job.account_id == account, holds_on(Job.valid_from, Job.valid_to, day))
        .order_by(Job.contact_class.is_(None), Job.contact_class, Job.id)
    ):
        when = None if at is None else local_date_of(at)
        found.setdefault(person, ContactRow(job, person, name, title, kind, external, when))
    return sorted(found.values(), key=lambda row: (row.name.casefold(), row.job_id))


def list_activity(
    session: Session, as_of: date, account: int | None = None
) -> dict[int, ActivityRow]:
    """Contacts with an exchange in the last twelve months and in the twelve before, by account.

    Of one account only, where it is given.
    """
    chosen = true() if account is None else Exchange.account_id == account
    end, year, two = (_start_of(as_of - timedelta(days=days)) for days in (-1, 364, 729))
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for place, (since, until) in enumerate(((year, end), (two, year))):
        for at_account, people in session.execute(
            select(Exchange.account_id, func.count(ExchangePerson.person_id.distinct()))
            .join(ExchangePerson, ExchangePerson.exchange_id == Exchange.id)
            .where(Exchange.at >= since, Exchange.at < until, chosen)
            .group_by(Exchange.account_id)
        ):
            found[at_account][place] = people
    return {each: ActivityRow(*both) for each, both in found.items()}


def list_last_purchases(session: Session, as_of: date) -> dict[int, int]:
    """The stored day of the last order of each account that has one up to the as-of date."""
    rows = session.execute(
        select(OrderDay.account_id, func.max(OrderDay.day))
        .where(OrderDay.day <= day_of(as_of))
        .group_by(OrderDay.account_id)
    )
    return {row[0]: row[1] for row in rows}


def get_first_purchase_day(session: Session) -> int | None:
    """The first stored day the ledger knows of; None for an empty ledger."""
    return session.scalar(select(func.min(OrderDay.day)))


def list_planned(session: Session, as_of: date) -> set[int]:
    """Accounts that sales are planned with, in the month of the as-of date or later."""
    return set(
        session.scalars(
            select(SalesTarget.account_id).where(
                SalesTarget.last_month >= month_of(as_of), SalesTarget.amount_minor > 0
            )
        )
    )


def list_goals(session: Session) -> dict[int, dict[ContactClass, GoalRow]]:
    """What the user wants, by account and class."""
    found: dict[int, dict[ContactClass, GoalRow]] = defaultdict(dict)
    for row in session.scalars(select(ContactGoal)):
        found[row.account_id][row.contact_class] = GoalRow(row.wanted, row.priority, row.note)
    return dict(found)


def _start_of(day: date) -> int:
    return instant_of(datetime.combine(day, time()).astimezone())
