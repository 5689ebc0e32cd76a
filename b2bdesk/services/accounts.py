"""Adding, changing and deleting accounts, their ERP numbers, owners and pins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models import Account, Colleague, ExternalId, Job, Person
from b2bdesk.models.enums import AccountKind, OwnFieldOf
from b2bdesk.queries.accounts import AccountDetails, list_with_lines
from b2bdesk.services.own_fields import set_own_values

_TEXTS = (
    "segment",
    "business_type",
    "address",
    "postal_code",
    "city",
    "region",
    "country",
    "phone",
    "email",
    "website",
    "tax_id",
    "main_rival",
    "note",
)
_VALUES = ("employees", "annual_sales_minor", "year_opened", "owner_id", "contact_every_days")


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account as entered. ``numbers`` are (system, number) pairs; money in minor units.

    ``own``: what is held in own fields, as (field, stored value) pairs.
    """

    name: str
    kind: AccountKind = AccountKind.END_CUSTOMER
    segment: str | None = None
    parent_id: int | None = None
    business_type: str | None = None
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    tax_id: str | None = None
    main_rival: str | None = None
    employees: int | None = None
    annual_sales_minor: int | None = None
    year_opened: int | None = None
    owner_id: int | None = None
    contact_every_days: int | None = None
    pinned: bool = False
    note: str | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    own: tuple[tuple[int, str], ...] = ()


def draft_of(details: AccountDetails) -> AccountDraft:
    """The draft that leaves an account as it is."""
    names = AccountDraft.__dataclass_fields__
    return AccountDraft(**{name: getattr(details, name) for name in names})


def add_account(session: Session, draft: AccountDraft) -> int:
    """Add an account; returns its id. ``DomainError`` names the field that cannot be accepted."""
    _check(session, draft, None)
    row = Account(name=_clean_name(draft.name))
    _fill(row, draft)
    session.add(row)
    session.flush()
    _set_numbers(session, row.id, draft.numbers)
    set_own_values(session, OwnFieldOf.ACCOUNT, row.id, dict(draft.own))
    return row.id


def edit_account(session: Session, account: int, draft: AccountDraft) -> None:
    """Make an account what the draft says."""
    row = session.get(Account, account)
    if row is None:
        raise DomainError(tr("The account is not there any more."))
    _check(session, draft, account)
    row.name = _clean_name(draft.name)
    _fill(row, draft)
    _set_numbers(session, account, draft.numbers)
    set_own_values(session, OwnFieldOf.ACCOUNT, account, dict(draft.own))


def delete_accounts(session: Session, accounts: Sequence[int]) -> int:
    """Delete accounts with all that is recorded of them; returns how many there were.

    ``DomainError`` when ledger lines count for one of them: its sales would vanish from every
    total while the ledger still holds them.
    """
    kept = list_with_lines(session, list(accounts))
    if kept:
        _, name, lines = kept[0]
        if len(kept) == 1:
            message = trn(
                "{name} cannot be deleted: {n} ledger line counts for it.",
                "{name} cannot be deleted: {n} ledger lines count for it.",
                lines,
                name=name,
            )
        else:
            message = tr(
                "{n} of the accounts cannot be deleted: ledger lines count for them, "
                "for example for {name}.",
                n=len(kept),
                name=name,
            )
        raise DomainError(
            message, hint=tr("Undo the import its lines came with first, then delete it.")
        )
    # People who work nowhere else would stay behind where nobody finds them.
    elsewhere = select(Job.person_id).where(Job.account_id.not_in(list(accounts)))
    people = session.scalars(
        select(Person)
        .where(Person.id.in_(select(Job.person_id).where(Job.account_id.in_(list(accounts)))))
        .where(Person.id.not_in(elsewhere))
    ).all()
    for person in people:
        session.delete(person)
    session.flush()
    rows = session.scalars(select(Account).where(Account.id.in_(list(accounts)))).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def set_owner(session: Session, accounts: Sequence[int], owner: int | None) -> int:
    """Give accounts an owner, or none; returns how many changed."""
    if owner is not None and session.get(Colleague, owner) is None:
        raise DomainError(tr("This colleague is not in the team any more."), field="owner_id")
    changed = session.scalars(
        select(Account.id).where(
            Account.id.in_(list(accounts)), Account.owner_id.is_distinct_from(owner)
        )
    ).all()
    session.execute(update(Account).where(Account.id.in_(changed)).values(owner_id=owner))
    return len(changed)


def set_pinned(session: Session, accounts: Sequence[int], pinned: bool) -> int:
    """Pin accounts to the rail, or take them off it; returns how many changed."""
    changed = session.scalars(
        select(Account.id).where(Account.id.in_(list(accounts)), Account.pinned.is_not(pinned))
    ).all()
    session.execute(update(Account).where(Account.id.in_(changed)).values(pinned=pinned))
    return len(changed)


def split_numbers(text: str) -> tuple[str, ...]:
    """The numbers in a text that lists them with commas, semicolons or line ends."""
    found = (part.strip() for part in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(part for part in found if part))


def _clean_name(name: str) -> str:
    return " ".join(name.split())


def _fill(row: Account, draft: AccountDraft) -> None:
    row.kind = draft.kind
    row.parent_id = draft.parent_id
    row.pinned = draft.pinned
    for name in _TEXTS:
        text = getattr(draft, name)
        setattr(row, name, (text or "").strip() or None)
    for name in _VALUES:
        setattr(row, name, getattr(draft, name))


def _check(session: Session, draft: AccountDraft, account: int | None) -> None:
    if not _clean_name(draft.name):
        raise DomainError(tr("An account needs a name."), field="name")
    _check_parent(session, draft.parent_id, account)
    if draft.owner_id is not None and session.get(Colleague, draft.owner_id) is None:
        raise DomainError(tr("This colleague is not in the team any more."), field="owner_id")
    email = (draft.email or "").strip()
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise DomainError(tr("Not an email address."), field="email")
    if draft.employees is not None and draft.employees < 0:
        raise DomainError(tr("Employees cannot be fewer than none."), field="employees")
    if draft.annual_sales_minor is not None and draft.annual_sales_minor < 0:
        raise DomainError(tr("Annual sales cannot be below zero."), field="annual_sales_minor")
    this_year = date.today().year  # noqa: DTZ011 - the user's calendar year
    if draft.year_opened is not None and not 1000 <= draft.year_opened <= this_year:
        raise DomainError(tr("A year from 1000 to {year}.", year=this_year), field="year_opened")
    days = draft.contact_every_days
    if days is not None and not 1 <= days <= 3650:
        raise DomainError(tr("From 1 day to 10 years."), field="contact_every_days")
    _check_numbers(session, draft.numbers, account)


def _check_parent(session: Session, parent: int | None, account: int | None) -> None:
    seen: list[str] = []
    at = parent
    while at is not None:
        row = session.get(Account, at)
        if row is None:
            raise DomainError(tr("The parent account is not there any more."), field="parent_id")
        if at == account:
            if not seen:
                raise DomainError(tr("An account cannot be its own parent."), field="parent_id")
            raise DomainError(
                tr(
                    "{name} belongs to this account itself, so it cannot be its parent.",
                    name=seen[0],
                ),
                field="parent_id",
                hint=tr("Choose an account above it."),
            )
        seen.append(row.name)
        at = row.parent_id


def _check_numbers(
    session: Session, numbers: tuple[tuple[str, str], ...], account: int | None
) -> None:
    for system, value in numbers:
        found = session.execute(
            select(ExternalId.account_id, Account.name)
            .join(Account, Account.id == ExternalId.account_id)
            .where(ExternalId.system == system, ExternalId.value == value.strip())
        ).first()
        if found is not None and found[0] != account:
            raise DomainError(
                tr("Number {number} belongs to {name}.", number=value.strip(), name=found[1]),
                field="numbers",
            )


def _set_numbers(session: Session, account: int, numbers: tuple[tuple[str, str], ...]) -> None:
    wanted = dict.fromkeys((system, value.strip()) for system, value in numbers if value.strip())
    for row in session.scalars(select(ExternalId).where(ExternalId.account_id == account)).all():
        if wanted.pop((row.system, row.value), "gone") == "gone":
            session.delete(row)
    session.flush()
    for system, value in wanted:
        session.add(ExternalId(account_id=account, system=system, value=value))
