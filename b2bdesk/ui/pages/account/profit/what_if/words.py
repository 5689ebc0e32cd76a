"""Measures in words and figures, and how far their sliders reach."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.core.money import exponent
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.settings import MONEY, MeasureSetting, native
from b2bdesk.services.decisions.what_if import WhatIf
from b2bdesk.ui.formats import formats

FIRST = (
    MeasureKind.PRICE,
    MeasureKind.VISITS,
    MeasureKind.MINIMUM_ORDER,
    MeasureKind.DISCOUNT,
)
"""The measures that are always on show; the others open on demand."""

MORE = (
    MeasureKind.CHANNEL,
    MeasureKind.DELIVERIES,
    MeasureKind.ORDER_FEE,
    MeasureKind.SERVICE_FEE,
)

_SIGNED = frozenset({MeasureKind.PRICE})
_STEPS = 40


@dataclass(frozen=True, slots=True)
class LeverSpec:
    """A lever of one account, in the numbers that levers take: shares, visits, or minor units.

    The slider goes from ``low`` to ``high`` by ``step``; what is typed may reach to ``least`` and
    ``most``. ``now`` is where it stands today.
    """

    kind: MeasureKind
    now: float
    low: float
    high: float
    step: float
    least: float
    most: float


def measure_name(kind: MeasureKind) -> str:
    """What a lever is called, with its unit where it is an amount."""
    name = tr(WORDS[kind])
    return tr("{name}, {unit}", name=name, unit=formats().currency) if kind in MONEY else name


def value_text(kind: MeasureKind, value: float) -> str:
    """A lever's value as it stands in its field: ``+1.5%``, ``12``, ``500``."""
    f = formats()
    if kind in MONEY:
        return f.money(round(value))
    if kind is MeasureKind.VISITS:
        return f.number(_exact(value), 0 if float(value).is_integer() else 1)
    least = 1 if kind in (MeasureKind.PRICE, MeasureKind.DISCOUNT) else 0
    fits = (n for n in range(least, 3) if abs(value * 10 ** (n + 2) % 1 - 0.5) > 0.5 - 1e-6)
    places = next(fits, 2)
    return f.signed_percent(value, places) if kind in _SIGNED else f.percent(value, places)


def setting_text(setting: MeasureSetting) -> str:
    """A measure in a few words: ``Price +1.5%``, ``Minimum order 500``."""
    f = formats()
    value = value_text(setting.kind, native(setting, f.currency))
    text = tr("{measure} {value}", measure=tr(WORDS[setting.kind]), value=value)
    if setting.below is None:
        return text
    return tr("{measure} under {amount}", measure=text, amount=f.money(setting.below))


_LEFT_OUT = {
    MeasureKind.PRICE: mark("the price change"),
    MeasureKind.VISITS: mark("the change of visits"),
    MeasureKind.MINIMUM_ORDER: mark("the minimum order"),
    MeasureKind.DISCOUNT: mark("the change of discount"),
    MeasureKind.CHANNEL: mark("calls in place of visits"),
    MeasureKind.DELIVERIES: mark("joined deliveries"),
    MeasureKind.ORDER_FEE: mark("the fee for small orders"),
    MeasureKind.SERVICE_FEE: mark("the service fee"),
}


def in_a_sentence(kind: MeasureKind) -> str:
    """A measure within a sentence: ``the price change``."""
    return tr(_LEFT_OUT[kind])


def step_text(setting: MeasureSetting, found: WhatIf) -> str:
    """What is to be done for a measure, as the first words of a plan's step."""
    f = formats()
    value = native(setting, f.currency)
    text = value_text(setting.kind, value)
    words = {
        MeasureKind.PRICE: mark("Agree on a price change of {value}"),
        MeasureKind.VISITS: mark("Plan {value} visits a year in place of {now}"),
        MeasureKind.MINIMUM_ORDER: mark("Agree on a minimum order of {value} {currency}"),
        MeasureKind.DISCOUNT: mark("Agree on a discount of {value} in place of {now}"),
        MeasureKind.CHANNEL: mark("Hold {value} of the visits as calls"),
        MeasureKind.DELIVERIES: mark("Agree to join {value} of the deliveries"),
        MeasureKind.ORDER_FEE: mark("Announce a fee of {value} {currency} for small orders"),
        MeasureKind.SERVICE_FEE: mark("Agree on a service fee of {value} {currency} a year"),
    }
    now = value_text(setting.kind, now_of(found, setting.kind))
    return tr(words[setting.kind], value=text, now=now, currency=f.currency)


def now_text(spec: LeverSpec) -> str:
    """Where the lever stands today: ``today``, ``none``, or the figure itself."""
    if spec.kind is MeasureKind.PRICE:
        return tr("today")
    if spec.kind in (MeasureKind.VISITS, MeasureKind.DISCOUNT):
        return value_text(spec.kind, spec.now)
    return tr("none")


def parse_value(kind: MeasureKind, text: str) -> float | None:
    """What was typed into a lever's field; None where it is no number."""
    f = formats()
    if kind in MONEY:
        minor = f.parse_money(text)
        return None if minor is None else float(minor)
    number = f.parse_number(text)
    if number is None:
        return None
    return float(number) if kind is MeasureKind.VISITS else float(number / 100)


def now_of(found: WhatIf, kind: MeasureKind) -> float:
    """Where a lever of an account stands today."""
    if kind is MeasureKind.VISITS:
        return float(found.base.visits[0])
    return float(found.base.discount[0]) if kind is MeasureKind.DISCOUNT else 0.0


def lever_spec(found: WhatIf, kind: MeasureKind) -> LeverSpec:
    """How far a lever of this account reaches, by what the account is like."""
    now = now_of(found, kind)
    low, high, step, least, most = _REACH[kind](found, now)
    return LeverSpec(kind, now, min(low, now), max(high, now), step, least, most)


_Reach = tuple[float, float, float, float, float]


def _price(_found: WhatIf, _now: float) -> _Reach:
    return -0.05, 0.1, 0.005, -0.5, 1.0


def _visits(_found: WhatIf, now: float) -> _Reach:
    return 0.0, max(12.0, 2 * now), 1.0, 0.0, 1000.0


def _discount(_found: WhatIf, now: float) -> _Reach:
    return 0.0, max(0.1, math.ceil(20 * now) / 10), 0.005, 0.0, 0.95


def _share(_found: WhatIf, _now: float) -> _Reach:
    return 0.0, 1.0, 0.05, 0.0, 1.0


def _minimum(found: WhatIf, _now: float) -> _Reach:
    return _money(2 * float(found.base.orders.middle()[0]))


def _order_fee(found: WhatIf, _now: float) -> _Reach:
    orders = max(1, int(found.base.orders.counts[0]))
    return _money(3 * float(found.base.cost[0]) / orders)


def _service_fee(found: WhatIf, _now: float) -> _Reach:
    profit = found.profit or 0.0
    return _money(max(0.01 * float(found.base.sales[0]), -1.5 * profit))


def _money(reach: float) -> _Reach:
    """From nothing to a round amount in forty round steps."""
    wanted = max(reach, 100.0 * 10 ** exponent(formats().currency)) / _STEPS
    size = 10 ** math.floor(math.log10(wanted))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= wanted)
    return 0.0, step * _STEPS, step, 0.0, 1e12


_REACH: dict[MeasureKind, Callable[[WhatIf, float], _Reach]] = {
    MeasureKind.PRICE: _price,
    MeasureKind.VISITS: _visits,
    MeasureKind.DISCOUNT: _discount,
    MeasureKind.CHANNEL: _share,
    MeasureKind.DELIVERIES: _share,
    MeasureKind.MINIMUM_ORDER: _minimum,
    MeasureKind.ORDER_FEE: _order_fee,
    MeasureKind.SERVICE_FEE: _service_fee,
}


def reach_error(spec: LeverSpec) -> str:
    """What a lever's field takes, where something else was typed."""
    return tr(
        "Give a value from {least} to {most}.",
        least=value_text(spec.kind, spec.least),
        most=value_text(spec.kind, spec.most),
    )


def small_orders_text(found: WhatIf, below: int) -> str:
    """How many of the orders of twelve months were smaller than an amount."""
    count, _amount = found.orders_below(below)
    every = int(found.base.orders.counts[0])
    return trn("{count} of {n} order", "{count} of {n} orders", every, count=count)


def _exact(value: float) -> Decimal:
    return Decimal(repr(float(value)))
