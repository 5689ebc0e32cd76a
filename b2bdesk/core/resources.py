"""Where the files that ship with the program are: a checkout, a wheel or a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parents[1]
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def resource_path(*parts: str) -> Path:
    """Path of a bundled file, for example ``resource_path("themes", "tokens.json")``."""
    return _root().joinpath(*parts)
