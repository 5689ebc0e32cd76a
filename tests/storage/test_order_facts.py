"""Single orders are kept true to the ledger: after imports, undo, redo and merges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, month_of
from b2bdesk.models import Account, ImportBatch, LedgerLine, OrderHeader, Product
from b2bdesk.models.costing_enums import CostMethod, Driver
from b2bdesk.queries import orders
from b2bdesk.queries.order_packs import count_stale
from b2bdesk.services import history, order_facts, summaries
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

JAN = 2020 * 12
YEAR = Period(JAN, JAN + 11)
END = date(2020, 12, 31)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "orders.b2bdesk")

    def fill(session: Session) -> None:
        session.add_all([Account(id=number, name=f"Account {number}") for number in (1, 2)])
        session.add_all([Product(id=p, code=f"P{p}", name=f"P{p}") for p in (11, 12)])

    made.write("Masters", fill)
    bring_in(made, 100, [(1, "A", date(2020, 1, 5), 11), (1, "A", date(2020, 1, 5), 12)])
    bring_in(made, 200, [(2, "B", date(2020, 2, 5), 11)])
    yield made
    made.close()


def bring_in(database: Database, first: int, lines: list[tuple[int, str, date, int]]) -> None:
    """An import of sale lines; ``first`` is the id of the batch and of the first line."""

    def work(session: Session) -> None:
        session.add(ImportBatch(id=first, file_name="x", sha256="", at=0, summary="{}"))
        session.flush()
        for number, (account, document, day, product) in enumerate(lines, first):
            session.add(
                LedgerLine(
                    id=number,
                    batch_id=first,
                    account_id=account,
                    product_id=product,
                    document=document,
                    day=day_of(day),
                    month=month_of(day),
                    type="sale",
                    quantity_milli=1000,
                    list_minor=500,
                    amount_minor=500,
                    cost_minor=0,
                    line_key=number,
                    content=number,
                )
            )
        session.flush()
        summaries.refresh(session, [first])

    database.write("Import", work)


def tables(database: Database) -> list[Any]:
    with database.read() as session:
        found = [orders.read_orders(session), orders.read_deliveries(session)]
        return [*found, orders.read_products(session)]


def stale(database: Database) -> int:
    with database.read() as session:
        return count_stale(session)


def same(one: list[Any], other: list[Any]) -> bool:
    return all(
        np.array_equal(getattr(a, field.name), getattr(b, field.name))
        for a, b in zip(one, other, strict=True)
        for field in fields(a)
    )


def test_only_what_a_step_touched_is_read_again(database: Database) -> None:
    order_facts.bring_up_to_date(database)
    assert stale(database) == 0
    bring_in(database, 300, [(2, "C", date(2020, 3, 5), 11), (2, "D", date(2020, 3, 6), 12)])
    assert stale(database) == 1  # one month of one account, however many lines
    found = tables(database)
    assert found[0].accounts.tolist() == [1, 2, 2, 2]
    assert found[0].lines.tolist() == [2, 1, 1, 1]
    assert found[0].first.tolist() == [True, True, False, False]
    order_facts.bring_up_to_date(database)
    assert same(tables(database), found)
    history.undo(database)
    assert (stale(database), tables(database)[0].accounts.tolist()) == (1, [1, 2])
    order_facts.bring_up_to_date(database)
    assert tables(database)[0].accounts.tolist() == [1, 2]
    history.redo(database)
    order_facts.bring_up_to_date(database)
    assert same(tables(database), found)


def test_an_order_of_an_earlier_month_becomes_the_first(database: Database) -> None:
    order_facts.bring_up_to_date(database)
    bring_in(database, 300, [(1, "0", date(2019, 12, 1), 11)])
    order_facts.bring_up_to_date(database)
    found = tables(database)
    assert found[0].first.tolist() == [True, False, True]
    # The product of December is no new product in January.
    products = found[2]
    rows = zip(products.accounts, products.months, products.before, products.counts, strict=True)
    assert [tuple(map(int, row)) for row in rows] == [
        (1, JAN - 1, 0, 1),
        (1, JAN, 0, 1),
        (1, JAN, JAN - 1, 1),
        (2, JAN + 1, 0, 1),
    ]


def test_facts_that_move_to_another_account_leave_nothing_behind(database: Database) -> None:
    order_facts.bring_up_to_date(database)

    def move(session: Session) -> None:
        session.execute(update(LedgerLine).where(LedgerLine.account_id == 2).values(account_id=1))
        summaries.refresh(session, (), (1, 2))

    database.write("Move", move)
    order_facts.bring_up_to_date(database)
    assert tables(database)[0].accounts.tolist() == [1, 1]
    with database.read() as session:
        held = session.connection().exec_driver_sql("SELECT DISTINCT account_id FROM product_fact")
        assert held.scalars().all() == [1]


def served(database: Database) -> CostToServe:
    with database.read() as session:
        return cost_to_serve(session, YEAR, END)


def test_a_pool_waits_for_orders_and_says_so(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = PoolDraft(
        "Desk",
        method=CostMethod.TIME_DRIVEN,
        driver=Driver.ORDERS,
        time_equation="2 * lines",
    )
    database.write("Add", lambda s: add_pool(s, draft, PeriodDraft(YEAR, 900)))
    monkeypatch.setattr(orders, "READ_AT_ONCE", 0)
    costs = served(database)
    row = costs.pools[0]
    assert (row.state.value, row.unallocated, row.allocated) == ("waiting", 900, 0)
    assert (costs.difference, [each.unallocated for each in costs.placed]) == (0, [75] * 12)
    with database.read() as session:
        assert order_facts.is_wanted(session)
    order_facts.bring_up_to_date(database)
    with database.read() as session:
        assert not order_facts.is_wanted(session)
    assert dict(served(database).by_account) == {1: 600, 2: 300}


def test_orders_without_dates_are_said_and_not_taken_for_expedited(database: Database) -> None:
    def head(session: Session) -> None:
        session.add(ImportBatch(id=400, file_name="x", sha256="", at=0, summary="{}"))
        session.flush()
        day = day_of(date(2020, 2, 5))
        session.add(
            OrderHeader(
                id=1,
                batch_id=400,
                account_id=2,
                document="B",
                ordered_day=day,
                required_day=day + 3,
                line_key=1,
                content=1,
            )
        )
        session.flush()
        summaries.refresh(session, [400])

    database.write("Headers", head)
    pool = PoolDraft("Rush", driver=Driver.EXPEDITED_ORDERS)
    database.write("Add", lambda s: add_pool(s, pool, PeriodDraft(YEAR, 900)))
    costs = served(database)
    assert dict(costs.by_account) == {2: 900}
    assert (costs.pools[0].volume, costs.pools[0].undated) == (1, 1)
