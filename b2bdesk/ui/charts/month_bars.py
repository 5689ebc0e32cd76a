"""A value for each month as bars from zero; a month can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, label
from b2bdesk.ui.charts.value_axis import ValueAxis
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import text_width

_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month: how it is named in full and on the axis, and its value in major units."""

    name: str
    axis: str
    value: float | None


class MonthlyBars(Chart):
    """Values per month; below zero is against us. ``note`` (month number, text) labels one.

    Left and Right walk along the months; ``clicked`` carries the position of one that was clicked
    or opened with Enter.
    """

    clicked = Signal(int)

    def __init__(
        self,
        months: Sequence[MonthBar] = (),
        *,
        note: tuple[int, str] | None = None,
        neutral: bool = False,
        value_header: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._months: tuple[MonthBar, ...] = ()
        self._note = note
        self._neutral = neutral
        self._header = value_header or tr("Value")
        self._cursor: int | None = None
        self.setMinimumSize(theme().px(240), theme().px(130))
        self.set_data(months, note)

    def set_data(self, months: Sequence[MonthBar], note: tuple[int, str] | None = None) -> None:
        """Draw other months, oldest first."""
        self._months = tuple(months)
        self._note = note
        self._cursor = None
        self.refresh()

    def _axis(self, box: QRectF) -> ValueAxis:
        known = (month.value for month in self._months if month.value is not None)
        # The note stands above the bars, never on one.
        top = 10 if self._note is None else 14 + 14 * len(self._note[1].split("\n"))
        return ValueAxis.over(box, known, top, 2, 22)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._months:
            return
        look = theme()
        axis = self._axis(box)
        area, level = axis.area, axis.level
        axis.draw(painter, box.left())
        step = area.width() / len(self._months)
        width = max(1.0, min(step * 0.72, look.px(28)))
        zero = round(level(0.0))
        last_label = -1e9
        for number, month in enumerate(self._months):
            middle = area.left() + step * (number + 0.5)
            if number == self._cursor and self.hasFocus():
                column = QRectF(middle - step / 2, area.top(), step, area.height())
                painter.setPen(QPen(look.color("focus"), 2))
                painter.drawRect(column.adjusted(1, 0, -1, 0))
            if month.value:
                end = level(month.value)
                role = "text_2" if self._neutral else "for_us" if month.value > 0 else "against_us"
                top = min(zero, end)
                bar = QRectF(middle - width / 2, top, width, max(1.0, abs(end - zero)))
                painter.fillRect(bar, look.color(role))
            text_room = text_width(month.axis, caption_font()) + look.px(10)
            if month.axis and middle - text_room / 2 > last_label:
                # The outer ones move in, so that nothing is cut.
                half = text_room / 2
                at = max(box.left() + half, min(middle, box.right() - half))
                spot = QRectF(at - 40, box.bottom() - look.px(16), 80, 14)
                if at - half >= last_label:
                    label(painter, spot, month.axis)
                    last_label = at + half
        if self._note is not None and 0 <= self._note[0] < len(self._months):
            self._draw_note(painter, area, area.left() + step * (self._note[0] + 0.5), zero)

    def _draw_note(self, painter: QPainter, area: QRectF, x: float, zero: float) -> None:
        assert self._note is not None
        look = theme()
        lines = self._note[1].split("\n")
        width = max(text_width(line, caption_font()) for line in lines)
        left = min(x - width / 2, area.right() - width)
        row = look.px(14)
        top = area.top() - look.px(8) - row * len(lines)
        painter.setPen(dashed_pen("line_control", 1.0, (2.0, 2.0)))
        painter.drawLine(QPointF(x, top + row * len(lines) + 2), QPointF(x, zero))
        for number, line in enumerate(lines):
            label(painter, QRectF(left, top + row * number, width, row), line, role="text")

    def _month_at(self, x: float) -> int | None:
        if not self._months:
            return None
        area = self._axis(QRectF(self.rect())).area
        number = int((x - area.left()) // max(1.0, area.width() / len(self._months)))
        return number if 0 <= number < len(self._months) else None

    def tip_at(self, spot: QPointF) -> str:
        number = self._month_at(spot.x())
        return "" if number is None else self._told(number)

    def _told(self, number: int) -> str:
        month = self._months[number]
        return f"{month.name}: {formats().number(month.value)}"

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._month_at(event.position().x())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        last = len(self._months) - 1
        if step is not None and self._months:
            self._cursor = last if self._cursor is None else max(0, min(last, self._cursor + step))
            self.setAccessibleDescription(self._told(self._cursor))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.clicked.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def describe(self) -> str:
        known = [month for month in self._months if month.value is not None]
        if not known:
            return tr("No values")
        first, last = known[0], known[-1]
        high = max(known, key=lambda month: month.value or 0.0)
        return tr(
            "{first} to {last}. Highest {high} with {value}. Last {end}.",
            first=first.name,
            last=last.name,
            high=high.name,
            value=formats().number(high.value),
            end=formats().number(last.value),
        )

    def as_table(self) -> Table:
        rows = [[month.name, formats().number(month.value)] for month in self._months]
        return [tr("Month"), self._header], rows
