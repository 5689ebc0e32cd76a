"""Single orders are read in the background, as soon as a cost pool counts them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import Period
from b2bdesk.models.costing_enums import CostMethod, Driver
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.queries.order_packs import count_stale
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.shell.order_reader import OrderReader
from b2bdesk.ui.tasks.runner import TaskRunner
from tests.helpers.costed_account import AS_OF, JAN, fill_ledger
from tests.helpers.new_file import new_file


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    tasks = TaskRunner()
    made = AppContext(tasks, today=lambda: AS_OF)
    database = new_file(tmp_path / "orders.b2bdesk")
    database.write("Ledger", fill_ledger)
    with database.read() as session:
        made.use(database, get_file_info(session, AS_OF))
    yield made
    tasks.shut_down()
    database.close()


def stale(database: Database) -> int:
    with database.read() as session:
        return count_stale(session)


def test_a_pool_that_counts_single_orders_has_them_read(ctx: AppContext, qtbot: QtBot) -> None:
    database = ctx.database
    assert database is not None
    OrderReader(ctx, ctx)
    ctx.opened.emit()
    qtbot.waitUntil(lambda: not ctx.tasks.busy)
    before = stale(database)
    assert before > 0  # nobody asked for them yet
    draft = PoolDraft(
        "Desk", method=CostMethod.TIME_DRIVEN, driver=Driver.ORDERS, time_equation="3 * lines"
    )
    period = PeriodDraft(Period(JAN, JAN + 4), 100)
    with qtbot.waitSignal(ctx.info_changed):  # pages that waited read anew
        ctx.write("Add", ctx, lambda session: add_pool(session, draft, period))
    qtbot.waitUntil(lambda: not ctx.tasks.busy)
    assert stale(database) == 0
