"""Undo, redo and the history of an account, for every kind of edit alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from b2bdesk.core.errors import ConflictError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.queries.history import Shown, name_record, show_values
from b2bdesk.services import merged_facts, summaries
from b2bdesk.storage.database import Database, Written
from b2bdesk.storage.journal import Step, cancelled_steps, label_of, next_redo, next_undo
from b2bdesk.storage.later_work import Place, later_work
from b2bdesk.storage.replay import StandsAgainstError, replay_undo, replay_undo_beside

_NAMED = 5


@dataclass(frozen=True, slots=True)
class LaterEdit:
    """A place where later work stands against an undo: the record, the field (empty for a record
    that the step added and that is in use by now), and its value before, after and now."""

    place: Place
    record: str
    field: str
    before: Shown | None
    after: Shown | None
    now: Shown | None


@dataclass(frozen=True, slots=True)
class UndoState:
    """What Ctrl+Z and Ctrl+Shift+Z would do now; None where there is nothing."""

    undo: Step | None
    redo: Step | None


def undo_state(session: Session) -> UndoState:
    """What can be undone and redone in the file now."""
    return UndoState(next_undo(session), next_redo(session))


def _take_back(session: Session, txn: int, beside: Collection[Place] | None) -> None:
    if txn in cancelled_steps(session, since=txn):
        raise DomainError(tr("This step was taken back already."))
    try:
        if beside is None:
            entries = replay_undo(session, txn)
        else:
            entries, _ = replay_undo_beside(session, txn, beside)
    except StandsAgainstError as error:
        raise _conflict(session, error) from error
    if not entries:
        raise DomainError(tr("Nothing is left of this step to take back."))
    batches = {entry.row for entry in entries if entry.table == "import_batch"}
    summaries.refresh(session, batches, merged_facts.follow_merges(session))


def _conflict(session: Session, error: StandsAgainstError) -> ConflictError:
    names = tuple(
        dict.fromkeys(name_record(session, r.table, r.row, r.image) for r in error.records)
    )
    words = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        words = tr("{names} and {n} more", names=words, n=len(names) - _NAMED)
    return ConflictError(
        tr("Later work stands against it: {names}.", names=words),
        records=names,
        hint=tr("Undo the later steps first. Nothing was changed."),
    )


def undo(database: Database, author: str | None = None) -> Written:
    """Take the newest step back. ``changes.label`` is the undone step's label."""
    with database.read() as session:
        step = next_undo(session)
    if step is None:
        raise DomainError(tr("There is nothing to undo."))
    return undo_step(database, step, author)


def list_later_edits(session: Session, txn: int) -> list[LaterEdit]:
    """What later work stands against taking a step back, in words; empty where nothing does."""
    return [
        LaterEdit(
            place.place,
            name_record(session, place.table, place.row, {}),
            *show_values(
                session, place.table, place.column, (place.before, place.after, place.now)
            ),
        )
        for place in later_work(session, txn)
    ]


def undo_step(
    database: Database,
    step: Step,
    author: str | None = None,
    *,
    beside: Collection[Place] | None = None,
) -> Written:
    """Take one step back, however old; ``ConflictError`` where later work stands against it.

    With ``beside`` later work stays where it is, except in the named places, which are taken back
    with the step; a record that is taken back goes with all that hangs on it.
    """
    label = step.label
    if not label:
        with database.read() as session:
            label = label_of(session, step.txn)
    return database.write(
        label, lambda session: _take_back(session, step.txn, beside), author=author, undoes=step.txn
    )


def redo(database: Database, author: str | None = None) -> Written:
    """Bring the last undone step back."""
    with database.read() as session:
        step = next_redo(session)
    if step is None:
        raise DomainError(tr("There is nothing to redo."))
    return undo_step(database, step, author)
