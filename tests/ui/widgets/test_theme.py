"""Tokens, colours, fonts and icons."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

import b2bdesk.ui
from b2bdesk.ui.theme.icons import icon
from b2bdesk.ui.theme.theme import Theme, apply, theme
from b2bdesk.ui.theme.tokens import heat_index, risk_of_active, tokens
from b2bdesk.ui.widgets.buttons import Button

UI = Path(b2bdesk.ui.__file__).parent
SOURCES = sorted(UI.rglob("*.py"))


def _luminance(color: QColor) -> float:
    parts = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_texts_can_be_read_on_their_surfaces(qapp: QApplication, mode: str) -> None:
    look = apply(qapp, mode)
    for surface in ("window", "panel", "sunken", "selected"):
        for text in ("text", "text_2", "accent"):
            assert _contrast(look.color(text), look.color(surface)) >= 4.5, (text, surface)
    assert _contrast(look.color("text_3"), look.color("panel")) >= 4.5
    assert _contrast(look.color("on_accent"), look.color("accent")) >= 4.5
    assert _contrast(look.color("on_inverse"), look.color("inverse")) >= 4.5
    assert _contrast(look.color("line_control"), look.color("panel")) >= 3.0


def test_both_modes_have_the_same_roles() -> None:
    assert tokens().colors["light"].keys() == tokens().colors["dark"].keys()


def test_no_colour_is_written_outside_the_tokens() -> None:
    found = [
        f"{path.name}: {match}"
        for path in SOURCES
        for match in re.findall(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_icon_named_in_the_code_exists(qapp: QApplication) -> None:
    names: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.update(re.findall(r"^ph\.[a-z-]+$", node.value))
    for group in tokens().icons.values():
        names.update(name for name in group.values() if name.startswith("ph."))
    names.update(step.icon for step in (*tokens().sentiment, *tokens().stance, *tokens().decision))
    assert len(names) > 40
    for name in sorted(names):
        icon(name)  # KeyError names the one that is missing


def test_an_icon_follows_the_theme_and_the_screen(qapp: QApplication) -> None:
    made = icon("ph.circle-fill", "text")
    shown = {}
    for mode in ("light", "dark"):
        look = apply(qapp, mode)
        picture = made.pixmap(QSize(16, 16), 2.0)
        assert picture.size() == QSize(32, 32)
        assert picture.devicePixelRatio() == 2.0
        shown[mode] = picture.toImage().pixelColor(16, 16).name()
        assert shown[mode] == look.hex("text")
    assert shown["light"] != shown["dark"]


def test_a_switch_reaches_widgets_that_are_there_already(qapp: QApplication, qtbot) -> None:
    button = Button("Import", "primary")
    plain = QPushButton("Plain")
    qtbot.addWidget(button)
    qtbot.addWidget(plain)
    for mode in ("light", "dark"):
        look = apply(qapp, mode)
        assert button.grab().toImage().pixelColor(4, 14).name() == look.hex("accent")
        assert plain.grab().toImage().pixelColor(6, 8).name() == look.hex("panel")


def test_the_switch_is_announced(qapp: QApplication, qtbot) -> None:
    with qtbot.waitSignal(theme().theme_changed):
        theme().set_mode("dark")
    assert theme().is_dark


def test_larger_text_makes_larger_controls(qapp: QApplication, qtbot) -> None:
    button = Button("Import")
    qtbot.addWidget(button)
    assert button.sizeHint().height() == 28
    theme().set_text_scale(1.5)
    try:
        assert button.sizeHint().height() == 42
        assert theme().font("body").pixelSize() == 20
        assert theme().px(1) == 1
    finally:
        theme().set_text_scale(1.0)


def test_the_system_decides_in_system_mode(qapp: QApplication) -> None:
    look = Theme("system")
    look.apply(qapp)
    assert look.is_dark is (qapp.styleHints().colorScheme().name == "Dark")


def test_scales() -> None:
    assert [risk_of_active(p).key for p in (0.9, 0.75, 0.5, 0.3, 0.0)] == [
        "low",
        "low",
        "moderate",
        "high",
        "severe",
    ]
    assert [heat_index(v, 1.25) for v in (0.0, 0.1, 0.2, 0.5, 1.1, 1.4)] == [0, 0, 1, 2, 4, 5]
    assert heat_index(1.0, 0.0) == 0
