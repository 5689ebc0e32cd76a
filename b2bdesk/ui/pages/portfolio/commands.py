"""What the portfolio page adds to palette, shortcuts and menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action

if TYPE_CHECKING:
    from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage


def portfolio_actions(page: PortfolioPage) -> list[Action]:
    """The page's actions; enabled while it shows accounts."""
    group = tr("Portfolio")

    def ready() -> bool:
        return page.result is not None and bool(page.result.rows)

    return [
        Action(
            "portfolio.filter",
            tr("Filter accounts"),
            page.head.search.setFocus,
            "F",
            "ph.funnel-simple",
            group,
            "find",
            ready,
        ),
        Action(
            "portfolio.clear",
            tr("Clear all filters"),
            page.clear_filters,
            "",
            "ph.x",
            group,
            "reset",
            ready,
        ),
        Action(
            "portfolio.late",
            tr("Accounts by late deliveries"),
            page.sort_by_late,
            "",
            "ph.truck",
            group,
            "on time punctuality shipped",
            lambda: ready() and bool(page.deliveries),
        ),
        Action(
            "portfolio.charts",
            tr("Show or hide the charts"),
            page.chart_host.toggle,
            "",
            "ph.chart-line",
            group,
            "whale curve",
            ready,
        ),
        Action(
            "portfolio.facts",
            tr("Facts of the whale curve, or the curve"),
            page.chart_host.toggle_facts,
            "",
            "ph.list-numbers",
            group,
            "text peak erosion bands textbook",
            ready,
        ),
        Action(
            "portfolio.copy_facts",
            tr("Copy the facts of the whale curve"),
            page.chart_host.copy_facts,
            "",
            "ph.copy",
            group,
            "text clipboard peak erosion bands",
            ready,
        ),
        Action(
            "portfolio.export",
            tr("Export the portfolio to Excel"),
            page.exports.save_workbook,
            "Ctrl+E",
            "ph.download-simple",
            group,
            "workbook spreadsheet",
            ready,
        ),
        Action(
            "portfolio.export_template",
            tr("Export the portfolio into a template"),
            page.exports.save_template,
            "",
            "ph.download-simple",
            group,
            "workbook report",
            ready,
        ),
        Action(
            "portfolio.export_png",
            tr("Export the whale curve as PNG"),
            lambda: page.exports.save_picture("png"),
            "",
            "ph.image",
            group,
            "picture",
            ready,
        ),
        Action(
            "portfolio.export_svg",
            tr("Export the whale curve as SVG"),
            lambda: page.exports.save_picture("svg"),
            "",
            "ph.image",
            group,
            "vector",
            ready,
        ),
        *page.decisions.actions(),
    ]
