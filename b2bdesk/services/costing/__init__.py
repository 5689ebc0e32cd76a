"""Activity cost: what it costs to serve each account, and the pools that cost comes from."""

from __future__ import annotations

from b2bdesk.services.costing.result import CostToServe, PoolCost
from b2bdesk.services.costing.to_serve import cost_to_serve

__all__ = ["CostToServe", "PoolCost", "cost_to_serve"]
