"""Profit > Products: the mix with the price paid last, and a product's prices, found and sorted."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.costed_account import BATCH, fill_ledger, line
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services import summaries
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.account.profit.products_face import ProductsFace
from b2bdesk.ui.pages.account.profit_tab import ProfitTab
from b2bdesk.ui.tables.data_table import DataTable


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US", "USD"))


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


def later(session: Session) -> None:
    session.add(line(8, 1, date(2020, 4, 2), 51_300, 40_000, list_minor=60_000))
    session.flush()
    summaries.refresh(session, [BATCH])


@pytest.fixture
def tab(qtbot: QtBot, ctx: AppContext, database: Database) -> ProfitTab:
    for fill in (fill_ledger, later):
        database.write("Fill", fill)
    with database.read() as session:
        ctx.use(database, get_file_info(session, ctx.today()))
    made = ProfitTab(ctx)
    qtbot.addWidget(made)
    made.resize(1248, 739)
    made.show()
    made.activate(Target("account", 1, tab="profit", filter="products"))
    settle(qtbot, ctx)
    return made


def shown(tab: ProfitTab) -> ProductsFace:
    assert isinstance(tab.face, ProductsFace)
    return tab.face


def column(table: DataTable, key: str) -> list[str]:  # type: ignore[type-arg]
    number = table.model.column_number(key)
    return [str(table.model.index(n, number).data()) for n in range(table.model.rowCount())]


def test_the_mix_has_the_price_paid_last_and_when(tab: ProfitTab) -> None:
    face = shown(tab)
    assert column(face.products, "name") == ["Pump", "Valve"]
    assert column(face.products, "paid") == ["513.00", "380.00"]
    assert column(face.products, "on") == ["2 Apr", "11 Feb"]
    assert column(face.products, "document") == ["D8", "D2"]
    assert "1,463, 8.6%, 1,100, 363, 24.8%" in face.products.totals.accessibleName()


def test_a_product_opens_every_price_paid(qtbot: QtBot, ctx: AppContext, tab: ProfitTab) -> None:
    face = shown(tab)
    view = face.products.view
    view.setFocus()
    face.products.show_id(11)
    settle(qtbot, ctx)
    assert column(face.panel.prices, "day") == ["2 Apr", "10 Jan"]
    assert column(face.panel.prices, "price") == ["513.00", "570.00"]
    assert column(face.panel.prices, "change") == ["−10.0%", "–"]
    assert column(face.panel.prices, "list") == ["600.00", "600.00"]
    rows = face.panel.chart.as_table()[1]
    assert rows == [
        ["10 Jan 2020", "D1", "1", "570.00", "600.00"],
        ["2 Apr 2020", "D8", "1", "513.00", "600.00"],
    ]
    chart = face.panel.chart
    assert "Lowest 513.00, highest 570.00" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "2 Apr 2020: 513.00 for 1, D8"


def test_products_are_found_by_name_and_code(qtbot: QtBot, ctx: AppContext, tab: ProfitTab) -> None:
    face = shown(tab)
    for typed in ("val", "v-1"):
        face.head.search.setText(typed)
        face.head.search.searched.emit(typed)
        assert column(face.products, "name") == ["Valve"]
        assert face.head.count.text() == "1 of 2 products"
    assert "380" in face.products.totals.accessibleName()


def test_a_bar_of_the_waterfall_leads_to_its_column(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    tab.activate(Target("account", 1, tab="profit", filter="products:discounts"))
    settle(qtbot, ctx)
    face = shown(tab)
    number = face.products.model.column_number("discount")
    assert not face.products.view.horizontalHeader().isSectionHidden(number)
    assert column(face.products, "discount") == ["9.8%", "5.0%"]


def test_a_link_to_a_product_opens_its_prices(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    tab.activate(Target("account", 1, tab="profit", filter="products:12"))
    settle(qtbot, ctx)
    face = shown(tab)
    assert face.products.selected_ids == [12]
    assert column(face.panel.prices, "price") == ["380.00"]
