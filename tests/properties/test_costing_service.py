"""Random pools, volumes and edits through the service: reconciled, additive, undoable to the cent.

    customers + unused + held + without volume = ledger

per pool, for the whole period and for every part of it, whatever was entered and edited.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, first_of_month, last_of_month, noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import (
    Account,
    AccountMonth,
    CostPool,
    CostPoolPeriod,
    Exchange,
    ImportBatch,
)
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.costing import MINUTE_DRIVERS, PoolRow, RateRow, list_pools
from b2bdesk.services import history
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.services.costing.pools import (
    PeriodDraft,
    PoolDraft,
    add_period,
    add_pool,
    remove_period,
    remove_pool,
    update_period,
    update_pool,
)
from b2bdesk.storage.database import Database

FIRST = 2019 * 12
_CUSTOMER = (CostLevel.UNIT, CostLevel.ORDER, CostLevel.CUSTOMER)
ACCOUNTS = (7, 8, 2**61 + 3)


@dataclass(frozen=True)
class Volume:
    account: int
    month: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Talk:
    account: int
    month: int
    day: int
    channel: Channel
    minutes: int | None


@dataclass(frozen=True)
class Edit:
    kind: str
    target: int
    draft: PoolDraft
    period: PeriodDraft


def volumes_of(seed: int) -> tuple[list[Volume], list[Talk]]:
    """Dense volumes, so that pools find something to be charged by; a third of the months empty."""
    chance = random.Random(seed)
    volumes = [
        Volume(account, month, tuple(chance.choice((0, 1, 3, 40)) for _ in range(4)))
        for account in ACCOUNTS
        for month in range(FIRST, FIRST + 24)
        if chance.random() < 0.66
    ]
    talks = [
        Talk(
            chance.choice(ACCOUNTS),
            chance.randrange(FIRST, FIRST + 24),
            chance.randint(1, 28),
            chance.choice(list(Channel)),
            chance.choice((None, 0, 7, 45, 600)),
        )
        for _ in range(chance.choice((0, 12, 40)))
    ]
    return volumes, talks


@st.composite
def pool_drafts(draw: Any) -> PoolDraft:
    driver = draw(st.sampled_from((*Driver, None)))
    method = draw(st.sampled_from(CostMethod)) if driver else CostMethod.CONVENTIONAL
    minutes, equation = None, None
    if method is CostMethod.TIME_DRIVEN and driver not in MINUTE_DRIVERS:
        minutes = draw(st.integers(1, 90_000))
        equation = draw(
            st.sampled_from((None, '5 + 7.3 if country is "DE"', '9 / 7 if kind is not "Partner"'))
        )
    rates = draw(st.dictionaries(st.sampled_from(("A", "B")), st.integers(0, 5000), max_size=2))
    return PoolDraft(
        name=f"Pool {draw(st.integers(0, 5))}",
        activity=draw(st.sampled_from(("", "Orders", "Visits"))),
        level=draw(st.sampled_from((*_CUSTOMER, *_CUSTOMER, *CostLevel))),
        method=method,
        driver=driver,
        minutes_milli=minutes,
        time_equation=equation,
        rates=tuple(RateRow(RateBy.SEGMENT, name, weight) for name, weight in rates.items()),
    )


@st.composite
def period_drafts(draw: Any) -> PeriodDraft:
    first = draw(st.sampled_from((FIRST, FIRST, FIRST + 3, FIRST + 12, FIRST + 20)))
    last = first + draw(st.sampled_from((23, 11, 11, 5, 0)))
    return PeriodDraft(
        Period(first, last),
        draw(st.one_of(st.integers(-500, 500), st.integers(-(10**12), 10**12))),
        draw(st.sampled_from((None, None, 1, 97, 5000, 10**7))),
    )


EDITS = st.lists(
    st.builds(
        Edit,
        kind=st.sampled_from(("pool", "pool", "period", "period", "change", "move", "drop", "cut")),
        target=st.integers(0, 20),
        draft=pool_drafts(),
        period=period_drafts(),
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database.create(tmp_path_factory.mktemp("costs") / "costs.b2bdesk")
    made.write(
        "Accounts",
        lambda s: s.add_all(
            Account(id=number, name=f"Account {number}", segment=segment, country=country)
            for number, segment, country in zip(ACCOUNTS, "AB ", ("DE", None, "US"), strict=True)
        ),
    )
    yield made
    made.close()


def fill(database: Database, volumes: list[Volume], talks: list[Talk]) -> None:
    def work(session: Session) -> None:
        for table in (Exchange, CostPoolPeriod, CostPool, AccountMonth):
            session.execute(delete(table))
        # The ledger's months only change with an import.
        session.add(ImportBatch(file_name="x.xlsx", sha256="", at=0, summary="{}"))
        for volume in volumes:
            orders, lines, units, back = volume.counts
            session.add(
                AccountMonth(
                    account_id=volume.account,
                    month=volume.month,
                    list_minor=0,
                    amount_minor=0,
                    cost_minor=0,
                    uncosted=0,
                    lines=lines + back,
                    orders=orders,
                    deliveries=orders,
                    returns=back,
                    credit_notes=back,
                    quantity_milli=(units - back) * 250,
                    sale_lines=lines,
                    sold_milli=units * 250,
                )
            )
        for talk in talks:
            session.add(
                Exchange(
                    account_id=talk.account,
                    at=noon_of(date(talk.month // 12, talk.month % 12 + 1, talk.day)),
                    direction=Direction.INBOUND,
                    kind=ExchangeKind.ENGAGEMENT,
                    channel=talk.channel,
                    subject="Talk",
                    minutes=talk.minutes,
                )
            )

    database.write("Fill", work)


def apply(session: Session, edit: Edit) -> None:
    pools: list[PoolRow] = list_pools(session)
    pool = pools[edit.target % len(pools)] if pools else None
    period = pool.periods[edit.target % len(pool.periods)] if pool and pool.periods else None
    if edit.kind == "pool":
        add_pool(session, edit.draft, edit.period)
    elif pool is not None and edit.kind == "period":
        add_period(session, pool.id, edit.period)
    elif pool is not None and edit.kind == "change":
        update_pool(session, pool.id, edit.draft)
    elif pool is not None and edit.kind == "drop":
        remove_pool(session, pool.id)
    elif period is not None and edit.kind == "move":
        update_period(session, period.id, edit.period)
    elif period is not None and edit.kind == "cut":
        remove_period(session, period.id)


def costs_of(database: Database, period: Period, as_of: date) -> CostToServe:
    with database.read() as session:
        return cost_to_serve(session, period, as_of)


def check(costs: CostToServe) -> None:
    """The invariant, per pool and in total, counted up from the accounts."""
    for row in costs.pools:
        reached = sum(costs.cells[row.pool.id].values())
        assert reached == row.allocated
        assert reached + row.unused + row.held + row.unallocated == row.ledger
    assert costs.difference == 0
    assert costs.allocated + costs.unused + costs.held + costs.unallocated == costs.ledger
    assert sum(sum(held.values()) for held in costs.by_activity.values()) == costs.allocated
    for account, amount in costs.by_account.items():
        assert sum(costs.months_of(account).values()) == amount
        assert sum(costs.activities_of(account).values()) == amount


def figures(costs: CostToServe) -> dict[tuple[int, str], int]:
    """Everything that parts of a period must add up in."""
    found = {}
    for row in costs.pools:
        for key in ("ledger", "allocated", "unused", "held", "unallocated"):
            found[row.pool.id, key] = getattr(row, key)
        for account, amount in costs.cells[row.pool.id].items():
            found[row.pool.id, f"account {account}"] = amount
    return {place: amount for place, amount in found.items() if amount}


def entered(database: Database, as_of_month: int) -> dict[int, int]:
    """What was entered for each pool in periods that are over by the as-of month."""
    with database.read() as session:
        pools = list_pools(session)
    return {
        pool.id: sum(row.amount for row in pool.periods)
        for pool in pools
        if all(row.months.last <= as_of_month for row in pool.periods) and pool.periods
    }


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(pool_drafts(), period_drafts()), min_size=2, max_size=4),
    EDITS,
    st.sampled_from((FIRST + 23, FIRST + 40, FIRST + 14, FIRST - 1)),
    st.data(),
)
def test_every_edit_keeps_costs_reconciled_additive_and_undoable(
    database: Database,
    seed: int,
    pools: list[tuple[PoolDraft, PeriodDraft]],
    edits: list[Edit],
    now: int,
    data: Any,
) -> None:
    edits = [Edit("pool", 0, *pool) for pool in pools] + edits
    volumes, talks = volumes_of(seed)
    fill(database, volumes, talks)
    as_of = data.draw(st.sampled_from((last_of_month(now), first_of_month(now))))
    whole = Period(FIRST - 3, FIRST + 40)
    states = [figures(costs_of(database, whole, as_of))]
    for edit in edits:
        try:
            written = database.write("Edit", lambda session, e=edit: apply(session, e))
        except DomainError:
            continue
        costs = costs_of(database, whole, as_of)
        check(costs)
        if written.changes.txn is not None:
            states.append(figures(costs))
    costs = costs_of(database, whole, as_of)
    for pool, amount in entered(database, now).items():
        assert sum(row.ledger for row in costs.pools if row.pool.id == pool) == amount
    cut = data.draw(st.integers(FIRST, FIRST + 22))
    event(f"allocated: {costs.allocated != 0}, pools: {len(costs.pools)}")
    parts = [
        costs_of(database, Period(whole.first, cut), as_of),
        costs_of(database, Period(cut + 1, whole.last), as_of),
    ]
    added: dict[tuple[int, str], int] = {}
    for part in parts:
        check(part)
        for place, amount in figures(part).items():
            added[place] = added.get(place, 0) + amount
    assert {place: amount for place, amount in added.items() if amount} == figures(costs)
    for state in reversed(states[:-1]):
        history.undo(database)
        assert figures(costs_of(database, whole, as_of)) == state
    for state in states[1:]:
        history.redo(database)
        assert figures(costs_of(database, whole, as_of)) == state
