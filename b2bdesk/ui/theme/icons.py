"""Phosphor icons that follow the theme.

``icon("ph.phone")`` gives a QIcon whose engine draws the glyph at paint time in the current
theme's colour, so it is right on every screen, at every scale and after every theme switch, and
nothing has to be refreshed. The glyphs are the font file that qtawesome ships; reading it takes a
few milliseconds, importing qtawesome itself some 260, which the first paint would have to wait for.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPixmap,
)

from b2bdesk.ui.theme.theme import theme

_CENTRED = (Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip).value
# A name of tokens.json that the shipped Phosphor 1.3 does not have yet.
_STAND_INS = {"smiley-angry": "smiley-x-eyes"}


@cache
def _glyph_source() -> tuple[str, dict[str, str]]:
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the icon font is missing from this installation")
    folder = Path(spec.submodule_search_locations[0]) / "fonts"
    font_file = next(folder.glob("phosphor-*.ttf"))
    map_file = next(folder.glob("phosphor-charmap-*.json"))
    number = QFontDatabase.addApplicationFontFromData(font_file.read_bytes())
    names: dict[str, str] = json.loads(map_file.read_text(encoding="utf-8"))
    return QFontDatabase.applicationFontFamilies(number)[0], names


def _glyph(name: str) -> tuple[str, str]:
    """Font family and character of an icon name such as "ph.phone"; KeyError when unknown."""
    found, names = _glyph_source()
    bare = name.removeprefix("ph.")
    return found, chr(int(names[_STAND_INS.get(bare, bare)], 16))


@cache
def _font(family: str, size: int) -> QFont:
    font = QFont(family)
    font.setPixelSize(size)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return font


def draw_icon(
    painter: QPainter, name: str, rect: QRectF | QRect, color: str | QColor = "text_2"
) -> None:
    """Draw an icon centred in ``rect``, as large as its shorter side; ``color`` role or colour."""
    found, char = _glyph(name)
    box = QRectF(rect)
    font = _font(found, max(1, round(min(box.width(), box.height()))))
    tint = theme().color(color) if isinstance(color, str) else color
    if painter.paintEngine().type() == QPaintEngine.Type.SVG:
        _fill_outline(painter, char, font, box, tint)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(tint)
    painter.drawText(box, _CENTRED, char)
    painter.restore()


def _fill_outline(painter: QPainter, char: str, font: QFont, box: QRectF, color: QColor) -> None:
    """The glyph as a shape: whoever opens an SVG does not have the icon font."""
    path = QPainterPath()
    path.addText(0, 0, font, char)
    path.translate(box.center() - path.boundingRect().center())
    painter.fillPath(path, color)


class _ThemedIconEngine(QIconEngine):
    """Draws one glyph in a colour role; ``on_role`` while checked or selected."""

    def __init__(self, name: str, role: str, on_role: str) -> None:
        super().__init__()
        self._name, self._role, self._on_role = name, role, on_role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        if mode == QIcon.Mode.Disabled:
            role = "disabled"
        else:
            role = self._on_role if state == QIcon.State.On else self._role
        draw_icon(painter, self._name, rect, role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        made = QPixmap(size * scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), made.size()), mode, state)
        painter.end()
        made.setDevicePixelRatio(scale)
        return made

    def key(self) -> str:
        return f"{self._name}/{self._role}/{self._on_role}"

    def clone(self) -> QIconEngine:
        return _ThemedIconEngine(self._name, self._role, self._on_role)


@cache
def icon(name: str, role: str = "text_2", on_role: str | None = None) -> QIcon:
    """The icon ``name`` ("ph.phone") in a colour role; ``on_role`` is used while checked."""
    _glyph(name)
    return QIcon(_ThemedIconEngine(name, role, on_role or role))


def pixmap(name: str, role: str = "text_2", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of ``size`` logical pixels; does not follow a theme switch."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw_icon(painter, name, QRect(0, 0, made.width(), made.height()), role)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
