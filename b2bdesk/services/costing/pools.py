"""Adding, changing and removing cost pools and what they cost in a period."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.analytics.time_equation import TimeEquation, parse, plain_text, subject_of
from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing import CostPool, CostPoolPeriod, CostRate
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.models.enums import AccountKind, Channel
from b2bdesk.queries.costing import CUSTOMER_LEVELS as CUSTOMER_LEVELS  # noqa: PLC0414 - for others
from b2bdesk.queries.costing import (
    EXCHANGE_CHANNELS,
    MINUTE_DRIVERS,
    PoolPeriodRow,
    PoolRow,
    RateRow,
)
from b2bdesk.services.currency_rates import in_file_currency

LARGEST_AMOUNT = 10**15
LARGEST_CAPACITY = 10**12
_MOST_MINUTES_MILLI = 100_000_000
_MOST_WEIGHT_MILLI = 1_000_000
_CHANNEL_DRIVERS = frozenset({*EXCHANGE_CHANNELS, Driver.COMPLAINTS})
_MONTHS_OF_TIME = Period(1900 * 12, 2200 * 12 - 1)


@dataclass(frozen=True, slots=True)
class PoolDraft:
    """A cost pool as entered. ``minutes_milli``: thousandths of the minutes one event takes.

    ``time_equation`` goes before the minutes; an equation without conditions is kept as minutes.
    ``rates`` are all the rates that the pool is to have.
    """

    name: str
    activity: str = ""
    level: CostLevel = CostLevel.ORDER
    method: CostMethod = CostMethod.CONVENTIONAL
    driver: Driver | None = None
    minutes_milli: int | None = None
    ledger_accounts: str | None = None
    note: str | None = None
    time_equation: str | None = None
    rates: tuple[RateRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodDraft:
    """What a pool cost over whole months, in minor units, and the capacity that bought.

    ``capacity``: minutes for a time-driven pool, else events; None where it is not known.
    ``currency``: what the amount is in; None for the file's own. It is converted as it comes in,
    and kept; the same amount of the same months stays as it was converted then.
    """

    months: Period
    amount: int
    capacity: int | None = None
    currency: str | None = None


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
        time_equation=pool.time_equation,
        rates=pool.rates,
    )


def period_draft_of(row: PoolPeriodRow) -> PeriodDraft:
    """The draft that would leave a pool's period as it is."""
    if row.currency is not None and row.foreign is not None:
        return PeriodDraft(row.months, row.foreign, row.capacity, row.currency)
    return PeriodDraft(row.months, row.amount, row.capacity)


def add_pool(session: Session, draft: PoolDraft, period: PeriodDraft | None = None) -> int:
    """Add a pool, with its first period where given; returns its id.

    Raises ``DomainError`` with ``field`` name, driver, minutes, time_equation, rates, months,
    amount or capacity; one of the time equation is an ``EquationError`` with its place.
    """
    values = _checked(session, draft, None)
    rates = _checked_rates(draft)
    if period is not None:
        _check_period(session, None, period, None)
    row = CostPool(**values)
    session.add(row)
    session.flush()
    _set_rates(session, row.id, rates)
    if period is not None:
        add_period(session, row.id, period)
    return row.id


def update_pool(session: Session, pool: int, draft: PoolDraft) -> None:
    """Give a pool what the draft says; ``DomainError`` as in ``add_pool``."""
    row = _get(session, pool)
    values = _checked(session, draft, pool)
    rates = _checked_rates(draft)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    _set_rates(session, pool, rates)


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
        practical_capacity=draft.capacity,
        **_amounts(session, draft, None),
    )
    session.add(row)
    session.flush()
    return row.id


def update_period(session: Session, period: int, draft: PeriodDraft) -> None:
    """Change a pool's period; ``DomainError`` as in ``add_period``."""
    row = _get_period(session, period)
    _check_period(session, row.pool_id, draft, period)
    for name, value in _amounts(session, draft, row).items():
        setattr(row, name, value)
    row.first_month = draft.months.first
    row.last_month = draft.months.last
    row.practical_capacity = draft.capacity
    session.flush()


def remove_period(session: Session, period: int) -> None:
    """Remove what a pool cost over some months."""
    session.delete(_get_period(session, period))
    session.flush()


def _amounts(
    session: Session, draft: PeriodDraft, held: CostPoolPeriod | None
) -> dict[str, int | str | None]:
    """The columns of a period's amount; ``DomainError`` at the amount where a rate is missing."""
    if draft.currency is None:
        return {"amount_minor": draft.amount, "currency": None, "foreign_minor": None}
    came = (draft.currency, draft.amount, draft.months.first, draft.months.last)
    if held is not None and came == (
        held.currency, held.foreign_minor, held.first_month, held.last_month
    ):  # fmt: skip
        amount = held.amount_minor
    else:
        amount = in_file_currency(session, draft.amount, draft.currency, draft.months)
    _check_amount(amount)
    return {"amount_minor": amount, "currency": draft.currency, "foreign_minor": draft.amount}


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
    equation = read_equation(draft)
    if equation is not None and not equation.names:
        # Without any condition it is the same for every event.
        minutes, equation = max(1, equation.milli_minutes({})), None
    if (
        equation is not None
        or draft.driver in MINUTE_DRIVERS
        or draft.method is not CostMethod.TIME_DRIVEN
    ):
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
        "time_equation": None if equation is None else " ".join(equation.text.split()),
        "ledger_accounts": (draft.ledger_accounts or "").strip() or None,
        "note": (draft.note or "").strip() or None,
    }


def read_equation(draft: PoolDraft) -> TimeEquation | None:
    """The time equation of a draft, None where its events need none; ``EquationError``."""
    text = (draft.time_equation or "").strip()
    subject = subject_of(draft.driver)
    if not text or subject is None or draft.method is not CostMethod.TIME_DRIVEN:
        return None
    return parse(text, subject)


def check_rule(draft: PoolDraft) -> None:
    """That time equation and rates go with the driver; ``DomainError`` where they do not."""
    read_equation(draft)
    _checked_rates(draft)


def _checked_rates(draft: PoolDraft) -> dict[tuple[RateBy, str], int]:
    """Weights by what they are for."""
    found: dict[tuple[RateBy, str], int] = {}
    met: set[tuple[RateBy, str]] = set()
    for rate in draft.rates:
        value = " ".join(rate.value.split())
        vocabulary = {RateBy.ACCOUNT_KIND: AccountKind, RateBy.CHANNEL: Channel}.get(rate.by)
        if not value:
            raise DomainError(tr("Say what the rate is for."), field="rates")
        if vocabulary is not None and value not in {member.value for member in vocabulary}:
            raise DomainError(tr("“{value}” is not known here.", value=value), field="rates")
        if rate.by is RateBy.CHANNEL and draft.driver not in _CHANNEL_DRIVERS:
            raise DomainError(
                tr("Only exchanges have a channel."),
                field="rates",
                hint=tr("Choose a driver that counts exchanges, or another rate."),
            )
        if not 0 <= rate.weight_milli <= _MOST_WEIGHT_MILLI:
            raise DomainError(tr("A rate is between 0 and 1,000 times."), field="rates")
        key = rate.by, plain_text(value)
        if key in met:
            raise DomainError(tr("There are two rates for {value}.", value=value), field="rates")
        met.add(key)
        found[rate.by, value] = rate.weight_milli
    return found


def _set_rates(session: Session, pool: int, rates: dict[tuple[RateBy, str], int]) -> None:
    left = dict(rates)
    for row in session.scalars(select(CostRate).where(CostRate.pool_id == pool)):
        weight = left.pop((row.by, row.value), None)
        if weight is None:
            session.delete(row)
        else:
            row.weight_milli = weight
    # Before new ones come: two may differ in nothing but capitals.
    session.flush()
    for (by, value), weight in left.items():
        session.add(CostRate(pool_id=pool, by=by, value=value, weight_milli=weight))
    session.flush()


def _check_amount(amount: int) -> None:
    if abs(amount) > LARGEST_AMOUNT:
        raise DomainError(tr("This amount is far larger than a cost can be."), field="amount")


def _check_period(
    session: Session, pool: int | None, draft: PeriodDraft, period: int | None
) -> None:
    months = draft.months
    if not (_MONTHS_OF_TIME.first <= months.first and months.last <= _MONTHS_OF_TIME.last):
        raise DomainError(tr("These months are out of range."), field="months")
    _check_amount(draft.amount)
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
