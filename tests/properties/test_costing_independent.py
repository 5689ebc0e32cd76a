"""Costs from a file against a second, independent computation of the whole allocation, to the cent.

Random orders, shipments, exchanges, volumes and pools, with every driver, time equations and rates.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from b2bdesk.analytics.time_equation import Subject, subject_of
from b2bdesk.core.dates import Period, day_of, noon_of
from b2bdesk.models import (
    Account,
    CostPool,
    Exchange,
    ExchangePerson,
    ImportBatch,
    LedgerLine,
    OrderHeader,
    Person,
    PoolVolume,
    Product,
)
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.models.enums import AccountKind, Channel, Direction, ExchangeKind
from b2bdesk.queries.costing import RateRow
from b2bdesk.services import order_facts, summaries
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_period, add_pool
from b2bdesk.services.file_settings import set_setting
from b2bdesk.storage.database import Database
from tests.helpers.plain_costing import (
    MINUTES,
    Cost,
    Header,
    Holder,
    Line,
    Minutes,
    PlainPool,
    Talk,
    Told,
    World,
    charge_plainly,
    month_of,
)

FIRST = 2019 * 12
ACCOUNTS = (7, 8, 2**61 + 3)
PRODUCTS = (31, 32, 33, 34)
PEOPLE = (901, 902, 903)
EQUATIONS: dict[Subject, tuple[tuple[str, Minutes], ...]] = {
    Subject.ORDER: (
        (
            "8 + 3 if new customer + 2 * lines over 2",
            lambda f: 8 + (3 if f.new else 0) + 2 * max(0, f.lines - 2),
        ),
        (
            "amount / 7 + units / 3 if expedited or segment is 'A'",
            lambda f: (
                f.amount / 7
                + (f.units / 3 if f.expedited or f.holder.segment == "a" else Fraction(0))
            ),
        ),
        ("10 / (lines - 2)", lambda f: Fraction(10) / (f.lines - 2)),
        ("6 - 2 * lines", lambda f: 6 - 2 * f.lines),
        ('4 + 2 if kind is "Partner"', lambda f: 4 + (2 if f.holder.kind == "partner" else 0)),
    ),
    Subject.EXCHANGE: (
        (
            "20 + minutes if channel is 'Visit' + 5.5 * people",
            lambda f: 20 + (f.minutes if f.channel == "visit" else 0) + Fraction(11, 2) * f.people,
        ),
        (
            "max(5, minutes / 3) + 60 if complaint",
            lambda f: max(Fraction(5), Fraction(f.minutes, 3)) + (60 if f.complaint else 0),
        ),
    ),
    Subject.ACCOUNT: (
        ("3 + 9 if country is 'DE'", lambda f: 3 + (9 if f.holder.country == "de" else 0)),
    ),
}


def world_of(seed: int) -> World:
    """A year and a half of three accounts."""
    chance = random.Random(seed)
    start = date(2019, 1, 1)
    last = chance.choice((date(2020, 6, 30), date(2019, 11, 17), date(2019, 5, 1)))
    world = World(as_of=last, expedited_days=chance.choice((0, 3, 10)))
    for account in ACCOUNTS:
        world.holders.append(
            Holder(
                account,
                chance.choice(("a", "b", "")),
                chance.choice(list(AccountKind)).value,
                chance.choice(("de", "us")),
            )
        )
    for number in range(chance.choice((0, 10, 40, 40))):
        account, document = chance.choice(ACCOUNTS), f"D{chance.randrange(30)}"
        day = start + timedelta(days=chance.randrange(520))
        for _ in range(chance.randint(1, 4)):
            world.lines.append(
                Line(
                    account,
                    document,
                    day,
                    chance.choice(("sale",) * 5 + ("return", "credit_note")),
                    chance.choice((*PRODUCTS, None)),
                    chance.choice((1000, 250, 12_000, -500)),
                    chance.choice((995, 12_345, 100, -7)),
                )
            )
        if number % 2:
            for _ in range(chance.randint(1, 2)):
                world.headers.append(
                    Header(
                        account,
                        document,
                        chance.choice((day, None)),
                        chance.choice((day + timedelta(days=chance.randrange(14)), None)),
                        chance.choice((day + timedelta(days=chance.randrange(40)), None)),
                    )
                )
    for _ in range(chance.choice((0, 20, 20))):
        world.talks.append(
            Talk(
                chance.choice(ACCOUNTS),
                start + timedelta(days=chance.randrange(520)),
                chance.choice(list(Channel)).value,
                chance.choice((None, 0, 7, 45)),
                chance.random() < 0.3,
                chance.randint(0, 3),
            )
        )
    for _ in range(12):
        first = FIRST + chance.randrange(15)
        world.told.append(
            Told(
                f"Pool {chance.randrange(6)}",
                chance.choice(ACCOUNTS),
                first,
                first + chance.randrange(4),
                chance.choice((1000, 2500, 1)),
            )
        )
    return world


def pool_of(chance: random.Random, number: int) -> tuple[PlainPool, str | None]:
    """A pool, and the text of its time equation."""
    driver = chance.choice((*Driver, *Driver, *Driver, None))
    method = chance.choice(list(CostMethod)) if driver else CostMethod.CONVENTIONAL
    subject = subject_of(driver)
    text, minutes, milli = None, None, None
    if method is CostMethod.TIME_DRIVEN and subject is not None:
        if chance.random() < 0.7:
            text, minutes = chance.choice(EQUATIONS[subject])
        else:
            milli = chance.randint(1, 90_000)

    def weights(values: Iterable[str]) -> dict[str, int]:
        every = {value: chance.randint(0, 3000) for value in values}
        return every if chance.random() < 0.4 else {}

    costs = []
    first = FIRST + chance.randrange(4)
    for _ in range(chance.randint(1, 2)):
        last = first + chance.randrange(4, 12)
        amount = chance.choice((chance.randint(-500, 500), chance.randint(-(10**9), 10**9)))
        costs.append(Cost(first, last, amount, chance.choice((None, None, 1, 97, 10**5))))
        first = last + 1 + chance.randrange(2)
    pool = PlainPool(
        name=f"Pool {number}",
        level=chance.choice((*(CostLevel.ORDER,) * 12, *CostLevel)),
        method=method,
        driver=driver,
        minutes_milli=milli,
        minutes=minutes,
        segments=weights(("a", "b")),
        kinds=weights(kind.value for kind in AccountKind),
        channels=weights(channel.value for channel in Channel)
        if driver in MINUTES or subject is Subject.EXCHANGE
        else {},
        costs=tuple(costs),
    )
    return pool, text


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database.create(tmp_path_factory.mktemp("costs") / "costs.b2bdesk")

    def fill(session: Session) -> None:
        session.add_all([Product(id=p, code=f"P{p}", name=f"P{p}") for p in PRODUCTS])
        session.add_all([Person(id=p, name=f"Person {p}") for p in PEOPLE])
        session.add_all([Account(id=number, name=f"Account {number}") for number in ACCOUNTS])

    made.write("Masters", fill)
    yield made
    made.close()


def store(session: Session, world: World, drawn: list[tuple[PlainPool, str | None]]) -> list[int]:
    """Make the file hold the world and the pools; returns the pools' ids."""
    for table in (ExchangePerson, Exchange, CostPool, LedgerLine, OrderHeader, ImportBatch):
        session.execute(delete(table))
    set_setting(session, "expedited_days", world.expedited_days)
    for holder in world.holders:
        account = session.get_one(Account, holder.id)
        account.segment = holder.segment.upper() or None
        account.kind = AccountKind(holder.kind)
        account.country = holder.country
    batch = ImportBatch(file_name="x.xlsx", sha256="", at=0, summary="{}")
    session.add(batch)
    session.flush()
    for number, line in enumerate(world.lines, 1):
        session.add(
            LedgerLine(
                id=number,
                batch_id=batch.id,
                account_id=line.account,
                product_id=line.product,
                document=line.document,
                day=day_of(line.day),
                month=month_of(line.day),
                type=line.type,
                quantity_milli=line.quantity_milli,
                list_minor=line.amount,
                amount_minor=line.amount,
                cost_minor=0,
                line_key=number,
                content=number,
            )
        )
    for number, head in enumerate(world.headers, 1):
        days = (head.ordered, head.required, head.shipped)
        ordered, required, shipped = (None if day is None else day_of(day) for day in days)
        session.add(
            OrderHeader(
                id=number,
                batch_id=batch.id,
                account_id=head.account,
                document=head.document,
                ordered_day=ordered,
                required_day=required,
                shipped_day=shipped,
                line_key=number,
                content=number,
            )
        )
    for talk in world.talks:
        row = Exchange(
            account_id=talk.account,
            at=noon_of(talk.day),
            direction=Direction.INBOUND,
            kind=ExchangeKind.ENGAGEMENT,
            channel=Channel(talk.channel),
            subject="Talk",
            minutes=talk.minutes,
            complaint=talk.complaint,
        )
        session.add(row)
        session.flush()
        session.add_all(
            [ExchangePerson(exchange_id=row.id, person_id=p) for p in PEOPLE[: talk.people]]
        )
    session.flush()
    summaries.rebuild(session)
    return [_add(session, pool, text, world) for pool, text in drawn]


def _add(session: Session, pool: PlainPool, text: str | None, world: World) -> int:
    rates = [RateRow(RateBy.CHANNEL, value, weight) for value, weight in pool.channels.items()]
    rates += [RateRow(RateBy.ACCOUNT_KIND, value, weight) for value, weight in pool.kinds.items()]
    rates += [RateRow(RateBy.SEGMENT, value, weight) for value, weight in pool.segments.items()]
    draft = PoolDraft(
        pool.name,
        level=pool.level,
        method=pool.method,
        driver=pool.driver,
        minutes_milli=1000 if text else pool.minutes_milli,
        time_equation=text,
        rates=tuple(rates),
    )
    made = add_pool(session, draft)
    for cost in pool.costs:
        add_period(
            session, made, PeriodDraft(Period(cost.first, cost.last), cost.amount, cost.capacity)
        )
    for told in world.told:
        if told.pool == pool.name:
            session.add(
                PoolVolume(
                    pool_id=made,
                    account_id=told.account,
                    first_month=told.first,
                    last_month=told.last,
                    volume_milli=told.milli,
                )
            )
    session.flush()
    return made


def agree(costs: CostToServe, world: World, drawn: list[PlainPool], ids: list[int]) -> None:
    rows = {row.pool.id: row for row in costs.pools}
    months = costs.period
    for made, pool in zip(ids, drawn, strict=True):
        expected = charge_plainly(world, pool, months.first, months.last)
        if made not in rows:
            assert (expected.ledger, dict(expected.cells)) == (0, {})
            continue
        row = rows[made]
        assert {account: cost for account, cost in expected.cells.items() if cost} == dict(
            costs.cells[made]
        )
        assert (row.ledger, row.unused, row.held, row.unallocated) == (
            expected.ledger,
            expected.unused,
            expected.held,
            expected.unallocated,
        )
    assert costs.difference == 0
    sums: dict[int, list[int]] = {made: [0, 0] for made in rows}
    for place in costs.placed:
        assert place.ledger == (place.allocated + place.unused + place.held + place.unallocated)
        sums[place.pool][0] += place.ledger
        sums[place.pool][1] += place.allocated
    assert sums == {made: [row.ledger, row.allocated] for made, row in rows.items()}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.integers(FIRST, FIRST + 16))
def test_a_second_computation_agrees_to_the_cent(database: Database, seed: int, cut: int) -> None:
    world = world_of(seed)
    chance = random.Random(seed)
    drawn = [pool_of(chance, number) for number in range(6)]
    plain = [pool for pool, _ in drawn]
    ids = database.write("World", lambda session: store(session, world, drawn)).value
    whole = Period(FIRST - 1, FIRST + 30)
    for period in (whole, Period(cut, cut + 3)):
        with database.read() as session:
            costs = cost_to_serve(session, period, world.as_of)
        agree(costs, world, plain, ids)
        event(f"something is charged: {costs.allocated != 0}")
    # The same again from the orders as they are kept, and not from the ledger.
    order_facts.bring_up_to_date(database)
    database.write(
        "Import", lambda s: s.add(ImportBatch(file_name="y", sha256="", at=1, summary="{}"))
    )
    with database.read() as session:
        agree(cost_to_serve(session, whole, world.as_of), world, plain, ids)
