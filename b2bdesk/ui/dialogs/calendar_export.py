"""Saving follow-ups as a calendar file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.progress import Progress
from b2bdesk.services.today import Owners
from b2bdesk.ui.context import AppContext


def export_calendar(
    ctx: AppContext,
    owner: QWidget,
    chosen: Collection[int] | None = None,
    owners: Owners | None = None,
) -> None:
    """Ask where, then write the chosen follow-ups, or all of these owners."""
    name, _ = QFileDialog.getSaveFileName(
        owner,
        tr("Save follow-ups for a calendar"),
        f"{tr('Follow-ups')}.ics",
        tr("Calendar (*.ics)"),
    )
    database = ctx.database
    if not name or database is None:
        return
    path = Path(name).with_suffix(".ics")
    as_of, wanted = ctx.as_of, owners or Owners()

    def work(progress: Progress) -> str:
        from b2bdesk.services.step_calendar import write_step_calendar

        with database.read(progress) as session:
            done = write_step_calendar(session, path, as_of, wanted, chosen)
        said = trn("{n} follow-up", "{n} follow-ups", done.written)
        words = tr("{count} saved in {name}", count=said, name=path.name)
        left = trn("{n} without a day", "{n} without a day", done.without_day)
        return f"{words}, {tr('{left} left out', left=left)}" if done.without_day else words

    ctx.tasks.long(owner, tr("Saving {name}", name=path.name), work, ctx.toast, ctx.failed.emit)
