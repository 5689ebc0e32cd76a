"""The file's dated rates of other currencies."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.models.file import CurrencyRate


@dataclass(frozen=True, slots=True)
class CurrencyRateRow:
    """One unit of ``currency`` in the file's currency, in millionths, from a stored day on."""

    id: int
    currency: str
    day: int
    rate_micro: int


def list_currency_rates(session: Session) -> tuple[CurrencyRateRow, ...]:
    """All rates, by currency, the newest first."""
    rows = session.execute(
        select(
            CurrencyRate.id, CurrencyRate.currency, CurrencyRate.day, CurrencyRate.rate_micro
        ).order_by(CurrencyRate.currency, CurrencyRate.day.desc())
    )
    return tuple(CurrencyRateRow(*row) for row in rows)
