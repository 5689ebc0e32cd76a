"""From sales to profit: the waterfall, with its small right part enlarged beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, hairline, label
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import CENTER, draw_text, text_width

_FACTORS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class Step:
    """A bar: ``amount`` in minor units; a ``total`` stands on zero, others change the level.

    ``text`` replaces the written amount (per order, % of revenue); ``share`` is the second line
    under the bar.
    """

    key: str
    label: str
    amount: int
    total: bool = False
    share: str = ""
    text: str = ""


class WaterfallChart(Chart):
    """``head``: sales down to gross margin; ``tail``: gross margin down to net profit, enlarged.

    Without a ``tail`` (no costs known) only the head is drawn. Left and Right walk along the steps;
    ``clicked`` carries the key of the one that was clicked or opened with Enter.
    """

    clicked = Signal(str)

    def __init__(
        self,
        head: Sequence[Step] = (),
        tail: Sequence[Step] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._head: tuple[Step, ...] = ()
        self._tail: tuple[Step, ...] = ()
        self._hits: list[tuple[QRectF, Step]] = []
        self._two_lines = False
        self._cursor: int | None = None
        self.setMinimumSize(theme().px(320), theme().px(190))
        self.set_data(head, tail)

    def set_data(self, head: Sequence[Step], tail: Sequence[Step] = ()) -> None:
        """Draw other steps."""
        self._head, self._tail = tuple(head), tuple(tail)
        self._cursor = None
        self.refresh()

    @staticmethod
    def _levels(steps: Sequence[Step]) -> list[tuple[int, int]]:
        """(from, to) of every bar, in minor units."""
        level, made = 0, []
        for step in steps:
            if step.total:
                made.append((0, step.amount))
                level = step.amount
            else:
                made.append((level, level + step.amount))
                level += step.amount
        return made

    @property
    def enlarged(self) -> int:
        """How many times the tail is enlarged: a round number, 1 when it needs no enlarging."""
        head = max((abs(v) for pair in self._levels(self._head) for v in pair), default=0)
        tail = max((abs(v) for pair in self._levels(self._tail) for v in pair), default=0)
        if not head or not tail:
            return 1
        room = head / tail * 0.95
        return max((factor for factor in _FACTORS if factor <= room), default=1)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        self._hits = []
        if not self._head:
            return
        look = theme()
        gap = 0.5 if self._tail else 0.0
        slot = (box.width() - look.px(8)) / (len(self._head) + len(self._tail) + gap)
        # Names that do not fit into their slot take a second line.
        self._two_lines = any(
            " " in step.label and text_width(step.label, caption_font()) > slot
            for step in (*self._head, *self._tail)
        )
        bottom = look.px(50 if self._two_lines else 36)
        area = box.adjusted(look.px(4), look.px(34), -look.px(4), -bottom)
        factor = self.enlarged if self._tail else 1
        heads, tails = self._levels(self._head), self._levels(self._tail)
        reach = [v for pair in heads for v in pair]
        reach += [v * factor for pair in tails for v in pair]
        high, low = max(0, *reach), min(0, *reach)
        unit = area.height() / ((high - low) or 1)
        zero = area.top() + high * unit
        hairline(painter, QPointF(area.left(), zero), QPointF(area.right(), zero), "line_strong")
        start, foot = area.left(), area.bottom() + look.px(5)
        self._draw_part(painter, self._head, heads, (start, slot, zero, unit, foot))
        if self._tail:
            right = start + slot * (len(self._head) + gap)
            self._draw_part(painter, self._tail, tails, (right, slot, zero, unit * factor, foot))
            self._draw_link(painter, heads[-1], tails[0], (start, right, slot, zero, unit, factor))
            if factor > 1:
                text = tr("Same scale, {factor} times enlarged", factor=factor)
                spot = QRectF(right, box.top(), area.right() - right, look.px(16))
                label(painter, spot, text, _C.AlignLeft | _C.AlignVCenter, "text_2")

    def _draw_part(
        self,
        painter: QPainter,
        steps: Sequence[Step],
        levels: list[tuple[int, int]],
        place: tuple[float, float, float, float, float],
    ) -> None:
        left, slot, zero, unit, foot = place
        look = theme()
        width = slot * 0.7
        figure = look.font("table", "semibold")
        for number, (step, (start, end)) in enumerate(zip(steps, levels, strict=True)):
            x = left + slot * number + (slot - width) / 2
            top = zero - max(start, end) * unit
            height = max(1.0, abs(end - start) * unit)
            bar = QRectF(x, top, width, height)
            painter.fillRect(bar, look.color(self._role(step, number, steps is self._head)))
            if number + 1 < len(steps):
                level = zero - end * unit
                after = left + slot * (number + 1) + (slot - width) / 2
                hairline(
                    painter, QPointF(bar.right(), level), QPointF(after, level), "line_control"
                )
            text = step.text or formats().money(step.amount)
            spot = QRectF(x - slot, top - look.px(20), width + 2 * slot, look.px(16))
            draw_text(painter, spot, text, figure, "text", CENTER, elide=False)
            self._draw_name(painter, step, QRectF(left + slot * number, foot, slot, 0))
            hit = QRectF(left + slot * number, 0, slot, self.height())
            if len(self._hits) == self._cursor and self.hasFocus():
                painter.setPen(QPen(look.color("focus"), 2))
                painter.drawRect(
                    QRectF(hit.left() + 1, top - look.px(22), slot - 2, foot - top + look.px(22))
                )
            self._hits.append((hit, step))

    @staticmethod
    def _role(step: Step, number: int, is_head: bool) -> str:
        if step.total and number == 0 and is_head:
            return "text_2"
        return "for_us" if step.amount >= 0 else "against_us"

    def _draw_name(self, painter: QPainter, step: Step, slot: QRectF) -> None:
        look = theme()
        font = caption_font()
        spot = QRectF(slot.left() - 2, slot.top(), slot.width() + 4, look.px(15))
        words, rest = step.label, ""
        if self._two_lines and " " in words and text_width(words, font) > slot.width():
            words, _, rest = words.rpartition(" ")
        draw_text(painter, spot, words, font, "text_2", CENTER)
        under = spot.translated(0, look.px(14))
        if self._two_lines:
            draw_text(painter, under, rest, font, "text_2", CENTER)
            under = under.translated(0, look.px(14))
        draw_text(painter, under, step.share, font, "text_3", CENTER)

    def _draw_link(
        self,
        painter: QPainter,
        head: tuple[int, int],
        tail: tuple[int, int],
        place: tuple[float, float, float, float, float, int],
    ) -> None:
        start, right, slot, zero, unit, factor = place
        margin = slot * 0.15
        from_x = start + slot * len(self._head) - margin
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dashed_pen("line_control", 1.0, (2.0, 2.0)))
        low, high = head[1] * unit, tail[1] * unit * factor
        painter.drawLine(QPointF(from_x, zero - low), QPointF(right + margin, zero - high))
        painter.drawLine(QPointF(from_x, zero), QPointF(right + margin, zero))
        painter.restore()

    # Words -----------------------------------------------------------------------------------

    def describe(self) -> str:
        steps = (*self._head, *self._tail[1:])
        return ", ".join(f"{s.label} {s.text or formats().money_unit(s.amount)}" for s in steps)

    def as_table(self) -> Table:
        headers = [tr("Step"), tr("Amount, {currency}", currency=formats().currency)]
        shares = any(step.share for step in (*self._head, *self._tail))
        headers += [tr("Share")] if shares else []
        rows = []
        for step in (*self._head, *self._tail[1:]):
            row = [step.label, step.text or formats().money(step.amount)]
            rows.append([*row, step.share] if shares else row)
        return headers, rows

    def tip_at(self, spot: QPointF) -> str:
        for box, step in self._hits:
            if box.contains(spot):
                return _told(step)
        return ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for box, step in self._hits:
            if box.contains(event.position()) and event.button() == Qt.MouseButton.LeftButton:
                self.clicked.emit(step.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = (*self._head, *self._tail)
        move = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if move is not None and steps:
            last = len(steps) - 1
            self._cursor = 0 if self._cursor is None else max(0, min(last, self._cursor + move))
            self.setAccessibleDescription(_told(steps[self._cursor]))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.clicked.emit(steps[self._cursor].key)
        else:
            super().keyPressEvent(event)


def _told(step: Step) -> str:
    text = f"{step.label} {step.text or formats().money_unit(step.amount)}"
    return f"{text}, {step.share}" if step.share else text
