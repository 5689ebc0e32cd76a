"""A pool period within the months that are asked for, and how much of it is over by a date.

Where a pool has a practical capacity, its cost and capacity lie evenly over its months. Of a pool
period that runs past the as-of month only what is over counts: its earlier months, and the as-of
month by its days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.core.dates import Period, last_of_month, month_of
from b2bdesk.models.costing_enums import CostMethod
from b2bdesk.queries.costing import CUSTOMER_LEVELS, MINUTE_DRIVERS, PoolPeriodRow, PoolRow

if TYPE_CHECKING:
    from b2bdesk.analytics.costing import Pool
    from b2bdesk.analytics.costing_weights import Weighed


@dataclass(frozen=True, slots=True)
class Slice:
    """A pool period, its months that are over by the as-of date, and those that are asked for.

    ``last_share`` of the last elapsed month counts.
    """

    pool: PoolRow
    row: PoolPeriodRow
    elapsed: Period
    part: Period
    last_share: Fraction

    @property
    def reaches_customers(self) -> bool:
        """Whether its cost is charged to accounts; else it is held."""
        return self.pool.level in CUSTOMER_LEVELS

    def amount(self, months: Period) -> int:
        """The cost of some of its months when it lies evenly over all of them."""
        start, count = self.row.months.first, self.row.months.months
        amount = _up_to(self.row.amount, count, months.last + 1 - start)
        if months.last == self.elapsed.last and self.last_share != 1:
            last = amount - _up_to(self.row.amount, count, months.last - start)
            amount -= last - round_half_away(last * self.last_share)
        return amount - _up_to(self.row.amount, count, months.first - start)

    def capacity(self, months: Period) -> Fraction | None:
        """The practical capacity of some of its months."""
        if self.row.capacity is None or self.row.capacity <= 0:
            return None
        supplied = Fraction(months.months)
        if months.last == self.elapsed.last:
            supplied += self.last_share - 1
        return self.row.capacity * supplied / self.row.months.months

    def unit(self, weighed: Weighed) -> Fraction:
        """What one weight takes of the capacity: minutes, or events."""
        pool = self.pool
        timed = pool.method is CostMethod.TIME_DRIVEN and pool.driver not in MINUTE_DRIVERS
        if not timed or weighed.in_minutes or not pool.minutes_milli or pool.minutes_milli < 0:
            return weighed.unit
        return weighed.unit * Fraction(pool.minutes_milli, 1000)

    def as_pool(self, unit: Fraction) -> Pool:
        """What is charged over its elapsed months."""
        from b2bdesk.analytics.costing import Pool

        return Pool(
            level=self.pool.level,
            method=self.pool.method,
            ledger=self.amount(self.elapsed),
            capacity=self.capacity(self.elapsed),
            unit=unit,
        )


def _up_to(amount: int, months: int, count: int) -> int:
    """The cost of the first ``count`` of ``months`` even parts, by largest remainder."""
    part, rest = divmod(abs(amount), months)
    size = part * count + min(rest, count)
    return size if amount >= 0 else -size


def slices_of(pools: Sequence[PoolRow], period: Period, as_of: date) -> list[Slice]:
    """The pool periods that have cost in ``period`` by the as-of date."""
    now = month_of(as_of)
    found = []
    for pool in pools:
        for row in pool.periods:
            if row.months.first > now or not row.months.overlaps(period):
                continue
            elapsed = Period(row.months.first, min(row.months.last, now))
            if elapsed.overlaps(period):
                part = Period(max(elapsed.first, period.first), min(elapsed.last, period.last))
                share = Fraction(1)
                if row.months.last > now:
                    share = Fraction(as_of.day, last_of_month(now).day)
                found.append(Slice(pool, row, elapsed, part, share))
    return found
