"""Cost to serve: the file's pools, charged by the volumes of the file itself.

Every pool period is charged over its own months as a whole, so that a quiet month does not make
its orders dear; the chosen period then takes its months, which is why parts of a period add up to
it. Where a pool has a practical capacity, what its volume does not use is unused; without capacity
its cost follows its volume.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from sqlalchemy.orm import Session

from b2bdesk.analytics.time_equation import EquationError
from b2bdesk.core.dates import Period, month_of
from b2bdesk.models.costing_enums import CostMethod
from b2bdesk.queries.costing import PoolRow, list_pools
from b2bdesk.services.costing.charged import AccountAmounts, ChargedSlice
from b2bdesk.services.costing.result import UNCHARGED, CostToServe, PoolCost
from b2bdesk.services.costing.slices import Slice, slices_of
from b2bdesk.services.costing.sources import Sources, needs_of, read_sources
from b2bdesk.services.costing.weights import weigh_nothing, weigh_pool

if TYPE_CHECKING:
    from b2bdesk.analytics.costing import Charged, PoolState
    from b2bdesk.analytics.costing_weights import Weighed
    from b2bdesk.services.costing.charged import Ints


@dataclass(frozen=True, slots=True, eq=False)
class CostInputs:
    """All that cost to serve depends on: pools, what their volumes are counted from, and when."""

    pools: tuple[PoolRow, ...]
    period: Period
    as_of: date
    sources: Sources


def cost_to_serve(session: Session, period: Period, as_of: date) -> CostToServe:
    """What it cost to serve each account in ``period``, up to the as-of date."""
    return costs_of_pools(session, list_pools(session), period, as_of)


def costs_of_pools(
    session: Session, pools: Sequence[PoolRow], period: Period, as_of: date
) -> CostToServe:
    """What these pools charge in ``period``, whether or not the file has them so."""
    return compute_costs(read_inputs(session, pools, period, as_of))


def read_inputs(
    session: Session,
    pools: Sequence[PoolRow],
    period: Period,
    as_of: date,
    tried: Sequence[PoolRow] = (),
) -> CostInputs:
    """What ``compute_costs`` needs of the file; ``tried`` are pools for ``compute_what_if``."""
    needs = needs_of([*pools, *tried])
    return CostInputs(tuple(pools), period, as_of, read_sources(session, needs, as_of))


def compute_what_if(inputs: CostInputs, changed: Sequence[PoolRow]) -> CostToServe:
    """What the pools would charge if some of them, found by id, were as given; no database.

    Pools that are not among the inputs are added. What the changed pools count must be in the
    inputs: ``read_inputs`` with pools of the same drivers in ``tried``.
    """
    found = {pool.id: pool for pool in inputs.pools} | {pool.id: pool for pool in changed}
    return compute_costs(replace(inputs, pools=tuple(found.values())))


def compute_costs(inputs: CostInputs) -> CostToServe:
    """Charge every pool to the accounts that caused it; a pure function of the inputs."""
    key = inputs.pools, inputs.period
    return inputs.sources.results.get(key, lambda: _computed(inputs))


def _computed(inputs: CostInputs) -> CostToServe:
    sources = inputs.sources
    slices = slices_of(inputs.pools, inputs.period, inputs.as_of)
    charged: dict[int, list[ChargedSlice]] = defaultdict(list)
    parts: dict[int, list[PoolCost]] = defaultdict(list)
    for each in slices:
        one, cost = _charged(each, sources)
        charged[each.pool.id].append(one)
        parts[each.pool.id].append(cost)
    accounts = sources.grid.accounts
    sums = {pool: _added([one.amounts for one in ones]) for pool, ones in charged.items()}
    reaching = [each for each in slices if each.reaches_customers]
    return CostToServe(
        period=inputs.period,
        known=bool(reaching),
        pools=tuple(_merged(found) for found in parts.values()),
        uncovered=_gaps(inputs.period, month_of(inputs.as_of), [each.part for each in reaching]),
        by_account=AccountAmounts(accounts, _added([accounts * 0, *sums.values()])),
        cells={pool: AccountAmounts(accounts, amounts) for pool, amounts in sums.items()},
        slices=tuple(one for ones in charged.values() for one in ones),
    )


def _added(tables: Sequence[Ints]) -> Ints:
    total = tables[0].copy()
    for table in tables[1:]:
        total += table
    return total


def _charged(each: Slice, sources: Sources) -> tuple[ChargedSlice, PoolCost]:
    """A pool period charged, and what became of the part of it that is asked for."""
    from b2bdesk.analytics.costing import PoolState, charge

    weighed: Weighed | None = None
    missing = None
    if each.reaches_customers:
        try:
            weighed = weigh_pool(each.pool, sources)
            missing = PoolState.WAITING if weighed is None else None
        except EquationError:
            missing = PoolState.UNREADABLE
    if weighed is None:
        weighed = weigh_nothing(sources)
    elif weighed.too_large:
        missing = PoolState.TOO_LARGE
    pool = each.as_pool(each.unit(weighed))
    elapsed = each.elapsed
    result = sources.charged.get(
        (weighed, elapsed, pool, missing),
        lambda: charge(pool, weighed.volume(elapsed.first, elapsed.last), missing),
    )
    months = range(each.part.first, each.part.last + 1)
    one = ChargedSlice(
        pool=each.pool.id,
        months=each.row.months,
        part=each.part,
        even=tuple(each.amount(Period(month, month)) for month in months),
        state=result.state,
        follows_volume=each.capacity(each.part) is None,
        accounts=sources.grid.accounts,
        first=elapsed.first,
        charged=result,
    )
    return one, _part(each, result, weighed, int(one.amounts.sum()))


def _part(each: Slice, charged: Charged, weighed: Weighed, allocated: int) -> PoolCost:
    """What became of one pool period within the chosen period."""
    from b2bdesk.analytics.costing import PoolState

    part, state = each.part, charged.state
    even = each.amount(part)
    capacity = each.capacity(part)
    nothing = Fraction(0)
    if state is PoolState.HELD:
        return PoolCost(each.pool, state, even, None, nothing, nothing, None, None, 0, 0, even, 0)
    if state.value in UNCHARGED:
        return PoolCost(
            each.pool, state, even, capacity, nothing, nothing, None, None, 0, 0, 0, even
        )
    volume = weighed.events(part.first, part.last)
    used = weighed.used(part.first, part.last) * each.unit(weighed) / weighed.unit
    ledger, unused, unallocated, rate = even, 0, 0, None
    if capacity is not None:
        rate = each.amount(each.elapsed) / cast(Fraction, each.capacity(each.elapsed))
        unused = even - allocated
    elif state is PoolState.NO_VOLUME:
        unallocated = even
    else:
        # The cost follows the volume, month by month: what was charged is what it cost.
        rate = Fraction(allocated) / used if used else None
        ledger = allocated
    gaps = weighed.gaps(part.first, part.last)
    return PoolCost(
        pool=each.pool,
        state=state,
        ledger=ledger,
        capacity=capacity,
        volume=volume,
        used=used,
        rate=rate,
        event_cost=None,
        allocated=allocated,
        unused=unused,
        held=0,
        unallocated=unallocated,
        undated=gaps.undated,
        below_zero=gaps.below_zero,
        by_zero=gaps.by_zero,
    )


def _merged(parts: Sequence[PoolCost]) -> PoolCost:
    """The periods of one pool together."""
    from b2bdesk.analytics.costing import PoolState

    first = parts[0]
    volume = sum((part.volume for part in parts), Fraction(0))
    used = sum((part.used for part in parts), Fraction(0))
    capacity = None
    if any(part.capacity is not None for part in parts):
        capacity = sum(
            (part.used if part.capacity is None else part.capacity for part in parts), Fraction(0)
        )
    rated = [
        (part.rate, part.used if part.capacity is None else part.capacity)
        for part in parts
        if part.rate is not None
    ]
    base = sum((each for _, each in rated), Fraction(0))
    rate = sum((each * weight for each, weight in rated), Fraction(0)) / (base or 1)
    state = next((part.state for part in parts if part.state.value in UNCHARGED), first.state)
    if state is not PoolState.HELD and state.value not in UNCHARGED:
        state = _state(first.pool, volume, used, capacity)
    minutes = used / volume if volume else None
    return PoolCost(
        pool=first.pool,
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
        undated=sum(part.undated for part in parts),
        below_zero=sum(part.below_zero for part in parts),
        by_zero=sum(part.by_zero for part in parts),
    )


def _state(pool: PoolRow, volume: Fraction, used: Fraction, capacity: Fraction | None) -> PoolState:
    from b2bdesk.analytics.costing import PoolState

    if volume == 0 or used == 0:
        return PoolState.NO_VOLUME
    if capacity is not None:
        return PoolState.OVER_USED if used > capacity else PoolState.ALLOCATED
    timed = pool.method is CostMethod.TIME_DRIVEN
    return PoolState.CAPACITY_MISSING if timed else PoolState.ALLOCATED


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
