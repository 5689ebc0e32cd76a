"""Contacts to acquire as a list to hand to whoever buys or researches contacts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.analytics.contact_mix_goals import Wanted
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.models import Account
from b2bdesk.models.enums import WORDS, ContactClass
from b2bdesk.services.contact_mix import portfolio_contacts

PRIORITY_WORDS = {1: mark("High"), 2: mark("Medium"), 3: mark("Low")}
_ROLES: dict[ContactClass, str] = {
    ContactClass.DECISION_MAKER: mark("Owner, managing director, head of the firm or branch"),
    ContactClass.PURCHASING: mark("Buyer, head of purchasing"),
    ContactClass.TECHNICAL: mark("Engineer, head of production, workshop, quality or IT"),
    ContactClass.END_USER: mark("Whoever works with it: operator, shift leader, user"),
    ContactClass.FINANCE: mark("Head of finance, accountant, accounts payable"),
    ContactClass.EXECUTIVE_SPONSOR: mark("Member of the board, vice president"),
    ContactClass.LOGISTICS: mark("Head of warehouse or logistics, dispatcher"),
    ContactClass.LEGAL: mark("Lawyer, contract manager"),
    ContactClass.SUPPORT: mark("Assistant, service desk"),
    ContactClass.PARTNER: mark("Reseller, consultant"),
    ContactClass.ANALYST_MEDIA: mark("Analyst, journalist"),
    ContactClass.OTHER: mark("Other"),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list: so many contacts of a class at an account, with where to find it."""

    account: str
    city: str | None
    country: str | None
    website: str | None
    kind: ContactClass
    wanted: Wanted

    @property
    def role(self) -> str:
        """Whom to look for, in words for somebody who does not know our classes."""
        return tr(_ROLES[self.kind])


def list_rows(
    session: Session, as_of: date, accounts: Collection[int] | None = None
) -> list[ListRow]:
    """The contacts to acquire, most urgent first; of these accounts, or of all."""
    found = portfolio_contacts(session, as_of)
    places = {
        row.id: row
        for row in session.execute(
            select(Account.id, Account.city, Account.country, Account.website)
        )
    }
    rows = [
        ListRow(
            firm.name,
            places[firm.account].city,
            places[firm.account].country,
            places[firm.account].website,
            wanted.kind,
            wanted,
        )
        for firm in found.firms
        if accounts is None or firm.account in accounts
        for wanted in firm.wanted
        if wanted.to_acquire
    ]
    return sorted(rows, key=lambda row: (row.wanted.priority, row.account.casefold()))


def list_lines(rows: Sequence[ListRow]) -> list[tuple[str, ...]]:
    """The list as texts with a heading, for the clipboard."""
    return [
        tuple(column.title for column in _columns()),
        *(tuple("" if cell is None else str(cell) for cell in _cells(row)) for row in rows),
    ]


def write_list(
    session: Session, path: Path, as_of: date, accounts: Collection[int] | None = None
) -> int:
    """Write the list as a workbook; returns its lines.

    ``DomainError`` where there is nothing to acquire, ``FileError`` where it cannot be written.
    """
    rows = list_rows(session, as_of, accounts)
    if not rows:
        raise DomainError(tr("There are no contacts to acquire."))
    sheet = SheetOut(
        tr("Contacts to acquire"),
        _columns(),
        [_cells(row) for row in rows],
        totals=("number",),
        note=tr("As of {as_of}.", as_of=as_of.isoformat()),
    )
    write_workbook(path, [sheet], title=tr("Contacts to acquire"))
    return len(rows)


def _columns() -> list[ColumnOut]:
    return [
        ColumnOut("account", tr("Account"), width=30),
        ColumnOut("city", tr("City"), width=18),
        ColumnOut("country", tr("Country"), width=16),
        ColumnOut("website", tr("Website"), width=24),
        ColumnOut("class", tr("Contact class"), width=18),
        ColumnOut("role", tr("Whom to look for"), width=44),
        ColumnOut("number", tr("Number"), "int"),
        ColumnOut("priority", tr("Priority"), width=12),
        ColumnOut("present", tr("Already known"), "int"),
        ColumnOut("note", tr("Note"), width=36),
    ]


def _cells(row: ListRow) -> tuple[str | int | None, ...]:
    return (
        row.account,
        row.city,
        row.country,
        row.website,
        tr(WORDS[row.kind]),
        row.role,
        row.wanted.to_acquire,
        tr(PRIORITY_WORDS[row.wanted.priority]),
        row.wanted.present,
        row.wanted.note,
    )
