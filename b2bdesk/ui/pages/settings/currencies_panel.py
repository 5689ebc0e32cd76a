"""Rates of other currencies as editable rows, and a line to add one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import CURRENCIES
from b2bdesk.queries.currency_rates import CurrencyRateRow, list_currency_rates
from b2bdesk.services.currency_rates import (
    CurrencyRateDraft,
    add_currency_rate,
    edit_currency_rate,
    remove_currency_rate,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import DateField, NumberField, set_error
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text

_DECIMALS = 6
_MICRO = 1_000_000


class CurrenciesPanel(Panel):
    """Amounts in other currencies are converted by these when they come in."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(tr("Currencies"), tr("rates by which other amounts come in"), flush=True)
        look = theme()
        self._ctx = ctx
        self._shown: tuple[str, tuple[CurrencyRateRow, ...]] | None = None
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(2))
        self._grid.setHorizontalSpacing(look.space(2))
        self._grid.setVerticalSpacing(look.px(4))
        for column in range(3):
            self._grid.setColumnStretch(column, 1)
        self.add(body)
        row = QHBoxLayout()
        row.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(3))
        row.setSpacing(look.space(2))
        self.new_currency = QComboBox()
        self.new_currency.setEditable(True)
        line = self.new_currency.lineEdit()
        assert line is not None
        line.setMaxLength(3)
        self.new_since = DateField(reference=lambda: ctx.as_of)
        self.new_rate = NumberField(_DECIMALS)
        for field, words in (
            (self.new_currency, tr("Currency of the rate")),
            (self.new_since, tr("From")),
            (self.new_rate, tr("Rate")),
        ):
            field.setAccessibleName(words)
            row.addWidget(field, 1)
        self.new_rate.returnPressed.connect(self.add_rate)
        row.addWidget(Button(tr("Add rate"), on_click=self.add_rate))
        self.add(row)
        self._error = Text("", "caption", "against_us", wrap=True)
        self._error.setContentsMargins(look.space(3), 0, look.space(3), look.space(2))
        self._error.hide()
        self.add(self._error)

    @property
    def error(self) -> str:
        """What was refused last; empty where nothing was."""
        return self._error.text() if self._error.isVisibleTo(self) else ""

    def ask(self, missing: str) -> None:
        """Prepare the line for a rate that is missing, of "CHF 2021-03-04"."""
        code, _, day = missing.partition(" ")
        if not code or not day:
            return
        self.new_currency.setEditText(code)
        self.new_since.set_value(date.fromisoformat(day))
        self.new_rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self) -> None:
        """Read the rates and show them."""
        self._ctx.read("currency-rates", self, list_currency_rates, self._show)

    def _show(self, rows: tuple[CurrencyRateRow, ...]) -> None:
        """Show the rates; the same ones again keep the focus where it is."""
        own = self._ctx.currency
        if self._shown == (own, rows):
            return
        self._shown = own, rows
        self.new_rate.setPlaceholderText(tr("1 unit in {currency}", currency=own))
        if self.new_currency.count() == 0:
            asked = self.new_currency.currentText()
            self.new_currency.addItems([code for code in CURRENCIES if code != own])
            if asked:
                self.new_currency.setEditText(asked)
        if self.new_since.value is None:
            self.new_since.set_value(self._ctx.as_of)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not rows:
            words = tr(
                "None yet. With rates, imports and cost pools take amounts in other currencies."
            )
            self._grid.addWidget(Text(words, "body", "text_2", wrap=True), 0, 0, 1, 4)
            return
        titles = (tr("Currency"), tr("From"), tr("1 unit in {currency}", currency=own))
        for column, title in enumerate(titles):
            self._grid.addWidget(Text(title, "caption", "text_3"), 0, column)
        for line, row in enumerate(rows, 1):
            self._add_row(line, row)

    def _add_row(self, line: int, row: CurrencyRateRow) -> None:
        since = DateField(date_of(row.day), reference=lambda: self._ctx.as_of)
        rate = NumberField(_DECIMALS)
        rate.set_value(row.rate_micro / _MICRO)
        since.setAccessibleName(tr("{currency}, from", currency=row.currency))
        rate.setAccessibleName(tr("{currency}, rate", currency=row.currency))
        for field in (since, rate):
            field.editingFinished.connect(lambda: self._on_edited(row, since, rate))
        words = tr(
            "Remove the rate of {currency} from {day}",
            currency=row.currency,
            day=formats().date_full(date_of(row.day)),
        )
        remove = IconButton("ph.trash", words, on_click=lambda: self._on_remove(row, words))
        for column, widget in enumerate((Text(row.currency, "table"), since, rate, remove)):
            self._grid.addWidget(widget, line, column)

    # --- changing ----------------------------------------------------------------------------

    def add_rate(self) -> None:
        """Add the rate typed, or say what is wrong with it."""
        rate = self.new_rate.value
        draft = CurrencyRateDraft(
            self.new_currency.currentText(),
            self.new_since.value,
            rate if isinstance(rate, Decimal) else None,
        )
        words = tr("Add a rate of {currency}", currency=draft.currency.strip().upper())
        self._ctx.write(
            words,
            self,
            lambda s: add_currency_rate(s, draft),
            lambda _: self._on_added(),
            self._on_refused,
            toast=tr("Rate added"),
        )

    def _on_added(self) -> None:
        self.new_rate.clear()
        self._mark("")
        self._error.hide()
        self.new_rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, error: B2BDeskError) -> None:
        self._error.setText(str(error))
        self._error.show()
        self._mark(getattr(error, "field", ""))

    def _mark(self, field: str) -> None:
        line = self.new_currency.lineEdit()
        assert line is not None
        fields: dict[str, QLineEdit] = {
            "currency": line,
            "since": self.new_since,
            "rate": self.new_rate,
        }
        for key, widget in fields.items():
            set_error(widget, key == field)
        if field in fields:
            fields[field].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self, row: CurrencyRateRow, since: DateField, rate: NumberField) -> None:
        value = rate.value
        typed = value if isinstance(value, Decimal) else None
        if since.value == date_of(row.day) and typed == Decimal(row.rate_micro) / _MICRO:
            return
        draft = CurrencyRateDraft(row.currency, since.value, typed)

        def on_failed(error: B2BDeskError) -> None:
            wrong = since if getattr(error, "field", "") == "since" else rate
            set_error(wrong, isinstance(error, DomainError))
            wrong.setToolTip(str(error))
            self._ctx.failed.emit(error)

        words = tr("Change a rate of {currency}", currency=row.currency)
        self._ctx.write(
            words,
            self,
            lambda s: edit_currency_rate(s, row.id, draft),
            None,
            on_failed,
            toast=words,
        )

    def _on_remove(self, row: CurrencyRateRow, words: str) -> None:
        self._ctx.write(
            words, self, lambda s: remove_currency_rate(s, row.id), toast=tr("Rate removed")
        )
