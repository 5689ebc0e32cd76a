"""Whose an e-mail address is: people, colleagues, and the firms behind mail domains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.models import Account, Colleague, Dmu, DmuMember, Exchange, Job, Person
from b2bdesk.queries.dated import holds_on

_HOST = re.compile(r"^(?:[a-z]+://)?(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)
_MOST_BOUND = 900


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody with a job on the day asked for; ``accounts`` only where not from outside, unless
    there is no other."""

    id: int
    name: str
    email: str
    accounts: tuple[int, ...]


@dataclass(slots=True)
class Directory:
    """Everybody by address (in small letters) and accounts by mail domain."""

    people: dict[str, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    named: dict[tuple[int, str], list[KnownPerson]] = field(
        default_factory=lambda: defaultdict(list)
    )
    colleagues: dict[str, tuple[int, str]] = field(default_factory=dict)
    colleagues_named: dict[str, tuple[int, str]] = field(default_factory=dict)
    domains: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    accounts: dict[int, str] = field(default_factory=dict)


def domain_of(address: str) -> str:
    """The domain of an e-mail address, in small letters."""
    return address.rsplit("@", 1)[-1].strip(" .").lower() if "@" in address else ""


def host_of(website: str) -> str:
    """The domain of a website's address."""
    found = _HOST.match(website.strip())
    return found.group(1).lower() if found and "." in found.group(1) else ""


def read_directory(session: Session, as_of: date) -> Directory:
    """Everybody who may be found by an address."""
    found = Directory()
    for account, name, email, website in session.execute(
        select(Account.id, Account.name, Account.email, Account.website)
    ):
        found.accounts[account] = name
        for domain in {domain_of(email or ""), host_of(website or "")} - {""}:
            found.domains[domain].add(account)
    for row, name, email in session.execute(
        select(Colleague.id, Colleague.name, Colleague.email).order_by(
            Colleague.active, Colleague.id.desc()
        )
    ):
        found.colleagues_named[" ".join(name.casefold().split())] = (row, name)
        if email:
            found.colleagues[email.strip().lower()] = (row, name)
    _read_people(session, found, as_of)
    return found


def _read_people(session: Session, found: Directory, as_of: date) -> None:
    jobs: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for holder, account, outside in session.execute(
        select(Job.person_id, Job.account_id, Job.external).where(
            holds_on(Job.valid_from, Job.valid_to, day_of(as_of))
        )
    ):
        jobs[holder].append((account, outside))
    for row, name, email in session.execute(select(Person.id, Person.name, Person.email)):
        places = jobs.get(row, [])
        inside = tuple(account for account, outside in places if not outside)
        person = KnownPerson(
            row, name, (email or "").strip().lower(), inside or tuple(a for a, _ in places)
        )
        for account, _ in places:
            found.named[account, " ".join(name.casefold().split())].append(person)
        if person.email:
            found.people[person.email].append(person)
            for account in inside:
                found.domains[domain_of(person.email)].add(account)


def find_message(session: Session, message_id: str) -> tuple[int, int, int] | None:
    """The exchange that a message became: its id, its account and when it was."""
    row = session.execute(
        select(Exchange.id, Exchange.account_id, Exchange.at)
        .where(Exchange.message_id == message_id)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.id, row.account_id, row.at)


def list_shared_units(session: Session, account: int, people: Collection[int]) -> tuple[int, ...]:
    """The decision-making units of an account in which all of some people sit."""
    chosen = list(people)[:_MOST_BOUND]
    if not chosen:
        return ()
    rows = session.scalars(
        select(DmuMember.dmu_id)
        .join(Dmu, Dmu.id == DmuMember.dmu_id)
        .where(Dmu.account_id == account, DmuMember.person_id.in_(chosen))
        .group_by(DmuMember.dmu_id)
        .having(func.count(func.distinct(DmuMember.person_id)) == len(set(chosen)))
    )
    return tuple(rows)
