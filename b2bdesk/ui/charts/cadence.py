"""Cadence: exchanges a month, talks above the line and filled, listens below and hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, label
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import text_width

_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class CadenceMonth:
    """A month's name, its short axis name, and how often we talked and listened."""

    name: str
    axis: str
    talks: int
    listens: int


class CadenceChart(Chart):
    """Twelve months against the plan, which counts talks a month."""

    def __init__(
        self,
        months: Sequence[CadenceMonth] = (),
        plan: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._months: tuple[CadenceMonth, ...] = ()
        self._plan: float | None = None
        self.setMinimumSize(theme().px(220), theme().px(140))
        self.set_data(months, plan)

    def set_data(self, months: Sequence[CadenceMonth], plan: float | None = None) -> None:
        """Draw other months, oldest first."""
        self._months, self._plan = tuple(months), plan
        self.refresh()

    def _right_words(self) -> list[str]:
        words = [tr("we talk"), tr("we listen")]
        if self._plan is not None:
            words.append(tr("plan {number}", number=self._plan_text()))
        return words

    def _plan_text(self) -> str:
        plan = self._plan or 0.0
        return formats().number(plan, 0 if float(plan).is_integer() else 1)

    def _area(self, box: QRectF) -> QRectF:
        look = theme()
        room = max(text_width(word, caption_font("semibold")) for word in self._right_words())
        return box.adjusted(look.px(22), look.px(8), -room - look.px(10), -look.px(20))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._months:
            return
        look = theme()
        area = self._area(box)
        up = max([2, *(m.talks for m in self._months), round((self._plan or 0) + 0.5)])
        down = max([2, *(m.listens for m in self._months)])
        unit = area.height() / (up + down)
        zero: float = round(area.top() + up * unit)
        step = max(1, round((up + down) / 4))
        for number in range(-down, up + 1):
            if number % step == 0:
                y = round(zero - number * unit)
                role = "line_strong" if number == 0 else "line"
                painter.fillRect(QRectF(area.left(), y, area.width(), 1), look.color(role))
                spot = QRectF(box.left(), y - 8, look.px(16), 16)
                label(painter, spot, str(abs(number)), _C.AlignRight | _C.AlignVCenter)
        slot = area.width() / len(self._months)
        width = min(slot * 0.64, look.px(20))
        for number, month in enumerate(self._months):
            x = area.left() + slot * (number + 0.5) - width / 2
            if month.talks:
                bar = QRectF(x, zero - month.talks * unit, width, month.talks * unit)
                painter.fillRect(bar, look.color("text_2"))
            if month.listens:
                painter.setPen(QPen(look.color("text_2"), 1))
                painter.setBrush(look.color("panel"))
                painter.drawRect(QRectF(x + 0.5, zero + 0.5, width - 1, month.listens * unit - 1))
            spot = QRectF(x + width / 2 - 20, box.bottom() - look.px(16), 40, 14)
            label(painter, spot, month.axis)
        left = _C.AlignLeft | _C.AlignVCenter
        x = area.right() + look.px(7)
        talk_y = zero - up * unit / 2 + 8
        if self._plan is not None:
            level = zero - self._plan * unit
            painter.setPen(dashed_pen("accent", 1.5, (2.5, 2.0)))
            painter.drawLine(QPointF(area.left(), level), QPointF(area.right(), level))
            text = tr("plan {number}", number=self._plan_text())
            label(painter, QRectF(x, level - 8, 80, 16), text, left, "accent", "semibold")
            if abs(level - talk_y) < 16:
                talk_y = level + 22
        label(painter, QRectF(x, talk_y - 8, 80, 16), tr("we talk"), left, "text")
        listen_y = zero + down * unit / 2
        label(painter, QRectF(x, listen_y - 8, 80, 16), tr("we listen"), left, "text")

    def tip_at(self, spot: QPointF) -> str:
        area = self._area(QRectF(self.rect()))
        if not self._months or not area.left() <= spot.x() <= area.right():
            return ""
        number = int((spot.x() - area.left()) / max(1.0, area.width() / len(self._months)))
        month = self._months[min(number, len(self._months) - 1)]
        talks = trn("{n} talk", "{n} talks", month.talks)
        listens = trn("{n} listen", "{n} listens", month.listens)
        return f"{month.name}: {talks}, {listens}"

    def describe(self) -> str:
        talks = sum(month.talks for month in self._months)
        listens = sum(month.listens for month in self._months)
        parts = [
            trn("{n} talk", "{n} talks", talks),
            trn("{n} listen", "{n} listens", listens),
            trn("in {n} month", "in {n} months", len(self._months)),
        ]
        if self._plan is not None:
            under = sum(1 for month in self._months if month.talks < self._plan)
            parts.append(trn("below plan in {n}", "below plan in {n}", under))
        return ", ".join(parts)

    def as_table(self) -> Table:
        rows = [[m.name, str(m.talks), str(m.listens)] for m in self._months]
        return [tr("Month"), tr("Talks"), tr("Listens")], rows
