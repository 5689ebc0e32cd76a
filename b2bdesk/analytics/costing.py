"""Activity-based costing, conventional and time-driven, exact to the minor unit.

Driver rate = pool / driver volume; time-driven: capacity cost rate = cost of the capacity supplied
/ practical capacity, event cost = rate x minutes, unused = rate x (capacity - used), shown and
never allocated (Kaplan and Anderson 2004). Per pool and in total

    customers + unused + held at product, channel or facility level + without volume = ledger.

Over-use of a capacity is negative unused. Amounts are shared out by largest remainder: a pool over
its accounts (ties by id), then each account's amount over its months (ties by month).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.analytics.largest_remainder_arrays import split_array, split_rows
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver

Ints = npt.NDArray[np.int64]
VolumeKey: TypeAlias = Driver | int
"""A driver counted from the file, or the id of the cost pool whose own volumes are meant."""


_CUSTOMER_LEVELS = (CostLevel.UNIT, CostLevel.ORDER, CostLevel.CUSTOMER)


class PoolState(StrEnum):
    """What happened to a pool, for the user interface to word."""

    ALLOCATED = "allocated"
    OVER_USED = "over_used"  # more used than there is capacity: unused is negative
    CAPACITY_MISSING = "capacity_missing"  # time-driven without capacity: all use is charged
    NO_VOLUME = "no_volume"  # nothing to charge it by
    HELD = "held"  # product, channel or facility level


@dataclass(frozen=True, slots=True)
class Pool:
    """A cost pool of the period. ``ledger`` in minor units.

    ``capacity`` is practical capacity: minutes for time-driven pools, events for conventional
    ones, None where it is not known. ``minutes_per_event`` is 1 where the driver counts minutes.
    """

    id: int
    level: CostLevel
    method: CostMethod
    driver: VolumeKey | None
    ledger: int
    capacity: Fraction | int | None = None
    minutes_per_event: Fraction | int = 1

    def __post_init__(self) -> None:
        if self.capacity is not None and self.capacity <= 0:
            raise ValueError("a practical capacity must be above zero; None where it is unknown")
        if self.minutes_per_event <= 0:
            raise ValueError("an event takes more than no time")

    @property
    def reaches_customers(self) -> bool:
        """Unit, order and customer cost is charged to accounts, the rest is held."""
        return self.level in _CUSTOMER_LEVELS


@dataclass(frozen=True, slots=True, eq=False)
class DriverVolume:
    """How often a driver occurred: parallel arrays of account id, month and count (>= 0).

    Rows of the same account and month add up. Months are any whole numbers that sort by time.
    """

    accounts: Ints
    months: Ints
    counts: Ints


@dataclass(frozen=True, slots=True)
class PoolResult:
    """One pool, in minor units: allocated + unused + held + unallocated = ledger.

    ``volume`` counts driver events, ``used`` is in the unit of the capacity. ``rate`` is minor
    units per minute (time-driven) or per event, ``event_cost`` per event; None without one.
    """

    pool: Pool
    state: PoolState
    volume: int
    used: Fraction
    rate: Fraction | None
    event_cost: Fraction | None
    allocated: int
    unused: int
    held: int
    unallocated: int

    @property
    def use(self) -> float | None:
        """Share of the practical capacity that is used; above 1 when over-used."""
        capacity = self.pool.capacity
        return None if capacity is None else float(self.used / capacity)


@dataclass(frozen=True, slots=True, eq=False)
class MonthlyCosts:
    """A pool's cost by account and month, only where there is any, sorted by account and month."""

    accounts: Ints
    months: Ints
    amounts: Ints


@dataclass(frozen=True, slots=True, eq=False)
class CostingResult:
    """All pools. ``costs`` is (pools, accounts) in minor units, accounts ascending by id."""

    pools: tuple[PoolResult, ...]
    accounts: Ints
    costs: Ints
    monthly: tuple[MonthlyCosts, ...]

    @property
    def ledger(self) -> int:
        """What the pools cost in total."""
        return sum(row.pool.ledger for row in self.pools)

    @property
    def allocated(self) -> int:
        """What reached accounts."""
        return sum(row.allocated for row in self.pools)

    @property
    def unused(self) -> int:
        """Cost of unused capacity; negative when capacities are over-used on balance."""
        return sum(row.unused for row in self.pools)

    @property
    def held(self) -> int:
        """What stays at product, channel and facility level."""
        return sum(row.held for row in self.pools)

    @property
    def unallocated(self) -> int:
        """Pools that no driver volume reaches."""
        return sum(row.unallocated for row in self.pools)

    @property
    def difference(self) -> int:
        """Ledger less everything it went to, counted from the accounts up: 0 when reconciled."""
        reached = sum(int(amount) for amount in self.costs.sum(axis=1))
        return self.ledger - reached - self.unused - self.held - self.unallocated

    def by_account(self) -> dict[int, int]:
        """Cost to serve of each account over all pools."""
        totals = self.costs.sum(axis=0)
        return dict(zip(self.accounts.tolist(), totals.tolist(), strict=True))


def compute(pools: Sequence[Pool], volumes: Mapping[VolumeKey, DriverVolume]) -> CostingResult:
    """Charge pools to accounts by the volumes of their drivers.

    A driver that ``volumes`` does not know, or none at all, has no volume. ``ValueError`` for
    negative counts.
    """
    needed = {pool.driver for pool in pools if pool.reaches_customers}
    tables = {key: _Table.of(volume) for key, volume in volumes.items() if key in needed}
    accounts: Ints = np.unique(
        np.concatenate([np.zeros(0, np.int64), *(table.accounts for table in tables.values())])
    )
    costs = np.zeros((len(pools), accounts.size), dtype=np.int64)
    rows: list[PoolResult] = []
    monthly: list[MonthlyCosts] = []
    nothing = np.zeros(0, dtype=np.int64)
    for number, pool in enumerate(pools):
        table = tables.get(pool.driver) if pool.driver is not None else None
        row = _charge(pool, table.volume if table is not None else 0)
        rows.append(row)
        if table is None or row.allocated == 0:
            monthly.append(MonthlyCosts(nothing, nothing, nothing))
            continue
        amounts = split_array(row.allocated, table.by_account)
        costs[number, np.searchsorted(accounts, table.accounts)] = amounts
        monthly.append(table.over_months(amounts))
    return CostingResult(tuple(rows), accounts, costs, tuple(monthly))


def _charge(pool: Pool, volume: int) -> PoolResult:
    timed = pool.method is CostMethod.TIME_DRIVEN
    minutes = Fraction(pool.minutes_per_event) if timed else Fraction(1)
    used = volume * minutes
    base = used if pool.capacity is None else Fraction(pool.capacity)
    if not pool.reaches_customers:
        return PoolResult(pool, PoolState.HELD, 0, Fraction(0), None, None, 0, 0, pool.ledger, 0)
    if base == 0:
        return PoolResult(
            pool, PoolState.NO_VOLUME, 0, Fraction(0), None, None, 0, 0, 0, pool.ledger
        )
    rate = pool.ledger / base
    # The same cent as a largest remainder over (used, unused), which over-use has no share for.
    allocated = round_half_away(rate * used)
    if pool.capacity is None:
        state = PoolState.CAPACITY_MISSING if timed else PoolState.ALLOCATED
    elif used > base:
        state = PoolState.OVER_USED
    else:
        state = PoolState.ALLOCATED if volume else PoolState.NO_VOLUME
    return PoolResult(
        pool=pool,
        state=state,
        volume=volume,
        used=used,
        rate=rate,
        event_cost=rate * minutes,
        allocated=allocated,
        unused=pool.ledger - allocated,
        held=0,
        unallocated=0,
    )


def _positions(values: Ints) -> tuple[Ints, Ints]:
    """The distinct values, ascending, and the position of each value among them."""
    if values.size == 0:
        return values, values
    steps = np.diff(values)
    if int(steps.min(initial=0)) >= 0:
        # Rows mostly come sorted by account.
        new = np.concatenate([[True], steps != 0])
        return values[new], np.cumsum(new) - 1
    low = int(values.min())
    span = int(values.max()) - low + 1
    if span <= 4 * values.size:
        # Months lie close together: a table of them is faster than sorting.
        seen = np.zeros(span, dtype=bool)
        seen[values - low] = True
        return np.flatnonzero(seen) + low, (np.cumsum(seen) - 1)[values - low]
    distinct, position = np.unique(values, return_inverse=True)
    return distinct, position.reshape(-1)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Volumes of a driver as a table of accounts by months; only accounts with any volume."""

    accounts: Ints
    months: Ints
    counts: Ints
    by_account: Ints
    volume: int

    @classmethod
    def of(cls, volume: DriverVolume) -> _Table:
        counts = np.asarray(volume.counts, dtype=np.int64)
        if counts.size and int(counts.min()) < 0:
            raise ValueError("driver volumes are counts of events and cannot be negative")
        if float(counts.sum(dtype=np.float64)) >= 2.0**62:
            raise OverflowError("the driver volumes add up past 2^62")
        some = counts > 0
        accounts, row = _positions(np.asarray(volume.accounts, dtype=np.int64)[some])
        months, column = _positions(np.asarray(volume.months, dtype=np.int64)[some])
        cells = np.zeros(accounts.size * months.size, dtype=np.int64)
        np.add.at(cells, row * months.size + column, counts[some])
        table: Ints = cells.reshape(accounts.size, months.size)
        by_account = table.sum(axis=1)
        return cls(accounts, months, table, by_account, int(by_account.sum()))

    def over_months(self, amounts: Ints) -> MonthlyCosts:
        parts = split_rows(amounts, self.counts)
        row, column = np.nonzero(parts)
        return MonthlyCosts(self.accounts[row], self.months[column], parts[row, column])
