"""Editing cost pools: what is accepted, what is refused beside which field, and undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.queries.costing import PoolRow, RateRow, list_pools
from b2bdesk.services import history
from b2bdesk.services.costing import pools
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, draft_of
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

JAN = 2020 * 12
YEAR = Period(JAN, JAN + 11)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "costs.b2bdesk")
    yield made
    made.close()


def held(database: Database) -> list[PoolRow]:
    with database.read() as session:
        return list_pools(session)


def add(database: Database, draft: PoolDraft, period: PeriodDraft | None = None) -> int:
    return int(database.write("Add", lambda s: pools.add_pool(s, draft, period)).value)


def refused(database: Database, work: Any) -> DomainError:
    before = held(database)
    with pytest.raises(DomainError) as caught:
        database.write("Edit", work)
    assert held(database) == before
    return caught.value


def test_a_pool_keeps_what_was_entered(database: Database) -> None:
    draft = PoolDraft(
        "  Field   visits ",
        "Visits",
        CostLevel.CUSTOMER,
        CostMethod.TIME_DRIVEN,
        Driver.VISITS,
        60_500,
        "6200 travel",
    )
    add(database, draft, PeriodDraft(YEAR, 23_690_000, 4900))
    (row,) = held(database)
    assert draft_of(row) == replace(draft, name="Field visits")
    assert [(each.months, each.amount, each.capacity) for each in row.periods] == [
        (YEAR, 23_690_000, 4900)
    ]


def test_an_empty_activity_is_the_pool_itself(database: Database) -> None:
    add(database, PoolDraft("Freight", driver=Driver.DELIVERIES))
    assert held(database)[0].activity == "Freight"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PoolDraft("  "), "name"),
        (PoolDraft("DESK"), "name"),
        (PoolDraft("A", method=CostMethod.TIME_DRIVEN), "driver"),
        (PoolDraft("A", method=CostMethod.TIME_DRIVEN, driver=Driver.ORDERS), "minutes"),
        (
            PoolDraft("A", method=CostMethod.TIME_DRIVEN, driver=Driver.ORDERS, minutes_milli=0),
            "minutes",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(
    database: Database, draft: PoolDraft, field: str
) -> None:
    add(database, PoolDraft("Desk"))
    assert refused(database, lambda s: pools.add_pool(s, draft)).field == field


@pytest.mark.parametrize(
    ("period", "field"),
    [
        (PeriodDraft(YEAR, 1, 0), "capacity"),
        (PeriodDraft(YEAR, 1, -5), "capacity"),
        (PeriodDraft(YEAR, 10**15 + 1), "amount"),
        (PeriodDraft(Period(JAN + 11, JAN + 12), 1), "months"),
        (PeriodDraft(Period(12, 13), 1), "months"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    database: Database, period: PeriodDraft, field: str
) -> None:
    pool = add(database, PoolDraft("Desk"), PeriodDraft(YEAR, 100))
    assert refused(database, lambda s: pools.add_period(s, pool, period)).field == field


def test_minutes_of_a_driver_that_counts_minutes_are_not_asked_for(database: Database) -> None:
    draft = PoolDraft("Calls", method=CostMethod.TIME_DRIVEN, driver=Driver.CALL_MINUTES)
    add(database, replace(draft, minutes_milli=5000))
    assert draft_of(held(database)[0]) == replace(draft, activity="Calls")


def test_a_held_pool_needs_no_driver_however_it_is_costed(database: Database) -> None:
    draft = PoolDraft("Rent", level=CostLevel.FACILITY, method=CostMethod.TIME_DRIVEN)
    assert add(database, draft)


def test_a_pool_may_keep_its_own_name_and_months(database: Database) -> None:
    pool = add(database, PoolDraft("Desk"), PeriodDraft(YEAR, 100))
    period = held(database)[0].periods[0].id
    database.write(
        "Change", lambda s: pools.update_pool(s, pool, PoolDraft("desk", driver=Driver.ORDERS))
    )
    database.write("Move", lambda s: pools.update_period(s, period, PeriodDraft(YEAR, 200, 7)))
    (row,) = held(database)
    assert (row.name, row.driver) == ("desk", Driver.ORDERS)
    assert (row.periods[0].amount, row.periods[0].capacity) == (200, 7)


def test_removing_a_pool_comes_back_whole_with_undo(database: Database) -> None:
    pool = add(database, PoolDraft("Desk", driver=Driver.ORDERS), PeriodDraft(YEAR, 100, 3))
    before = held(database)
    database.write("Remove", lambda s: pools.remove_pool(s, pool))
    assert held(database) == []
    history.undo(database)
    assert held(database) == before


def test_what_is_gone_is_told(database: Database) -> None:
    for work in (
        lambda s: pools.update_pool(s, 5, PoolDraft("A")),
        lambda s: pools.remove_pool(s, 5),
        lambda s: pools.add_period(s, 5, PeriodDraft(YEAR, 1)),
        lambda s: pools.remove_period(s, 5),
    ):
        assert "not there any more" in refused(database, work).message


def test_a_pool_keeps_its_time_equation_and_rates(database: Database) -> None:
    rates = (
        RateRow(RateBy.SEGMENT, "Mountain", 1500),
        RateRow(RateBy.ACCOUNT_KIND, "partner", 500),
    )
    draft = PoolDraft(
        "Desk",
        method=CostMethod.TIME_DRIVEN,
        driver=Driver.ORDERS,
        time_equation=" 8 + 3 if  new customer",
        rates=rates,
    )
    pool = add(database, draft)
    row = held(database)[0]
    assert (row.time_equation, row.minutes_milli) == ("8 + 3 if new customer", None)
    assert row.rates == rates
    less = replace(draft_of(row), time_equation="7.5", rates=rates[1:])
    database.write("Change", lambda s: pools.update_pool(s, pool, less))
    row = held(database)[0]
    assert (row.time_equation, row.minutes_milli, row.rates) == (None, 7500, rates[1:])
    history.undo(database)
    assert held(database)[0].rates == rates


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"time_equation": "8 / (2 - 2)"}, "time_equation", "divided by zero"),
        ({"time_equation": "8 + minutes"}, "time_equation", "not known here"),
        ({"rates": (RateRow(RateBy.SEGMENT, " ", 1000),)}, "rates", "what the rate is for"),
        ({"rates": (RateRow(RateBy.SEGMENT, "A", -1),)}, "rates", "between 0"),
        ({"rates": (RateRow(RateBy.CHANNEL, "visit", 1000),)}, "rates", "Only exchanges"),
        ({"rates": (RateRow(RateBy.ACCOUNT_KIND, "friend", 1000),)}, "rates", "not known"),
        (
            {"rates": (RateRow(RateBy.SEGMENT, "A", 1), RateRow(RateBy.SEGMENT, "a", 2))},
            "rates",
            "two rates",
        ),
    ],
)
def test_a_wrong_equation_or_rate_is_said_at_its_field(
    database: Database, change: dict[str, Any], field: str, words: str
) -> None:
    draft = PoolDraft("Desk", method=CostMethod.TIME_DRIVEN, driver=Driver.ORDERS, **change)
    error = refused(database, lambda s: pools.add_pool(s, replace(draft, minutes_milli=8000)))
    assert error.field == field
    assert words in str(error)
