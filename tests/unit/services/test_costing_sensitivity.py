"""What another driver or rule of a pool would do to accounts: known figures, nothing saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.costed_account import AS_OF, MONTHS, fill_ledger, fill_people, fill_pools
from sqlalchemy.orm import Session

from b2bdesk.models.costing_enums import Driver
from b2bdesk.queries.costing import PoolRow, list_pools
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.costing.sensitivity import (
    driver_effects,
    effect_of,
    take_variant,
    with_driver,
)
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "effects.b2bdesk")
    for fill in (fill_ledger, fill_people, fill_pools):
        made.write("Fill", fill)
    yield made
    made.close()


def ask(database: Database, query: Callable[[Session], Any]) -> Any:
    with database.read() as session:
        return query(session)


def pool(database: Database, name: str) -> PoolRow:
    return next(row for row in ask(database, list_pools) if row.name == name)


def dearer(row: PoolRow, amount: int) -> PoolRow:
    return replace(row, periods=(replace(row.periods[0], amount=amount),))


def test_a_dearer_pool_moves_its_accounts_in_proportion(database: Database) -> None:
    desk = pool(database, "Order desk")
    found = ask(database, lambda s: effect_of(s, desk, dearer(desk, 60_000), MONTHS, AS_OF))
    moved = {row.name: (row.before, row.after) for row in found.accounts}
    assert moved["Account 1"] == (2000, 20_000)
    assert moved["Account 2"] == (1000, 10_000)
    assert (found.more, found.less) == (54_000, 0)
    # Account 3 earned 1,000 before cost to serve and 0 after; 4 and 2 earned 10,000.
    nets = {row.name: (row.net_before, row.net_after) for row in found.accounts}
    assert nets["Account 3"] == (0, -9000)
    assert nets["Account 2"] == (9000, 0)
    assert nets["Account 5"] == (None, None)
    assert {row.name for row in found.accounts if row.turns_to_loss} == {"Account 3"}
    assert (found.to_loss, found.to_profit) == (1, 0)
    assert ask(database, list_pools)[0].periods[0].amount == 6000


def test_what_moves_is_what_saving_it_would_move(database: Database) -> None:
    desk = pool(database, "Order desk")
    before = ask(database, lambda s: cost_to_serve(s, MONTHS, AS_OF)).by_account
    for effect in ask(database, lambda s: driver_effects(s, desk, MONTHS, AS_OF)):
        if effect.pool.driver not in (Driver.VISITS, Driver.ACTIVE_ACCOUNTS):
            continue
        database.write("Take", lambda s, chosen=effect.pool: take_variant(s, chosen))
        after = ask(database, lambda s: cost_to_serve(s, MONTHS, AS_OF)).by_account
        moved = {
            account: after.get(account, 0) - before.get(account, 0)
            for account in {*before, *after}
            if after.get(account, 0) != before.get(account, 0)
        }
        assert {row.id: row.delta for row in effect.accounts} == moved
        assert moved
        database.write("Back", lambda s: take_variant(s, desk))


def test_drivers_come_by_how_much_they_move(database: Database) -> None:
    desk = pool(database, "Order desk")
    found = ask(database, lambda s: driver_effects(s, desk, MONTHS, AS_OF))
    assert {effect.pool.driver for effect in found} == {*Driver} - {Driver.ORDERS}
    moves = [effect.more - effect.less for effect in found if effect.charged]
    assert moves == sorted(moves, reverse=True)
    assert [effect.charged for effect in found] == sorted(
        (effect.charged for effect in found), reverse=True
    )
    by_driver = {effect.pool.driver: effect for effect in found}
    nothing = by_driver[Driver.RETURNS]
    assert nothing.after is not None
    assert (nothing.after.unallocated, nothing.less, nothing.more) == (6000, -6000, 0)
    visits = by_driver[Driver.VISITS]
    assert (visits.accounts[0].name, visits.accounts[0].after) == ("Account 1", 6000)


def test_held_pools_have_no_other_driver_to_look_at(database: Database) -> None:
    rent = pool(database, "Rent")
    assert ask(database, lambda s: driver_effects(s, rent, MONTHS, AS_OF)) == ()


def test_a_capacity_does_not_count_another_drivers_events(database: Database) -> None:
    desk = pool(database, "Order desk")
    full = replace(desk, periods=(replace(desk.periods[0], capacity=10),))
    assert with_driver(full, Driver.VISITS).periods[0].capacity is None
    visits = replace(full, driver=Driver.VISIT_MINUTES)
    assert with_driver(visits, Driver.CALL_MINUTES).periods[0].capacity == 10
