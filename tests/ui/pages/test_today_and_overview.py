"""Today and the overview: what they show, and that every action they offer works."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from helpers.desk import TODAY, Desk, reload, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import day_of
from b2bdesk.models import Account, Contract
from b2bdesk.models.enums import RenewalState
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.services.next_steps import StepDraft, add_next_step
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.contract_dialog import ContractDialog
from b2bdesk.ui.pages.account.overview_tab import OverviewTab
from b2bdesk.ui.pages.today.today_page import TodayPage
from b2bdesk.ui.widgets.buttons import Button


def plan(database: Database, desk: Desk, what: str, days: int, owner: int | None) -> int:
    draft = StepDraft(what, TODAY + timedelta(days=days), owner=owner)
    made: int = database.write(
        "Plan", lambda s: add_next_step(s, draft, TODAY, None, account=desk.brakes)
    ).value
    return made


def open_today(qtbot: QtBot, ctx: AppContext) -> TodayPage:
    page = TodayPage(ctx)
    qtbot.addWidget(page)
    qtbot.addWidget(page.toolbar())
    page.resize(1248, 832)
    page.show()
    page.activate(Target("today"))
    settle(qtbot, ctx)
    return page


def open_overview(qtbot: QtBot, ctx: AppContext, account: int) -> OverviewTab:
    tab = OverviewTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(1248, 739)
    tab.show()
    tab.activate(Target("account", account, "overview"))
    settle(qtbot, ctx)
    return tab


# --- Today ------------------------------------------------------------------------------------


def test_today_begins_with_my_follow_ups_and_what_nobody_took(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    plan(database, desk, "Mine", -2, desk.lena)
    plan(database, desk, "Nobody's", 0, None)
    plan(database, desk, "Sam's", 0, desk.sam)
    page = open_today(qtbot, ctx)
    model = page.steps.table.model
    rows = [model.row(row) for row in model.ids]
    assert [row.what for row in rows if row] == ["Mine", "Nobody's"]
    assert "Overdue 2 d" in str(model.index(0, 1).data())
    page.owner.choose(frozenset({desk.lena, desk.sam}), unowned=True)
    page.owner.changed.emit()
    settle(qtbot, ctx)
    assert len(model.ids) == 3


def test_d_is_done_and_s_puts_off(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    first = plan(database, desk, "First", -2, desk.lena)
    second = plan(database, desk, "Second", 0, desk.lena)
    page = open_today(qtbot, ctx)
    table = page.steps.table
    table.show_id(second)
    table.view.setFocus()
    QTest.keyClicks(table.view, "s")
    settle(qtbot, ctx)
    table.show_id(first)
    with qtbot.waitSignal(ctx.toasted) as toast:
        QTest.keyClicks(table.view, "d")
    assert toast.args == ["Done: First", True]
    settle(qtbot, ctx)
    with database.read() as session:
        (left,) = list_next_steps(session, TODAY)
    assert (left.what, left.due, left.snoozed_until) == (
        "Second", TODAY, TODAY + timedelta(days=7)
    )  # fmt: skip
    assert table.model.ids == ()
    assert page.resting.table.model.ids == (second,)
    page.resting.table.show_id(second)
    page.resting.table.view.setFocus()
    QTest.keyClicks(page.resting.table.view, "w")
    settle(qtbot, ctx)
    assert table.model.ids == (second,)
    assert page.resting.isHidden()
    for _ in range(3):
        ctx.undo()
        settle(qtbot, ctx)
    assert set(table.model.ids) == {first, second}


def menu_of(page: TodayPage) -> QMenu:
    (menu,) = [m for m in page.steps.findChildren(QMenu) if m.isVisible()]
    return menu


def test_r_moves_a_follow_up_to_another_day(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    step = plan(database, desk, "Call", 0, desk.lena)
    page = open_today(qtbot, ctx)
    page.steps.table.show_id(step)
    page.steps.table.view.setFocus()
    QTest.keyClicks(page.steps.table.view, "r")
    menu = menu_of(page)
    assert [a.text() for a in menu.actions()] == [
        "Today", "Tomorrow, Tue 2 Jun", "In a week, Mon 8 Jun", "In two weeks, Mon 15 Jun",
        "Another day…",
    ]  # fmt: skip
    menu.actions()[1].trigger()
    menu.close()
    settle(qtbot, ctx)
    row = page.steps.table.model.row(step)
    assert row is not None
    assert row.due == TODAY + timedelta(days=1)
    QTest.keyClicks(page.steps.table.view, "r")
    menu = menu_of(page)
    menu.actions()[-1].trigger()
    menu.close()
    assert page.steps.editor.due.isVisible()
    QTest.keyClicks(page.steps.editor.due, "fri")  # what stood there is selected
    assert page.steps.editor.due.text() == "fri"
    page.steps.editor.save()
    settle(qtbot, ctx)
    row = page.steps.table.model.row(step)
    assert row is not None
    assert row.due == date(2020, 6, 5)


@pytest.mark.parametrize("name", ["overdue", "silent", "gaps", "lapsed"])
def test_alerts_rest_by_key_and_lead_to_a_next_step(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk, name: str
) -> None:
    page = open_today(qtbot, ctx)
    panel = getattr(page, name)
    (row,) = panel.table.model.ids
    panel.table.show_id(row)
    panel.table.view.setFocus()
    with qtbot.waitSignal(ctx.toasted) as toast:
        QTest.keyClicks(panel.table.view, "s")
    assert toast.args[0].startswith("Rests until Mon 8 Jun: ")
    settle(qtbot, ctx)
    assert panel.table.model.ids == ()
    assert len(page.resting.table.model.ids) == 1
    ctx.undo()
    settle(qtbot, ctx)
    assert panel.table.model.ids == (row,)
    panel.table.show_id(row)
    panel.table.view.setFocus()
    QTest.keyClicks(panel.table.view, "n")
    assert page.steps.editor.isVisible()
    page.steps.editor.save()
    settle(qtbot, ctx)
    with database.read() as session:
        (step,) = list_next_steps(session, TODAY)
    assert step.account_id == row
    assert step.account in step.what


def test_follow_ups_go_into_a_calendar_file(
    qtbot: QtBot,
    ctx: AppContext,
    database: Database,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan(database, desk, "Call them", 0, desk.lena)
    page = open_today(qtbot, ctx)
    path = tmp_path / "mine.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    with qtbot.waitSignal(ctx.toasted) as toast:
        page.export_calendar()
    assert toast.args[0] == "1 follow-up saved in mine.ics"
    assert b"SUMMARY:Call them (Brakes and Gears)" in path.read_bytes()


def test_today_is_no_list_of_the_dead(qtbot: QtBot, ctx: AppContext, desk: Desk) -> None:
    page = open_today(qtbot, ctx)
    assert page.overdue.table.model.ids == (desk.brakes,)
    assert page.silent.table.model.ids == (desk.brakes,)
    assert page.lapsed.table.model.ids == (desk.lapsed,)
    names = [page.strip._cells[n].accessibleName() for n in range(6)]
    assert names[1] == "Orders overdue: 1, of 1 with a rhythm"
    row = page.overdue.table.model.row(desk.brakes)
    assert row is not None
    assert row.risk is not None  # expected loss arrived after the rest
    with qtbot.waitSignal(ctx.navigated) as gone:
        page.overdue.opened.emit(desk.brakes)
    assert (gone.args[0].account, gone.args[0].tab) == (desk.brakes, "retention")


def test_renewals_lead_to_their_account(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    contract = Contract(account_id=desk.brakes, name="Frame", ends_day=day_of(date(2020, 6, 30)))
    database.write("Add", lambda s: s.add(contract))
    page = open_today(qtbot, ctx)
    (row,) = page.renewals.table.model.ids
    with qtbot.waitSignal(ctx.navigated) as gone:
        page.renewals.opened.emit(row)
    assert gone.args[0].account == desk.brakes


def test_an_empty_file_says_what_will_be_here(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_today(qtbot, ctx)
    assert page.states.state == "empty"
    with qtbot.waitSignal(ctx.navigated) as gone:
        next(b for b in page.states.findChildren(Button) if b.text() == "Import data").click()
    assert gone.args[0].page == "data"


# --- Overview ---------------------------------------------------------------------------------


def test_the_overview_names_what_holds(qtbot: QtBot, ctx: AppContext, desk: Desk) -> None:
    tab = open_overview(qtbot, ctx, desk.brakes)
    said = [cell.accessibleName() for cell in tab.alerts._cells]
    assert said == [
        "Order overdue by 2.1 cycles. Every 30 days, last one 1 Mar",
        "Decider unknown. None of the 2 people on the map",
        "Never in touch. Contact plan every 12 days",
    ]
    assert "Gross margin, 4,200 USD" in tab.profit.accessibleName()
    assert "30.0% of sales, rank 2 of 3 accounts, before activity costs" in (
        tab.profit.accessibleName()
    )
    assert "Sales this year, 3,000 USD" in tab.sales.accessibleName()
    assert "may leave in 12 months" in tab.risk.accessibleName()
    tab.activate(Target("account", desk.great, "overview"))
    settle(qtbot, ctx)
    assert tab.alerts.isHidden()


@pytest.mark.parametrize(
    ("number", "tab_key"), [(1, "people")], ids=["decider unknown leads to the map"]
)
def test_alerts_have_an_action_that_works(
    qtbot: QtBot, ctx: AppContext, desk: Desk, number: int, tab_key: str
) -> None:
    tab = open_overview(qtbot, ctx, desk.brakes)
    with qtbot.waitSignal(ctx.navigated) as gone:
        tab.alerts._cells[number].findChild(Button).click()
    assert gone.args[0].tab == tab_key


def test_a_lapsed_account_plans_its_win_back(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    tab = open_overview(qtbot, ctx, desk.lapsed)
    assert [c.accessibleName() for c in tab.alerts._cells] == [
        "No order for 25 months. Last one 1 May 2018: a case to win back"
    ]
    tab.alerts._cells[0].findChild(Button).click()
    assert tab.steps.editor.isVisible()
    tab.steps.editor.save()
    settle(qtbot, ctx)
    with database.read() as session:
        (step,) = list_next_steps(session, TODAY)
    assert step.what == "Win back: find out why orders stopped"
    assert step.owner == "Lena Marsh"
    assert not tab.steps.editor.isVisible()


def test_a_next_step_is_added_with_its_day_and_ticked_off(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    tab = open_overview(qtbot, ctx, desk.brakes)
    tab.add_step()
    QTest.keyClicks(tab.steps.editor.what, "Visit the owner !fri")
    QTest.keyClick(tab.steps.editor.what, Qt.Key.Key_Return)  # takes the day
    QTest.keyClick(tab.steps.editor.what, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    (step,) = tab.steps.table.model.ids
    row = tab.steps.table.model.row(step)
    assert row is not None
    assert (row.what, row.due) == ("Visit the owner", date(2020, 6, 5))
    tab.steps.table.view.clicked.emit(tab.steps.table.model.index(0, 0))
    settle(qtbot, ctx)
    assert tab.steps.table.model.ids == ()
    ctx.undo()
    settle(qtbot, ctx)
    assert tab.steps.table.model.ids == (step,)


def test_a_contract_is_added_edited_and_taken_away(
    qtbot: QtBot, ctx: AppContext, desk: Desk
) -> None:
    tab = open_overview(qtbot, ctx, desk.great)

    def dialog() -> ContractDialog:
        found = QApplication.activeModalWidget()
        assert isinstance(found, ContractDialog)
        return found

    tab.add_contract()
    asked = dialog()
    asked.save()
    settle(qtbot, ctx)
    assert asked.fields["name"].error == "Give the contract a name."
    asked.name.setText("Supply 2018")
    asked.starts.set_value(date(2020, 9, 1))
    asked.ends.set_value(date(2020, 8, 14))
    asked.save()
    settle(qtbot, ctx)
    assert asked.fields["ends"].error == "The contract ends before it starts."
    asked.starts.set_value(None)
    asked.save()
    settle(qtbot, ctx)
    assert [c.accessibleName() for c in tab.alerts._cells] == [
        "Contract ends in 74 days. 14 Aug, renewal not started"
    ]
    tab.alerts._cells[0].findChild(Button).click()
    asked = dialog()
    asked.renewal.setCurrentIndex(list(RenewalState).index(RenewalState.RENEWED))
    asked.save()
    settle(qtbot, ctx)
    assert tab.alerts.isHidden()
    tab.contracts.opened.emit(tab.contracts.table.model.ids[0])
    dialog().delete_contract()
    settle(qtbot, ctx)
    assert tab.contracts.table.model.ids == ()
    ctx.undo()
    settle(qtbot, ctx)
    assert len(tab.contracts.table.model.ids) == 1


def test_a_first_day_shows_how_to_start(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    account = database.write("Add", _new).value
    reload(ctx, database)
    tab = open_overview(qtbot, ctx, account)
    assert not tab.start.isHidden()
    assert tab.alerts.isHidden()
    assert "–" in tab.profit.accessibleName()
    with qtbot.waitSignal(ctx.navigated) as gone:
        tab.sales.action_triggered.emit()
    assert gone.args[0].page == "data"


def _new(session: object) -> int:
    row = Account(name="New")
    session.add(row)  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    return row.id


def test_columns_stack_where_there_is_no_room(qtbot: QtBot, ctx: AppContext, desk: Desk) -> None:
    tab = open_overview(qtbot, ctx, desk.brakes)
    assert tab.facts_panel.x() > tab.health.x()
    tab.resize(976, 539)
    settle(qtbot, ctx)
    assert tab.facts_panel.x() == tab.health.x()
    assert tab.known.height() >= tab.known.minimumSizeHint().height()


def test_what_is_due_is_exported(
    qtbot: QtBot,
    ctx: AppContext,
    database: Database,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    plan(database, desk, "Sam's", 0, desk.sam)
    page = open_today(qtbot, ctx)  # mine, and what nobody took
    action = page.page_actions()[0]
    assert action.enabled()
    action.run()
    settle(qtbot, ctx)
    names = openpyxl.load_workbook(path).sheetnames
    assert "Orders overdue" in names
    assert "Follow-ups due" not in names
    page.owner.choose(frozenset({desk.lena, desk.sam}), unowned=True)
    settle(qtbot, ctx)
    action.run()
    settle(qtbot, ctx)
    assert "Follow-ups due" in openpyxl.load_workbook(path).sheetnames
