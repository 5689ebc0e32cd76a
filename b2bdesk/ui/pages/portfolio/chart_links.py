"""What the charts of the portfolio ask of their page: filters, rules of the file, messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.services.profit_rules import ProfitRules, set_profit_rules

if TYPE_CHECKING:
    from b2bdesk.ui.pages.portfolio.chart_band import ChartBand
    from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage


class ChartLinks(QObject):
    """Connects the charts, once they are made, with the page they stand on."""

    def __init__(self, page: PortfolioPage) -> None:
        super().__init__(page)
        self._page = page
        self._band: ChartBand | None = None

    def connect_band(self, band: ChartBand) -> None:
        """Listen to these charts."""
        self._band = band
        band.whale_panel.group_chosen.connect(self._on_group_chosen)
        band.whale_panel.copied.connect(self._on_copied)
        band.matrix_panel.movement_asked.connect(self._page.comparing.ask_movement)
        band.rules.given.connect(self._on_rules)

    def _on_copied(self) -> None:
        self._page.ctx.toast(tr("Facts copied"))

    def _on_group_chosen(self, facet: str, value: object) -> None:
        """Narrow the page to the group, and draw its own curve."""
        page, band = self._page, self._band
        assert page.result is not None
        assert band is not None
        if facet == "owner":
            value = next(row.owner_id for row in page.result.rows if row.owner == value)
        page.chart_host.choices.facet = ""
        page.filter_bar.chip("owner_id" if facet == "owner" else facet).choose(value)
        band.whale_panel.group_by("")

    def _on_rules(self, rules: ProfitRules) -> None:
        self._page.ctx.write(
            tr("Change the rules of the charts"),
            self,
            lambda session: set_profit_rules(session, rules),
            done=self._on_kept,
            failed=self._on_refused,
            toast=tr("Rules of the charts changed"),
        )

    def _on_kept(self, _nothing: None) -> None:
        assert self._band is not None
        self._band.rules.close()

    def _on_refused(self, error: B2BDeskError) -> None:
        assert self._band is not None
        if isinstance(error, DomainError) and error.field:
            self._band.rules.show_error(error.field, str(error))
        else:
            self._page.ctx.failed.emit(error)
