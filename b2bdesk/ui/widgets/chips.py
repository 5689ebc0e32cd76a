"""Chips, 28 px high: a filter with a menu, a toggle, or a condition that ✕ takes away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.focus import RADIUS_PROPERTY
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width


class Chip(QAbstractButton):
    """A filter chip. On: selected fill and accent line. ``closed`` after ✕, Delete or Backspace."""

    closed = Signal()

    def __init__(
        self,
        text: str,
        *,
        menu: QMenu | None = None,
        toggle: bool = False,
        closable: bool = False,
        dashed: bool = False,
        icon_name: str | None = None,
        on: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._menu: QMenu | None = None
        self._toggle, self._closable, self._dashed = toggle, closable, dashed
        self._icon_name = icon_name
        self._on = on
        self.setCheckable(toggle)
        self.setChecked(toggle and on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty(RADIUS_PROPERTY, theme().radius("chip"))
        self.set_text(text)
        if menu is not None:
            self.set_menu(menu)
        self.clicked.connect(self._on_clicked)

    def set_text(self, text: str) -> None:
        """Change what it says, for example "Type: all" to "Type: collaborative"."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_menu(self, menu: QMenu) -> None:
        """The menu that opens on click; it becomes the chip's own."""
        menu.setParent(self, menu.windowFlags())
        self._menu = menu
        self.updateGeometry()

    def menu(self) -> QMenu | None:
        """Its menu, if any."""
        return self._menu

    @property
    def is_on(self) -> bool:
        """True while the chip narrows what is shown."""
        return self.isChecked() if self._toggle else self._on

    def set_on(self, on: bool, *, closable: bool | None = None) -> None:
        """Show it on or off; ``closable`` gives it a ✕ that clears the filter."""
        if self._toggle:
            self.setChecked(on)
        self._on = on
        if closable is not None:
            self._closable = closable
        self.updateGeometry()
        self.update()

    def _on_clicked(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme().space(1))))

    def _font(self) -> QFont:
        return theme().font("body", "medium" if self.is_on else "regular")

    def _tail(self) -> str:
        if self._closable and self.is_on:
            return "ph.x"
        return "ph.caret-down" if self._menu is not None else ""

    def sizeHint(self) -> QSize:
        look = theme()
        width = text_width(self.text(), look.font("body", "medium")) + 2 * look.px(11)
        if self._icon_name:
            width += look.size("icon") + look.px(6)
        if self._tail():
            width += look.size("icon_small") + look.px(6)
        return QSize(width, look.size("chip"))

    def _close_area(self) -> QRectF:
        reach = theme().size("min_target")
        return QRectF(self.width() - reach, 0, reach, self.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        closing = self._tail() == "ph.x" and self._close_area().contains(event.position())
        if closing and event.button() == Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.closed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._tail() == "ph.x" and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and self._menu:
            self._on_clicked()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        fill, line, color = "panel", "line_strong", "text_2"
        if not self.isEnabled():
            line, color = "line", "disabled"
        elif self.is_on:
            fill, line, color = "selected", "accent", "text"
        elif self.underMouse() or self.isDown():
            fill = "hover"
        rounded(painter, box, look.radius("chip"), fill, line, dashed=self._dashed)
        x = float(look.px(11))
        if self._icon_name:
            side = look.size("icon")
            draw_icon(
                painter, self._icon_name, QRectF(x, (box.height() - side) / 2, side, side), color
            )
            x += side + look.px(6)
        tail = self._tail()
        side = look.size("icon_small")
        end = box.width() - look.px(11)
        if tail:
            end -= side
            draw_icon(painter, tail, QRectF(end, (box.height() - side) / 2, side, side), color)
            end -= look.px(4)
        draw_text(
            painter, QRectF(x, 0, end - x + 1, box.height()), self.text(), self._font(), color, LEFT
        )


def add_filter_chip(menu: QMenu | None = None) -> Chip:
    """The dashed chip "Add filter"."""
    chip = Chip(tr("Add filter"), dashed=True, icon_name="ph.plus")
    if menu is not None:
        menu.setParent(chip, menu.windowFlags())
        chip.clicked.connect(lambda: menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4))))
    return chip
