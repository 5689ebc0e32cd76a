"""A context over a fresh file, with the as-of date of the tests, for pages and dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.queries.file_info import get_file_info
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.tasks.runner import TaskRunner
from b2bdesk.ui.theme import theme as look

TODAY = date(2020, 6, 1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty file."""
    made = Database.create(tmp_path / "desk.b2bdesk")
    yield made
    made.close()


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    """A runner that is waited for, and that fails the test when a task crashed."""
    runner = TaskRunner()
    crashes: list[BaseException] = []
    runner.crashed.connect(crashes.append)
    yield runner
    runner.shut_down()
    QApplication.processEvents()
    assert crashes == []


@pytest.fixture
def ctx(tasks: TaskRunner, database: Database, qapp: QApplication) -> AppContext:
    """The context over ``database``; call ``reload(ctx)`` after filling the file by hand."""
    look.apply(qapp, "light")
    made = AppContext(tasks, today=lambda: TODAY)
    reload(made, database)
    return made


def reload(ctx: AppContext, database: Database) -> None:
    """Read the file's facts and let the context use the file."""
    with database.read() as session:
        info = get_file_info(session, TODAY)
    ctx.use(database, info)


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    """Wait until nothing is under way any more, rows that came into view included."""
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=20_000)
