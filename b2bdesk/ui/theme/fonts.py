"""Fonts of the type scale: the system's UI font (Inter where installed), tabular figures.

Pixel sizes follow the user's own system font size, so that people who asked their system for
larger text get it here too.
"""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication

from b2bdesk.ui.theme.tokens import tokens

# Pixel size of the UI font as each system ships it: the size that the tokens were drawn against.
_USUAL_PX = {"windows": 12.0, "cocoa": 13.0, "offscreen": 12.0}
_USUAL_PX_ELSEWHERE = 14.7  # 11 pt at 96 dpi, the default of the common desktops on Linux


@cache
def family() -> str:
    """The UI font's family name; Inter when the system has it."""
    if "Inter" in QFontDatabase.families():
        return "Inter"
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@cache
def system_text_scale() -> float:
    """How much larger than usual the user's system font is: 1.0 to 2.0, in steps of 0.05."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    usual = _USUAL_PX.get(QGuiApplication.platformName(), _USUAL_PX_ELSEWHERE)
    if sys.platform == "win32":
        usual = _USUAL_PX["windows"]
    ratio = QFontInfo(font).pixelSize() / usual
    return min(2.0, max(1.0, round(ratio * 20) / 20))


def make_font(size_px: float, weight: int) -> QFont:
    """A UI font with tabular figures at an exact pixel size."""
    made = QFont(family())
    made.setPixelSize(max(1, round(size_px)))
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return made


def scaled_font(style: str, scale: float, weight: int | None = None) -> QFont:
    """The font of a type style ("body", "table", "caption", ...) at ``scale``."""
    return QFont(_scaled_font(style, scale, weight))  # one's own, should somebody change it


@cache
def _scaled_font(style: str, scale: float, weight: int | None) -> QFont:
    # Kept, as a font looks up the file it is in once, and a window asks for a hundred a frame.
    step = tokens().types[style]
    return make_font(step.size * scale, step.weight if weight is None else weight)
