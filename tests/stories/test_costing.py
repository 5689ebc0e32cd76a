"""Costing: pools typed and pasted, their rates, and every cent placed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from b2bdesk.ui.pages.costing.costing_page import CostingPage
from b2bdesk.ui.tables.data_table import DataTable
from tests.stories.conftest import Desk


@pytest.fixture(autouse=True)
def clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def costing(desk: Desk) -> CostingPage:
    page = desk.go("costing")
    assert isinstance(page, CostingPage)
    return page


def difference(desk: Desk, page: CostingPage) -> str:
    return desk.the(QWidget, "Reconciled", page).accessibleName()


def pool_row(desk: Desk, table: DataTable, name: str) -> int:  # type: ignore[type-arg]
    return desk.column(table, "name").index(name)


def test_pools_are_typed_and_every_cent_is_placed(desk: Desk, northwind: Path) -> None:
    desk.open(northwind)
    page = costing(desk)
    assert page.states.state == "empty"
    desk.push("Add a cost pool", page)
    form = page.form
    desk.push("Add pool", form)
    assert "needs a name" in desk.texts(form)
    desk.type_into(form, "Name", "Freight")
    desk.type_into(form, "Ledger cost", "12,345.67")
    desk.choose(desk.the(QComboBox, "Driver", form), "Deliveries")
    desk.push("Add pool", form)
    table = page.table
    assert desk.column(table, "name") == ["Freight"]
    row = pool_row(desk, table, "Freight")
    assert desk.cell(table, row, "amount") == "12,345.67"
    volume = Decimal(desk.cell(table, row, "used").replace(",", ""))
    assert volume == Decimal(str(desk.sql("SELECT sum(deliveries) FROM account_month")))
    assert Decimal(desk.cell(table, row, "rate")) == round(Decimal("12345.67") / volume, 2)
    assert difference(desk, page) == "Reconciled, difference 0.00 USD"
    assert "100.0% allocated" in desk.spoken(page)

    desk.key(Qt.Key.Key_Z)
    assert costing(desk).states.state == "empty"


def test_pools_are_pasted_from_a_spreadsheet(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    page = costing(desk)
    before = desk.column(page.table, "name")
    QGuiApplication.clipboard().setText(
        "Cost pool\tLedger cost\tDriver\tFrom\tTo\n"
        "Returns desk\t8.000,50\torders\t2019-07\t2020-05\n"
        "Fair stand\t1.200,00\t\t2019-07\t2020-05\n"
        "Broken\tmuch\torders\t2019-07\t2020-05\n"
    )
    page.table.view.setFocus()
    desk.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, page.table.view)
    pasted = desk.table("Pasted cost pools")
    assert desk.column(pasted, "name") == ["Returns desk", "Fair stand"]
    assert desk.column(pasted, "amount") == ["8,000.50", "1,200.00"]
    assert set(desk.column(pasted, "outcome")) == {"New"}
    wrong = desk.table("Problems of the pasted rows")
    assert "much" in desk.column(wrong, "value")
    assert desk.cell(wrong, 0, "hint")
    assert desk.sql("SELECT count(*) FROM cost_pool WHERE name = 'Returns desk'") == 0
    desk.push("Take over 2 rows", page)
    assert set(desk.column(page.table, "name")) == {*before, "Returns desk", "Fair stand"}
    assert difference(desk, page) == "Reconciled, difference 0.00 USD"
    desk.key(Qt.Key.Key_Z)
    assert desk.column(page.table, "name") == before


def test_a_cell_is_corrected_and_the_account_follows(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("portfolio")
    portfolio = desk.table("Accounts of the portfolio")
    net_before = portfolio.totals.accessibleName()
    page = costing(desk)
    picker = desk.the(QPushButton, "Period:", desk.window.top_bar)
    desk.pick(desk.menu_of(picker), "This fiscal year")
    assert difference(desk, page) == "Reconciled, difference 0.00 USD"
    row = pool_row(desk, page.table, "Order desk")
    view, model = page.table.view, page.table.model
    was = desk.cell(page.table, row, "amount")
    view.setFocus()
    view.setCurrentIndex(model.index(row, model.column_number("amount")))
    QTest.keyClick(view, Qt.Key.Key_Return)
    editor = view.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "90000")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.settle()
    assert desk.cell(page.table, row, "amount") == "90,000.00"
    assert difference(desk, page) == "Reconciled, difference 0.00 USD"
    desk.pick(desk.menu_of(picker), "Whole ledger")
    desk.go("portfolio")
    assert portfolio.totals.accessibleName() != net_before
    desk.key(Qt.Key.Key_Z)
    assert portfolio.totals.accessibleName() == net_before
    costing(desk)
    desk.pick(desk.menu_of(picker), "This fiscal year")
    assert desk.cell(page.table, row, "amount") == was


def test_costing_goes_to_a_workbook(
    desk: Desk, sample: Path, chosen: Callable[[Path | None], None]
) -> None:
    desk.open(sample)
    page = costing(desk)
    chosen(desk.folder / "costing.xlsx")
    desk.run("costing.export")
    assert desk.said[-1] == "Saved costing.xlsx"
    book = openpyxl.load_workbook(desk.folder / "costing.xlsx", read_only=True)
    cells = {str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row}
    book.close()
    assert set(desk.column(page.table, "name")) <= cells


def test_a_correction_is_compared_with_what_was_published(
    desk: Desk, sample: Path, chosen: Callable[[Path | None], None]
) -> None:
    desk.open(sample)
    page = costing(desk)
    desk.push("Publish rates")
    assert desk.said[-1] == "Version 1 published"
    row = pool_row(desk, page.table, "Freight")
    page.table.show_id(page.table.model.id_at(row))
    desk.settle()
    was = float(desk.cell(page.table, row, "amount").replace(",", ""))
    last = list(page.form._rows.values())[-1]
    cost = desk.the(QLineEdit, "Ledger cost", last)
    raised = float(cost.text().replace(",", "")) + 1000
    desk.type_over(cost, f"{raised:.2f}", enter=True)
    assert float(desk.cell(page.table, row, "amount").replace(",", "")) == was + 1000
    desk.run("costing.versions")
    assert difference(desk, page) == "Reconciled, difference 0.00 USD"
    words = desk.texts(page.versions)
    assert "Version 2, draft against Version 1" in words
    assert "Restated: Jul 2019 – May 2020." in words
    assert "Ledger +1,000.00, allocated +1,000.00, unused 0.00 USD." in words
    changes = desk.table("Changes by cost pool")
    assert desk.cell(changes, 0, "name") == "Freight"
    assert desk.cell(changes, 0, "changed") == "ledger cost"
    chosen(desk.folder / "versions.xlsx")
    desk.run("costing.export")
    assert desk.said[-1] == "Saved versions.xlsx"
    desk.run("costing.ledger")
    assert difference(desk, page) == "Reconciled, difference 0.00 USD"
    assert set(desk.column(desk.table("Ledger by period"), "difference")) == {"0.00"}
    desk.key(Qt.Key.Key_Z)
    desk.key(Qt.Key.Key_Z)
    assert desk.sql("SELECT count(*) FROM costing_version") == 0
    desk.run("costing.workbench")
    assert float(desk.cell(page.table, row, "amount").replace(",", "")) == was


def test_another_driver_is_looked_at_before_it_is_taken(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    page = costing(desk)
    row = pool_row(desk, page.table, "Warehouse and picking")
    page.table.show_id(page.table.model.id_at(row))
    desk.settle()
    desk.push("Preview effect on accounts", page)
    choices = desk.table("What could charge the pool")
    orders = desk.column(choices, "driver").index("orders")
    choices.show_id(choices.model.id_at(orders))
    desk.settle()
    words = desk.texts(page.workbench.effect)
    assert "accounts would cost more" in words
    assert "from earning to losing" in words
    assert desk.sql("SELECT driver FROM cost_pool WHERE name = 'Warehouse and picking'") == (
        "order_lines"
    )
    before = desk.cell(page.table, row, "used")
    desk.push("Use orders", page)
    assert desk.cell(page.table, row, "driver") == "orders"
    assert desk.cell(page.table, row, "used") != before
    assert difference(desk, page) == "Reconciled, difference 0.00 USD"
    desk.key(Qt.Key.Key_Z)
    assert desk.cell(page.table, row, "driver") == "order lines"
