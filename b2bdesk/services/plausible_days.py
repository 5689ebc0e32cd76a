"""Days a person can mean: what a slip of the keyboard makes of them is refused with words."""

from __future__ import annotations

from datetime import date

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr

FIRST_YEAR = 1900
YEARS_AHEAD = 10


def plausible_day(value: date, as_of: date, field: str = "") -> int:
    """The stored day of a date in a working life, up to ten years ahead of ``as_of``."""
    if value.year < FIRST_YEAR:
        raise DomainError(
            tr("The year {year} is too long ago.", year=value.year),
            field=field,
            hint=tr("Check the year."),
        )
    if value.year > as_of.year + YEARS_AHEAD:
        raise DomainError(
            tr("The year {year} is too far in the future.", year=value.year),
            field=field,
            hint=tr("Check the year."),
        )
    return day_of(value)


def seen_day(value: date, today: date, field: str = "") -> int:
    """The stored day of something that was seen: not before 1900, and not after ``today``."""
    if value > today:
        raise DomainError(
            tr("{day} has not come yet.", day=value.isoformat()),
            field=field,
            hint=tr("Enter the day on which it was seen."),
        )
    return plausible_day(value, today, field)
