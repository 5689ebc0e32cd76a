"""The look: light, dark or the system's, switchable while the program runs.

``theme()`` is the one current ``Theme``. Widgets read colours when they paint, so a switch needs
no code of theirs: Qt sends every widget a ``PaletteChange`` and repaints it. What keeps colours
(chart pens, cached pictures) rebuilds them in ``changeEvent`` or on ``theme_changed``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory

from b2bdesk.ui.theme import fonts
from b2bdesk.ui.theme.tokens import tokens

_CONTRAST_TO_TEXT = frozenset(
    {"line", "line_strong", "line_control", "text_2", "text_3", "canvas_dot"}
)


class Mode(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Colours, sizes and fonts of the current look. Lengths are logical pixels."""

    theme_changed = Signal()

    def __init__(self, mode: Mode | str = Mode.SYSTEM) -> None:
        super().__init__()
        self._mode = Mode(mode)
        self._dark = False
        self._contrast = False
        self._reduced_motion = False
        self._text_scale = 1.0
        self._cache: dict[str, QColor] = {}
        self._app: QApplication | None = None

    @property
    def mode(self) -> Mode:
        """What the user chose; ``is_dark`` says what that comes to."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        """True while the dark colours are shown."""
        return self._dark

    @property
    def high_contrast(self) -> bool:
        """True when the system asks for high contrast: lines and quiet text become text colour."""
        return self._contrast

    @property
    def scale(self) -> float:
        """Factor of every size: the user's text size, 1.0 by default."""
        return self._text_scale

    def color(self, role: str, alpha: float | None = None) -> QColor:
        """The colour of a role of tokens.json, with opacity 0..1 where given."""
        found = self._cache.get(role)
        if found is None:
            name = "text" if self._contrast and role in _CONTRAST_TO_TEXT else role
            found = QColor(tokens().colors["dark" if self._dark else "light"][name])
            if role == "scrim":
                found.setAlphaF(tokens().scrim_opacity["dark" if self._dark else "light"])
            self._cache[role] = found
        made = QColor(found)
        if alpha is not None:
            made.setAlphaF(alpha)
        return made

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """Draw in the light colours meanwhile, whatever the window shows: for pictures."""
        before = self._dark, self._contrast, self._cache
        self._dark, self._contrast, self._cache = False, False, {}
        try:
            yield
        finally:
            self._dark, self._contrast, self._cache = before

    def hex(self, role: str) -> str:
        """The colour of a role as ``#rrggbb``."""
        return self.color(role).name()

    def px(self, length: float) -> int:
        """A drawn length at the user's text size; hairlines stay one pixel."""
        return round(length) if length <= 1 else max(1, round(length * self._text_scale))

    def size(self, name: str) -> int:
        """A size of tokens.json ("table_row", "control", ...), at the user's text size."""
        return self.px(tokens().sizes[name])

    def space(self, step: int) -> int:
        """Step 1, 2, 3, 4, 6 or 8 of the spacing scale."""
        return self.px(tokens().space[step])

    def radius(self, name: str) -> int:
        """A corner radius of tokens.json ("control", "panel", "pill", ...)."""
        return self.px(tokens().radius[name])

    def font(self, style: str = "body", weight: int | str | None = None) -> QFont:
        """A font of the type scale; ``weight`` as a number or "regular", "medium", "semibold"."""
        number = tokens().weights[weight] if isinstance(weight, str) else weight
        return fonts.scaled_font(style, self._text_scale, number)

    def duration(self, name: str) -> int:
        """Milliseconds of "fade_ms" or "move_ms"; 0 when the system asks for reduced motion."""
        return 0 if self._reduced_motion else tokens().motion[name]

    def apply(self, app: QApplication, mode: Mode | str | None = None) -> None:
        """Give ``app`` this look and keep following the system where the mode says so."""
        if self._app is not app:
            self._app = app
            hints = QGuiApplication.styleHints()
            hints.colorSchemeChanged.connect(self._on_system_changed)
            hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)
            app.setStyle(QStyleFactory.create("Fusion"))
            self._text_scale = fonts.system_text_scale()
        if mode is not None:
            self._mode = Mode(mode)
        self._refresh()

    def set_mode(self, mode: Mode | str) -> None:
        """Switch to light, dark or the system's, at once."""
        self._mode = Mode(mode)
        self._refresh()

    def set_text_scale(self, factor: float) -> None:
        """Make all text and controls ``factor`` times the size of the tokens (1.0 to 2.0)."""
        self._text_scale = min(2.0, max(1.0, factor))
        self._refresh()

    def _on_system_changed(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        app = self._app
        hints = QGuiApplication.styleHints()
        if self._mode is Mode.SYSTEM:
            self._dark = app is not None and hints.colorScheme() == Qt.ColorScheme.Dark
        else:
            self._dark = self._mode is Mode.DARK
        self._cache.clear()
        if app is not None:
            self._contrast = (
                hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
            )
            duration = app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
            self._reduced_motion = duration == 0
            from b2bdesk.ui.theme.focus import install_focus_ring
            from b2bdesk.ui.theme.qss import stylesheet

            app.setFont(self.font("body"))
            app.setPalette(self.palette())
            app.setStyleSheet(stylesheet(self))
            install_focus_ring(app)
        self.theme_changed.emit()

    def palette(self) -> QPalette:
        """The QPalette of this look, for everything that the style sheet does not reach."""
        made = QPalette()
        role = QPalette.ColorRole
        for target, name in (
            (role.Window, "panel"),
            (role.WindowText, "text"),
            (role.Base, "panel"),
            (role.AlternateBase, "panel"),
            (role.Text, "text"),
            (role.PlaceholderText, "text_3"),
            (role.Button, "panel"),
            (role.ButtonText, "text"),
            (role.BrightText, "against_us"),
            (role.ToolTipBase, "inverse"),
            (role.ToolTipText, "on_inverse"),
            (role.Highlight, "selected"),
            (role.HighlightedText, "text"),
            (role.Link, "accent"),
            (role.LinkVisited, "accent"),
            (role.Accent, "accent"),
            (role.Light, "line"),
            (role.Midlight, "line"),
            (role.Mid, "line_strong"),
            (role.Dark, "line_control"),
            (role.Shadow, "line_strong"),
        ):
            made.setColor(target, self.color(name))
        for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
            made.setColor(QPalette.ColorGroup.Disabled, target, self.color("disabled"))
        return made


_current: Theme | None = None


def theme() -> Theme:
    """The current theme; light until ``apply`` is called."""
    global _current  # noqa: PLW0603 - one look per process, as there is one QApplication
    if _current is None:
        _current = Theme()
    return _current


def apply(app: QApplication, mode: Mode | str = Mode.SYSTEM) -> Theme:
    """Give ``app`` the look of ``mode``; call once before the first window is shown."""
    theme().apply(app, mode)
    return theme()
