"""What another driver or another rule of one pool would do to accounts, before anything is saved.

A pool is charged by itself, so what a change moves is the difference between two results of that
pool; everything else an account costs stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, month_of
from b2bdesk.models.costing_enums import CostMethod, Driver, RateBy
from b2bdesk.queries.costing import EXCHANGE_CHANNELS, MINUTE_DRIVERS, PoolRow
from b2bdesk.queries.portfolio import list_account_facts, list_ledger_sums
from b2bdesk.services.costing.pools import (
    CUSTOMER_LEVELS,
    draft_of,
    period_draft_of,
    update_period,
    update_pool,
)
from b2bdesk.services.costing.result import PoolCost
from b2bdesk.services.costing.to_serve import cost_to_serve, costs_of_pools


@dataclass(frozen=True, slots=True)
class AccountEffect:
    """An account's cost of the pool and its net profit, now and with the change; minor units.

    Net profit is None where some line of the account has no cost of goods, or it bought nothing.
    """

    id: int
    name: str
    before: int
    after: int
    net_before: int | None
    net_after: int | None

    @property
    def delta(self) -> int:
        """By how much the account's cost to serve grows."""
        return self.after - self.before

    @property
    def turns_to_loss(self) -> bool:
        """Whether it earns now and would lose."""
        return self._below(self.net_after) and not self._below(self.net_before)

    @property
    def turns_to_profit(self) -> bool:
        """Whether it loses now and would earn."""
        return self._below(self.net_before) and not self._below(self.net_after)

    @staticmethod
    def _below(net: int | None) -> bool:
        return net is not None and net < 0


@dataclass(frozen=True, slots=True)
class Effect:
    """One change of the pool. ``after`` is None where the pool has no cost in the months then.

    ``accounts`` has those it moves, the largest move first.
    """

    pool: PoolRow
    before: PoolCost | None
    after: PoolCost | None
    accounts: tuple[AccountEffect, ...]

    @property
    def more(self) -> int:
        """What accounts would cost more, added up."""
        return sum(row.delta for row in self.accounts if row.delta > 0)

    @property
    def less(self) -> int:
        """What accounts would cost less, added up, as a negative amount."""
        return sum(row.delta for row in self.accounts if row.delta < 0)

    @property
    def charged(self) -> bool:
        """Whether there is any volume to charge the pool by then."""
        return self.after is not None and self.after.volume > 0

    @property
    def to_loss(self) -> int:
        """How many accounts change from earning to losing."""
        return sum(row.turns_to_loss for row in self.accounts)

    @property
    def to_profit(self) -> int:
        """How many accounts change from losing to earning."""
        return sum(row.turns_to_profit for row in self.accounts)


def effect_of(
    session: Session, pool: PoolRow, changed: PoolRow, period: Period, as_of: date
) -> Effect:
    """What the changed pool would do to accounts; it is saved nowhere."""
    return _effects(session, pool, [changed], period, as_of)[0]


def driver_effects(
    session: Session, pool: PoolRow, period: Period, as_of: date
) -> tuple[Effect, ...]:
    """What every other driver of the pool would do: those that move most first, those without
    any volume last.

    Empty for a pool that is held at product, channel or facility level.
    """
    if pool.level not in CUSTOMER_LEVELS:
        return ()
    variants = [with_driver(pool, driver) for driver in Driver if driver is not pool.driver]
    effects = _effects(session, pool, variants, period, as_of)
    return tuple(
        sorted(effects, key=lambda effect: (not effect.charged, effect.less - effect.more))
    )


def with_driver(pool: PoolRow, driver: Driver) -> PoolRow:
    """The pool with another driver.

    A capacity counts what the driver counts: where that is not minutes before and after, it is not
    known any more, and all of the cost follows the volume.
    """
    if driver in MINUTE_DRIVERS and pool.driver in MINUTE_DRIVERS:
        return replace(pool, driver=driver)
    channels = driver in EXCHANGE_CHANNELS or driver is Driver.COMPLAINTS
    return replace(
        pool,
        driver=driver,
        method=CostMethod.CONVENTIONAL,
        minutes_milli=None,
        time_equation=None,
        rates=tuple(row for row in pool.rates if channels or row.by is not RateBy.CHANNEL),
        periods=tuple(replace(row, capacity=None) for row in pool.periods),
    )


def take_variant(session: Session, variant: PoolRow) -> None:
    """Make the pool what was looked at; ``DomainError`` as in ``pools.update_pool``."""
    update_pool(session, variant.id, draft_of(variant))
    for row in variant.periods:
        update_period(session, row.id, period_draft_of(row))


def _effects(
    session: Session, pool: PoolRow, variants: Sequence[PoolRow], period: Period, as_of: date
) -> list[Effect]:
    costs = cost_to_serve(session, period, as_of)
    now = costs.cells.get(pool.id, {})
    outcome = {row.pool.id: row for row in costs.pools}.get(pool.id)
    # Own volumes hang on the pool's id; the others may have any, so one pass counts for all.
    told = [
        row if row.driver is Driver.OWN_VOLUMES else replace(row, id=-number)
        for number, row in enumerate(variants, 1)
    ]
    then = costs_of_pools(session, told, period, as_of)
    outcomes = {row.pool.id: row for row in then.pools}
    margins = _margins(session, period, as_of)
    names = {account: fact.name for account, fact in list_account_facts(session).items()}
    found = []
    for row, variant in zip(told, variants, strict=True):
        cells = then.cells.get(row.id, {})
        accounts = _moved(now, cells, costs.by_account, margins, names)
        found.append(Effect(variant, outcome, outcomes.get(row.id), accounts))
    return found


def _moved(
    now: Mapping[int, int],
    then: Mapping[int, int],
    served: Mapping[int, int],
    margins: Mapping[int, int],
    names: Mapping[int, str],
) -> tuple[AccountEffect, ...]:
    rows = []
    for account in {*now, *then}:
        before, after = now.get(account, 0), then.get(account, 0)
        if before == after:
            continue
        margin = margins.get(account)
        net = None if margin is None else margin - served.get(account, 0)
        rows.append(
            AccountEffect(
                id=account,
                name=names.get(account, ""),
                before=before,
                after=after,
                net_before=net,
                net_after=None if net is None else net - after + before,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-abs(row.delta), row.name, row.id)))


def _margins(session: Session, period: Period, as_of: date) -> dict[int, int]:
    """Gross margin of the accounts whose every line has a cost of goods."""
    last = min(period.last, month_of(as_of))
    counted = Period(min(period.first, last), last)
    return {
        row.account_id: row.amount_minor - row.cost_minor
        for row in list_ledger_sums(session, counted, counted, counted)
        if row.lines and not row.uncosted
    }
