"""The figures an account's header keeps on every tab: what it earns, and whether it will stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import Text

if TYPE_CHECKING:
    from b2bdesk.services.profit import AccountProfit
    from b2bdesk.services.retention.results import AccountRisk


class _Figure(QWidget):
    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._label = Text("", "caption", "text_2")
        self._value = Text("", "section")
        for text in (self._label, self._value):
            text.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(text)

    def show_value(self, label: str, value: str, tone: str = "text") -> None:
        self._label.setText(label)
        self._value.setText(value)
        self._value.set_tone(tone)
        self.setAccessibleName(f"{label} {value}")


class HeadFigures(QWidget):
    """Net profit (or what can be shown of it) and still active in 12 months."""

    recommended_changed = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self.recommended: str | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(4))
        self._profit = _Figure()
        self._active = _Figure()
        row.addWidget(self._profit)
        row.addWidget(self._active)

    def show_account(self, account: int) -> None:
        """Read and show the figures of an account."""
        from b2bdesk.services.profit import account_profit
        from b2bdesk.services.relationship import get_relationship
        from b2bdesk.services.retention import account_risk

        self.recommended = None
        ctx = self._ctx
        as_of, period = ctx.as_of, ctx.period
        if period is None:
            self._profit.show_value(tr("Sales"), "–")
        else:
            ctx.read(
                "head-profit",
                self,
                lambda s: account_profit(s, account, period, as_of),
                self._on_profit,
            )
        ctx.read("head-risk", self, lambda s: account_risk(s, account, as_of), self._on_risk)
        ctx.read(
            "head-relationship",
            self,
            lambda s: get_relationship(s, account, as_of).recommended,
            self._on_recommended,
        )

    def _on_profit(self, profit: AccountProfit) -> None:
        currency = self._ctx.currency
        if profit.net_profit is not None:
            label, minor = tr("Net profit, {currency}", currency=currency), profit.net_profit
        elif profit.gross_margin is not None:
            label, minor = tr("Gross margin, {currency}", currency=currency), profit.gross_margin
        else:
            label, minor = tr("Sales, {currency}", currency=currency), profit.sales
        self._profit.show_value(
            label, formats().money(minor), "against_us" if minor < 0 else "text"
        )

    def _on_risk(self, risk: AccountRisk) -> None:
        active = risk.still_active
        self._active.show_value(
            tr("Still active in 12 months"), "–" if active is None else formats().percent(active)
        )

    def _on_recommended(self, recommended: str | None) -> None:
        self.recommended = recommended
        self.recommended_changed.emit()
