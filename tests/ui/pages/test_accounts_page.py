"""The list of all accounts and the account dialog."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.models import AccountMonth, Colleague, Exchange
from b2bdesk.models.enums import (
    AccountKind,
    Channel,
    Direction,
    ExchangeKind,
    OwnFieldOf,
    OwnFieldType,
)
from b2bdesk.queries.accounts import get_account
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services import history
from b2bdesk.services.accounts import AccountDraft, add_account
from b2bdesk.services.own_fields import (
    add_own_field,
    remove_own_field,
    rename_own_field,
    set_own_values,
)
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.account_dialog import AccountDialog
from b2bdesk.ui.dialogs.account_dialog import add_account as ask_for_account
from b2bdesk.ui.dialogs.account_dialog import edit_account as ask_for_changes
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.accounts.accounts_page import AccountsPage
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.choice_chip import ChoiceChip

TODAY = date(2020, 6, 1)


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US"))


@pytest.fixture
def ids(ctx: AppContext, database: Database) -> dict[str, int]:
    """Six accounts, two of them with lines, two colleagues, one exchange."""

    def fill(session: Any) -> dict[str, int]:
        session.add_all([Colleague(id=5, name="Lena Marsh"), Colleague(id=6, name="Jo Weber")])
        session.flush()
        group = add_account(session, AccountDraft("Group", kind=AccountKind.PARTNER))
        found = {"Group": group}
        for number, name in enumerate(("Alpine", "Bikes", "Cycles", "Dales", "Extra")):
            draft = AccountDraft(
                name,
                segment="Road" if number % 2 else "Mountain",
                owner_id=5 if number < 2 else None,
                parent_id=group if name == "Bikes" else None,
                city="Graz",
                numbers=(("ERP", str(100 + number)),),
            )
            found[name] = add_account(session, draft)
        zero = dict.fromkeys(
            ("list_minor", "amount_minor", "cost_minor", "uncosted", "orders", "deliveries",
             "returns", "credit_notes", "quantity_milli"), 0)  # fmt: skip
        for name in ("Alpine", "Bikes"):
            session.add(AccountMonth(account_id=found[name], month=24240, lines=4, **zero))
        session.add(
            Exchange(
                account_id=found["Alpine"],
                at=1_590_000_000_000,
                direction=Direction.OUTBOUND,
                kind=ExchangeKind.COMMUNICATION,
                channel=Channel.CALL,
                subject="s",
            )
        )
        return found

    made: dict[str, int] = database.write("Fill", fill).value
    with database.read() as session:
        ctx.use(database, get_file_info(session, TODAY))
    return made


def settled(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(4):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=20_000)


def open_page(qtbot: QtBot, ctx: AppContext) -> AccountsPage:
    page = AccountsPage(ctx)
    qtbot.addWidget(page)
    page.resize(1248, 700)
    page.show()
    page.activate(Target("accounts"))
    settled(qtbot, ctx)
    return page


def names(page: AccountsPage) -> list[str]:
    return [row.name for row in page.shown_rows]


def details(database: Database, account: int) -> Any:
    with database.read() as session:
        return get_account(session, account)


def the_dialog(qtbot: QtBot) -> AccountDialog:
    def opened() -> None:
        assert any(isinstance(w, AccountDialog) for w in QApplication.topLevelWidgets())

    qtbot.waitUntil(opened)
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, AccountDialog))


def test_all_accounts_also_those_without_orders(
    qtbot: QtBot, ctx: AppContext, ids: dict[str, int]
) -> None:
    page = open_page(qtbot, ctx)
    assert names(page) == ["Alpine", "Bikes", "Cycles", "Dales", "Extra", "Group"]
    assert page.head.count.text() == "6 accounts"
    banners = [banner.accessibleName() for banner in page.findChildren(Banner)]
    assert banners == ["4 of 6 accounts have no orders yet."]
    page.without_orders.setChecked(True)
    assert names(page) == ["Cycles", "Dales", "Extra", "Group"]
    assert page.head.count.text() == "4 of 6 accounts"
    alpine = page.table.model.index(0, page.table.model.column_number("last"))
    assert alpine.data() is not None


def test_filters_search_numbers_and_people(
    qtbot: QtBot, ctx: AppContext, ids: dict[str, int]
) -> None:
    page = open_page(qtbot, ctx)
    page.head.search.setText("102")
    qtbot.waitUntil(lambda: names(page) == ["Cycles"])
    page.head.search.setText("lena")
    qtbot.waitUntil(lambda: names(page) == ["Alpine", "Bikes"])
    page.head.search.setText("")
    qtbot.waitUntil(lambda: len(names(page)) == 6)
    page.filter_bar.chip("owner_id").choose(None)
    assert names(page) == ["Cycles", "Dales", "Extra", "Group"]
    page.filter_bar.chip("owner_id").choose(5)
    assert len(names(page)) == 6
    assert page.filter_bar.chip("owner_id").text() == "Owner: 2 people"


def test_remembered_filters_of_another_file_are_dropped(
    qtbot: QtBot, ctx: AppContext, ids: dict[str, int]
) -> None:
    kept = {"owner_id": [5, 999], "segment": ["Road", "Space"], "country": ["Nowhere"]}
    ctx.keep_view_state("accounts", {"filters": kept})
    page = open_page(qtbot, ctx)
    assert page.filter_bar.save_state() == {"owner_id": [5], "segment": ["Road"]}
    assert names(page) == ["Bikes"]


def test_an_owner_for_several_undone_in_one_step(
    qtbot: QtBot, ctx: AppContext, database: Database, ids: dict[str, int]
) -> None:
    page = open_page(qtbot, ctx)
    page.table.select_ids([ids["Cycles"], ids["Dales"], ids["Alpine"]])
    assert page.selection_button.text() == "3 selected"
    page.give_to(6, "Jo Weber")
    settled(qtbot, ctx)
    assert {row.name for row in page.shown_rows if row.owner == "Jo Weber"} == {
        "Alpine", "Cycles", "Dales"}  # fmt: skip
    assert len(page.table.selected_ids) == 3
    with database.read() as session:
        step = history.undo_state(session).undo
    assert step is not None
    assert step.label == "Set the owner of 3 accounts"
    ctx.undo()
    settled(qtbot, ctx)
    assert {row.name for row in page.shown_rows if row.owner} == {"Alpine", "Bikes"}


def test_pinning_reaches_the_rail(qtbot: QtBot, ctx: AppContext, ids: dict[str, int]) -> None:
    page = open_page(qtbot, ctx)
    page.table.select_ids([ids["Dales"]])
    page.toggle_pinned()
    settled(qtbot, ctx)
    assert ctx.info is not None
    assert [name for _, name in ctx.info.pinned] == ["Dales"]
    page.toggle_pinned()
    settled(qtbot, ctx)
    assert ctx.info.pinned == ()


def test_deleting_is_refused_with_the_reason(
    qtbot: QtBot, ctx: AppContext, ids: dict[str, int]
) -> None:
    page = open_page(qtbot, ctx)
    page.table.select_ids([ids["Alpine"]])
    page.delete_selected()
    settled(qtbot, ctx)
    said = [banner.accessibleName() for banner in page.findChildren(Banner)]
    assert any("Alpine cannot be deleted: 4 ledger lines" in words for words in said)
    page.table.select_ids([ids["Extra"]])
    page.delete_selected()
    settled(qtbot, ctx)
    assert "Extra" not in names(page)
    ctx.undo()
    settled(qtbot, ctx)
    assert "Extra" in names(page)


def test_adding_an_account_shows_it(
    qtbot: QtBot, ctx: AppContext, database: Database, ids: dict[str, int]
) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    gone: list[Target] = []
    ctx.navigated.connect(gone.append)
    ask_for_account(ctx, owner)
    dialog = the_dialog(qtbot)
    dialog.name.setText("Fjord")
    dialog.kind.set_current("prospect")
    dialog.segment.setCurrentText("Touring")
    dialog.parent_account.setCurrentText("Group")
    dialog.numbers.setText("0042, 77")
    dialog.annual.setText("1,234.50")
    dialog.employees.setText("12")
    dialog.save()
    settled(qtbot, ctx)
    assert len(gone) == 1
    account = gone[0].account
    assert account is not None
    found = details(database, account)
    assert (found.name, found.kind, found.segment) == ("Fjord", AccountKind.PROSPECT, "Touring")
    assert found.parent_id == ids["Group"]
    assert found.numbers == (("ERP", "0042"), ("ERP", "77"))
    assert (found.annual_sales_minor, found.employees) == (123_450, 12)


def test_what_is_wrong_stands_beside_its_field(
    qtbot: QtBot, ctx: AppContext, ids: dict[str, int]
) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    ask_for_account(ctx, owner)
    dialog = the_dialog(qtbot)
    dialog.save()
    settled(qtbot, ctx)
    assert dialog.fields["name"].error == "An account needs a name."
    dialog.name.setText("Twin")
    dialog.numbers.setText("101")
    dialog.save()
    settled(qtbot, ctx)
    assert dialog.fields["name"].error == ""
    assert dialog.fields["numbers"].error == "Number 101 belongs to Bikes."
    dialog.numbers.clear()
    dialog.employees.setText("many")
    dialog.save()
    assert dialog.fields["employees"].error == "Not a number."
    dialog.employees.clear()
    dialog.parent_account.setCurrentText("Nobody")
    dialog.save()
    assert dialog.fields["parent_id"].error == "There is no account of this name."
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settled(qtbot, ctx)


def test_editing_refuses_a_loop_and_keeps_the_rest(
    qtbot: QtBot, ctx: AppContext, database: Database, ids: dict[str, int]
) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    ask_for_changes(ctx, owner, ids["Group"])
    dialog = the_dialog(qtbot)
    assert dialog.name.text() == "Group"
    dialog.parent_account.setCurrentText("Bikes")
    dialog.save()
    settled(qtbot, ctx)
    assert "cannot be its parent" in dialog.fields["parent_id"].error
    dialog.parent_account.setCurrentText("")
    dialog.city.setText("Linz")
    dialog.save()
    settled(qtbot, ctx)
    found = details(database, ids["Group"])
    assert (found.city, found.kind) == ("Linz", AccountKind.PARTNER)


def test_an_empty_file_offers_the_first_account(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    assert page.states.state == "empty"


def own(database: Database, work: Any) -> Any:
    return database.write("Own fields", work).value


@pytest.fixture
def tiers(database: Database, ids: dict[str, int]) -> dict[str, int]:
    """A choice, a number and a text of the user's own, held by some accounts."""

    def work(session: Any) -> dict[str, int]:
        kinds, of = OwnFieldType, OwnFieldOf.ACCOUNT
        made = {
            "tier": add_own_field(session, of, "Tier", kinds.CHOICE, "Silver\nGold\nBronze"),
            "doors": add_own_field(session, of, "Dock doors", kinds.NUMBER),
            "dock": add_own_field(session, of, "Unloading", kinds.TEXT),
        }
        for name, tier, doors in (("Alpine", "Gold", "9"), ("Cycles", "Silver", "12.5"),
                                  ("Dales", "Gold", "1000")):  # fmt: skip
            held = {made["tier"]: tier, made["doors"]: doors}
            set_own_values(session, of, ids[name], held)
        set_own_values(session, of, ids["Extra"], {made["dock"]: "North ramp"})
        return made

    found: dict[str, int] = own(database, work)
    return found


def menu_of(page: AccountsPage) -> list[str]:
    return [action.text() for action in page.table.column_menu().actions() if action.text()]


def column_texts(page: AccountsPage, key: str) -> list[str]:
    model = page.table.model
    number = model.column_number(key)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def is_shown(page: AccountsPage, key: str) -> bool:
    number = page.table.model.column_number(key)
    return not page.table.view.horizontalHeader().isSectionHidden(number)


def test_own_fields_are_columns_sorted_by_what_they_hold(
    qtbot: QtBot, ctx: AppContext, tiers: dict[str, int]
) -> None:
    page = open_page(qtbot, ctx)
    doors, tier = f"own:{tiers['doors']}", f"own:{tiers['tier']}"
    assert not is_shown(page, doors)
    assert {"Tier", "Dock doors", "Unloading"} < set(menu_of(page))
    page.table.set_column_shown(doors, True)
    page.table.sort_by(doors, True)
    assert column_texts(page, doors) == ["1,000", "12.5", "9", "–", "–", "–"]
    page.table.sort_by(tier)  # in the order of the choices, not of the letters
    assert column_texts(page, tier)[:3] == ["Silver", "Gold", "Gold"]
    page.table.sort_by(doors)
    qtbot.waitUntil(lambda: "sort" in ctx.view_state("accounts").get("table", {}), timeout=3000)
    qtbot.waitUntil(lambda: ctx.view_state("accounts")["table"]["sort"] == [doors, False])

    again = open_page(qtbot, ctx)
    assert is_shown(again, doors)
    assert not is_shown(again, tier)
    assert names(again)[:3] == ["Alpine", "Cycles", "Dales"]
    assert again.table.model.sorting == (doors, False)


def test_own_fields_follow_while_the_list_is_open(
    qtbot: QtBot, ctx: AppContext, database: Database, tiers: dict[str, int]
) -> None:
    page = open_page(qtbot, ctx)
    doors, tier = f"own:{tiers['doors']}", f"own:{tiers['tier']}"
    page.table.set_column_shown(doors, True)
    page.table.set_column_shown("segment", False)
    page.table.sort_by(doors)
    page.filter_bar.chip(tier).choose("Gold")
    assert names(page) == ["Alpine", "Dales"]

    def rename(session: Any) -> None:
        rename_own_field(session, tiers["doors"], "Gates")
        rename_own_field(session, tiers["tier"], "Class")
        add_own_field(session, OwnFieldOf.ACCOUNT, "Notice", OwnFieldType.DATE)

    ctx.write("Rename", page, rename)
    settled(qtbot, ctx)
    assert {"Gates", "Class", "Notice"} < set(menu_of(page))
    assert "Dock doors" not in menu_of(page)
    assert is_shown(page, doors)
    assert not is_shown(page, "segment")
    assert page.filter_bar.chip(tier).text() == "Class: Gold"
    assert names(page) == ["Alpine", "Dales"]

    def remove(session: Any) -> None:
        remove_own_field(session, tiers["doors"])
        remove_own_field(session, tiers["tier"])

    ctx.write("Remove", page, remove)
    settled(qtbot, ctx)
    assert not {"Gates", "Class"} & set(menu_of(page))
    assert page.table.model.sorting is None
    assert len(names(page)) == 6
    assert "Class" not in " ".join(chip.text() for chip in page.findChildren(ChoiceChip)
                                   if chip.isVisible())  # fmt: skip


def test_own_choices_filter_and_own_texts_are_found(
    qtbot: QtBot, ctx: AppContext, tiers: dict[str, int]
) -> None:
    page = open_page(qtbot, ctx)
    chip = page.filter_bar.chip(f"own:{tiers['tier']}")
    assert chip.isVisible()
    assert [words for _, words in chip.choices] == ["Silver", "Gold", "Not set"]
    chip.choose(None)
    assert names(page) == ["Bikes", "Extra", "Group"]
    chip.choose("Silver")
    qtbot.waitUntil(lambda: bool(ctx.view_state("accounts").get("filters")), timeout=3000)
    again = open_page(qtbot, ctx)
    assert names(again) == ["Bikes", "Cycles", "Extra", "Group"]
    again.filter_bar.clear()
    assert len(names(again)) == 6
    again.head.search.setText("ramp")
    qtbot.waitUntil(lambda: names(again) == ["Extra"])
    again.head.search.setText("12.5")
    qtbot.waitUntil(lambda: names(again) == ["Cycles"])
