"""Cost pools with their periods, and how often each driver occurred by account and month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.models.costing import CostPool, CostPoolPeriod, CostRate, PoolVolume
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.models.enums import Channel

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

CUSTOMER_LEVELS = (CostLevel.UNIT, CostLevel.ORDER, CostLevel.CUSTOMER)
"""The levels whose cost reaches accounts; the others are held where they arise."""

MINUTE_DRIVERS = frozenset({Driver.EXCHANGE_MINUTES, Driver.VISIT_MINUTES, Driver.CALL_MINUTES})
"""Drivers that count minutes: an event of theirs takes one minute by definition."""

UNIT_SCALE = 1000
"""Units are counted in thousandths, because some goods are sold by weight or length."""

_THOUSANDTHS = frozenset({Driver.UNITS, Driver.OWN_VOLUMES})

ACTIVE_MONTHS = 12
"""An account is active in a month when it ordered in it or in the eleven months before."""

MONTH_COLUMNS = (
    Driver.ORDERS,
    Driver.ORDER_LINES,
    Driver.DELIVERIES,
    Driver.UNITS,
    Driver.RETURNS,
    Driver.CREDIT_NOTES,
)
"""The drivers that the summaries of the ledger count by account and month."""

_COLUMNS = "orders, sale_lines, deliveries, sold_milli, returns, credit_notes"
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
    """What a pool cost over whole months, in minor units, and the capacity that bought.

    ``currency`` and ``foreign``: the other currency and its minor units that it was converted from.
    """

    id: int
    months: Period
    amount: int
    capacity: int | None
    currency: str | None = None
    foreign: int | None = None


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
class MonthCounts:
    """Parallel accounts and months, by both, with a row of counts for ``MONTH_COLUMNS`` each."""

    accounts: Ints
    months: Ints
    counts: Ints


@dataclass(frozen=True, slots=True, eq=False)
class OwnVolumes:
    """Volumes that the user gave: parallel pools, accounts, months, and counts in thousandths."""

    pools: Ints
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
            CostPoolPeriod.currency,
            CostPoolPeriod.foreign_minor,
        ).order_by(CostPoolPeriod.first_month, CostPoolPeriod.id)
    ):
        months = Period(row.first_month, max(row.first_month, row.last_month))
        periods[row.pool_id].append(
            PoolPeriodRow(
                row.id,
                months,
                row.amount_minor,
                row.practical_capacity,
                row.currency,
                row.foreign_minor,
            )
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


def read_months(session: Session) -> MonthCounts:
    """What the summaries of the ledger count, of every account and month."""
    import numpy as np

    raw = session.connection().connection.driver_connection
    assert raw is not None
    # Past SQLAlchemy: a large file has hundreds of thousands of these rows.
    rows = raw.execute(
        f"SELECT account_id, month, {_COLUMNS} FROM account_month ORDER BY account_id, month"
    )
    flat = np.fromiter(chain.from_iterable(rows), np.int64)
    table = flat.reshape(-1, 2 + len(MONTH_COLUMNS))
    return MonthCounts(table[:, 0].copy(), table[:, 1].copy(), table[:, 2:].copy())


def read_own_volumes(session: Session) -> OwnVolumes:
    """The volumes that the user gave; one over several months lies evenly over them."""
    import numpy as np

    rows = session.execute(
        select(
            PoolVolume.pool_id,
            PoolVolume.account_id,
            PoolVolume.first_month,
            PoolVolume.last_month,
            PoolVolume.volume_milli,
        ).order_by(PoolVolume.id)
    ).all()
    table = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 5)
    pools, accounts, first, last, volume = table.T
    lengths = np.maximum(last - first + 1, 1)
    part, rest = np.divmod(np.maximum(volume, 0), lengths)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    step = np.arange(int(lengths.sum()), dtype=np.int64) - starts
    # The rest of a division goes to the first months.
    counts = np.repeat(part, lengths) + (step < np.repeat(rest, lengths))
    return OwnVolumes(
        np.repeat(pools, lengths),
        np.repeat(accounts, lengths),
        np.repeat(first, lengths) + step,
        counts,
    )


def active_months(rows: MonthCounts, now: int) -> tuple[Ints, Ints]:
    """The accounts and months in which they were active, up to the month ``now``.

    Each order makes the months up to the next one active, at most ``ACTIVE_MONTHS`` of them.
    """
    import numpy as np

    ordered = rows.counts[:, MONTH_COLUMNS.index(Driver.ORDERS)] > 0
    ordered &= rows.months <= now
    accounts, months = rows.accounts[ordered], rows.months[ordered]
    ends = np.minimum(months + ACTIVE_MONTHS - 1, now)
    again = accounts[1:] == accounts[:-1]
    ends[:-1][again] = np.minimum(ends[:-1], months[1:] - 1)[again]
    lengths = ends - months + 1
    firsts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    steps = np.arange(int(lengths.sum()), dtype=np.int64) - firsts
    return np.repeat(accounts, lengths), np.repeat(months, lengths) + steps
