"""Our own people in the file: who owns accounts, exchanges and next steps."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Colleague, ExchangeColleague
from b2bdesk.services.file_settings import set_setting


@dataclass(frozen=True, slots=True)
class ColleagueDraft:
    """What is known of a colleague; ``id`` None makes a new one."""

    id: int | None
    name: str
    email: str = ""
    function: str = ""


def save_colleague(session: Session, draft: ColleagueDraft, *, as_me: bool = False) -> int:
    """Add or change a colleague, who with ``as_me`` works here; returns the id.

    Names are unique, for they are chosen by name.
    """
    name = " ".join(draft.name.split())
    if not name:
        raise DomainError(tr("A colleague needs a name."), field="name")
    same = session.scalar(
        select(Colleague.id).where(func.lower(Colleague.name) == name.lower()).limit(1)
    )
    if same is not None and same != draft.id:
        raise DomainError(
            tr("{name} is on the team already.", name=name),
            field="name",
            hint=tr("Add a middle initial to tell the two apart."),
        )
    row = Colleague(name=name) if draft.id is None else session.get_one(Colleague, draft.id)
    row.name = name
    row.email = draft.email.strip() or None
    row.function = draft.function.strip() or None
    session.add(row)
    session.flush()
    if as_me:
        set_me(session, row.id)
    return row.id


def set_active(session: Session, colleague: int, active: bool) -> None:
    """Mark a colleague as gone, or back: those who left keep what they did."""
    session.get_one(Colleague, colleague).active = active


def remove_colleague(session: Session, colleague: int) -> None:
    """Remove a colleague who took part in nothing; refuses otherwise."""
    part = session.scalar(
        select(func.count())
        .select_from(ExchangeColleague)
        .where(ExchangeColleague.colleague_id == colleague)
    )
    if part:
        raise DomainError(
            tr("This colleague took part in exchanges."),
            hint=tr("Mark the colleague as gone instead; what was done stays."),
        )
    session.delete(session.get_one(Colleague, colleague))


def set_me(session: Session, colleague: int) -> None:
    """Say which colleague works here."""
    set_setting(session, "me", colleague)
