"""Every chart with the figures of the design's pictures, for looking at.

``python -m tests.ui.charts.chart_gallery FOLDER`` writes them in light and dark as PNG.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from math import exp
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFrame, QGridLayout

from b2bdesk.ui.charts.bars import (
    BarRow,
    HorizontalBars,
    SignedBar,
    SignedBars,
)
from b2bdesk.ui.charts.cadence import CadenceChart, CadenceMonth
from b2bdesk.ui.charts.chart import Chart
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.heat_grid import HeatCell, HeatGrid, HeatRow
from b2bdesk.ui.charts.matrix import MatrixChart
from b2bdesk.ui.charts.matrix_data import Bubble, MatrixBrush, MatrixData
from b2bdesk.ui.charts.month_bars import MonthBar, MonthlyBars
from b2bdesk.ui.charts.order_timing import OrderTick, OrderTimingData, OrderTimingStrip
from b2bdesk.ui.charts.spectrum import SpectrumBar, SpectrumData
from b2bdesk.ui.charts.waterfall import Step, WaterfallChart
from b2bdesk.ui.charts.whale import WhaleChart
from b2bdesk.ui.charts.whale_data import WhaleBands, WhaleData, WhaleOther
from b2bdesk.ui.charts.whale_groups import Group, WhaleGroupsChart
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.theme.theme import apply


def whale_data(count: int = 632) -> WhaleData:
    """A curve like the sample's: most is earned by a fifth, half the accounts lose it again."""
    values = [round(9_000_000 * exp(-number / (count / 12))) for number in range(count // 2)]
    values += [
        -round(4_500_000 * exp(-(count - number) / (count / 7)))
        for number in range(count // 2, count)
    ]
    sums = tuple(accumulate(values))
    peak = sum(1 for value in values if value > 0)
    names = tuple(f"Account {number + 1}" for number in range(count))
    return WhaleData(tuple(range(1, count + 1)), names, tuple(values), sums, peak)


def matrix_data(count: int = 120) -> MatrixData:
    """Bubbles spread by a fixed rule."""
    bubbles = []
    for number in range(count):
        cost = 0.004 + (number * 37 % 100) / 100 * 0.042
        margin = -0.07 + (number * 61 % 97) / 97 * 0.22
        bubbles.append(
            Bubble(
                number,
                f"Account {number}",
                cost,
                margin,
                (number * 31 % 60 + 4) ** 2 * 20000,
                margin > cost,
                number in (17, 40, 77),
            )
        )
    return MatrixData(tuple(bubbles), 0.015, 0.04)


def timing_data() -> OrderTimingData:
    """The order timing of the design."""
    first = date(2019, 5, 14)
    orders = tuple(
        OrderTick(first + timedelta(days=31 * number), 1_400_000 + (number * 53 % 7) * 90_000)
        for number in range(9)
    )
    orders += (OrderTick(date(2020, 2, 25), 2_418_000),)
    return OrderTimingData(
        orders,
        date(2020, 6, 1),
        date(2019, 4, 20),
        date(2020, 7, 20),
        ((date(2020, 3, 20), date(2020, 3, 31)), (date(2020, 4, 20), date(2020, 4, 30))),
        (date(2020, 5, 22), date(2020, 6, 3)),
    )


def waterfall() -> WaterfallChart:
    """From list revenue to net profit."""
    head = [
        Step("list_revenue", "List revenue", 93_642_000, True),
        Step("discounts", "Discounts", -5_414_600, share="5.8%"),
        Step("cogs", "Cost of goods", -78_018_600, share="88.4%"),
        Step("margin", "Gross margin", 10_208_800, True, share="11.6%"),
    ]
    tail = [
        Step("margin", "Gross margin", 10_208_800, True, share="11.6%"),
        Step("orders", "Orders", -594_000, share="0.7%"),
        Step("deliveries", "Deliveries", -981_200, share="1.1%"),
        Step("visits", "Visits", -1_146_000, share="1.3%"),
        Step("support", "Support", -477_400, share="0.5%"),
        Step("complaints", "Complaints", -220_000, share="0.2%"),
        Step("net", "Net profit", 6_790_200, True, share="7.7%"),
    ]
    return WaterfallChart(head, tail)


def drivers() -> SignedBars:
    """What drives the risk."""
    weights = [
        ("Order overdue by 2.1 cycles", 1.2),
        ("Complaints: 2 since April", 0.4),
        ("Owner not met for 214 days", 0.4),
        ("Champion in the workshop", -0.5),
        ("Buys from 5 product groups", -0.4),
    ]
    bars = [
        SignedBar(text, value, f"+{value}" if value > 0 else f"−{-value}")
        for text, value in weights
    ]
    return SignedBars([*bars, SignedBar("Share of wallet", None, "missing")], plus_against=True)


def cost_bars() -> HorizontalBars:
    """Cost to serve against typical."""
    rows = [
        ("Orders", 0.7, 0.6, "+0.1 pts", "text_3"),
        ("Deliveries", 1.1, 0.8, "+0.3 pts", "against_us"),
        ("Visits", 1.3, 0.7, "+0.6 pts", "against_us"),
        ("Support", 0.5, 0.5, "0.0 pts", "text_3"),
        ("Complaints", 0.2, 0.1, "+0.1 pts", "text_3"),
    ]
    return HorizontalBars(
        [
            BarRow(n, name, v, str(v), ref, note, role)
            for n, (name, v, ref, note, role) in enumerate(rows)
        ],
        clickable=True,
    )


def months() -> MonthlyBars:
    """Monthly net profit with three months without orders."""
    values = [1.9, 2.4, 2.1, 2.8, 2.6, 3.1, 2.2, 2.9, 3.4, 2.7, 3.0, 3.3, 2.4, 2.2, 2.9, 2.5, 1.8]
    values += [2.3, 1.6, 1.9, 1.1, -0.7, -0.9, -0.5]
    bars = []
    for number, value in enumerate(values):
        day = date(2018 + (5 + number) // 12, (5 + number) % 12 + 1, 1)
        axis = day.strftime("%b %y") if day.month in (1, 6) else ""
        bars.append(MonthBar(day.strftime("%B %Y"), axis, value * 1000))
    return MonthlyBars(bars, note=(22, "No orders\nsince 25 Feb"))


def cadence() -> CadenceChart:
    """Twelve months of exchanges against the plan."""
    talks = [3, 2, 2, 3, 2, 2, 1, 2, 1, 2, 2, 3]
    listens = [2, 1, 1, 2, 1, 2, 1, 1, 0, 1, 2, 1]
    made = [
        CadenceMonth(f"Month {n}", axis, t, i)
        for n, (axis, t, i) in enumerate(zip("JJASONDJFMAM", talks, listens, strict=True))
    ]
    return CadenceChart(made, 2.5)


def heat() -> HeatGrid:
    """Cost to serve by activity."""
    names = [
        "Larger Cycle Shop",
        "Brakes and Gears",
        "Totes & Baskets Company",
        "Bulk Discount Store",
    ]
    values = [
        (1.2, 1.1, 0.9, 0.6, 0.3),
        (0.7, 1.1, 1.3, 0.5, 0.2),
        (1.1, 1.2, 0.5, 0.2, 0.2),
        (1.3, 1.4, 0.2, 0.1, 0.2),
    ]
    rows = [
        HeatRow(number, name, tuple(HeatCell(v, f"{v:.1f}") for v in line))
        for number, (name, line) in enumerate(zip(names, values, strict=True))
    ]
    columns = ["Orders", "Deliveries", "Visits", "Support", "Complaints"]
    return HeatGrid(columns, rows, maximum=1.25)


def spectrum() -> SpectrumBar:
    """Now 44, recommended 71, target 68."""
    return SpectrumBar(SpectrumData(44, 71, 68, date(2020, 12, 1), (66, 76)))


def groups() -> WhaleGroupsChart:
    """Three segments, one of which loses."""
    chart = WhaleGroupsChart()
    parts = (("Road", (500_00, 900_00, 700_00)), ("Mountain", (300_00, 310_00)),
             ("Touring", (10_00, -200_00, -900_00)))  # fmt: skip
    made = tuple(Group(words, sums, f"{len(sums)} accounts") for words, sums in parts)
    chart.set_groups(made, "net profit")
    return chart


def compared() -> WhaleChart:
    """A curve with its bands beside two others."""
    data = whale_data(120)
    bands = WhaleBands((40, 20, 60), (0.2, 0.7, 0.1))
    half = tuple(value // 2 for value in data.cumulative)
    others = (WhaleOther("The year before", half, 60), WhaleOther("Dearer", half[:90], 60))
    return WhaleChart(replace(data, bands=bands, others=others))


def all_charts() -> dict[str, Chart]:
    """Every chart by name."""
    matrix = MatrixChart(matrix_data())
    matrix.set_brush(MatrixBrush(0.02, 0.044, -0.065, 0.14))
    whale = WhaleChart(whale_data())
    return {
        "Whale curve": whale,
        "Customer profitability matrix": matrix,
        "From list revenue to net profit": waterfall(),
        "Order timing": OrderTimingStrip(timing_data()),
        "Monthly net profit": months(),
        "Cadence": cadence(),
        "What drives the risk": drivers(),
        "Cost to serve, % of revenue": cost_bars(),
        "Cost to serve by activity": heat(),
        "Relationship type": spectrum(),
        "Whale curves by group": groups(),
        "Whale curve compared": compared(),
    }


class ChartGallery(QFrame):
    """All charts on one page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        grid = QGridLayout(self)
        places = [
            (0, 0, 1, 2),
            (0, 2, 1, 2),
            (1, 0, 1, 3),
            (2, 0, 1, 3),
            (1, 3, 1, 1),
            (2, 3, 1, 1),
            (3, 0, 1, 1),
            (3, 1, 1, 1),
            (3, 2, 1, 2),
            (4, 0, 1, 4),
            (5, 0, 1, 2),
            (5, 2, 1, 2),
        ]
        self.panels = {}
        for place, (name, chart) in zip(places, all_charts().items(), strict=True):
            panel = ChartPanel(name, chart, "a subtitle with its unit")
            self.panels[name] = panel
            grid.addWidget(panel, *place)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.resize(1440, 1300)


def main() -> int:
    """Write the pictures."""
    folder = Path(sys.argv[1])
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    set_formats(Formats("en_US", "USD"))
    for mode in ("light", "dark"):
        apply(app, mode)
        page = ChartGallery()
        page.show()
        app.processEvents()
        whale = page.panels["Whale curve"].chart
        assert isinstance(whale, WhaleChart)
        app.processEvents()
        page.grab().save(str(folder / f"charts-{mode}.png"))
        page.close()
        page.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main())
