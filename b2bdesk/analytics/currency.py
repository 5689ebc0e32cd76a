"""Amounts of one currency in another, by dated rates, exact until the last rounding.

A rate says what one unit of a currency is worth in the file's currency, from its day until the next
rate of that currency. A day's amount takes the rate of the day; an amount over several days takes
the average of the rates over those days, as an income statement does (IAS 21, paragraph 40).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.core.money import exponent

MICRO = 1_000_000


class NoRateError(LookupError):
    """No rate of a currency holds on a day."""

    def __init__(self, currency: str, day: int) -> None:
        super().__init__(f"{currency} on day {day}")
        self.currency, self.day = currency, day


@dataclass(frozen=True)
class RateTable:
    """Rates by currency: parallel tuples of stored days, ascending, and millionths."""

    own: str
    rates: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]

    @classmethod
    def of(cls, own: str, rows: Iterable[tuple[str, int, int]]) -> RateTable:
        """From rows of currency, stored day and rate in millionths."""
        found: dict[str, list[tuple[int, int]]] = {}
        for currency, day, rate in rows:
            found.setdefault(currency, []).append((day, rate))
        sorted_rates = {currency: sorted(pairs) for currency, pairs in found.items()}
        return cls(
            own,
            {
                currency: (tuple(day for day, _ in pairs), tuple(rate for _, rate in pairs))
                for currency, pairs in sorted_rates.items()
            },
        )

    def holding(self, currency: str, day: int) -> tuple[int, int]:
        """From which day the rate of a day holds, and it in millionths; ``NoRateError`` before the
        first one."""
        days, rates = self.rates.get(currency, ((), ()))
        place = bisect_right(days, day)
        if place == 0:
            raise NoRateError(currency, day)
        return days[place - 1], rates[place - 1]

    def on(self, currency: str, day: int) -> int:
        """The rate of a day in millionths; ``NoRateError`` before the first one."""
        return MICRO if currency == self.own else self.holding(currency, day)[1]

    def average(self, currency: str, first: int, last: int) -> Fraction:
        """The average rate over the days from ``first`` to ``last``, in millionths."""
        if last < first:
            raise ValueError("a span of days ends no earlier than it begins")
        if currency == self.own:
            return Fraction(MICRO)
        total, day = 0, first
        days, rates = self.rates.get(currency, ((), ()))
        while day <= last:
            place = bisect_right(days, day)
            if place == 0:
                raise NoRateError(currency, day)
            end = min(last + 1, days[place]) if place < len(days) else last + 1
            total += rates[place - 1] * (end - day)
            day = end
        return Fraction(total, last - first + 1)

    def converted(self, minor: int, currency: str, rate: int | Fraction) -> int:
        """Minor units of a currency in minor units of the file's, a half away from zero."""
        scale = Fraction(10) ** (exponent(self.own) - exponent(currency))
        return round_half_away(minor * scale * Fraction(rate) / MICRO)
