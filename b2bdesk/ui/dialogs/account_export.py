"""Saving one account as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, report_in_background

if TYPE_CHECKING:
    from b2bdesk.services.people_map import AccountPeople


def export_account(ctx: AppContext, owner: QWidget, account: int, name: str) -> None:
    """Ask where, then write the account with everything known of it."""
    path = ask_workbook(owner, tr("Export {name}", name=name), name)
    if path is not None:
        write_account_to(ctx, owner, account, path)


def write_account_to(ctx: AppContext, owner: QWidget, account: int, path: Path) -> None:
    """Write the account over the chosen period, in the background: the maps are drawn here, since
    drawing is the window's, all else there."""
    as_of = ctx.as_of
    period = ctx.period or Period(month_of(as_of), month_of(as_of))

    def read(session: Session) -> AccountPeople:
        from b2bdesk.services.people_map import account_people

        return account_people(session, account, as_of)

    def on_people(people: AccountPeople) -> None:
        from b2bdesk.ui.canvas.picture import report_pictures

        pictures = report_pictures(people)

        def write(session: Session, progress: Progress) -> None:
            from b2bdesk.services.account_export import write_account

            write_account(session, account, path, period, as_of, progress, pictures)

        report_in_background(ctx, owner, path, tr("Exporting {name}", name=path.stem), write)

    ctx.read("account-export-maps", owner, read, on_people)
