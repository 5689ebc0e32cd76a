"""Adding, changing and removing cost pools and what they cost in a period."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing import CostPool, CostPoolPeriod
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver
from b2bdesk.queries.costing import MINUTE_DRIVERS, PoolPeriodRow, PoolRow

CUSTOMER_LEVELS = (CostLevel.UNIT, CostLevel.ORDER, CostLevel.CUSTOMER)
"""The levels whose cost reaches accounts; the others are held where they arise."""

LARGEST_AMOUNT = 10**15
LARGEST_CAPACITY = 10**12
_MOST_MINUTES_MILLI = 100_000_000
_MONTHS_OF_TIME = Period(1900 * 12, 2200 * 12 - 1)


@dataclass(frozen=True, slots=True)
class PoolDraft:
    """A cost pool as entered. ``minutes_milli``: thousandths of the minutes one event takes."""

    name: str
    activity: str = ""
    level: CostLevel = CostLevel.ORDER
    method: CostMethod = CostMethod.CONVENTIONAL
    driver: Driver | None = None
    minutes_milli: int | None = None
    ledger_accounts: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodDraft:
    """What a pool cost over whole months, in minor units, and the capacity that bought.

    ``capacity``: minutes for a time-driven pool, else events; None where it is not known.
    """

    months: Period
    amount: int
    capacity: int | None = None


def draft_of(pool: PoolRow) -> PoolDraft:
    """The draft that would leave a pool as it is; change it with ``dataclasses.replace``."""
    return PoolDraft(
        name=pool.name,
        activity=pool.activity,
        level=pool.level,
        method=pool.method,
        driver=pool.driver,
        minutes_milli=pool.minutes_milli,
        ledger_accounts=pool.ledger_accounts,
        note=pool.note,
    )


def period_draft_of(row: PoolPeriodRow) -> PeriodDraft:
    """The draft that would leave a pool's period as it is."""
    return PeriodDraft(row.months, row.amount, row.capacity)


def add_pool(session: Session, draft: PoolDraft, period: PeriodDraft | None = None) -> int:
    """Add a pool, with its first period where given; returns its id.

    Raises ``DomainError`` with ``field`` name, activity, driver, minutes, months, amount or
    capacity.
    """
    values = _checked(session, draft, None)
    if period is not None:
        _check_period(session, None, period, None)
    row = CostPool(**values)
    session.add(row)
    session.flush()
    if period is not None:
        add_period(session, row.id, period)
    return row.id


def update_pool(session: Session, pool: int, draft: PoolDraft) -> None:
    """Give a pool what the draft says; ``DomainError`` as in ``add_pool``."""
    row = _get(session, pool)
    for name, value in _checked(session, draft, pool).items():
        setattr(row, name, value)
    session.flush()


def remove_pool(session: Session, pool: int) -> None:
    """Remove a pool and its periods."""
    session.delete(_get(session, pool))
    session.flush()


def add_period(session: Session, pool: int, draft: PeriodDraft) -> int:
    """Say what a pool cost over some months; returns the period's id.

    Raises ``DomainError`` with ``field`` months, amount or capacity.
    """
    _get(session, pool)
    _check_period(session, pool, draft, None)
    row = CostPoolPeriod(
        pool_id=pool,
        first_month=draft.months.first,
        last_month=draft.months.last,
        amount_minor=draft.amount,
        practical_capacity=draft.capacity,
    )
    session.add(row)
    session.flush()
    return row.id


def update_period(session: Session, period: int, draft: PeriodDraft) -> None:
    """Change a pool's period; ``DomainError`` as in ``add_period``."""
    row = _get_period(session, period)
    _check_period(session, row.pool_id, draft, period)
    row.first_month = draft.months.first
    row.last_month = draft.months.last
    row.amount_minor = draft.amount
    row.practical_capacity = draft.capacity
    session.flush()


def remove_period(session: Session, period: int) -> None:
    """Remove what a pool cost over some months."""
    session.delete(_get_period(session, period))
    session.flush()


def _get(session: Session, pool: int) -> CostPool:
    row = session.get(CostPool, pool)
    if row is None:
        raise DomainError(tr("This cost pool is not there any more."))
    return row


def _get_period(session: Session, period: int) -> CostPoolPeriod:
    row = session.get(CostPoolPeriod, period)
    if row is None:
        raise DomainError(tr("This period of the pool is not there any more."))
    return row


def _checked(session: Session, draft: PoolDraft, pool: int | None) -> dict[str, object]:
    """The columns of a draft that holds together."""
    name = " ".join(draft.name.split())
    if not name:
        raise DomainError(tr("A cost pool needs a name."), field="name")
    for other, taken in session.execute(select(CostPool.id, CostPool.name)):
        if other != pool and taken.casefold() == name.casefold():
            raise DomainError(
                tr("There is a cost pool called {name} already.", name=taken),
                field="name",
                hint=tr("Choose another name, or change that pool."),
            )
    timed = draft.method is CostMethod.TIME_DRIVEN and draft.level in CUSTOMER_LEVELS
    if timed and draft.driver is None:
        raise DomainError(
            tr("A time-driven pool needs a driver."),
            field="driver",
            hint=tr("Choose whose minutes or events use the capacity."),
        )
    minutes = draft.minutes_milli
    if draft.driver in MINUTE_DRIVERS or draft.method is not CostMethod.TIME_DRIVEN:
        minutes = None
    elif timed and minutes is None:
        raise DomainError(
            tr("Say how many minutes one event takes."),
            field="minutes",
            hint=tr("Or choose a driver that counts minutes."),
        )
    if minutes is not None and not 0 < minutes <= _MOST_MINUTES_MILLI:
        raise DomainError(
            tr("One event takes more than 0 and at most 100,000 minutes."), field="minutes"
        )
    return {
        "name": name,
        "activity": " ".join(draft.activity.split()) or name,
        "level": draft.level,
        "method": draft.method,
        "driver": draft.driver,
        "minutes_per_event_milli": minutes,
        "ledger_accounts": (draft.ledger_accounts or "").strip() or None,
        "note": (draft.note or "").strip() or None,
    }


def _check_period(
    session: Session, pool: int | None, draft: PeriodDraft, period: int | None
) -> None:
    months = draft.months
    if not (_MONTHS_OF_TIME.first <= months.first and months.last <= _MONTHS_OF_TIME.last):
        raise DomainError(tr("These months are out of range."), field="months")
    if abs(draft.amount) > LARGEST_AMOUNT:
        raise DomainError(tr("This amount is far larger than a cost can be."), field="amount")
    if draft.capacity is not None and not 0 < draft.capacity <= LARGEST_CAPACITY:
        raise DomainError(
            tr("A practical capacity is above zero."),
            field="capacity",
            hint=tr("Leave it empty where it is not known."),
        )
    if pool is None:
        return
    for row in session.scalars(select(CostPoolPeriod).where(CostPoolPeriod.pool_id == pool)):
        if row.id != period and Period(row.first_month, row.last_month).overlaps(months):
            raise DomainError(
                tr("The pool has a cost for some of these months already."),
                field="months",
                hint=tr("Periods of one pool may follow each other but not overlap."),
            )
