"""Saving what a table shows as a workbook that can be edited and brought back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.progress import Progress
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats

if TYPE_CHECKING:
    from b2bdesk.services.today import Owners


def ask_workbook(owner: QWidget, title: str, name: str) -> Path | None:
    """Ask where to save a workbook; None when the user thinks better of it."""
    plain = re.sub(r'[<>:"/\\|?*]', " ", name).strip() or tr("Workbook")
    chosen, _ = QFileDialog.getSaveFileName(
        owner, title, f"{plain}.xlsx", tr("Excel workbook (*.xlsx)")
    )
    return Path(chosen).with_suffix(".xlsx") if chosen else None


def write_in_background(
    ctx: AppContext, owner: QWidget, path: Path, label: str, write: Callable[[Session], object]
) -> None:
    """Run ``write`` over a snapshot of the file, and say when the workbook is there."""
    report_in_background(ctx, owner, path, label, lambda session, _: write(session))


def report_in_background(
    ctx: AppContext,
    owner: QWidget,
    path: Path,
    label: str,
    write: Callable[[Session, Progress], object],
) -> None:
    """The same for what takes long enough to say where it is."""
    database = ctx.database
    if database is None:
        return

    def work(progress: Progress) -> None:
        with database.read(progress) as session:
            write(session, progress)

    ctx.tasks.long(
        owner,
        label,
        work,
        lambda _none: ctx.toast(tr("Saved {name}", name=path.name)),
        ctx.failed.emit,
    )


def export_records(
    ctx: AppContext, owner: QWidget, kind: str, ids: Sequence[int], name: str
) -> None:
    """Ask where, then write these records of one kind in their order; nothing without any."""
    if not ids:
        return
    path = ask_workbook(owner, tr("Export {name}", name=name), name)
    if path is not None:
        write_records_to(ctx, owner, path, kind, ids)


def write_records_to(
    ctx: AppContext, owner: QWidget, path: Path, kind: str, ids: Sequence[int]
) -> None:
    """Write these records of one kind, in their order."""
    told = tuple(ids)

    def write(session: Session) -> None:
        from b2bdesk.services.table_export import write_records

        write_records(session, path, kind, told)

    n = len(told)
    label = trn("Exporting {n} row", "Exporting {n} rows", n, n=formats().integer(n))
    write_in_background(ctx, owner, path, label, write)


def export_people(
    ctx: AppContext,
    owner: QWidget,
    account: int,
    name: str,
    persons: Sequence[int],
    seats: Sequence[int],
) -> None:
    """Ask where, then write people of an account, and their seats in a unit."""
    title = tr("People of {name}", name=name)
    path = ask_workbook(owner, tr("Export {name}", name=title), title)
    if path is None:
        return

    def write(session: Session) -> None:
        from b2bdesk.services.table_export import write_people

        write_people(session, path, account, persons, seats)

    write_in_background(ctx, owner, path, tr("Exporting {name}", name=title), write)


def export_today(ctx: AppContext, owner: QWidget, owners: Owners) -> None:
    """Ask where, then write what is due for these owners."""
    as_of = ctx.as_of
    name = tr("Today {date}", date=as_of.isoformat())
    path = ask_workbook(owner, tr("Export {name}", name=name), name)
    if path is not None:
        write_today_to(ctx, owner, path, owners)


def write_today_to(ctx: AppContext, owner: QWidget, path: Path, owners: Owners) -> None:
    """Write what is due, in the background."""
    as_of = ctx.as_of

    def write(session: Session, progress: Progress) -> None:
        from b2bdesk.services.today_export import write_today

        write_today(session, path, as_of, owners, progress)

    report_in_background(ctx, owner, path, tr("Exporting {name}", name=path.stem), write)


def export_file(ctx: AppContext, owner: QWidget) -> None:
    """Ask where, then write every record of the file."""
    name = ctx.info.name if ctx.info is not None else ""
    path = ask_workbook(owner, tr("Export all records"), name or tr("All records"))
    if path is None:
        return

    def write(session: Session) -> None:
        from b2bdesk.services.table_export import write_file

        write_file(session, path)

    write_in_background(ctx, owner, path, tr("Exporting all records"), write)
