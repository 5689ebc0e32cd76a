"""Stance over time: a line in steps from opponent to champion, dashed where it is too old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from b2bdesk.analytics.decision_unit import STANCE_HALF_LIFE_DAYS
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Stance
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, hairline, label
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import stance_step
from b2bdesk.ui.widgets.drawing import draw_text, text_width

_LEVELS = (Stance.OPPONENT, Stance.SCEPTIC, Stance.NEUTRAL, Stance.SUPPORTER, Stance.CHAMPION)
_NAMED = (Stance.OPPONENT, Stance.NEUTRAL, Stance.CHAMPION)
_STALE_AFTER = timedelta(days=2 * STANCE_HALF_LIFE_DAYS)
_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class StancePoint:
    """A recorded stance: from when, by whom, and what it rests on."""

    on: date
    stance: Stance
    author: str = ""
    evidence: str = ""


class StanceLine(Chart):
    """The recorded stances of one person in one unit up to a day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[StancePoint, ...] = ()
        self._as_of = date.min
        self.setAccessibleName(tr("Stance over time"))
        self.setFixedHeight(theme().px(96))

    def set_data(self, points: Sequence[StancePoint], as_of: date) -> None:
        """Draw other stances, oldest first."""
        self._points, self._as_of = tuple(points), as_of
        self.refresh()

    # --- drawing -----------------------------------------------------------------------------

    def _area(self, box: QRectF) -> QRectF:
        look = theme()
        room = max(text_width(tr(WORDS[each]), caption_font()) for each in _NAMED)
        return box.adjusted(room + look.px(8), look.px(8), -look.px(6), -look.px(22))

    def _x(self, area: QRectF, on: date) -> float:
        first = self._points[0].on
        span = max(1, (self._as_of - first).days)
        return area.left() + area.width() * min(1.0, (on - first).days / span)

    @staticmethod
    def _y(area: QRectF, stance: Stance) -> float:
        return area.bottom() - area.height() * _LEVELS.index(stance) / (len(_LEVELS) - 1)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._points:
            return
        look = theme()
        area = self._area(box)
        for each in _NAMED:
            y = round(self._y(area, each)) + 0.5
            hairline(painter, QPointF(area.left(), y), QPointF(area.right(), y))
            words = QRectF(box.left(), y - 8, area.left() - box.left() - look.px(6), 16)
            label(painter, words, tr(WORDS[each]), _C.AlignLeft | _C.AlignVCenter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_change(painter, area)
        before: QPointF | None = None
        ends = [point.on for point in self._points[1:]] + [self._as_of]
        for point, end in zip(self._points, ends, strict=True):
            if point.stance is Stance.UNKNOWN:
                before = None
                continue
            y = self._y(area, point.stance)
            start = QPointF(self._x(area, point.on), y)
            solid = QPen(look.color("text_2"), 1.6)
            painter.setPen(solid)
            if before is not None:
                painter.drawLine(before, start)
            fresh = min(end, point.on + _STALE_AFTER)
            painter.drawLine(start, QPointF(self._x(area, fresh), y))
            if fresh < end:
                painter.setPen(dashed_pen("text_3", 1.2))
                painter.drawLine(QPointF(self._x(area, fresh), y), QPointF(self._x(area, end), y))
            before = QPointF(self._x(area, end), y)
        last = self._points[-1]
        if last.stance is not Stance.UNKNOWN:
            self._draw_end(painter, area, last)
        left = QRectF(area.left(), box.bottom() - look.px(16), area.width(), look.px(16))
        label(painter, left, formats().month(self._points[0].on), _C.AlignLeft | _C.AlignVCenter)
        if (self._as_of - self._points[0].on).days > 31:
            right = _C.AlignRight | _C.AlignVCenter
            label(painter, left, formats().month(self._as_of), right)

    def _draw_end(self, painter: QPainter, area: QRectF, last: StancePoint) -> None:
        look = theme()
        spot = QPointF(self._x(area, self._as_of), self._y(area, last.stance))
        stale = self._as_of - last.on > _STALE_AFTER
        painter.setPen(QPen(look.color("text_3" if stale else stance_step(last.stance).color), 1.4))
        painter.setBrush(look.color("panel" if stale else stance_step(last.stance).color))
        painter.drawEllipse(spot, look.px(3), look.px(3))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_change(self, painter: QPainter, area: QRectF) -> None:
        """What made the last change: a dotted line with its words, on the side with more room."""
        last = self._points[-1]
        if len(self._points) < 2 or not last.evidence:
            return
        look = theme()
        x = self._x(area, last.on)
        painter.setPen(dashed_pen("text_2", 1.0, (1.0, 2.0)))
        painter.drawLine(QPointF(x, area.top() - look.px(4)), QPointF(x, area.bottom()))
        text = tr("{month}: {evidence}", month=formats().month(last.on), evidence=last.evidence)
        left_room, right_room = x - area.left() - look.px(4), area.right() - x - look.px(4)
        # Away from the line itself: at the top while the last stance is low, else at the bottom.
        low = last.stance in (Stance.OPPONENT, Stance.SCEPTIC, Stance.NEUTRAL)
        y = area.top() - look.px(8) if low else area.bottom() - look.px(8)
        if left_room >= right_room:
            box = QRectF(area.left(), y, left_room, look.px(16))
            align = _C.AlignRight | _C.AlignVCenter
        else:
            box = QRectF(x + look.px(4), y, right_room, look.px(16))
            align = _C.AlignLeft | _C.AlignVCenter
        room = min(box.width(), text_width(text, caption_font()) + look.px(4))
        left = box.right() - room if align & _C.AlignRight else box.left()
        painter.fillRect(QRectF(left, y, room, look.px(16)), look.color("panel"))
        draw_text(painter, box, text, caption_font(), "text_2", align)

    # --- words -------------------------------------------------------------------------------

    def tip_at(self, spot: QPointF) -> str:
        area = self._area(QRectF(self.rect()))
        if not self._points or not area.left() - 4 <= spot.x() <= area.right() + 4:
            return ""
        passed = [p for p in self._points if self._x(area, p.on) <= spot.x() + 3]
        return _words(passed[-1]) if passed else ""

    def describe(self) -> str:
        return ". ".join(_words(point) for point in self._points)

    def as_table(self) -> Table:
        rows = [
            [formats().date_full(p.on), tr(WORDS[p.stance]), p.author, p.evidence]
            for p in self._points
        ]
        return [tr("Since"), tr("Stance"), tr("Said by"), tr("Evidence")], rows


def _words(point: StancePoint) -> str:
    words = tr("{day}: {stance}", day=formats().date_full(point.on), stance=tr(WORDS[point.stance]))
    return f"{words}, {point.evidence}" if point.evidence else words
