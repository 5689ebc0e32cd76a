"""A mark with its word, once for pills, tables and menus: type, stance, risk, decision."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import (
    decision_step,
    risk_step,
    sentiment_step,
    stance_step,
    type_step,
)
from b2bdesk.ui.widgets.drawing import draw_mark


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn before a word: an icon, a type's shape, or ``bars`` of risk; and the word."""

    label: str
    color: str
    icon: str = ""
    shape: str = ""
    bars: int = 0
    tint: str = ""

    @property
    def width(self) -> int:
        """Width of the drawn mark in logical pixels, 0 where there is none."""
        if self.shape:
            return theme().px(10)
        if self.icon or self.bars:
            return theme().px(14)
        return 0

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw the mark, not the word, centred in ``box``."""
        if self.shape:
            draw_mark(painter, box, self.shape, self.color)
        elif self.bars:
            draw_signal_bars(painter, box, self.bars, self.color)
        elif self.icon:
            draw_icon(painter, self.icon, box, self.color)


def draw_signal_bars(painter: QPainter, box: QRectF, bars: int, color: str) -> None:
    """Four bars, ``bars`` of them filled: more and darker means worse."""
    look = theme()
    unit = box.width() / 14
    side = 12 * unit
    bottom = box.center().y() + side / 2
    for number in range(4):
        height = side * (0.34 + 0.22 * number)
        bar = QRectF(box.left() + number * 3.6 * unit, bottom - height, 2.6 * unit, height)
        if number < bars:
            painter.fillRect(bar, look.color(color))
        else:
            painter.setPen(look.color("line_control"))
            edge = bar.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRect(edge)


def type_mark(key: str) -> Mark:
    """The mark of a relationship type key."""
    step = type_step(key)
    return Mark(tr(step.label), step.color, shape=step.shape, tint=f"{step.color}_tint")


def stance_mark(key: str) -> Mark:
    """The mark of a stance key."""
    step = stance_step(key)
    return Mark(tr(step.label), step.color, icon=step.icon)


def risk_mark(key: str) -> Mark:
    """The mark of a risk class key."""
    step = risk_step(key)
    return Mark(tr(step.label), step.color, bars=step.bars)


def decision_mark(key: str) -> Mark:
    """The mark of keep, convert or let go."""
    step = decision_step(key)
    return Mark(tr(step.label), step.color, icon=step.icon)


def sentiment_mark(value: int) -> Mark:
    """The face of a sentiment -2..2."""
    step = sentiment_step(value)
    return Mark(tr(step.label), step.color, icon=step.icon)
