"""Saving one account as a workbook."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, report_in_background


def export_account(ctx: AppContext, owner: QWidget, account: int, name: str) -> None:
    """Ask where, then write the account with everything known of it."""
    path = ask_workbook(owner, tr("Export {name}", name=name), name)
    if path is not None:
        write_account_to(ctx, owner, account, path)


def write_account_to(ctx: AppContext, owner: QWidget, account: int, path: Path) -> None:
    """Write the account over the chosen period, in the background."""
    as_of = ctx.as_of
    period = ctx.period or Period(month_of(as_of), month_of(as_of))

    def write(session: Session, progress: Progress) -> None:
        from b2bdesk.services.account_export import write_account

        write_account(session, account, path, period, as_of, progress)

    report_in_background(ctx, owner, path, tr("Exporting {name}", name=path.stem), write)
