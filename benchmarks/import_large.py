"""Importing 500,000 invoice lines of 12 columns, against reading them alone.

    python benchmarks/import_large.py [lines]

Everything is measured once, in this order: the bare read by calamine in a process of its own (the
floor), the import into a new file from opening the workbook to the commit, the dry run of the same
workbook again, cancelling at several moments, and the read by openpyxl's read-only mode. A timer
of 10 ms in a Qt event loop beats while a thread imports: its largest gap is how long a window
would stand still. Memory is what /proc says of this process and of the reading one; where there is
no /proc it is not measured.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from large_workbook import LINES, make_workbook
from measure import print_table, private_folder

FLOOR = "read alone, calamine"
_MOMENTS = ("Reading sheet", "Checking sheet", "Writing", "Updating figures")


def read_with_calamine(path: Path) -> None:
    """All cells, as any program would read them."""
    import python_calamine

    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def read_with_openpyxl(path: Path) -> None:
    """All cells with openpyxl in its read-only mode."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()


def _timed_child(pipe: Connection, work: Callable[[Path], None], path: Path) -> None:
    start, used = time.perf_counter(), time.process_time()
    work(path)
    pipe.send((time.perf_counter() - start, time.process_time() - used))


def in_a_process(work: Callable[[Path], Any], path: Path) -> tuple[float, float]:
    """Seconds and processor seconds of ``work`` in a new process, without starting it."""
    context = multiprocessing.get_context("spawn")
    pipe, other = context.Pipe()
    process = context.Process(target=_timed_child, args=(other, work, path))
    process.start()
    found: tuple[float, float] = pipe.recv()
    process.join()
    return found


def _status(pid: int | str, key: str) -> int:
    """A line of /proc/pid/status in MB; 0 where there is none."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    _, _, told = text.partition(f"{key}:")  # one that has ended holds nothing
    return int(told.split()[0]) // 1024 if told else 0


class Watch:
    """The most memory that this process and its children held together, looked at often."""

    def __init__(self) -> None:
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.05):
            pids = ["self", *(str(child.pid) for child in multiprocessing.active_children())]
            self.peak = max(self.peak, sum(_status(pid, "VmRSS") for pid in pids))


def bring(database: Any, path: Path, progress: Any, *, dry_run: bool = False) -> Any:
    """Import or dry-run the workbook; returns the plan."""
    from b2bdesk.exchange_formats.excel.reader import open_workbook
    from b2bdesk.exchange_formats.mapping import suggest_workbook
    from b2bdesk.services.imports.resolve import ImportOptions
    from b2bdesk.services.imports.run import plan_import, run_import

    with open_workbook(path, progress) as book:
        mappings = suggest_workbook(book.look(), {})
        if dry_run:
            with database.read(progress) as session:
                return plan_import(session, book, mappings, ImportOptions(), progress)
        return run_import(database, book, mappings, ImportOptions(), progress).plan


def _used() -> float:
    """Processor seconds of this process and of the children that ended."""
    return sum(os.times()[:4])


def beside_a_window(work: Callable[[], Any]) -> tuple[float, float, float, Any]:
    """Seconds of ``work`` in a thread, processor seconds of all processes, the largest gap of a
    timer meanwhile, and what it gave."""
    from PySide6.QtCore import QCoreApplication, Qt, QTimer

    from b2bdesk.ui.tasks.garbage import hold_garbage

    app = QCoreApplication.instance() or QCoreApplication([])
    hold_garbage(app)  # as the program does
    beats = [time.perf_counter()]
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(10)
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    start, before = time.perf_counter(), _used()
    thread.start()
    while thread.is_alive():
        app.processEvents()
        time.sleep(0.002)
    seconds = time.perf_counter() - start
    timer.stop()
    gap = max(late - soon for soon, late in pairwise(beats))
    return seconds, _used() - before, gap, found[0]


def cancelled_after(folder: Path, path: Path, moment: str) -> float:
    """Seconds from the user's cancel, half a second into a phase, to the end of the work."""
    from b2bdesk.core.errors import Cancelled
    from b2bdesk.core.progress import Progress
    from b2bdesk.storage.database import Database

    asked: list[float] = []
    timers: list[threading.Timer] = []

    def stop() -> None:
        asked.append(time.perf_counter())
        progress.cancel()

    def listen(what: str, _: float | None) -> None:
        if what.startswith(moment) and not timers:
            timers.append(threading.Timer(0.5, stop))
            timers[0].start()

    progress = Progress(listen)
    database = Database.create(folder / f"cancel {moment}.b2bdesk")
    try:
        bring(database, path, progress)
    except Cancelled:
        return time.perf_counter() - asked[0]
    finally:
        database.close()
    return float("nan")  # the phase was over before


def main() -> None:
    """Measure and print."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    path = Path(tempfile.gettempdir()) / f"b2bdesk-benchmark-{lines}.xlsx"
    if not path.exists():  # it takes a minute and is always the same
        make_workbook(path, lines)
    with private_folder() as folder:
        from b2bdesk.core.progress import Progress
        from b2bdesk.storage.database import Database

        floor = [in_a_process(read_with_calamine, path)]
        database = Database.create(folder / "lines.b2bdesk")
        with Watch() as watch:
            took, worked, gap, plan = beside_a_window(lambda: bring(database, path, Progress()))
        floor.append(in_a_process(read_with_calamine, path))
        assert (plan.new, plan.waiting) == (lines, 0), plan
        again, worked_again, gap_again, plan = beside_a_window(
            lambda: bring(database, path, Progress(), dry_run=True)
        )
        assert plan.unchanged == lines, plan
        database.close()
        found = {
            FLOOR: [seconds for seconds, _ in floor],
            "import, to the commit": [took],
            "dry run of the same workbook again": [again],
        }
        used = [own for _, own in floor]
        print_table(f"Import of {lines:,} lines of 12 columns", found, FLOOR)
        print(f"\nProcessor seconds of all processes: floor {min(used):.1f} to {max(used):.1f},"
              f" import {worked:.1f}, dry run {worked_again:.1f}.")  # fmt: skip
        print(f"Memory of both processes at once: at most {watch.peak} MB.")
        print(f"Largest gap of a 10 ms timer: import {gap * 1000:.0f} ms,"
              f" dry run {gap_again * 1000:.0f} ms.", flush=True)  # fmt: skip
        for moment in _MOMENTS:
            delay = cancelled_after(folder, path, moment)
            print(f"Cancel while {moment.lower()}: {delay * 1000:.0f} ms.", flush=True)
        slow, _ = in_a_process(read_with_openpyxl, path)
        print(f"openpyxl read-only: {slow:.1f} s; the import takes {took / slow:.2f} of it.")


if __name__ == "__main__":
    main()
