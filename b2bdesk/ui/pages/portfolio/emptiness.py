"""What the portfolio page says while there is nothing to rank, and the way on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from b2bdesk.core.i18n import tr
from b2bdesk.ui.context import Target
from b2bdesk.ui.widgets.states import EmptyAction

if TYPE_CHECKING:
    from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage


def show_no_sales(page: PortfolioPage) -> None:
    """The file holds no lines at all."""
    from b2bdesk.ui.dialogs.account_dialog import add_account

    ctx = page.ctx
    page.states.show_empty(
        tr("No sales yet"),
        tr(
            "Import invoice or order lines to see who earns and who costs. "
            "Costs, people and exchanges can follow later."
        ),
        icon_name="ph.chart-pie-slice",
        primary=EmptyAction(
            tr("Import a workbook"), partial(ctx.go, Target("data", tab="import")), "Ctrl+O"
        ),
        alternative=EmptyAction(tr("Add one account"), partial(add_account, ctx, page)),
    )


def show_empty_period(page: PortfolioPage) -> None:
    """The months chosen hold nothing."""
    page.states.show_empty(
        tr("No sales in this period"),
        tr("The ledger holds nothing for the months chosen, as of this date."),
        icon_name="ph.calendar-blank",
        primary=EmptyAction(tr("Show the whole ledger"), partial(page.ctx.set_period, None)),
    )
