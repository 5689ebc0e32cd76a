"""Costing against plain loops over exact fractions."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.costing import DriverVolume, Pool, compute
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver

Row = tuple[int, int, int]
DRIVERS = (Driver.ORDERS, Driver.VISIT_MINUTES, Driver.RETURNS)
ROWS = st.lists(
    st.tuples(
        st.sampled_from([3, 17, 40, 2**61 + 5]),
        st.integers(24_200, 24_205),
        st.one_of(st.integers(0, 6), st.integers(0, 10**9)),
    ),
    max_size=25,
)
POOLS = st.lists(
    st.builds(
        Pool,
        id=st.integers(1, 99),
        level=st.sampled_from(CostLevel),
        method=st.sampled_from(CostMethod),
        driver=st.one_of(st.none(), st.sampled_from(DRIVERS)),
        ledger=st.integers(-(10**13), 10**13),
        capacity=st.one_of(st.none(), st.integers(1, 10**7)),
        minutes_per_event=st.one_of(
            st.integers(1, 90), st.fractions(min_value=Fraction(1, 8), max_value=90)
        ),
    ),
    max_size=6,
)


def plain_split(amount: int, weights: dict[int, int]) -> dict[int, int]:
    """Largest remainder, ties by key, written down as it is said."""
    total = sum(weights.values())
    exact = {key: Fraction(abs(amount) * weight, total) for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    while sum(parts.values()) < abs(amount):
        best = min(parts, key=lambda key: (parts[key] - exact[key], key))
        parts[best] += 1
    return {key: part if amount >= 0 else -part for key, part in parts.items()}


@given(POOLS, st.fixed_dictionaries(dict.fromkeys(DRIVERS, ROWS)))
def test_every_cent_is_somewhere_and_where_it_belongs(
    pools: list[Pool], rows: dict[Driver, list[Row]]
) -> None:
    volumes = {}
    for driver, lines in rows.items():
        table = np.array(lines, dtype=np.int64).reshape(-1, 3)
        volumes[driver] = DriverVolume(table[:, 0], table[:, 1], table[:, 2])
    result = compute(pools, volumes)
    assert result.difference == 0
    assert result.ledger == sum(pool.ledger for pool in pools)
    for number, (pool, row) in enumerate(zip(pools, result.pools, strict=True)):
        by_account: dict[int, int] = defaultdict(int)
        by_month: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for account, month, count in rows[pool.driver] if pool.driver else []:
            if count:
                by_account[account] += count
                by_month[account][month] += count
        assert row.allocated + row.unused + row.held + row.unallocated == pool.ledger
        costs = dict(zip(result.accounts.tolist(), result.costs[number].tolist(), strict=True))
        assert sum(costs.values()) == row.allocated
        if pool.level in (CostLevel.PRODUCT, CostLevel.CHANNEL, CostLevel.FACILITY):
            assert row.held == pool.ledger
            continue
        minutes = pool.minutes_per_event if pool.method is CostMethod.TIME_DRIVEN else 1
        used = sum(by_account.values()) * Fraction(minutes)
        base = Fraction(pool.capacity) if pool.capacity is not None else used
        if base == 0:
            assert row.unallocated == pool.ledger
            continue
        assert abs(row.allocated - pool.ledger * used / base) <= Fraction(1, 2)
        if not by_account:
            assert row.unused == pool.ledger
            continue
        expected = plain_split(row.allocated, by_account)
        assert {key: cost for key, cost in costs.items() if cost} == {
            key: cost for key, cost in expected.items() if cost
        }
        monthly = result.monthly[number]
        found: dict[tuple[int, int], int] = dict(
            zip(
                zip(monthly.accounts.tolist(), monthly.months.tolist(), strict=True),
                monthly.amounts.tolist(),
                strict=True,
            )
        )
        said = {
            (account, month): part
            for account, amount in expected.items()
            for month, part in plain_split(amount, by_month[account]).items()
            if part
        }
        assert found == said
