"""What the list of accounts adds to palette, shortcuts and menus."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action

if TYPE_CHECKING:
    from b2bdesk.ui.pages.accounts.accounts_page import AccountsPage


def account_actions(page: AccountsPage) -> list[Action]:
    """The page's actions; those on accounts are enabled while some are selected."""
    group = tr("Accounts")

    def one() -> bool:
        return len(page.table.selected_ids) == 1

    def some() -> bool:
        return bool(page.table.selected_ids)

    return [
        Action(
            "accounts.filter",
            tr("Filter accounts"),
            page.head.search.setFocus,
            "F",
            "ph.funnel-simple",
            group,
            "find",
        ),
        Action(
            "accounts.edit",
            tr("Edit the selected account"),
            page.edit_account,
            "E",
            "ph.pencil-simple",
            group,
            "change rename",
            one,
        ),
        Action(
            "accounts.pin",
            tr("Pin the selected accounts to the rail, or take them off"),
            page.toggle_pinned,
            "",
            "ph.push-pin",
            group,
            "favourite",
            some,
        ),
        Action(
            "accounts.export",
            tr("Export the list of accounts to Excel"),
            page.export,
            "Ctrl+E",
            "ph.download-simple",
            group,
            "workbook spreadsheet round trip",
            lambda: bool(page.table.model.ids),
        ),
        Action(
            "accounts.delete",
            tr("Delete the selected accounts"),
            page.delete_selected,
            "Del",
            "ph.trash",
            group,
            "remove",
            some,
        ),
    ]


def fill_selection_menu(menu: QMenu, page: AccountsPage) -> None:
    """What can be done with the selected accounts."""
    menu.clear()
    ids = page.table.selected_ids
    menu.addAction(tr("Open"), lambda: page.open_account(ids[0])).setEnabled(len(ids) == 1)
    menu.addAction(tr("Edit…"), page.edit_account).setEnabled(len(ids) == 1)
    menu.addSeparator()
    owners = menu.addMenu(tr("Set owner"))
    info = page.ctx.info
    for colleague in () if info is None else info.team:
        if colleague.active:
            owners.addAction(colleague.name, partial(page.give_to, colleague.id, colleague.name))
    owners.addSeparator()
    owners.addAction(tr("No owner"), partial(page.give_to, None, ""))
    words = tr("Take off the rail") if page.all_pinned(ids) else tr("Pin to the rail")
    menu.addAction(words, page.toggle_pinned)
    menu.addAction(tr("Export to Excel…"), partial(page.export, ids))
    menu.addSeparator()
    menu.addAction(tr("Delete"), page.delete_selected)
