"""Still active in 12 months: the figure, its interval, where it stood, and what it would cost."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.retention import AccountRetention
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.account.retention.words import (
    chance,
    change_of,
    margin_words,
    no_loss,
    too_early,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import risk_of_active
from b2bdesk.ui.widgets.drawing import draw_text, text_width
from b2bdesk.ui.widgets.meters import TREND_ICONS, trend_role
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.pills import Pill, risk_pill
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text, h_rule

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


class IntervalBar(QWidget):
    """A probability as a bar with its 80 % interval below and an earlier value as a tick."""

    def __init__(self) -> None:
        super().__init__()
        self._value: float | None = None
        self._low = self._high = 0.0
        self._before: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, value: float, low: float, high: float, before: float | None) -> None:
        """Show probabilities 0..1."""
        self._value, self._low, self._high, self._before = value, low, high, before
        told = tr(
            "Still active in 12 months {value}, likely between {low} and {high}",
            value=formats().percent(value),
            low=formats().percent(low),
            high=formats().percent(high),
        )
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(66))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._value is None:
            return
        look = theme()
        painter = QPainter(self)
        caption = look.font("caption")
        left, right = 1.0, self.width() - 1.0
        wide = right - left
        bar = QRectF(left, look.px(20), wide, look.px(13))
        painter.fillRect(bar, look.color("sunken"))
        painter.fillRect(
            QRectF(left, bar.top(), wide * self._value, bar.height()), look.color("text_2")
        )
        if self._before is not None:
            x = left + wide * self._before
            painter.fillRect(
                QRectF(x - 1, bar.top() - look.px(6), 2, bar.height() + look.px(10)),
                look.color("accent"),
            )
            words = tr("90 days ago: {value}", value=formats().percent(self._before))
            font = look.font("caption", "semibold")
            width = text_width(words, font) + 2
            start = min(max(left, x - width / 2), right - width)
            draw_text(painter, QRectF(start, 0, width, look.px(14)), words, font, "accent")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(look.color("text"), 1))
        y = bar.bottom() + look.px(6)
        low, high = left + wide * self._low, left + wide * self._high
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for x in (low, high):
            painter.drawLine(QPointF(x, y - 3), QPointF(x, y + 3))
        painter.fillRect(QRectF(left + wide * self._value - 1, y - 3, 3, 7), look.color("text"))
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            words = formats().percent(share) if share == 1 else formats().number(100 * share)
            width = text_width(words, caption) + 2
            x = min(max(left + wide * share - width / 2, left), right - width)
            spot = QRectF(x, bar.bottom() + look.px(14), width, look.px(16))
            draw_text(painter, spot, words, caption, "text_3", _CENTER, elide=False)


class ActivePanel(Panel):
    """The answer of the page."""

    def __init__(self, currency: str) -> None:
        super().__init__(tr("Still active in 12 months"))
        look = theme()
        self._currency = currency
        self._level: Pill = risk_pill("low")
        self.add_action(self._level)
        top = QHBoxLayout()
        top.setSpacing(look.space(2))
        self.figure = Text("", "figure")
        self._arrow = IconLabel("ph.arrow-right", "text_3", 14)
        self._change = Text("", "table", weight="semibold")
        self._span = Text("", "table", "text_2")
        for widget in (self.figure, self._arrow, self._change, self._span):
            top.addWidget(widget)
        top.addStretch(1)
        self.add(top)
        self.range = Text("", "caption", "text_3", wrap=True)
        self.add(self.range)
        self.bar = IntervalBar()
        self.add(self.bar)
        self.add(h_rule())
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(2))
        grid.setVerticalSpacing(look.px(3))
        grid.setColumnStretch(0, 1)
        self._rows: list[tuple[Text, Text, Text]] = []
        for number in range(3):
            label = Text("", "table", "text_2")
            value = Text("", "table", weight="semibold")
            value.setAlignment(_RIGHT)
            note = Text("", "caption", "text_3", wrap=True)
            grid.addWidget(label, 2 * number, 0)
            grid.addWidget(value, 2 * number, 1)
            grid.addWidget(note, 2 * number + 1, 0, 1, 2)
            self._rows.append((label, value, note))
        self._facts = QVBoxLayout()
        self._facts.addLayout(grid)
        self.add(self._facts)
        self.body.addStretch(1)

    def show_retention(self, found: AccountRetention) -> None:
        """Show an account, or why there is no figure."""
        risk = found.risk
        active = risk.still_active
        known = active is not None and risk.still_active_low is not None
        for widget in (self._arrow, self._change, self._span, self.bar):
            widget.setVisible(known)
        self._level.setVisible(known and not risk.lapsed)
        if active is None or risk.still_active_low is None or risk.still_active_high is None:
            title, why = too_early(risk)
            self.figure.setText(MISSING)
            self.figure.set_tone("text_3")
            self.range.setText(f"{title}. {why}" if risk.orders else why)
        else:
            self.figure.setText(formats().percent(active))
            self.figure.set_tone("text")
            self._show_level(active)
            self.range.setText(
                tr(
                    "likely between {low} and {high}",
                    low=formats().percent(risk.still_active_low),
                    high=formats().percent(risk.still_active_high),
                )
            )
            self._show_change(active, found.still_active_before)
            self.bar.show_value(
                active, risk.still_active_low, risk.still_active_high, found.still_active_before
            )
        self._row(
            0,
            tr("P(active)"),
            chance(risk.p_active),
            tr("has not left for good, from order timing alone"),
        )
        self._row(
            1,
            tr("P(order within 12 months)"),
            chance(risk.p_order),
            tr("at least one order, from order timing alone"),
        )
        reason = risk.no_loss
        self._row(
            2,
            tr("Expected loss, {currency}", currency=self._currency),
            formats().money(risk.expected_loss_minor),
            margin_words(found) if reason is None else no_loss(reason),
        )

    def _show_level(self, active: float) -> None:
        step = risk_of_active(active)
        made = risk_pill(step.key)
        layout = self._actions
        layout.replaceWidget(self._level, made)
        made.setVisible(self._level.isVisibleTo(self))
        self._level.hide()
        self._level.deleteLater()
        self._level = made

    def _show_change(self, active: float, before: float | None) -> None:
        known = before is not None
        for widget in (self._arrow, self._change, self._span):
            widget.setVisible(known)
        if before is None:
            return
        points, trend = change_of(active, before)
        self._arrow.set_icon(TREND_ICONS[trend], trend_role(trend))
        self._change.setText(formats().points(points / 100) if points else tr("Unchanged"))
        self._span.setText(tr("in 90 days"))

    def _row(self, number: int, label: str, value: str, note: str) -> None:
        head, figure, below = self._rows[number]
        head.setText(label)
        figure.setText(value)
        figure.setAccessibleName(f"{label} {value}")
        below.setText(note)
        below.setVisible(bool(note))
