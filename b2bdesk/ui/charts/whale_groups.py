"""Whale curves of several groups of accounts on one scale: segments, types, countries, owners."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, label, nice_ticks
from b2bdesk.ui.charts.whale_drawing import exponent_shown
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import text_width

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 24, 24
_C = Qt.AlignmentFlag
_NEAR = 14.0


@dataclass(frozen=True, slots=True)
class Group:
    """A group's curve in minor units; ``told`` are its facts in one line."""

    words: str
    cumulative: tuple[int, ...]
    told: str

    @property
    def total(self) -> int:
        """What is left after all of its accounts."""
        return self.cumulative[-1] if self.cumulative else 0


class WhaleGroupsChart(Chart):
    """Up and Down walk the groups, Enter or a click chooses one; each is drawn over its own
    accounts, all in money, so that heights compare and a loss lies below the line.
    """

    chosen = Signal(int)  # place of the group

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._measure = ""
        self._ticks: list[float] = [0.0, 1.0]
        self._cursor: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(theme().px(260), theme().px(160))

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is drawn, in the order of the keyboard."""
        return self._groups

    def set_groups(self, groups: tuple[Group, ...], measure: str) -> None:
        """Draw these; ``measure`` names what is added up."""
        self._groups, self._measure, self._cursor = groups, measure, None
        scale = 10.0 ** -exponent_shown()
        tops = [max((0, *g.cumulative)) * scale for g in groups]
        lows = [min((0, *g.cumulative)) * scale for g in groups]
        self._ticks = nice_ticks(min([0.0, *lows]), max([1e-9, *tops]), 5)
        self.refresh()

    def _area(self, box: QRectF) -> QRectF:
        px = theme().px
        widths = [text_width(self._tick(v), caption_font()) for v in self._ticks]
        left = max(px(_LEFT), max(widths, default=0) + px(10))
        return box.adjusted(left, px(_TOP), -px(_RIGHT), -px(_BOTTOM))

    def _tick(self, value: float) -> str:
        return formats().short(value, trim=True)

    def _level(self, area: QRectF, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return area.bottom() - (value - low) / (high - low) * area.height()

    def _spots(self, area: QRectF, group: Group) -> list[QPointF]:
        scale, count = 10.0 ** -exponent_shown(), max(len(group.cumulative), 1)
        sums = (0, *group.cumulative)
        return [
            QPointF(area.left() + area.width() * rank / count, self._level(area, value * scale))
            for rank, value in enumerate(sums)
        ]

    def draw(self, painter: QPainter, box: QRectF) -> None:
        look, area = theme(), self._area(box)
        painter.save()
        title = tr("Cumulative {measure}, {currency}", measure=self._measure,
                   currency=formats().currency)  # fmt: skip
        top = QRectF(box.left() + look.px(6), box.top(), area.width(), look.px(16))
        label(painter, top, title, _C.AlignLeft | _C.AlignVCenter)
        for value in self._ticks:
            y = round(self._level(area, value))
            role = "line_strong" if value == 0 else "line"
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), look.color(role))
            spot = QRectF(box.left(), y - 8, area.left() - look.px(6) - box.left(), 16)
            label(painter, spot, self._tick(value), _C.AlignRight | _C.AlignVCenter)
        for percent in (0, 20, 40, 60, 80, 100):
            x = area.left() + area.width() * percent / 100
            text = formats().percent(1.0) if percent == 100 else formats().number(percent)
            label(painter, QRectF(x - 24, area.bottom() + look.px(4), 48, 16), text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        order = sorted(range(len(self._groups)), key=lambda n: n == self._cursor)
        for number in order:
            self._draw_line(painter, area, number)
        self._draw_names(painter, area)
        painter.restore()

    def _draw_line(self, painter: QPainter, area: QRectF, number: int) -> None:
        group, here = self._groups[number], number == self._cursor
        role = "text_2"
        if here:
            role = "for_us" if group.total >= 0 else "against_us"
        width = tokens().line_width_main if here else tokens().line_width
        painter.setPen(QPen(theme().color(role), width))
        spots = self._spots(area, group)
        painter.drawPolyline(QPolygonF(spots))
        painter.setBrush(theme().color(role))
        painter.drawEllipse(spots[-1], 2.5, 2.5)

    def _draw_names(self, painter: QPainter, area: QRectF) -> None:
        """Each beside its end or its highest point, where it lies on no other name."""
        taken: list[QRectF] = []
        order = sorted(range(len(self._groups)), key=lambda n: n != self._cursor)
        for number in order:
            group, here = self._groups[number], number == self._cursor
            spots = self._spots(area, group)
            weight = "semibold" if here else "medium"
            width = text_width(group.words, caption_font(weight))
            peak = min(spots, key=lambda spot: spot.y())
            end = spots[-1]
            for x, y in (
                (end.x() - width, end.y() - 17),
                (end.x() - width, end.y() + 4),
                (peak.x() - width / 2, peak.y() - 16),
                (peak.x() + 8, peak.y() + 4),
            ):
                left = min(max(x, area.left() + 2), area.right() - width)
                box = QRectF(left, y, width, 14)
                inside = area.top() - 14 <= box.top() and box.bottom() <= area.bottom() + 2
                if inside and not any(box.intersects(other) for other in taken):
                    label(painter, box, group.words, role="text", weight=weight)
                    taken.append(box)
                    break

    # Words -----------------------------------------------------------------------------------

    def describe(self) -> str:
        return "; ".join(f"{group.words}: {group.told}" for group in self._groups)

    def as_table(self) -> Table:
        headers = [tr("Group"), tr("Accounts"), f"{self._measure}, {formats().currency}"]
        rows = [
            [g.words, formats().integer(len(g.cumulative)), formats().money_exact(g.total)]
            for g in self._groups
        ]
        return headers, rows

    # Hands -----------------------------------------------------------------------------------

    def _group_at(self, spot: QPointF) -> int | None:
        area = self._area(QRectF(self.rect()))
        best, near = None, _NEAR
        for number, group in enumerate(self._groups):
            spots = self._spots(area, group)
            place = (spot.x() - area.left()) / max(area.width(), 1.0) * (len(spots) - 1)
            if 0 <= place <= len(spots) - 1:
                gap = abs(spots[round(place)].y() - spot.y())
                if gap < near:
                    best, near = number, gap
        return best

    def _point_at(self, number: int | None) -> None:
        if number != self._cursor:
            self._cursor = number
            told = None if number is None else self._groups[number]
            words = self.describe() if told is None else f"{told.words}: {told.told}"
            self.setAccessibleDescription(words)
            self.update()

    def tip_at(self, spot: QPointF) -> str:
        number = self._group_at(spot)
        if number is None:
            return ""
        return f"{self._groups[number].words}: {self._groups[number].told}"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._group_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        number = self._group_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self._groups:
            here = -1 if self._cursor is None else self._cursor
            self._point_at(max(0, min(len(self._groups) - 1, here + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.chosen.emit(self._cursor)
        elif event.key() == Qt.Key.Key_Escape and self._cursor is not None:
            self._point_at(None)
        else:
            super().keyPressEvent(event)
