"""Charts: the same figures in picture, table and words; brush, keys and export."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget

from b2bdesk.core.errors import FileError
from b2bdesk.ui.charts.chart import nice_ticks
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.matrix import MatrixChart
from b2bdesk.ui.charts.matrix_data import MatrixBrush
from b2bdesk.ui.charts.order_timing import OrderTimingStrip
from b2bdesk.ui.charts.waterfall import Step, WaterfallChart
from b2bdesk.ui.charts.whale import WhaleChart
from b2bdesk.ui.charts.whale_data import WhaleData, WhaleOther
from b2bdesk.ui.theme.theme import apply, theme
from tests.ui.charts.chart_gallery import (
    all_charts,
    compared,
    groups,
    matrix_data,
    timing_data,
    waterfall,
    whale_data,
)

CHARTS = [
    "Whale curve",
    "Customer profitability matrix",
    "From list revenue to net profit",
    "Order timing",
    "Monthly net profit",
    "Cadence",
    "What drives the risk",
    "Cost to serve, % of revenue",
    "Cost to serve by activity",
    "Relationship type",
]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_speaks_shows_a_table_and_exports(qtbot, tmp_path: Path, name: str) -> None:
    chart = all_charts()[name]
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    assert chart.accessibleDescription() == chart.describe()
    assert len(chart.describe()) > 10
    headers, rows = chart.as_table()
    assert rows
    assert all(len(row) == len(headers) for row in rows)
    chart.save_png(tmp_path / "chart.png", 2.0)
    picture = QImage(str(tmp_path / "chart.png"))
    assert picture.width() >= 1200
    colors = {picture.pixelColor(x, y).name() for x in range(0, 1200, 3) for y in range(0, 600, 3)}
    assert len(colors) > 5
    chart.save_svg(tmp_path / "chart.svg")
    root = ElementTree.parse(tmp_path / "chart.svg").getroot()
    assert root.tag.endswith("svg")
    assert len(list(root.iter())) > 20


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_survives_both_looks_and_no_room(qapp: QApplication, qtbot, name: str) -> None:
    for mode in ("light", "dark"):
        apply(qapp, mode)
        chart = all_charts()[name]
        qtbot.addWidget(chart)
        for width, height in ((1200, 400), (360, 160)):
            chart.resize(width, height)
            image = chart.grab().toImage()
            assert not image.isNull()


def test_a_picture_that_cannot_be_written_is_said(qtbot, tmp_path: Path) -> None:
    chart = WhaleChart(whale_data(10))
    qtbot.addWidget(chart)
    with pytest.raises(FileError):
        chart.save_png(tmp_path / "none" / "chart.png")


@pytest.fixture
def whale(qtbot) -> WhaleChart:
    chart = WhaleChart(whale_data(100))
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show()
    return chart


def _drag(chart: WhaleChart | MatrixChart, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(chart, QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
    QTest.mouseMove(chart, end)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=end)


def test_the_whale_is_brushed_and_cleared(whale: WhaleChart, qtbot) -> None:
    area = whale._area(whale.rect().toRectF())
    middle = round(area.center().y())
    start = QPoint(round(area.left() + area.width() * 0.505), middle)
    end = QPoint(round(area.right()) - 1, middle)
    with qtbot.waitSignal(whale.brushed) as brushed:
        _drag(whale, start, end)
    assert brushed.args == [51, 100]
    with qtbot.waitSignal(whale.cleared):
        QTest.keyClick(whale, Qt.Key.Key_Escape)
    assert whale.brush is None
    whale.set_brush(1, 20)
    with qtbot.waitSignal(whale.cleared):
        QTest.mouseDClick(whale, Qt.MouseButton.LeftButton, pos=start)


def test_a_click_is_no_brush(whale: WhaleChart, qtbot) -> None:
    with qtbot.assertNotEmitted(whale.brushed):
        QTest.mouseClick(whale, Qt.MouseButton.LeftButton, pos=QPoint(300, 150))


def test_the_whale_walks_by_keys_and_says_the_account(whale: WhaleChart, qtbot) -> None:
    with qtbot.waitSignal(whale.pointed) as pointed:
        QTest.keyClick(whale, Qt.Key.Key_Right)
    assert pointed.args == [1]
    assert whale.accessibleDescription().startswith("Account 1, rank 1")
    with qtbot.waitSignal(whale.brushed) as brushed:
        QTest.keyClick(whale, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert brushed.args == [1, 2]
    QTest.keyClick(whale, Qt.Key.Key_End)
    assert "rank 100" in whale.accessibleDescription()


def test_the_curve_is_drawn_in_its_two_colours(whale: WhaleChart) -> None:
    image = whale.grab().toImage()
    names = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert {
        theme().hex("line"),
        theme().hex("for_us"),
        theme().hex("against_us"),
        theme().hex("against_us_tint"),
    } <= names


def test_a_total_below_zero_has_no_percentages(qtbot) -> None:
    values = (500_00, -300_00, -900_00)
    data = WhaleData((1, 2, 3), ("A", "B", "C"), values, tuple(accumulate(values)), 1)
    chart = WhaleChart(data)
    qtbot.addWidget(chart)
    chart.resize(500, 250)
    chart.grab()
    headers, rows = chart.as_table()
    assert not any("%" in text for text in headers)
    assert rows[2] == ["C", "3", "−900.00", "−700.00"]


def test_an_empty_whale_and_a_single_account(qtbot) -> None:
    for data in (WhaleData((), (), (), (), 0), WhaleData((1,), ("A",), (100,), (100,), 1)):
        chart = WhaleChart(data)
        qtbot.addWidget(chart)
        chart.resize(500, 250)
        chart.grab()
        QTest.keyClick(chart, Qt.Key.Key_Right)
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))


def test_the_wheel_scrolls_the_page(whale: WhaleChart) -> None:
    event = QWheelEvent(
        QPointF(200, 100),
        QPointF(200, 100),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(whale, event)
    assert not event.isAccepted()


def test_the_matrix_is_brushed_opened_and_cleared(qtbot) -> None:
    chart = MatrixChart(matrix_data())
    qtbot.addWidget(chart)
    chart.resize(600, 320)
    chart.show()
    with qtbot.waitSignal(chart.brushed) as brushed:
        _drag(chart, QPoint(200, 60), QPoint(400, 200))
    brush = brushed.args[0]
    assert isinstance(brush, MatrixBrush)
    inside = set(chart.selected_ids())
    assert inside == {b.id for b in matrix_data().bubbles if brush.holds(b)}
    assert 0 < len(inside) < 120
    with qtbot.waitSignal(chart.cleared):
        QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert len(chart.selected_ids()) == 120
    QTest.keyClick(chart, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.opened) as opened:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == [0]


def test_a_brush_that_reaches_the_edge_has_no_end(qtbot) -> None:
    chart = MatrixChart(matrix_data())
    qtbot.addWidget(chart)
    chart.resize(600, 320)
    chart.show()
    area = chart._area(chart.rect().toRectF()).toRect()
    _drag(chart, QPoint(area.center().x(), area.top() - 4), area.bottomRight() + QPoint(5, 5))
    brush = chart.brush
    assert brush is not None
    assert (brush.cost_to, brush.margin_from, brush.margin_to) == (None, None, None)
    assert brush.cost_from is not None
    assert brush.contains(99.0, -99.0), "what lies outside the picture is meant too"


def test_the_matrix_is_walked_along_both_axes_and_brushed_by_key(qtbot) -> None:
    chart = MatrixChart(matrix_data())
    qtbot.addWidget(chart)
    by_id = {bubble.id: bubble for bubble in chart.data.bubbles}
    spoken = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(chart, key)
        assert chart._cursor is not None
        spoken.append(chart.data.bubbles[chart._cursor])
        assert chart.accessibleDescription().startswith(spoken[-1].name)
    assert spoken[1].cost_to_serve >= spoken[0].cost_to_serve
    assert spoken[2].margin >= spoken[1].margin
    with qtbot.waitSignal(chart.brushed):
        QTest.keyClick(chart, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    inside = [by_id[one] for one in chart.selected_ids()]
    assert spoken[2] in inside
    assert len(inside) >= 2


def test_a_corner_is_chosen_by_its_name(qtbot) -> None:
    chart = MatrixChart(matrix_data())
    qtbot.addWidget(chart)
    chart.resize(600, 320)
    chart.show()
    labels = chart._quadrant_labels(chart._area(chart.rect().toRectF()))
    with qtbot.waitSignal(chart.brushed):
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=labels[2][1].center().toPoint())
    for bubble in chart.data.bubbles:
        low = bubble.cost_to_serve <= 0.015 and bubble.margin <= 0.04
        assert (bubble.id in chart.selected_ids()) == low


def test_enter_opens_the_account_under_the_cursor_of_the_whale(whale: WhaleChart, qtbot) -> None:
    QTest.keyClick(whale, Qt.Key.Key_Right)
    QTest.keyClick(whale, Qt.Key.Key_Right)
    with qtbot.waitSignal(whale.opened) as opened:
        QTest.keyClick(whale, Qt.Key.Key_Return)
    assert opened.args == [2]


def test_curves_beside_are_told_and_share_one_scale(qtbot) -> None:
    chart = compared()
    qtbot.addWidget(chart)
    assert "Dearer: peak" in chart.describe()
    assert "Earn 33%, break even 17%, lose 50%" in chart.describe()
    data = chart.data
    assert data.in_percent
    losing = replace(data, others=(WhaleOther("Bad", (100, -200), 1),))
    assert not losing.in_percent, "a total below zero beside leaves money only"
    chart.set_data(losing)
    headers, _ = chart.as_table()
    assert len(headers) == 5, "the accounts of the curve itself keep their percentages"


def test_groups_are_walked_and_chosen(qtbot) -> None:
    chart = groups()
    qtbot.addWidget(chart)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription() == "Mountain: 2 accounts"
    with qtbot.waitSignal(chart.chosen) as chosen:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [1]
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert "Touring: 3 accounts" in chart.accessibleDescription()


def test_the_waterfall_enlarges_by_a_round_number(qtbot) -> None:
    chart = waterfall()
    qtbot.addWidget(chart)
    assert chart.enlarged == 8
    _, rows = chart.as_table()
    assert [row[0] for row in rows].count("Gross margin") == 1
    assert rows[-1] == ["Net profit", "67,902", "7.7%"]
    alone = WaterfallChart([Step("sales", "Sales", 100, True), Step("cogs", "Goods", -40)])
    qtbot.addWidget(alone)
    assert alone.enlarged == 1
    alone.resize(400, 220)
    alone.grab()


def test_a_loss_at_the_end_of_the_waterfall(qtbot) -> None:
    chart = WaterfallChart(
        [Step("sales", "Sales", 1000, True), Step("m", "Margin", 100, True)],
        [
            Step("m", "Margin", 100, True),
            Step("v", "Visits", -180),
            Step("n", "Net profit", -80, True),
        ],
    )
    qtbot.addWidget(chart)
    chart.resize(500, 260)
    image = chart.grab().toImage()
    zero = max(y for y in range(260) if image.pixelColor(4, y).name() == theme().hex("line_strong"))
    below = {image.pixelColor(x, zero + 4).name() for x in range(500)}
    assert theme().hex("against_us") in below
    assert theme().hex("for_us") not in below


def test_order_timing_says_what_was_missed(qtbot) -> None:
    strip = OrderTimingStrip(timing_data())
    qtbot.addWidget(strip)
    assert "2 windows missed" in strip.describe()
    assert "last on 25 Feb 2020" in strip.describe()
    assert OrderTimingStrip(None).describe() == "No orders"


def test_show_as_table_by_key(qtbot, activate) -> None:
    panel = ChartPanel("Whale curve", WhaleChart(whale_data(12)))
    qtbot.addWidget(panel)
    panel.resize(600, 320)
    activate(panel)
    panel.chart.setFocus()
    QTest.keyClick(panel.chart, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert panel.shows_table
    table = panel.findChild(QTableWidget)
    assert table is not None
    assert table.isVisible()
    assert table.rowCount() == 12
    assert table.horizontalHeaderItem(0).text() == "Account"
    chart = panel.chart
    assert isinstance(chart, WhaleChart)
    chart.set_data(whale_data(20))
    panel.refresh()
    assert table.rowCount() == 20
    QTest.keyClick(table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not panel.shows_table
    assert panel.chart.isVisible()


@pytest.mark.parametrize(
    ("low", "high"), [(0, 277.3), (-9.6, 15), (0, 1), (-700, 500), (0, 0.044), (0, 5e8)]
)
def test_ticks_are_few_and_round(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    assert 2 <= len(ticks) <= 6
    assert ticks[0] <= low
    assert ticks[-1] >= high
    steps = {round(b - a, 9) for a, b in pairwise(ticks)}
    assert len(steps) == 1
