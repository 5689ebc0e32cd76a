"""Follow-ups as a calendar file: chosen ones, or all that are open with a day.

A follow-up keeps its UID for ever and its number of changes as SEQUENCE, so a second export
updates what a calendar has and adds nothing twice; what was done of late is cancelled there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.calendar_out import DayOut, write_calendar
from b2bdesk.models.enums import PromisedBy
from b2bdesk.queries.next_steps import NextStepRow, count_changes, list_next_steps
from b2bdesk.services.today import Owners

_DONE_DAYS = 60


@dataclass(frozen=True, slots=True)
class CalendarWritten:
    """How many follow-ups were written, and how many have no day and could not be."""

    written: int
    without_day: int


def write_step_calendar(
    session: Session,
    path: Path,
    as_of: date,
    owners: Owners,
    chosen: Collection[int] | None = None,
) -> CalendarWritten:
    """Write the chosen follow-ups, or all of these owners while ``chosen`` is None.

    ``DomainError`` where none has a day, ``FileError`` where the file cannot be written.
    """
    since = as_of - timedelta(days=_DONE_DAYS)
    rows = list_next_steps(
        session,
        as_of,
        owners=() if chosen is not None else tuple(sorted(owners.ids)),
        unowned=chosen is None and owners.unowned,
        with_done_since=since,
    )
    if chosen is not None:
        rows = tuple(row for row in rows if row.id in chosen)
    dated = [row for row in rows if row.due is not None]
    open_ones = [row for row in dated if row.done is None or row.done > as_of]
    if not open_ones:
        raise DomainError(tr("No follow-up has a day, so there is nothing for a calendar."))
    changes = count_changes(session, [row.id for row in dated])
    name = tr("Follow-ups")
    days = [_day(row, changes.get(row.id, 0), as_of) for row in dated]
    write_calendar(path, days, name, datetime.now(UTC))
    without = sum(row.due is None and row.done is None for row in rows)
    return CalendarWritten(len(open_ones), without)


def _day(row: NextStepRow, changes: int, as_of: date) -> DayOut:
    assert row.due is not None
    title = f"{row.what} ({row.account})"
    if row.promised_by is PromisedBy.THEM:
        title = tr("They: {what}", what=title)
    lines = [
        tr("Account: {name}", name=row.account),
        "" if row.person is None else tr("Person: {name}", name=row.person),
        "" if row.owner is None else tr("Owner: {name}", name=row.owner),
    ]
    return DayOut(
        uid=f"next-step-{row.id}@b2bdesk",
        sequence=changes,
        day=row.due,
        title=title,
        text="\n".join(line for line in lines if line),
        cancelled=row.done is not None and row.done <= as_of,
    )
