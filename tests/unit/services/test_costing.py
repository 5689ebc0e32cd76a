"""Cost to serve from a real file: known figures, months, drivers and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.analytics.costing import PoolState
from b2bdesk.core.dates import Period, instant_of, noon_of
from b2bdesk.models import Account, AccountMonth, Exchange, ImportBatch
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.costing import RateRow, list_pools
from b2bdesk.services import history
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.services.costing.pools import (
    PeriodDraft,
    PoolDraft,
    add_period,
    add_pool,
    draft_of,
    update_pool,
)
from b2bdesk.services.costing.to_serve import compute_costs, compute_what_if, read_inputs
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

JAN = 2020 * 12
YEAR = Period(JAN, JAN + 11)
END = date(2020, 12, 31)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "costs.b2bdesk")
    yield made
    made.close()


def month(account: int, number: int, **counts: int) -> AccountMonth:
    values: dict[str, int] = dict.fromkeys(
        (
            "list_minor",
            "amount_minor",
            "cost_minor",
            "uncosted",
            "lines",
            "orders",
            "deliveries",
            "returns",
            "credit_notes",
            "quantity_milli",
        ),
        0,
    )
    return AccountMonth(account_id=account, month=number, **{**values, **counts})


def exchange(account: int, day: date, channel: Channel, minutes: int | None) -> Exchange:
    return Exchange(
        account_id=account,
        at=noon_of(day),
        direction=Direction.OUTBOUND,
        kind=ExchangeKind.COMMUNICATION,
        channel=channel,
        subject="Talk",
        minutes=minutes,
    )


def fill(database: Database, *rows: Any) -> None:
    def work(session: Any) -> None:
        for number in (1, 2, 3):
            session.add(Account(id=number, name=f"Account {number}"))
        session.flush()
        session.add_all(rows)

    database.write("Fill", work)


def pool(database: Database, draft: PoolDraft, *periods: PeriodDraft) -> int:
    def work(session: Any) -> int:
        made = add_pool(session, draft)
        for period in periods:
            add_period(session, made, period)
        return made

    return int(database.write("Add pool", work).value)


def served(database: Database, period: Period = YEAR, as_of: date = END) -> CostToServe:
    with database.read() as session:
        return cost_to_serve(session, period, as_of)


def test_without_pools_cost_to_serve_is_unknown_and_not_nothing(database: Database) -> None:
    fill(database, month(1, JAN, orders=3))
    costs = served(database)
    assert not costs.known
    assert costs.of(1) is None


def test_conventional_pool_follows_its_volume_to_the_cent(database: Database) -> None:
    fill(database, *(month(n, JAN, orders=1) for n in (1, 2, 3)))
    pool(database, PoolDraft("Desk", "Orders", driver=Driver.ORDERS), PeriodDraft(YEAR, 10_000))
    costs = served(database)
    assert dict(costs.by_account) == {1: 3334, 2: 3333, 3: 3333}
    assert costs.activities_of(2) == {"Orders": 3333}
    assert (costs.ledger, costs.allocated, costs.unused, costs.difference) == (10_000, 10_000, 0, 0)


def test_published_time_driven_example(database: Database) -> None:
    """Kaplan and Anderson 2004: 0.80 a minute; 49,000 orders of 8 minutes."""
    fill(database, month(1, JAN, orders=49_000))
    draft = PoolDraft(
        "Service",
        "Orders",
        method=CostMethod.TIME_DRIVEN,
        driver=Driver.ORDERS,
        minutes_milli=8000,
    )
    pool(database, draft, PeriodDraft(YEAR, 56_000_000, 700_000))
    row = served(database).pools[0]
    assert (row.rate, row.event_cost) == (Fraction(80), Fraction(640))
    assert (row.used, row.allocated) == (392_000, 31_360_000)
    assert row.unused == 56_000_000 - 31_360_000


def test_a_part_of_the_period_takes_its_months(database: Database) -> None:
    fill(
        database, month(1, JAN, orders=1), month(1, JAN + 1, orders=3), month(2, JAN + 1, orders=2)
    )
    pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 600))
    first, rest = (
        served(database, Period(JAN, JAN)),
        served(database, Period(JAN + 1, JAN + 11)),
    )
    assert dict(first.by_account) == {1: 100}
    assert dict(rest.by_account) == {1: 300, 2: 200}
    assert rest.months_of(1) == {JAN + 1: 300}
    assert [(each.ledger, each.unused) for each in (first, rest)] == [(100, 0), (500, 0)]


def test_cost_that_no_volume_moves_lies_evenly_with_the_rest_in_the_first_months(
    database: Database,
) -> None:
    pool(database, PoolDraft("Rent", level=CostLevel.FACILITY), PeriodDraft(YEAR, 14))
    months = [served(database, Period(JAN + n, JAN + n)).held for n in range(12)]
    assert months == [2, 2, *[1] * 10]


def test_capacity_lies_evenly_over_the_months_of_its_cost(database: Database) -> None:
    fill(database, month(1, JAN, orders=10), month(1, JAN + 6, orders=70))
    pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 12_000, 120))
    january, july = served(database, Period(JAN, JAN)), served(database, Period(JAN + 6, JAN + 6))
    assert (january.ledger, january.allocated, january.unused) == (1000, 1000, 0)
    assert (july.allocated, july.unused) == (7000, -6000)
    assert july.pools[0].state is PoolState.OVER_USED
    assert served(database).unused == 4000


def test_months_after_the_as_of_month_do_not_count(database: Database) -> None:
    fill(database, month(1, JAN, orders=1), month(2, JAN + 8, orders=5))
    pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 1200))
    costs = served(database, YEAR, date(2020, 3, 15))
    assert dict(costs.by_account) == {1: 248}  # two months, and 15 of the 31 days of March
    assert costs.ledger == 248
    whole = served(database, YEAR, date(2020, 3, 31))
    assert dict(whole.by_account) == {1: 300}


def test_capacity_of_a_running_period_counts_the_days_that_are_over(database: Database) -> None:
    fill(database, month(1, JAN, orders=10))
    pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 12_000, 120))
    row = served(database, YEAR, date(2020, 2, 1)).pools[0]
    assert row.capacity == 10 + Fraction(10, 29)
    assert (row.ledger, row.rate, row.allocated) == (1034, Fraction(1034) / row.capacity, 1000)
    january = served(database, Period(JAN, JAN), date(2020, 2, 1)).pools[0]
    assert (january.ledger, january.capacity, january.unused) == (1000, 10, 0)


def test_held_levels_and_missing_volume_stay_where_they_are(database: Database) -> None:
    fill(database, month(1, JAN, orders=1))
    pool(database, PoolDraft("Rent", level=CostLevel.FACILITY), PeriodDraft(YEAR, 500))
    pool(database, PoolDraft("Returns", driver=Driver.RETURNS), PeriodDraft(YEAR, 300))
    costs = served(database)
    assert (costs.held, costs.unallocated, costs.allocated) == (500, 300, 0)
    assert costs.of(1) == 0
    assert costs.activities == ("Returns",)
    assert costs.difference == 0


def test_only_held_cost_leaves_cost_to_serve_unknown(database: Database) -> None:
    fill(database, month(1, JAN, orders=1))
    pool(database, PoolDraft("Rent", level=CostLevel.FACILITY), PeriodDraft(YEAR, 500))
    costs = served(database)
    assert costs.of(1) is None
    assert (costs.ledger, costs.held, costs.difference) == (500, 500, 0)


def test_exchanges_count_by_channel_minutes_and_local_day(database: Database) -> None:
    late = exchange(1, date(2020, 1, 31), Channel.VISIT, 60)
    late.at = instant_of(datetime(2020, 1, 31, 23, 30).astimezone())
    fill(
        database,
        late,
        exchange(2, date(2020, 2, 1), Channel.VISIT, 30),
        exchange(2, date(2020, 2, 1), Channel.CALL, 500),
        exchange(3, date(2020, 6, 2), Channel.VISIT, 90),
    )
    pool(database, PoolDraft("Visits", driver=Driver.VISIT_MINUTES), PeriodDraft(YEAR, 9000))
    costs = served(database, YEAR, date(2020, 6, 1))
    # Five months of the year are over and one day of thirty: 3,775.
    assert dict(costs.by_account) == {1: 2517, 2: 1258}
    assert served(database, Period(JAN, JAN), date(2020, 6, 1)).by_account == {1: 2517}


def test_units_are_counted_in_thousandths_and_shown_whole(database: Database) -> None:
    fill(database, month(1, JAN, sold_milli=1500), month(2, JAN, sold_milli=500))
    pool(database, PoolDraft("Handling", driver=Driver.UNITS), PeriodDraft(YEAR, 1000, 4))
    row = served(database).pools[0]
    assert (row.volume, row.used, row.capacity, row.rate) == (2, 2, 4, 250)
    assert (row.allocated, row.unused) == (500, 500)


def test_an_account_is_active_for_twelve_months_after_an_order(database: Database) -> None:
    fill(
        database,
        month(1, JAN - 6, orders=1),
        month(1, JAN + 1, orders=1),
        month(2, JAN - 12, orders=1),
        month(3, JAN + 10, orders=1),
    )
    pool(database, PoolDraft("Care", driver=Driver.ACTIVE_ACCOUNTS), PeriodDraft(YEAR, 1400))
    costs = served(database)
    assert costs.pools[0].volume == 12 + 0 + 2
    assert dict(costs.by_account) == {1: 1200, 3: 200}


def test_months_without_cost_are_told(database: Database) -> None:
    fill(database, month(1, JAN, orders=1))
    half = Period(JAN + 3, JAN + 8)
    pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(half, 1200))
    assert served(database).uncovered == (Period(JAN, JAN + 2), Period(JAN + 9, JAN + 11))


def test_two_periods_of_a_pool_add_up(database: Database) -> None:
    fill(database, month(1, JAN, orders=1), month(2, JAN + 6, orders=4))
    halves = Period(JAN, JAN + 5), Period(JAN + 6, JAN + 11)
    pool(
        database,
        PoolDraft("Desk", driver=Driver.ORDERS),
        PeriodDraft(halves[0], 100),
        PeriodDraft(halves[1], 900, 8),
    )
    row = served(database).pools[0]
    assert (row.ledger, row.allocated, row.unused) == (1000, 550, 450)
    assert (row.volume, row.used, row.capacity) == (5, 5, 9)


def test_a_write_is_seen_by_the_next_reading(database: Database) -> None:
    fill(database, month(1, JAN, orders=1))
    pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 100))
    assert served(database).by_account == {1: 100}
    batch = ImportBatch(file_name="more.xlsx", sha256="", at=0, summary="{}")
    database.write("More", lambda session: session.add_all([batch, month(2, JAN, orders=3)]))
    assert served(database).by_account == {1: 25, 2: 75}


def test_costs_inside_a_running_write_see_that_write(database: Database) -> None:
    fill(database, month(1, JAN, orders=1))
    pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 100))

    def work(session: Any) -> tuple[int | None, int | None]:
        before = cost_to_serve(session, YEAR, END).of(2)
        session.add(month(2, JAN, orders=1))
        session.flush()
        return before, cost_to_serve(session, YEAR, END).of(2)

    assert database.write("More", work).value == (0, 50)


def test_what_is_logged_or_told_anew_counts_and_the_rest_stays(database: Database) -> None:
    fill(
        database,
        month(1, JAN, orders=1),
        month(2, JAN, orders=1),
        exchange(1, date(2020, 3, 4), Channel.VISIT, 30),
    )
    visits = PoolDraft("Visits", driver=Driver.VISITS, rates=(RateRow(RateBy.SEGMENT, "A", 3000),))
    pool(database, visits, PeriodDraft(YEAR, 400))
    pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 100))
    assert dict(served(database).by_account) == {1: 450, 2: 50}
    talk = exchange(2, date(2020, 3, 5), Channel.VISIT, None)
    database.write("Log", lambda session: session.add(talk))
    assert dict(served(database).by_account) == {1: 250, 2: 250}

    def move(session: Any) -> None:
        session.get(Account, 2).segment = "a"

    database.write("Segment", move)
    assert dict(served(database).by_account) == {1: 150, 2: 350}
    history.undo(database)
    assert dict(served(database).by_account) == {1: 250, 2: 250}
    history.undo(database)
    assert dict(served(database).by_account) == {1: 450, 2: 50}
    # Of the day before only the orders' 9 + 9 + 1 count: the visit had not happened.
    assert dict(served(database, as_of=date(2020, 3, 3)).by_account) == {1: 10, 2: 9}


def test_what_if_says_what_the_change_itself_then_does(database: Database) -> None:
    fill(database, *(month(n, JAN, orders=n, returns=4 - n) for n in (1, 2, 3)))
    desk = pool(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 600))
    pool(database, PoolDraft("Visits", driver=Driver.VISITS), PeriodDraft(YEAR, 100))
    with database.read() as session:
        inputs = read_inputs(session, list_pools(session), YEAR, END)
    before = compute_costs(inputs)
    (row,) = (each for each in inputs.pools if each.id == desk)
    tried = compute_what_if(inputs, [replace(row, driver=Driver.RETURNS)])
    assert dict(before.by_account) == {1: 100, 2: 200, 3: 300}
    assert dict(tried.by_account) == {1: 300, 2: 200, 3: 100}
    assert dict(served(database).by_account) == dict(before.by_account)
    draft = replace(draft_of(row), driver=Driver.RETURNS)
    database.write("Change", lambda session: update_pool(session, desk, draft))
    assert dict(served(database).by_account) == dict(tried.by_account)
