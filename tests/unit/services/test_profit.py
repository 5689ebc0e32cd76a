"""An account's profit, checked by hand, and what is said where something is not known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.costed_account import (
    AS_OF,
    JAN,
    MONTHS,
    fill_ledger,
    fill_people,
    fill_pools,
)
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of
from b2bdesk.models import Account, ListPrice
from b2bdesk.models.enums import RelationshipType
from b2bdesk.queries.profit import PriceFor, list_prices_of
from b2bdesk.services.costing.workbench import costing_workbench
from b2bdesk.services.profit import AccountProfit, account_profit
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "profit.b2bdesk")
    made.write("Ledger", fill_ledger)
    made.write("People", fill_people)
    yield made
    made.close()


@pytest.fixture
def database(ledger: Database) -> Database:
    ledger.write("Pools", fill_pools)
    return ledger


def profit(database: Database, account: int = 1, period: Period = MONTHS) -> AccountProfit:
    with database.read() as session:
        return account_profit(session, account, period, AS_OF)


def test_the_waterfall_of_an_account(database: Database) -> None:
    found = profit(database)
    assert (found.list_revenue, found.discounts, found.sales) == (100_000, 5_000, 95_000)
    assert (found.cost_of_goods, found.gross_margin) == (70_000, 25_000)
    assert found.activities is not None
    assert [(each.activity, each.amount) for each in found.activities] == [
        ("Orders", 2000),
        ("Visits", 900),
    ]
    assert (found.cost_to_serve, found.net_profit) == (2900, 22_100)
    assert (found.orders, found.lines) == (2, 2)
    assert (found.margin_missing, found.cost_missing) == ("", "")


def test_months_add_up_to_the_whole(database: Database) -> None:
    found = profit(database)
    assert [(m.month - JAN, m.sales, m.gross_margin, m.net_profit) for m in found.months] == [
        (0, 57_000, 17_000, 15_400),
        (1, 38_000, 8_000, 7_000),
        (2, 0, 0, 0),
        (3, 0, 0, -300),
        (4, 0, 0, 0),
    ]
    assert sum(m.net_profit or 0 for m in found.months) == found.net_profit


def test_products_add_up_to_sales_and_margin(database: Database) -> None:
    found = profit(database)
    assert [(p.name, p.sales, p.margin, p.discount) for p in found.products] == [
        ("Pump", 57_000, 17_000, 3_000),
        ("Valve", 38_000, 8_000, 2_000),
    ]


def test_typical_is_the_median_of_the_others_of_its_type(database: Database) -> None:
    found = profit(database)
    assert found.type is RelationshipType.VALUE_ADDED
    assert found.activities is not None
    orders = found.activities[0]
    # Accounts 2, 3 and 4 had one order of 1,000 on sales of 20,000, 10,000 and 40,000.
    assert orders.typical == pytest.approx(0.05)
    assert orders.share == pytest.approx(2000 / 95_000)


def test_without_enough_others_there_is_no_typical(database: Database) -> None:
    found = profit(database, account=5)
    assert found.activities is not None
    assert {each.typical for each in found.activities} == {None}


def test_without_pools_profit_ends_with_gross_margin(ledger: Database) -> None:
    found = profit(ledger)
    assert (found.gross_margin, found.cost_to_serve, found.net_profit) == (25_000, None, None)
    assert found.activities is None
    assert "No activity costs" in found.cost_missing
    assert [m.net_profit for m in found.months] == [None] * 5


def test_lines_without_cost_leave_gross_margin_unknown(database: Database) -> None:
    found = profit(database, account=5)
    assert (found.sales, found.cost_of_goods, found.gross_margin) == (30_000, None, None)
    assert found.net_profit is None
    assert found.cost_to_serve == 1000
    assert found.margin_missing == "None of the account's invoice lines has a cost of goods."
    assert found.products[0].margin is None


def test_an_account_without_lines_has_zeros_and_its_costs(database: Database) -> None:
    found = profit(database, account=3, period=Period(JAN + 3, JAN + 4))
    assert (found.lines, found.sales, found.gross_margin, found.cost_to_serve) == (0, 0, 0, 0)
    assert found.products == ()


def test_the_period_ends_with_the_as_of_month(database: Database) -> None:
    found = profit(database, period=Period(JAN, JAN + 11))
    assert found.period == MONTHS
    assert found.net_profit == 22_100


def test_the_workbench_reconciles_with_every_account(database: Database) -> None:
    with database.read() as session:
        bench = costing_workbench(session, MONTHS, AS_OF)
        profits = [account_profit(session, row.id, MONTHS, AS_OF) for row in bench.accounts]
    assert bench.activities == ("Orders", "Visits")
    assert bench.activity_totals == (6000, 900)
    assert [row.total for row in bench.accounts] == [each.cost_to_serve for each in profits]
    assert sum(row.total for row in bench.accounts) == bench.costs.allocated == 6900
    assert (bench.costs.held, bench.costs.ledger, bench.costs.difference) == (700, 7600, 0)
    assert bench.accounts[0].name == "Account 1"
    assert [line.pool.name for line in bench.pools] == ["Order desk", "Field visits", "Rent"]


def test_the_list_price_is_the_accounts_own_else_its_segments_else_everybodys(
    ledger: Database,
) -> None:
    day = day_of(AS_OF)

    def price(minor: int, product: int = 11, **told: object) -> ListPrice:
        return ListPrice(product_id=product, price_minor=minor, **told)

    def work(session: Session) -> None:
        for account, segment in ((1, "Road"), (2, "road "), (3, None)):
            session.get_one(Account, account).segment = segment
        session.add_all(
            [
                price(100),
                price(110, from_day=day - 10),
                price(115, from_day=day + 1),  # not yet
                price(90, segment="Road", to_day=day),
                price(95, segment="Track"),
                price(80, account_id=1, from_day=day - 400, to_day=day - 1),  # over
                price(81, account_id=1, from_day=day),
                price(82, account_id=4),
                price(60, account_id=3, to_day=day - 1),  # over as well
                price(70, 12, account_id=3),
            ]
        )

    ledger.write("Prices", work)
    with ledger.read() as session:
        held = [list_prices_of(session, account, day) for account in (1, 2, 3)]
    assert [found[11].price for found in held] == [81, 90, 110]
    assert [found[11].of for found in held] == [
        PriceFor.ACCOUNT, PriceFor.SEGMENT, PriceFor.EVERYBODY,
    ]  # fmt: skip
    assert held[2][11].since_day == day - 10
    assert 12 not in held[0]
    pump = next(row for row in profit(ledger).products if row.product == 11)
    assert pump.price == held[0][11]
    assert pump.paid == 57_000
