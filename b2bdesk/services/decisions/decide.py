"""Setting a decision about accounts, and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, AccountDecision
from b2bdesk.models.costing_enums import Decision


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision as it is set; a strategic account is kept, and says why."""

    decision: Decision
    reason: str = ""
    strategic: bool = False


def set_decision(
    session: Session,
    accounts: Collection[int],
    draft: DecisionDraft,
    on: date,
    author: int | None = None,
) -> int:
    """Decide about accounts from a day on; the same day again corrects it. Returns how many.

    ``DomainError`` with ``field`` account, strategic or reason.
    """
    reason = draft.reason.strip()
    if draft.strategic and draft.decision is not Decision.KEEP:
        raise DomainError(tr("A strategic account is kept."), field="strategic")
    if draft.strategic and not reason:
        raise DomainError(tr("Say why the account is strategic."), field="reason")
    wanted = sorted(set(accounts))
    found = set(session.scalars(select(Account.id).where(Account.id.in_(wanted))))
    if not wanted or len(found) < len(wanted):
        raise DomainError(tr("Choose an account."), field="account")
    same_day = {
        row.account_id: row
        for row in session.scalars(
            select(AccountDecision)
            .where(AccountDecision.account_id.in_(wanted), AccountDecision.on_day == day_of(on))
            .order_by(AccountDecision.id)
        )
    }
    for account in wanted:
        row = same_day.get(account)
        if row is None:
            row = AccountDecision(account_id=account, on_day=day_of(on))
            session.add(row)
        row.decision = draft.decision
        row.reason = reason or None
        row.strategic = draft.strategic
        row.author_id = author
    session.flush()
    return len(wanted)


def remove_decision(session: Session, decision: int) -> None:
    """Take a decision away; the one before it holds again."""
    row = session.get(AccountDecision, decision)
    if row is None:
        raise DomainError(tr("The decision is not there any more."))
    session.delete(row)
    session.flush()
