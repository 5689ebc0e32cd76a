"""Figures of a pool to try without saving them: cost, capacity and time of one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.analytics.time_equation import parse, subject_of
from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import CostMethod
from b2bdesk.queries.costing import PoolPeriodRow, PoolRow
from b2bdesk.services.costing.workbench import PoolLine
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.cells import (
    capacity_problem,
    in_minutes,
    number_words,
    read_capacity,
)
from b2bdesk.ui.pages.costing.time_words import equation_of
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import FieldRow
from b2bdesk.ui.widgets.text import Text

_PAUSE_MS = 250


class TrialFields(QWidget):
    """``tried`` carries the PoolRow that the fields say, or None while they say what is saved."""

    tried = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pool: PoolRow | None = None
        self._periods: tuple[PoolPeriodRow, ...] = ()
        self._ledger = 0
        self._supplied = Fraction(0)
        self._said: tuple[str, ...] = ("", "", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space(2))
        self.amount, self.capacity, self.equation = QLineEdit(), QLineEdit(), QLineEdit()
        self._amount = FieldRow(tr("Ledger cost"), self.amount)
        self._capacity = FieldRow(tr("Practical capacity"), self.capacity)
        self._equation = FieldRow(tr("Minutes of one event"), self.equation)
        self.capacity.setPlaceholderText(tr("not known"))
        row = QHBoxLayout()
        row.setSpacing(theme().space(3))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._amount, 1, top)
        row.addWidget(self._capacity, 1, top)
        column.addLayout(row)
        self._hint = Text("", "caption", "text_3", wrap=True)
        column.addWidget(self._hint)
        column.addWidget(self._equation)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        for field in (self.amount, self.capacity, self.equation):
            field.textEdited.connect(lambda _text: self._pause.start())

    def show_pool(self, line: PoolLine, chosen: Period, *, keep: bool) -> None:
        """Show what is saved; ``keep`` leaves what was typed where the pool is as it was."""
        pool, cost = line.pool, line.cost
        if keep and pool == self._pool:
            return
        self._pool = pool
        self._periods = tuple(row for row in pool.periods if row.months.overlaps(chosen))
        self._ledger = 0 if cost is None else cost.ledger
        self._supplied = Fraction(0)
        if cost is not None and cost.capacity is not None:
            self._supplied = cost.capacity
        one = len(self._periods) == 1
        if one:
            row = self._periods[0]
            self._ledger, self._supplied = row.amount, Fraction(row.capacity or 0)
        self.amount.setEnabled(one or self._ledger != 0)
        known = all(row.capacity is not None for row in self._periods)
        self.capacity.setEnabled(one or (known and self._supplied > 0))
        self._amount.set_label(tr("Ledger cost, {unit}", unit=formats().currency))
        texts = (
            (self.amount, formats().money_exact(self._ledger) if self._periods else ""),
            (self.capacity, number_words(self._supplied) if self._supplied else ""),
            (self.equation, equation_of(pool)),
        )
        for field, text in texts:
            with QSignalBlocker(field):
                field.setText(text)
        self._said = tuple(text for _, text in texts)
        count = len(self._periods)
        self._hint.setText(tr("Spread over the {n} periods in these months as now.", n=count))
        self._hint.setVisible(count > 1)
        timed = pool.method is CostMethod.TIME_DRIVEN and subject_of(pool.driver) is not None
        self._equation.setVisible(timed)
        for field_row in (self._amount, self._capacity, self._equation):
            field_row.set_error("")

    def show_problem(self, error: DomainError) -> None:
        """Say what is wrong beside the field it belongs to."""
        lines = {"capacity": self._capacity, "time_equation": self._equation}
        lines.get(error.field, self._amount).set_error(str(error))

    def _on_pause(self) -> None:
        for line in (self._amount, self._capacity, self._equation):
            line.set_error("")
        try:
            variant = self._variant()
        except DomainError as error:
            self.show_problem(error)
            return
        self.tried.emit(None if variant == self._pool else variant)

    def _variant(self) -> PoolRow | None:
        pool = self._pool
        if pool is None:
            return None
        amount, capacity, text = (
            f.text().strip() for f in (self.amount, self.capacity, self.equation)
        )
        changed = {row.id: row for row in self._periods}
        if amount != self._said[0]:
            changed = self._with_amount(changed, self._money())
        if capacity != self._said[1]:
            changed = self._with_capacity(changed, self._whole())
        pool = replace(pool, periods=tuple(changed.get(row.id, row) for row in pool.periods))
        subject = subject_of(pool.driver)
        if self._equation.isHidden() or subject is None or text == self._said[2]:
            return pool
        parse(text, subject)
        return replace(pool, time_equation=text, minutes_milli=None)

    def _with_amount(
        self, rows: Mapping[int, PoolPeriodRow], typed: int
    ) -> dict[int, PoolPeriodRow]:
        if len(rows) == 1:
            return {key: replace(row, amount=typed) for key, row in rows.items()}
        factor = Fraction(typed, self._ledger)
        return {
            key: replace(row, amount=round_half_away(row.amount * factor))
            for key, row in rows.items()
        }

    def _with_capacity(
        self, rows: Mapping[int, PoolPeriodRow], typed: int | None
    ) -> dict[int, PoolPeriodRow]:
        if typed is None or len(rows) == 1:
            return {key: replace(row, capacity=typed) for key, row in rows.items()}
        factor = typed / self._supplied
        return {
            key: replace(row, capacity=max(1, round_half_away((row.capacity or 0) * factor)))
            for key, row in rows.items()
        }

    def _money(self) -> int:
        amount = formats().parse_money(self.amount.text())
        if amount is None:
            raise DomainError(tr("This is not an amount."), field="amount")
        return amount

    def _whole(self) -> int | None:
        if not self.capacity.text().strip():
            return None
        minutes = self._pool is not None and in_minutes(self._pool.method, self._pool.driver)
        capacity = read_capacity(self.capacity.text(), minutes=minutes)
        if capacity is None:
            raise DomainError(capacity_problem(minutes=minutes), field="capacity")
        if capacity <= 0:
            raise DomainError(tr("A practical capacity is above zero."), field="capacity")
        return capacity
