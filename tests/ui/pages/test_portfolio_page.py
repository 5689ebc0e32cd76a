"""The portfolio page on the real resellers: figures, filters, brush, charts, exports, states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.resellers import make_reseller_file
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import Period
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.models import CostPool, CostPoolPeriod, RelationshipRecord
from b2bdesk.models.costing_enums import CostLevel, Driver
from b2bdesk.models.enums import RelationshipPoint, RelationshipType
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from b2bdesk.services.portfolio import Measure
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.portfolio.picture import render_portfolio
from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage
from b2bdesk.ui.tasks.runner import TaskRunner

TODAY = date(2020, 6, 1)
NORTHWIND = Path(__file__).parents[2] / "data" / "northwind.xlsx"
WHOLE = Period(2017 * 12 + 6, 2020 * 12 + 4)


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The real resellers."""
    made = make_reseller_file(tmp_path / "desk.b2bdesk")
    yield made
    made.close()


def open_page(qtbot: QtBot, ctx: AppContext, *, height: int = 832) -> PortfolioPage:
    page = PortfolioPage(ctx)
    qtbot.addWidget(page)
    page.resize(1248, height)
    page.show()
    page.activate(Target("portfolio"))
    settled(qtbot, ctx)
    return page


def settled(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


def choose(button: QPushButton, words: str) -> None:
    """Open a button's menu and choose an entry by the words it begins with."""
    menu = button.menu()
    menu.aboutToShow.emit()
    (entry,) = [each for each in menu.actions() if each.text().split("\t")[0] == words]
    assert entry.isEnabled()
    entry.trigger()


def add_costs(database: Database) -> None:
    pool = CostPool(id=1, name="Orders", activity="Orders", level=CostLevel.ORDER,
                    driver=Driver.ORDERS)  # fmt: skip
    database.write("Pool", lambda s: s.add(pool))
    cost = CostPoolPeriod(pool_id=1, first_month=WHOLE.first, last_month=WHOLE.last,
                          amount_minor=30_000_000)  # fmt: skip
    database.write("Cost", lambda s: s.add(cost))


def test_table_curve_and_totals_draw_one_result(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    assert page.states.state == "ready"
    assert page.head.count.text() == "632 accounts"
    assert page.result is not None
    assert page.chart_host.band is not None
    data = page.chart_host.band.whale.data
    assert (data.total, data.peak_rank, data.losing) == (96_340_740, 305, 327)
    margins = [shown.row.gross_margin or 0 for shown in page.shown_rows]
    assert margins == list(data.values)
    totals = page.table.totals.accessibleName()
    assert "963,407" in totals
    assert "77.55" in totals
    assert "before activity costs" in page.head.caption.text()
    assert page.chart_host.band.matrix_panel.isHidden()


def test_with_costs_net_profit_leads_and_the_matrix_appears(
    qtbot: QtBot, ctx: AppContext, database: Database
) -> None:
    add_costs(database)
    page = open_page(qtbot, ctx)
    assert page.result is not None
    assert page.result.measure is Measure.NET_PROFIT
    assert page.chart_host.band is not None
    assert page.chart_host.band.matrix_panel.isVisible()
    assert page.chart_host.band.whale.data.total == 96_340_740 - 30_000_000
    choose(page.chart_host.band.whale_panel.level, "Gross margin")
    assert page.chart_host.band.whale.data.total == 96_340_740
    assert page.chart_host.band.whale.data.measure == "gross margin"


def test_columns_nobody_can_fill_are_absent(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    header = page.table.view.horizontalHeader()
    hidden = {
        column.key
        for number, column in enumerate(page.table.model.columns)
        if header.isSectionHidden(number)
    }
    assert {"cost_to_serve", "net", "type", "segment", "target", "last", "step"} <= hidden
    assert not {"sales", "margin", "change"} & hidden


def test_a_remembered_sort_that_this_file_cannot_fill_gives_way(
    qtbot: QtBot, ctx: AppContext
) -> None:
    ctx.keep_view_state("portfolio", {"table": {"sort": ["net", True]}})
    page = open_page(qtbot, ctx)
    assert page.table.model.sorting == ("margin", True)
    assert page.head.caption.text().startswith("sorted by gross margin")


def test_retention_joins_after_the_figures(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    assert page.retention is not None
    first = page.shown_rows[0]
    assert first.risk is not None
    assert first.risk.still_active is not None
    number = page.table.model.column_number("active")
    assert not page.table.view.horizontalHeader().isSectionHidden(number)


def test_a_brush_on_the_curve_filters_the_table_and_becomes_a_chip(
    qtbot: QtBot, ctx: AppContext
) -> None:
    page = open_page(qtbot, ctx)
    assert page.chart_host.band is not None
    page.chart_host.band.whale.brushed.emit(306, 632)
    assert page.head.count.text() == "327 of 632 accounts"
    assert page.filter_bar.brush_words == "Whale curve: rank 306 to 632"
    assert all((shown.row.gross_margin or 0) < 0 for shown in page.shown_rows)
    assert ctx.account_order == page.table.model.ids
    page.filter_bar.clear_button.click()
    assert page.head.count.text() == "632 accounts"
    assert page.filter_bar.brush_words == ""
    assert page.chart_host.band.whale.brush is None


def test_typing_in_the_table_filters(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    page.table.view.setFocus()
    qtbot.keyClicks(page.table.view, "b")
    page.head.search.setText("brakes and")
    qtbot.waitUntil(lambda: page.head.count.text() == "1 of 632 accounts")
    assert page.shown_rows[0].row.name == "Brakes and Gears"
    qtbot.keyClick(page.head.search, Qt.Key.Key_Escape)
    assert page.head.count.text() == "632 accounts"


def test_chips_narrow_and_are_remembered(qtbot: QtBot, ctx: AppContext, database: Database) -> None:
    record = RelationshipRecord(account_id=1, point=RelationshipPoint.CURRENT,
                                type=RelationshipType.VALUE_ADDED, on_day=0)  # fmt: skip
    database.write("Type", lambda s: s.add(record))
    page = open_page(qtbot, ctx)
    page.filter_bar.chip("current").choose(RelationshipType.VALUE_ADDED)
    assert page.head.count.text() == "1 of 632 accounts"
    assert page.filter_bar.chip("current").text() == "Type: Value-added"
    page.table.set_column_shown("orders", True)
    qtbot.waitUntil(lambda: "filters" in ctx.view_state("portfolio"))
    qtbot.wait(450)
    again = open_page(qtbot, ctx)
    assert again.head.count.text() == "1 of 632 accounts"
    number = again.table.model.column_number("orders")
    assert not again.table.view.horizontalHeader().isSectionHidden(number)


def test_enter_opens_and_walks_the_order_shown(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    gone: list[Target] = []
    ctx.navigated.connect(gone.append)
    page.table.sort_by("sales", False)
    page.table.show_id(page.table.model.ids[2])
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert gone == [Target("account", page.table.model.ids[2])]
    assert ctx.account_order == page.table.model.ids
    sales = [shown.row.sales for shown in page.shown_rows]
    assert sales == sorted(sales)


def test_the_period_governs_every_figure(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    ctx.set_period(Period(2019 * 12, 2019 * 12 + 11))
    settled(qtbot, ctx)
    assert page.result is not None
    assert page.result.period == Period(2019 * 12, 2019 * 12 + 11)
    assert page.chart_host.band is not None
    assert page.chart_host.band.whale.data.total == page.result.totals().gross_margin
    assert page.result.totals().gross_margin != 96_340_740
    ctx.set_period(Period(2012 * 12, 2012 * 12))
    settled(qtbot, ctx)
    assert page.states.state == "empty"


def test_an_edit_elsewhere_keeps_selection(
    qtbot: QtBot, ctx: AppContext, database: Database
) -> None:
    page = open_page(qtbot, ctx)
    chosen = page.table.model.ids[7]
    page.table.select_ids([chosen])
    record = RelationshipRecord(account_id=chosen, point=RelationshipPoint.CURRENT,
                                type=RelationshipType.COLLABORATIVE, on_day=0)  # fmt: skip
    ctx.write("Set type", page, lambda s: s.add(record))
    settled(qtbot, ctx)
    assert page.table.selected_ids == [chosen]
    shown = next(one for one in page.shown_rows if one.row.id == chosen)
    assert shown.row.current is RelationshipType.COLLABORATIVE


def test_charts_fold_away_on_a_low_window_and_by_the_toggle(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx, height=640)
    assert page.chart_host.band is None
    assert not page.chart_host.button.isChecked()
    page.chart_host.button.click()
    assert page.chart_host.band is not None
    assert page.chart_host.band.isVisible()
    page.chart_host.toggle()
    assert not page.chart_host.band.isVisible()
    page.resize(1248, 832)
    qtbot.waitUntil(page.chart_host.band.isVisible)


def test_pictures_and_workbook_are_written(qtbot: QtBot, ctx: AppContext, tmp_path: Path) -> None:
    page = open_page(qtbot, ctx)
    toasts: list[str] = []
    ctx.toasted.connect(lambda text, _undo: toasts.append(text))
    page.exports.write_picture(tmp_path / "curve.png")
    page.exports.write_picture(tmp_path / "curve.svg")
    page.exports.write_workbook(tmp_path / "table.xlsx")
    settled(qtbot, ctx)
    assert not QImage(str(tmp_path / "curve.png")).isNull()
    svg = (tmp_path / "curve.svg").read_text("utf-8")
    assert svg.startswith("<?xml")
    assert "963,407" in svg
    assert (tmp_path / "table.xlsx").stat().st_size > 50_000
    assert toasts == ["Saved curve.png", "Saved curve.svg", "Saved table.xlsx"]


def test_the_whole_page_as_a_picture(qtbot: QtBot, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "portfolio.png"
    render_portfolio(database, path, today=lambda: TODAY)
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1248, 832)
    # Something is drawn: far more colours than an empty panel has.
    colours = {image.pixel(x, y) for x in range(0, 1248, 4) for y in range(0, 832, 4)}
    assert len(colours) > 40


def test_an_empty_file_says_how_to_begin(qtbot: QtBot, tasks: TaskRunner, tmp_path: Path) -> None:
    empty = Database.create(tmp_path / "empty.b2bdesk")
    ctx = AppContext(tasks, today=lambda: TODAY)
    with empty.read() as session:
        ctx.use(empty, get_file_info(session, TODAY))
    page = open_page(qtbot, ctx)
    assert page.states.state == "empty"
    gone: list[Target] = []
    ctx.navigated.connect(gone.append)
    from b2bdesk.ui.widgets.buttons import Button

    button = next(b for b in page.findChildren(Button) if b.text() == "Import a workbook")
    button.click()
    assert gone == [Target("data", tab="import")]
    tasks.shut_down()
    empty.close()


def test_late_deliveries_are_told_and_sorted_by(
    qtbot: QtBot, ctx: AppContext, tmp_path: Path
) -> None:
    database = Database.create(tmp_path / "northwind.b2bdesk")
    with open_workbook(NORTHWIND, Progress()) as book:
        run_import(database, book, suggest_workbook(book.look()), ImportOptions(), Progress())
    with database.read() as session:
        ctx.use(database, get_file_info(session, TODAY))
    ctx.set_period(None)
    page = open_page(qtbot, ctx)
    model = page.table.model
    number = model.column_number("late")
    assert not page.table.view.horizontalHeader().isSectionHidden(number)
    # 830 orders; on 6 May 1998, the last day that the file knows, 763 of them were due: 37 were
    # shipped late and one waits still.
    told = [row.deliveries for row in page.shown_rows if row.deliveries is not None]
    assert sum(each.late - each.unshipped for each in told) == 37
    assert "38 of 763 orders due were late" in page.head.caption.text()
    assert "5.0%" in page.table.totals.accessibleName()
    action = next(a for a in page.page_actions() if a.key == "portfolio.late")
    assert action.enabled()
    action.run()
    assert [model.index(row, number).data() for row in range(3)] == ["50.0%", "37.5%", "33.3%"]
    first = model.index(0, number)
    assert model.index(0, 0).data() == "Lazy K Kountry Store"
    assert first.data(Qt.ItemDataRole.ToolTipRole) == "Late: 1 of 2 orders due in the period"
    page.head.search.setText("save-a-lot")
    qtbot.waitUntil(lambda: "1 of 28 orders due were late" in page.head.caption.text())
    database.close()


def test_without_required_days_nothing_is_said_of_deliveries(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    number = page.table.model.column_number("late")
    assert page.table.view.horizontalHeader().isSectionHidden(number)
    assert not next(a for a in page.page_actions() if a.key == "portfolio.late").enabled()
