"""What the user wants of contacts at an account, in place of what is typical."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, ContactGoal
from b2bdesk.models.enums import ContactClass

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Keep:
    """A part of a goal that a change leaves as it is."""


KEEP = Keep()


def set_goal(
    session: Session,
    account: int,
    kind: ContactClass,
    *,
    wanted: int | Keep | None = KEEP,
    priority: int | Keep | None = KEEP,
    note: str | Keep = KEEP,
) -> None:
    """Change what is wanted of a class; None goes back to what is typical.

    ``DomainError`` with field "wanted" or "priority".
    """
    if session.get(Account, account) is None:
        raise DomainError(tr("This account is not there any more."))
    if isinstance(wanted, int) and not 0 <= wanted <= _MOST:
        raise DomainError(tr("Enter a number from 0 to 1,000."), field="wanted")
    if isinstance(priority, int) and not 1 <= priority <= 3:
        raise DomainError(tr("A priority goes from 1 to 3."), field="priority")
    row = session.scalar(
        select(ContactGoal).where(
            ContactGoal.account_id == account, ContactGoal.contact_class == kind
        )
    )
    if row is None:
        row = ContactGoal(account_id=account, contact_class=kind)
        session.add(row)
    if not isinstance(wanted, Keep):
        row.wanted = wanted
    if not isinstance(priority, Keep):
        row.priority = priority
    if not isinstance(note, Keep):
        row.note = note.strip() or None
    session.flush()
    if row.wanted is None and row.priority is None and row.note is None:
        session.delete(row)
        session.flush()
