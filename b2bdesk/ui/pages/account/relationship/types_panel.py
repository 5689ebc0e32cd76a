"""What each type meant in this portfolio: observed in the accounts of that type."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import RelationshipType
from b2bdesk.services.type_comparison import TypeFacts
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.marks import type_mark
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.pills import Pill
from b2bdesk.ui.widgets.text import Text, h_rule

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TypesPanel(Panel):
    """A small table; hidden where fewer than two types can be compared."""

    def __init__(self, currency: str) -> None:
        super().__init__(tr("What each type means here"), tr("observed, not promised"))
        self._currency = currency
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().space(3))
        self._grid.setVerticalSpacing(theme().px(4))
        self._grid.setColumnStretch(0, 1)
        self.add(self._table)
        self._source = Text("", "caption", "text_3", wrap=True)
        self.add(self._source)
        self.hide()

    def show_facts(self, facts: tuple[TypeFacts, ...], now: RelationshipType | None) -> None:
        """Show what was observed; the account's own type is marked."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(facts))
        if not facts:
            return
        costed = any(row.cost_share is not None for row in facts)
        heads = [
            "",
            tr("Accounts"),
            tr("Sales, {currency}", currency=self._currency),
            *([tr("Cost to serve")] if costed else []),
            tr("Still active"),
        ]
        for column, head in enumerate(heads):
            text = Text(head, "caption", "text_2")
            text.setAlignment(_RIGHT)
            self._grid.addWidget(text, 0, column)
        self._grid.addWidget(h_rule(), 1, 0, 1, len(heads))
        for number, row in enumerate(facts, 2):
            mark = type_mark(row.type.value)
            self._grid.addWidget(Pill(mark, plain=True), number, 0)
            cells = [formats().integer(row.accounts), formats().money(row.sales_minor)]
            if costed:
                cells.append(formats().percent(row.cost_share, 1))
            cells.append(
                MISSING if row.still_active is None else formats().percent(row.still_active)
            )
            for column, cell in enumerate(cells, 1):
                weight = "semibold" if row.type is now else None
                text = Text(cell, "table", weight=weight)
                text.setAlignment(_RIGHT)
                if costed and column == 3 and row.cost_range is not None:
                    text.setToolTip(
                        tr(
                            "half of them between {low} and {high} of sales",
                            low=formats().percent(row.cost_range[0], 1),
                            high=formats().percent(row.cost_range[1], 1),
                        )
                    )
                self._grid.addWidget(text, number, column)
        total = sum(row.accounts for row in facts)
        self._source.setText(
            trn(
                "From {n} account with a type that bought in the last twelve months; sales and"
                " cost to serve, as a share of sales, are medians. Accounts differ in more than"
                " their type.",
                "From {n} accounts with a type that bought in the last twelve months; sales and"
                " cost to serve, as a share of sales, are medians. Accounts differ in more than"
                " their type.",
                total,
            )
        )
