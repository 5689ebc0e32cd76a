"""How far measures count as feasible: the rules of the file, each the user's to set."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.services.profit_rules import ProfitRules, set_profit_rules
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.fields import FieldRow, NumberField
from b2bdesk.ui.widgets.text import Text

_WIDTH = 440
_FIELDS = {
    "price_cap": mark("Price and discount together, percent at most"),
    "channel": mark("Visits that can be held as calls, percent"),
    "visit_cut": mark("Visits that can be dropped, percent"),
    "deliveries": mark("Deliveries that can be joined, percent"),
    "price_spread": mark("Price change that counts as one step of the price index, percent"),
}


class RulesDialog(RecordDialog):
    """Percentages with two decimals at most; they hold for every account of the file."""

    def __init__(self, ctx: AppContext, rules: ProfitRules, parent: QWidget | None = None) -> None:
        super().__init__(ctx, tr("Rules"), tr("What counts as feasible"), parent)
        self._rules = rules
        told = tr("They decide what is recommended for every account of the file.")
        self.column.addWidget(Text(told, "table", "text_2", wrap=True))
        for key, words in _FIELDS.items():
            field = NumberField(2)
            field.setText(formats().number(getattr(rules, key) / 100, 2))
            self.fields[key] = FieldRow(tr(words), field)
            self.column.addWidget(self.fields[key])
        self.add_buttons(tr("Save rules"))
        self.fit(_WIDTH)

    def entry(self) -> Entry:
        values = {}
        for key, row in self.fields.items():
            number = formats().parse_number(row.field.text())  # type: ignore[attr-defined]
            if number is None:
                raise DomainError(tr("Give a percentage."), field=key)
            values[key] = round(number * 100)
        rules = replace(self._rules, **values)
        return Entry(
            tr("Set what counts as feasible"),
            lambda session: set_profit_rules(session, rules),
            tr("Rules saved"),
        )
