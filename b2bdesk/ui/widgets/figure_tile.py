"""The figure tile: label, figure, change, source line, sparkline; missing is "–", never 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.ui.formats import MISSING
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.meters import TREND_ICONS, Sparkline, trend_role
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import ElidedText, Text

_SPARK_FROM = 72  # px left beside the change and its note


@dataclass(frozen=True, slots=True)
class Figure:
    """What a tile shows. ``figure`` None is unknown; ``action`` is the way on or to fill it.

    ``trend`` is -1, 0 or 1, ``good_up`` False where rising is against us. ``trend_text`` says the
    sparkline in words.
    """

    label: str
    figure: str | None
    unit: str = ""
    change: str = ""
    change_note: str = ""
    trend: int | None = None
    good_up: bool = True
    source: str = ""
    points: tuple[float | None, ...] = ()
    trend_text: str = ""
    action: str = ""


class FigureTile(Panel):
    """One figure with its change and source. ``action_triggered`` when its link is clicked."""

    action_triggered = Signal()

    def __init__(self, figure: Figure | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        look = theme()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._label = ElidedText("", "table", "text_2", weight="medium")
        self._link = Button(
            "", "link", trail_icon="ph.caret-right", on_click=self.action_triggered.emit
        )
        self._figure = Text("", "figure")
        self._unit = ElidedText("", "body", "text_3")
        self._arrow = IconLabel("ph.arrow-right", size=13)
        self._change = Text("", "table", weight="semibold")
        self._note = ElidedText("", "table", "text_2")
        self._source = ElidedText("", "caption", "text_3")
        self._has_trend = False
        self._spark = Sparkline()
        self._spark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.addWidget(self._label, 1)
        head.addWidget(self._link)
        left = QVBoxLayout()
        left.setSpacing(look.px(2))
        line = QHBoxLayout()
        line.setSpacing(look.px(7))
        line.addWidget(self._figure)
        line.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        self._unit.setContentsMargins(0, 0, 0, look.px(3))
        left.addLayout(line)
        change = QHBoxLayout()
        change.setSpacing(look.px(4))
        for widget in (self._arrow, self._change):
            change.addWidget(widget)
        change.addWidget(self._note, 1)
        left.addLayout(change)
        middle = QHBoxLayout()
        middle.setSpacing(look.space(3))
        middle.addLayout(left, 3)
        middle.addWidget(self._spark, 2)
        self.body.setSpacing(look.px(3))
        self.body.setContentsMargins(look.space(3), look.px(8), look.space(3), look.px(9))
        self.body.addLayout(head)
        self.body.addLayout(middle)
        self.body.addWidget(self._source)
        self.body.addStretch(1)
        self.show_figure(figure or Figure("", None))

    def show_figure(self, figure: Figure) -> None:
        """Show a figure, or that it is missing."""
        missing = figure.figure is None
        self._label.setText(figure.label)
        self._link.setText(figure.action)
        self._link.setVisible(bool(figure.action))
        self._figure.setText(MISSING if figure.figure is None else figure.figure)
        self._figure.set_tone("text_3" if missing else "text")
        self._unit.setText("" if missing else figure.unit)
        has_change = bool(figure.change or figure.change_note) and not missing
        self._change.setText(figure.change)
        self._change.setVisible(has_change and bool(figure.change))
        self._note.setText(figure.change_note)
        self._note.setVisible(has_change)
        self._arrow.setVisible(has_change and figure.trend is not None)
        role = "text_2"
        if figure.trend is not None:
            role = trend_role(figure.trend, figure.good_up)
            self._arrow.set_icon(TREND_ICONS[figure.trend], role)
        self._source.setText(figure.source)
        self._source.setVisible(bool(figure.source))
        self._has_trend = len([p for p in figure.points if p is not None]) > 1
        self._fit_spark()
        spark = role if role == "against_us" else "text_2"
        self._spark.set_values(figure.points, name=figure.trend_text, role=spark)
        told = [figure.label, f"{self._figure.text()} {figure.unit}".strip()]
        told += [
            part
            for part in (f"{figure.change} {figure.change_note}".strip(), figure.source)
            if part
        ]
        self.setAccessibleName(", ".join(told))

    def _fit_spark(self) -> None:
        """The figure and what it is measured by go before the line of its trend."""
        look = theme()
        said = (self._arrow, self._change, self._note)
        change = sum(each.sizeHint().width() + look.px(4) for each in said if not each.isHidden())
        figure = sum(each.sizeHint().width() + look.px(7) for each in (self._figure, self._unit))
        wanted = max(change, figure)
        room = self.width() - wanted - 3 * look.space(3)
        self._spark.setMaximumWidth(max(1, room))
        self._spark.setVisible(self._has_trend and room >= look.px(_SPARK_FROM))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_spark()

    def show_loading(self, label: str, note: str) -> None:
        """Say that the figure is being worked out."""
        self.show_figure(Figure(label, "…", source=note))
        self._figure.set_tone("text_3")


class TileRow(QWidget):
    """Tiles side by side, equally wide and high."""

    def __init__(self, tiles: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(4))
        for tile in tiles:
            row.addWidget(tile, 1)
