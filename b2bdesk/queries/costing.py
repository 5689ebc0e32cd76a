"""Cost pools with their periods, and how often each driver occurred by account and month."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, first_of_month, instant_of, month_of
from b2bdesk.models.costing import CostPool, CostPoolPeriod, CostRate, PoolVolume
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.models.enums import Channel
from b2bdesk.models.exchange import Exchange

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

MINUTE_DRIVERS = frozenset({Driver.EXCHANGE_MINUTES, Driver.VISIT_MINUTES, Driver.CALL_MINUTES})
"""Drivers that count minutes: an event of theirs takes one minute by definition."""

UNIT_SCALE = 1000
"""Units are counted in thousandths, because some goods are sold by weight or length."""

_THOUSANDTHS = frozenset({Driver.UNITS, Driver.OWN_VOLUMES})

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
_COLUMNS = tuple(_MONTH_COLUMNS.values())
_VISITS = frozenset({Channel.VISIT})
_CALLS = frozenset({Channel.CALL, Channel.VIDEO})
EXCHANGE_CHANNELS: dict[Driver, frozenset[Channel]] = {
    Driver.EXCHANGES: frozenset(Channel),
    Driver.EXCHANGE_MINUTES: frozenset(Channel),
    Driver.VISITS: _VISITS,
    Driver.VISIT_MINUTES: _VISITS,
    Driver.CALLS: _CALLS,
    Driver.CALL_MINUTES: _CALLS,
}
"""The channels of the exchanges a driver counts; video calls are calls."""


@dataclass(frozen=True, slots=True)
class PoolPeriodRow:
    """What a pool cost over whole months, in minor units, and the capacity that bought."""

    id: int
    months: Period
    amount: int
    capacity: int | None


@dataclass(frozen=True, slots=True)
class RateRow:
    """An event of these accounts, or of this channel, counts ``weight_milli`` thousandths of one.

    ``value``: a segment as written, else the stored value of its vocabulary.
    """

    by: RateBy
    value: str
    weight_milli: int


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A cost pool with its periods, earliest first. ``minutes_milli`` in thousandths of minutes.

    ``time_equation`` goes before ``minutes_milli``.
    """

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
    time_equation: str | None = None
    rates: tuple[RateRow, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class VolumeRows:
    """How often a driver occurred: parallel account ids, months and counts.

    Units and own volumes count in thousandths, everything else in whole events or minutes.
    """

    accounts: Ints
    months: Ints
    counts: Ints


def scale_of(driver: Driver | None) -> int:
    """How many counts of a driver are one event of it."""
    return UNIT_SCALE if driver in _THOUSANDTHS else 1


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
    rates: dict[int, list[RateRow]] = defaultdict(list)
    for pool_id, by, value, weight in session.execute(
        select(CostRate.pool_id, CostRate.by, CostRate.value, CostRate.weight_milli).order_by(
            CostRate.id
        )
    ):
        rates[pool_id].append(RateRow(by, value, weight))
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
            time_equation=pool.time_equation,
            rates=tuple(rates.get(pool.id, ())),
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
                CostPool.time_equation,
                CostPool.ledger_accounts,
                CostPool.note,
            ).order_by(CostPool.id)
        )
    ]


def driver_volumes(
    session: Session,
    drivers: Collection[Driver],
    months: Period,
    as_of: date,
    account: int | None = None,
) -> dict[Driver, VolumeRows]:
    """How often each driver occurred in ``months``, up to the as-of date, of one account or all.

    Ledger drivers come from the summaries and count to the end of the as-of month; exchanges count
    to the end of the as-of day, in the month of their local date. Calls include video calls.
    ``active_accounts`` counts the months in which an account was active (``ACTIVE_MONTHS``).
    """
    last = min(months.last, month_of(as_of))
    if last < months.first:
        return {}
    span = Period(months.first, last)
    found: dict[Driver, VolumeRows] = {}
    counted = [driver for driver in drivers if driver in _MONTH_COLUMNS]
    if counted or Driver.ACTIVE_ACCOUNTS in drivers:
        # Orders of earlier months make an account active in the first ones.
        reach = ACTIVE_MONTHS - 1 if Driver.ACTIVE_ACCOUNTS in drivers else 0
        table = _month_table(session, Period(span.first - reach, span.last), account)
        inside = table[:, 1] >= span.first
        for driver in counted:
            counts = table[:, 2 + _COLUMNS.index(_MONTH_COLUMNS[driver])]
            some = inside & (counts > 0)
            found[driver] = VolumeRows(table[some, 0], table[some, 1], counts[some])
        if reach:
            found[Driver.ACTIVE_ACCOUNTS] = _active(table, span)
    logged = [driver for driver in drivers if driver in EXCHANGE_CHANNELS]
    if logged:
        found |= _exchanged(session, logged, span, as_of, account)
    return found


def own_volumes(
    session: Session,
    pools: Collection[int],
    months: Period,
    as_of: date,
    account: int | None = None,
) -> dict[int, VolumeRows]:
    """The volumes that the user gave for pools, by pool, in ``months`` to the as-of month.

    A volume over several months lies evenly over them.
    """
    import numpy as np

    span = Period(months.first, min(months.last, month_of(as_of)))
    wanted = [
        PoolVolume.pool_id.in_(list(pools)),
        PoolVolume.first_month <= span.last,
        PoolVolume.last_month >= span.first,
    ]
    if account is not None:
        wanted.append(PoolVolume.account_id == account)
    counts: dict[int, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    rows = session.execute(
        select(
            PoolVolume.pool_id,
            PoolVolume.account_id,
            PoolVolume.first_month,
            PoolVolume.last_month,
            PoolVolume.volume_milli,
        ).where(*wanted)
    )
    for pool, holder, first, last, volume in rows:
        part, rest = divmod(max(0, volume), last - first + 1)
        for month in range(max(first, span.first), min(last, span.last) + 1):
            counts[pool][holder, month] += part + (1 if month - first < rest else 0)
    found = {}
    for pool, told in counts.items():
        keys = sorted(key for key, count in told.items() if count)
        found[pool] = VolumeRows(
            np.array([holder for holder, _ in keys], dtype=np.int64),
            np.array([month for _, month in keys], dtype=np.int64),
            np.array([told[key] for key in keys], dtype=np.int64),
        )
    return found


def _month_table(session: Session, span: Period, account: int | None) -> Ints:
    """Account, month and the counts of ``_COLUMNS``, sorted by account and month."""
    import numpy as np

    raw = session.connection().connection.driver_connection
    assert raw is not None
    # Past SQLAlchemy: a large file has hundreds of thousands of these rows.
    rows = raw.execute(
        f"SELECT account_id, month, {', '.join(_COLUMNS)} FROM account_month"
        f" WHERE month BETWEEN ? AND ?{'' if account is None else ' AND account_id = ?'}"
        " ORDER BY account_id, month",
        (span.first, span.last) if account is None else (span.first, span.last, account),
    ).fetchall()
    width = 2 + len(_COLUMNS)
    flat = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width)
    return flat.reshape(-1, width)


def _active(table: Ints, span: Period) -> VolumeRows:
    """Months up to the next order of an account, at most ``ACTIVE_MONTHS`` of them."""
    import numpy as np

    ordered = table[table[:, 2 + _COLUMNS.index("orders")] > 0]
    accounts, months = ordered[:, 0], ordered[:, 1]
    ends = np.minimum(months + ACTIVE_MONTHS - 1, span.last)
    again = accounts[1:] == accounts[:-1]
    ends[:-1][again] = np.minimum(ends[:-1], months[1:] - 1)[again]
    starts = np.maximum(months, span.first)
    lengths = np.maximum(ends - starts + 1, 0)
    firsts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    steps = np.arange(int(lengths.sum()), dtype=np.int64) - firsts
    return VolumeRows(
        np.repeat(accounts, lengths), np.repeat(starts, lengths) + steps, np.ones_like(steps)
    )


def _exchanged(
    session: Session, drivers: list[Driver], span: Period, as_of: date, account: int | None
) -> dict[Driver, VolumeRows]:
    import numpy as np

    starts = [_midnight(first_of_month(month)) for month in range(span.first, span.last + 1)]
    end = min(_midnight(first_of_month(span.last + 1)), _midnight(as_of + timedelta(days=1)))
    totals: dict[Driver, dict[tuple[int, int], int]] = {
        driver: defaultdict(int) for driver in drivers
    }
    wanted = [Exchange.at >= starts[0], Exchange.at < end]
    if account is not None:
        wanted.append(Exchange.account_id == account)
    rows = session.execute(
        select(Exchange.account_id, Exchange.at, Exchange.channel, Exchange.minutes).where(*wanted)
    )
    for holder, at, channel, minutes in rows:
        place = holder, span.first + bisect_right(starts, at) - 1
        for driver in drivers:
            if channel in EXCHANGE_CHANNELS[driver]:
                totals[driver][place] += max(0, minutes or 0) if driver in MINUTE_DRIVERS else 1
    return {
        driver: VolumeRows(
            np.array([holder for holder, _ in counts], dtype=np.int64),
            np.array([month for _, month in counts], dtype=np.int64),
            np.array(list(counts.values()), dtype=np.int64),
        )
        for driver, counts in totals.items()
    }


def _midnight(day: date) -> int:
    """The instant at which a local day begins."""
    return instant_of(datetime(day.year, day.month, day.day).astimezone())
