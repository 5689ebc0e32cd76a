"""From the heat map of all accounts down to a single exchange and invoice line, and up again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from b2bdesk.core.dates import Period
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool
from b2bdesk.services.profit_causes import account_causes
from b2bdesk.services.profit_events import EventKind
from b2bdesk.storage.database import Database, Session
from b2bdesk.ui.pages.account.profit.causes_face import CausesFace
from b2bdesk.ui.pages.account.profit.products_face import ProductsFace
from b2bdesk.ui.pages.account.profit_tab import ProfitTab
from b2bdesk.ui.pages.exchanges.timeline_view import TimelineView
from tests.stories.conftest import Desk

ACCOUNT = "Brakes and Gears"


def causes(desk: Desk) -> CausesFace:
    tab = desk.window.findChild(ProfitTab)
    assert isinstance(tab, ProfitTab)
    assert isinstance(tab.face, CausesFace)
    return tab.face


def test_a_cell_of_the_heat_map_opens_the_exchanges_behind_it(
    desk: Desk, sample: Path, chosen: Callable[[Path | None], None]
) -> None:
    desk.open(sample)
    desk.go("costing")
    desk.push("USD")
    table = desk.table("Cost to serve by account")
    row = desk.column(table, "name").index(ACCOUNT)
    column = next(n for n, each in enumerate(table.model.columns) if each.name == "Visits")
    in_cell = desk.cell(table, row, table.model.columns[column].key)
    table.view.setFocus()
    table.view.setCurrentIndex(table.model.index(row, column))
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    desk.settle()
    face = causes(desk)
    amounts = [float(each.replace(",", "")) for each in desk.column(face.events, "amount")]
    assert set(desk.column(face.events, "kind")) == {"Visit"}
    assert f"{sum(amounts):,.0f}" == in_cell
    assert f"{sum(amounts):,.2f}" in face.events.totals.accessibleName()

    chosen(desk.folder / "causes.xlsx")
    desk.run("profit.export_causes")
    assert desk.said[-1] == "Saved causes.xlsx"
    book = openpyxl.load_workbook(desk.folder / "causes.xlsx")
    sheet = book["Visits"]
    written = [line[-1] for line in sheet.iter_rows(values_only=True) if line[1] == "Visit"]
    assert [round(value, 2) for value in written] == amounts

    first = face.events.model.row(face.events.model.id_at(0))
    assert first is not None
    assert first.event.talk is not None
    face.events.view.setFocus()
    face.events.view.setCurrentIndex(face.events.model.index(0, 0))
    QTest.keyClick(face.events.view, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page().tab == "exchanges"  # type: ignore[attr-defined]
    timeline = desk.the(TimelineView, "")
    assert timeline.current_id == first.event.talk.id
    desk.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert causes(desk).isVisible()


def test_the_last_price_of_a_product_is_that_of_its_last_line(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("account", ACCOUNT, "profit")
    desk.push("Products")
    tab = desk.window.findChild(ProfitTab)
    assert isinstance(tab, ProfitTab)
    face = tab.face
    assert isinstance(face, ProductsFace)
    product = face.products.model.id_at(0)
    face.products.show_id(product)
    desk.settle()
    line = desk.rows(
        "SELECT document, amount_minor * 10.0 / quantity_milli FROM ledger_line"
        " WHERE account_id = ? AND product_id = ? ORDER BY day DESC, id DESC LIMIT 1",
        desk.account(ACCOUNT),
        product,
    )[0]
    assert desk.column(face.panel.prices, "document")[0] == line[0]
    assert desk.cell(face.products, 0, "paid") == f"{line[1]:,.2f}"
    assert face.panel.prices.model.rowCount() > 1


_TIMED = {
    Driver.ORDERS: "5 + 2 * lines over 3 + 4 if new customer",
    Driver.DELIVERIES: "3 + units / 100",
    Driver.EXPEDITED_ORDERS: "10 + lines",
}


def _every_driver(session: Session, months: Period) -> None:
    for number, driver in enumerate(Driver):
        if driver is Driver.OWN_VOLUMES:
            continue
        draft = PoolDraft(driver.value, driver.value, CostLevel.CUSTOMER, driver=driver)
        add_pool(session, draft, PeriodDraft(months, 1_000_003 + number))
    for driver, text in _TIMED.items():
        draft = PoolDraft(
            f"timed {driver.value}",
            "Timed",
            method=CostMethod.TIME_DRIVEN,
            driver=driver,
            time_equation=text,
        )
        add_pool(session, draft, PeriodDraft(months, 777_777, capacity=50_000))


def test_every_cent_of_a_real_ledger_comes_from_an_event(desk: Desk, northwind: Path) -> None:
    database = Database.open(northwind)
    try:
        with database.read() as session:
            info = get_file_info(session, desk.ctx.today())
        assert info.months is not None
        months, as_of = info.months, info.as_of.date
        database.write("Pools", lambda session: _every_driver(session, months))
        with database.read() as session:
            costs = cost_to_serve(session, months, as_of)
            assert costs.by_account
            for account in costs.by_account:
                found = account_causes(session, account, months, as_of)
                cells = {
                    pool: amounts[account]
                    for pool, amounts in costs.cells.items()
                    if amounts.get(account)
                }
                told = {pool.pool.id: pool.amount for row in found.activities for pool in row.pools}
                assert told == cells
                assert all(event.kind is not EventKind.REST for event in found.events)
    finally:
        database.close()
