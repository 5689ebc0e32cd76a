"""Published costing results: kept as they were, so that later restatements can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of, day_of, now_ms
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import AccountMerge, Colleague
from b2bdesk.models.costing import CostingVersion, CostingVersionCost
from b2bdesk.services.costing.result import CostToServe, PoolMonth
from b2bdesk.services.costing.to_serve import cost_to_serve
from b2bdesk.services.costing.version_text import pools_text, read_pools


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version in the list; ``at`` in UTC milliseconds, amounts in minor units."""

    id: int
    number: int
    at: int
    months: Period
    as_of: date
    author: str | None
    note: str | None
    pools: int
    ledger: int
    allocated: int
    unused: int
    kept: int


@dataclass(frozen=True)
class CostingResult:
    """A result to look at or to compare: a version as it was published, or the draft.

    ``id`` is None for the draft, whose ``number`` it would be published under.
    """

    id: int | None
    number: int
    as_of: date
    costs: CostToServe
    placed: tuple[PoolMonth, ...]


def list_versions(session: Session) -> list[VersionRow]:
    """Every published version, the newest first."""
    rows = session.execute(
        select(CostingVersion, Colleague.name)
        .outerjoin(Colleague, Colleague.id == CostingVersion.author_id)
        .order_by(CostingVersion.number.desc())
    )
    return [_row(version, author) for version, author in rows]


def next_number(session: Session) -> int:
    """The number that the draft would be published under."""
    return (session.scalar(select(func.max(CostingVersion.number))) or 0) + 1


def publish(
    session: Session, period: Period, as_of: date, author: int | None, note: str = ""
) -> int:
    """Keep the costs of a period as they are now; returns the version's number.

    ``DomainError`` where there are none, or where the newest version has these very figures.
    """
    costs = cost_to_serve(session, period, as_of)
    if not costs.known:
        raise DomainError(
            tr("There are no activity costs in these months to publish."),
            hint=tr("Choose other months, or give a pool its cost for them."),
        )
    newest = session.scalar(select(CostingVersion).order_by(CostingVersion.number.desc()).limit(1))
    text = pools_text(costs)
    rows = [
        (account, pool, amount)
        for pool, cells in costs.cells.items()
        for account, amount in cells.items()
        if amount
    ]
    same_months = newest is not None and (
        newest.first_month,
        newest.last_month,
    ) == (period.first, period.last)
    if newest is not None and same_months and newest.pools == text:
        kept = _cells(session, newest.id)
        if kept == {(account, pool): amount for account, pool, amount in rows}:
            raise DomainError(
                tr("Nothing changed since version {number}.", number=newest.number),
                hint=tr("Publish once a pool, a driver or the ledger has changed."),
            )
    version = CostingVersion(
        number=next_number(session),
        at=now_ms(),
        first_month=period.first,
        last_month=period.last,
        as_of_day=day_of(as_of),
        author_id=author,
        note=note.strip() or None,
        pools=text,
    )
    session.add(version)
    session.flush()
    session.connection().exec_driver_sql(
        "INSERT INTO costing_version_cost(version_id, account_id, pool_id, amount_minor)"
        " VALUES (?, ?, ?, ?)",
        [(version.id, *row) for row in rows],
    )
    return version.number


def note_version(session: Session, version: int, note: str) -> None:
    """Say something about a published version; its figures stay."""
    row = session.get(CostingVersion, version)
    if row is None:
        raise _gone()
    row.note = note.strip() or None
    session.flush()


def read_version(session: Session, version: int) -> CostingResult:
    """A version as it was published, accounts merged since then under the one that was kept."""
    row = session.get(CostingVersion, version)
    if row is None:
        raise _gone()
    pools, placed = read_pools(row.pools)
    merged = dict(session.execute(select(AccountMerge.loser_id, AccountMerge.winner_id)).all())
    cells: dict[int, dict[int, int]] = {each.pool.id: {} for each in pools}
    by_account: dict[int, int] = defaultdict(int)
    for (told, pool), amount in _cells(session, version).items():
        account = _kept(told, merged)
        cells[pool][account] = cells[pool].get(account, 0) + amount
        by_account[account] += amount
    months = Period(row.first_month, row.last_month)
    costs = CostToServe(
        period=months,
        known=True,
        pools=pools,
        uncovered=(),
        by_account=dict(by_account),
        cells=cells,
        slices=(),
    )
    return CostingResult(row.id, row.number, date_of(row.as_of_day), costs, placed)


def draft(session: Session, period: Period, as_of: date) -> CostingResult:
    """What publishing now would keep."""
    costs = cost_to_serve(session, period, as_of)
    return CostingResult(None, next_number(session), as_of, costs, costs.placed)


def _row(version: CostingVersion, author: str | None) -> VersionRow:
    pools, _ = read_pools(version.pools)
    return VersionRow(
        id=version.id,
        number=version.number,
        at=version.at,
        months=Period(version.first_month, version.last_month),
        as_of=date_of(version.as_of_day),
        author=author,
        note=version.note,
        pools=len(pools),
        ledger=sum(row.ledger for row in pools),
        allocated=sum(row.allocated for row in pools),
        unused=sum(row.unused for row in pools),
        kept=sum(row.held + row.unallocated for row in pools),
    )


def _cells(session: Session, version: int) -> dict[tuple[int, int], int]:
    rows = session.execute(
        select(
            CostingVersionCost.account_id,
            CostingVersionCost.pool_id,
            CostingVersionCost.amount_minor,
        ).where(CostingVersionCost.version_id == version)
    )
    return {(account, pool): amount for account, pool, amount in rows}


def _kept(account: int, merged: Mapping[int, int]) -> int:
    seen = {account}
    while (winner := merged.get(account)) is not None and winner not in seen:
        account = winner
        seen.add(account)
    return account


def _gone() -> DomainError:
    return DomainError(tr("This version is not there any more."))
