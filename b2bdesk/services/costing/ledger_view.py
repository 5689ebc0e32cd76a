"""The reconciliation by pool and by month, quarter or pool period: every cell to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from b2bdesk.core.dates import Period, fiscal_year
from b2bdesk.core.i18n import mark
from b2bdesk.services.costing.result import CostToServe, PoolCost, PoolMonth


class Grain(StrEnum):
    """What one row of the ledger's face covers."""

    MONTH = "month"
    QUARTER = "quarter"
    POOL_PERIOD = "pool_period"


GRAIN_WORDS = {
    Grain.MONTH: mark("Month"),
    Grain.QUARTER: mark("Quarter"),
    Grain.POOL_PERIOD: mark("Pool period"),
}


@dataclass(frozen=True, slots=True)
class LedgerSums:
    """Minor units; ``difference`` is what of the ledger cost the other four do not hold."""

    ledger: int
    allocated: int
    unused: int
    held: int
    unallocated: int

    @property
    def difference(self) -> int:
        """0 where every cent is placed."""
        return self.ledger - self.allocated - self.unused - self.held - self.unallocated


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """A pool in a span of months: a month, a fiscal quarter, or a period of the pool."""

    pool: int
    name: str
    months: Period
    sums: LedgerSums


@dataclass(frozen=True, slots=True)
class LedgerView:
    """``cells`` by span and pool; a span reaches no further than the chosen months.

    A pool's own sums are counted up from the accounts, so that they can differ from its cells.
    """

    grain: Grain
    cells: tuple[LedgerCell, ...]
    pools: tuple[tuple[int, str, LedgerSums], ...]
    total: LedgerSums

    def spans(self, pool: int | None = None) -> tuple[tuple[Period, LedgerSums], ...]:
        """The sums of each span, of one pool or of all."""
        found: dict[Period, list[LedgerSums]] = defaultdict(list)
        for cell in self.cells:
            if pool is None or cell.pool == pool:
                found[cell.months].append(cell.sums)
        order = sorted(found, key=lambda span: (span.first, span.last))
        return tuple((span, _added(found[span])) for span in order)


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An amount that does not reconcile, and where: in a pool, and in which of its months."""

    name: str
    months: Period | None
    amount: int


def ledger_view(
    costs: CostToServe, placed: Iterable[PoolMonth], grain: Grain, fiscal_start: int
) -> LedgerView:
    """Sums of ``placed`` by pool and span."""
    names = {row.pool.id: row.pool.name for row in costs.pools}
    found: dict[tuple[Period, int], list[LedgerSums]] = defaultdict(list)
    shown: dict[tuple[Period, int], list[int]] = defaultdict(list)
    for row in placed:
        key = _span_of(row, grain, fiscal_start), row.pool
        sums = LedgerSums(row.ledger, row.allocated, row.unused, row.held, row.unallocated)
        found[key].append(sums)
        shown[key].append(row.month)
    place = {pool: number for number, pool in enumerate(names)}
    order = sorted(found, key=lambda key: (key[0].first, key[0].last, place[key[1]]))
    cells = []
    for key in order:
        covered = Period(min(shown[key]), max(shown[key]))
        months = key[0] if grain is Grain.QUARTER else covered
        cells.append(LedgerCell(key[1], names[key[1]], months, _added(found[key])))
    told = tuple((row.pool.id, row.pool.name, _pool_sums(costs, row)) for row in costs.pools)
    return LedgerView(grain, tuple(cells), told, _added(sums for *_, sums in told))


def misplaced(costs: CostToServe, placed: Iterable[PoolMonth]) -> tuple[Misplaced, ...]:
    """Where the ledger and what became of it part: nothing while everything reconciles."""
    rows = list(placed)
    found = []
    for row in costs.pools:
        amount = _pool_sums(costs, row).difference
        if amount == 0:
            continue
        months = [
            each.month
            for each in rows
            if each.pool == row.pool.id
            and each.ledger != each.allocated + each.unused + each.held + each.unallocated
        ]
        span = Period(min(months), max(months)) if months else None
        found.append(Misplaced(row.pool.name, span, amount))
    return tuple(found)


def _pool_sums(costs: CostToServe, row: PoolCost) -> LedgerSums:
    reached = sum(costs.cells.get(row.pool.id, {}).values())
    return LedgerSums(row.ledger, reached, row.unused, row.held, row.unallocated)


def _span_of(row: PoolMonth, grain: Grain, fiscal_start: int) -> Period:
    if grain is Grain.POOL_PERIOD:
        return row.months
    if grain is Grain.MONTH:
        return Period(row.month, row.month)
    year = fiscal_year(row.month, fiscal_start)
    first = row.month - (row.month - year.first) % 3
    return Period(first, first + 2)


def _added(sums: Iterable[LedgerSums]) -> LedgerSums:
    rows = list(sums)
    return LedgerSums(
        sum(row.ledger for row in rows),
        sum(row.allocated for row in rows),
        sum(row.unused for row in rows),
        sum(row.held for row in rows),
        sum(row.unallocated for row in rows),
    )
