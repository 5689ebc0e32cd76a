"""Unknown addresses in messages: the contacts they may become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Colleague, Exchange, ExchangeAddress, ExchangePerson, Person
from b2bdesk.queries.addresses import domain_of
from b2bdesk.queries.messages import list_unknown_addresses
from b2bdesk.services.messages.names import is_firms_own, is_usable, name_of
from b2bdesk.services.people import PersonDraft, add_person

_MOST_BOUND = 900


@dataclass(frozen=True, slots=True)
class MadeContact:
    """The person an address belongs to now; ``new`` unless somebody had it already."""

    person: int
    name: str
    new: bool
    exchanges: int


@dataclass(frozen=True, slots=True)
class Offered:
    """An unknown address with the name a contact would get; ``known``: who has it by now."""

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
    emails = [row.email for row in usable][:_MOST_BOUND]
    address = func.lower(Person.email)
    rows_known = session.execute(select(address, Person.name).where(address.in_(emails)))
    known = {row[0]: row[1] for row in rows_known}
    return tuple(
        Offered(
            row.email,
            name_of(row.name, row.email),
            row.exchanges,
            row.last,
            known.get(row.email, ""),
        )
        for row in usable
    )


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

    Where somebody has the address by now, the exchanges are that person's. ``DomainError`` for an
    address that is none, and where the account is gone.
    """
    if session.get(Account, account) is None:
        raise DomainError(tr("This account is not there any more."))
    known = session.execute(
        select(Person.id, Person.name)
        .where(func.lower(Person.email) == email.lower())
        .order_by(Person.id)
        .limit(1)
    ).one_or_none()
    if known is None:
        draft = PersonDraft(name, email=email, source=tr("Email"), since=since, seated=False)
        person = add_person(session, account, draft, as_of).person
    else:
        person, name = known
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
