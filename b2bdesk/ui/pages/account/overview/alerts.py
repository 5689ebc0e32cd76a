"""The strip of alerts: what holds now, why, and one action each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.services.map_health import thread_findings
from b2bdesk.services.overview import AlertKind, Overview
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.leaver_panel import left_words, lost_words
from b2bdesk.ui.pages.account.people.rating import finding_detail, finding_title
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import ElidedText

_AGAINST = frozenset({AlertKind.ORDER_OVERDUE, AlertKind.DECIDER_UNKNOWN, AlertKind.LAPSED})
_ACROSS, _ACROSS_NARROW = 4, 2


class AlertStrip(Panel):
    """Hidden while nothing holds. ``actions`` runs what an alert offers."""

    def __init__(self, actions: Mapping[AlertKind, Callable[[], object]]) -> None:
        super().__init__(flush=True)
        self._run = actions
        self.body.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        self.add(self._grid)
        self._cells: list[QWidget] = []
        self._across = _ACROSS

    def show_alerts(self, found: Overview, as_of: date) -> None:
        """Show what holds of an account."""
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._cells = [
            _Cell(kind, *alert_words(kind, found, as_of), self._run[kind]) for kind in found.alerts
        ]
        self.setVisible(bool(self._cells))
        self._place()

    def set_narrow(self, narrow: bool) -> None:
        """Two beside each other in place of four."""
        across = _ACROSS_NARROW if narrow else _ACROSS
        if across != self._across:
            self._across = across
            self._place()

    def _place(self) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell)
        across = min(self._across, max(1, len(self._cells)))
        for number, cell in enumerate(self._cells):
            self._grid.addWidget(cell, number // across, number % across)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1 if column < across else 0)


class _Cell(QWidget):
    def __init__(
        self, kind: AlertKind, title: str, detail: str, action: str, run: Callable[[], object]
    ) -> None:
        super().__init__()
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(3), look.px(7), look.px(10), look.px(7))
        row.setSpacing(look.px(10))
        icons = tokens().icons["alert"]
        usual = icons.get(kind.value, icons["order_overdue"])
        name = "ph.sign-out" if kind is AlertKind.LEFT else usual
        row.addWidget(IconLabel(name, "against_us" if kind in _AGAINST else "attention"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedText(title, "body", weight="semibold"))
        words.addWidget(ElidedText(detail, "table", "text_2"))
        row.addLayout(words, 1)
        row.addWidget(Button(action, "link", on_click=run))
        self.setAccessibleName(f"{title}. {detail}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, line = QPainter(self), theme().color("line")
        if self.x() > 2:
            painter.fillRect(0, 0, 1, self.height(), line)
        if self.y() > 2:
            painter.fillRect(0, 0, self.width(), 1, line)


def alert_words(kind: AlertKind, found: Overview, as_of: date) -> tuple[str, str, str]:
    """Title, reason and the name of the action of an alert that holds."""
    f = formats()
    rhythm = found.rhythm
    every = tr("Every {gap}", gap=f.days(round(rhythm.usual_gap))) if rhythm.usual_gap else ""
    last = f.date(date_of(rhythm.last_day), as_of) if rhythm.last_day is not None else ""
    match kind:
        case AlertKind.ORDER_OVERDUE:
            cycles = f.number(rhythm.cycles_late, 1)
            return (
                tr("Order overdue by {cycles} cycles", cycles=cycles),
                tr("{every}, last one {day}", every=every, day=last),
                tr("Log call"),
            )
        case AlertKind.LAPSED:
            months = round((rhythm.days_since or 0) / 30.44)
            return (
                trn("No order for {n} month", "No order for {n} months", months),
                tr("Last one {day}: a case to win back", day=last),
                tr("Plan"),
            )
        case AlertKind.DECIDER_UNKNOWN:
            seats = {seat.row.person.id for unit in found.people.units for seat in unit.seats}
            return (
                tr("Decider unknown"),
                trn(
                    "The {n} person on the map is not one",
                    "None of the {n} people on the map",
                    len(seats),
                ),
                tr("Add"),
            )
        case AlertKind.LEFT:
            first, more = found.leavers[0], len(found.leavers) - 1
            title = tr("{name} left", name=first.name)
            if more:
                title = tr("{first}, {n} more", first=title, n=more)
            return title, lost_words(first) or left_words(first), tr("See")
        case AlertKind.SINGLE_THREADED:
            facts = thread_findings(found.threads)
            details = [finding_detail(each) for each in facts]
            return finding_title(facts[0]), "; ".join(details), tr("Plan")
        case AlertKind.CONTRACT_ENDS:
            contract = found.renewals[0]
            left = contract.days_left(as_of) or 0
            return (
                trn("Contract ends in {n} day", "Contract ends in {n} days", left),
                tr(
                    "{day}, renewal {state}",
                    day=f.date(contract.ends, as_of),
                    state=lowered(tr(WORDS[contract.renewal])),
                ),
                tr("Renew"),
            )
        case AlertKind.SILENT:
            plan = f.days(found.account.contact_every_days)
            if found.days_silent is None:
                return tr("Never in touch"), tr("Contact plan every {plan}", plan=plan), tr("Log")
            return (
                tr("Silent for {days}", days=f.days(found.days_silent)),
                tr("Contact plan every {plan}", plan=plan),
                tr("Log"),
            )
