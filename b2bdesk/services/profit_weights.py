"""What one event of an account weighs in a pool: its count, its minutes, the rate of its channel.

The account's own segment and kind weigh all of its events alike, so only what differs between them
matters here.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from b2bdesk.analytics.time_equation import EquationError, plain_text
from b2bdesk.models.costing_enums import RateBy
from b2bdesk.queries.costing import PoolRow
from b2bdesk.queries.profit_events import DocumentRow, ExchangeEvent
from b2bdesk.services.costing.sources import equation_of

if TYPE_CHECKING:
    from b2bdesk.analytics.time_equation import TimeEquation

_ONE = 1000


@dataclass(frozen=True, slots=True)
class Known:
    """What a file knows beyond the single event: traits of the account, when an order is expedited.

    ``minor``: minor units of one of the file's currency. ``first``: the account's first order.
    """

    segment: str
    kind: str
    country: str
    expedited_days: int
    minor: int
    first: tuple[Any, str] | None

    @property
    def traits(self) -> dict[str, str]:
        """The names of an equation that ask for the account."""
        return {
            "segment": plain_text(self.segment),
            "kind": self.kind,
            "country": plain_text(self.country),
        }

    def expedited(self, order: DocumentRow) -> bool:
        """Whether an order was asked for sooner than usual; False where its dates are not known."""
        return order.lead is not None and order.lead <= self.expedited_days

    def of_order(self, order: DocumentRow | None) -> Mapping[str, Any]:
        """What an equation may ask of an order; a shipment without one has no lines."""
        if order is None:
            nothing = {"lines": 0, "units": 0, "amount": 0, "new customer": False}
            return {**self.traits, **nothing, "expedited": False}
        return {
            **self.traits,
            "lines": order.sale_lines,
            "units": Fraction(order.sold_milli, 1000),
            "amount": Fraction(order.sold, self.minor),
            "new customer": (order.day, order.document) == self.first,
            "expedited": self.expedited(order),
        }

    def of_exchange(self, talk: ExchangeEvent) -> Mapping[str, Any]:
        """What an equation may ask of an exchange."""
        return {
            **self.traits,
            "minutes": max(0, talk.minutes or 0),
            "people": len(talk.people),
            "colleagues": talk.colleagues,
            "complaint": talk.complaint,
            "channel": talk.channel.value,
            "exchange kind": talk.kind.value,
        }


class PoolWeights:
    """Weighs the events of one pool, in whole numbers that compare within the pool."""

    def __init__(self, pool: PoolRow) -> None:
        self._equation: TimeEquation | None = None
        with suppress(EquationError):  # such a pool charges nobody
            self._equation = equation_of(pool)
        self._channels = {
            rate.value: rate.weight_milli for rate in pool.rates if rate.by is RateBy.CHANNEL
        }

    def of(self, count: int, facts: Mapping[str, Any]) -> int:
        """The weight of an event that the driver counts ``count`` times."""
        weight = count
        if self._equation is not None:
            weight *= self._equation.milli_minutes(facts)
        if self._channels and "channel" in facts:
            weight *= self._channels.get(str(facts["channel"]), _ONE)
        return weight
