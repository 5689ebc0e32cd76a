"""Settings that every test needs before Qt is imported."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = os.environ.get("B2BDESK_TEST_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
