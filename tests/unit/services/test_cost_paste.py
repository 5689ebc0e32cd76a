"""Pasting cost pools: columns found, numbers read, problems said with their place and a hint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver
from b2bdesk.queries.costing import PoolRow, list_pools
from b2bdesk.queries.currency_rates import CurrencyRateRow, list_currency_rates
from b2bdesk.services import history
from b2bdesk.services.costing.paste import read_pools, take_pools
from b2bdesk.services.costing.paste_result import Outcome, PoolPaste
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool
from b2bdesk.services.currency_rates import (
    CurrencyRateDraft,
    add_currency_rate,
    edit_currency_rate,
)
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

JAN = 2020 * 12
YEAR = Period(JAN, JAN + 11)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "costs.b2bdesk")
    yield made
    made.close()


def read(database: Database, *rows: str, currency: str = "USD") -> PoolPaste:
    with database.read() as session:
        return read_pools(session, "\n".join(rows), currency, YEAR)


def take(database: Database, paste: PoolPaste) -> int:
    return int(database.write("Paste", lambda s: take_pools(s, paste)).value)


def held(database: Database) -> list[PoolRow]:
    with database.read() as session:
        return list_pools(session)


def test_columns_are_found_by_name_in_any_order(database: Database) -> None:
    paste = read(
        database,
        "Driver\tCost\tPool\tActivity\tMinutes per event\tCapacity\tGL accounts\tColour",
        "order lines\t1,234.50\tOrder desk\tOrders\t4\t64000\t6200\tred",
    )
    assert paste.has_header
    assert paste.ignored == ("Colour",)
    (row,) = paste.rows
    assert row.draft == PoolDraft(
        "Order desk",
        "Orders",
        method=CostMethod.TIME_DRIVEN,
        driver=Driver.ORDER_LINES,
        minutes_milli=4000,
        ledger_accounts="6200",
    )
    assert row.period == PeriodDraft(YEAR, 123_450, 64_000)
    assert row.outcome is Outcome.NEW
    assert paste.problems == ()


def test_decimal_commas_are_read_by_what_the_column_shows(database: Database) -> None:
    paste = read(
        database,
        "Kostenpool\tKosten\tTreiber",
        "Auftragsannahme\t1.234,50\torders",
        "Fracht\t99,5\tdeliveries",
        "Lager\t10.000\tunits",
    )
    assert [row.period.amount for row in paste.rows] == [123_450, 9950, 1_000_000]


def test_without_a_header_columns_are_found_by_content(database: Database) -> None:
    paste = read(
        database,
        "Order desk\tOrders\t268420.00\torder lines\t64000",
        "Freight\tDeliveries\t214660\tdeliveries\t",
    )
    assert not paste.has_header
    assert paste.rows[0].draft == PoolDraft("Order desk", "Orders", driver=Driver.ORDER_LINES)
    assert paste.rows[0].period == PeriodDraft(YEAR, 26_842_000, 64_000)
    assert paste.rows[1].period == PeriodDraft(YEAR, 21_466_000, None)


def test_months_come_from_the_sheet_where_it_has_them(database: Database) -> None:
    paste = read(
        database,
        "Pool\tFrom\tTo\tAmount",
        "Desk\t2019-07\t2020-06\t100",
        "Freight\t7/2019\t12/2019\t100",
        "Visits\t01.01.2020\t31.03.2020\t100",
        "Calls\t\t\t100",
    )
    july = 2019 * 12 + 6
    assert [row.period.months for row in paste.rows] == [
        Period(july, july + 11),
        Period(july, july + 5),
        Period(JAN, JAN + 2),
        YEAR,
    ]


def test_every_problem_says_where_it_is_and_what_to_do(database: Database) -> None:
    paste = read(
        database,
        "Pool\tAmount\tDriver\tCapacity\tFrom\tTo\tMethod",
        "Desk\tabc\torders\t\t\t\t",
        "\t100\torders\t\t\t\t",
        "Freight\t100\tdrops\t\t\t\t",
        "Rent\t100\torders\t12.5\t\t\t",
        "Back\t100\torders\t\t2020-05\t2020-01\t",
        "Timed\t100\torders\t\t\t\ttime-driven",
        "Month\t100\torders\t\tsoon\t\t",
        "Empty\t\torders\t\t\t\t",
        "Total\t700\t\t\t\t\t",
    )
    assert [row.draft.name for row in paste.rows] == ["Freight", "Rent"]
    told = [(p.row, p.column, p.value, p.left_out) for p in paste.problems]
    assert told == [
        (2, "Amount", "abc", True),
        (3, "Pool", "", True),
        (4, "Driver", "drops", False),
        (5, "Capacity", "12.5", False),
        (6, "To", "2020-01", True),
        (7, "Method", "Timed", True),
        (8, "From", "soon", True),
        (9, "Amount", "", True),
        (10, "Pool", "Total", True),
    ]
    assert all(p.reason and p.hint for p in paste.problems)
    assert (paste.count(Outcome.NEW), paste.count(Outcome.LEFT_OUT)) == (2, 7)


def test_text_without_names_and_amounts_says_so(database: Database) -> None:
    paste = read(database, "hello")
    assert paste.rows == ()
    assert "amounts" in paste.problems[0].reason
    assert not paste.changes


def test_known_pools_change_only_in_what_the_paste_says(database: Database) -> None:
    old = PoolDraft("Order desk", "Orders", CostLevel.ORDER, driver=Driver.ORDERS, note="kept")
    database.write("Add", lambda s: add_pool(s, old, PeriodDraft(YEAR, 100, 7)))
    paste = read(database, "Pool\tAmount", "order DESK\t2", "New\t3")
    assert [row.outcome for row in paste.rows] == [Outcome.CHANGED, Outcome.NEW]
    assert take(database, paste) == 2
    first, second = held(database)
    assert (first.name, first.note, first.driver) == ("Order desk", "kept", Driver.ORDERS)
    assert [(p.amount, p.capacity) for p in first.periods] == [(200, 7)]
    assert [(p.amount, p.capacity) for p in second.periods] == [(300, None)]


def test_the_same_paste_again_changes_nothing(database: Database) -> None:
    rows = ("Pool\tAmount\tDriver\tCapacity", "Desk\t100\torders\t50", "Freight\t2\t\t")
    take(database, read(database, *rows))
    again = read(database, *rows)
    assert [row.outcome for row in again.rows] == [Outcome.UNCHANGED] * 2
    assert not again.changes


def test_months_that_overlap_the_pools_other_months_stay_out(database: Database) -> None:
    database.write("Add", lambda s: add_pool(s, PoolDraft("Desk"), PeriodDraft(YEAR, 100)))
    paste = read(
        database,
        "Pool\tFrom\tTo\tAmount",
        "Desk\t2020-06\t2021-05\t5",
        "Desk\t2021-01\t2021-12\t6",
        "Desk\t2021-03\t2021-04\t7",
    )
    assert [(row.row, row.period.amount) for row in paste.rows] == [(3, 600)]
    assert [problem.row for problem in paste.problems] == [2, 4]


def test_a_paste_is_one_step_to_undo(database: Database) -> None:
    database.write("Add", lambda s: add_pool(s, PoolDraft("Desk"), PeriodDraft(YEAR, 100)))
    before = held(database)
    take(database, read(database, "Pool\tAmount", "Desk\t2", "Freight\t3", "Visits\t4"))
    assert len(held(database)) == 3
    history.undo(database)
    assert held(database) == before


def test_amounts_follow_the_currencys_decimals(database: Database) -> None:
    paste = read(database, "Pool\tAmount", "Desk\t1234.5", currency="JPY")
    assert paste.rows[0].period.amount == 1235


def test_a_pool_with_a_time_equation_takes_amounts_and_no_driver_that_does_not_go_with_it(
    database: Database,
) -> None:
    draft = PoolDraft(
        "Desk",
        method=CostMethod.TIME_DRIVEN,
        driver=Driver.ORDERS,
        time_equation="8 + 2 * lines over 10",
    )
    database.write("Add", lambda s: add_pool(s, draft, PeriodDraft(YEAR, 100)))
    paste = read(database, "Pool\tAmount\tDriver", "Desk\t9\t", "Desk\t9\tvisits")
    assert [row.draft.time_equation for row in paste.rows] == ["8 + 2 * lines over 10"]
    assert [(each.row, each.reason) for each in paste.problems] == [
        (3, "“lines” is not known here.")
    ]
    take(database, paste)
    (pool,) = held(database)
    assert (pool.time_equation, pool.periods[0].amount) == ("8 + 2 * lines over 10", 900)
    take(database, read(database, "Pool\tAmount\tMinutes per event", "Desk\t9\t12"))
    (pool,) = held(database)
    assert (pool.time_equation, pool.minutes_milli) == (None, 12_000)


def test_a_currency_column_is_converted_by_the_rates_of_the_months(database: Database) -> None:
    def fill(session: Session) -> None:
        for code, value in (("CHF", "1.2"), ("KWD", "3.25")):
            draft = CurrencyRateDraft(code, date(2020, 1, 1), Decimal(value))
            add_currency_rate(session, draft)

    database.write("Rates", fill)
    rows = [
        "Cost pool\tDriver\tLedger cost\tCurrency",
        "Order desk\torders\t1,000.00\tchf",
        "Freight\tdeliveries\t10.005\tKWD",
        "Rent\torders\t50.00\t",
        "Returns\treturns\t70.00\tSEK",
        "Visits\torders\t70.00\tFranken",
    ]
    paste = read(database, *rows)
    assert [(row.cost, row.period.amount, row.period.currency) for row in paste.rows] == [
        (120_000, 100_000, "CHF"),
        (3252, 10_005, "KWD"),
        (5000, 5000, None),
    ]
    assert paste.total == 128_252
    assert [(p.row, p.column, p.value, p.left_out) for p in paste.problems] == [
        (5, "Currency", "SEK", True),
        (6, "Currency", "Franken", True),
    ]
    assert "No rate of SEK" in paste.problems[0].reason
    assert "under Currencies" in paste.problems[0].hint
    take(database, paste)
    kept = {pool.name: pool.periods[0] for pool in held(database)}
    assert (kept["Freight"].amount, kept["Freight"].foreign) == (3252, 10_005)
    assert (kept["Order desk"].amount, kept["Order desk"].currency) == (120_000, "CHF")
    # A rate that is changed later changes what comes in later.
    rate = {row.currency: row.id for row in rates(database)}["CHF"]
    dearer = CurrencyRateDraft("CHF", date(2020, 1, 1), Decimal("1.5"))
    database.write("Rate", lambda s: edit_currency_rate(s, rate, dearer))
    again = read(database, *rows)
    assert {row.outcome for row in again.rows} == {Outcome.UNCHANGED}
    assert again.total == 128_252
    (other,) = read(database, rows[0], "Order desk\torders\t2,000.00\tCHF").rows
    assert (other.outcome, other.cost) == (Outcome.CHANGED, 300_000)


def rates(database: Database) -> tuple[CurrencyRateRow, ...]:
    with database.read() as session:
        return list_currency_rates(session)
