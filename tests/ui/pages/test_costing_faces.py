"""Costing's faces: ledger by period, versions published and compared, the effect of a change."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from helpers.costed_account import MONTHS, fill_ledger, fill_people, fill_pools
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import Period
from b2bdesk.models.costing_enums import Driver
from b2bdesk.queries.costing import PoolRow, list_pools
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.costing.ledger_view import Misplaced
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.costing.costing_page import CostingPage
from b2bdesk.ui.tables.data_table import DataTable


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US", "USD"))


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(4):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


@pytest.fixture
def page(qtbot: QtBot, ctx: AppContext, database: Database) -> CostingPage:
    for fill in (fill_ledger, fill_people, fill_pools):
        database.write("Fill", fill)
    with database.read() as session:
        ctx.use(database, get_file_info(session, ctx.today()))
    made = CostingPage(ctx)
    qtbot.addWidget(made)
    for part in (made.face_switch(), made.toolbar()):
        qtbot.addWidget(part)
        part.show()
    made.resize(1248, 832)
    made.show()
    made.activate(Target("costing"))
    settle(qtbot, ctx)
    return made


def column(table: DataTable, key: str) -> list[str]:  # type: ignore[type-arg]
    model = table.model
    number = model.column_number(key)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def pools(ctx: AppContext) -> list[PoolRow]:
    assert ctx.database is not None
    with ctx.database.read() as session:
        return list_pools(session)


def type_into(view: QWidget, text: str) -> None:
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def dearer(qtbot: QtBot, ctx: AppContext, page: CostingPage, amount: str) -> None:
    """Edit the order desk's cost in the table of pools."""
    page.show_face("workbench")
    view, model = page.table.view, page.table.model
    view.setFocus()
    view.setCurrentIndex(model.index(0, model.column_number("amount")))
    QTest.keyClick(view, Qt.Key.Key_Return)
    type_into(view.viewport(), amount)
    settle(qtbot, ctx)


# --- ledger -----------------------------------------------------------------------------------


def test_the_ledger_places_every_cent_of_every_pool_and_period(page: CostingPage) -> None:
    page.face_switch().button("ledger").click()
    ledger = page.ledger
    assert ledger.isVisible()
    assert page.strip.isVisible()
    assert column(ledger.pools, "name") == ["Order desk", "Field visits", "Rent"]
    assert column(ledger.pools, "ledger") == ["60.00", "9.00", "7.00"]
    assert column(ledger.pools, "held") == ["0.00", "0.00", "7.00"]
    assert "76.00, 69.00, 0.00, 7.00, 0.00, 0.00" in ledger.pools.totals.accessibleName()
    assert column(ledger.periods, "months") == ["Jan 2020 – Mar 2020", "Apr 2020 – Jun 2020"]
    ledger.grain.button("month").click()
    assert column(ledger.periods, "months")[0] == "Jan 2020"
    assert column(ledger.periods, "allocated") == ["36.00", "10.00", "10.00", "3.00", "10.00"]
    assert set(column(ledger.periods, "difference")) == {"0.00"}
    assert "76.00, 69.00" in ledger.periods.totals.accessibleName()
    ledger.grain.button("pool_period").click()
    assert column(ledger.periods, "months") == ["Jan 2020 – May 2020"]


def test_a_chosen_pool_shows_its_periods_alone(page: CostingPage) -> None:
    page.show_face("ledger")
    ledger = page.ledger
    ledger.grain.button("month").click()
    ledger.pools.show_id(ledger.pools.model.ids[1])
    assert column(ledger.periods, "allocated") == ["6.00", "0.00", "0.00", "3.00", "0.00"]
    assert "Field visits" in texts(ledger)
    ledger.pools.view.setFocus()
    QTest.keyClick(ledger.pools.view, Qt.Key.Key_Escape)
    assert column(ledger.periods, "allocated")[0] == "36.00"


def test_the_ledger_goes_to_a_workbook(
    qtbot: QtBot, ctx: AppContext, page: CostingPage, tmp_path: Path
) -> None:
    page.show_face("ledger")
    page.ledger.grain.button("month").click()
    path = tmp_path / "ledger.xlsx"
    page.export_to(path)
    settle(qtbot, ctx)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["By cost pool", "By period", "Pools and periods"]
    rows = list(book["Pools and periods"].iter_rows(values_only=True))
    book.close()
    january = next(row for row in rows if row[0] == "Order desk")
    assert january[3:9] == (30, 30, 0, 0, 0, 0)


def test_a_difference_is_named_on_every_face(page: CostingPage) -> None:
    assert page.shown is not None
    wrong = [Misplaced("Order desk", Period(MONTHS.first, MONTHS.first + 1), 20)]
    page.strip.set_costs(page.shown.bench.costs, wrong)
    for face in ("ledger", "versions", "workbench"):
        page.show_face(face)
        assert page.strip.isVisible()
        assert page.strip.accessibleName() == (
            "Not reconciled, difference 0.00 USD, Order desk, Jan 2020 – Feb 2020: 0.20"
        )


def test_a_pool_is_added_from_a_version_in_the_draft(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.publish()
    settle(qtbot, ctx)
    assert page.shown is not None
    page.show_version(page.shown.versions[0].id)
    settle(qtbot, ctx)
    page.add_pool()
    settle(qtbot, ctx)
    assert page.form.isVisible()
    assert page.form.fields.name.isEnabled()
    assert "as it was published" not in texts(page)


# --- versions ---------------------------------------------------------------------------------


def test_publishing_makes_a_version_and_is_undone(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    told: list[str] = []
    ctx.toasted.connect(lambda text, _undo: told.append(text))
    assert page.bar.picker.text() == "Version 1, draft"
    page.show_face("versions")
    assert "No version published yet" in texts(page.versions)
    page.bar.publish.click()
    settle(qtbot, ctx)
    assert told == ["Version 1 published"]
    assert page.bar.picker.text() == "Version 2, draft"
    assert column(page.versions.table, "ledger") == ["76.00"]
    assert "Nothing differs" in page.versions.words.text()
    page.bar.publish.click()
    settle(qtbot, ctx)
    assert told[-1].startswith("Nothing changed since version 1.")
    ctx.undo()
    settle(qtbot, ctx)
    assert page.bar.picker.text() == "Version 1, draft"
    ctx.redo()
    settle(qtbot, ctx)
    assert column(page.versions.table, "number") == ["Version 1"]


def test_a_restatement_is_told_by_pool_account_and_month(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.publish()
    settle(qtbot, ctx)
    dearer(qtbot, ctx, page, "66.00")
    page.show_face("versions")
    versions = page.versions
    words = versions.words.text()
    assert "Version 2, draft against Version 1, both over Jan 2020 – May 2020." in words
    assert "Restated: Jan 2020 – Mar 2020, May 2020." in words
    assert "Ledger +6.00, allocated +6.00, unused 0.00 USD." in words
    assert "5 accounts cost more (+6.00). Most: Account 1 +2.00, by Order desk." in words
    assert column(versions.pools, "changed") == ["ledger cost", "nothing", "nothing"]
    assert column(versions.pools, "ledger") == ["+6.00", "0.00", "0.00"]
    assert column(versions.accounts, "delta")[:2] == ["+2.00", "+1.00"]
    assert "69.00, 75.00, 6.00" in versions.accounts.totals.accessibleName()


def test_any_two_versions_are_compared(qtbot: QtBot, ctx: AppContext, page: CostingPage) -> None:
    page.publish()
    settle(qtbot, ctx)
    dearer(qtbot, ctx, page, "66.00")
    page.publish()
    settle(qtbot, ctx)
    dearer(qtbot, ctx, page, "60.00")
    page.show_face("versions")
    versions = page.versions
    versions.before.setCurrentIndex(versions.before.findText("Version 2"))
    versions.before.activated.emit(versions.before.currentIndex())
    versions.after.setCurrentIndex(versions.after.findText("Version 1"))
    versions.after.activated.emit(versions.after.currentIndex())
    settle(qtbot, ctx)
    assert "Version 1 against Version 2" in versions.words.text()
    assert column(versions.pools, "allocated")[0] == "−6.00"


def test_a_version_is_looked_at_and_cannot_be_edited(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.publish()
    settle(qtbot, ctx)
    dearer(qtbot, ctx, page, "66.00")
    assert column(page.table, "amount")[0] == "66.00"
    menu = page.bar.picker.menu()
    menu.aboutToShow.emit()
    chosen = [a for a in menu.findChildren(QAction) if a.text().startswith("Version 1")]
    chosen[-1].trigger()
    settle(qtbot, ctx)
    assert column(page.table, "amount")[0] == "60.00"
    assert "Version 1 as it was published." in texts(page)
    assert page.strip.accessibleName() == "Reconciled, difference 0.00 USD"
    model = page.table.model
    flags = model.flags(model.index(0, model.column_number("amount")))
    assert not flags & Qt.ItemFlag.ItemIsEditable
    page.table.show_id(model.ids[0])
    QTest.keyClick(page.table.view, Qt.Key.Key_Delete)
    settle(qtbot, ctx)
    assert len(pools(ctx)) == 3
    assert not page.bar.publish.isEnabled()
    page.show_face("ledger")
    assert column(page.ledger.pools, "ledger")[0] == "60.00"
    page.show_version(None)
    settle(qtbot, ctx)
    assert column(page.table, "amount")[0] == "66.00"
    assert "as it was published" not in texts(page)


def test_a_note_is_typed_into_the_list_and_the_comparison_exported(
    qtbot: QtBot, ctx: AppContext, page: CostingPage, tmp_path: Path
) -> None:
    page.publish()
    settle(qtbot, ctx)
    page.show_face("versions")
    view, model = page.versions.table.view, page.versions.table.model
    view.setFocus()
    view.setCurrentIndex(model.index(0, model.column_number("note")))
    view.edit(view.currentIndex())
    type_into(view.viewport(), "Budget 2020")
    settle(qtbot, ctx)
    assert column(page.versions.table, "note") == ["Budget 2020"]
    path = tmp_path / "versions.xlsx"
    page.export_to(path)
    settle(qtbot, ctx)
    book = openpyxl.load_workbook(path)
    cells = {str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row}
    assert book.sheetnames == ["Versions", "By cost pool", "By account"]
    book.close()
    assert {"Budget 2020", "Order desk", "Account 1"} <= cells


# --- effect -----------------------------------------------------------------------------------


def test_another_driver_is_tried_and_taken(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.table.show_id(page.table.model.ids[0])
    page.form._preview.click()
    settle(qtbot, ctx)
    effect = page.workbench.effect
    assert effect.isVisible()
    assert page.strip.isVisible()
    drivers = column(effect.choices, "driver")
    assert "visits" in drivers
    visits = effect.choices.model.ids[drivers.index("visits")]
    effect.choices.show_id(visits)
    words = effect.words.text()
    assert (
        "1 account would cost more (+40.00 USD), 4 accounts would cost less (−40.00 USD)" in words
    )
    assert "Most: Account 1 +40.00." in words
    assert column(effect.accounts, "name")[0] == "Account 1"
    assert column(effect.accounts, "after")[0] == "60.00"
    assert pools(ctx)[0].driver is Driver.ORDERS
    QTest.mouseClick(effect._take, Qt.MouseButton.LeftButton)
    settle(qtbot, ctx)
    assert pools(ctx)[0].driver is Driver.VISITS
    assert not effect.isVisible()
    ctx.undo()
    settle(qtbot, ctx)
    assert pools(ctx)[0].driver is Driver.ORDERS


def test_typed_figures_are_tried_without_saving_and_errors_stand_at_their_field(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    page.table.show_id(page.table.model.ids[0])
    page.workbench.preview_effect()
    settle(qtbot, ctx)
    effect = page.workbench.effect
    fields = effect.fields
    fields.amount.selectAll()
    QTest.keyClicks(fields.amount, "600")
    qtbot.waitUntil(lambda: "As typed above" in column(effect.choices, "driver"), timeout=5000)
    assert "1 changes from earning to losing, 0 change from losing to earning." in (
        effect.words.text()
    )
    turns = dict(
        zip(column(effect.accounts, "name"), column(effect.accounts, "turns"), strict=True)
    )
    assert turns["Account 3"] == "to loss"
    assert pools(ctx)[0].periods[0].amount == 6000
    fields.capacity.setFocus()
    QTest.keyClicks(fields.capacity, "0")
    qtbot.waitUntil(lambda: "above zero" in texts(fields), timeout=5000)
    QTest.keyClick(fields.capacity, Qt.Key.Key_Escape)
    assert not effect.isVisible()
    assert pools(ctx)[0].periods[0].amount == 6000
