"""How far the rules of a policy reach, by what the portfolio is like."""

from __future__ import annotations

import math

from b2bdesk.core.money import exponent
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.services.decisions.policy import PolicyBase
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.what_if.words import LeverSpec

_STEPS = 40


def rule_spec(found: PolicyBase, kind: MeasureKind) -> LeverSpec:
    """The reach of a rule; limits of visits and discount stand at the highest there is today."""
    base, shown = found.base, found.shown
    orders = max(1.0, float(base.orders.counts[shown].sum()))
    if kind is MeasureKind.PRICE:
        return LeverSpec(kind, 0.0, -0.05, 0.1, 0.005, -0.5, 1.0)
    if kind is MeasureKind.VISITS:
        most = max(1.0, float(base.visits[shown].max(initial=0.0)))
        return LeverSpec(kind, most, 0.0, most, 1.0, 0.0, most)
    if kind is MeasureKind.DISCOUNT:
        most = max(0.01, math.ceil(100 * float(base.discount[shown].max(initial=0.0))) / 100)
        return LeverSpec(kind, most, 0.0, most, 0.005, 0.0, most)
    if kind in (MeasureKind.CHANNEL, MeasureKind.DELIVERIES):
        return LeverSpec(kind, 0.0, 0.0, 1.0, 0.05, 0.0, 1.0)
    if kind is MeasureKind.ORDER_FEE:
        return _money(kind, 3 * float(base.cost[shown].sum()) / orders)
    if kind is MeasureKind.SERVICE_FEE:
        return _money(kind, 0.01 * float(base.sales[shown].sum()) / max(1, shown.size))
    return _money(kind, 2 * float(base.sales[shown].sum()) / orders)


def small_order(found: PolicyBase) -> int:
    """The order amount that fees for small orders begin with: a quarter of the mean, rounded."""
    orders = max(1.0, float(found.base.orders.counts[found.shown].sum()))
    mean = float(found.base.sales[found.shown].sum()) / orders
    return round(_round_up(mean / 4))


def _money(kind: MeasureKind, reach: float) -> LeverSpec:
    """From nothing to a round amount in forty round steps."""
    least = 100.0 * 10 ** exponent(formats().currency)
    step = _round_up(max(reach, least) / _STEPS)
    return LeverSpec(kind, 0.0, 0.0, step * _STEPS, step, 0.0, 1e12)


def _round_up(amount: float) -> float:
    """The next amount that is 1, 2, 2.5 or 5 with noughts."""
    size = 10.0 ** math.floor(math.log10(max(amount, 1.0)))
    return next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= amount - 1e-9)
