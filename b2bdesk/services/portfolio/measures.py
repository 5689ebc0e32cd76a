"""What accounts can be ranked by: the levels of profit, and sales."""

from __future__ import annotations

from enum import StrEnum

from b2bdesk.core.i18n import mark


class Measure(StrEnum):
    """What accounts can be ranked by, the most telling first.

    ``AFTER_ACTIVITIES`` is gross margin less unit- and order-level cost; less customer-sustaining
    cost, that is ``NET_PROFIT``.
    """

    NET_PROFIT = "net_profit"
    AFTER_ACTIVITIES = "after_activities"
    GROSS_MARGIN = "gross_margin"
    SALES = "sales"


MEASURE_WORDS = {
    Measure.NET_PROFIT: mark("Net profit"),
    Measure.AFTER_ACTIVITIES: mark("Profit after activities"),
    Measure.GROSS_MARGIN: mark("Gross margin"),
    Measure.SALES: mark("Sales"),
}

SHORT_WORDS = {**MEASURE_WORDS, Measure.AFTER_ACTIVITIES: mark("Profit")}
"""Where there is little room, and the level is told beside."""
