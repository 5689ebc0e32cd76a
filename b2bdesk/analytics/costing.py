"""Activity-based costing, conventional and time-driven, exact to the minor unit.

Driver rate = pool / driver volume; time-driven: capacity cost rate = cost of the capacity supplied
/ practical capacity, event cost = rate x minutes, unused = rate x (capacity - used), shown and
never allocated (Kaplan and Anderson 2004). Per pool and in total

    customers + unused + held at product, channel or facility level + without volume = ledger.

Over-use of a capacity is negative unused. Amounts are shared out by largest remainder: a pool over
its accounts (ties by id), then each account's amount over its months (ties by month).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.analytics.largest_remainder_arrays import split_array, split_rows
from b2bdesk.models.costing_enums import CostLevel, CostMethod

Ints = npt.NDArray[np.int64]

_CUSTOMER_LEVELS = (CostLevel.UNIT, CostLevel.ORDER, CostLevel.CUSTOMER)
_LARGEST = 2.0**62


class PoolState(StrEnum):
    """What happened to a pool, for the user interface to word."""

    ALLOCATED = "allocated"
    OVER_USED = "over_used"  # more used than there is capacity: unused is negative
    CAPACITY_MISSING = "capacity_missing"  # time-driven without capacity: all use is charged
    NO_VOLUME = "no_volume"  # nothing to charge it by
    HELD = "held"  # product, channel or facility level
    WAITING = "waiting"  # its volume is not read yet
    TOO_LARGE = "too_large"  # its volume is past what can be counted
    UNREADABLE = "unreadable"  # its time equation cannot be read


@dataclass(frozen=True, slots=True)
class Pool:
    """A cost pool of some months. ``ledger`` in minor units.

    ``capacity`` is practical capacity: minutes for time-driven pools, events for conventional
    ones, None where it is not known. ``unit``: what one count of its volume takes of the capacity.
    """

    level: CostLevel
    method: CostMethod
    ledger: int
    capacity: Fraction | int | None = None
    unit: Fraction | int = 1

    def __post_init__(self) -> None:
        if self.capacity is not None and self.capacity <= 0:
            raise ValueError("a practical capacity must be above zero; None where it is unknown")
        if self.unit <= 0:
            raise ValueError("an event takes more than no time")

    @property
    def reaches_customers(self) -> bool:
        """Unit, order and customer cost is charged to accounts, the rest is held."""
        return self.level in _CUSTOMER_LEVELS


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """How much of a driver accounts took: a row for each account, a column for each month.

    Counts are whole numbers >= 0. ``by_account``: what the accounts share the pool out by; mostly
    the sum over the months, but a product bought in two months is one product.
    """

    months: Ints
    by_account: Ints

    @classmethod
    def of(cls, months: Ints) -> Volume:
        """The volume of months that add up."""
        by_account: Ints = months.sum(axis=1)
        return cls(months, by_account)

    @property
    def total(self) -> int:
        """All counts; ``OverflowError`` where they are past 2^62."""
        if (
            max(
                float(self.by_account.sum(dtype=np.float64)),
                float(self.months.sum(dtype=np.float64)),
            )
            >= _LARGEST
        ):
            raise OverflowError("the driver volumes add up past 2^62")
        if self.months.size and int(self.months.min()) < 0:
            raise ValueError("driver volumes are counts of events and cannot be negative")
        return int(self.by_account.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Charged:
    """What became of a pool, in minor units: allocated + unused + held + unallocated = ledger.

    ``used`` is in the unit of the capacity. ``rate`` is minor units per minute (time-driven) or
    per event; None without one. ``amounts`` is what each account was charged.
    """

    pool: Pool
    state: PoolState
    used: Fraction
    rate: Fraction | None
    allocated: int
    unused: int
    held: int
    unallocated: int
    amounts: Ints
    volume: Volume

    def by_month(self) -> Ints:
        """What each account was charged in each month; accounts by months."""
        return split_rows(self.amounts, self.volume.months)

    def months_of(self, account: int) -> Ints:
        """What the account in a row was charged in each month."""
        row = slice(account, account + 1)
        parts: Ints = split_rows(self.amounts[row], self.volume.months[row])[0]
        return parts


def charge(pool: Pool, volume: Volume, missing: PoolState | None = None) -> Charged:
    """Charge a pool to accounts by their volumes.

    ``missing``: why there is no volume to charge by (waiting, too large); then it is unallocated.
    """
    nothing = np.zeros(volume.by_account.size, dtype=np.int64)
    zero = Fraction(0)
    if not pool.reaches_customers:
        held = (0, 0, pool.ledger, 0)
        return Charged(pool, PoolState.HELD, zero, None, *held, nothing, volume)
    if missing is None:
        try:
            count = volume.total
        except OverflowError:
            missing = PoolState.TOO_LARGE
    if missing is not None:
        return Charged(pool, missing, zero, None, 0, 0, 0, pool.ledger, nothing, volume)
    used = count * Fraction(pool.unit)
    base = used if pool.capacity is None else Fraction(pool.capacity)
    if base == 0:
        lost = (0, 0, 0, pool.ledger)
        return Charged(pool, PoolState.NO_VOLUME, zero, None, *lost, nothing, volume)
    rate = pool.ledger / base
    # The same cent as a largest remainder over (used, unused), which over-use has no share for.
    allocated = round_half_away(rate * used)
    if pool.capacity is None:
        timed = pool.method is CostMethod.TIME_DRIVEN
        state = PoolState.CAPACITY_MISSING if timed else PoolState.ALLOCATED
    elif used > base:
        state = PoolState.OVER_USED
    else:
        state = PoolState.ALLOCATED if count else PoolState.NO_VOLUME
    amounts = split_array(allocated, volume.by_account) if allocated else nothing
    unused = pool.ledger - allocated
    return Charged(pool, state, used, rate, allocated, unused, 0, 0, amounts, volume)
