"""The sample: invented parts are said to be, every page is ready, the figures are the truth."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QPushButton, QTableWidget

from b2bdesk.command_line import run as main
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.whale import WhaleChart
from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage
from b2bdesk.ui.pages.registry import ACCOUNT_TABS, PAGES
from b2bdesk.ui.tables.model import VALUE_ROLE
from tests.stories.conftest import ADVENTURE_WORKS, Desk

Chosen = Callable[[Path | None], None]


def margins_of_the_workbook() -> list[int]:
    """Gross margin by reseller in cents, best first, straight from the published workbook."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(ADVENTURE_WORKS)).get_sheet_by_name("Reseller sales")
    head, *lines = rows.to_python()
    at = {name: number for number, name in enumerate(head)}
    reseller = next(name for name in at if "reseller" in str(name).lower())
    sums: dict[object, Decimal] = {}
    for line in lines:
        sales = Decimal(str(line[at["SalesAmount"]]))
        cost = Decimal(str(line[at["StandardCost"]])) * Decimal(str(line[at["OrderQuantity"]]))
        sums[line[at[reseller]]] = sums.get(line[at[reseller]], Decimal(0)) + sales - cost
    return sorted((round(total * 100) for total in sums.values()), reverse=True)


def rank_by(desk: Desk, page: PortfolioPage, measure: str) -> list[list[str]]:
    """Rank the curve by a measure and read its table from the screen."""
    button = desk.the(QPushButton, "Ranked by", page)
    desk.pick(desk.menu_of(button), measure)
    panel = next(p for p in page.findChildren(ChartPanel) if isinstance(p.chart, WhaleChart))
    if not panel.shows_table:
        panel.table_action.trigger()
    desk.settle()
    table = desk.the(QTableWidget, "Whale curve", page)

    def text(row: int, column: int) -> str:
        item = table.item(row, column)
        assert item is not None
        return item.text()

    return [[text(r, c) for c in range(table.columnCount())] for r in range(table.rowCount())]


def cents(text: str) -> int:
    return int(Decimal(text.replace(",", "").replace("−", "-")) * 100)


def test_the_sample_says_what_is_invented_and_every_page_is_ready(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    assert "everything else is invented: people, exchanges, costs" in desk.texts()
    assert desk.window.windowTitle() == "Adventure Works – B2BDesk"
    for entry in PAGES:
        page = desk.go(entry.key)
        assert page.states.state == "ready", entry.key
        assert "invented" in desk.texts(), entry.key
        assert len(desk.spoken(page).split()) > 12, entry.key
    for entry in ACCOUNT_TABS:
        tab = desk.go("account", "Brakes and Gears", entry.key)
        assert tab.states.state == "ready", entry.key
        assert len(desk.spoken(tab).split()) > 20, entry.key
    assert desk.go("settings").states.state == "ready"
    assert desk.error == ""


def test_today_is_no_list_of_the_dead(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    page = desk.go("today")
    assert "Ledger ends 31 May 2020" in desk.spoken(desk.window.top_bar)
    orders: dict[object, list[int]] = {}
    for account, day in desk.rows("SELECT account_id, day FROM order_day ORDER BY day"):
        orders.setdefault(account, []).append(int(str(day)))
    last = max(days[-1] for days in orders.values())

    def is_lapsed(days: list[int]) -> bool:
        """Silent for longer than a year and than six times its longest gap: beyond any doubt."""
        gaps = [b - a for a, b in itertools.pairwise(days)]
        return last - days[-1] > max(366, 6 * max(gaps, default=0))

    lapsed = {account for account, days in orders.items() if is_lapsed(days)}
    assert lapsed, "the sample has accounts that are gone"
    overdue = desk.table("Orders overdue")
    assert overdue.model.rowCount() > 0
    page.overdue._toggle()  # type: ignore[attr-defined]
    assert not set(overdue.model.ids) & lapsed
    back = desk.table("Win back")
    assert back.model.rowCount() > 0
    assert not set(overdue.model.ids) & set(back.model.ids)
    assert overdue.model.rowCount() < len(orders) // 4
    due = desk.texts(page)
    assert "Follow-ups due" in due
    assert "Expected loss" in due


def test_gross_margin_is_true_to_the_cent_on_screen_in_excel_and_in_the_report(
    desk: Desk, sample: Path, chosen: Chosen, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = margins_of_the_workbook()
    assert (len(truth), sum(truth)) == (632, 96_340_740)
    desk.open(sample)
    page = desk.go("portfolio")
    assert isinstance(page, PortfolioPage)
    rows = rank_by(desk, page, "Gross margin")
    assert [cents(row[2]) for row in rows] == truth
    assert rows[-1][3:] == ["963,407.40", "100.00%"]
    assert max(rows, key=lambda row: cents(row[3]))[1] == "305"
    assert rows[304][4] == "277.33%"
    assert sum(row[2].startswith("−") for row in rows) == 327
    net = rank_by(desk, page, "Net profit")
    net_total = cents(net[-1][3])

    table = desk.table("Accounts of the portfolio")
    column = table.model.column_number("margin")
    shown = [table.model.data(table.model.index(n, column), VALUE_ROLE) for n in range(632)]
    assert sorted(shown, reverse=True) == truth
    column = table.model.column_number("net")
    assert net_total == sum(
        table.model.data(table.model.index(n, column), VALUE_ROLE) for n in range(632)
    )
    column = table.model.column_number("cost_to_serve")
    served = [table.model.data(table.model.index(n, column), VALUE_ROLE) for n in range(632)]
    assert net_total == sum(truth) - sum(served)
    assert "963,407" in table.totals.accessibleName()

    path = desk.folder / "portfolio.xlsx"
    chosen(path)
    desk.run("portfolio.export")
    assert "Saved portfolio.xlsx" in desk.said
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book["Portfolio"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Name")
    at = {str(cell.value): number for number, cell in enumerate(head)}
    lines = [
        [cell.value for cell in row]
        for row in sheet.iter_rows(min_row=head[0].row + 1)
        if row[0].value not in (None, "Total")
    ]
    found = sorted((round(line[at["Gross margin, USD"]] * 100) for line in lines), reverse=True)
    assert found == truth
    assert round(sum(line[at["Net profit, USD"]] for line in lines) * 100) == net_total
    book.close()

    desk.window.close()
    capsys.readouterr()
    assert main(["report", "--db", str(sample), "--locale", "en"]) == 0
    said = capsys.readouterr().out
    assert "Gross margin: 963,407.40; peak 277.33% at 305 of 632 accounts; 327 lose" in said
    assert f"Net profit: {net[-1][3]};" in said
