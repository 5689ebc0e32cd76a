"""The as-of date and the year's span, which every figure is computed by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from b2bdesk.core.dates import Period, fiscal_year, month_of

FRESH_DAYS = 45


class AsOfSource(StrEnum):
    """Why the as-of date is what it is."""

    TODAY = "today"
    LEDGER = "ledger"
    SET = "set"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date every figure is computed as of."""

    date: date
    source: AsOfSource


def as_of(today: date, ledger_end: date | None, chosen: date | None) -> AsOf:
    """Today while the ledger is at most 45 days old, else its last date, or the date set."""
    if chosen is not None:
        return AsOf(chosen, AsOfSource.SET)
    if ledger_end is not None and today - ledger_end > timedelta(days=FRESH_DAYS):
        return AsOf(ledger_end, AsOfSource.LEDGER)
    return AsOf(today, AsOfSource.TODAY)


def year_to_date(day: date, start_month: int) -> tuple[Period, Period]:
    """This fiscal year up to the as-of month, and the same months of the year before."""
    year = fiscal_year(month_of(day), start_month)
    this = Period(year.first, month_of(day))
    return this, Period(this.first - 12, this.last - 12)
