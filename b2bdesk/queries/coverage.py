"""What coverage is read from: who of us talked with whom, how often, and what teams are set."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import local_date_of
from b2bdesk.models import (
    Account,
    Colleague,
    ContactGoal,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
    NextStep,
    TeamMatch,
)
from b2bdesk.models.enums import Channel, ContactClass, CoverageLevel
from b2bdesk.queries.exchanges import start_of_day, up_to


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One of us: ``active`` is False for those who left."""

    id: int
    name: str
    function: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class MetRow:
    """All exchanges of one of us with one of them: how many, and the local date of the last."""

    colleague: int
    person: int
    exchanges: int
    last: date


@dataclass(frozen=True, slots=True)
class Meeting:
    """One of us and one of them in one exchange."""

    exchange: int
    on: date
    colleague: int
    person: int


@dataclass(frozen=True, slots=True)
class MatchRow:
    """What the user settled: who of us should know a class, and how well."""

    colleague: int
    contact_class: ContactClass
    desired: CoverageLevel


@dataclass(frozen=True, slots=True)
class OpenStepRow:
    """An open next step of the account; ``due_day`` a stored day."""

    id: int
    what: str
    due_day: int | None


@dataclass(frozen=True, slots=True)
class BetweenRow:
    """An exchange between some of us and some of them."""

    id: int
    account_id: int
    account: str
    on: date
    channel: Channel
    subject: str


def list_team(session: Session) -> list[TeamRow]:
    """Our own people, by name."""
    rows = session.execute(
        select(Colleague.id, Colleague.name, Colleague.function, Colleague.active).order_by(
            func.lower(Colleague.name), Colleague.id
        )
    )
    return [TeamRow(*row) for row in rows]


def get_owner(session: Session, account: int) -> int | None:
    """The colleague who owns an account."""
    return session.scalar(select(Account.owner_id).where(Account.id == account))


def list_met(session: Session, people: Sequence[int], as_of: date) -> list[MetRow]:
    """For each of us and each of these people: all their exchanges up to a day, at any account."""
    rows = session.execute(
        select(
            ExchangeColleague.colleague_id,
            ExchangePerson.person_id,
            func.count(Exchange.id.distinct()),
            func.max(Exchange.at),
        )
        .join(Exchange, Exchange.id == ExchangePerson.exchange_id)
        .join(ExchangeColleague, ExchangeColleague.exchange_id == Exchange.id)
        .where(ExchangePerson.person_id.in_(people), up_to(as_of))
        .group_by(ExchangeColleague.colleague_id, ExchangePerson.person_id)
    )
    return [MetRow(ours, theirs, n, local_date_of(at)) for ours, theirs, n, at in rows]


def list_meetings(
    session: Session, people: Sequence[int], since: date | None, as_of: date
) -> list[Meeting]:
    """Who of us met which of these people between two days, both included; None is ever."""
    within = [ExchangePerson.person_id.in_(people), up_to(as_of)]
    if since is not None:
        within.append(Exchange.at >= start_of_day(since))
    rows = session.execute(
        select(
            Exchange.id,
            Exchange.at,
            ExchangeColleague.colleague_id,
            ExchangePerson.person_id,
        )
        .join(ExchangePerson, ExchangePerson.exchange_id == Exchange.id)
        .join(ExchangeColleague, ExchangeColleague.exchange_id == Exchange.id)
        .where(*within)
    )
    return [Meeting(each, local_date_of(at), ours, theirs) for each, at, ours, theirs in rows]


def count_ours(
    session: Session, account: int, since: date, as_of: date
) -> tuple[int, dict[int, int]]:
    """Exchanges of an account that name one of us: all of them, and those of each of us."""
    return _count(session, account, since, as_of, ExchangeColleague)


def count_theirs(
    session: Session, account: int, since: date, as_of: date
) -> tuple[int, dict[int, int]]:
    """Exchanges of an account that name one of them: all of them, and those of each of them."""
    return _count(session, account, since, as_of, ExchangePerson)


def _count(
    session: Session,
    account: int,
    since: date,
    as_of: date,
    link: type[ExchangeColleague] | type[ExchangePerson],
) -> tuple[int, dict[int, int]]:
    one = ExchangeColleague.colleague_id if link is ExchangeColleague else ExchangePerson.person_id
    within = (Exchange.account_id == account, Exchange.at >= start_of_day(since), up_to(as_of))
    each = session.execute(
        select(one, func.count(Exchange.id.distinct()))
        .join_from(link, Exchange, Exchange.id == link.exchange_id)
        .where(*within)
        .group_by(one)
    )
    counts = {row[0]: row[1] for row in each}
    if not counts:
        return 0, counts
    of_all = session.scalar(
        select(func.count(Exchange.id.distinct()))
        .join_from(link, Exchange, Exchange.id == link.exchange_id)
        .where(*within)
    )
    return of_all or 0, counts


def list_matches(session: Session, account: int) -> list[MatchRow]:
    """Who should know which class at an account, where the user settled it."""
    rows = session.execute(
        select(TeamMatch.colleague_id, TeamMatch.contact_class, TeamMatch.desired)
        .where(TeamMatch.account_id == account)
        .order_by(TeamMatch.id)
    )
    return [MatchRow(*row) for row in rows]


def list_wanted(session: Session, account: int) -> dict[ContactClass, int]:
    """How many contacts of a class the user wants at an account, where the user said so."""
    rows = session.execute(
        select(ContactGoal.contact_class, ContactGoal.wanted).where(
            ContactGoal.account_id == account, ContactGoal.wanted.is_not(None)
        )
    )
    return {each: wanted for each, wanted in rows if wanted is not None}


def list_open_steps(session: Session, account: int) -> list[OpenStepRow]:
    """The open next steps of an account."""
    rows = session.execute(
        select(NextStep.id, NextStep.what, NextStep.due_day)
        .where(NextStep.account_id == account, NextStep.done_day.is_(None))
        .order_by(NextStep.id)
    )
    return [OpenStepRow(*row) for row in rows]


def list_between(
    session: Session,
    colleagues: Collection[int],
    people: Collection[int],
    as_of: date,
    since: date | None,
    most: int,
) -> tuple[int, list[BetweenRow]]:
    """How many exchanges some of us had with some of them, and the newest ``most`` of them."""
    within = [
        up_to(as_of),
        Exchange.id.in_(
            select(ExchangePerson.exchange_id).where(ExchangePerson.person_id.in_(people))
        ),
        Exchange.id.in_(
            select(ExchangeColleague.exchange_id).where(
                ExchangeColleague.colleague_id.in_(colleagues)
            )
        ),
    ]
    if since is not None:
        within.append(Exchange.at >= start_of_day(since))
    count = session.scalar(select(func.count(Exchange.id)).where(*within)) or 0
    rows = session.execute(
        select(
            Exchange.id,
            Exchange.account_id,
            Account.name,
            Exchange.at,
            Exchange.channel,
            Exchange.subject,
        )
        .join(Account, Account.id == Exchange.account_id)
        .where(*within)
        .order_by(Exchange.at.desc(), Exchange.id.desc())
        .limit(most)
    )
    return count, [
        BetweenRow(number, account, name, local_date_of(at), channel, subject)
        for number, account, name, at, channel, subject in rows
    ]
