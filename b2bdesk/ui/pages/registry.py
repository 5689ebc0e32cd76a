"""Which pages and account tabs there are; a page's module is imported when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from b2bdesk.core.i18n import mark
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the rail or a tab of an account: ``place`` is "module:Class".

    ``under``: the page of the rail that a page without an entry of its own belongs to.
    """

    key: str
    title: str
    icon: str
    place: str
    under: str = ""

    def make(self, ctx: AppContext) -> Page:
        """Import the page's module and build it."""
        module, _, name = self.place.partition(":")
        return cast("Page", getattr(import_module(f"b2bdesk.ui.pages.{module}"), name)(ctx))


PAGES = (
    PageEntry("today", mark("Today"), "ph.sun", "today.today_page:TodayPage"),
    PageEntry(
        "portfolio",
        mark("Portfolio"),
        "ph.chart-pie-slice",
        "portfolio.portfolio_page:PortfolioPage",
    ),
    PageEntry("accounts", mark("Accounts"), "ph.buildings", "accounts.accounts_page:AccountsPage"),
    PageEntry("exchanges", mark("Exchanges"), "ph.chats", "exchanges.exchanges_page:ExchangesPage"),
    PageEntry("costing", mark("Costing"), "ph.calculator", "costing.costing_page:CostingPage"),
    PageEntry("data", mark("Data"), "ph.database", "data.data_page:DataPage"),
)
SETTINGS = PageEntry(
    "settings", mark("Settings"), "ph.gear-six", "settings.settings_page:SettingsPage"
)
ACCOUNT = PageEntry(
    "account",
    mark("Account"),
    "ph.buildings",
    "account.account_page:AccountPage",
    under="accounts",
)
UNDER_PAGES = (
    PageEntry(
        "contacts",
        mark("Contacts"),
        "ph.users-three",
        "contacts.contacts_page:ContactsPage",
        under="portfolio",
    ),
    PageEntry(
        "policy",
        mark("Policy"),
        "ph.sliders-horizontal",
        "policy.policy_page:PolicyPage",
        under="portfolio",
    ),
    PageEntry(
        "quality",
        mark("Data quality"),
        "ph.circle-wavy-check",
        "data_quality.quality_page:QualityPage",
        under="data",
    ),
    PageEntry(
        "duplicates",
        mark("Duplicates"),
        "ph.intersect",
        "duplicates.duplicates_page:DuplicatesPage",
        under="data",
    ),
)

SEARCH = PageEntry("search", mark("Search"), "ph.magnifying-glass", "search.search_page:SearchPage")

ACCOUNT_TABS = (
    PageEntry("overview", mark("Overview"), "", "account.overview_tab:OverviewTab"),
    PageEntry("people", mark("People"), "", "account.people.people_tab:PeopleTab"),
    PageEntry("exchanges", mark("Exchanges"), "", "account.exchanges.exchanges_tab:ExchangesTab"),
    PageEntry("relationship", mark("Relationship"), "", "account.relationship_tab:RelationshipTab"),
    PageEntry("profit", mark("Profit"), "", "account.profit_tab:ProfitTab"),
    PageEntry("retention", mark("Retention"), "", "account.retention_tab:RetentionTab"),
)


def entry_of(key: str) -> PageEntry:
    """The entry of a page key."""
    return next(
        entry for entry in (*PAGES, *UNDER_PAGES, SETTINGS, ACCOUNT, SEARCH) if entry.key == key
    )
