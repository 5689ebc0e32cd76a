"""The start-up path: nothing heavy before the first paint, and no Qt at all without a window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "alembic", "babel", "numpy", "openpyxl", "pandas", "pyqtgraph", "python_calamine", "qtawesome",
    "scipy", "xlsxwriter",
}  # fmt: skip
_TELL = "\nimport json, sys\nprint(json.dumps(sorted({n.split('.')[0] for n in sys.modules})))"
_FIRST_PAINT = """
from pathlib import Path
from b2bdesk.app import make_application, make_window
from b2bdesk.settings.preferences import PreferenceStore
store = PreferenceStore(Path("preferences.json"))
app = make_application(store)
window = make_window(store)
window.show()
app.processEvents()
assert not window.grab().isNull()
"""


def packages_after(program: str, folder: Path) -> set[str]:
    """The top-level packages that are imported once ``program`` ran in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program + _TELL],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "QT_QPA_PLATFORM": "offscreen",
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_no_heavy_package_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    packages = packages_after(_FIRST_PAINT, tmp_path)
    assert {"PySide6", "sqlalchemy"} <= packages
    assert packages & HEAVY == set()


def test_processes_that_read_workbooks_import_neither_qt_nor_sqlalchemy(tmp_path: Path) -> None:
    packages = packages_after(
        "import b2bdesk.__main__, b2bdesk.exchange_formats.excel.child", tmp_path
    )
    assert packages & (HEAVY | {"PySide6", "sqlalchemy"}) == set()
