"""Saving the contacts to acquire as a workbook to hand on."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, write_in_background


def export_contact_list(
    ctx: AppContext, owner: QWidget, name: str, accounts: Collection[int] | None
) -> None:
    """Ask where, then write the contacts to acquire at these accounts, or at all."""
    title = tr("Contacts to acquire, {name}", name=name) if name else tr("Contacts to acquire")
    path = ask_workbook(owner, tr("Export {name}", name=title), title)
    if path is not None:
        write_contact_list(ctx, owner, path, accounts)


def write_contact_list(
    ctx: AppContext, owner: QWidget, path: Path, accounts: Collection[int] | None
) -> None:
    """Write the list in the background."""
    as_of = ctx.as_of

    def write(session: Session) -> None:
        from b2bdesk.services.contact_list_export import write_list

        write_list(session, path, as_of, accounts)

    write_in_background(ctx, owner, path, tr("Exporting {name}", name=path.stem), write)
