"""Order timing: every order a tick, missed windows, the next window, today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, label
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import text_width

_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class OrderTick:
    """An order (all of one day): its date and value in minor units."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class OrderTimingData:
    """Orders in time order; windows are (first day, last day) when an order was or is expected."""

    orders: tuple[OrderTick, ...]
    as_of: date
    start: date
    end: date
    missed: tuple[tuple[date, date], ...] = ()
    expected: tuple[date, date] | None = None


class OrderTimingStrip(Chart):
    """The strip of 12 to 36 months up to a little after the as-of date."""

    def __init__(self, data: OrderTimingData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self.setMinimumSize(theme().px(320), theme().px(140))
        self.refresh()

    def set_data(self, data: OrderTimingData | None) -> None:
        """Draw another account's orders."""
        self._data = data
        self.refresh()

    def _x(self, area: QRectF, data: OrderTimingData, day: date) -> float:
        span = max(1, (data.end - data.start).days)
        return area.left() + area.width() * (day - data.start).days / span

    def _area(self, box: QRectF) -> QRectF:
        px = theme().px
        return box.adjusted(px(8), px(24), -px(8), -px(22))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        data = self._data
        if data is None:
            return
        look = theme()
        area = self._area(box)
        painter.save()
        painter.fillRect(
            QRectF(area.left(), area.bottom(), area.width(), 1), look.color("line_control")
        )
        self._draw_months(painter, area, data)
        self._draw_windows(painter, area, data)
        shown = [order for order in data.orders if data.start <= order.day <= data.end]
        most = max((order.amount for order in shown), default=0) or 1
        tall = area.height() * 0.62
        for order in shown:
            height = max(look.px(6), tall * max(0, order.amount) / most)
            x = self._x(area, data, order.day)
            tick = QRectF(x - 1.5, area.bottom() - height, 3, height)
            painter.fillRect(tick, look.color("text"))
        if shown:
            heights = [(self._x(area, data, o.day), tall * max(0, o.amount) / most) for o in shown]
            self._label_last(painter, area, data, shown[-1], heights)
        self._draw_today(painter, area, data)
        painter.restore()

    def _draw_months(self, painter: QPainter, area: QRectF, data: OrderTimingData) -> None:
        look = theme()
        month = date(data.start.year, data.start.month, 1)
        last_right, first = -1e9, True
        while month <= data.end:
            after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
            if month >= data.start:
                x = self._x(area, data, month)
                painter.fillRect(QRectF(x, area.bottom(), 1, 5), look.color("line_control"))
                named = formats().month(month, None if first or month.month == 1 else month)
                middle = x if first else (x + self._x(area, data, after)) / 2
                width = text_width(named, caption_font()) + look.px(8)
                left = x + 2 if first or month.month == 1 else middle - width / 2
                if left > last_right and left + width < area.right() + 12:
                    spot = QRectF(left, area.bottom() + look.px(6), width, 14)
                    label(painter, spot, named)
                    last_right = left + width
                first = False
            month = after

    def _draw_windows(self, painter: QPainter, area: QRectF, data: OrderTimingData) -> None:
        look = theme()
        tall = area.height() * 0.86
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        last_right = -1e9
        for first, last in data.missed:
            if last < data.start or first > data.end:
                continue
            box = self._window(area, data, (first, last), tall)
            painter.setPen(dashed_pen("against_us", 1.0, (2.0, 2.0)))
            painter.setBrush(look.color("against_us_tint"))
            painter.drawRect(box)
            width = text_width(tr("missed"), caption_font("medium"))
            left = box.center().x() - width / 2
            now = self._x(area, data, data.as_of)
            if left < now < left + width + 4:
                left = now - width - 6  # beside the line of today, not under it
            if left > last_right + 6:
                label(
                    painter,
                    QRectF(left, box.top() - 16, width, 14),
                    tr("missed"),
                    role="against_us",
                    weight="medium",
                )
                last_right = left + width
        if data.expected is not None and data.expected[0] <= data.end:
            box = self._window(area, data, data.expected, tall)
            painter.setPen(QPen(look.color("accent"), 1))
            painter.setBrush(look.color("accent_tint"))
            painter.drawRect(box)
            self._label_expected(painter, area, data, box)

    def _window(
        self, area: QRectF, data: OrderTimingData, days: tuple[date, date], tall: float
    ) -> QRectF:
        left = max(area.left(), self._x(area, data, days[0]))
        right = min(area.right(), self._x(area, data, days[1]))
        return QRectF(left, area.bottom() - tall, max(3.0, right - left), tall)

    def _label_expected(
        self, painter: QPainter, area: QRectF, data: OrderTimingData, box: QRectF
    ) -> None:
        assert data.expected is not None
        first, last = (formats().date(day, data.as_of) for day in data.expected)
        lines = (tr("next window"), f"{first} – {last}")
        width = max(text_width(line, caption_font()) for line in lines)
        x = box.right() + 6
        if x + width > area.right() + 8:
            x = box.left() - width - 6
        left = _C.AlignLeft | _C.AlignVCenter
        y = area.bottom() - 34
        label(painter, QRectF(x, y, width, 14), lines[0], left, "text_2")
        label(painter, QRectF(x, y + 15, width, 14), lines[1], left, "text_2")

    def _label_last(
        self,
        painter: QPainter,
        area: QRectF,
        data: OrderTimingData,
        order: OrderTick,
        heights: list[tuple[float, float]],
    ) -> None:
        text = tr(
            "last order {day}, {sum}",
            day=formats().date(order.day, data.as_of),
            sum=formats().money_unit(order.amount),
        )
        width = text_width(text, caption_font())
        x = self._x(area, data, order.day)
        left = x - width - 6 if x - width - 6 > area.left() else x + 6
        # Above every tick it passes over, not across them.
        height = max(tall for at, tall in heights if left - 4 <= at <= left + width + 4 or at == x)
        y = max(area.top() - 4, area.bottom() - height - 20)
        spot = QRectF(left, y, width, 14)
        painter.fillRect(spot, theme().color("panel"))
        label(painter, spot, text, role="text_2")
        foot = area.bottom() - heights[-1][1] - 3
        painter.fillRect(QRectF(x, y + 4, 1, foot - y - 4), theme().color("line_control"))

    def _draw_today(self, painter: QPainter, area: QRectF, data: OrderTimingData) -> None:
        look = theme()
        x = self._x(area, data, data.as_of)
        top = area.top() - look.px(8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("text"))
        painter.drawPolygon(
            QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 6)])
        )
        painter.fillRect(QRectF(x - 0.75, top, 1.5, area.bottom() - top), look.color("text"))
        text = tr("As of {day}", day=formats().date(data.as_of))
        width = text_width(text, caption_font("semibold"))
        fits = x + width + 10 < area.right() + 8
        left = x + 9 if fits else x - width - 9
        label(painter, QRectF(left, top - 4, width, 14), text, role="text", weight="semibold")

    def tip_at(self, spot: QPointF) -> str:
        data = self._data
        if data is None or not data.orders:
            return ""
        area = self._area(QRectF(self.rect()))
        near = min(data.orders, key=lambda order: abs(self._x(area, data, order.day) - spot.x()))
        if abs(self._x(area, data, near.day) - spot.x()) > 6:
            return ""
        return f"{formats().date_full(near.day)}, {formats().money_unit(near.amount)}"

    def describe(self) -> str:
        data = self._data
        if data is None or not data.orders:
            return tr("No orders")
        parts = [
            trn("{n} order", "{n} orders", len(data.orders)),
            tr("last on {day}", day=formats().date_full(data.orders[-1].day)),
        ]
        if data.missed:
            parts.append(trn("{n} window missed", "{n} windows missed", len(data.missed)))
        if data.expected is not None:
            first, last = (formats().date(day, data.as_of) for day in data.expected)
            parts.append(tr("next expected {first} to {last}", first=first, last=last))
        return ", ".join(parts)

    def as_table(self) -> Table:
        orders = self._data.orders if self._data is not None else ()
        rows = [[formats().date_full(o.day), formats().money(o.amount)] for o in orders]
        return [tr("Order"), tr("Value, {currency}", currency=formats().currency)], rows
