"""Contracts: adding, changing, and how far the talks about renewal are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Contract
from b2bdesk.models.enums import RenewalState


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """What the user says of a contract; ``notice_days`` before the end notice must be given."""

    name: str
    starts: date | None = None
    ends: date | None = None
    notice_days: int | None = None
    auto_renews: bool = False
    renewal: RenewalState = RenewalState.NOT_STARTED
    note: str = ""


def add_contract(session: Session, account: int, draft: ContractDraft) -> int:
    """Add a contract; ``DomainError`` with ``field`` account, name, ends or notice_days."""
    if session.get(Account, account) is None:
        raise DomainError(tr("Choose an account."), field="account")
    row = Contract(account_id=account, name="")
    _fill(row, draft)
    session.add(row)
    session.flush()
    return row.id


def edit_contract(session: Session, contract: int, draft: ContractDraft) -> None:
    """Give a contract what the draft says."""
    _fill(_get(session, contract), draft)
    session.flush()


def set_renewal(session: Session, contract: int, renewal: RenewalState) -> None:
    """Say how far the talks about renewal are."""
    _get(session, contract).renewal = renewal
    session.flush()


def delete_contract(session: Session, contract: int) -> None:
    """Take a contract away."""
    session.delete(_get(session, contract))
    session.flush()


def _get(session: Session, contract: int) -> Contract:
    row = session.get(Contract, contract)
    if row is None:
        raise DomainError(tr("The contract is not there any more."))
    return row


def _fill(row: Contract, draft: ContractDraft) -> None:
    if not draft.name.strip():
        raise DomainError(tr("Give the contract a name."), field="name")
    if draft.starts is not None and draft.ends is not None and draft.ends < draft.starts:
        raise DomainError(tr("The contract ends before it starts."), field="ends")
    if draft.notice_days is not None and not 0 <= draft.notice_days <= 3660:
        raise DomainError(tr("The notice is between 0 and 3,660 days."), field="notice_days")
    row.name = draft.name.strip()
    row.starts_day = None if draft.starts is None else day_of(draft.starts)
    row.ends_day = None if draft.ends is None else day_of(draft.ends)
    row.notice_days = draft.notice_days
    row.auto_renews = draft.auto_renews
    row.renewal = draft.renewal
    row.note = draft.note.strip() or None
