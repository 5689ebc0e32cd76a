"""A context over a fresh file, with the as-of date of the tests, for pages and dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.desk import TODAY, Desk, fill, reload, settle
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.storage.database import Database
from b2bdesk.ui.actions.letters import set_letters_on
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.tasks.garbage import hold_garbage
from b2bdesk.ui.tasks.runner import TaskRunner
from b2bdesk.ui.theme import theme as look
from tests.helpers.new_file import new_file

__all__ = ["reload", "settle"]


@pytest.fixture(autouse=True)
def garbage(qapp: QApplication) -> None:
    """Cycles are searched for between events, as in the program."""
    hold_garbage(qapp)


@pytest.fixture(autouse=True)
def letters() -> None:
    """Single letters are keys, as at first: a window of another test may have switched them off."""
    set_letters_on(True)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty file."""
    made = new_file(tmp_path / "desk.b2bdesk")
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


@pytest.fixture
def desk(ctx: AppContext, database: Database) -> Desk:
    """A small file with a team, accounts, people and orders, in use by ``ctx``."""
    made: Desk = database.write("Fill", fill).value
    reload(ctx, database)
    return made
