"""Exporting into a template of the user's own: which one, where to, and what was not filled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.filler import Filled
from b2bdesk.services.templates import (
    TemplateKind,
    fill_account,
    make_templates_folder,
    words_about,
)
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.workbook_export import ask_workbook

Fill = Callable[[Session, Path, Path], Filled]
"""Fills a template (second) into a new workbook (third)."""


def open_templates_folder(ctx: AppContext, owner: QWidget) -> None:
    """Show the folder of templates in the desktop's own program, with one of each to begin with."""

    def show(folder: object) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    _with_folder(ctx, owner, show)


def export_account_template(ctx: AppContext, owner: QWidget, account: int, name: str) -> None:
    """Ask for a template and a place, then fill it with one account."""
    as_of = ctx.as_of
    period = ctx.period or Period(month_of(as_of), month_of(as_of))

    def fill(session: Session, template: Path, path: Path) -> Filled:
        return fill_account(session, account, template, path, period, as_of)

    export_template(ctx, owner, TemplateKind.ACCOUNT, name, fill)


def export_template(
    ctx: AppContext, owner: QWidget, kind: TemplateKind, name: str, fill: Fill
) -> None:
    """Ask for a template and a place, then fill it in the background."""

    def ask(folder: object) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            owner,
            tr("Choose a template"),
            str(Path(str(folder)) / kind),
            tr("Excel workbooks (*.xlsx *.xltx)"),
        )
        if not chosen:
            return
        template = Path(chosen)
        path = ask_workbook(owner, tr("Export {name}", name=name), f"{name} {template.stem}")
        if path is not None:
            _fill(ctx, owner, template, path, fill)

    _with_folder(ctx, owner, ask)


def _fill(ctx: AppContext, owner: QWidget, template: Path, path: Path, fill: Fill) -> None:
    database = ctx.database
    if database is None:
        return

    def work(progress: Progress) -> Filled:
        with database.read(progress) as session:
            return fill(session, template, path)

    def done(filled: Filled) -> None:
        words = words_about(filled)
        if words:
            ctx.failed.emit(
                FileError(
                    tr("{name} is saved, but not everything is in it.", name=path.name), words
                )
            )
        else:
            ctx.toast(tr("Saved {name}", name=path.name))

    ctx.tasks.long(owner, tr("Exporting {name}", name=path.stem), work, done, ctx.failed.emit)


def _with_folder(ctx: AppContext, owner: QWidget, then: Callable[[object], None]) -> None:
    """Make the folder where it is missing, out of the window's thread, then go on."""

    def work(_progress: Progress) -> Path:
        return make_templates_folder()

    ctx.tasks.read("templates", owner, work, then, ctx.failed.emit)
