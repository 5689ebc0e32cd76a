"""Whose dates and numbers are written outside the windows: the locale the user chose."""

from __future__ import annotations

import locale

_region = ""


def set_region(name: str) -> None:
    """Use a locale as ``de_DE`` in files that are written; empty for that of the system."""
    global _region  # noqa: PLW0603 - one user per process
    _region = name


def region() -> str:
    """The locale chosen, or the system's; empty where neither is known."""
    return _region or locale.getlocale(locale.LC_TIME)[0] or locale.getlocale()[0] or ""
