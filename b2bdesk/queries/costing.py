"""Cost pools with their periods, and how often each driver occurred by account and month."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, first_of_month, instant_of, month_of
from b2bdesk.models.costing import CostPool, CostPoolPeriod
from b2bdesk.models.enums import Channel, CostLevel, CostMethod, Driver
from b2bdesk.models.exchange import Exchange

MINUTE_DRIVERS = frozenset({Driver.EXCHANGE_MINUTES, Driver.VISIT_MINUTES, Driver.CALL_MINUTES})
"""Drivers that count minutes: an event of theirs takes one minute by definition."""

ACTIVE_MONTHS = 12
"""An account is active in a month when it ordered in it or in the eleven months before."""

_MONTH_COLUMNS = {
    Driver.ORDERS: "orders",
    Driver.ORDER_LINES: "sale_lines",
    Driver.DELIVERIES: "deliveries",
    Driver.UNITS: "sold_milli",
    Driver.RETURNS: "returns",
    Driver.CREDIT_NOTES: "credit_notes",
}
_VISITS = frozenset({Channel.VISIT})
_CALLS = frozenset({Channel.CALL, Channel.VIDEO})
_CHANNELS: dict[Driver, frozenset[Channel]] = {
    Driver.EXCHANGES: frozenset(Channel),
    Driver.EXCHANGE_MINUTES: frozenset(Channel),
    Driver.VISITS: _VISITS,
    Driver.VISIT_MINUTES: _VISITS,
    Driver.CALLS: _CALLS,
    Driver.CALL_MINUTES: _CALLS,
}


@dataclass(frozen=True, slots=True)
class PoolPeriodRow:
    """What a pool cost over whole months, in minor units, and the capacity that bought."""

    id: int
    months: Period
    amount: int
    capacity: int | None


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A cost pool with its periods, earliest first. ``minutes_per_event`` in thousandths."""

    id: int
    name: str
    activity: str
    level: CostLevel
    method: CostMethod
    driver: Driver | None
    minutes_milli: int | None
    ledger_accounts: str | None
    note: str | None
    periods: tuple[PoolPeriodRow, ...]


@dataclass(frozen=True, slots=True)
class VolumeRows:
    """How often a driver occurred: parallel account ids, months and counts.

    Units count in thousandths, everything else in whole events or minutes.
    """

    accounts: list[int]
    months: list[int]
    counts: list[int]


def list_pools(session: Session) -> list[PoolRow]:
    """Every cost pool, in the order they were entered."""
    periods: dict[int, list[PoolPeriodRow]] = defaultdict(list)
    for row in session.execute(
        select(
            CostPoolPeriod.pool_id,
            CostPoolPeriod.id,
            CostPoolPeriod.first_month,
            CostPoolPeriod.last_month,
            CostPoolPeriod.amount_minor,
            CostPoolPeriod.practical_capacity,
        ).order_by(CostPoolPeriod.first_month, CostPoolPeriod.id)
    ):
        months = Period(row.first_month, max(row.first_month, row.last_month))
        periods[row.pool_id].append(
            PoolPeriodRow(row.id, months, row.amount_minor, row.practical_capacity)
        )
    return [
        PoolRow(
            id=pool.id,
            name=pool.name,
            activity=pool.activity,
            level=pool.level,
            method=pool.method,
            driver=pool.driver,
            minutes_milli=pool.minutes_per_event_milli,
            ledger_accounts=pool.ledger_accounts,
            note=pool.note,
            periods=tuple(periods.get(pool.id, ())),
        )
        for pool in session.execute(
            select(
                CostPool.id,
                CostPool.name,
                CostPool.activity,
                CostPool.level,
                CostPool.method,
                CostPool.driver,
                CostPool.minutes_per_event_milli,
                CostPool.ledger_accounts,
                CostPool.note,
            ).order_by(CostPool.id)
        )
    ]


def driver_volumes(
    session: Session, drivers: Collection[Driver], months: Period, as_of: date
) -> dict[Driver, VolumeRows]:
    """How often each driver occurred in ``months``, up to the as-of date.

    Ledger drivers come from the summaries and count to the end of the as-of month; exchanges count
    to the end of the as-of day, in the month of their local date. Calls include video calls.
    ``active_accounts`` counts the months in which an account was active (``ACTIVE_MONTHS``).
    """
    last = min(months.last, month_of(as_of))
    if last < months.first:
        return {}
    span = Period(months.first, last)
    found: dict[Driver, VolumeRows] = {}
    for driver in drivers:
        if driver in _MONTH_COLUMNS:
            found[driver] = _counted(session, _MONTH_COLUMNS[driver], span)
        elif driver is Driver.ACTIVE_ACCOUNTS:
            found[driver] = _active(session, span)
    logged = [driver for driver in drivers if driver in _CHANNELS]
    if logged:
        found |= _exchanged(session, logged, span, as_of)
    return found


def _counted(session: Session, column: str, span: Period) -> VolumeRows:
    rows = (
        session.connection()
        .exec_driver_sql(
            f"SELECT account_id, month, {column} FROM account_month"
            f" WHERE month BETWEEN ? AND ? AND {column} > 0",
            (span.first, span.last),
        )
        .fetchall()
    )
    return VolumeRows([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])


def _active(session: Session, span: Period) -> VolumeRows:
    rows = session.connection().exec_driver_sql(
        "SELECT account_id, month FROM account_month"
        " WHERE month BETWEEN ? AND ? AND orders > 0 ORDER BY account_id, month",
        (span.first - ACTIVE_MONTHS + 1, span.last),
    )
    accounts: list[int] = []
    months: list[int] = []
    account, free = 0, 0  # the first month of the account that is not counted yet
    for found, month in rows:
        if found != account:
            account, free = found, span.first
        start = max(month, free)
        end = min(month + ACTIVE_MONTHS - 1, span.last)
        for active in range(start, end + 1):
            accounts.append(account)
            months.append(active)
        free = max(free, end + 1)
    return VolumeRows(accounts, months, [1] * len(accounts))


def _exchanged(
    session: Session, drivers: list[Driver], span: Period, as_of: date
) -> dict[Driver, VolumeRows]:
    starts = [_midnight(first_of_month(month)) for month in range(span.first, span.last + 1)]
    end = min(_midnight(first_of_month(span.last + 1)), _midnight(as_of + timedelta(days=1)))
    totals: dict[Driver, dict[tuple[int, int], int]] = {
        driver: defaultdict(int) for driver in drivers
    }
    rows = session.execute(
        select(Exchange.account_id, Exchange.at, Exchange.channel, Exchange.minutes).where(
            Exchange.at >= starts[0], Exchange.at < end
        )
    )
    for account, at, channel, minutes in rows:
        place = account, span.first + bisect_right(starts, at) - 1
        for driver in drivers:
            if channel in _CHANNELS[driver]:
                totals[driver][place] += max(0, minutes or 0) if driver in MINUTE_DRIVERS else 1
    return {
        driver: VolumeRows(
            [account for account, _ in counts],
            [month for _, month in counts],
            list(counts.values()),
        )
        for driver, counts in totals.items()
    }


def _midnight(day: date) -> int:
    """The instant at which a local day begins."""
    return instant_of(datetime(day.year, day.month, day.day).astimezone())
