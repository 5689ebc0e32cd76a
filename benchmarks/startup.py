"""From the start of the process to the first usable window, against a bare PySide6 window.

    python benchmarks/startup.py [rounds]

The floor is a bare QMainWindow with a label, in a process that imports what any program of this
kind imports: QtWidgets and sqlalchemy.orm. Each start is a process of its own; it ends, and the
clock stops, once the window was painted (and, on the sample, its first page shows its figures).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from measure import ROOT, print_table, private_folder, rounds

HEAVY = (
    "pandas", "numpy", "scipy", "pyqtgraph", "openpyxl", "xlsxwriter", "python_calamine", "babel",
    "alembic", "qtawesome",
)  # fmt: skip

_BARE = """
import sqlalchemy.orm
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("window"))
window.resize(1440, 900)
"""

_PROGRAM = """
from b2bdesk.app import make_application, make_window
from b2bdesk.settings.preferences import PreferenceStore
store = PreferenceStore()
app = make_application(store)
window = make_window(store)
"""

_PAINTED = """
import json, sys, time
from PySide6.QtCore import QEvent, QObject
class Watch(QObject):
    painted = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.painted = True
        return False
watch = Watch()
window.centralWidget().installEventFilter(watch)
window.show()
while not watch.painted:
    app.processEvents()
"""

_SAMPLE = """
from pathlib import Path
window.files.open(Path(sys.argv[1]))
def shown():
    page = window.current_page()
    return page is not None and page.states.state == "ready"
while not shown():
    app.processEvents()
app.processEvents()
"""

_END = """
names = {name.split(".")[0] for name in sys.modules}
print(json.dumps({"at": time.time(), "modules": sorted(names)}), flush=True)
import os
os._exit(0)
"""


def start(program: str, *arguments: str) -> tuple[float, list[str]]:
    """Seconds until the program says it is usable, and the packages it has imported by then."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    environment["PYTHONPYCACHEPREFIX"] = str(Path(os.environ["XDG_DATA_HOME"]) / "bytecode")
    begun = time.time()
    output = subprocess.run(
        [sys.executable, "-c", program + _END, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    told = json.loads(output.splitlines()[-1])
    return told["at"] - begun, told["modules"]


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with private_folder() as folder:
        from b2bdesk.services.sample import open_sample

        sample = folder / "sample.b2bdesk"
        open_sample(sample).close()
        bare, no_file = _BARE + _PAINTED, _PROGRAM + _PAINTED
        on_sample = no_file + _SAMPLE
        for program in (bare, on_sample):
            start(program, str(sample))  # once before, so that the bytecode is there
        found = rounds(
            {
                "bare window, QtWidgets and sqlalchemy.orm": lambda: start(bare)[0],
                "B2BDesk without a file, first page painted": lambda: start(no_file)[0],
                "B2BDesk on the sample, Today shows its figures": (
                    lambda: start(on_sample, str(sample))[0]
                ),
            },
            number,
        )
        print_table("Start", found, "bare window, QtWidgets and sqlalchemy.orm")
        for words, program in (("at the first paint", no_file), ("with Today shown", on_sample)):
            modules = start(program, str(Path(sample)))[1]
            loaded = [name for name in HEAVY if name in modules]
            print(f"\nHeavy packages loaded {words}: {', '.join(loaded) or 'none'}.")


if __name__ == "__main__":
    main()
