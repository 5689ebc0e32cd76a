"""How long the window is stuck at most while a workbook is checked and imported.

    python benchmarks/responsiveness.py

The real window, with a timer of 16 ms that notes the largest gap between two of its beats: idle,
while the workbook of 59,702 rows is read and dry-run, while it is imported, and while the figures
are shown afterwards. The floor is the idle window beside a process that keeps one core busy, as
the reading process does.
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
        beats: list[float] = []
        timer = QTimer(window)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: beats.append(time.perf_counter()))
        timer.start(16)
        found: dict[str, list[float]] = {}

        def watch(name: str, until: Callable[[], bool]) -> None:
            beats.clear()
            deadline = QDeadlineTimer(300_000)
            begun = time.perf_counter()
            while not until():
                if deadline.hasExpired():
                    raise RuntimeError(f"{name} did not end")
                app.processEvents()
                time.sleep(0.0005)
            ends = [begun, *beats, time.perf_counter()]
            gaps = sorted(b - a for a, b in pairwise(ends))
            found[f"{name}, largest gap"] = [gaps[-1]]
            found[f"{name}, 99 % of the gaps under"] = [gaps[int(len(gaps) * 0.99)]]

        def for_seconds(seconds: float) -> Callable[[], bool]:
            end = time.perf_counter() + seconds
            return lambda: time.perf_counter() > end

        busy = multiprocessing.get_context("spawn").Process(target=keep_busy, daemon=True)
        busy.start()
        watch("idle", for_seconds(2.0))
        found = {FLOOR: found["idle, largest gap"]}
        busy.terminate()
        watch("idle", for_seconds(2.0))
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
