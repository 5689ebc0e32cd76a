"""Figures that pages need at once come without the heavy packages."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module",
    [
        "largest_remainder",
        "relationship",
        "decision_unit",
        "health",
        "tidy_tree",
        "risk_score",
        "contact_mix",
        "contact_mix_goals",
        "contact_mix_spread",
    ],
)
def test_needs_no_array_package(module: str) -> None:
    code = (
        f"import sys, b2bdesk.analytics.{module}\n"
        "print([name for name in ('numpy', 'scipy', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
