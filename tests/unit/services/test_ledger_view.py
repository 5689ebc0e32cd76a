"""The ledger's face: every month of every pool placed, and the same cents in every total."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.costed_account import AS_OF, MONTHS, fill_ledger, fill_people, fill_pools

from b2bdesk.core.dates import Period
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "ledger.b2bdesk")
    for fill in (fill_ledger, fill_people, fill_pools):
        made.write("Fill", fill)
    yield made
    made.close()


def served(database: Database, period: Period, as_of: date = AS_OF) -> CostToServe:
    with database.read() as session:
        return cost_to_serve(session, period, as_of)


def test_the_months_of_a_pool_add_up_to_what_the_pool_shows(database: Database) -> None:
    for period in (MONTHS, Period(MONTHS.first + 1, MONTHS.first + 2)):
        costs = served(database, period)
        for pool in costs.pools:
            rows = [row for row in costs.placed if row.pool == pool.pool.id]
            assert [row.month for row in rows] == list(range(period.first, period.last + 1))
            for part in ("ledger", "allocated", "unused", "held", "unallocated"):
                assert sum(getattr(row, part) for row in rows) == getattr(pool, part), part
            for row in rows:
                assert row.ledger == row.allocated + row.unused + row.held + row.unallocated
