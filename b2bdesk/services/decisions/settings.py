"""A measure as it is set, kept and taken to the arrays that are computed with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from b2bdesk.core.money import exponent
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.models.enums import RelationshipType

if TYPE_CHECKING:
    from b2bdesk.analytics.measures import Levers

MONEY = frozenset({MeasureKind.MINIMUM_ORDER, MeasureKind.ORDER_FEE, MeasureKind.SERVICE_FEE})
"""Measures whose value is an amount; visits are a number, all others percent."""


@dataclass(frozen=True, slots=True)
class MeasureSetting:
    """A measure with its value in thousandths of its unit: percent, visits a year, or currency.

    Percent of the visits (calls in place of visits), of the deliveries (joined), of list price
    (discount from now on), of what is paid (price). ``below``: the order amount in minor units
    under which a fee for small orders is due. ``type`` and ``segment`` narrow a rule of the
    portfolio to such accounts.
    """

    kind: MeasureKind
    milli: int
    below: int | None = None
    type: RelationshipType | None = None
    segment: str | None = None


def milli_of_money(minor: int, currency: str) -> int:
    """Thousandths of a currency unit."""
    return int(minor * 10 ** (3 - exponent(currency)))


def money_of_milli(milli: int, currency: str) -> int:
    """Minor units of thousandths of a currency unit, toward zero."""
    return int(milli / 10 ** (3 - exponent(currency)))


def native(setting: MeasureSetting, currency: str) -> float:
    """The value as levers take it: a share, a number of visits, or minor units."""
    if setting.kind in MONEY:
        return float(money_of_milli(setting.milli, currency))
    return setting.milli / (1000 if setting.kind is MeasureKind.VISITS else 100_000)


def from_native(kind: MeasureKind, value: float, currency: str) -> MeasureSetting:
    """The setting of a lever's value."""
    if kind in MONEY:
        return MeasureSetting(kind, milli_of_money(round(value), currency))
    return MeasureSetting(kind, round(value * (1000 if kind is MeasureKind.VISITS else 100_000)))


def levers_of(settings: Iterable[MeasureSetting], currency: str) -> Levers:
    """The levers of some measures together; of two of a kind the later holds."""
    from b2bdesk.analytics.measures import FIELDS, Levers

    values: dict[str, float] = {}
    for each in settings:
        values[FIELDS[each.kind]] = native(each, currency)
        if each.below is not None:
            values["fee_below"] = float(each.below)
    return Levers(**values)
