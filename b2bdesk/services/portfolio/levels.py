"""Which part of the cost to serve does not vary with orders."""

from __future__ import annotations

from collections.abc import Mapping

from b2bdesk.models.costing_enums import CostLevel
from b2bdesk.services.costing import CostToServe

_ACTIVITY = (CostLevel.UNIT, CostLevel.ORDER)


def sustaining_costs(serving: CostToServe) -> Mapping[int, int] | None:
    """Customer-sustaining cost by account, accounts without it left out.

    None where it cannot be told from the rest: no pool of that level, or none of unit or order
    level, has a cost in the period.
    """
    levels = {row.pool.level for row in serving.pools}
    if CostLevel.CUSTOMER not in levels or not levels.intersection(_ACTIVITY):
        return None
    sums: dict[int, int] = {}
    for row in serving.pools:
        if row.pool.level is CostLevel.CUSTOMER:
            for account, amount in serving.cells.get(row.pool.id, {}).items():
                sums[account] = sums.get(account, 0) + amount
    return sums
