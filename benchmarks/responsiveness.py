"""How long the window is stuck at most while a workbook is checked and imported.

    python benchmarks/responsiveness.py

The real window, with a timer of 16 ms; the table has the largest gap between two of its beats
while the workbook of 59,702 rows is read and dry-run, while it is imported, and while the figures
are shown afterwards. On a machine that does other work too, gaps also hold the others' share, so
the processor time that the program itself spent within one gap stands beside them. The floor is
the idle window beside a process that keeps one core busy, as the reading process does.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from itertools import pairwise

from measure import SAMPLE, print_table, private_folder

FLOOR = "idle window beside one busy core"


def keep_busy() -> None:
    """Use one core until ended."""
    while True:
        sum(range(1_000))


def main() -> None:
    """Measure and print."""
    with private_folder() as folder:
        from PySide6.QtCore import QDeadlineTimer, Qt, QTimer

        from b2bdesk.app import make_application, make_window
        from b2bdesk.settings.preferences import PreferenceStore
        from b2bdesk.ui.context import Target
        from b2bdesk.ui.pages.data.data_page import DataPage

        store = PreferenceStore(folder / "preferences.json")
        app = make_application(store)
        window = make_window(store)
        window.show()
        beats: list[tuple[float, float]] = []

        def beat() -> None:
            beats.append((time.perf_counter(), time.process_time()))

        timer = QTimer(window)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(beat)
        timer.start(16)
        found: dict[str, list[float]] = {}

        def watch(name: str, until: Callable[[], bool]) -> None:
            deadline = QDeadlineTimer(300_000)
            beats.clear()
            beat()
            while not until():
                if deadline.hasExpired():
                    raise RuntimeError(f"{name} did not end")
                app.processEvents()
                time.sleep(0.0005)
            beat()
            gaps = [(late[0] - soon[0], late[1] - soon[1]) for soon, late in pairwise(beats)]
            found[name] = [max(gap for gap, _ in gaps)]
            found[f"{name}: work of the program's own in a gap"] = [max(own for _, own in gaps)]

        def for_seconds(seconds: float) -> Callable[[], bool]:
            end = time.perf_counter() + seconds
            return lambda: time.perf_counter() > end

        busy = multiprocessing.get_context("spawn").Process(target=keep_busy, daemon=True)
        busy.start()
        watch("settling", for_seconds(2.0))
        found.clear()
        watch(FLOOR, for_seconds(2.0))
        busy.terminate()
        window.files.create(folder / "new.b2bdesk")
        watch("making a file", lambda: window.ctx.info is not None and not window.ctx.tasks.busy)
        window.import_path(str(SAMPLE / "adventureworks_resellers.xlsx"))
        page = window.current_page()
        assert isinstance(page, DataPage)
        assert page.view is not None
        session = page.view.session
        assert session is not None
        watch("reading and dry run", lambda: session.plan is not None)
        done: list[object] = []
        session.imported.connect(done.append)
        session.run()
        watch("import", lambda: bool(done) and not window.ctx.tasks.busy)
        window.ctx.go(Target("portfolio"))
        watch("opening the portfolio", lambda: not window.ctx.tasks.busy)
        print_table("Gaps of a timer of 16 ms in the real window", found, FLOOR, "ms")
        window.close()


if __name__ == "__main__":
    main()
