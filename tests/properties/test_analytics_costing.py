"""Costing against plain loops over exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.costing import Pool, Volume, charge
from b2bdesk.models.costing_enums import CostLevel, CostMethod

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 10**9))
TABLES = st.integers(1, 6).flatmap(
    lambda months: st.lists(
        st.lists(COUNTS, min_size=months, max_size=months), min_size=1, max_size=6
    )
)
POOLS = st.builds(
    Pool,
    level=st.sampled_from(CostLevel),
    method=st.sampled_from(CostMethod),
    ledger=st.integers(-(10**13), 10**13),
    capacity=st.one_of(st.none(), st.integers(1, 10**7)),
    unit=st.one_of(st.integers(1, 90), st.fractions(min_value=Fraction(1, 8), max_value=90)),
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


@given(POOLS, TABLES)
def test_every_cent_is_somewhere_and_where_it_belongs(pool: Pool, table: list[list[int]]) -> None:
    result = charge(pool, Volume.of(np.array(table, dtype=np.int64)))
    by_account = {row: sum(counts) for row, counts in enumerate(table) if sum(counts)}
    reached = int(result.amounts.sum())
    assert reached == result.allocated
    assert reached + result.unused + result.held + result.unallocated == pool.ledger
    if pool.level in (CostLevel.PRODUCT, CostLevel.CHANNEL, CostLevel.FACILITY):
        assert result.held == pool.ledger
        return
    used = sum(by_account.values()) * Fraction(pool.unit)
    base = Fraction(pool.capacity) if pool.capacity is not None else used
    if base == 0:
        assert result.unallocated == pool.ledger
        return
    assert abs(result.allocated - pool.ledger * used / base) <= Fraction(1, 2)
    if not by_account:
        assert result.unused == pool.ledger
        return
    expected = plain_split(result.allocated, by_account)
    assert {row: cost for row, cost in enumerate(result.amounts.tolist()) if cost} == {
        row: cost for row, cost in expected.items() if cost
    }
    months = result.by_month()
    for row, amount in expected.items():
        parts = plain_split(amount, {m: count for m, count in enumerate(table[row]) if count})
        assert {m: part for m, part in enumerate(months[row].tolist()) if part} == {
            m: part for m, part in parts.items() if part
        }
        assert result.months_of(row).tolist() == months[row].tolist()
