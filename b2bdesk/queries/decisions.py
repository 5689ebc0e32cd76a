"""What was decided about accounts, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import Account, AccountDecision, Colleague
from b2bdesk.models.costing_enums import Decision


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision about an account; ``strategic``: kept for the reason, whatever it earns."""

    id: int
    account: int
    decision: Decision
    on: date
    author: str | None
    strategic: bool
    reason: str | None


def list_decisions(session: Session, as_of: date, account: int | None = None) -> list[DecisionRow]:
    """Decisions up to a day, of one account or of all, the newest first."""
    query = (
        select(
            AccountDecision.id,
            AccountDecision.account_id,
            AccountDecision.decision,
            AccountDecision.on_day,
            Colleague.name,
            AccountDecision.strategic,
            AccountDecision.reason,
        )
        .outerjoin(Colleague, Colleague.id == AccountDecision.author_id)
        .where(AccountDecision.on_day <= day_of(as_of))
        .order_by(AccountDecision.on_day.desc(), AccountDecision.id.desc())
    )
    if account is not None:
        query = query.where(AccountDecision.account_id == account)
    return [
        DecisionRow(row[0], row[1], row[2], date_of(row[3]), row[4], bool(row[5]), row[6])
        for row in session.execute(query)
    ]


def newest_decisions(session: Session, as_of: date) -> dict[int, DecisionRow]:
    """By account the decision that holds on a day."""
    found: dict[int, DecisionRow] = {}
    for row in list_decisions(session, as_of):
        found.setdefault(row.account, row)
    return found


def get_account_name(session: Session, account: int) -> str | None:
    """The name of an account, None where it is not in the file."""
    return session.scalar(select(Account.name).where(Account.id == account))
