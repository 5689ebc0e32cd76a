"""What a sheet's rows in other currencies came to, by currency and rate, for its dry run."""

from __future__ import annotations

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.line_rows import CUBE
from b2bdesk.exchange_formats.values import rounded
from b2bdesk.services.imports.plan import Conversion

Key = tuple[str, int, int | None, int]
"""Currency, first and last day of the rate (None for the rate of a day), millionths."""


class Conversions:
    """Sums of what came and of what it became, exactly, in micros to the third."""

    def __init__(self) -> None:
        self._sums: dict[Key, list[int]] = {}

    def add(self, key: Key, came: int, became: int, rows: int = 1) -> None:
        """A row that is converted; with ``rows`` -1 it is taken back."""
        sums = self._sums.setdefault(key, [0, 0, 0])
        sums[0] += rows
        sums[1] += came * rows
        sums[2] += became * rows

    def told(self, own: str) -> tuple[Conversion, ...]:
        """By currency and day, in minor units of the currency and of the file's ``own``."""
        return tuple(
            Conversion(*key, rows, _minor(came, key[0]), _minor(became, own))
            for key, (rows, came, became) in sorted(
                self._sums.items(), key=lambda item: (*item[0][:2], item[0][2] or 0)
            )
            if rows
        )


def _minor(exact: int, currency: str) -> int:
    return rounded(exact, CUBE // 10 ** exponent(currency))
