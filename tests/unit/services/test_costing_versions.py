"""Published costing versions: kept to the cent, compared by pool, account and month, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers.costed_account import AS_OF, MONTHS, fill_ledger, fill_people, fill_pools
from sqlalchemy import text
from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.records import Kind
from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.models.costing_enums import Driver
from b2bdesk.queries.costing import PoolRow, list_pools
from b2bdesk.services import history
from b2bdesk.services.check import check_file
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.costing.pools import (
    PeriodDraft,
    draft_of,
    period_draft_of,
    update_period,
    update_pool,
)
from b2bdesk.services.costing.version_compare import Comparison, compare_versions
from b2bdesk.services.costing.versions import (
    list_versions,
    next_number,
    note_version,
    publish,
    read_version,
)
from b2bdesk.services.merging.merge import MergeDraft, merge
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "versions.b2bdesk")
    for fill in (fill_ledger, fill_people, fill_pools):
        made.write("Fill", fill)
    yield made
    made.close()


def released(database: Database, period: Period = MONTHS, as_of: date = AS_OF) -> int:
    written = database.write("Publish", lambda s: publish(s, period, as_of, None, " First "))
    return int(written.value)


def pools(database: Database) -> list[PoolRow]:
    with database.read() as session:
        return list_pools(session)


def ask(database: Database, query: Callable[[Session], Any]) -> Any:
    with database.read() as session:
        return query(session)


def against_draft(database: Database) -> Comparison:
    newest = ask(database, list_versions)[0]
    found: Comparison = ask(database, lambda s: compare_versions(s, newest.id, None, AS_OF))
    return found


def test_a_version_keeps_every_figure_as_it_was(database: Database) -> None:
    before = ask(database, lambda s: cost_to_serve(s, MONTHS, AS_OF))
    assert released(database) == 1
    [row] = ask(database, list_versions)
    assert (row.number, row.months, row.as_of, row.note) == (1, MONTHS, AS_OF, "First")
    assert (row.ledger, row.allocated, row.unused, row.kept) == (7600, 6900, 0, 700)
    desk = pools(database)[0]
    database.write("Dearer", lambda s: _amount(s, desk, 9999))
    kept = ask(database, lambda s: read_version(s, row.id))
    assert kept.costs.pools == before.pools
    assert kept.costs.by_account == before.by_account
    assert {pool: dict(cells) for pool, cells in kept.costs.cells.items()} == before.cells
    assert kept.placed == before.placed
    assert kept.costs.difference == 0


def test_publishing_is_undone_and_done_again(database: Database) -> None:
    released(database)
    history.undo(database)
    assert ask(database, list_versions) == []
    assert ask(database, next_number) == 1
    history.redo(database)
    [row] = ask(database, list_versions)
    assert ask(database, lambda s: read_version(s, row.id)).costs.allocated == 6900
    assert ask(database, lambda s: read_version(s, row.id)).costs.difference == 0


def test_the_same_figures_are_not_published_twice(database: Database) -> None:
    released(database)
    with pytest.raises(DomainError, match="Nothing changed since version 1"):
        released(database)
    assert released(database, Period(MONTHS.first, MONTHS.first + 1)) == 2
    desk = pools(database)[0]
    database.write("Dearer", lambda s: _amount(s, desk, 9999))
    assert released(database) == 3


def test_months_without_any_cost_cannot_be_published(database: Database) -> None:
    later = Period(MONTHS.last + 12, MONTHS.last + 13)
    with pytest.raises(DomainError, match="no activity costs"):
        released(database, later)
    assert ask(database, list_versions) == []


def test_a_restatement_tells_pool_accounts_and_months(database: Database) -> None:
    released(database)
    assert against_draft(database).same
    desk = pools(database)[0]
    database.write("Dearer", lambda s: _amount(s, desk, 6600))
    found = against_draft(database)
    dearer = found.pools[0]
    assert (dearer.name, dearer.delta("ledger"), dearer.changed) == ("Order desk", 600, ("amount",))
    assert all(row.delta("ledger") == 0 for row in found.pools[1:])
    assert sum(row.delta for row in found.accounts) == 600
    first = found.accounts[0]
    assert (first.name, first.before, first.after) == ("Account 1", 2900, 3100)
    assert (first.pool, first.pool_delta) == ("Order desk", 200)
    # One order in each of January (three), February, March and May; none in April.
    assert found.restated == (
        Period(MONTHS.first, MONTHS.first + 2),
        Period(MONTHS.last, MONTHS.last),
    )
    assert (found.only_before, found.only_after) == ((), ())


def test_another_driver_is_told_as_what_changed(database: Database) -> None:
    released(database)
    desk = pools(database)[0]
    lines = replace(draft_of(desk), driver=Driver.ACTIVE_ACCOUNTS)
    database.write("Driver", lambda s: update_pool(s, desk.id, lines))
    found = against_draft(database).pools[0]
    assert found.changed == ("driver", "volume")
    assert found.delta("ledger") == 0
    assert found.accounts > 0


def test_months_that_only_one_side_covers_are_told(database: Database) -> None:
    released(database, Period(MONTHS.first, MONTHS.first + 2))
    released(database)
    new, old = ask(database, list_versions)
    found = ask(database, lambda s: compare_versions(s, old.id, new.id, AS_OF))
    assert (found.before.number, found.after.number) == (1, 2)
    assert found.only_after == (Period(MONTHS.first + 3, MONTHS.last),)
    assert found.restated == ()
    # The draft is looked at over the months of the version it is compared with.
    kept = ask(database, lambda s: compare_versions(s, old.id, None, AS_OF))
    assert (kept.same, kept.only_after) == (True, ())


def test_accounts_merged_since_then_count_for_the_one_that_stayed(database: Database) -> None:
    released(database)
    database.write("Merge", lambda s: merge(s, MergeDraft(Kind.ACCOUNT, 1, (2,))))
    found = against_draft(database)
    assert found.same
    assert {row.name for row in found.accounts}.isdisjoint({"Account 2"})


def test_a_removed_account_keeps_its_cost_in_the_version(database: Database) -> None:
    released(database)
    with database.read() as session:
        version = list_versions(session)[0].id
    database.write("Pool", lambda s: s.delete(s.get(_pool_class(), pools(database)[1].id)))
    found = against_draft(database)
    gone = next(row for row in found.pools if row.after is None)
    assert (gone.name, gone.delta("allocated")) == ("Field visits", -900)
    assert ask(database, lambda s: read_version(s, version)).costs.difference == 0


def test_the_check_of_a_file_misses_costs_that_a_version_had(
    database: Database, tmp_path: Path
) -> None:
    released(database)

    def said() -> tuple[bool, str]:
        database.close()
        found = check_file(tmp_path / "versions.b2bdesk", AS_OF)
        [one] = [each for each in found if each.title == "Costing versions"]
        return one.passed, one.words

    assert said() == (True, "1 costing version, whole")
    again = Database.open(tmp_path / "versions.b2bdesk")
    again.write(
        "", lambda s: s.execute(text("DELETE FROM costing_version_cost WHERE account_id = 1"))
    )
    again.close()
    assert said() == (False, "costs of version 1 are missing")


def test_a_note_is_changed_and_the_figures_stay(database: Database) -> None:
    released(database)
    [row] = ask(database, list_versions)
    database.write("Note", lambda s: note_version(s, row.id, "  Budget  "))
    [noted] = ask(database, list_versions)
    assert noted == replace(row, note="Budget")


def _amount(session: Session, pool: PoolRow, amount: int) -> None:
    row = pool.periods[0]
    changed: PeriodDraft = replace(period_draft_of(row), amount=amount)
    update_period(session, row.id, changed)


def _pool_class() -> type:
    from b2bdesk.models.costing import CostPool

    return CostPool
