"""The ledger's face: every month of every pool placed, and the same cents in every total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from helpers.costed_account import AS_OF, MONTHS, fill_ledger, fill_people, fill_pools

from b2bdesk.core.dates import Period
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.services.costing.ledger_view import (
    Grain,
    LedgerSums,
    LedgerView,
    Misplaced,
    ledger_view,
    misplaced,
)
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


def view(costs: CostToServe, grain: Grain, fiscal_start: int = 1) -> LedgerView:
    return ledger_view(costs, costs.placed, grain, fiscal_start)


def test_every_grain_has_the_same_totals(database: Database) -> None:
    costs = served(database, MONTHS)
    for grain in Grain:
        shown = view(costs, grain)
        assert shown.total == LedgerSums(7600, 6900, 0, 700, 0)
        assert sum(sums.ledger for _, sums in shown.spans()) == 7600
        assert [sums.difference for _, sums in shown.spans()] == [0] * len(shown.spans())
        orders = shown.pools[0][0]
        assert sum(sums.allocated for _, sums in shown.spans(orders)) == 6000
    assert len(view(costs, Grain.MONTH).spans()) == 5
    assert [span for span, _ in view(costs, Grain.POOL_PERIOD).spans()] == [MONTHS]


def test_quarters_are_those_of_the_fiscal_year(database: Database) -> None:
    costs = served(database, MONTHS)
    firsts = [span.first for span, _ in view(costs, Grain.QUARTER, 2).spans()]
    assert firsts == [MONTHS.first - 2, MONTHS.first + 1, MONTHS.first + 4]


def test_a_difference_names_its_pool_and_its_months(database: Database) -> None:
    costs = served(database, MONTHS)
    assert misplaced(costs, costs.placed) == ()
    desk = costs.pools[0].pool.id
    placed = [
        replace(row, allocated=row.allocated - 5)
        if row.pool == desk and row.month > MONTHS.first
        else row
        for row in costs.placed
    ]
    short = {**costs.cells[desk], 1: costs.cells[desk][1] - 20}
    wrong = replace(costs, cells={**costs.cells, desk: short})
    found = misplaced(wrong, placed)
    assert found == (Misplaced("Order desk", Period(MONTHS.first + 1, MONTHS.last), 20),)
