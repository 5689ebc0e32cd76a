"""Unknown addresses in messages: the contacts they may become."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import (
    Account,
    Colleague,
    Exchange,
    ExchangeAddress,
    ExchangePerson,
    Job,
    Person,
)
from b2bdesk.queries.addresses import domain_of
from b2bdesk.queries.messages import list_unknown_addresses
from b2bdesk.services.messages.names import is_firms_own, is_usable, name_of
from b2bdesk.services.people import PersonDraft, add_person

_MOST_BOUND = 300


@dataclass(frozen=True, slots=True)
class MadeContact:
    """The person an address belongs to now; ``new`` unless somebody had it already."""

    person: int
    name: str
    new: bool
    exchanges: int


@dataclass(frozen=True, slots=True)
class Offered:
    """An unknown address with the name a contact would get; ``known``: who has it by now, or the
    namesake at the account, whose second address it is."""

    email: str
    name: str
    exchanges: int
    last: date
    known: str = ""


def list_candidates(
    session: Session, *, account: int | None = None, exchange: int | None = None
) -> tuple[Offered, ...]:
    """The unknown addresses of an account or an exchange that can become contacts: none of our
    own firm's, none that is no address outside."""
    rows = list_unknown_addresses(session, account=account, exchange=exchange)
    ours = {domain_of(email) for email in session.scalars(select(Colleague.email)) if email}
    usable = [
        row
        for row in rows
        if is_usable(row.email)
        and not (domain_of(row.email) in ours and is_firms_own(domain_of(row.email)))
    ]
    named = {row.email: name_of(row.name, row.email) for row in usable}
    known = _holders(session, [(row.email, named[row.email], row.account) for row in usable])
    return tuple(
        Offered(
            row.email,
            named[row.email],
            row.exchanges,
            row.last,
            known[row.email].name if row.email in known else "",
        )
        for row in usable
    )


def _holders(session: Session, asked: list[tuple[str, str, int]]) -> dict[str, Person]:
    """Who has an address by now; else the one person of that name with a job at the account.

    ``asked``: addresses in small letters with a name and an account.
    """
    found: dict[str, Person] = {}
    for start in range(0, len(asked), _MOST_BOUND):
        part = asked[start : start + _MOST_BOUND]
        named: dict[tuple[str, int], set[Person]] = defaultdict(set)
        for person, account in session.execute(
            select(Person, Job.account_id)
            .join(Job, Job.person_id == Person.id)
            .where(
                Job.valid_to.is_(None),
                Job.account_id.in_({account for _, _, account in part}),
                Person.name.in_({name for _, name, _ in part}),
            )
        ):
            named[person.name, account].add(person)
        for email, name, account in part:
            if len(namesakes := named[name, account]) == 1:
                found[email] = next(iter(namesakes))
        emails = [email for email, _, _ in part]
        for person in session.scalars(
            select(Person).where(func.lower(Person.email).in_(emails)).order_by(Person.id.desc())
        ):
            found[(person.email or "").lower()] = person
    return found


def make_contact(
    session: Session,
    email: str,
    name: str,
    account: int,
    as_of: date,
    *,
    since: date | None = None,
) -> MadeContact:
    """Give an unknown address a contact at the account, in every exchange that names it.

    Where somebody has the address by now, or its name at the account, the exchanges are that
    person's. ``DomainError`` for an
    address that is none, and where the account is gone.
    """
    if session.get(Account, account) is None:
        raise DomainError(tr("This account is not there any more."))
    known = _holders(session, [(email.lower(), name, account)]).get(email.lower())
    if known is None:
        draft = PersonDraft(name, email=email, source=tr("Email"), since=since, seated=False)
        person = add_person(session, account, draft, as_of).person
    else:
        person, name = known.id, known.name
        known.email = known.email or email
    linked = 0
    addresses = session.scalars(
        select(ExchangeAddress).where(ExchangeAddress.email == email.lower())
    ).all()
    for address in addresses:
        there = session.scalar(
            select(
                exists().where(
                    ExchangePerson.exchange_id == address.exchange_id,
                    ExchangePerson.person_id == person,
                )
            )
        )
        if not there:
            session.add(ExchangePerson(exchange_id=address.exchange_id, person_id=person))
            session.flush()
            linked += 1
        session.delete(address)
    session.flush()
    return MadeContact(person, name, known is None, linked)


def dismiss_address(session: Session, email: str, account: int) -> int:
    """Offer an address no more: it is taken off the account's exchanges; how many there were."""
    rows = session.scalars(
        select(ExchangeAddress)
        .join(Exchange, Exchange.id == ExchangeAddress.exchange_id)
        .where(Exchange.account_id == account, ExchangeAddress.email == email.lower())
    ).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)
