"""Cost to serve: the file's pools, charged by the volumes of the file itself.

Every pool period is charged over its own months as a whole, so that a quiet month does not make
its orders dear; the chosen period then takes its months, which is why parts of a period add up to
it. Where a pool has a practical capacity, its cost and capacity lie evenly over its months and
what its volume does not use is unused; without capacity its cost follows its volume. Of a pool
period that runs past the as-of month only what is over counts: its earlier months, and the as-of
month by its days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from sqlalchemy.orm import Session

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.core.dates import Period, last_of_month, month_of
from b2bdesk.models.costing_enums import CostMethod, Driver
from b2bdesk.queries.costing import (
    MINUTE_DRIVERS,
    PoolPeriodRow,
    PoolRow,
    VolumeRows,
    driver_volumes,
    list_pools,
    own_volumes,
    scale_of,
)
from b2bdesk.services.costing.result import CostToServe, PoolCost, PoolSpan

if TYPE_CHECKING:
    from b2bdesk.analytics.costing import (
        DriverVolume,
        MonthlyCosts,
        Pool,
        PoolState,
        VolumeKey,
    )

_KEPT = 6


def cost_to_serve(session: Session, period: Period, as_of: date) -> CostToServe:
    """What it cost to serve each account in ``period``, up to the as-of date.

    A reading connection keeps its last results for as long as nobody wrote to the file.
    """
    connection = session.connection()
    if not connection.exec_driver_sql("PRAGMA query_only").scalar():
        # The writer's own changes do not move its data_version.
        return costs_of_pools(session, list_pools(session), period, as_of)
    version = connection.exec_driver_sql("PRAGMA data_version").scalar()
    kept: dict[tuple[int, int, date], CostToServe]
    if connection.info.get("cost_to_serve_version") != version:
        connection.info["cost_to_serve_version"] = version
        connection.info["cost_to_serve"] = {}
    kept = connection.info["cost_to_serve"]
    key = period.first, period.last, as_of
    found = kept.pop(key, None) or costs_of_pools(session, list_pools(session), period, as_of)
    kept[key] = found
    if len(kept) > _KEPT:
        del kept[next(iter(kept))]
    return found


@dataclass(frozen=True, slots=True)
class _Slice:
    """A pool period, how much of it is over by the as-of date, and its part of the period.

    ``last_share`` of the last elapsed month counts.
    """

    pool: PoolRow
    row: PoolPeriodRow
    elapsed: Period
    part: Period
    last_share: Fraction

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

    @property
    def minutes(self) -> Fraction:
        """What one event of the driver takes of the capacity."""
        pool = self.pool
        timed = pool.method is CostMethod.TIME_DRIVEN and pool.driver not in MINUTE_DRIVERS
        if not timed or pool.minutes_milli is None or pool.minutes_milli <= 0:
            return Fraction(1)
        return Fraction(pool.minutes_milli, 1000)

    @property
    def scale(self) -> int:
        """How many counts of the driver are one event."""
        return scale_of(self.pool.driver)

    @property
    def volume_key(self) -> VolumeKey | None:
        """What its volumes are kept under: its driver, or the pool where they are its own."""
        driver = self.pool.driver
        return self.pool.id if driver is Driver.OWN_VOLUMES else driver

    def as_pool(self) -> Pool:
        from b2bdesk.analytics.costing import Pool

        capacity = self.capacity(self.elapsed)
        timed = self.pool.method is CostMethod.TIME_DRIVEN
        if capacity is not None and not timed:
            capacity *= self.scale
        return Pool(
            id=self.row.id,
            level=self.pool.level,
            method=self.pool.method,
            driver=self.volume_key,
            ledger=self.amount(self.elapsed),
            capacity=capacity,
            minutes_per_event=self.minutes / self.scale if timed else 1,
        )


def _up_to(amount: int, months: int, count: int) -> int:
    """The cost of the first ``count`` of ``months`` even parts, by largest remainder."""
    part, rest = divmod(abs(amount), months)
    size = part * count + min(rest, count)
    return size if amount >= 0 else -size


def _slices(pools: Sequence[PoolRow], period: Period, as_of: date) -> list[_Slice]:
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
                found.append(_Slice(pool, row, elapsed, part, share))
    return found


def costs_of_pools(
    session: Session, pools: Sequence[PoolRow], period: Period, as_of: date
) -> CostToServe:
    """What these pools charge in ``period``, whether or not the file has them so."""
    from b2bdesk.analytics.costing import compute

    slices = _slices(pools, period, as_of)
    groups: dict[Period, list[_Slice]] = defaultdict(list)
    for each in slices:
        groups[each.elapsed].append(each)
    volumes = _volumes(session, slices, as_of)
    parts: dict[int, list[_Part]] = defaultdict(list)
    monthly: list[tuple[int, MonthlyCosts]] = []
    spans: list[PoolSpan] = []
    for elapsed, members in groups.items():
        within = {key: _months_of(volume, elapsed) for key, volume in volumes.items()}
        result = compute([each.as_pool() for each in members], within)
        for each, row, costs in zip(members, result.pools, result.monthly, strict=True):
            chosen = _costs_of(costs, each.part)
            monthly.append((each.pool.id, chosen))
            spans.append(_span(each, row.state))
            volume = within.get(each.volume_key) if each.volume_key is not None else None
            counted = 0 if volume is None else int(_months_of(volume, each.part).counts.sum())
            part = _part(each, row.state, Fraction(counted, each.scale), int(chosen.amounts.sum()))
            parts[each.pool.id].append(part)
    order = {each.pool.id: each.pool for each in slices}
    cells: dict[int, dict[int, int]] = {pool: {} for pool in order}
    for pool_id, costs in monthly:
        _add(cells[pool_id], costs)
    by_account: dict[int, int] = defaultdict(int)
    for amounts in cells.values():
        for account, amount in amounts.items():
            by_account[account] += amount
    reaching = [each for each in slices if each.as_pool().reaches_customers]
    return CostToServe(
        period=period,
        known=bool(reaching),
        pools=tuple(_merged(pool, parts[pool.id]) for pool in order.values()),
        uncovered=_gaps(period, month_of(as_of), [each.part for each in reaching]),
        by_account=dict(by_account),
        cells=cells,
        monthly=tuple(monthly),
        spans=tuple(spans),
    )


def _span(each: _Slice, state: PoolState) -> PoolSpan:
    months = range(each.part.first, each.part.last + 1)
    return PoolSpan(
        pool=each.pool.id,
        months=each.row.months,
        part=each.part,
        even=tuple(each.amount(Period(month, month)) for month in months),
        state=state,
        follows_volume=each.capacity(each.part) is None,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One pool period within the chosen period; ``base`` is what the rate divides by."""

    state: PoolState
    ledger: int
    capacity: Fraction | None
    volume: Fraction
    used: Fraction
    rate: Fraction | None
    base: Fraction
    allocated: int
    unused: int
    held: int
    unallocated: int


def _part(each: _Slice, state: PoolState, volume: Fraction, allocated: int) -> _Part:
    from b2bdesk.analytics.costing import PoolState

    capacity = each.capacity(each.part)
    used = volume * each.minutes
    even = each.amount(each.part)
    if state is PoolState.HELD:
        nothing = Fraction(0)
        return _Part(state, even, None, nothing, nothing, None, nothing, 0, 0, even, 0)
    if capacity is None and state is PoolState.NO_VOLUME:
        return _Part(state, even, None, volume, used, None, Fraction(0), 0, 0, 0, even)
    if capacity is None:
        # The cost follows the volume, month by month: what was charged is what it cost.
        rate = Fraction(allocated) / used if used else None
        return _Part(state, allocated, None, volume, used, rate, used, allocated, 0, 0, 0)
    rate = each.amount(each.elapsed) / cast(Fraction, each.capacity(each.elapsed))
    return _Part(
        state, even, capacity, volume, used, rate, capacity, allocated, even - allocated, 0, 0
    )


def _merged(pool: PoolRow, parts: Sequence[_Part]) -> PoolCost:
    from b2bdesk.analytics.costing import PoolState

    volume = sum((part.volume for part in parts), Fraction(0))
    used = sum((part.used for part in parts), Fraction(0))
    capacity = None
    if any(part.capacity is not None for part in parts):
        capacity = sum(
            (part.used if part.capacity is None else part.capacity for part in parts), Fraction(0)
        )
    rated = [part for part in parts if part.rate is not None and part.base]
    base = sum((part.base for part in rated), Fraction(0))
    rate = sum((cast(Fraction, part.rate) * part.base for part in rated), Fraction(0)) / (base or 1)
    state = parts[0].state
    if state is not PoolState.HELD:
        if volume == 0:
            state = PoolState.NO_VOLUME
        elif capacity is not None:
            state = PoolState.OVER_USED if used > capacity else PoolState.ALLOCATED
        elif pool.method is CostMethod.TIME_DRIVEN:
            state = PoolState.CAPACITY_MISSING
        else:
            state = PoolState.ALLOCATED
    minutes = used / volume if volume else None
    return PoolCost(
        pool=pool,
        state=state,
        ledger=sum(part.ledger for part in parts),
        capacity=capacity,
        volume=volume,
        used=used,
        rate=rate if base else None,
        event_cost=rate * minutes if base and minutes is not None else None,
        allocated=sum(part.allocated for part in parts),
        unused=sum(part.unused for part in parts),
        held=sum(part.held for part in parts),
        unallocated=sum(part.unallocated for part in parts),
    )


def _volumes(
    session: Session, slices: Sequence[_Slice], as_of: date
) -> Mapping[VolumeKey, DriverVolume]:
    from b2bdesk.analytics.costing import DriverVolume

    reaching = [each for each in slices if each.as_pool().reaches_customers]
    if not reaching:
        return {}
    hull = Period(
        min(each.elapsed.first for each in slices), max(each.elapsed.last for each in slices)
    )
    drivers = {each.pool.driver for each in reaching if each.pool.driver is not None}
    own = {each.pool.id for each in reaching if each.pool.driver is Driver.OWN_VOLUMES}
    found: list[tuple[VolumeKey, VolumeRows]] = [
        *driver_volumes(session, drivers, hull, as_of).items(),
        *(own_volumes(session, own, hull, as_of) if own else {}).items(),
    ]
    return {key: DriverVolume(rows.accounts, rows.months, rows.counts) for key, rows in found}


def _months_of(volume: DriverVolume, months: Period) -> DriverVolume:
    from b2bdesk.analytics.costing import DriverVolume

    inside = (volume.months >= months.first) & (volume.months <= months.last)
    if inside.all():
        return volume
    return DriverVolume(volume.accounts[inside], volume.months[inside], volume.counts[inside])


def _costs_of(costs: MonthlyCosts, months: Period) -> MonthlyCosts:
    from b2bdesk.analytics.costing import MonthlyCosts

    inside = (costs.months >= months.first) & (costs.months <= months.last)
    if inside.all():
        return costs
    return MonthlyCosts(costs.accounts[inside], costs.months[inside], costs.amounts[inside])


def _add(sums: dict[int, int], costs: MonthlyCosts) -> None:
    """Add each account's months; the rows come sorted by account."""
    import numpy as np

    if not costs.accounts.size:
        return
    starts = np.flatnonzero(np.concatenate([[True], np.diff(costs.accounts) != 0]))
    totals = np.add.reduceat(costs.amounts, starts).tolist()
    for account, amount in zip(costs.accounts[starts].tolist(), totals, strict=True):
        sums[account] = sums.get(account, 0) + amount


def _gaps(period: Period, now: int, covered: Sequence[Period]) -> tuple[Period, ...]:
    missing = [
        month
        for month in range(period.first, min(period.last, now) + 1)
        if not any(part.first <= month <= part.last for part in covered)
    ]
    gaps: list[Period] = []
    for month in missing:
        if gaps and gaps[-1].last == month - 1:
            gaps[-1] = Period(gaps[-1].first, month)
        else:
            gaps.append(Period(month, month))
    return tuple(gaps)
