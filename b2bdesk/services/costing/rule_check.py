"""Does what a pool says one event takes agree with the minutes that were logged?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, end_of, month_of, noon_of
from b2bdesk.models import Account, Exchange
from b2bdesk.models.costing_enums import Driver
from b2bdesk.queries.costing import EXCHANGE_CHANNELS, PoolRow
from b2bdesk.services.costing.volumes import driver_volumes

_LOGGED = {
    Driver.EXCHANGES: Driver.EXCHANGE_MINUTES,
    Driver.VISITS: Driver.VISIT_MINUTES,
    Driver.CALLS: Driver.CALL_MINUTES,
}
_HALF_A_DAY_MS = 12 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class PoolDetail:
    """What the inspector of a pool needs beside its outcome.

    ``logged``: minutes logged with the events that the pool counts, None where events of its driver
    have none; ``unlogged`` of those events have no minutes. ``segments``: those of the accounts.
    """

    pool: int
    logged: int | None
    unlogged: int
    segments: tuple[str, ...]


def pool_detail(session: Session, pool: PoolRow, period: Period, as_of: date) -> PoolDetail:
    """Logged minutes beside a pool's events, and the segments that rates may name."""
    segments = session.scalars(
        select(Account.segment).where(Account.segment.is_not(None)).distinct()
    )
    names = tuple(sorted((name for name in segments if name), key=str.casefold))
    counted = None if pool.driver is None else _LOGGED.get(pool.driver)
    last = min(period.last, month_of(as_of))
    if pool.driver is None or counted is None or last < period.first:
        return PoolDetail(pool.id, None, 0, names)
    months = Period(period.first, last)
    rows = driver_volumes(session, {counted}, months, as_of).get(counted)
    logged = 0 if rows is None else int(rows.counts.sum())
    start = noon_of(months.first_date) - _HALF_A_DAY_MS
    unlogged = session.scalar(
        select(func.count())
        .select_from(Exchange)
        .where(
            Exchange.at >= start,
            Exchange.at < end_of(min(months.last_date, as_of)),
            Exchange.channel.in_(EXCHANGE_CHANNELS[pool.driver]),
            Exchange.minutes.is_(None),
        )
    )
    return PoolDetail(pool.id, logged, unlogged or 0, names)
