"""Keep, convert or let go, and the two ladders that lead there (DOMAIN.md, Costing).

Keep while net profit is not below zero. Convert while what is feasible, step by step from cheaper
service to price, brings it to zero; the discount and the price together rise within the cap. Else
let go by letting the customer choose between a price, a minimum order and a fee that pay for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.measures import FIELDS, Baseline, Levers, apply, share
from b2bdesk.models.costing_enums import Decision, Driver, MeasureKind

Floats = npt.NDArray[np.float64]

CHEAPER = (
    MeasureKind.CHANNEL,
    MeasureKind.MINIMUM_ORDER,
    MeasureKind.VISITS,
    MeasureKind.DELIVERIES,
)
"""The steps that make serving cheaper, in their order."""

DEARER = (MeasureKind.DISCOUNT, MeasureKind.PRICE)
"""The steps that the customer pays for, after the cheaper ones."""

LETTING_GO = (MeasureKind.PRICE, MeasureKind.MINIMUM_ORDER, MeasureKind.SERVICE_FEE)
"""What a customer who does not pay is let choose from."""


@dataclass(frozen=True, slots=True)
class Feasible:
    """How far measures can go, as shares 0..1; every one is the user's to set.

    ``price_cap`` bounds what a lower discount and a higher price come to together. ``visit_cut``
    of the visits may fall away, ``channel`` of them be held as calls, ``deliveries`` be joined.
    """

    price_cap: float = 0.05
    channel: float = 0.5
    visit_cut: float = 1 / 3
    deliveries: float = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of a ladder for every account: where it is, how far it can go, what that brings.

    ``possible`` is False where the step changes nothing or would cost more than it saves; ``gain``
    is what it adds after the steps before it, ``profit`` the net profit once it is taken.
    """

    kind: MeasureKind
    now: Floats
    feasible: Floats
    possible: npt.NDArray[np.bool_]
    gain: Floats
    profit: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The converting steps in their order, the levers they come to, and the decision.

    ``decision`` holds codes of ``CODES``, -1 where nothing can be said: no margin, no cost to
    serve, or no sales. ``needed_price`` is the rise that the cheaper steps leave to be paid.
    """

    steps: tuple[Step, ...]
    levers: Levers
    profit: Floats
    converted: Floats
    needed_price: Floats
    decision: npt.NDArray[np.int8]


CODES = (Decision.KEEP, Decision.CONVERT, Decision.LET_GO)


def break_even_order(base: Baseline) -> Floats:
    """The order amount from which its margin pays for the order and its delivery; NaN if never."""
    counts = base.orders.counts.astype(np.float64)
    per_order = share(base.cost_of(Driver.ORDERS, Driver.DELIVERIES).amount, counts)
    with_volume = base.cost_of(Driver.ORDER_LINES, Driver.UNITS).amount
    rate = share(base.margin - with_volume, base.sales)
    known = (rate > 0) & (per_order > 0)
    return np.divide(per_order, rate, out=np.full_like(rate, np.nan), where=known)


def rounded_up(amounts: Floats) -> Floats:
    """Amounts as a person would ask for them: up to two digits that count."""
    size = np.maximum(np.nan_to_num(amounts, nan=1.0), 1.0)
    unit = 10.0 ** np.maximum(np.floor(np.log10(size)) - 1, 0)
    found: Floats = np.ceil(amounts / unit - 1e-9) * unit
    return found


def feasible_levers(base: Baseline, rules: Feasible) -> Levers:
    """How far each converting step can go with each account; NaN where it cannot be taken."""
    nothing = np.full(base.ids.size, np.nan)
    dearer_visit = base.visit_each.amount > base.call_each.amount
    channel = np.where((base.visits * rules.channel >= 1) & dearer_visit, rules.channel, nothing)
    # No more is asked than what the account's middle order reaches by itself.
    minimum = np.minimum(rounded_up(break_even_order(base)), base.orders.middle())
    small, _ = base.orders.below(np.nan_to_num(minimum))
    minimum = np.where((small > 0) & (minimum > 0), minimum, nothing)
    visits = np.ceil(base.visits * (1 - rules.visit_cut) - 0.01)  # a third of three is one
    visits = np.where(visits < base.visits, visits, nothing)
    joined = np.where(base.deliveries > 1, rules.deliveries, nothing)
    return Levers(
        channel=channel,
        minimum_order=minimum,
        visits=visits,
        deliveries=_asked(joined, rules.deliveries),
        **_dearer(base, rules.price_cap),
    )


def _asked(lever: Floats, amount: float) -> Floats:
    return lever if amount > 0 else np.full_like(lever, np.nan)


def _dearer(base: Baseline, cap: float) -> dict[str, Floats]:
    """Discount and price that together cost the customer as much more as the cap allows."""
    nothing = np.full(base.ids.size, np.nan)
    now = base.discount
    paid = 1 - now
    discount = np.maximum(0.0, 1 - paid * (1 + cap))
    lower = (now > 1e-9) & (discount < now - 1e-9)
    lift = np.divide(1 - discount, paid, out=np.ones_like(paid), where=(paid > 0) & lower)
    price = np.maximum(0.0, (1 + cap) / lift - 1)
    sold = base.sales > 0
    return {
        "discount": np.where(lower & sold, discount, nothing),
        "price": np.where((price > 1e-9) & sold, price, nothing),
    }


def ladder(base: Baseline, rules: Feasible, *, count_freed: bool = True) -> Ladder:
    """Every converting step for every account, in order, and what is recommended.

    ``base.cost`` must be known: without cost to serve there is nothing to decide from.
    """
    wanted = feasible_levers(base, rules)
    taken = Levers()
    steps = []
    gained = np.zeros(base.ids.size)
    cheaper = gained
    for kind in (*CHEAPER, *DEARER):
        field = FIELDS[kind]
        asked = np.asarray(getattr(wanted, field), dtype=np.float64)
        tried = apply(base, replace(taken, **{field: asked}), count_freed=count_freed)
        better = ~np.isnan(asked) & (tried.gain > gained + 0.5)
        chosen = np.where(better, asked, np.nan)
        taken = replace(taken, **{field: chosen})
        done = apply(base, taken, count_freed=count_freed)
        gain = done.gain - gained
        gained = done.gain
        steps.append(Step(kind, _now(base, kind), chosen, better, gain, base.profit + gained))
        if kind is CHEAPER[-1]:
            cheaper = gained
    served = apply(base, taken.only(*CHEAPER), count_freed=count_freed)
    return Ladder(
        tuple(steps),
        taken,
        base.profit,
        base.profit + gained,
        share(np.maximum(0.0, -(base.profit + cheaper)), served.sales),
        _decision(base, base.profit + gained),
    )


def _decision(base: Baseline, converted: Floats) -> npt.NDArray[np.int8]:
    profit = base.profit
    known = ~np.isnan(profit) & (base.sales > 0)
    found = np.where(profit >= 0, 0, np.where(converted >= 0, 1, 2))
    return np.where(known, found, -1).astype(np.int8)


def _now(base: Baseline, kind: MeasureKind) -> Floats:
    if kind is MeasureKind.VISITS:
        return base.visits
    if kind is MeasureKind.DISCOUNT:
        return base.discount
    return np.zeros(base.ids.size)


def let_go_offers(base: Baseline, converted: Levers, *, count_freed: bool = True) -> Sequence[Step]:
    """What one account that stays below zero is let choose from, each offer after converting.

    The price that brings it to zero, the minimum order from which an order pays for itself, and
    the fee a year for what is missing.
    """
    before = apply(base, converted, count_freed=count_freed)
    missing = np.maximum(0.0, -before.profit)
    paying = before.sales > 0
    rise = np.divide(missing, before.sales, out=np.full_like(missing, np.nan), where=paying)
    price = (1 + _or_zero(converted.price, base)) * (1 + rise) - 1
    smallest = rounded_up(break_even_order(base))
    offers = {
        MeasureKind.PRICE: price,
        MeasureKind.MINIMUM_ORDER: np.where(smallest > 0, smallest, np.nan),
        MeasureKind.SERVICE_FEE: rounded_up(missing),
    }
    found = []
    for kind, asked in offers.items():
        after = apply(base, replace(converted, **{FIELDS[kind]: asked}), count_freed=count_freed)
        possible = ~np.isnan(asked) & (after.profit > before.profit + 0.5)
        now = _or_zero(getattr(converted, FIELDS[kind]), base)
        found.append(Step(kind, now, asked, possible, after.profit - before.profit, after.profit))
    return found


def _or_zero(lever: npt.ArrayLike, base: Baseline) -> Floats:
    held = np.broadcast_to(np.asarray(lever, dtype=np.float64), base.ids.size)
    return np.nan_to_num(held, nan=0.0)
