"""The box of the composer: channel, people, text, sentiment, minutes, next step, Log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.composer.line_field import LineField
from b2bdesk.ui.composer.way_button import WayButton
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.drawing import rounded
from b2bdesk.ui.widgets.fields import DateField
from b2bdesk.ui.widgets.segmented import SentimentPicker
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import v_rule

_ONE_ROW_FROM = 1080


class LineFrame(QWidget):
    """Its edge is accent while it has the focus, vermilion where something is wrong.

    On one row where there is room, else on two. ``submitted`` is Enter in a field, or Log.
    """

    submitted = Signal()
    active = False
    wrong = False

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(look.px(6), look.px(5), look.px(6), look.px(5))
        self._rows.setSpacing(look.px(4))
        self._first = QHBoxLayout()
        self._first.setSpacing(look.px(6))
        self.way = WayButton()
        self._first.addWidget(self.way)
        self._first.addWidget(v_rule())
        self.chips = QHBoxLayout()
        self.chips.setSpacing(look.px(4))
        self._first.addLayout(self.chips)
        self.line = LineField(today)
        self.line.setMinimumWidth(look.px(160))
        self.line.submitted.connect(self.submitted)
        self._first.addWidget(self.line, 1)
        self._rows.addLayout(self._first)
        self._second = QWidget()
        more = QHBoxLayout(self._second)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(look.px(6))
        self.sentiment = SentimentPicker()
        self.sentiment.setFixedWidth(look.px(150))
        self.minutes = _bare_field(tr("min"), tr("Minutes"))
        self.minutes.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.minutes.setFixedWidth(look.px(46))
        self.step = _bare_field(tr("Next step"), tr("Next step"))
        self.step.setMinimumWidth(look.px(110))
        self.step.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.due = DateField(reference=today)
        self.due.setProperty("bare", True)
        self.due.setPlaceholderText(tr("Due"))
        self.due.setAccessibleName(tr("Due"))
        self.due.setFixedWidth(look.px(92))
        for field in (self.minutes, self.step, self.due):
            field.returnPressed.connect(self.submitted)
        self.button = Button(tr("Log"), "primary", keys=tr("Ctrl ↵"), on_click=self.submitted.emit)
        for widget in (self.sentiment, v_rule(), self.minutes, v_rule(), IconLabel("ph.flag")):
            more.addWidget(widget)
        more.addWidget(self.step, 1)
        more.addWidget(self.due)
        more.addWidget(self.button)
        self._rows.addWidget(self._second)
        self._one_row = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        one_row = self.width() >= theme().px(_ONE_ROW_FROM)
        if one_row != self._one_row:
            self._one_row = one_row
            (self._rows if one_row else self._first).removeWidget(self._second)
            if one_row:
                self._first.addWidget(self._second)
            else:
                self._rows.addWidget(self._second)

    def paintEvent(self, _event: QPaintEvent) -> None:
        line = "against_us" if self.wrong else "accent" if self.active else "line_control"
        width = 2.0 if self.active or self.wrong else 1.0
        radius = theme().radius("panel")
        rounded(QPainter(self), QRectF(self.rect()), radius, "panel", line, width)


def _bare_field(placeholder: str, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setProperty("bare", True)
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(name)
    return made
