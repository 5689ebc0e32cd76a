"""Days, months, periods and instants as the database keeps them.

Day: days since 1970-01-01 (int). Month: ``year * 12 + month - 1`` (int).
Instant: milliseconds since 1970-01-01 UTC (int); shown in local time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_EPOCH = date(1970, 1, 1)
_EPOCH_ORDINAL = _EPOCH.toordinal()


def day_of(value: date) -> int:
    """Stored day of a calendar date."""
    return value.toordinal() - _EPOCH_ORDINAL


def date_of(day: int) -> date:
    """Calendar date of a stored day."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def month_of(value: date) -> int:
    """Stored month of a calendar date."""
    return value.year * 12 + value.month - 1


def month_of_day(day: int) -> int:
    """Stored month of a stored day."""
    return month_of(date_of(day))


def first_of_month(month: int) -> date:
    """First calendar day of a stored month."""
    return date(month // 12, month % 12 + 1, 1)


def last_of_month(month: int) -> date:
    """Last calendar day of a stored month."""
    return first_of_month(month + 1) - timedelta(days=1)


def now_ms() -> int:
    """This instant, in UTC milliseconds."""
    return time.time_ns() // 1_000_000


def instant_of(value: datetime) -> int:
    """Stored instant of an aware datetime."""
    return round(value.timestamp() * 1000)


def datetime_of(instant: int) -> datetime:
    """Aware UTC datetime of a stored instant."""
    return datetime.fromtimestamp(instant / 1000, UTC)


def local_date_of(instant: int) -> date:
    """The local calendar date on which a stored instant fell."""
    # By the C library: ten thousand of them are a page's worth.
    return date.fromtimestamp(instant / 1000)  # noqa: DTZ012 - the local day is what is asked


def noon_of(value: date) -> int:
    """Stored instant of local noon on a date: where only the date of an exchange is known."""
    return instant_of(datetime(value.year, value.month, value.day, 12).astimezone())


def end_of(value: date) -> int:
    """Stored instant at which a local date ends: what happened up to it happened by that day."""
    return noon_of(value) + 12 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, both ends included, as stored month numbers."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends no earlier than it begins")

    @property
    def months(self) -> int:
        """How many months the period has."""
        return self.last - self.first + 1

    @property
    def first_date(self) -> date:
        """First day of the period."""
        return first_of_month(self.first)

    @property
    def last_date(self) -> date:
        """Last day of the period."""
        return last_of_month(self.last)

    def overlaps(self, other: Period) -> bool:
        """True when the two share a month."""
        return self.first <= other.last and other.first <= self.last


def fiscal_year(month: int, start_month: int) -> Period:
    """The fiscal year that holds a stored month; ``start_month`` is 1 for January."""
    offset = (month % 12 - (start_month - 1)) % 12
    return Period(month - offset, month - offset + 11)


def fiscal_quarter(month: int, start_month: int) -> Period:
    """The quarter of the fiscal year that holds a stored month."""
    year = fiscal_year(month, start_month)
    first = month - (month - year.first) % 3
    return Period(first, first + 2)
