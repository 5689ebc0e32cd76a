"""The rules that the charts draw by: the break-even band and where the matrix parts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from b2bdesk.core.i18n import tr
from b2bdesk.services.profit_rules import ProfitRules
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import FieldRow
from b2bdesk.ui.widgets.text import Text

_FIELDS = ("break_even", "margin_line", "cost_line")


class RulesMenu(QMenu):
    """Three shares of sales to type, and a way back to the medians. ``given`` carries the rules;
    what cannot be read is said at its field, and so is what the file refuses.
    """

    given = Signal(object)  # ProfitRules

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Rules of the charts"), parent)
        self._rules = ProfitRules()
        self.fields: dict[str, QLineEdit] = {}
        self.rows: dict[str, FieldRow] = {}
        own = QWidgetAction(self)
        own.setDefaultWidget(self._make())
        self.addAction(own)

    def _make(self) -> QWidget:
        look = theme()
        box = QWidget()
        column = QVBoxLayout(box)
        pad = look.space(3)
        column.setContentsMargins(pad, look.space(2), pad, look.space(2))
        column.setSpacing(look.space(2))
        titles = {
            "break_even": tr("Breaks even within, % of sales"),
            "margin_line": tr("Matrix parts at a margin of, % of sales"),
            "cost_line": tr("Matrix parts at a cost to serve of, % of sales"),
        }
        hints = {
            "break_even": tr("A net profit or a loss up to this share of sales."),
            "margin_line": tr("Empty: the median of the accounts."),
            "cost_line": tr("Empty: the median of the accounts."),
        }
        for key in _FIELDS:
            field = QLineEdit()
            field.setFixedWidth(look.px(280))
            field.returnPressed.connect(self._on_save)
            self.fields[key] = field
            self.rows[key] = FieldRow(titles[key], field, hint=hints[key])
            column.addWidget(self.rows[key])
        row = QHBoxLayout()
        row.addWidget(Button(tr("Use these rules"), on_click=self._on_save))
        row.addStretch(1)
        row.addWidget(Button(tr("Back to 1% and medians"), "link", on_click=self._on_default))
        column.addLayout(row)
        column.addWidget(Text(tr("Kept with the file; can be undone."), "caption", "text_3"))
        return box

    def set_rules(self, rules: ProfitRules, medians: tuple[float, float] | None) -> None:
        """Show the rules in force; ``medians`` of margin and cost in percent, as a hint."""
        self._rules = rules
        for key, field in self.fields.items():
            value = getattr(rules, key)
            text = ""
            if value is not None:
                decimals = 0 if value % 100 == 0 else 1 if value % 10 == 0 else 2
                text = formats().number(value / 100, decimals)
            field.setText(text)
            self.rows[key].set_error("")
        if medians is not None:
            for key, value in zip(("margin_line", "cost_line"), medians, strict=True):
                field = self.fields[key]
                field.setPlaceholderText(formats().number(value, 1))

    def _on_save(self) -> None:
        read: dict[str, int | None] = {}
        wrong = False
        for key, field in self.fields.items():
            text = field.text().strip().removesuffix("%").strip()
            number = formats().parse_number(text) if text else None
            empty = not text and key != "break_even"
            self.rows[key].set_error("" if number is not None or empty else tr("Type a number."))
            wrong = wrong or (number is None and not empty)
            read[key] = None if number is None else int((number * 100).to_integral_value())
        if wrong or read["break_even"] is None:
            return
        self.given.emit(
            replace(
                self._rules,
                break_even=read["break_even"],
                margin_line=read["margin_line"],
                cost_line=read["cost_line"],
            )
        )

    def show_error(self, field: str, message: str) -> None:
        """Say at a field why the file refused it."""
        if field in self.rows:
            self.rows[field].set_error(message)
            self.fields[field].setFocus()

    def _on_default(self) -> None:
        default = ProfitRules()
        self.given.emit(
            replace(self._rules, break_even=default.break_even, margin_line=None, cost_line=None)
        )
