"""The words of a time equation in the fields: its text, its lines, and what is wrong with it."""

from __future__ import annotations

from fractions import Fraction

from b2bdesk.analytics.time_equation import number_text
from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.costing_enums import Driver
from b2bdesk.queries.costing import PoolRow

_ONE = {
    Driver.ORDERS: mark("Time for one order"),
    Driver.ORDER_LINES: mark("Time for one order line"),
    Driver.DELIVERIES: mark("Time for one delivery"),
    Driver.EXPEDITED_ORDERS: mark("Time for one expedited order"),
    Driver.UNITS: mark("Time for one unit"),
    Driver.RETURNS: mark("Time for one return"),
    Driver.CREDIT_NOTES: mark("Time for one credit note"),
    Driver.EXCHANGES: mark("Time for one exchange"),
    Driver.VISITS: mark("Time for one visit"),
    Driver.CALLS: mark("Time for one call"),
    Driver.COMPLAINTS: mark("Time for one complaint"),
    Driver.ACTIVE_ACCOUNTS: mark("Time for one account and month"),
    Driver.DISTINCT_PRODUCTS: mark("Time for one product bought"),
    Driver.OWN_VOLUMES: mark("Time for one unit of your volumes"),
}


def time_title(driver: Driver) -> str:
    """ "Time for one visit"."""
    return tr(_ONE[driver])


def equation_of(pool: PoolRow) -> str:
    """A pool's time equation as text; the same minutes for every event are one too."""
    if pool.time_equation:
        return pool.time_equation
    return "" if pool.minutes_milli is None else number_text(Fraction(pool.minutes_milli, 1000))
