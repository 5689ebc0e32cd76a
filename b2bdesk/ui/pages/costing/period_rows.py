"""What a pool cost over which months: one editable row for each period."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.dates import Period, first_of_month
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor
from b2bdesk.queries.costing import PoolPeriodRow
from b2bdesk.services.costing.pools import PeriodDraft, period_draft_of
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.cells import capacity_problem, read_capacity, read_money
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.text import Text


class PeriodRow(QWidget):
    """Months, ledger cost and capacity of one period.

    ``changed`` carries a PeriodDraft once a field is left with another value; ``removed`` when the
    bin is clicked.
    """

    changed = Signal(object)
    removed = Signal()

    def __init__(self, span: Period, *, removable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._span = span
        self._shown: PeriodDraft | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        months = QHBoxLayout()
        months.setSpacing(look.space(1))
        self._first = self._month_box(tr("First month"))
        self._last = self._month_box(tr("Last month"))
        months.addWidget(self._first, 1)
        months.addWidget(Text("–", "table", "text_3"))
        months.addWidget(self._last, 1)
        if removable:
            bin_ = IconButton("ph.trash", tr("Remove this period"), on_click=self.removed.emit)
            months.addWidget(bin_)
        column.addLayout(months)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(2))
        grid.setVerticalSpacing(look.px(2))
        self._amount, self._capacity = QLineEdit(), QLineEdit()
        self._capacity_caption = Text("", "caption", "text_2")
        self._amount.setAccessibleName(tr("Ledger cost"))
        self._amount_caption = Text("", "caption", "text_2")
        self._set_currency(formats().currency)
        grid.addWidget(self._amount_caption, 0, 0)
        grid.addWidget(self._capacity_caption, 0, 1)
        grid.addWidget(self._amount, 1, 0)
        grid.addWidget(self._capacity, 1, 1)
        self._capacity.setPlaceholderText(tr("not known"))
        for field in (self._amount, self._capacity):
            field.editingFinished.connect(self._on_edited)
        column.addLayout(grid)
        self._came = Text("", "caption", "text_2", wrap=True)
        self._came.hide()
        column.addWidget(self._came)
        self._problem = Text("", "caption", "against_us", wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)
        self.set_in_minutes(False)

    def _set_currency(self, currency: str) -> None:
        self._amount_caption.setText(tr("Ledger cost, {currency}", currency=currency))

    def _month_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMaxVisibleItems(18)
        for month in range(self._span.first, self._span.last + 1):
            box.addItem(formats().month(first_of_month(month)), month)
        box.activated.connect(self._on_edited)
        return box

    def set_in_minutes(self, minutes: bool) -> None:
        """Whether the capacity counts minutes or events."""
        self._minutes = minutes
        words = tr("Capacity, minutes") if minutes else tr("Capacity, events")
        self._capacity_caption.setText(words)
        self._capacity.setAccessibleName(words)

    def show_period(self, row: PoolPeriodRow) -> None:
        """Show a period; a field that is being typed in keeps what is typed."""
        draft = self._shown = period_draft_of(row)
        self._set_currency(draft.currency or formats().currency)
        if draft.currency is None:
            amount = formats().money_exact(draft.amount)
            self._came.hide()
        else:
            amount = formats().money_in(draft.amount, draft.currency)
            self._came.setText(_converted_words(row))
            self._came.show()
        capacity = "" if draft.capacity is None else formats().integer(draft.capacity)
        self._show(draft.months, amount, capacity)

    def show_empty(self, months: Period) -> None:
        """Show months that have no cost yet."""
        self._shown = None
        self._show(months, "", "")

    def _show(self, months: Period, amount: str, capacity: str) -> None:
        for box, month in ((self._first, months.first), (self._last, months.last)):
            with QSignalBlocker(box):
                if box.findData(month) < 0:
                    box.addItem(formats().month(first_of_month(month)), month)
                box.setCurrentIndex(box.findData(month))
        for field, text in ((self._amount, amount), (self._capacity, capacity)):
            if not (field.hasFocus() and field.isModified()):
                field.setText(text)
        self.show_problem("", "")

    def show_problem(self, field: str, message: str) -> None:
        """Say what is wrong with a field ("months", "amount", "capacity"); "" clears it."""
        set_error(self._amount, field == "amount")
        set_error(self._capacity, field == "capacity")
        set_error(self._first, field == "months")
        set_error(self._last, field == "months")
        self._problem.setText(message)
        self._problem.setVisible(bool(message))

    def draft(self) -> PeriodDraft | None:
        """What is typed; None where a field cannot be read, which is then said."""
        first, last = self._first.currentData(), self._last.currentData()
        if last < first:
            self.show_problem("months", tr("The last month lies before the first."))
            return None
        typed = read_money(self._amount.text())
        if typed is None:
            missing = not self._amount.text().strip()
            words = tr("Type what the pool cost.") if missing else tr("This is not an amount.")
            self.show_problem("amount", words)
            return None
        capacity = read_capacity(self._capacity.text(), minutes=self._minutes)
        if capacity is None and self._capacity.text().strip():
            self.show_problem("capacity", capacity_problem(minutes=self._minutes))
            return None
        amount, currency = typed
        return PeriodDraft(Period(first, last), amount, capacity, currency)

    def _on_edited(self) -> None:
        if self._shown is None:
            return
        draft = self.draft()
        if draft is None:
            return
        self.show_problem("", "")
        if draft != self._shown:
            self._shown = draft
            # As the file keeps it, it takes the place of what was typed.
            self._amount.setModified(draft.currency is None and self._amount.isModified())
            self.changed.emit(draft)


def _converted_words(row: PoolPeriodRow) -> str:
    """What an amount in another currency became, and the rate that it amounts to."""
    assert row.currency is not None
    own = formats().currency
    now = formats().money_in(row.amount, own)
    if not row.foreign:
        return now
    rate = from_minor(row.amount, own) / from_minor(row.foreign, row.currency)
    micro = round(rate, 4 if rate >= 1 else 6) * 1_000_000  # of what it came to, in cents
    return tr(
        "{amount}, at {rate} on average of these months",
        amount=now,
        rate=formats().rate(int(micro)),
    )


def month_span(period: Period, periods: tuple[PoolPeriodRow, ...]) -> Period:
    """The months offered in the lists: two years around everything there is."""
    firsts = [period.first, *(row.months.first for row in periods)]
    lasts = [period.last, *(row.months.last for row in periods)]
    return Period(min(firsts) - 24, max(lasts) + 24)
