"""Inputs for own fields, each of its type, and what they say in the stored form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import Money, exponent
from b2bdesk.models.enums import OwnFieldType
from b2bdesk.queries.own_fields import OwnFieldRow
from b2bdesk.ui.own_field_words import own_words
from b2bdesk.ui.widgets.fields import DateField, NumberField

Part = tuple[str, str, QWidget]


class OwnInputs:
    """One input for each own field; ``rows`` are for a grid of two columns."""

    def __init__(
        self, fields: Sequence[OwnFieldRow], held: Mapping[int, str], currency: str
    ) -> None:
        self._fields, self._held, self._currency = fields, held, currency
        self.inputs = {field.id: self._input(field, held.get(field.id, "")) for field in fields}

    def rows(self) -> list[tuple[Part, ...]]:
        """Key, label and input, two in a row."""
        parts = [(f"own:{f.id}", self._label(f), self.inputs[f.id]) for f in self._fields]
        return [tuple(parts[at : at + 2]) for at in range(0, len(parts), 2)]

    def values(self) -> dict[int, str]:
        """Every field in the stored form; ``DomainError`` with ``field`` ``own:<id>``."""
        return {field.id: self._text(field) for field in self._fields}

    def _label(self, field: OwnFieldRow) -> str:
        if field.type is not OwnFieldType.MONEY:
            return field.name
        return f"{field.name}, {self._currency_of(field)}"

    def _currency_of(self, field: OwnFieldRow) -> str:
        held = field.typed(self._held.get(field.id, ""))
        return held.currency if isinstance(held, Money) else self._currency

    def _input(self, field: OwnFieldRow, text: str) -> QWidget:
        value = field.typed(text) if text else None
        if field.type is OwnFieldType.DATE:
            made = DateField()
            made.setText(own_words(field, text) if text else "")
            return made
        if field.type in (OwnFieldType.NUMBER, OwnFieldType.MONEY):
            number = NumberField()
            if isinstance(value, Money):
                number = NumberField(exponent(value.currency))
                number.set_value(float(value.amount))
            elif text:
                number.setText(own_words(field, text))
            return number
        if field.type is OwnFieldType.CHOICE:
            box = QComboBox()
            box.addItem("", "")
            for word in dict.fromkeys((*field.choices, *([text] if text else []))):
                box.addItem(word, word)
            box.setCurrentIndex(max(0, box.findData(text)))
            return box
        line = QLineEdit(text)
        if field.type is OwnFieldType.LINK:
            line.setPlaceholderText("https://")
        return line

    def _text(self, field: OwnFieldRow) -> str:
        made, key = self.inputs[field.id], f"own:{field.id}"
        if isinstance(made, QComboBox):
            return str(made.currentData() or "")
        assert isinstance(made, QLineEdit)
        if not made.text().strip():
            return ""
        held = self._held.get(field.id, "")
        if held and made.text() == own_words(field, held):
            return held  # not touched, and perhaps finer than it is shown
        if isinstance(made, DateField):
            made.editingFinished.emit()
            if made.value is None:
                raise DomainError(tr("Not a date."), field=key)
            return made.value.isoformat()
        if isinstance(made, NumberField):
            value = made.value
            if not isinstance(value, Decimal):
                raise DomainError(tr("Not a number."), field=key)
            money = field.type is OwnFieldType.MONEY
            return f"{value:f} {self._currency_of(field)}" if money else f"{value:f}"
        return made.text()
