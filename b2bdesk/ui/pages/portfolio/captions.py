"""What stands over the portfolio table: how many accounts, in which order, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.services.portfolio import PortfolioResult
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.portfolio.shown_row import ShownRow
from b2bdesk.ui.pages.portfolio.totals import late_in_all


def count_words(shown: int, every: int) -> str:
    """ "632 accounts", or how many of them the filters let through."""
    of = formats().integer
    if shown == every:
        return trn("{n} account", "{n} accounts", every, n=of(every))
    return tr("{shown} of {every} accounts", shown=of(shown), every=of(every))


def caption_words(result: PortfolioResult, shown: Sequence[ShownRow], sorted_by: str) -> str:
    """Order, currency, and what the figures leave out; ``sorted_by`` names a column or is ""."""
    parts = [formats().currency]
    if sorted_by:
        parts.insert(0, tr("sorted by {column}", column=lowered(sorted_by)))
    if late := late_in_all(shown):
        parts.append(late)
    if result.apart:
        parts.append(
            trn(
                "{n} account without sales here cost {money} to serve",
                "{n} accounts without sales here cost {money} to serve",
                result.apart,
                money=formats().money(result.apart_cost),
            )
        )
    return ", ".join(parts) + "".join(f". {note}" for note in result.missing)
