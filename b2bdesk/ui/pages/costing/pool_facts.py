"""What a cost pool came to in the period, in the order a reader asks: facts, note, check."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.costing import MINUTE_DRIVERS
from b2bdesk.services.costing.result import PoolCost
from b2bdesk.services.costing.rule_check import PoolDetail
from b2bdesk.services.costing.workbench import PoolLine
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.costing.cells import in_minutes, number_words, rate_words
from b2bdesk.ui.pages.costing.pool_table import state_sentences
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import LabelValueRows, Text

_MINUTES_IN_HOUR = 60


class Remark(QWidget):
    """A quiet sentence with the sign of a piece of information."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        row.addWidget(IconLabel("ph.info", "text_3"), 0, Qt.AlignmentFlag.AlignTop)
        self.words = Text("", "table", "text_2", wrap=True)
        row.addWidget(self.words, 1)

    def say(self, words: str) -> None:
        """Show a sentence; "" hides it."""
        self.words.setText(words)
        self.setVisible(bool(words))


class PoolFacts(QWidget):
    """Ledger accounts, cost of capacity, capacity, rates; and what stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space(2))
        self._rows = LabelValueRows(label_width=140)
        self.note = Remark()
        column.addWidget(self._rows)
        column.addWidget(self.note)

    def show_line(self, line: PoolLine) -> None:
        """Show the outcome of a pool."""
        self._rows.clear()
        cost = line.cost
        accounts = line.pool.ledger_accounts
        if accounts:
            self._rows.add_row(tr("Ledger accounts"), accounts)
        if cost is not None:
            self._show_cost(cost)
        self._rows.setVisible(cost is not None or bool(accounts))
        self.note.say(state_sentences(line))

    def _show_cost(self, cost: PoolCost) -> None:
        unit = formats().currency
        timed = in_minutes(cost.pool.method, cost.pool.driver)
        self._rows.add_row(
            tr("Cost of capacity, {unit}", unit=unit)
            if cost.capacity is not None
            else tr("Ledger cost, {unit}", unit=unit),
            formats().money_exact(cost.ledger),
        )
        if cost.state.value == "held":
            return
        capacity = MISSING if cost.capacity is None else capacity_words(cost.capacity, timed=timed)
        self._rows.add_row(tr("Practical capacity"), capacity)
        if cost.rate is not None and timed:
            self._rows.add_row(tr("Rate per minute, {unit}", unit=unit), rate_words(cost.rate))
            hour = rate_words(cost.rate * _MINUTES_IN_HOUR)
            self._rows.add_row(tr("Rate per hour, {unit}", unit=unit), hour)
        elif cost.rate is not None:
            self._rows.add_row(tr("Rate per event, {unit}", unit=unit), rate_words(cost.rate))
        if timed and cost.event_cost is not None and cost.event_cost != cost.rate:
            title = tr("Cost of one event, {unit}", unit=unit)
            self._rows.add_row(title, rate_words(cost.event_cost))


def capacity_words(capacity: Fraction, *, timed: bool) -> str:
    """ "294,000 min (4,900 h)" or "640 events"."""
    if not timed:
        return tr("{n} events", n=number_words(capacity))
    hours = formats().number(float(capacity / _MINUTES_IN_HOUR), 0)
    return tr("{minutes} min ({hours} h)", minutes=number_words(capacity), hours=hours)


def check_words(line: PoolLine, detail: PoolDetail | None) -> str:
    """What the rule makes of the events, beside what was logged; "" where there is no rule."""
    cost, pool = line.cost, line.pool
    if cost is None or pool.driver is None or cost.volume <= 0:
        return ""
    if not in_minutes(pool.method, pool.driver) or pool.driver in MINUTE_DRIVERS:
        return ""
    told = [
        tr(
            "{n} {events} take {hours} hours with this rule.",
            n=number_words(cost.volume),
            events=lowered(tr(WORDS[pool.driver])),
            hours=_hours(cost.used),
        )
    ]
    if detail is None or detail.pool != pool.id or detail.logged is None:
        return told[0]
    logged = Fraction(detail.logged)
    if not logged:
        told.append(tr("No minutes are logged with them."))
        return " ".join(told)
    off = float(logged / cost.used - 1)
    share = formats().percent(abs(off), 1)
    if round(abs(off), 3) == 0:
        words = tr("Logged minutes say the same.")
    elif off < 0:
        words = tr("Logged minutes say {hours}, {share} less.", hours=_hours(logged), share=share)
    else:
        words = tr("Logged minutes say {hours}, {share} more.", hours=_hours(logged), share=share)
    told.append(words)
    if detail.unlogged:
        told.append(
            trn(
                "{count} of them has no minutes logged.",
                "{count} of them have no minutes logged.",
                detail.unlogged,
                count=formats().integer(detail.unlogged),
            )
        )
    return " ".join(told)


def _hours(minutes: Fraction) -> str:
    hours = float(minutes / _MINUTES_IN_HOUR)
    return formats().number(hours, 0 if hours >= 10 else 1)
