"""What the costing page shows: every pool with its outcome, and the cost to serve of accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import AccountKind
from b2bdesk.queries.costing import PoolRow, list_pools
from b2bdesk.queries.portfolio import list_account_facts, list_erp_numbers
from b2bdesk.queries.profit import sales_by_account
from b2bdesk.services.costing.result import CostToServe, PoolCost
from b2bdesk.services.costing.to_serve import cost_to_serve


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool, and what it did in the period; None where it has no cost there.

    ``runs_ahead``: a period of it that has begun goes on after the as-of month.
    """

    pool: PoolRow
    cost: PoolCost | None
    runs_ahead: bool = False


@dataclass(frozen=True, slots=True)
class ServedAccount:
    """An account and its cost by activity, in the order of ``Workbench.activities``."""

    id: int
    name: str
    kind: AccountKind
    sales: int
    activities: tuple[int, ...]
    total: int

    @property
    def share(self) -> float | None:
        """Cost to serve as a share of sales; None without sales."""
        return self.total / self.sales if self.sales > 0 else None


@dataclass(frozen=True, slots=True)
class Workbench:
    """Costs of a period. ``accounts`` has those with sales or cost, the most costly first.

    ``sales`` and ``activity_totals`` are over all of them, in minor units.
    """

    period: Period
    costs: CostToServe
    pools: tuple[PoolLine, ...]
    activities: tuple[str, ...]
    accounts: tuple[ServedAccount, ...]
    sales: int
    activity_totals: tuple[int, ...]


def costing_workbench(session: Session, period: Period | None, as_of: date) -> Workbench:
    """The workbench of a period; without one (no ledger yet) that of all pool periods."""
    pools = list_pools(session)
    months = period or _hull(pools, month_of(as_of))
    return bench_of(session, cost_to_serve(session, months, as_of), pools, as_of)


def bench_of(
    session: Session, costs: CostToServe, pools: Sequence[PoolRow], as_of: date
) -> Workbench:
    """The workbench of some costs, whatever they came from; accounts by what they are today."""
    months = costs.period
    outcome = {row.pool.id: row for row in costs.pools}
    facts = list_account_facts(session)
    numbers = list_erp_numbers(session)
    last = max(months.first, min(months.last, month_of(as_of)))
    sales = sales_by_account(session, facts, Period(months.first, last))
    named = Counter(fact.name for fact in facts.values())
    rows = []
    for account in {*sales, *costs.by_account}:
        fact = facts.get(account)
        if fact is None:
            # Published costs may belong to an account that was removed since then.
            rows.append(_removed(account, costs))
            continue
        erp = numbers.get(account, ())
        rows.append(
            ServedAccount(
                id=account,
                name=f"{fact.name} ({erp[0]})" if named[fact.name] > 1 and erp else fact.name,
                kind=fact.kind,
                sales=sales.get(account, 0),
                activities=tuple(costs.activities_of(account).values()),
                total=costs.by_account.get(account, 0),
            )
        )
    rows.sort(key=lambda row: (-row.total, row.name, row.id))
    return Workbench(
        period=months,
        costs=costs,
        pools=tuple(
            PoolLine(pool, outcome.get(pool.id), _runs_ahead(pool, month_of(as_of)))
            for pool in pools
        ),
        activities=costs.activities,
        accounts=tuple(rows),
        sales=sum(row.sales for row in rows),
        activity_totals=tuple(sum(held.values()) for held in costs.by_activity.values()),
    )


def _removed(account: int, costs: CostToServe) -> ServedAccount:
    return ServedAccount(
        id=account,
        name=tr("Removed account"),
        kind=AccountKind.END_CUSTOMER,
        sales=0,
        activities=tuple(costs.activities_of(account).values()),
        total=costs.by_account.get(account, 0),
    )


def _runs_ahead(pool: PoolRow, now: int) -> bool:
    return any(row.months.first <= now < row.months.last for row in pool.periods)


def _hull(pools: list[PoolRow], now: int) -> Period:
    spans = [row.months for pool in pools for row in pool.periods if row.months.first <= now]
    if not spans:
        return Period(now - 11, now)
    return Period(min(span.first for span in spans), now)
