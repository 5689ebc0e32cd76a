"""Amounts of records in another currency, converted as their sheets come in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection

from b2bdesk.analytics.currency import NoRateError, RateTable
from b2bdesk.core.dates import date_of
from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.line_foreign import currency_code
from b2bdesk.exchange_formats.line_rows import CUBE
from b2bdesk.services.imports.masters import minor
from b2bdesk.services.imports.pending import Pending
from b2bdesk.services.imports.tally import Row, Tally

_LARGEST = 10**15  # minor units, as what is typed is held to


@dataclass(frozen=True, slots=True)
class Amount:
    """Minor units of the file's currency, and what they were converted from, if they were."""

    minor: int | None
    currency: str | None = None
    foreign_minor: int | None = None


class Converter:
    """Converts by the file's rates and by those that this import brings."""

    def __init__(self, connection: Connection, pending: Pending, own: str) -> None:
        self.own = own
        self._connection, self._pending = connection, pending
        self._table: RateTable | None = None

    @property
    def table(self) -> RateTable:
        """All rates; asked for once the sheets of rates, which come first, are read."""
        if self._table is None:
            known = self._pending.known.get("currency_rate")
            if known is not None:
                rows = [
                    (row["currency"], row["day"], row["rate_micro"])
                    for same in known.rows.values()
                    for row in same
                ]
            else:
                found = self._connection.exec_driver_sql(
                    "SELECT currency, day, rate_micro FROM currency_rate"
                )
                rows = [(str(code), int(day), int(rate)) for code, day, rate in found]
            self._table = RateTable.of(self.own, rows)
        return self._table

    def amount(
        self, tally: Tally, number: int, row: Row, key: str, first: int, last: int | None = None
    ) -> Amount | None:
        """What a cell amounts to: by the rate of the day ``first``, or the average of the days up
        to ``last``. None, and noted, where the row's currency has no rate or is none."""
        micros, text = row.get(key), row.get("currency")
        code = currency_code(text) if text else self.own
        if code == self.own or micros is None:
            return Amount(minor(micros, self.own))
        if code is None:
            tally.problem(number, "currency", "not_currency", text, detail=str(text))
            return None
        try:
            rate, since = self._rate(code, first, last)
        except NoRateError as missing:
            day = date_of(missing.day).isoformat()
            tally.problem(number, "currency", "no_rate", text, detail=f"{code} {day}")
            return None
        foreign = minor(micros, code)
        assert foreign is not None
        now = self.table.converted(foreign, code, rate)
        if abs(now) > _LARGEST:
            tally.problem(number, key, "too_large", text)
            return None
        told = (code, since, last, round(rate))
        tally.converted(told, *(each * CUBE // 10 ** exponent(of)
                                for each, of in ((foreign, code), (now, self.own))))  # fmt: skip
        return Amount(now, code, foreign)

    def _rate(self, code: str, first: int, last: int | None) -> tuple[Fraction, int]:
        if last is not None:
            return self.table.average(code, first, last), first
        since, rate = self.table.holding(code, first)
        return Fraction(rate), since
