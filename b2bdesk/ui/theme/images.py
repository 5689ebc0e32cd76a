"""The few pictures a style sheet can only name as files (ticks, carets), drawn from the tokens."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QTemporaryDir

_SHAPES = {
    "tick": '<path d="M3.2 8.4 6.6 11.8 12.8 4.8" stroke-width="2"/>',
    "dash": '<path d="M3.5 8 H12.5" stroke-width="2"/>',
    "caret_down": '<path d="M4 6.2 8 10.2 12 6.2" stroke-width="1.3"/>',
    "caret_up": '<path d="M4 9.8 8 5.8 12 9.8" stroke-width="1.3"/>',
    "caret_right": '<path d="M6.2 4 10.2 8 6.2 12" stroke-width="1.3"/>',
    "caret_left": '<path d="M9.8 4 5.8 8 9.8 12" stroke-width="1.3"/>',
    "dot": '<circle cx="8" cy="8" r="3.2" fill="{color}" stroke="none"/>',
}


@cache
def _folder() -> QTemporaryDir:
    return QTemporaryDir()


def image_url(shape: str, color: str) -> str:
    """``url(...)`` of a shape in a colour; the file lives as long as the program."""
    path = Path(_folder().path()) / f"{shape}_{color.lstrip('#')}.svg"
    if not path.exists():
        drawn = _SHAPES[shape].replace("{color}", color)
        path.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16" '
            f'fill="none" stroke="{color}" stroke-linecap="round" stroke-linejoin="round">'
            f"{drawn}</svg>",
            encoding="utf-8",
        )
    return f'url("{path.as_posix()}")'
