"""The component page of the design, built from the real components, for looking at.

``python -m tests.ui.widgets.gallery FOLDER`` writes it in light and dark as PNG.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.tables.cells import ActiveCell, Cell, MoneyCell, type_cell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import apply, theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.avatar import Avatar
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import Button, IconButton, KeyCap
from b2bdesk.ui.widgets.chips import Chip, add_filter_chip
from b2bdesk.ui.widgets.drawing import rounded
from b2bdesk.ui.widgets.fields import DateField, FieldRow, SearchField
from b2bdesk.ui.widgets.figure_tile import Figure, FigureTile, TileRow
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.meters import ActiveBar, DotMeter, InfluenceMeter, SegmentBar
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.pills import decision_pill, risk_pill, stance_pill, type_pill
from b2bdesk.ui.widgets.progress_strip import ProgressStrip
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl, SentimentPicker, StancePicker
from b2bdesk.ui.widgets.states import EmptyAction, EmptyState
from b2bdesk.ui.widgets.text import LabelValueRows, Text, h_rule
from b2bdesk.ui.widgets.toast import ToastHost


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    kind: str
    net: int
    active: tuple[float, int]
    state: str


_ROWS = {
    1: _Row("Great Bikes", "collaborative", 6053600, (0.79, 0), "default"),
    2: _Row("The Gear Store", "collaborative", 5548000, (0.92, 1), "hover"),
    3: _Row("Vigorous Exercise Company", "value_added", 1552400, (0.63, -1), "selected"),
    4: _Row("Retail Mall", "value_added", -2011600, (0.81, 0), "focus"),
    5: _Row("Bulk Discount Store", "transactional", -1083800, (0.37, -1), "edited"),
}


class _Swatch(QWidget):
    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(20, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        rounded(QPainter(self), QRectF(self.rect()), 3, self._role, "line_strong")


def _section(
    column: QVBoxLayout, title: str, *content: QWidget | QHBoxLayout | QVBoxLayout
) -> None:
    column.addWidget(h_rule())
    column.addWidget(Text(title, "caption", "text_3", weight="medium"))
    for part in content:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)


def _row(*widgets: QWidget, gap: int = 8) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=gap)
    for widget in widgets:
        flow.addWidget(widget)
    return holder


def _first_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(7)
    mode = "dark" if theme().is_dark else "light"
    column.addWidget(Text(f"Components and states, {mode}", "title"))
    grid = QGridLayout()
    roles = [
        "window",
        "panel",
        "sunken",
        "hover",
        "selected",
        "line",
        "line_strong",
        "line_control",
        "text",
        "text_2",
        "text_3",
        "accent",
        "for_us",
        "against_us",
        "attention",
        "neutral",
    ]
    for number, role in enumerate(roles):
        cell = QHBoxLayout()
        cell.addWidget(_Swatch(role))
        cell.addWidget(Text(f"{role}\n{theme().hex(role)}", "caption", "text_2"), 1)
        grid.addLayout(cell, number // 4, number % 4)
    holder = QVBoxLayout()
    holder.addLayout(grid)
    _section(column, "Colours", holder)
    bars = []
    for scale in (
        [(s.label, 1.0, s.edge) for s in tokens().stance[:5]],
        [(s.label, 1.0, s.color) for s in tokens().risk],
        [(s.label, 1.0, s.color) for s in tokens().relationship_type],
        [(role, 1.0, role) for role in tokens().heat],
    ):
        bars.append(SegmentBar(scale, height=12))
    _section(column, "Scales", *bars)
    _section(
        column,
        "Type",
        Text("67,902", "figure"),
        Text("Brakes and Gears", "title"),
        Text("Portfolio", "heading"),
        Text("Log the first exchange", "body"),
        Text("Vigorous Exercise Company", "table"),
        Text("Caption, axis, shortcut", "caption"),
    )
    facts = LabelValueRows()
    facts.add_row("Contract", "Supply 2018, ends 14 Aug 2020")
    facts.add_row("Terms", "30 days, 3% line discount")
    panel = Panel("Facts", "label and value", rule=True)
    panel.add_action(IconButton("ph.pencil-simple", "Edit"))
    panel.add(facts)
    _section(
        column,
        "Panel, people, pickers",
        panel,
        _row(Avatar("Lena Marsh"), SentimentPicker(-1), KeyCap("Ctrl K"), ActiveBar(0.58, -1)),
        StancePicker("sceptic"),
    )
    column.addStretch(1)
    return column


def _second_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(7)
    pills = QVBoxLayout()
    types = [type_pill(s.key) for s in tokens().relationship_type]
    pills.addWidget(_row(*types, type_pill("collaborative", recommended=True)))
    pills.addWidget(_row(*[stance_pill(s.key) for s in tokens().stance]))
    pills.addWidget(_row(*[risk_pill(s.key) for s in tokens().risk], gap=16))
    meters = [DotMeter(3), InfluenceMeter(4)]
    pills.addWidget(_row(*[decision_pill(s.key) for s in tokens().decision], *meters, gap=16))
    _section(column, "Pills", pills)
    focus = Chip("Focus")
    focus.setObjectName("focus_chip")
    off = Chip("Disabled")
    off.setEnabled(False)
    menu = QMenu()
    menu.addAction("Anyone")
    _section(
        column,
        "Chips, 28 high",
        _row(
            Chip("Default", menu=menu),
            Chip("Type: all", closable=True, on=True),
            focus,
            off,
            Chip("Toggle", toggle=True, on=True, icon_name="ph.flow-arrow"),
            add_filter_chip(),
        ),
    )
    disabled = Button("Disabled")
    disabled.setEnabled(False)
    _section(
        column,
        "Buttons, 28 high, one primary on a screen",
        _row(
            Button("Import", "primary"),
            Button("Log exchange", "primary", keys="Ctrl L"),
            disabled,
            Button("Default"),
            Button("Flat", "flat", icon_name="ph.plus"),
            Button("Link", "link"),
            Button("Delete", "destructive", icon_name="ph.trash"),
        ),
    )
    search = SearchField("Search", keys="Ctrl K")
    search.setFixedWidth(150)
    number = QLineEdit("882,274")
    number.setFixedWidth(84)
    number.setObjectName("focus_field")
    wrong = DateField()
    wrong.setText("31/02/2017")
    wrong.setFixedWidth(110)
    wrong_row = FieldRow("", wrong)
    wrong_row.set_error("Not a date. February 2017 has 28 days.")
    read_only = QLineEdit("Read only")
    read_only.setReadOnly(True)
    read_only.setFixedWidth(84)
    fields = QHBoxLayout()
    for field in (search, number, wrong_row, read_only):
        fields.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
    fields.addStretch(1)
    boxes = QHBoxLayout()
    for text, state in (
        ("Off", Qt.CheckState.Unchecked),
        ("On", Qt.CheckState.Checked),
        ("Some", Qt.CheckState.PartiallyChecked),
    ):
        box = QCheckBox(text)
        box.setTristate(True)
        box.setCheckState(state)
        boxes.addWidget(box)
    views = [Segment(key.lower(), key) for key in ("Map", "List", "Coverage")]
    boxes.addWidget(SegmentedControl(views, "map", name="View"))
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(60)
    boxes.addWidget(slider, 1)
    _section(column, "Fields", fields, boxes)
    points = (2.0, 3.0, 2.5, 4.0, 3.8, 3.1)
    first = FigureTile(
        Figure(
            "Net profit",
            "67,902",
            "USD",
            "−14%",
            "on the year before",
            -1,
            points=points,
            action="Profit",
        )
    )
    second = FigureTile(Figure("Share of wallet", None, source="No estimate yet. Add one"))
    waiting = FigureTile()
    waiting.show_loading("Retention risk", "Scoring, 2 seconds left")
    _section(column, "Figure tile", TileRow([first, second, waiting]))
    _section(column, "Table, rows 28 high", make_table())
    return column


def make_table() -> DataTable[_Row]:
    """The five rows of the design's table."""
    model = IdTableModel[_Row](
        [
            Column("name", "Account", lambda r: r.name, Cell("medium"), 180, stretch=True),
            Column("type", "Type", lambda r: r.kind, type_cell(), 116),
            Column("net", "Net\nprofit", lambda r: r.net, MoneyCell("semibold"), 80),
            Column("active", "Retention\nP(active)", lambda r: r.active, ActiveCell(), 116),
            Column(
                "state",
                "State",
                lambda r: r.state,
                Cell(tone="text_2"),
                80,
                state=lambda r: "edited" if r.state == "edited" else "",
            ),
        ]
    )
    table = DataTable(model, name="Accounts")
    model.set_rows(_ROWS)
    table.set_totals(
        {"name": "5 accounts", "net": "100,586", "active": ("70% on average", "text_3")}
    )
    table.sort_by("net", True)
    table.select_ids([3, 4], current=4)
    table.setFixedHeight(28 * 6 + 40)
    return table


def _third_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(7)
    _section(
        column,
        "Banners",
        Banner(
            "error", "Backup folder not found.", "Your work is saved.", action="Fix", on_action=int
        ),
        Banner("attention", "19 rows wait for a decision.", action="Fix rows", on_action=int),
        Banner("info", "69 of 701 accounts have no orders yet."),
    )
    strips = QWidget()
    lines = QVBoxLayout(strips)
    lines.setContentsMargins(0, 0, 0, 0)
    for what, share in (("Scoring 632 accounts", 0.68), ("Reading the sheet", None)):
        strip = ProgressStrip(strips)
        strip.set_progress(what, share)
        lines.addWidget(strip)
    _section(column, "Progress in the status bar", strips)
    empty = EmptyState(
        "No exchanges yet",
        "Log the first one in a line. It starts the cadence and the listening mix.",
        icon_name="ph.chats",
        primary=EmptyAction("Log exchange", int, "Ctrl L"),
        alternative=EmptyAction("Import from a sheet", int),
    )
    holder = Panel()
    holder.add(empty)
    _section(column, "Empty state", holder)
    column.addStretch(1)
    return column


class Gallery(QFrame):
    """The page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(24)
        row.addLayout(_first_column(), 4)
        row.addLayout(_second_column(), 6)
        row.addLayout(_third_column(), 4)
        self.resize(1440, 900)
        self.toasts = ToastHost(self)


def main() -> int:
    """Write the pictures."""
    folder = Path(sys.argv[1])
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    set_formats(Formats("en_US", "USD"))
    for mode in ("light", "dark"):
        apply(app, mode)
        page = Gallery()
        page.show()
        page.toasts.show_toast("Import finished, 57,832 rows", undo=int)
        page.activateWindow()
        app.processEvents()
        page.findChild(QWidget, "focus_chip").setFocus()
        app.processEvents()
        page.grab().save(str(folder / f"gallery-{mode}.png"))
        page.close()
        page.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main())
