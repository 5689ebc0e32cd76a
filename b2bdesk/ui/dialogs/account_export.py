"""Saving one account as a workbook."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.ui.context import AppContext


def export_account(ctx: AppContext, owner: QWidget, account: int, name: str) -> None:
    """Ask where, then write the account with everything known of it."""
    suggested = re.sub(r'[<>:"/\\|?*]', " ", name).strip() or tr("Account")
    chosen, _ = QFileDialog.getSaveFileName(
        owner, tr("Export {name}", name=name), f"{suggested}.xlsx", tr("Excel workbook (*.xlsx)")
    )
    if chosen:
        write_account_to(ctx, owner, account, Path(chosen).with_suffix(".xlsx"))


def write_account_to(ctx: AppContext, owner: QWidget, account: int, path: Path) -> None:
    """Write the account over the chosen period, in the background."""
    database, as_of = ctx.database, ctx.as_of
    if database is None:
        return
    period = ctx.period or Period(month_of(as_of), month_of(as_of))

    def work(progress: Progress) -> None:
        from b2bdesk.services.account_export import write_account

        with database.read(progress) as session:
            write_account(session, account, path, period, as_of)

    ctx.tasks.long(
        owner,
        tr("Exporting {name}", name=path.stem),
        work,
        lambda _none: ctx.toast(tr("Saved {name}", name=path.name)),
        ctx.failed.emit,
    )
