"""The years ahead: what an account earns if it stays, and what of that is expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, label
from b2bdesk.ui.charts.value_axis import ValueAxis
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme

_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year by its words; amounts in major units, ``stays`` 0..1."""

    name: str
    margin: float
    expected: float
    stays: float


class YearsAhead(Chart):
    """For each year an outline for what it would earn, filled as far as that is expected."""

    def __init__(self) -> None:
        super().__init__()
        self._years: tuple[YearBar, ...] = ()
        self.setMinimumSize(theme().px(300), theme().px(180))

    def set_data(self, years: Sequence[YearBar]) -> None:
        """Draw other years, the next one first."""
        self._years = tuple(years)
        self.refresh()

    def _axis(self, box: QRectF) -> ValueAxis:
        return ValueAxis.over(box, (year.margin for year in self._years), 24, 2, 24)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._years:
            return
        look, axis = theme(), self._axis(box)
        area, level = axis.area, axis.level
        axis.draw(painter, box.left())
        step, zero = area.width() / len(self._years), round(level(0.0))
        width = min(step * 0.6, look.px(64))
        for number, year in enumerate(self._years):
            middle = area.left() + step * (number + 0.5)
            whole = _bar(middle, width, zero, level(year.margin))
            painter.fillRect(
                _bar(middle, width, zero, level(year.expected)),
                look.color("for_us" if year.expected >= 0 else "against_us"),
            )
            filled = _bar(middle, width, zero, level(year.expected))
            if filled.height() > look.px(24):
                spot = QRectF(filled.left(), filled.center().y() - 8, filled.width(), 16)
                amount = formats().short(year.expected, trim=True)
                label(painter, spot, amount, role="panel", weight="semibold")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("text_3"), 1))
            painter.drawRect(whole)
            words = tr("{share} active", share=formats().percent(year.stays))
            spot = QRectF(middle - step / 2, whole.top() - look.px(18), step, 16)
            label(painter, spot, words, role="text_2")
            spot = QRectF(middle - step / 2, box.bottom() - look.px(17), step, 16)
            label(painter, spot, year.name)

    def tip_at(self, spot: QPointF) -> str:
        if not self._years:
            return ""
        area = self._axis(QRectF(self.rect())).area
        number = int((spot.x() - area.left()) / max(1.0, area.width() / len(self._years)))
        return self._words(self._years[number]) if 0 <= number < len(self._years) else ""

    def _words(self, year: YearBar) -> str:
        return tr(
            "{year}: {margin} if it stays, {share} still active, {expected} expected",
            year=year.name,
            margin=formats().number(year.margin),
            share=formats().percent(year.stays),
            expected=formats().number(year.expected),
        )

    def describe(self) -> str:
        return ". ".join(self._words(year) for year in self._years) or tr("No values")

    def as_table(self) -> Table:
        headers = [tr("Year"), tr("If it stays"), tr("Still active"), tr("Expected")]
        rows = [
            [
                year.name,
                formats().number(year.margin),
                formats().percent(year.stays),
                formats().number(year.expected),
            ]
            for year in self._years
        ]
        return headers, rows


def _bar(middle: float, width: float, zero: float, end: float) -> QRectF:
    return QRectF(middle - width / 2, min(zero, end), width, max(1.0, abs(end - zero)))
