"""Cycles go, and only between events of the UI thread."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.ui.tasks.garbage import GarbageCollector, hold_garbage


class _Knot:
    def __init__(self) -> None:
        self.other = self


def test_a_cycle_goes_and_not_within_a_worker(qapp: QApplication, qtbot: QtBot) -> None:
    hold_garbage(qapp)
    where: list[threading.Thread] = []
    knot = _Knot()
    weakref.finalize(knot, lambda: where.append(threading.current_thread()))
    del knot

    def work() -> None:
        kept = [_Knot() for _ in range(50_000)]
        kept.clear()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert where == []
    qtbot.waitUntil(lambda: bool(where))
    assert where == [threading.main_thread()]


def test_there_is_one_search(qapp: QApplication) -> None:
    hold_garbage(qapp)
    hold_garbage(qapp)
    assert len(qapp.findChildren(GarbageCollector)) == 1
    assert not gc.isenabled()
