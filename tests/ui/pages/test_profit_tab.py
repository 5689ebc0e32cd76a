"""The Profit tab: one account's figures in every place alike, and what is said where some miss."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers.costed_account import fill_ledger, fill_people, fill_pools
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.models import ListPrice
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.shown_export import write_shown_to
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.account.profit.causes_face import CausesFace
from b2bdesk.ui.pages.account.profit.products_face import ProductsFace
from b2bdesk.ui.pages.account.profit.summary_face import SummaryFace
from b2bdesk.ui.pages.account.profit.summary_tables import summary_tables
from b2bdesk.ui.pages.account.profit_tab import ProfitTab
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.states import EmptyState

AGREED = day_of(date(2020, 1, 1))


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US", "USD"))


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


@pytest.fixture
def ledger(database: Database) -> Database:
    database.write("Ledger", fill_ledger)
    database.write("People", fill_people)
    return database


def open_tab(qtbot: QtBot, ctx: AppContext, account: int = 1, face: str = "") -> ProfitTab:
    assert ctx.database is not None
    with ctx.database.read() as session:
        ctx.use(ctx.database, get_file_info(session, ctx.today()))
    tab = ProfitTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(1248, 739)
    tab.show()
    tab.activate(Target("account", account, tab="profit", filter=face))
    settle(qtbot, ctx)
    return tab


def summary(tab: ProfitTab) -> SummaryFace:
    assert isinstance(tab.face, SummaryFace)
    return tab.face


def causes_of(qtbot: QtBot, ctx: AppContext, tab: ProfitTab) -> CausesFace:
    tab.activate(Target("account", tab.target.account, tab="profit", filter="causes"))
    settle(qtbot, ctx)
    assert isinstance(tab.face, CausesFace)
    return tab.face


def products_of(qtbot: QtBot, ctx: AppContext, tab: ProfitTab) -> ProductsFace:
    tab.activate(Target("account", tab.target.account, tab="profit", filter="products"))
    settle(qtbot, ctx)
    assert isinstance(tab.face, ProductsFace)
    return tab.face


def banners(tab: ProfitTab) -> list[str]:
    return [banner.accessibleName() for banner in tab.findChildren(Banner) if banner.isVisible()]


def steps(tab: ProfitTab) -> list[str]:
    return [": ".join(row[:2]) for row in summary(tab).waterfall.as_table()[1]]


def test_waterfall_months_causes_and_products_say_the_same(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    ledger.write("Pools", fill_pools)
    tab = open_tab(qtbot, ctx)
    assert steps(tab) == [
        "List revenue: 1,000",
        "Discounts: −50",
        "Cost of goods: −700",
        "Gross margin: 250",
        "Orders: −20",
        "Visits: −9",
        "Net profit: 221",
    ]
    assert summary(tab)._month_panel.accessibleName() == "Monthly net profit"
    assert [row[1] for row in summary(tab).months.as_table()[1]] == ["154", "70", "0", "−3", "0"]
    rows = summary(tab).activities.as_table()[1]
    assert rows == [["Orders", "2.1", "5.0", "−2.9 pts"], ["Visits", "0.9", "0.0", "+0.9 pts"]]
    assert banners(tab) == []
    face = causes_of(qtbot, ctx, tab)
    causes = face.causes.model
    assert [str(causes.index(row, 0).data()) for row in range(causes.rowCount())] == [
        "Orders",
        "Order desk",
        "Visits",
        "Field visits",
    ]
    assert "29.00" in face.causes.totals.accessibleName()
    products = products_of(qtbot, ctx, tab).products
    assert "950, 5.0%, 700, 250, 26.3%" in products.totals.accessibleName()


def test_figures_per_order_and_as_share_of_sales(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    ledger.write("Pools", fill_pools)
    tab = open_tab(qtbot, ctx)
    summary(tab)._on_measure("per_order")
    assert steps(tab)[0] == "List revenue: 500.00"
    assert steps(tab)[-1] == "Net profit: 110.50"
    summary(tab)._on_measure("share")
    assert steps(tab)[-1] == "Net profit: 23.3%"


def test_costs_that_go_on_after_the_last_order_are_told(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    ledger.write("Pools", fill_pools)
    tab = open_tab(qtbot, ctx)
    assert summary(tab)._idle.text() == (
        "Costs go on while orders stop: −3\u00a0USD in 3 months, mostly visits."
    )


def test_without_costs_it_ends_with_gross_margin_and_says_so(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    tab = open_tab(qtbot, ctx)
    assert summary(tab)._fall_panel.accessibleName() == "From list revenue to gross margin"
    assert steps(tab)[-1] == "Gross margin: 250"
    assert summary(tab)._month_panel.accessibleName() == "Monthly gross margin"
    assert not summary(tab)._activity_panel.isVisible()
    assert banners(tab) == [
        "No activity costs are entered for this period."
        " What is shown ends with gross margin, before activity costs."
    ]


def test_without_cost_of_goods_it_says_what_is_missing(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    ledger.write("Pools", fill_pools)
    tab = open_tab(qtbot, ctx, account=5)
    assert steps(tab)[-1] == "Sales: 300"
    assert summary(tab)._fall_panel.accessibleName() == "From list revenue to sales"
    assert "None of the account's invoice lines has a cost of goods." in banners(tab)[0]
    assert summary(tab)._activity_panel.isVisible()


def test_an_account_without_sales_says_what_will_be_here(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    from b2bdesk.models import Account

    ledger.write("Add", lambda session: session.add(Account(id=9, name="New")))
    tab = open_tab(qtbot, ctx, account=9)
    assert summary(tab).states.state == "empty"
    shown = summary(tab).states.currentWidget()
    assert isinstance(shown, EmptyState)
    assert "No sales in this period" in shown.accessibleName()


def test_new_costs_appear_without_asking(qtbot: QtBot, ctx: AppContext, ledger: Database) -> None:
    tab = open_tab(qtbot, ctx)
    ctx.write("Pools", tab, fill_pools)
    settle(qtbot, ctx)
    assert steps(tab)[-1] == "Net profit: 221"
    ctx.undo()
    settle(qtbot, ctx)
    assert steps(tab)[-1] == "Gross margin: 250"
    assert len(banners(tab)) == 1


def test_the_product_mix_tells_the_list_price_beside_what_was_paid(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    tab = open_tab(qtbot, ctx)
    table = products_of(qtbot, ctx, tab).products
    model = table.model
    number = model.column_number("price")
    assert table.view.horizontalHeader().isSectionHidden(number)
    row = model.number_of(11)
    assert row is not None

    def agree(session: Session) -> None:
        session.add(ListPrice(product_id=11, price_minor=60_000))
        agreed = ListPrice(product_id=11, account_id=1, price_minor=57_050, from_day=AGREED)
        session.add(agreed)

    ctx.write("Agree a price", tab, agree)
    settle(qtbot, ctx)
    assert not table.view.horizontalHeader().isSectionHidden(number)
    cell = model.index(row, number)
    assert cell.data() == "570.50"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == (
        "Agreed with this account, since 1 Jan 2020\n570.00 a unit paid on average in the period"
    )
    other = model.number_of(12)
    assert other is not None
    assert model.index(other, number).data() == "–"


def test_every_bar_opens_what_it_is_made_of(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    ledger.write("Pools", fill_pools)
    tab = open_tab(qtbot, ctx)
    gone: list[Target] = []
    ctx.navigated.connect(gone.append)
    chart = summary(tab).waterfall
    for _ in range(2):  # to the discounts
        QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "Discounts −50\u00a0USD, 5.3%"
    QTest.keyClick(chart, Qt.Key.Key_Return)
    for _ in range(5):  # to the visits
        QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    months = summary(tab).months
    QTest.keyClick(months, Qt.Key.Key_Right)
    QTest.keyClick(months, Qt.Key.Key_Left)
    QTest.keyClick(months, Qt.Key.Key_Return)
    bars = summary(tab).activities
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert [target.filter for target in gone] == [
        "products:discounts",
        "causes:Visits",
        f"causes:month={2020 * 12 + 3}",
        "causes:Orders",
    ]


def test_a_month_opens_its_exchanges_and_documents(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    ledger.write("Pools", fill_pools)
    tab = open_tab(qtbot, ctx, face=f"causes:month={2020 * 12 + 3}")
    assert isinstance(tab.face, CausesFace)
    assert tab.face._event_panel.accessibleName() == "Apr 2020"
    assert "1 event, 3.00" in tab.face.events.totals.accessibleName()


def test_the_day_of_the_last_order_stands_where_the_orders_stopped(
    qtbot: QtBot, ctx: AppContext, ledger: Database
) -> None:
    tab = open_tab(qtbot, ctx)
    assert summary(tab).months._note == (2, "No orders\nsince 11 Feb")


def test_the_charts_go_to_excel_with_what_is_not_known_left_empty(
    qtbot: QtBot, ctx: AppContext, ledger: Database, tmp_path: Path
) -> None:
    ledger.write("Pools", fill_pools)
    for account, net in ((1, [154, 70, 0, -3, 0]), (5, [0, 0, None, 0, 0])):
        tab = open_tab(qtbot, ctx, account)
        profit = summary(tab).profit
        assert profit is not None
        path = tmp_path / f"{account}.xlsx"
        write_shown_to(ctx, tab, path, summary_tables(profit), "2020")
        settle(qtbot, ctx)
        book = load_workbook(path)
        rows = [row for row in book["Months"].iter_rows(values_only=True) if row[2] is not None]
        assert [row[5] for row in rows[1:6]] == net
        steps_written = [row[0] for row in book["Waterfall"].iter_rows(values_only=True)]
        assert ("Net profit" in steps_written) is (account == 1)
