"""The outcome of costing: by account, activity, pool and month, and its reconciliation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from b2bdesk.core.dates import Period
from b2bdesk.queries.costing import PoolRow
from b2bdesk.services.costing.charged import ChargedSlice

if TYPE_CHECKING:
    from b2bdesk.analytics.costing import PoolState


UNCHARGED = frozenset({"waiting", "too_large", "unreadable"})
"""States of pools that are not charged, whatever their capacity: all of them is unallocated."""


@dataclass(frozen=True, slots=True)
class PoolCost:
    """One pool within the period: allocated + unused + held + unallocated = ledger.

    Amounts in minor units. ``volume`` counts driver events, ``used`` and ``capacity`` are minutes
    for a time-driven pool, else events; ``rate`` is minor units for one of them, ``event_cost``
    for one event. None where there is none. With time equations or rates ``event_cost`` is that of
    the average event. ``undated``: events of which nobody knows whether they were expedited;
    ``below_zero`` and ``by_zero``: events that count no minutes because their time equation gave
    less than nothing, or divided by zero.
    """

    pool: PoolRow
    state: PoolState
    ledger: int
    capacity: Fraction | None
    volume: Fraction
    used: Fraction
    rate: Fraction | None
    event_cost: Fraction | None
    allocated: int
    unused: int
    held: int
    unallocated: int
    undated: int = 0
    below_zero: int = 0
    by_zero: int = 0

    @property
    def use(self) -> float | None:
        """Share of the capacity that was used, above 1 when over-used; None without capacity."""
        return None if not self.capacity else float(self.used / self.capacity)


@dataclass(frozen=True, slots=True)
class PoolMonth:
    """A month of a pool period, in minor units: ledger less the other four is 0.

    ``months`` are those of the whole pool period.
    """

    pool: int
    months: Period
    month: int
    ledger: int
    allocated: int
    unused: int
    held: int
    unallocated: int


@dataclass(frozen=True)
class CostToServe:
    """What serving each account cost in ``period``, in minor units.

    ``known`` is False where no cost of any pool that reaches customers falls into the period: cost
    to serve is then unknown, not 0. Where it is known, an account that is not in ``by_account``
    cost nothing. ``uncovered`` are months of the period that no such pool has a cost for.
    ``cells`` is cost by pool id and account id; ``slices`` are the pool periods it comes from.
    """

    period: Period
    known: bool
    pools: tuple[PoolCost, ...]
    uncovered: tuple[Period, ...]
    by_account: Mapping[int, int]
    cells: Mapping[int, Mapping[int, int]]
    slices: tuple[ChargedSlice, ...]

    def of(self, account: int) -> int | None:
        """Cost to serve of an account; None while costs are not known."""
        return self.by_account.get(account, 0) if self.known else None

    @cached_property
    def activities(self) -> tuple[str, ...]:
        """The activities whose cost reaches customers, in the order of their pools."""
        return tuple(dict.fromkeys(row.pool.activity for row in self.pools if not _held(row)))

    @cached_property
    def by_activity(self) -> Mapping[str, Mapping[int, int]]:
        """Cost by activity and account id; accounts without cost are left out."""
        found: dict[str, dict[int, int]] = {name: {} for name in self.activities}
        for row in self.pools:
            if _held(row):
                continue
            sums = found[row.pool.activity]
            for account, amount in self.cells.get(row.pool.id, {}).items():
                sums[account] = sums.get(account, 0) + amount
        return found

    def activities_of(self, account: int) -> dict[str, int]:
        """Cost of each activity for one account, 0 where it caused none."""
        return {name: costs.get(account, 0) for name, costs in self.by_activity.items()}

    def months_of(self, account: int) -> dict[int, int]:
        """Cost to serve of one account by month; months without cost are left out."""
        sums: dict[int, int] = defaultdict(int)
        for each in self.slices:
            for month, amount in each.months_of(account).items():
                sums[month] += amount
        return dict(sums)

    def pool_months_of(self, account: int) -> dict[int, dict[int, int]]:
        """Cost of one account by pool and month; months without cost are left out."""
        found: dict[int, dict[int, int]] = {}
        for each in self.slices:
            # The periods of a pool do not overlap.
            found.setdefault(each.pool, {}).update(each.months_of(account))
        return {pool: months for pool, months in found.items() if months}

    def activities_after(self, account: int, month: int) -> dict[str, int]:
        """Cost of each activity for one account in the months after one."""
        names = {row.pool.id: row.pool.activity for row in self.pools}
        sums: dict[str, int] = defaultdict(int)
        for pool, months in self.pool_months_of(account).items():
            sums[names[pool]] += sum(amount for at, amount in months.items() if at > month)
        return {name: amount for name, amount in sums.items() if amount}

    def month_totals(self, accounts: Collection[int]) -> dict[int, int]:
        """Cost to serve of some accounts together by month; months without cost are left out."""
        import numpy as np

        wanted = np.fromiter(accounts, np.int64, len(accounts))
        sums: dict[int, int] = defaultdict(int)
        for each in self.slices:
            rows = np.isin(each.accounts, wanted)
            for month, amount in enumerate(each.by_month()[rows].sum(axis=0).tolist()):
                sums[each.part.first + month] += amount
        return {month: amount for month, amount in sums.items() if amount}

    @cached_property
    def placed(self) -> tuple[PoolMonth, ...]:
        """Where the cost of each pool went, month by month."""
        found = []
        for each in self.slices:
            for number, amount in enumerate(each.by_month().sum(axis=0).tolist()):
                found.append(_pool_month(each, number, amount))
        return tuple(found)

    @property
    def ledger(self) -> int:
        """What the pools cost in the period."""
        return sum(row.ledger for row in self.pools)

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
        """Cost of pools that have no volume to charge it by."""
        return sum(row.unallocated for row in self.pools)

    @property
    def difference(self) -> int:
        """Ledger less everything it went to, counted up from the accounts: 0 when reconciled."""
        reached = sum(self.by_account.values())
        return self.ledger - reached - self.unused - self.held - self.unallocated


def _pool_month(each: ChargedSlice, number: int, allocated: int) -> PoolMonth:
    ledger, unused, held, unallocated = each.even[number], 0, 0, 0
    state = each.state.value
    if state == "held":
        held = ledger
    elif state in UNCHARGED or (each.follows_volume and state == "no_volume"):
        unallocated = ledger
    elif each.follows_volume:
        ledger = allocated
    else:
        unused = ledger - allocated
    month = each.part.first + number
    return PoolMonth(each.pool, each.months, month, ledger, allocated, unused, held, unallocated)


def _held(row: PoolCost) -> bool:
    return row.state.value == "held"
