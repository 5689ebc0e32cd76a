"""How a unit saw us and the main rival over time: two stepped lines from 1 to 5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, label
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.dumbbell import Party, draw_party

_C = Qt.AlignmentFlag
_LOW, _HIGH = 1, 5


@dataclass(frozen=True, slots=True)
class BrandDay:
    """A day on which somebody scored, and the means 1..5 at its end; None not scored yet."""

    on: date
    ours: float | None
    rival: float | None


class BrandTrend(Chart):
    """A mean holds until the next score, so the lines are stepped and end with the as-of date."""

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[BrandDay, ...] = ()
        self._until = date.min
        self._rival = ""
        self.setFixedHeight(theme().px(104))

    def set_data(self, days: Sequence[BrandDay], until: date, rival: str) -> None:
        """Draw other days, oldest first, up to a date."""
        self._days, self._until, self._rival = tuple(days), until, rival
        self.refresh()

    def _area(self, box: QRectF) -> QRectF:
        look = theme()
        return box.adjusted(look.px(16), look.px(6), -look.px(10), -look.px(18))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._days:
            return
        look, area = theme(), self._area(box)
        for score in range(_LOW, _HIGH + 1, 2):
            y = round(self._y(area, score))
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), look.color("line"))
            spot = QRectF(box.left(), y - 8, look.px(12), 16)
            label(painter, spot, str(score), _C.AlignRight | _C.AlignVCenter)
        self._draw_side(painter, area, "rival")
        self._draw_side(painter, area, "ours")
        first, wide = self._days[0].on, look.px(90)
        foot = QRectF(area.left(), box.bottom() - look.px(15), wide, 14)
        label(painter, foot, formats().month(first), _C.AlignLeft | _C.AlignVCenter)
        foot.moveRight(box.right())
        label(painter, foot, formats().month(self._until), _C.AlignRight | _C.AlignVCenter)

    def _draw_side(self, painter: QPainter, area: QRectF, party: Party) -> None:
        look = theme()
        points = [(day.on, getattr(day, party)) for day in self._days]
        known = [(on, mean) for on, mean in points if mean is not None]
        if not known:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.color("text" if party == "ours" else "text_3"), 1.5)
        if party == "rival":
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        before: QPointF | None = None
        for on, mean in known:
            spot = QPointF(self._x(area, on), self._y(area, mean))
            if before is not None:
                corner = QPointF(spot.x(), before.y())
                painter.drawLine(before, corner)
                painter.drawLine(corner, spot)
            before = spot
        assert before is not None
        painter.drawLine(before, QPointF(area.right(), before.y()))
        draw_party(painter, QPointF(area.right(), before.y()), party)

    def _x(self, area: QRectF, on: date) -> float:
        days = max(1, (self._until - self._days[0].on).days)
        return area.left() + area.width() * (on - self._days[0].on).days / days

    def _y(self, area: QRectF, mean: float) -> float:
        return area.bottom() - area.height() * (mean - _LOW) / (_HIGH - _LOW)

    def tip_at(self, spot: QPointF) -> str:
        area = self._area(QRectF(self.rect()))
        held = [day for day in self._days if self._x(area, day.on) <= spot.x()]
        return self._words(held[-1]) if held else ""

    def _words(self, day: BrandDay) -> str:
        return tr(
            "{day}: us {ours}, {rival} {theirs}",
            day=formats().date_full(day.on),
            ours=_mean(day.ours),
            rival=self._rival,
            theirs=_mean(day.rival),
        )

    def describe(self) -> str:
        ends = [self._days[0], self._days[-1]] if len(self._days) > 1 else self._days
        return "; ".join(self._words(day) for day in ends)

    def as_table(self) -> Table:
        rows = [[formats().date_full(d.on), _mean(d.ours), _mean(d.rival)] for d in self._days]
        return [tr("Day"), tr("Us"), self._rival], rows


def _mean(mean: float | None) -> str:
    return MISSING if mean is None else formats().number(mean, 1)
