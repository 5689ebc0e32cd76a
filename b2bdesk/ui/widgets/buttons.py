"""Buttons: primary (one on a screen), default, flat, link, destructive; with icon and keycap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from b2bdesk.ui.theme.icons import draw_icon, icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import (
    LEFT,
    draw_keycap,
    draw_text,
    keycap_width,
    rounded,
    text_width,
)

Kind = Literal["primary", "default", "flat", "link", "destructive"]

# fill, fill under the pointer, line, text: colour roles, None for nothing
_LOOKS: dict[str, tuple[str | None, str | None, str | None, str]] = {
    "primary": ("accent", "accent_hover", None, "on_accent"),
    "default": ("panel", "hover", "line_strong", "text"),
    "flat": (None, "hover", None, "text_2"),
    "link": (None, None, None, "accent"),
    "destructive": (None, "against_us_tint", "against_us", "against_us"),
}


class Button(QPushButton):
    """A push button; ``keys`` is drawn as a keycap and told to screen readers."""

    def __init__(
        self,
        text: str,
        kind: Kind = "default",
        *,
        icon_name: str | None = None,
        trail_icon: str | None = None,
        keys: str = "",
        on_click: Callable[[], object] | None = None,
        menu: QMenu | None = None,
        compact: bool = False,
        large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self._kind: Kind = kind
        self._icon_name = icon_name
        self._trail_icon = trail_icon
        self._keys = keys
        self._compact, self._large = compact, large
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        if keys:
            self.setToolTip(f"{text} ({keys})")
        if menu is not None:
            menu.setParent(self, menu.windowFlags())
            self.setMenu(menu)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    @property
    def kind(self) -> Kind:
        """Its look."""
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        """Change the look."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.update()

    def set_icon_name(self, name: str | None) -> None:
        """Change the icon."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def set_keys(self, keys: str) -> None:
        """Change the keycap; "" shows none."""
        self._keys = keys
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        weight = "semibold" if self._kind == "primary" else "medium"
        style = "heading" if self._large else "table" if self._compact else "body"
        return theme().font(style, weight)

    def _pad(self) -> int:
        if self._kind == "link":
            return theme().px(2)
        return theme().px(16 if self._large else 8 if self._compact else 11)

    def _trail(self) -> str:
        return self._trail_icon or ("ph.caret-down" if self.menu() is not None else "")

    def sizeHint(self) -> QSize:
        look = theme()
        parts = [text_width(self.text(), self._font())] if self.text() else []
        if self._icon_name:
            parts.append(look.size("icon"))
        if self._keys:
            parts.append(keycap_width(self._keys))
        if self._trail():
            parts.append(look.size("icon_small"))
        gaps = look.px(7) * (len(parts) - 1)
        name = "control_large" if self._large else "control_in_row" if self._compact else "control"
        return QSize(sum(parts) + gaps + 2 * self._pad() + 2, look.size(name))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        fill, hover, line, color = _LOOKS[self._kind]
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        if not self.isEnabled():
            fill, line = (None, None) if self._kind in ("flat", "link") else ("sunken", "line")
            color = "disabled"
        elif self.isChecked() or (self.menu() is not None and self.isDown()):
            fill, line, color = "selected", "accent" if line else None, "text"
        elif hot:
            fill = hover
        box = QRectF(self.rect())
        if fill or line:
            rounded(painter, box, look.radius("control"), fill, line)
        font = self._font()
        if self._kind == "link" and hot:
            color = "accent_hover"
            font.setUnderline(True)
        gap = look.px(7)
        content = self.sizeHint().width() - 2 * self._pad()
        x = max(float(self._pad()), (box.width() - content) / 2 + 1)
        if self._icon_name:
            side = look.size("icon")
            draw_icon(
                painter, self._icon_name, QRectF(x, (box.height() - side) / 2, side, side), color
            )
            x += side + gap
        width = text_width(self.text(), font)
        room = box.width() - x - look.px(2)
        draw_text(
            painter,
            QRectF(x, 0, min(width + 1, room), box.height()),
            self.text(),
            font,
            color,
            LEFT,
        )
        x += width + gap
        if self._keys:
            height = look.px(18)
            cap = QRectF(x, (box.height() - height) / 2, keycap_width(self._keys), height)
            quiet = self._kind != "primary" and self.isEnabled()
            draw_keycap(
                painter,
                cap,
                self._keys,
                "line_strong" if quiet else color,
                "text_3" if quiet else color,
            )
            x += cap.width() + gap
        if self._trail():
            side = look.size("icon_small")
            draw_icon(
                painter, self._trail(), QRectF(x, (box.height() - side) / 2, side, side), color
            )


class IconButton(QToolButton):
    """A button that is only an icon; ``label`` is its tooltip and accessible name."""

    def __init__(
        self,
        icon_name: str,
        label: str,
        *,
        on_click: Callable[[], object] | None = None,
        checkable: bool = False,
        keys: str = "",
        role: str = "text_2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setIcon(icon(icon_name, role, "accent"))
        side = theme().size("icon")
        self.setIconSize(QSize(side, side))
        self.setFixedSize(theme().size("control"), theme().size("control"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCheckable(checkable)
        self.set_label(label, keys)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def set_icon_name(self, name: str, role: str = "text_2") -> None:
        """Change the icon."""
        self.setIcon(icon(name, role, "accent"))

    def set_label(self, label: str, keys: str = "") -> None:
        """Change what it says on hover and to screen readers."""
        self.setToolTip(f"{label} ({keys})" if keys else label)
        self.setAccessibleName(label)


class KeyCap(QWidget):
    """A key or shortcut as drawn in the status bar and in menus."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(keycap_width(self._keys), theme().px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_keycap(QPainter(self), QRectF(self.rect()), self._keys)
