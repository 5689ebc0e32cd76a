"""Next steps: adding, changing, finishing and putting off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, NextStep
from b2bdesk.models.enums import PromisedBy

_LONGEST_AHEAD = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What is to be done, when and by whom; ``owner`` None is ``me`` of the file.

    ``promised_by``: who owes it. ``person``: whom of theirs it concerns.
    """

    what: str
    due: date | None = None
    owner: int | None = None
    person: int | None = None
    promised_by: PromisedBy = PromisedBy.US


def add_next_step(
    session: Session,
    draft: StepDraft,
    as_of: date,
    me: int | None,
    *,
    account: int,
    exchange: int | None = None,
    person: int | None = None,
) -> int:
    """Add a next step to an account; returns its id.

    Raises ``DomainError`` with ``field`` account, step or due.
    """
    if session.get(Account, account) is None:
        raise DomainError(tr("Choose an account."), field="account")
    _check(draft, as_of)
    row = NextStep(
        account_id=account,
        exchange_id=exchange,
        person_id=draft.person if draft.person is not None else person,
        what=draft.what.strip(),
        due_day=None if draft.due is None else day_of(draft.due),
        owner_id=draft.owner if draft.owner is not None else me,
        promised_by=draft.promised_by,
    )
    session.add(row)
    session.flush()
    return row.id


def edit_next_step(session: Session, step: int, draft: StepDraft, as_of: date) -> None:
    """Give a step what the draft says; an owner of None leaves it without one."""
    row = _get(session, step)
    _check(draft, as_of)
    row.what = draft.what.strip()
    row.due_day = None if draft.due is None else day_of(draft.due)
    row.owner_id = draft.owner
    row.person_id = draft.person
    row.promised_by = draft.promised_by
    session.flush()


def change_step(session: Session, step: int, what: str, due: date | None, as_of: date) -> None:
    """Give a step other words and another day; who does it stays."""
    row = _get(session, step)
    _check(StepDraft(what, due), as_of)
    row.what = what.strip()
    row.due_day = None if due is None else day_of(due)
    session.flush()


def finish_next_step(session: Session, step: int, as_of: date) -> None:
    """Mark a step as done on the as-of day."""
    _get(session, step).done_day = day_of(as_of)
    session.flush()


def reopen_next_step(session: Session, step: int) -> None:
    """Take back that a step is done."""
    _get(session, step).done_day = None
    session.flush()


def reschedule_next_step(session: Session, step: int, due: date | None, as_of: date) -> None:
    """Give a step another due day; None leaves it without one."""
    row = _get(session, step)
    _check(StepDraft(row.what, due), as_of)
    row.due_day = None if due is None else day_of(due)
    session.flush()


def snooze_next_step(session: Session, step: int, as_of: date, days: int = 7) -> date:
    """Let a step rest for ``days`` from the as-of day; when it is due stays as it is."""
    until = as_of + timedelta(days=days)
    _get(session, step).snoozed_until = day_of(until)
    session.flush()
    return until


def wake_next_step(session: Session, step: int) -> None:
    """Let a step that rests be seen again."""
    _get(session, step).snoozed_until = None
    session.flush()


def delete_next_step(session: Session, step: int) -> None:
    """Take a step away."""
    session.delete(_get(session, step))
    session.flush()


def _get(session: Session, step: int) -> NextStep:
    row = session.get(NextStep, step)
    if row is None:
        raise DomainError(tr("The next step is not there any more."))
    return row


def _check(draft: StepDraft, as_of: date) -> None:
    if not draft.what.strip():
        raise DomainError(tr("Say what is to be done."), field="step")
    if draft.due is not None and abs(draft.due - as_of) > _LONGEST_AHEAD:
        raise DomainError(tr("That day is more than ten years away."), field="due")
