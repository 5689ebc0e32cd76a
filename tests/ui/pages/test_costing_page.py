"""The costing page: figures of one workbench, edits with their errors, paste, undo, states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.costed_account import MONTHS, fill_ledger, fill_people, fill_pools
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import Period
from b2bdesk.models.costing_enums import Driver
from b2bdesk.queries.costing import PoolRow, list_pools
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool, update_period
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.costing.costing_page import CostingPage
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.states import EmptyState


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_formats(Formats("en_US", "USD"))
    yield
    QGuiApplication.clipboard().clear()


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


def open_page(qtbot: QtBot, ctx: AppContext) -> CostingPage:
    assert ctx.database is not None
    with ctx.database.read() as session:
        ctx.use(ctx.database, get_file_info(session, ctx.today()))
    page = CostingPage(ctx)
    qtbot.addWidget(page)
    page.resize(1248, 832)
    page.show()
    page.activate(Target("costing"))
    settle(qtbot, ctx)
    return page


@pytest.fixture
def page(qtbot: QtBot, ctx: AppContext, database: Database) -> CostingPage:
    for fill in (fill_ledger, fill_people, fill_pools):
        database.write("Fill", fill)
    return open_page(qtbot, ctx)


def pools(ctx: AppContext) -> list[PoolRow]:
    assert ctx.database is not None
    with ctx.database.read() as session:
        return list_pools(session)


def shown_texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def cell(page: CostingPage, row: int, key: str) -> str:
    model = page.table.model
    return str(model.index(row, model.column_number(key)).data())


def type_into(page: CostingPage, row: int, key: str, text: str) -> None:
    """Edit a cell as a user does: Enter, type, Enter."""
    view, model = page.table.view, page.table.model
    view.setFocus()
    view.setCurrentIndex(model.index(row, model.column_number(key)))
    QTest.keyClick(view, Qt.Key.Key_Return)
    editor = view.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.setText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_the_page_shows_pools_reconciled_to_the_cent(page: CostingPage) -> None:
    assert page.states.state == "ready"
    assert [cell(page, row, "name") for row in range(3)] == ["Order desk", "Field visits", "Rent"]
    assert cell(page, 0, "amount") == "60.00"
    assert cell(page, 0, "rate") == "10.00"
    assert (cell(page, 0, "used"), cell(page, 0, "allocated")) == ("6", "60.00")
    assert (cell(page, 2, "use"), cell(page, 2, "kept")) == ("held, facility", "7.00")
    assert page.strip.accessibleName() == "Reconciled, difference 0.00 USD"
    assert "All cost pools, 76.00" in page.table.totals.accessibleName()


def test_the_heat_map_holds_every_account_and_leads_to_its_profit(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    table = page.heat.table
    assert table is not None
    assert [column.name for column in table.model.columns] == [
        "Account",
        "Sales, USD",
        "Orders",
        "Visits",
        "Total",
    ]
    assert [str(table.model.index(0, n).data()) for n in range(5)] == [
        "Account 1",
        "950",
        "2.1",
        "0.9",
        "3.1",
    ]
    page.heat._on_measure("money")
    table = page.heat.table
    assert table is not None
    assert [str(table.model.index(0, n).data()) for n in (2, 3, 4)] == ["20", "9", "29"]
    gone: list[Target] = []
    ctx.navigated.connect(gone.append)
    table.view.setFocus()
    table.view.setCurrentIndex(table.model.index(0, 0))
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert gone == [Target("account", 1, tab="profit")]


def test_a_cell_is_edited_with_enter_and_comes_back_with_undo(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    type_into(page, 0, "amount", "120.50")
    settle(qtbot, ctx)
    assert cell(page, 0, "amount") == "120.50"
    assert pools(ctx)[0].periods[0].amount == 12_050
    type_into(page, 0, "capacity", "12")
    settle(qtbot, ctx)
    assert cell(page, 0, "unused") == "60.25"
    assert page.strip.accessibleName() == "Reconciled, difference 0.00 USD"
    ctx.undo()
    settle(qtbot, ctx)
    ctx.undo()
    settle(qtbot, ctx)
    assert (cell(page, 0, "amount"), cell(page, 0, "capacity")) == ("60.00", "–")


def test_what_cannot_be_accepted_marks_its_cell_and_changes_nothing(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    told: list[str] = []
    ctx.toasted.connect(lambda text, _undo: told.append(text))
    before = pools(ctx)
    for key, typed in (("amount", "much"), ("capacity", "1.5"), ("name", "rent")):
        type_into(page, 0, key, typed)
        settle(qtbot, ctx)
    assert pools(ctx) == before
    assert [text.split(".")[0] for text in told] == [
        "much is not an amount",
        "1",
        "There is a cost pool called Rent already",
    ]
    number = page.table.model.column_number("amount")
    assert page.table.model.index(0, number).data(Qt.ItemDataRole.ToolTipRole) == told[0]


def test_a_part_of_a_period_is_not_edited_as_if_it_were_the_whole(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    before = pools(ctx)
    ctx.set_period(Period(MONTHS.first, MONTHS.first + 1))
    settle(qtbot, ctx)
    type_into(page, 1, "amount", "5")
    settle(qtbot, ctx)
    assert pools(ctx) == before


def test_the_form_saves_a_field_when_it_is_left(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.table.show_id(page.table.model.ids[0])
    form = page.form
    assert form.isVisible()
    form.fields.ledger.setText("6200 pay")
    form.fields.ledger.editingFinished.emit()
    settle(qtbot, ctx)
    assert pools(ctx)[0].ledger_accounts == "6200 pay"
    form.fields.driver.setCurrentIndex(form.fields.driver.findData(Driver.ORDER_LINES))
    form.fields.driver.activated.emit(form.fields.driver.currentIndex())
    settle(qtbot, ctx)
    assert pools(ctx)[0].driver is Driver.ORDER_LINES
    assert cell(page, 0, "driver") == "order lines"


def test_time_driven_asks_for_its_minutes_beside_the_field(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.table.show_id(page.table.model.ids[0])
    form = page.form
    form.fields.method.setCurrentIndex(1)
    form.fields.method.activated.emit(1)
    settle(qtbot, ctx)
    assert form.time.base.isVisible()
    assert "how many minutes" in form.time.problem.text()
    form.time.base.setText("8")
    form.time.base.editingFinished.emit()
    settle(qtbot, ctx)
    assert pools(ctx)[0].minutes_milli == 8000
    assert cell(page, 0, "driver") == "orders × 8 min"
    assert cell(page, 0, "used") == "48"
    assert not form.time.problem.isVisible()


def test_periods_are_added_changed_and_removed(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.table.show_id(page.table.model.ids[0])
    page.form.period_added.emit()
    settle(qtbot, ctx)
    first, second = pools(ctx)[0].periods
    assert second.months == Period(first.months.last + 1, first.months.last + 5)
    row = page.form._rows[second.id]
    row._amount.setText("77")
    row._amount.editingFinished.emit()
    settle(qtbot, ctx)
    assert pools(ctx)[0].periods[1].amount == 7700
    row = page.form._rows[second.id]
    row._first.setCurrentIndex(row._first.findData(first.months.last))
    row._first.activated.emit(row._first.currentIndex())
    settle(qtbot, ctx)
    assert "for some of these months already" in row._problem.text()
    page.form.period_removed.emit(second.id)
    settle(qtbot, ctx)
    assert len(pools(ctx)[0].periods) == 1


def test_a_pool_is_removed_and_comes_back(qtbot: QtBot, ctx: AppContext, page: CostingPage) -> None:
    page.table.show_id(page.table.model.ids[1])
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Delete)
    settle(qtbot, ctx)
    assert [pool.name for pool in pools(ctx)] == ["Order desk", "Rent"]
    assert not page.form.isVisible()
    ctx.undo()
    settle(qtbot, ctx)
    assert len(page.table.model.ids) == 3


def test_pasted_cells_are_shown_before_they_change_anything(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    QGuiApplication.clipboard().setText("Pool\tCost\tDriver\nFreight\t1,5\torders\nX\tabc\t\n")
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, ctx)
    assert page.paste.isVisible()
    assert len(pools(ctx)) == 3
    assert page.paste._take.text() == "Take over 1 row"
    assert page.paste._problems.model.rowCount() == 1
    page.paste._take.click()
    settle(qtbot, ctx)
    assert not page.paste.isVisible()
    assert pools(ctx)[3].periods[0].amount == 150
    ctx.undo()
    settle(qtbot, ctx)
    assert len(pools(ctx)) == 3


def test_without_pools_the_page_says_what_will_be_here(
    qtbot: QtBot, ctx: AppContext, database: Database
) -> None:
    database.write("Fill", fill_ledger)
    page = open_page(qtbot, ctx)
    assert page.states.state == "empty"
    shown = page.states.currentWidget()
    assert isinstance(shown, EmptyState)
    assert "No activity costs yet" in shown.accessibleName()
    page.add_pool()
    form = page.form
    assert form.isVisible()
    form._add.click()
    assert "needs a name" in shown_texts(form)
    form.fields.name.setText("Freight")
    form._add.click()
    assert "Type what the pool cost." in form._rows[0]._problem.text()
    form.fields.driver.setCurrentIndex(form.fields.driver.findData(Driver.DELIVERIES))
    form._rows[0]._amount.setText("600.00")
    form._add.click()
    settle(qtbot, ctx)
    assert [pool.name for pool in pools(ctx)] == ["Freight"]
    assert pools(ctx)[0].periods[0].months == MONTHS
    assert form.pool == pools(ctx)[0].id
    assert cell(page, 0, "allocated") == "600.00"


def test_closing_the_form_of_a_first_pool_goes_back_to_the_beginning(
    qtbot: QtBot, ctx: AppContext
) -> None:
    page = open_page(qtbot, ctx)
    page.add_pool()
    assert page.states.state == "ready"
    page.form.closed.emit()
    assert page.states.state == "empty"


def test_the_page_exports_what_it_shows(
    qtbot: QtBot, ctx: AppContext, page: CostingPage, tmp_path: Path
) -> None:
    path = tmp_path / "costing.xlsx"
    page.export_to(path)
    settle(qtbot, ctx)
    assert path.stat().st_size > 4000


def test_every_action_can_be_named(page: CostingPage) -> None:
    actions = {action.key: action for action in page.page_actions()}
    assert set(actions) == {
        "costing.workbench",
        "costing.ledger",
        "costing.versions",
        "costing.publish",
        "costing.preview",
        "costing.add_pool",
        "costing.paste",
        "costing.remove_pool",
        "costing.export",
    }
    for key in ("costing.remove_pool", "costing.preview"):
        assert not actions[key].enabled()
    page.table.show_id(page.table.model.ids[0])
    for key in ("costing.remove_pool", "costing.preview"):
        assert actions[key].enabled()


def test_a_new_pool_being_typed_survives_what_others_write(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.table.show_id(page.table.model.ids[0])
    page.add_pool()
    page.form.fields.name.setText("Freight")
    ctx.write("Add", page, lambda session: add_pool(session, PoolDraft("Returns desk")))
    settle(qtbot, ctx)
    assert len(page.table.model.ids) == 4
    assert page.form.isVisible()
    assert page.form.pool is None
    assert page.form.fields.name.text() == "Freight"


def test_months_without_any_cost_are_told_on_top(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    ctx.set_period(Period(MONTHS.first - 2, MONTHS.last))
    settle(qtbot, ctx)
    told = [banner.accessibleName() for banner in page.findChildren(Banner) if banner.isVisible()]
    assert told == [
        "No activity costs for Nov 2019 – Dec 2019."
        " Cost to serve of the period leaves these months out."
    ]


def test_a_period_that_runs_past_the_as_of_date_is_told(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.table.show_id(page.table.model.ids[0])
    assert "what is over counts" not in page.form.facts.note.words.text()
    period = pools(ctx)[0].periods[0].id
    longer = PeriodDraft(Period(MONTHS.first, MONTHS.first + 11), 6000)
    ctx.write("Move", page, lambda session: update_period(session, period, longer))
    settle(qtbot, ctx)
    assert "what is over counts" in page.form.facts.note.words.text()
    assert cell(page, 0, "amount") == "25.17"  # five months and a day
