"""Concentration (Lorenz): how large a share of contacts so large a share of accounts has."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, dashed_pen, label
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme

_C = Qt.AlignmentFlag
Points = Sequence[tuple[float, float]]


class LorenzChart(Chart):
    """The curve of all accounts, those with the fewest contacts first, under the even line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Points = ()
        self._gini: float | None = None
        self.setMinimumSize(theme().px(220), theme().px(170))

    def set_data(self, points: Points, gini: float | None) -> None:
        """Draw these (share of accounts, share of contacts), from (0, 0) to (1, 1)."""
        self._points, self._gini = points, gini
        self.refresh()

    def describe(self) -> str:
        if self._gini is None:
            return tr("There are no contacts.")
        return tr(
            "The half of the accounts with the fewest contacts has {share} of all contacts."
            " Gini {gini}.",
            share=formats().percent(self._at(0.5)),
            gini=formats().number(self._gini, 2),
        )

    def as_table(self) -> Table:
        of = formats().percent
        rows = [[of(n / 10), of(self._at(n / 10))] for n in range(11)] if self._points else []
        return [tr("Accounts, fewest contacts first"), tr("Contacts")], rows

    def tip_at(self, spot: QPointF) -> str:
        area = self._area(QRectF(self.rect()))
        if not self._points or not area.contains(spot):
            return ""
        share = (spot.x() - area.left()) / area.width()
        return tr(
            "{accounts} of the accounts have {contacts} of the contacts",
            accounts=formats().percent(share),
            contacts=formats().percent(self._at(share)),
        )

    def _at(self, share: float) -> float:
        """The share of contacts at a share of accounts, between two accounts in proportion."""
        if not self._points:
            return 0.0
        place = min(bisect_left(self._points, (share,)), len(self._points) - 1)
        if place == 0:
            return 0.0
        (x0, y0), (x1, y1) = self._points[place - 1], self._points[place]
        return y0 + (y1 - y0) * (min(share, x1) - x0) / (x1 - x0) if x1 > x0 else y1

    def _area(self, box: QRectF) -> QRectF:
        px = theme().px
        return box.adjusted(px(38), px(8), -px(22), -px(36))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._points:
            return
        look = theme()
        area = self._area(box)
        for number in range(5):
            share = number / 4
            y = round(area.bottom() - share * area.height())
            painter.fillRect(
                QRectF(area.left(), y, area.width(), 1),
                look.color("line" if number else "line_strong"),
            )
            spot = QRectF(box.left(), y - 8, look.px(34), 16)
            label(painter, spot, formats().percent(share), _C.AlignRight | _C.AlignVCenter)
            x = area.left() + share * area.width()
            spot = QRectF(x - 20, area.bottom() + look.px(3), 40, 14)
            label(painter, spot, formats().percent(share))
        under = QRectF(area.left(), area.bottom() + look.px(17), area.width(), 16)
        label(painter, under, tr("accounts, fewest contacts first"), _C.AlignHCenter, "text_2")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dashed_pen("accent", 1.5))
        painter.drawLine(area.bottomLeft(), area.topRight())
        painter.setPen(QPen(look.color("text"), 2))
        painter.drawPolyline(QPolygonF([self._spot(area, point) for point in self._points]))
        painter.restore()
        half = area.left() + area.width() * 0.42
        top = area.bottom() - area.height() * 0.42
        even = QRectF(half - look.px(122), top - look.px(20), look.px(118), 16)
        label(painter, even, tr("as many each"), _C.AlignRight | _C.AlignVCenter, "accent")

    @staticmethod
    def _spot(area: QRectF, point: tuple[float, float]) -> QPointF:
        return QPointF(
            area.left() + point[0] * area.width(), area.bottom() - point[1] * area.height()
        )
