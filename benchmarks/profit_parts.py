"""What the program needs for the figures of a large ledger; each part runs in a process alone.

``profit_large.py`` starts it, so that every first read is one: nothing is kept from before.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from large_ledger import ACCOUNTS, FIRST_MONTH, MONTHS, TODAY, opened
from measure import private_folder
from profit_floors import Spent

EDITS, FRAMES, ADDED = 7, 40, 10_000


class TakenBackError(Exception):
    """Ends a write so that the file stays as it was."""


def first(path: Path) -> dict[str, Any]:
    """The portfolio after opening: every row, and both curves."""
    # What the program has loaded by then.
    import b2bdesk.analytics.costing_weights
    import b2bdesk.analytics.whale_curve  # noqa: F401
    from b2bdesk.core.dates import Period
    from b2bdesk.queries.file_info import get_file_info
    from b2bdesk.services.portfolio import Measure, portfolio

    months = Period(FIRST_MONTH, FIRST_MONTH + MONTHS - 1)
    database = opened(path)
    with database.read() as session:
        get_file_info(session, TODAY)
    with database.read() as session:
        spent = Spent()
        result = portfolio(session, months, TODAY, 1)
        gross, net = result.curve(Measure.GROSS_MARGIN), result.curve(Measure.NET_PROFIT)
        took = spent.so_far()
        spent = Spent()
        again = portfolio(session, months, TODAY, 1)
        again.curve(Measure.NET_PROFIT)
        warm = spent.so_far()
    database.close()
    return {
        "net": took,
        "again": warm,
        "gross_profits": profits_of(gross),
        "net_profits": profits_of(net),
    }


def gross(path: Path) -> dict[str, Any]:
    """The sums of the portfolio and their curve, without its other columns and without pools."""
    from b2bdesk.analytics import whale_curve
    from b2bdesk.core.dates import Period
    from b2bdesk.queries.file_info import get_file_info
    from b2bdesk.queries.portfolio import list_period_sums

    months = Period(FIRST_MONTH, FIRST_MONTH + MONTHS - 1)
    database = opened(path)
    with database.read() as session:
        get_file_info(session, TODAY)
    with database.read() as session:
        spent = Spent()
        rows = list_period_sums(session, months)
        whale_curve.compute(
            [row.account_id for row in rows],
            [row.amount_minor - row.cost_minor for row in rows],
            [row.amount_minor for row in rows],
        )
        took = spent.so_far()
    database.close()
    return {"gross": took}


def profits_of(curve: Any) -> dict[int, int]:
    """Account and what it earns, from a curve."""
    import numpy as np

    amounts = np.diff(curve.cumulative, prepend=0)
    return dict(zip(curve.ids.tolist(), amounts.tolist(), strict=True))


def rebuild(path: Path) -> dict[str, Any]:
    """Every summary afresh from the lines, taken back afterwards."""
    from b2bdesk.services import summaries

    database, found = opened(path), {}

    def work(session: Any) -> None:
        spent = Spent()
        summaries.rebuild(session)
        found["all"] = spent.so_far()
        sums = (
            "SELECT count(*), (SELECT count(*) FROM order_day), sum(orders), sum(returns),"
            " sum(amount_minor) FROM account_month"
        )
        row = session.connection().exec_driver_sql(sums).one()
        names = ("months", "days", "orders", "returns", "amount")
        found.update(zip(names, map(int, row), strict=True))
        raise TakenBackError

    with suppress(TakenBackError):
        database.write("Summaries", work)
    database.close()
    return found


def added(path: Path, later: str) -> dict[str, Any]:
    """Summaries and single orders after 10,000 lines more, which are taken away again.

    ``later``: months after the last one for lines of a new month, 0 for more lines of the last.
    """
    from b2bdesk.core.dates import now_ms
    from b2bdesk.models import ImportBatch
    from b2bdesk.services import order_facts, summaries

    month = FIRST_MONTH + MONTHS - 1 + int(later)
    database, found = opened(path), {}

    def write(session: Any) -> int:
        batch = ImportBatch(file_name="more.xlsx", sha256="1" * 64, at=now_ms(), summary="{}")
        session.add(batch)
        session.flush()
        connection = session.connection()
        row = connection.exec_driver_sql("SELECT max(day) FROM ledger_line").one()
        connection.exec_driver_sql(
            "INSERT INTO ledger_line(batch_id, account_id, product_id, document, day, month, type,"
            " quantity_milli, list_minor, amount_minor, cost_minor, line_key, content, superseded)"
            " SELECT ?, account_id, product_id, 'N' || document, ? + id % 3, ?, type,"
            " quantity_milli, list_minor, amount_minor, cost_minor, line_key + 1, content, 0"
            " FROM ledger_line WHERE id IN (SELECT id FROM ledger_line ORDER BY id DESC LIMIT ?)",
            (batch.id, row[0] - 3 + 31 * int(later), month, ADDED),
        )
        spent = Spent()
        summaries.refresh(session, [batch.id])
        found["summaries"] = spent.so_far()
        touched = "SELECT count(*) FROM order_fact_stale"
        found["months"] = connection.exec_driver_sql(touched).scalar_one()
        return int(batch.id)

    batch = database.write("More", write).value
    spent = Spent()
    order_facts.bring_up_to_date(database)
    found["orders"] = spent.so_far()

    def take_away(session: Any) -> None:
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM import_batch WHERE id = ?", (batch,))
        summaries.refresh(session, [batch])
        connection.exec_driver_sql("DELETE FROM ledger_line WHERE batch_id = ?", (batch,))

    database.write("Less", take_away)
    order_facts.bring_up_to_date(database)
    database.close()
    return found


def until(app: Any, reached: Callable[[], bool]) -> None:
    """Let the window work until something is reached, waiting as its event loop does."""
    from PySide6.QtCore import QEventLoop, QTimer

    beat = QTimer()
    beat.start(100)
    while not reached():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


@contextmanager
def shown(path: Path, kind: Callable[..., Any], key: str) -> Iterator[tuple[Any, Any, Any, Any]]:
    """The application, the open file, its context and a page of it that has its figures."""
    from PySide6.QtWidgets import QApplication

    from b2bdesk.queries.file_info import get_file_info
    from b2bdesk.ui.context import AppContext, Target
    from b2bdesk.ui.tasks.runner import TaskRunner
    from b2bdesk.ui.theme.theme import apply

    app = QApplication([])
    apply(app, "light")
    database, tasks = opened(path), TaskRunner()
    ctx = AppContext(tasks, today=lambda: TODAY)
    with database.read() as session:
        ctx.use(database, get_file_info(session, TODAY))
    page = kind(ctx)
    page.resize(1248, 832)
    page.show()
    page.activate(Target(key))
    until(app, lambda: page.states.state == "ready" and not tasks.busy)
    page.grab()
    yield app, database, ctx, page
    tasks.shut_down()
    page.close()
    database.close()


def edits(path: Path) -> dict[str, Any]:
    """One pool's amount, driver or rate changed: each stage, and the page until it is redrawn."""
    from b2bdesk.core.dates import Period
    from b2bdesk.models.costing_enums import Driver, RateBy
    from b2bdesk.queries.costing import RateRow, list_pools
    from b2bdesk.services.costing import cost_to_serve
    from b2bdesk.services.costing.pools import (
        draft_of,
        period_draft_of,
        update_period,
        update_pool,
    )
    from b2bdesk.services.portfolio import portfolio
    from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage

    months = Period(FIRST_MONTH, FIRST_MONTH + MONTHS - 1)
    found: dict[str, Any] = {}
    with shown(path, PortfolioPage, "portfolio") as (app, database, ctx, page):

        def change(what: str, number: int) -> Callable[[Any], None]:
            with database.read() as session:
                pool = list_pools(session)[2]  # by order lines
            if what == "amount":
                row = pool.periods[-1]
                draft = period_draft_of(row)
                more = replace(draft, amount=draft.amount + 1_000_000 * (-1) ** number)
                return lambda session: update_period(session, row.id, more)
            known = draft_of(pool)
            if what == "driver":
                lines = known.driver is Driver.ORDER_LINES
                other = Driver.UNITS if lines else Driver.ORDER_LINES
                return lambda session: update_pool(session, pool.id, replace(known, driver=other))
            rates = () if known.rates else (RateRow(RateBy.SEGMENT, "Dealer", 1_500),)
            return lambda session: update_pool(session, pool.id, replace(known, rates=rates))

        for what in ("amount", "driver", "rate"):
            # An even number of them: the file is left as it was.
            for number in range(EDITS + 1):
                work = change(what, number + 1)
                stages = found.setdefault(what, {})
                spent = Spent()
                written = database.write("Edit", work)
                stages.setdefault("write", []).append(spent.so_far())
                with database.read() as session:
                    spent = Spent()
                    cost_to_serve(session, months, TODAY)
                    stages.setdefault("recompute", []).append(spent.so_far())
                    spent = Spent()
                    portfolio(session, months, TODAY, 1).curve()
                    stages.setdefault("result", []).append(spent.so_far())
                before = page.result
                spent = Spent()
                ctx.announce(written.changes)
                until(app, lambda old=before: page.result is not old and page.result is not None)
                app.processEvents()
                page.chart_host.grab()
                stages.setdefault("page", []).append(spent.so_far())
                until(app, lambda: not ctx.tasks.busy)
    return found


def slider(path: Path) -> dict[str, Any]:
    """A price slider of the policy sandbox, step by step until the curve is drawn."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from b2bdesk.models.costing_enums import MeasureKind
    from b2bdesk.ui.pages.policy.policy_page import PolicyPage
    from b2bdesk.ui.pages.policy.rule_row import RuleRow

    found: dict[str, Any] = {}
    with shown(path, PolicyPage, "policy") as (app, _, _, page):
        rules = {row.kind: row for row in page.findChildren(RuleRow)}
        for kind in (MeasureKind.PRICE, MeasureKind.MINIMUM_ORDER, MeasureKind.VISITS):
            control = rules[kind].lever.slider
            frames = []
            away = Qt.Key.Key_Left if kind is MeasureKind.VISITS else Qt.Key.Key_Right
            back = Qt.Key.Key_Right if kind is MeasureKind.VISITS else Qt.Key.Key_Left
            for number in range(FRAMES):
                before = page.result
                spent = Spent()
                QTest.keyClick(control, away if number % 4 < 2 else back)
                until(app, lambda old=before: page.result is not old)
                page.curve.grab()
                frames.append(spent.so_far())
            found[kind.value] = frames[5:]
    return found


def memory(path: Path) -> dict[str, Any]:
    """Resident memory of the whole program with the file open and Portfolio shown."""
    from b2bdesk.app import make_application, make_window
    from b2bdesk.settings.preferences import PreferenceStore
    from b2bdesk.ui.context import Target

    found: dict[str, Any] = {}
    with private_folder() as folder:
        store = PreferenceStore(folder / "preferences.json")
        app = make_application(store)
        window = make_window(store)
        window.resize(1440, 900)
        window.show()
        found["window"] = resident()
        window.files.open(path)

        def settle() -> None:
            quiet = 0
            while quiet < 200:
                app.processEvents()
                time.sleep(0.001)
                quiet = 0 if window.ctx.info is None or window.ctx.tasks.busy else quiet + 1

        settle()
        found["file open"] = resident()
        window.ctx.go(Target("portfolio"))
        settle()
        window.grab()
        found["Portfolio shown"] = resident()
        window.close()
    found["most at once"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return found


def resident() -> int:
    """Resident memory of this process in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) >> 10
    return 0


PARTS: dict[str, Callable[..., dict[str, Any]]] = {
    "first": first, "gross": gross, "rebuild": rebuild, "added": added, "edits": edits,
    "slider": slider, "memory": memory,
}  # fmt: skip

if __name__ == "__main__":
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    assert ACCOUNTS
    print(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
