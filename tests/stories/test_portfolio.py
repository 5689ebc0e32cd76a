"""The portfolio page: sorting, filtering, the brush, periods, and the as-of date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from b2bdesk.ui.charts.whale import WhaleChart
from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import VALUE_ROLE
from tests.stories.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


def portfolio(desk: Desk, path: Path) -> tuple[PortfolioPage, DataTable]:  # type: ignore[type-arg]
    desk.open(path)
    page = desk.go("portfolio")
    assert isinstance(page, PortfolioPage)
    return page, desk.table("Accounts of the portfolio")


def values(table: DataTable, column: str) -> list[object]:  # type: ignore[type-arg]
    model, number = table.model, table.model.column_number(column)
    return [model.data(model.index(n, number), VALUE_ROLE) for n in range(model.rowCount())]


def curve(page: PortfolioPage) -> WhaleChart:
    return next(chart for chart in page.findChildren(WhaleChart) if chart.isVisible())


def click_header(desk: Desk, table: DataTable, column: str) -> None:  # type: ignore[type-arg]
    header = table.view.horizontalHeader()
    number = table.model.column_number(column)
    x = header.sectionViewportPosition(number) + header.sectionSize(number) // 2
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))
    desk.settle()


def test_sorting_by_a_click_on_the_header_and_back(desk: Desk, sample: Path) -> None:
    page, table = portfolio(desk, sample)
    net = values(table, "net")
    assert net == sorted(net, key=lambda v: -int(str(v))), "the most profit first"
    click_header(desk, table, "sales")
    sales = [int(str(v)) for v in values(table, "sales")]
    assert sales in (sorted(sales), sorted(sales, reverse=True))
    click_header(desk, table, "sales")
    turned = [int(str(v)) for v in values(table, "sales")]
    assert turned == sales[::-1]
    assert "sorted by sales" in desk.spoken(page)
    first = desk.cell(table, 0, "name")
    QTest.keyClick(table.view, Qt.Key.Key_Home)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.top_bar.isVisible()
    assert first in desk.texts(desk.window.top_bar)
    desk.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.cell(table, 1, "name") in desk.texts(desk.window.top_bar)


def test_typing_filters_and_chips_narrow_several_ways(desk: Desk, sample: Path) -> None:
    page, table = portfolio(desk, sample)
    desk.press(Qt.Key.Key_F, widget=table.view)
    search = desk.the(QLineEdit, "Filter accounts", page)
    assert desk.window.focusWidget() is search
    desk.type_over(search, "bike store")
    desk.qtbot.waitUntil(lambda: table.model.rowCount() < 632, timeout=10_000)
    shown = desk.column(table, "name")
    assert 0 < len(shown) < 632
    assert all("bike" in name.lower() and "store" in name.lower() for name in shown)
    assert f"{len(shown)} of 632 accounts" in desk.texts(page).splitlines()
    assert f"{len(shown)} accounts shown" in table.totals.accessibleName()
    desk.type_over(search, "")
    desk.qtbot.waitUntil(lambda: table.model.rowCount() == 632, timeout=10_000)
    assert "632 accounts" in desk.texts(page).splitlines()

    chip = page.filter_bar.chip("country")
    menu = desk.menu_of(chip)  # type: ignore[arg-type]
    words = [action.text() for action in menu.actions()]
    assert {"Germany", "France"} <= set(words)
    desk.pick(menu, "Germany")
    germany = table.model.rowCount()
    desk.pick(desk.menu_of(chip), "France")  # type: ignore[arg-type]
    both = table.model.rowCount()
    assert 0 < germany < both < 632
    assert set(values(table, "country")) == {"Germany", "France"}
    assert f"{both} of 632 accounts" in desk.texts(page).splitlines()
    desk.push("Clear all", page)
    assert "632 accounts" in desk.texts(page).splitlines()


def test_a_stretch_of_the_curve_filters_the_table(desk: Desk, sample: Path) -> None:
    page, table = portfolio(desk, sample)
    whale = curve(page)
    whole = {row: whale.data.values[n] for n, row in enumerate(whale.data.ids)}
    ids = dict(zip(table.model.ids, values(table, "net"), strict=True))
    assert whole == ids, "the table and the curve show one result"
    area_left = next(x for x in range(whale.width()) if whale._rank_at(x + 1) > 1)
    middle = whale.height() // 2
    start, end = QPoint(area_left, middle), QPoint(area_left + 60, middle)
    QTest.mousePress(whale, LEFT, pos=start)
    QTest.mouseMove(whale, QPoint(area_left + 30, middle))
    QTest.mouseMove(whale, end)
    QTest.mouseRelease(whale, LEFT, pos=end)
    desk.settle()
    assert whale.brush is not None
    first, last = whale.brush
    assert set(table.model.ids) == set(whale.data.ids[first - 1 : last])
    assert page.filter_bar.brush_words == f"Whale curve: rank {first} to {last}"
    assert f"{last - first + 1} of 632 accounts" in desk.texts(page).splitlines()
    total = sum(whale.data.values[first - 1 : last])
    assert page.result is not None
    assert page.result.totals(r.row for r in page.shown_rows).net_profit == total
    QTest.keyClick(whale, Qt.Key.Key_Escape)
    desk.settle()
    assert "632 accounts" in desk.texts(page).splitlines()
    assert page.filter_bar.brush_words == ""


def test_the_period_and_the_year_columns(desk: Desk, sample: Path) -> None:
    page, table = portfolio(desk, sample)
    whole = sum(int(str(v)) for v in values(table, "sales"))
    assert whole == 7_754_857_020
    picker = desk.the(QPushButton, "Period:", desk.window.top_bar)
    assert "Jul 2017 – May 2020" in picker.text()
    desk.pick(desk.menu_of(picker), "Last 12 months")
    assert "Jun 2019 – May 2020" in picker.text()
    year = desk.sql(
        "SELECT sum(amount_minor) FROM account_month WHERE month BETWEEN ? AND ?",
        2019 * 12 + 5,
        2020 * 12 + 4,
    )
    assert sum(int(str(v)) for v in values(table, "sales")) == year
    assert len(curve(page).data.ids) == table.model.rowCount()
    desk.pick(desk.menu_of(picker), "Whole ledger")
    assert sum(int(str(v)) for v in values(table, "sales")) == whole

    account = desk.account("Brakes and Gears")
    row = table.model.number_of(account)
    assert row is not None

    def sales(first: int, last: int) -> int:
        found = desk.sql(
            "SELECT coalesce(sum(amount_minor), 0) FROM account_month"
            " WHERE account_id = ? AND month BETWEEN ? AND ?",
            account,
            first,
            last,
        )
        return int(str(found))

    now, before = (sales(y * 12 + 6, (y + 1) * 12 + 4) for y in (2019, 2018))
    shown = values(table, "change")[row]
    assert abs(float(str(shown)) - (now / before - 1)) < 1e-9
    header = table.view.horizontalHeader()
    assert not header.isSectionHidden(table.model.column_number("target"))
    assert not header.isSectionHidden(table.model.column_number("change"))
    of_target = values(table, "target")[row]
    months = desk.rows(
        "SELECT first_month, last_month, amount_minor FROM sales_target WHERE account_id = ?",
        account,
    )
    assert of_target is not None
    assert months
    assert desk.cell(table, row, "target").endswith("%")


def test_the_as_of_date_moves_every_figure_and_can_be_undone(desk: Desk, sample: Path) -> None:
    page, table = portfolio(desk, sample)
    before = dict(zip(table.model.ids, values(table, "sales"), strict=True))
    picker = desk.the(QPushButton, "Ledger ends", desk.window.top_bar)
    menu = desk.pop_up(picker)
    assert "The ledger ends 31 May 2020" in desk.texts(menu)
    desk.type_over(desk.the(QLineEdit, "As-of date", menu), "2019-06-30", enter=True)
    assert desk.said[-1] == "Every figure is now as of 30 Jun 2019"
    assert "As of 30 Jun 2019" in picker.text()
    limit = 2019 * 12 + 5
    total = desk.sql("SELECT sum(amount_minor) FROM account_month WHERE month <= ?", limit)
    assert sum(int(str(v)) for v in values(table, "sales")) == total
    assert len(curve(page).data.ids) == table.model.rowCount()
    desk.key(Qt.Key.Key_Z)
    assert "Ledger ends" in picker.text()
    assert dict(zip(table.model.ids, values(table, "sales"), strict=True)) == before
    assert desk.error == ""


def test_the_page_remembers_its_view(make_desk: Callable[[], Desk], sample: Path) -> None:
    desk = make_desk()
    page, table = portfolio(desk, sample)
    click_header(desk, table, "sales")
    desk.pick(desk.menu_of(page.filter_bar.chip("country")), "Germany")  # type: ignore[arg-type]
    order = desk.column(table, "name")
    desk.qtbot.waitUntil(
        lambda: bool(desk.ctx.view_state("portfolio").get("filters")), timeout=10_000
    )
    desk.window.close()
    again = make_desk()
    _page, table = portfolio(again, sample)
    assert again.column(table, "name") == order
