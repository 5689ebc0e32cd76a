"""What changed from one costing result to another: by pool, by account, and in which months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, AccountMerge
from b2bdesk.queries.costing import PoolRow
from b2bdesk.services.costing.result import PoolCost
from b2bdesk.services.costing.versions import CostingResult, draft, read_version


@dataclass(frozen=True, slots=True)
class PoolChange:
    """A pool in both results; None where one of them does not have it.

    ``changed`` names what of its definition differs (see ``_DEFINITION``), its cost or capacity in
    some period ("amount", "capacity", "periods"), or how often its driver occurred ("volume").
    ``accounts``: how many it charges otherwise.
    """

    id: int
    name: str
    before: PoolCost | None
    after: PoolCost | None
    changed: tuple[str, ...]
    accounts: int

    def delta(self, part: str) -> int:
        """By how much an amount of the pool grew, in minor units."""
        return _amount(self.after, part) - _amount(self.before, part)


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account's cost to serve in both results, and the pool that moved it most."""

    id: int
    name: str
    before: int
    after: int
    pool: str
    pool_delta: int

    @property
    def delta(self) -> int:
        """By how much its cost to serve grew."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """``before`` and ``after`` with their differences; the largest first.

    ``restated``: spans of the months both cover in which some pool's cost was placed otherwise.
    ``only_before`` and ``only_after``: months that one of the two does not cover.
    """

    before: CostingResult
    after: CostingResult
    pools: tuple[PoolChange, ...]
    accounts: tuple[AccountChange, ...]
    restated: tuple[Period, ...]
    only_before: tuple[Period, ...]
    only_after: tuple[Period, ...]

    @property
    def same(self) -> bool:
        """Whether no account's cost and no pool's figure differs."""
        return not self.restated and not any(row.delta for row in self.accounts)


_DEFINITION = (
    "name",
    "activity",
    "level",
    "method",
    "driver",
    "minutes_milli",
    "time_equation",
    "rates",
)
_AMOUNTS = ("ledger", "allocated", "unused", "held", "unallocated")


def compare(session: Session, before: CostingResult, after: CostingResult) -> Comparison:
    """Everything that differs between two results."""
    old = {row.pool.id: row for row in before.costs.pools}
    new = {row.pool.id: row for row in after.costs.pools}
    pools = [
        _pool_change(pool, old.get(pool), new.get(pool), before, after)
        for pool in dict.fromkeys((*new, *old))
    ]
    pools.sort(key=lambda row: -abs(row.delta("allocated")))
    covered, covers = _months(before.costs.period), _months(after.costs.period)
    was, now = _placed(before), _placed(after)
    return Comparison(
        before=before,
        after=after,
        pools=tuple(pools),
        accounts=_accounts(session, before, after),
        restated=_spans({month for month in covered & covers if was.get(month) != now.get(month)}),
        only_before=_spans(covered - covers),
        only_after=_spans(covers - covered),
    )


def compare_versions(session: Session, before: int, after: int | None, as_of: date) -> Comparison:
    """A version against another, or against the draft over the months of that version."""
    old = read_version(session, before)
    if after is not None:
        return compare(session, old, read_version(session, after))
    return compare(session, old, draft(session, old.costs.period, as_of))


def _pool_change(
    pool: int,
    old: PoolCost | None,
    new: PoolCost | None,
    before: CostingResult,
    after: CostingResult,
) -> PoolChange:
    was, now = before.costs.cells.get(pool, {}), after.costs.cells.get(pool, {})
    known = new or old
    assert known is not None
    return PoolChange(
        id=pool,
        name=known.pool.name,
        before=old,
        after=new,
        changed=() if old is None or new is None else _changed(old, new),
        accounts=sum(was.get(account, 0) != now.get(account, 0) for account in {*was, *now}),
    )


def _changed(old: PoolCost, new: PoolCost) -> tuple[str, ...]:
    found = [
        name
        for name in _DEFINITION
        if getattr(old.pool, name, None) != getattr(new.pool, name, None)
    ]
    was, now = _periods(old.pool), _periods(new.pool)
    if set(was) != set(now):
        found.append("periods")
    for number, name in enumerate(("amount", "capacity")):
        if any(was[months][number] != now[months][number] for months in set(was) & set(now)):
            found.append(name)
    if old.volume != new.volume:
        found.append("volume")
    return tuple(found)


def _periods(pool: PoolRow) -> dict[Period, tuple[int, int | None]]:
    return {row.months: (row.amount, row.capacity) for row in pool.periods}


def _accounts(
    session: Session, before: CostingResult, after: CostingResult
) -> tuple[AccountChange, ...]:
    was, now = before.costs.by_account, after.costs.by_account
    pools = {row.pool.id: row.pool.name for row in (*before.costs.pools, *after.costs.pools)}
    names = _names(session)
    moves: dict[int, tuple[int, int]] = {}
    for pool in pools:
        old, new = before.costs.cells.get(pool, {}), after.costs.cells.get(pool, {})
        for account in {*old, *new}:
            delta = new.get(account, 0) - old.get(account, 0)
            if abs(delta) > abs(moves.get(account, (0, 0))[1]):
                moves[account] = pool, delta
    rows = []
    for account in {*was, *now}:
        pool, delta = moves.get(account, (0, 0))
        name = names.get(account) or tr("Removed account")
        rows.append(
            AccountChange(
                id=account,
                name=name,
                before=was.get(account, 0),
                after=now.get(account, 0),
                pool=pools.get(pool, ""),
                pool_delta=delta,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-abs(row.delta), row.name, row.id)))


def _names(session: Session) -> dict[int, str]:
    gone = session.execute(select(AccountMerge.loser_id, AccountMerge.loser_name)).all()
    return {**dict(gone), **dict(session.execute(select(Account.id, Account.name)).all())}


def _placed(result: CostingResult) -> Mapping[int, Mapping[int, tuple[int, ...]]]:
    """By month and pool where the cost went; pools without any in a month are left out."""
    found: dict[int, dict[int, tuple[int, ...]]] = {}
    for row in result.placed:
        parts = tuple(getattr(row, name) for name in _AMOUNTS)
        held = found.setdefault(row.month, {})
        summed = held.get(row.pool, (0,) * len(parts))
        held[row.pool] = tuple(a + b for a, b in zip(summed, parts, strict=True))
    return {
        month: {pool: parts for pool, parts in pools.items() if any(parts)}
        for month, pools in found.items()
    }


def _months(period: Period) -> set[int]:
    return set(range(period.first, period.last + 1))


def _spans(months: set[int]) -> tuple[Period, ...]:
    found: list[Period] = []
    for month in sorted(months):
        if found and found[-1].last == month - 1:
            found[-1] = Period(found[-1].first, month)
        else:
            found.append(Period(month, month))
    return tuple(found)


def _amount(cost: PoolCost | None, part: str) -> int:
    return 0 if cost is None else int(getattr(cost, part))
