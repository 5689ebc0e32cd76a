"""Each price paid for a product, as points over time joined in steps; list prices beside them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, label, nice_ticks
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import text_width

_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A purchase: price and list price for one unit in major units, and what is written of it."""

    on: date
    price: float
    list_price: float
    price_text: str
    list_text: str
    quantity: str
    document: str


class PriceHistory(Chart):
    """Left and Right walk along the purchases; the list price is the dashed accent line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[PricePoint, ...] = ()
        self._cursor: int | None = None
        self.setMinimumSize(theme().px(220), theme().px(120))

    def set_data(self, points: Sequence[PricePoint]) -> None:
        """Draw other purchases, earliest first."""
        self._points = tuple(points)
        self._cursor = None
        self.refresh()

    def _scale(self, box: QRectF) -> tuple[QRectF, list[float], list[str]]:
        values = [value for point in self._points for value in (point.price, point.list_price)]
        low, high = min(values), max(values)
        if high - low < high * 0.02:
            low, high = low - high * 0.02, high + high * 0.02
        ticks = nice_ticks(max(0.0, low), high, 5)
        step = ticks[1] - ticks[0]
        decimals = 0 if step >= 1 else 2 if step >= 0.01 else 4
        texts = [formats().number(tick, decimals) for tick in ticks]
        room = max(text_width(each, caption_font()) for each in texts)
        look = theme()
        area = box.adjusted(room + look.px(12), look.px(8), -look.px(8), -look.px(20))
        return area, ticks, texts

    def _spot(self, area: QRectF, ticks: list[float], on: date, value: float) -> QPointF:
        first, last = self._points[0].on, self._points[-1].on
        days = (last - first).days
        part = (on - first).days / days if days else 0.5
        level = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return QPointF(area.left() + part * area.width(), area.bottom() - level * area.height())

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._points:
            return
        look = theme()
        area, ticks, texts = self._scale(box)
        for tick, words in zip(ticks, texts, strict=True):
            y = round(self._spot(area, ticks, self._points[0].on, tick).y())
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), look.color("line"))
            spot = QRectF(box.left(), y - 8, area.left() - look.px(7) - box.left(), 16)
            label(painter, spot, words, _C.AlignRight | _C.AlignVCenter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        listed = [self._spot(area, ticks, p.on, p.list_price) for p in self._points]
        if any(point.list_price != point.price for point in self._points):
            painter.setPen(dashed_pen("accent", 1.4))
            self._draw_steps(painter, listed)
        paid = [self._spot(area, ticks, p.on, p.price) for p in self._points]
        painter.setPen(QPen(look.color("text_2"), 1.4))
        self._draw_steps(painter, paid)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("text_2"))
        for place in paid:
            painter.drawEllipse(place, look.px(3), look.px(3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._cursor is not None and self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawEllipse(paid[self._cursor], look.px(6), look.px(6))
        foot = QRectF(area.left(), box.bottom() - look.px(16), area.width(), look.px(16))
        label(painter, foot, formats().month(self._points[0].on), _C.AlignLeft | _C.AlignVCenter)
        if (self._points[-1].on - self._points[0].on).days > 31:
            end = formats().month(self._points[-1].on)
            label(painter, foot, end, _C.AlignRight | _C.AlignVCenter)

    @staticmethod
    def _draw_steps(painter: QPainter, spots: Sequence[QPointF]) -> None:
        """A price holds until the next one is paid."""
        for start, end in itertools.pairwise(spots):
            corner = QPointF(end.x(), start.y())
            painter.drawLine(start, corner)
            painter.drawLine(corner, end)

    # --- words -------------------------------------------------------------------------------

    def tip_at(self, spot: QPointF) -> str:
        if not self._points:
            return ""
        area, ticks, _ = self._scale(QRectF(self.rect()))

        def away(point: PricePoint) -> float:
            return abs(self._spot(area, ticks, point.on, point.price).x() - spot.x())

        nearest = min(self._points, key=away)
        return _words(nearest) if away(nearest) <= theme().px(12) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not self._points:
            super().keyPressEvent(event)
            return
        last = len(self._points) - 1
        self._cursor = last if self._cursor is None else max(0, min(last, self._cursor + step))
        self.setAccessibleDescription(_words(self._points[self._cursor]))
        self.update()

    def describe(self) -> str:
        if not self._points:
            return tr("No values")
        first, last = self._points[0], self._points[-1]
        if len(self._points) == 1:
            return _words(last)
        low = min(self._points, key=lambda point: point.price)
        high = max(self._points, key=lambda point: point.price)
        return tr(
            "From {first} to {last}. Lowest {low}, highest {high}.",
            first=_words(first),
            last=_words(last),
            low=low.price_text,
            high=high.price_text,
        )

    def as_table(self) -> Table:
        rows = [
            [formats().date_full(p.on), p.document, p.quantity, p.price_text, p.list_text]
            for p in self._points
        ]
        headers = [tr("Day"), tr("Document"), tr("Quantity"), tr("Price paid"), tr("List price")]
        return headers, rows


def _words(point: PricePoint) -> str:
    return tr(
        "{day}: {price} for {quantity}, {document}",
        day=formats().date_full(point.on),
        price=point.price_text,
        quantity=point.quantity,
        document=point.document or MISSING,
    )
