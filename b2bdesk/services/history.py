"""Undo, redo and the history of an account, for every kind of edit alike."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.services import summaries
from b2bdesk.storage.database import Database, Written
from b2bdesk.storage.journal import (
    Step,
    entries_of,
    label_of,
    next_redo,
    next_undo,
    replay_undo,
)


@dataclass(frozen=True, slots=True)
class UndoState:
    """What Ctrl+Z and Ctrl+Shift+Z would do now; None where there is nothing."""

    undo: Step | None
    redo: Step | None


def undo_state(session: Session) -> UndoState:
    """What can be undone and redone in the file now."""
    return UndoState(next_undo(session), next_redo(session))


def _take_back(session: Session, txn: int) -> None:
    batches = [entry.row for entry in entries_of(session, txn) if entry.table == "import_batch"]
    replay_undo(session, txn)
    summaries.refresh(session, batches)


def undo(database: Database, author: str | None = None) -> Written:
    """Take the newest step back. ``changes.label`` is the undone step's label."""
    with database.read() as session:
        step = next_undo(session)
    if step is None:
        raise DomainError(tr("There is nothing to undo."))
    return undo_step(database, step, author)


def undo_step(database: Database, step: Step, author: str | None = None) -> Written:
    """Take one step back, however old; ``ConflictError`` where later work stands against it."""
    label = step.label
    if not label:
        with database.read() as session:
            label = label_of(session, step.txn)
    return database.write(
        label, lambda session: _take_back(session, step.txn), author=author, undoes=step.txn
    )


def redo(database: Database, author: str | None = None) -> Written:
    """Bring the last undone step back."""
    with database.read() as session:
        step = next_redo(session)
    if step is None:
        raise DomainError(tr("There is nothing to redo."))
    return undo_step(database, step, author)
