"""Settings that every test needs before Qt is imported."""

from __future__ import annotations

import os
import tempfile

os.environ["QT_QPA_PLATFORM"] = os.environ.get("B2BDESK_TEST_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# Preferences, backups and the sample of the tests never touch those of whoever runs them.
_HOME = tempfile.mkdtemp(prefix="b2bdesk-tests-")
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_name] = os.path.join(_HOME, _name.lower())  # noqa: PTH118 - before any import

# A loaded machine is slow, not wrong: waiting ends when what is waited for is there.
from pytestqt.qtbot import QtBot  # noqa: E402 - after the platform is set

for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitCallback):
    (_wait.__kwdefaults__ or {})["timeout"] = 60_000
