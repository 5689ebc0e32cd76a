"""The version of PySide6 that is pinned does not lose references.

6.12.0 drops one reference to None at every call that returns nothing, and ends the process after
some thousands of them; a process of its own makes the calls.
"""

from __future__ import annotations

import os
import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
widget, thing = QWidget(), QObject()
for number in range(25_000):
    widget.setEnabled(True)
    thing.setObjectName("name")
print("survived")
"""


def test_fifty_thousand_calls_that_return_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CALLS],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "survived"
