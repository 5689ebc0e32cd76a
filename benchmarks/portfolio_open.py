"""Opening the portfolio at 50 and at 5,000 accounts, and with ten times the ledger lines.

    python benchmarks/portfolio_open.py [rounds]

Generated files: every account ordered in each of 36 months, once or ten times a month, and the
summaries are those that the program keeps. The floor is what no program can save: adding up the
summaries by account in the database. The page is opened in a context of its own, until its
figures are shown; the last row shows that reading does not grow with the ledger.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from measure import print_table, private_folder, rounds, timed

if TYPE_CHECKING:
    from b2bdesk.storage.database import Database

FIRST_MONTH = 2017 * 12 + 6
MONTHS = 36
TODAY = date(2020, 6, 30)
FLOOR = "SELECT account_id, sum(...) FROM account_month GROUP BY account_id"


def make_file(path: Path, accounts: int, lines_a_month: int) -> Database:
    """A file of that many accounts, each with its lines in every month, and their summaries."""
    from sqlalchemy import insert

    from b2bdesk.core.dates import day_of, now_ms
    from b2bdesk.models import Account, ImportBatch, LedgerLine
    from b2bdesk.services import summaries
    from b2bdesk.storage.database import Database

    database = Database.create(path)
    rng = random.Random(11)

    def fill(session: object) -> None:
        from sqlalchemy.orm import Session

        assert isinstance(session, Session)
        batch = ImportBatch(file_name="made.xlsx", sha256="0" * 64, at=now_ms(), summary="{}")
        made = [Account(name=f"Account {number:05}", country="US") for number in range(accounts)]
        session.add_all([batch, *made])
        session.flush()
        rows = []
        for account in made:
            for month in range(FIRST_MONTH, FIRST_MONTH + MONTHS):
                for number in range(lines_a_month):
                    day = day_of(date(month // 12, month % 12 + 1, 1 + (number * 2) % 28))
                    amount = rng.randrange(1_000, 90_000)
                    key = len(rows)
                    rows.append(
                        {
                            "batch_id": batch.id,
                            "account_id": account.id,
                            "product_id": None,
                            "document": f"D{key}",
                            "day": day,
                            "month": month,
                            "type": "sale",
                            "quantity_milli": 1_000,
                            "list_minor": amount,
                            "amount_minor": amount,
                            "cost_minor": amount * rng.randrange(70, 110) // 100,
                            "line_key": key,
                            "content": key,
                            "superseded": 0,
                        }
                    )
        for start in range(0, len(rows), 20_000):
            session.execute(insert(LedgerLine), rows[start : start + 20_000])
        summaries.refresh(session, [batch.id])

    database.write("Make a file", fill)
    return database


def floor(database: Database) -> Callable[[], float]:
    """Adding up the summaries in SQL."""

    def measure() -> float:
        with database.read() as session:
            connection = session.connection()
            return timed(
                lambda: connection.exec_driver_sql(
                    "SELECT account_id, sum(amount_minor), sum(cost_minor), sum(orders),"
                    " sum(lines) FROM account_month GROUP BY account_id"
                ).all()
            )

    return measure


def service(database: Database) -> Callable[[], float]:
    """The service that the page, the report and the export draw from."""
    from b2bdesk.core.dates import Period
    from b2bdesk.services.portfolio import portfolio

    period = Period(FIRST_MONTH, FIRST_MONTH + MONTHS - 1)

    def measure() -> float:
        with database.read() as session:
            return timed(lambda: portfolio(session, period, TODAY, 1))

    return measure


def page(database: Database) -> Callable[[], float]:
    """The page from its construction until its figures are shown and painted."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from b2bdesk.queries.file_info import get_file_info
    from b2bdesk.ui.context import AppContext, Target
    from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage
    from b2bdesk.ui.tasks.runner import TaskRunner
    from b2bdesk.ui.theme.theme import apply

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply(app, "light")

    def measure() -> float:
        tasks = TaskRunner()
        ctx = AppContext(tasks, today=lambda: TODAY)
        with database.read() as session:
            ctx.use(database, get_file_info(session, TODAY))
        kept: list[PortfolioPage] = []

        def work() -> None:
            made = PortfolioPage(ctx)
            kept.append(made)
            made.resize(1248, 832)
            made.show()
            made.activate(Target("portfolio"))
            while made.states.state != "ready":
                app.processEvents()
            made.grab()

        seconds = timed(work)
        tasks.shut_down()
        kept[0].close()
        kept[0].deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return seconds

    return measure


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with private_folder() as folder:
        for accounts, lines in ((50, 1), (50, 10), (5_000, 1), (500, 1), (500, 10)):
            database = make_file(folder / f"{accounts}-{lines}.b2bdesk", accounts, lines)
            found = rounds(
                {FLOOR: floor(database), "service": service(database), "page": page(database)},
                number + 1,
            )
            database.close()
            warm = {name: values[1:] for name, values in found.items()}
            total = f"{accounts * MONTHS * lines:,} ledger lines"
            print_table(f"Portfolio of {accounts:,} accounts, {total}", warm, FLOOR, "ms")


if __name__ == "__main__":
    main()
