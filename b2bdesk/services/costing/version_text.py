"""A costing result's pools as the text that a published version keeps, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from fractions import Fraction
from typing import Any

from b2bdesk.core.dates import Period
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.queries.costing import PoolPeriodRow, PoolRow, RateRow
from b2bdesk.services.costing.result import CostToServe, PoolCost, PoolMonth

_FRACTIONS = ("capacity", "volume", "used", "rate", "event_cost")
_AMOUNTS = ("ledger", "allocated", "unused", "held", "unallocated")
_COUNTS = ("undated", "below_zero", "by_zero")


def pools_text(costs: CostToServe) -> str:
    """Every pool with its definition, its outcome, and where its months went."""
    told = []
    for row in costs.pools:
        outcome: dict[str, Any] = {name: getattr(row, name) for name in (*_AMOUNTS, *_COUNTS)}
        for name in _FRACTIONS:
            value = getattr(row, name)
            outcome[name] = None if value is None else str(value)
        months = [
            [m.months.first, m.months.last, m.month, *(getattr(m, name) for name in _AMOUNTS)]
            for m in costs.placed
            if m.pool == row.pool.id
        ]
        state = row.state.value
        told.append({"pool": asdict(row.pool), "state": state, **outcome, "months": months})
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read_pools(text: str) -> tuple[tuple[PoolCost, ...], tuple[PoolMonth, ...]]:
    """The pools of a version, and where each month of their cost went."""
    from b2bdesk.analytics.costing import PoolState

    pools: list[PoolCost] = []
    placed: list[PoolMonth] = []
    for told in json.loads(text):
        figures: dict[str, Any] = {
            name: None if told[name] is None else Fraction(told[name]) for name in _FRACTIONS
        }
        pool = _pool(told["pool"])
        figures |= {name: told[name] for name in (*_AMOUNTS, *_COUNTS)}
        pools.append(PoolCost(pool=pool, state=PoolState(told["state"]), **figures))
        for first, last, month, *parts in told["months"]:
            placed.append(PoolMonth(pool.id, Period(first, last), month, *parts))
    return tuple(pools), tuple(placed)


def _pool(told: Mapping[str, Any]) -> PoolRow:
    driver = told["driver"]
    return PoolRow(
        **{
            **_known(PoolRow, told),
            "level": CostLevel(told["level"]),
            "method": CostMethod(told["method"]),
            "driver": None if driver is None else Driver(driver),
            "periods": tuple(_period(row) for row in told["periods"]),
            "rates": tuple(_rate(row) for row in told["rates"]),
        }
    )


def _period(told: Mapping[str, Any]) -> PoolPeriodRow:
    months = Period(told["months"]["first"], told["months"]["last"])
    return PoolPeriodRow(**{**_known(PoolPeriodRow, told), "months": months})


def _rate(told: Mapping[str, Any]) -> RateRow:
    return RateRow(**{**_known(RateRow, told), "by": RateBy(told["by"])})


def _known(kind: type, told: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: told[field.name] for field in fields(kind) if field.name in told}
