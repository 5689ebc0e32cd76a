"""The contact plans of accounts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.models import Account


def list_contact_plans(session: Session) -> dict[int, int]:
    """Every how many days each account that has a plan is to be contacted."""
    rows = session.execute(
        select(Account.id, Account.contact_every_days).where(
            Account.contact_every_days.is_not(None), Account.contact_every_days > 0
        )
    )
    return {account: days for account, days in rows if days is not None}
