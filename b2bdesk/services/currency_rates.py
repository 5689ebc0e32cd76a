"""Rates of other currencies, dated, and amounts converted by them when they come in.

An amount in another currency is converted once, with the rate of its day or the average of its
months; the file keeps what it was. A rate that is changed later changes what comes in later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.analytics.currency import MICRO, NoRateError, RateTable
from b2bdesk.core.dates import Period, date_of, day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import CurrencyRate
from b2bdesk.queries.currency_rates import list_currency_rates
from b2bdesk.queries.file_info import currency_of

HIGHEST_RATE = 1_000_000


@dataclass(frozen=True, slots=True)
class CurrencyRateDraft:
    """What one unit of a currency is worth in the file's currency from a day on."""

    currency: str
    since: date | None
    rate: Decimal | None


def rate_table(session: Session) -> RateTable:
    """All rates of the file, to convert by."""
    rows = list_currency_rates(session)
    return RateTable.of(
        currency_of(session), ((row.currency, row.day, row.rate_micro) for row in rows)
    )


def add_currency_rate(session: Session, draft: CurrencyRateDraft) -> int:
    """Add a rate; returns its id. ``DomainError`` with ``field`` currency, since or rate."""
    row = CurrencyRate(**_checked(session, draft, None))
    session.add(row)
    session.flush()
    return row.id


def edit_currency_rate(session: Session, rate: int, draft: CurrencyRateDraft) -> None:
    """Change a rate; ``DomainError`` as in ``add_currency_rate``."""
    row = _get(session, rate)
    for name, value in _checked(session, draft, rate).items():
        setattr(row, name, value)
    session.flush()


def remove_currency_rate(session: Session, rate: int) -> None:
    """Remove a rate; amounts converted by it stay as they are."""
    session.delete(_get(session, rate))
    session.flush()


def in_file_currency(session: Session, minor: int, currency: str, months: Period) -> int:
    """An amount over whole months in the file's currency, by the average rate of their days.

    ``DomainError`` with ``field`` amount where a rate is missing.
    """
    return in_currency_of(rate_table(session), minor, currency, months)


def in_currency_of(table: RateTable, minor: int, currency: str, months: Period) -> int:
    """The same by a table of rates."""
    try:
        rate = table.average(currency, day_of(months.first_date), day_of(months.last_date))
    except NoRateError as missing:
        raise DomainError(
            tr(
                "No rate of {currency} is known for {day}.",
                currency=currency,
                day=date_of(missing.day).isoformat(),
            ),
            field="amount",
            hint=tr("Add it in Settings, under Currencies."),
        ) from missing
    return table.converted(minor, currency, rate)


def _get(session: Session, rate: int) -> CurrencyRate:
    row = session.get(CurrencyRate, rate)
    if row is None:
        raise DomainError(tr("This rate is not there any more."))
    return row


def _checked(session: Session, draft: CurrencyRateDraft, edited: int | None) -> dict[str, object]:
    code = draft.currency.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise DomainError(tr("A currency has three letters, for example EUR."), field="currency")
    if code == currency_of(session):
        raise DomainError(
            tr("{currency} is the file's own currency.", currency=code), field="currency"
        )
    if draft.since is None:
        raise DomainError(tr("Say from which day the rate holds."), field="since")
    if draft.rate is None or not 0 < draft.rate <= HIGHEST_RATE:
        raise DomainError(
            tr("A rate is a number above zero."),
            field="rate",
            hint=tr("What one unit is worth in the file's currency, for example 1.0932."),
        )
    micro = int((draft.rate * MICRO).to_integral_value())
    if micro == 0:
        raise DomainError(tr("A rate has at most six decimals."), field="rate")
    day = day_of(draft.since)
    same = session.scalar(
        select(CurrencyRate.id).where(CurrencyRate.currency == code, CurrencyRate.day == day)
    )
    if same is not None and same != edited:
        raise DomainError(
            tr("There is a rate of {currency} from this day already.", currency=code),
            field="since",
            hint=tr("Change that one."),
        )
    return {"currency": code, "day": day, "rate_micro": micro}
