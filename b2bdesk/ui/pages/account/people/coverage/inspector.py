"""The panel beside the coverage: what it shows, or the exchanges behind a cell."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from b2bdesk.core.i18n import tr
from b2bdesk.services.coverage_result import AccountCoverage
from b2bdesk.ui.pages.account.people.coverage.exchanges_panel import Between, ExchangesPanel
from b2bdesk.ui.pages.account.people.coverage.findings_panel import FindingsPanel
from b2bdesk.ui.pages.account.people.coverage.words import exchanges_words
from b2bdesk.ui.widgets.inspector import Inspector


class CoverageInspector(Inspector):
    """``findings`` by default; ``show_between`` turns to the exchanges, Esc back."""

    turned_back = Signal()

    def __init__(self) -> None:
        super().__init__(tr("What this shows"))
        self.findings = FindingsPanel()
        self.exchanges = ExchangesPanel()
        self.body.addWidget(self.findings)
        self.body.addWidget(self.exchanges)
        self.exchanges.hide()
        self.exchanges.left.connect(self.turn_back)
        inside = self.findings.parentWidget()
        if inside is not None:  # long words are wrapped or elided, never make the panel wider
            inside.setMinimumWidth(1)

    @property
    def shows_exchanges(self) -> bool:
        """True while the exchanges behind a cell are on show."""
        return not self.exchanges.isHidden()

    def show_coverage(self, coverage: AccountCoverage) -> None:
        """Show what a coverage says."""
        self.findings.show_coverage(coverage)

    def show_between(self, between: Between, months: int | None, as_of: date) -> None:
        """Show the exchanges of some of us with some of them."""
        self.exchanges.show_between(between, as_of)
        self.findings.hide()
        self.exchanges.show()
        self.set_title(between.who, exchanges_words(between.count, months))

    def turn_back(self) -> None:
        """Show again what the coverage says."""
        if self.shows_exchanges:
            self.exchanges.hide()
            self.findings.show()
            self.set_title(tr("What this shows"))
            self.turned_back.emit()

    def focus_exchanges(self) -> None:
        """Give the keyboard to the first exchange."""
        buttons = self.exchanges.findChildren(type(self.exchanges.back))
        shown = [button for button in buttons if not button.isHidden()]
        (shown[1] if len(shown) > 1 else self.exchanges.back).setFocus(
            Qt.FocusReason.TabFocusReason
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.shows_exchanges:
            self.turn_back()
        else:
            super().keyPressEvent(event)
