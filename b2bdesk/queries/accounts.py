"""Accounts as the lists and dialogs read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from b2bdesk.models import Account, AccountMonth, Colleague, ExternalId, ListPrice
from b2bdesk.models.enums import AccountKind, Channel, OwnFieldOf, RelationshipType
from b2bdesk.queries.own_fields import OwnFieldRow, own_fields, own_values
from b2bdesk.queries.portfolio import (
    list_current_types,
    list_erp_numbers,
    list_last_exchanges,
)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list of all accounts. ``last_at`` is the instant of the last exchange.

    ``own``: what it holds in own fields, in the stored form, by field.
    """

    id: int
    name: str
    kind: AccountKind
    segment: str | None
    business_type: str | None
    city: str | None
    region: str | None
    country: str | None
    owner_id: int | None
    owner: str | None
    parent_id: int | None
    parent: str | None
    pinned: bool
    erp_numbers: tuple[str, ...]
    current: RelationshipType | None
    last_at: int | None
    last_channel: Channel | None
    has_orders: bool
    own: Mapping[int, str] = field(default_factory=dict, hash=False)

    @property
    def place(self) -> str:
        """City and country, as far as known."""
        return ", ".join(part for part in (self.city, self.country) if part)

    @property
    def label(self) -> str:
        """Name with the ERP number that tells it from an account of the same name."""
        return f"{self.name} ({self.erp_numbers[0]})" if self.erp_numbers else self.name


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """Everything the account dialog edits. ``numbers`` are (system, number) pairs."""

    id: int
    name: str
    kind: AccountKind
    segment: str | None
    parent_id: int | None
    business_type: str | None
    address: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None
    phone: str | None
    email: str | None
    website: str | None
    tax_id: str | None
    main_rival: str | None
    employees: int | None
    annual_sales_minor: int | None
    year_opened: int | None
    owner_id: int | None
    contact_every_days: int | None
    pinned: bool
    note: str | None
    numbers: tuple[tuple[str, str], ...]
    own: tuple[tuple[int, str], ...] = ()
    own_fields: tuple[OwnFieldRow, ...] = ()
    agreed_prices: int = 0


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """An account to choose as a parent: its label tells it from others of the same name."""

    id: int
    label: str
    parent_id: int | None


def list_accounts(session: Session, day: int, until: int) -> tuple[AccountRow, ...]:
    """All accounts by name, as of a day; exchanges count up to the instant ``until``."""
    numbers = list_erp_numbers(session)
    types = list_current_types(session, day)
    exchanges = list_last_exchanges(session, until)
    with_orders = set(
        session.scalars(select(AccountMonth.account_id).where(AccountMonth.lines > 0).distinct())
    )
    own = own_values(session, OwnFieldOf.ACCOUNT)
    parent = aliased(Account)
    rows = session.execute(
        select(
            Account.id,
            Account.name,
            Account.kind,
            Account.segment,
            Account.business_type,
            Account.city,
            Account.region,
            Account.country,
            Account.owner_id,
            Colleague.name,
            Account.parent_id,
            parent.name,
            Account.pinned,
        )
        .outerjoin(Colleague, Colleague.id == Account.owner_id)
        .outerjoin(parent, parent.id == Account.parent_id)
    )
    made = []
    for row in rows:
        last = exchanges.get(row[0])
        values: tuple[Any, ...] = (
            *row,
            numbers.get(row[0], ()),
            types.get(row[0]),
            None if last is None else last.at,
            None if last is None else last.channel,
            row[0] in with_orders,
            own.get(row[0], {}),
        )
        made.append(AccountRow(*values))
    return tuple(sorted(made, key=lambda found: (found.name.casefold(), found.id)))


def get_account(session: Session, account: int) -> AccountDetails | None:
    """An account with everything that can be edited; None when it is gone."""
    row = session.get(Account, account)
    if row is None:
        return None
    numbers = session.execute(
        select(ExternalId.system, ExternalId.value)
        .where(ExternalId.account_id == account)
        .order_by(ExternalId.id)
    )
    return AccountDetails(
        id=row.id,
        name=row.name,
        kind=row.kind,
        segment=row.segment,
        parent_id=row.parent_id,
        business_type=row.business_type,
        address=row.address,
        postal_code=row.postal_code,
        city=row.city,
        region=row.region,
        country=row.country,
        phone=row.phone,
        email=row.email,
        website=row.website,
        tax_id=row.tax_id,
        main_rival=row.main_rival,
        employees=row.employees,
        annual_sales_minor=row.annual_sales_minor,
        year_opened=row.year_opened,
        owner_id=row.owner_id,
        contact_every_days=row.contact_every_days,
        pinned=row.pinned,
        note=row.note,
        numbers=tuple((system, value) for system, value in numbers),
        own=tuple(own_values(session, OwnFieldOf.ACCOUNT, [account]).get(account, {}).items()),
        own_fields=own_fields(session, OwnFieldOf.ACCOUNT),
        agreed_prices=session.scalar(
            select(func.count(ListPrice.product_id.distinct())).where(
                ListPrice.account_id == account
            )
        )
        or 0,
    )


def list_account_choices(session: Session) -> tuple[AccountChoice, ...]:
    """Every account as a choice, by name."""
    numbers = list_erp_numbers(session)
    rows = session.execute(select(Account.id, Account.name, Account.parent_id)).all()
    twice = {
        name
        for name, count in session.execute(
            select(Account.name, func.count()).group_by(Account.name)
        )
        if count > 1
    }
    made = []
    for account, name, parent in rows:
        number = numbers.get(account, ("",))[0] if name in twice else ""
        made.append(AccountChoice(account, f"{name} ({number})" if number else name, parent))
    return tuple(sorted(made, key=lambda found: (found.label.casefold(), found.id)))


def list_segments(session: Session) -> tuple[str, ...]:
    """The segments in use, by name."""
    found = session.scalars(select(Account.segment).where(Account.segment.is_not(None)).distinct())
    return tuple(sorted((name for name in found if name), key=str.casefold))


def list_with_lines(session: Session, accounts: list[int]) -> list[tuple[int, str, int]]:
    """Of ``accounts`` those that ledger lines count for: id, name and how many lines."""
    rows = session.execute(
        select(Account.id, Account.name, func.sum(AccountMonth.lines))
        .join(AccountMonth, AccountMonth.account_id == Account.id)
        .where(Account.id.in_(accounts), AccountMonth.lines > 0)
        .group_by(Account.id, Account.name)
        .order_by(Account.name)
    )
    return [(account, name, int(lines)) for account, name, lines in rows]
