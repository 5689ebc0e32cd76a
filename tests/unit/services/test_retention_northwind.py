"""Deliveries of a real food trader: late orders, and who is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from b2bdesk.core.dates import day_of
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.queries.retention import list_punctuality
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from b2bdesk.services.retention import Driver, NoLoss, account_retention, portfolio_retention
from b2bdesk.storage.database import Database

WORKBOOK = Path(__file__).parents[2] / "data" / "northwind.xlsx"
LEDGER_END = date(1998, 5, 6)


@pytest.fixture(scope="module")
def northwind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database.create(tmp_path_factory.mktemp("nw") / "northwind.b2bdesk")
    with open_workbook(WORKBOOK, Progress()) as book:
        run_import(database, book, suggest_workbook(book.look()), ImportOptions(), Progress())
    yield database
    database.close()


def test_late_orders(northwind: Database) -> None:
    with northwind.read() as session:
        rows = list_punctuality(session, 0, day_of(date(2000, 1, 1)))
    # 37 of the 809 shipped orders were late; 21 were never shipped.
    assert sum(row.due for row in rows) == 830
    assert sum(row.late for row in rows) == 37 + 21


def test_deliveries_are_a_driver_and_a_measure(northwind: Database) -> None:
    with northwind.read() as session:
        portfolio = portfolio_retention(session, LEDGER_END)
        late = [
            found
            for row in portfolio.worst_first
            if (found := account_retention(session, row.account, LEDGER_END)).punctuality
            and found.punctuality.on_time < 0.95 * found.punctuality.due
        ]
    assert late
    for found in late:
        line = next(one for one in found.drivers if one.driver is Driver.OTIF)
        assert line.points is not None
        assert line.points > 0
        assert "shipped late" in line.evidence


def test_without_cost_of_goods_the_loss_is_unknown(northwind: Database) -> None:
    with northwind.read() as session:
        portfolio = portfolio_retention(session, LEDGER_END)
    assert portfolio.expected_loss_minor is None
    assert {row.no_loss for row in portfolio.worst_first} == {NoLoss.NO_COST_OF_GOODS}
    note = portfolio.model
    assert note is not None
    assert not note.validated, "hardly anybody left in the comparison"
