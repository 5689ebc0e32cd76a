"""How the whale curve is drawn and told: axes, curve, labels, pointer, words and table.

It knows nothing of the mouse and the keyboard; the chart that users touch is in ``whale``.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, label
from b2bdesk.ui.charts.whale_data import WhaleData
from b2bdesk.ui.charts.whale_words import (
    band_words,
    other_words,
    textbook_words,
    whale_table,
    whale_words,
)
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import rounded, text_width

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 22, 30, 24
_STRIP = 28  # the bar of bands under the axis, and its words
_STRIP_FROM = 190  # height under which there is no room for it
_C = Qt.AlignmentFlag
_LEFT_MIDDLE, _RIGHT_MIDDLE = _C.AlignLeft | _C.AlignVCenter, _C.AlignRight | _C.AlignVCenter
_BAND_ROLES = ("for_us", "line_control", "against_us")


class WhaleDrawing(Chart):
    """The curve of ``data`` with its labels; a brush and a pointer where the chart sets them."""

    def __init__(self, data: WhaleData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data or WhaleData((), (), (), (), 0)
        self._y = np.zeros(0)
        self._ticks: list[float] = [0.0, 1.0]
        self._others_y: list[np.ndarray] = []
        self._brush: tuple[int, int] | None = None
        self._marked: tuple[int, ...] = ()
        self._cursor: int | None = None

    @property
    def _in_percent(self) -> bool:
        return self._data.in_percent

    # Geometry --------------------------------------------------------------------------------

    def _area(self, box: QRectF) -> QRectF:
        px = theme().px
        left = max(px(_LEFT), max(self._tick_widths(), default=0) + px(10))
        bottom = _BOTTOM + _STRIP if self._has_strip(box) else _BOTTOM
        return box.adjusted(left, px(_TOP), -px(_RIGHT), -px(bottom))

    def _has_strip(self, box: QRectF) -> bool:
        return self._data.bands is not None and box.height() >= theme().px(_STRIP_FROM)

    def _strip_bar(self, box: QRectF) -> QRectF:
        """Where the bar of bands lies: as wide as the axis, so that it reads on the same scale."""
        area, px = self._area(box), theme().px
        return QRectF(area.left(), area.bottom() + px(22), area.width(), px(6))

    def _tick_widths(self) -> list[int]:
        return [text_width(self._tick_text(v), caption_font()) for v in self._ticks]

    def _tick_text(self, value: float) -> str:
        return formats().number(value) if self._in_percent else formats().short(value, trim=True)

    def _spot(self, area: QRectF, rank: int) -> QPointF:
        count = max(len(self._data.ids), 1)
        low, high = self._ticks[0], self._ticks[-1]
        share = (float(self._y[min(rank, len(self._y) - 1)]) - low) / (high - low)
        return QPointF(
            area.left() + area.width() * rank / count, area.bottom() - share * area.height()
        )

    def _level(self, area: QRectF, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return area.bottom() - (value - low) / (high - low) * area.height()

    def _rank_at(self, x: float) -> int:
        area = self._area(QRectF(self.rect()))
        count = len(self._data.ids)
        share = (x - area.left()) / max(area.width(), 1.0)
        return max(1, min(count, int(share * count) + 1))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        self._draw_axes(painter, box)
        area = self._area(box)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_curve(painter, area)
        painter.restore()
        self.draw_labels(painter, box)

    def _draw_curve(self, painter: QPainter, area: QRectF) -> None:
        """The curve as plain strokes, for files: the same points pyqtgraph shows."""
        from PySide6.QtGui import QPolygonF

        count, peak = len(self._data.ids), min(self._data.peak_rank, len(self._data.ids))
        if not count:
            return
        fall = [self._spot(area, rank) for rank in range(peak, count + 1)]
        zero = self._level(area, max(self._ticks[0], 0.0))
        shape = [*fall, QPointF(fall[-1].x(), zero), QPointF(fall[0].x(), zero)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("against_us_tint"))
        painter.drawPolygon(QPolygonF(shape))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("for_us"), tokens().line_width_main))
        painter.drawPolyline(QPolygonF([self._spot(area, rank) for rank in range(peak + 1)]))
        painter.setPen(dashed_pen("against_us", tokens().line_width_main, (2.5, 1.5)))
        painter.drawPolyline(QPolygonF(fall))
        for number, sums in enumerate(self._others_y):
            painter.setPen(other_pen(number, tokens().line_width))
            painter.drawPolyline(QPolygonF(self._other_spots(area, sums)))

    def _other_spots(self, area: QRectF, sums: np.ndarray) -> list[QPointF]:
        last = max(len(sums) - 1, 1)
        return [
            QPointF(area.left() + area.width() * rank / last, self._level(area, float(value)))
            for rank, value in enumerate(sums)
        ]

    def _draw_axes(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        area = self._area(box)
        left = _C.AlignLeft | _C.AlignVCenter
        title = (
            tr("% of total {measure}", measure=self._data.measure)
            if self._in_percent
            else tr("Cumulative, {currency}", currency=formats().currency)
        )
        top = QRectF(box.left() + look.px(6), box.top(), area.width(), look.px(18))
        label(painter, top, title, left)
        for value in self._ticks:
            y = round(self._level(area, value))
            role = "line_strong" if value == 0 else "line"
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), look.color(role))
            spot = QRectF(box.left(), y - 8, area.left() - look.px(6) - box.left(), 16)
            label(painter, spot, self._tick_text(value), _C.AlignRight | _C.AlignVCenter)
        for percent in (0, 20, 40, 60, 80, 100):
            x = area.left() + area.width() * percent / 100
            text = formats().percent(1.0) if percent == 100 else formats().number(percent)
            spot = QRectF(x - 24, area.bottom() + look.px(4), 48, 16)
            label(painter, spot, text)
        if self._has_strip(box):
            self._draw_strip(painter, box)

    def _draw_strip(self, painter: QPainter, box: QRectF) -> None:
        """The bands as parts of a bar; accent ticks where the textbook parts them."""
        look, bands = theme(), self._data.bands
        assert bands is not None
        bar, count = self._strip_bar(box), len(self._data.ids) or 1
        x = bar.left()
        for accounts, role in zip(bands.accounts, _BAND_ROLES, strict=True):
            width = bar.width() * accounts / count
            painter.fillRect(QRectF(x, bar.top(), width, bar.height()), look.color(role))
            x += width
        reach = 0.0
        for share in bands.textbook[:-1]:
            reach += share
            tick = QRectF(bar.left() + bar.width() * reach - 1, bar.top() - 2, 2, bar.height() + 4)
            painter.fillRect(tick.adjusted(-1, 0, 1, 0), look.color("panel"))
            painter.fillRect(tick, look.color("accent"))
        words = QRectF(bar.left(), bar.bottom() + 2, bar.width(), look.px(15))
        here, told = band_words(self._data), textbook_words(self._data)
        label(painter, words, here, _LEFT_MIDDLE, "text_2")
        needed = text_width(here, caption_font()) + text_width(told, caption_font())
        if needed + look.px(8) <= words.width():  # else the facts and the tooltip tell it
            label(painter, words, told, _RIGHT_MIDDLE)

    def draw_labels(self, painter: QPainter, box: QRectF) -> None:
        """Peak, first fifth, tail and what is left: at most four labels."""
        data, count = self._data, len(self._data.ids)
        if not count:
            return
        look = theme()
        area = self._area(box)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        peak = min(data.peak_rank, count)
        top = self._spot(area, peak)
        end = self._spot(area, count)
        if self._in_percent and peak < count:
            level = self._level(area, 100.0)
            painter.setPen(dashed_pen("line_control", 1.0))
            painter.drawLine(QPointF(area.left(), level), QPointF(top.x(), level))
        painter.setPen(dashed_pen("line_control", 1.0, (2.0, 2.0)))
        painter.drawLine(top, QPointF(top.x(), self._level(area, max(0.0, self._ticks[0]))))
        fifth = data.first_fifth
        if fifth < peak and count >= 5:
            self._label_fifth(painter, area, fifth, peak)
        painter.setPen(QPen(look.color("text"), 1.5))
        painter.setBrush(look.color("panel"))
        painter.drawEllipse(top, 4, 4)
        if self._in_percent:
            reach = formats().percent(float(self._y[peak]) / 100.0)
            where = formats().percent(peak / count)
            text = tr("Peak {profit} at {accounts} of accounts", profit=reach, accounts=where)
        else:
            text = tr("Peak {profit}", profit=formats().short(float(self._y[peak])))
        width = text_width(text, caption_font("semibold"))
        x = min(max(top.x() - width / 2, area.left() + look.px(70)), area.right() - width)
        label(painter, QRectF(x, top.y() - 21, width, 14), text, role="text", weight="semibold")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("against_us" if peak < count else "for_us"))
        painter.drawEllipse(end, 3.5, 3.5)
        self._label_tail(painter, area, peak, end)
        for number in range(len(self._others_y)):
            self._label_other(painter, box, number)
        painter.restore()

    def _label_other(self, painter: QPainter, box: QRectF, number: int) -> None:
        """What a quiet line is, beside the title, where no curve reaches."""
        text = other_words(self._data, self._data.others[number])
        right, px = self._area(box).right(), theme().px
        top = box.top() + px(14) * number
        spot = QRectF(right - text_width(text, caption_font()), top, 0, px(18))
        spot.setRight(right)
        middle = spot.center().y()
        painter.setPen(other_pen(number, tokens().line_width))
        start = QPointF(spot.left() - px(20), middle)
        painter.drawLine(start, QPointF(spot.left() - px(5), middle))
        label(painter, spot, text, _RIGHT_MIDDLE, "text_2")

    def _label_fifth(self, painter: QPainter, area: QRectF, fifth: int, peak: int) -> None:
        look = theme()
        spot = self._spot(area, fifth)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("for_us"))
        painter.drawEllipse(spot, 3.5, 3.5)
        value = float(self._y[fifth])
        earned = formats().percent(value / 100.0) if self._in_percent else formats().short(value)
        lines = (tr("First 20%"), tr("earn {share}", share=earned))
        width = max(text_width(line, caption_font("semibold")) for line in lines)
        right_end = self._spot(area, peak).x() - 6
        x = min(spot.x() + look.px(12), right_end - width)
        y = self._free_under(area, fifth, x)
        if y is None:
            return  # no room beside the mark: the facts and the table say it too
        painter.setPen(QPen(look.color("line_control"), 1))
        foot = max(x + 2, min(spot.x(), x + width - 2))
        painter.drawLine(spot + QPointF(0, 5), QPointF(foot, y - 2))
        left = _C.AlignLeft | _C.AlignVCenter
        label(painter, QRectF(x, y, width, 14), lines[0], left, "text_2")
        label(painter, QRectF(x, y + 15, width, 14), lines[1], left, "text", "medium")

    def _free_under(self, area: QRectF, fifth: int, x: float) -> float | None:
        """The first height under a mark at which two lines from ``x`` clear the rising curve."""
        px, low, high = theme().px, self._ticks[0], self._ticks[-1]
        y = self._spot(area, fifth).y() + px(30)
        while y + px(34) <= area.bottom():
            level = low + (area.bottom() - y) / area.height() * (high - low)
            rank = int(np.searchsorted(self._y[: fifth + 1], level))
            if self._spot(area, rank).x() + px(6) <= x:
                return y
            y += px(6)
        return None

    def _label_tail(self, painter: QPainter, area: QRectF, peak: int, end: QPointF) -> None:
        data, count = self._data, len(self._data.ids)
        lost = data.total - (data.cumulative[peak - 1] if peak else 0)
        losing = data.losing
        left = self._spot(area, peak).x()
        if losing:
            lines = (
                tr("Unprofitable tail"),
                trn(
                    "{n} account loses {sum}",
                    "{n} accounts lose {sum}",
                    losing,
                    sum=formats().money_short(-lost),
                    n=formats().integer(losing),
                ),
            )
            width = max(text_width(line, caption_font("semibold")) for line in lines)
            room = end.x() - left
            x = left + max(8.0, (room * 0.72 - width) / 2)
            y = self._clear_below(area, peak, x + width) + 14
            if x + width + 8 < end.x() and y + 50 < area.bottom():
                top, under = QRectF(x, y, width, 14), QRectF(x, y + 16, width, 14)
                label(painter, top, lines[0], role="against_us", weight="semibold")
                label(painter, under, lines[1], role="against_us")
        if peak < count:
            text = tr("{sum} is left", sum=formats().money(data.total))
            width = text_width(text, caption_font("medium"))
            y = min(end.y() + 8, area.bottom() - 18)
            clear = (n for n in range(count, peak, -1) if self._spot(area, n).y() < y - 5)
            x = self._spot(area, next(clear, peak)).x() - width - 5  # under the curve, not on it
            if x > left + 4:
                label(painter, QRectF(x, y, width, 14), text, role="text", weight="medium")

    def _clear_below(self, area: QRectF, peak: int, x: float) -> float:
        """The height under which nothing of the falling curve lies left of ``x``."""
        count = len(self._data.ids)
        rank = round((x - area.left()) / max(area.width(), 1.0) * count)
        return self._spot(area, max(peak, min(count, rank))).y()

    def draw_pointer(self, painter: QPainter, box: QRectF) -> None:
        """The brush, and the account under the pointer or the cursor."""
        count = len(self._data.ids)
        if not count:
            return
        look = theme()
        area = self._area(box)
        if self._brush is not None:
            first, last = self._brush
            x1 = area.left() + area.width() * (first - 1) / count
            x2 = area.left() + area.width() * last / count
            span = QRectF(x1, area.top(), max(2.0, x2 - x1), area.height())
            painter.fillRect(span, look.color("accent", tokens().chart_alpha["brush_fill"] + 0.05))
            painter.setPen(QPen(look.color("accent"), 1.5))
            for x in (span.left(), span.right()):
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for rank in self._marked:
            x = self._spot(area, rank).x()
            painter.fillRect(QRectF(x - 0.75, area.bottom() - 6, 1.5, 6), look.color("accent"))
        if self._cursor is not None:
            self._draw_tip(painter, area, self._cursor)
        if self.shows_focus:
            rounded(painter, box, look.radius("control"), None, "focus", 2)

    def _draw_tip(self, painter: QPainter, area: QRectF, rank: int) -> None:
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spot = self._spot(area, rank)
        painter.setPen(QPen(look.color("panel"), 1.5))
        painter.setBrush(look.color("accent"))
        painter.drawEllipse(spot, 4.5, 4.5)
        lines = (self._data.names[rank - 1], self._told(rank))
        width = max(
            text_width(lines[0], caption_font("semibold")), text_width(lines[1], caption_font())
        )
        width += look.px(18)
        height = look.px(42)
        x = min(max(spot.x() + 10, area.left()), area.right() - width)
        y = spot.y() - height - 10 if spot.y() - height - 10 > 0 else spot.y() + 12
        tip = QRectF(x, y, width, height)
        rounded(painter, tip, look.radius("control"), "inverse")
        left = _C.AlignLeft | _C.AlignVCenter
        inner = tip.adjusted(look.px(9), look.px(5), 0, -look.px(5))
        half = inner.height() / 2
        first = QRectF(inner.left(), inner.top(), inner.width(), half)
        label(painter, first, lines[0], left, "on_inverse", "semibold")
        second = QRectF(inner.left(), inner.top() + half, inner.width(), half)
        label(painter, second, lines[1], left, "on_inverse")

    def _told(self, rank: int) -> str:
        money = formats().money_unit(self._data.values[rank - 1])
        return tr("rank {rank}, {money}", rank=formats().integer(rank), money=money)

    # Words -----------------------------------------------------------------------------------

    def describe(self) -> str:
        return whale_words(self._data)

    def as_table(self) -> Table:
        return whale_table(self._data)


def other_pen(number: int, width: float) -> QPen:
    """The first curve beside is a quiet line, the second is also dashed."""
    pen = QPen(theme().color("text_2"), width)
    if number:
        pen.setDashPattern([4.0, 3.0])
    return pen


def exponent_shown() -> int:
    """Decimals of the currency that figures are shown in."""
    from b2bdesk.core.money import exponent

    return exponent(formats().currency)
