"""What is imported once the program has nothing left to do."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from b2bdesk.ui.tasks import warm_up
from b2bdesk.ui.tasks.runner import TaskRunner

WITHOUT_QT = """
import sys
from importlib import import_module
sys.modules["PySide6"] = None
for name in sys.argv[1:]:
    import_module(name)
"""


def test_what_is_imported_beside_the_window_knows_no_qt() -> None:
    # The bindings look classes up while the window uses them, and the process ends.
    subprocess.run([sys.executable, "-c", WITHOUT_QT, *warm_up.BESIDE], check=True)


def test_every_module_named_is_there() -> None:
    names = (*warm_up.BESIDE, *warm_up.modules())
    assert len(set(names)) == len(names)
    assert [name for name in names if find_spec(name) is None] == []


def test_it_waits_until_nothing_is_under_way_and_happens_once(
    qtbot: QtBot, tasks: TaskRunner
) -> None:
    owner = QObject()
    order: list[str] = []
    warm_up.warm_up_when_idle(tasks, owner)
    assert not tasks.busy
    tasks.read("first", owner, lambda _: None, lambda _: order.append("first"))
    tasks.idle.connect(lambda: order.append("idle"))
    qtbot.waitUntil(lambda: order.count("idle") == 2, timeout=60_000)
    assert order == ["first", "idle", "idle"]
    tasks.read("second", owner, lambda _: None, lambda _: order.append("second"))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert order[3:] == ["second", "idle"]
