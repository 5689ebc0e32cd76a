"""The lists of Today, and what they say when they are empty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.queries.contracts import ContractRow
from b2bdesk.services.snoozes import Alert
from b2bdesk.services.today import (
    AccountGaps,
    LapsedAccount,
    Resting,
    SilentAccount,
    Today,
)
from b2bdesk.ui.pages.today.alerts import About, AlertList
from b2bdesk.ui.pages.today.lists import (
    OverdueRow,
    gap_columns,
    lapsed_columns,
    overdue_columns,
    renewal_columns,
    resting_columns,
    silent_columns,
)
from b2bdesk.ui.widgets.row_list import RowList
from b2bdesk.ui.widgets.text import Text


class TodayPanels:
    """The lists by name; days are told as of ``as_of``."""

    def __init__(self, as_of: Callable[[], date]) -> None:
        self.overdue: RowList[OverdueRow] = RowList(
            tr("Orders overdue"), overdue_columns(as_of), most=11, header=True
        )
        self.renewals: RowList[ContractRow] = RowList(tr("Renewals"), renewal_columns(as_of))
        self.silent: RowList[SilentAccount] = RowList(tr("Silent accounts"), silent_columns())
        self.gaps: RowList[AccountGaps] = RowList(tr("DMU gaps"), gap_columns(as_of))
        self.lapsed: RowList[LapsedAccount] = RowList(tr("Win back"), lapsed_columns(as_of))
        self.resting: RowList[Resting] = RowList(tr("Resting"), resting_columns(as_of))
        self.resting.table.view.left_letters |= {"w"}
        self.resting.add_action(Text(tr("W wakes"), "caption", "text_3"))

    def show(self, found: Today) -> None:
        """Fill all but the overdue orders, which wait for what retention says."""
        overdue = len(found.overdue_orders)
        self.overdue.set_subtitle(
            trn("{n} account", "{n} accounts", overdue)
            + tr(", one usual gap or more past the usual day")
            if overdue
            else ""
        )
        self.overdue.set_empty(
            tr(
                "No order is late by a cycle: {n} accounts order in their rhythm.",
                n=found.with_rhythm,
            )
            if found.with_rhythm
            else tr(
                "Accounts with three orders or more are watched here, once orders are imported."
            )
        )
        self.renewals.set_subtitle(tr("next 90 days"))
        self.renewals.set_empty(tr("No contract ends in 90 days."))
        self.renewals.show_rows({row.id: row for row in found.renewals})
        self.silent.set_subtitle(
            tr("{n}, days since the last exchange", n=len(found.silent)) if found.silent else ""
        )
        self.silent.set_empty(
            trn(
                "{n} account has a contact plan and is in touch.",
                "All {n} accounts with a contact plan are in touch.",
                found.with_plan,
            )
            if found.with_plan
            else tr("Give accounts a contact plan, and those that fall silent come here.")
        )
        self.silent.show_rows({row.account_id: row for row in found.silent})
        self.gaps.set_subtitle(
            trn("{n} account", "{n} accounts", len(found.gaps)) if found.gaps else ""
        )
        self.gaps.set_empty(
            tr("No gap in the accounts whose people are mapped.")
            if found.people_accounts
            else tr("Map the people of an account, and what its unit lacks comes here.")
        )
        self.gaps.show_rows({row.account_id: row for row in found.gaps})
        self.lapsed.setVisible(bool(found.lapsed))
        self.lapsed.set_subtitle(
            tr("{n} without an order for over a year, not overdue any more", n=len(found.lapsed))
        )
        self.lapsed.show_rows({row.account_id: row for row in found.lapsed})
        self.resting.setVisible(bool(found.resting))
        self.resting.set_subtitle(tr("put aside by you"))
        self.resting.show_rows({row.id: row for row in found.resting})

    def alert_lists(self) -> tuple[AlertList, ...]:
        """The lists whose rows can rest, and what one may plan for each."""

        def order(row: OverdueRow) -> About:
            return About(row.order.account_id, row.order.account)

        def account(row: SilentAccount | AccountGaps | LapsedAccount) -> About:
            return About(row.account_id, row.account)

        def contract(row: ContractRow) -> About:
            return About(row.account_id, row.account, row.id)

        renew = mark("Talk with {account} about the renewal")
        win_back = mark("Win {account} back: find out why orders stopped")
        return (
            AlertList(Alert.ORDER, self.overdue, order, mark("Ask {account} about their order")),
            AlertList(Alert.RENEWAL, self.renewals, contract, renew),
            AlertList(Alert.SILENT, self.silent, account, mark("Call {account}")),
            AlertList(Alert.GAPS, self.gaps, account, mark("Find out who decides at {account}")),
            AlertList(Alert.WIN_BACK, self.lapsed, account, win_back),
        )
