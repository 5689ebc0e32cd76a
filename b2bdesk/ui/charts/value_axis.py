"""The axis at the left of a chart: hairlines at round values, each with its figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from b2bdesk.ui.charts.chart import caption_font, label, nice_ticks
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import text_width

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """Values from the lowest tick to the highest over the height of ``area``."""

    area: QRectF
    ticks: tuple[float, ...]

    @classmethod
    def over(
        cls, box: QRectF, values: Iterable[float], top: float, right: float, bottom: float
    ) -> ValueAxis:
        """An axis with zero and all values in ``box``, with room for its figures at the left.

        ``top``, ``right`` and ``bottom`` are left free, in pixels at 100 %.
        """
        look, held = theme(), [0.0, *values]
        ticks = nice_ticks(min(held), max(held) or 1.0, 5)
        room = max(text_width(formats().short(tick, trim=True), caption_font()) for tick in ticks)
        area = box.adjusted(room + look.px(10), look.px(top), -look.px(right), -look.px(bottom))
        return cls(area, tuple(ticks))

    def level(self, value: float) -> float:
        """How far down a value lies."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.area.bottom() - (value - low) / (high - low) * self.area.height()

    def draw(self, painter: QPainter, left: float) -> None:
        """The hairlines, and the figures between ``left`` and them."""
        look, area = theme(), self.area
        for tick in self.ticks:
            y = round(self.level(tick))
            role = "line_strong" if tick == 0 else "line"
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), look.color(role))
            spot = QRectF(left, y - 8, area.left() - look.px(7) - left, 16)
            label(painter, spot, formats().short(tick, trim=True), _RIGHT)
