"""Accounts: every firm in the file, also those that never ordered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from b2bdesk.core.dates import day_of, end_of
from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, OwnFieldOf
from b2bdesk.queries.accounts import AccountRow, list_accounts
from b2bdesk.queries.own_fields import OwnFieldRow, own_fields
from b2bdesk.services.accounts import delete_accounts, set_owner, set_pinned
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.workbook_export import export_records
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.accounts.columns import columns, empty_columns, own_text
from b2bdesk.ui.pages.accounts.commands import account_actions, fill_selection_menu
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.shell.drops import ROWS_ARE_ACCOUNTS
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.account_filter_bar import AccountFilterBar
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.table_head import TableHead
from b2bdesk.ui.widgets.text import h_rule

_SAVE_DELAY_MS = 400


class AccountsPage(Page):
    """Filter chips and the table of all accounts; add, edit, delete, pin, give to an owner."""

    key = "accounts"
    watched = (
        "account",
        "external_id",
        "import_batch",
        "exchange",
        "relationship_record",
        "colleague",
        "own_field",
        "own_value",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._rows: dict[int, AccountRow] = {}
        self._own: tuple[OwnFieldRow, ...] = ()
        self._waiting_state: Mapping[str, Any] = {}
        self._told = False
        self._problem: Banner | None = None
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(_SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self._save_view)
        self._build()
        self._restore_view()
        ctx.opened.connect(self._on_opened)

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        look = theme()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filter_bar = AccountFilterBar()
        self.filter_bar.changed.connect(self._on_filtered)
        self.without_orders = Chip(tr("Without orders"), toggle=True)
        self.without_orders.toggled.connect(lambda _on: self._on_filtered())
        self.filter_bar.add_action(self.without_orders)
        column.addWidget(self.filter_bar)
        column.addWidget(h_rule())
        self._banner_slot = QVBoxLayout()
        self._banner_slot.setContentsMargins(look.space(4), 0, look.space(4), 0)
        self._banner_slot.setSpacing(look.space(2))
        column.addLayout(self._banner_slot)
        self.table: DataTable[AccountRow] = DataTable(
            IdTableModel(columns(lambda: self.ctx.as_of)), name=tr("All accounts")
        )
        self.table.setProperty(ROWS_ARE_ACCOUNTS, True)
        self.head = TableHead(self.table, tr("Filter accounts"))
        self.head.filtered.connect(self._on_filtered)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill_selection_menu(menu, self))
        self.selection_button = Button(
            tr("Selected"), "flat", icon_name="ph.check-square", menu=menu
        )
        self.head.add_tool(self.selection_button)
        self.head.add_tool(
            IconButton("ph.download-simple", tr("Export to Excel"), keys="Ctrl E",
                       on_click=self.export)
        )  # fmt: skip
        self.head.add_tool(
            Button(tr("Add account"), "primary", keys="Ctrl N", on_click=self.add_account)
        )
        column.addWidget(self.head)
        self.table.opened.connect(self.open_account)
        self.table.state_changed.connect(self._on_table_state)
        self.table.selection_changed.connect(lambda _ids: self._show_selection())
        self.table.context_requested.connect(self._on_context)
        holder = QHBoxLayout()
        holder.setContentsMargins(look.px(8), 0, look.px(8), look.px(8))
        holder.addWidget(self.table)
        column.addLayout(holder, 1)
        self.set_content(content)
        self._show_selection()

    def _on_context(self, _account: int, spot: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_selection_menu(menu, self)
        menu.popup(spot)

    # --- what the shell asks ---------------------------------------------------------------

    def title(self) -> str:
        return tr("Accounts")

    def page_actions(self) -> list[Action]:
        return account_actions(self)

    def shortcuts(self) -> list[tuple[str, str]]:
        return [
            ("J K", tr("move")),
            ("Enter", tr("open account")),
            ("E", tr("edit")),
            ("F", tr("filter")),
        ]

    # --- reading ---------------------------------------------------------------------------

    def focus_target(self) -> QWidget:
        return self.table.view

    def load(self) -> None:
        if self.ctx.info is None:
            return
        as_of = self.ctx.as_of
        if not self._rows:
            self.states.show_loading(tr("Reading the accounts"))
        day, until = day_of(as_of), end_of(as_of)
        self.ctx.read(
            "accounts",
            self,
            lambda session: (
                list_accounts(session, day, until),
                own_fields(session, OwnFieldOf.ACCOUNT),
            ),
            self._on_read,
            self.states.show_problem,
        )

    def _on_read(self, found: tuple[tuple[AccountRow, ...], tuple[OwnFieldRow, ...]]) -> None:
        rows, own = found
        if own != self._own:
            # Fields are known only now: what was remembered of their columns waited until here.
            state = self._waiting_state or self.head.table_state()
            self._own = own
            self.table.set_columns(columns(lambda: self.ctx.as_of, own), state)
        self._waiting_state = {}
        self.filter_bar.set_own_fields(own)
        self._on_rows(rows)

    def _on_rows(self, rows: tuple[AccountRow, ...]) -> None:
        self._rows = {row.id: row for row in rows}
        if not rows:
            self.states.show_empty(
                tr("No accounts yet"),
                tr("Customers, partners and prospects will be listed here, with who owns them."),
                icon_name="ph.buildings",
                primary=EmptyAction(tr("Import a workbook"), self._import, "Ctrl+O"),
                alternative=EmptyAction(tr("Add one account"), self.add_account),
            )
            return
        self.filter_bar.set_rows(rows)
        self.head.set_absent(empty_columns(rows))
        self.states.show_ready()
        self._tell_without_orders()
        self._on_filtered()

    def _tell_without_orders(self) -> None:
        without = sum(1 for row in self._rows.values() if not row.has_orders)
        self.without_orders.setVisible(0 < without < len(self._rows))
        if self._told or not 0 < without < len(self._rows):
            return
        self._told = True
        of = formats().integer
        banner = Banner(
            "info",
            tr(
                "{without} of {every} accounts have no orders yet.",
                without=of(without),
                every=of(len(self._rows)),
            ),
            action=tr("Show them"),
            on_action=lambda: self.without_orders.setChecked(True),
        )
        self._add_banner(banner)

    def _add_banner(self, banner: Banner) -> None:
        self._banner_slot.setContentsMargins(
            theme().space(4), theme().space(2), theme().space(4), 0
        )
        self._banner_slot.addWidget(banner)

    def _on_opened(self) -> None:
        self._rows = {}
        self._told = False
        self.filter_bar.restore_state(self.filter_bar.save_state())
        self.stale = True

    def _import(self) -> None:
        self.ctx.go(Target("data", tab="import"))

    # --- filtering -------------------------------------------------------------------------

    @property
    def shown_rows(self) -> list[AccountRow]:
        """The rows the filters let through, in the order of the table."""
        return [self._rows[account] for account in self.table.model.ids]

    def _on_filtered(self) -> None:
        filters = self.filter_bar.filters
        needle = self.head.needle
        bare = self.without_orders.isChecked()
        chosen = {
            row.id: row
            for row in self._rows.values()
            if filters.accepts(row)
            and not (bare and row.has_orders)
            and (not needle or _has(row, self._own, needle))
        }
        self.table.model.set_rows(chosen)
        self._show_counts()
        self.ctx.set_account_order(self.table.model.ids)
        self._save_timer.start()

    def _show_counts(self) -> None:
        shown, every = len(self.table.model.ids), len(self._rows)
        of = formats().integer
        if shown == every:
            self.head.count.setText(trn("{n} account", "{n} accounts", every, n=of(every)))
        else:
            self.head.count.setText(
                tr("{shown} of {every} accounts", shown=of(shown), every=of(every))
            )
        self._show_selection()

    def _show_selection(self) -> None:
        n = len(self.table.selected_ids)
        self.selection_button.setVisible(n > 0)
        self.selection_button.setText(tr("{n} selected", n=formats().integer(n)))
        self.selection_button.updateGeometry()
        self.head.caption.setText(tr("Enter opens, E edits") if n == 1 else "")

    def open_account(self, account: int) -> None:
        """Show an account; Alt+Up and Alt+Down then walk the rows of this table."""
        self.ctx.set_account_order(self.table.model.ids)
        self.ctx.go(Target("account", account))

    def export(self, ids: list[int] | None = None) -> None:
        """Ask where, then write these accounts, without ``ids`` those of the table, in order."""
        export_records(self.ctx, self, "accounts", ids or self.table.model.ids, tr("Accounts"))

    # --- changing --------------------------------------------------------------------------

    def add_account(self) -> None:
        """Ask for a new account."""
        from b2bdesk.ui.dialogs.account_dialog import add_account

        add_account(self.ctx, self)

    def edit_account(self) -> None:
        """Ask what to change of the selected account."""
        from b2bdesk.ui.dialogs.account_dialog import edit_account

        ids = self.table.selected_ids
        if ids:
            edit_account(self.ctx, self, ids[0])

    def give_to(self, owner: int | None, name: str) -> None:
        """Set the owner of every selected account, in one step."""
        ids = self.table.selected_ids
        whose = self._said(ids)
        if owner is None:
            label, toast = tr("Take the owner off {whose}", whose=whose), tr("No owner any more")
        else:
            label = tr("Set the owner of {whose}", whose=whose)
            toast = tr("{name} owns {whose} now", name=name, whose=whose)
        self.ctx.write(label, self, lambda session: set_owner(session, ids, owner), toast=toast)

    def toggle_pinned(self) -> None:
        """Pin the selected accounts; when all are pinned, take them off."""
        ids = self.table.selected_ids
        if not ids:
            return
        on = not self.all_pinned(ids)
        whose = self._said(ids)
        label = tr("Pin {whose}", whose=whose) if on else tr("Unpin {whose}", whose=whose)
        toast = tr("{whose} pinned", whose=whose) if on else tr("{whose} unpinned", whose=whose)
        self.ctx.write(label, self, lambda session: set_pinned(session, ids, on), toast=toast)

    def all_pinned(self, ids: list[int]) -> bool:
        """True when every one of these accounts is on the rail."""
        return all(self._rows[account].pinned for account in ids)

    def delete_selected(self) -> None:
        """Delete the selected accounts; no question, since it can be undone."""
        ids = self.table.selected_ids
        if not ids:
            return
        self._show_problem(None)
        whose = self._said(ids)
        self.ctx.write(
            tr("Delete {whose}", whose=whose),
            self,
            lambda session: delete_accounts(session, ids),
            failed=self._show_problem,
            toast=tr("{whose} deleted", whose=whose),
        )

    def _show_problem(self, error: B2BDeskError | None) -> None:
        if self._problem is not None:
            self._problem.deleteLater()
            self._problem = None
        if error is not None:
            self._problem = Banner("error", error.message, error.hint, closable=True)
            self._add_banner(self._problem)

    def _said(self, ids: list[int]) -> str:
        if len(ids) == 1:
            return self._rows[ids[0]].name
        return trn("{n} account", "{n} accounts", len(ids), n=formats().integer(len(ids)))

    # --- what is remembered ----------------------------------------------------------------

    def _on_table_state(self) -> None:
        if self._rows:
            self.ctx.set_account_order(self.table.model.ids)
        self._save_timer.start()

    def _save_view(self) -> None:
        self.ctx.keep_view_state(
            self.key,
            {
                "table": self.head.table_state(),
                "filters": self.filter_bar.save_state(),
                "search": self.head.search.text(),
            },
        )

    def _restore_view(self) -> None:
        state = self.ctx.view_state(self.key)
        self._waiting_state = state.get("table", {})
        self.table.restore_state(self._waiting_state)
        self.filter_bar.restore_state(state.get("filters", {}))
        self.head.search.setText(state.get("search", ""))
        self._save_timer.stop()


def _has(row: AccountRow, own: Iterable[OwnFieldRow], needle: list[str]) -> bool:
    text = _searchable(row, own)
    return all(part in text for part in needle)


def _searchable(row: AccountRow, own: Iterable[OwnFieldRow]) -> str:
    parts = (
        row.name,
        row.place,
        row.segment,
        row.owner,
        row.parent,
        tr(WORDS[row.kind]),
        *row.erp_numbers,
        *(own_text(field, row) for field in own),
    )
    return " ".join(part for part in parts if part).casefold()
