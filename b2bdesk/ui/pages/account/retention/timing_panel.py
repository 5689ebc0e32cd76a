"""Order timing: the strip, with the rhythm's figures under it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.retention import AccountRetention
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.order_timing import OrderTick, OrderTimingData, OrderTimingStrip
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.retention.words import rhythm_of
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.marks import Mark
from b2bdesk.ui.widgets.pills import Pill
from b2bdesk.ui.widgets.text import Text, h_rule

_LATE = 0.5
_SHORTEST = 400
_LONGEST = 1096
_WINDOW_WORDS = 112
_AROUND = 44


class TimingPanel(ChartPanel):
    """Every order a tick; the pill says how late the next one is."""

    def __init__(self) -> None:
        self.strip = OrderTimingStrip()
        self._found: AccountRetention | None = None
        self._as_of = date.min
        super().__init__(
            tr("Order timing"), self.strip, tr("each tick a day with orders, height is value")
        )
        self._pill = Pill(Mark("", "text_2"))
        self.add_action(self._pill)
        self.add(h_rule())
        self._facts = QWidget()
        self._flow = FlowLayout(self._facts, gap=20)
        self.add(self._facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._found is not None:
            self._draw(self._found)

    def show_retention(self, found: AccountRetention, as_of: date) -> None:
        """Show an account's orders up to the as-of date."""
        self._found, self._as_of = found, as_of
        self._draw(found)
        risk = found.risk
        self._show_pill(found)
        self._flow.clear()
        late = (risk.cycles_late or 0) >= _LATE or risk.lapsed
        tone = "against_us" if late else "text"
        usual = None if risk.usual_gap is None or risk.reason is not None else round(risk.usual_gap)
        spread = None if found.spread is None else round(found.spread)
        facts = [
            (tr("Usual gap"), "" if usual is None else formats().days(usual), "text"),
            (tr("Spread"), "" if spread is None else f"± {formats().days(spread)}", "text"),
            (tr("Since last order"), formats().days(risk.days_since), tone),
            (tr("Order days"), formats().integer(risk.orders), "text"),
        ]
        for label, value, role in facts:
            if value:
                self._flow.addWidget(_fact(label, value, role))

    def _draw(self, found: AccountRetention) -> None:
        as_of = self._as_of
        first = found.ticks[0].day if found.ticks else as_of
        # Ten usual gaps tell a rhythm; a year at least, three at most.
        gap = found.risk.usual_gap or 90.0
        days = min(_LONGEST, max(_SHORTEST, round(10 * gap), (as_of - first).days // 2))
        start = max(first - timedelta(days=20), as_of - timedelta(days=days))
        start = min(start, as_of - timedelta(days=_SHORTEST))
        until = as_of + timedelta(days=max(45, days // 8))
        if found.window is not None:
            # Room for its words to the right of it, so that they do not lie on today's line.
            # The strip itself has its new width only after this panel.
            room = max(1, self.width() - theme().px(_AROUND))
            share = min(0.4, theme().px(_WINDOW_WORDS) / room)
            last = (found.window.last - start).days
            ahead = start + timedelta(days=round(last / (1 - share)))
            until = max(until, min(ahead, as_of + timedelta(days=days)))
        self.strip.set_data(
            OrderTimingData(
                orders=tuple(OrderTick(tick.day, tick.amount_minor) for tick in found.ticks),
                as_of=as_of,
                start=start,
                end=until,
                missed=tuple((one.first, one.last) for one in found.missed),
                expected=None if found.window is None else (found.window.first, found.window.last),
            )
        )
        self.refresh()

    def _show_pill(self, found: AccountRetention) -> None:
        risk = found.risk
        late = (risk.cycles_late or 0) >= _LATE
        shown = (late or risk.lapsed) and risk.reason is None
        self._pill.setVisible(shown)
        if shown:
            words = rhythm_of(risk)
            mark = Mark(
                words, "against_us", icon="ph.clock-counter-clockwise", tint="against_us_tint"
            )
            self._pill.set_mark(mark)


def _fact(label: str, value: str, role: str) -> QWidget:
    """A label and its value; colour roles, so that both follow the theme."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().space(1))
    row.addWidget(Text(label, "table", "text_2"))
    row.addWidget(Text(value, "table", role, weight="semibold"))
    return made
