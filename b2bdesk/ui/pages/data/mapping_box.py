"""The choice of a column's field: sure, a guess, or not used, each with a look of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.focus import RING_PROPERTY
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded


class MappingBox(QComboBox):
    """Drawn by itself; keyboard, list and accessibility are the combo box's own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.unsure = False
        self.setProperty(RING_PROPERTY, True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMaxVisibleItems(24)

    def show_field(self, key: str, *, unsure: bool, name: str) -> None:
        """Show the field that is chosen, and whether it is a guess."""
        self.setCurrentIndex(max(0, self.findData(key)))
        self.unsure = unsure
        guess = tr("A guess. Check that it is right.") if unsure else ""
        self.setToolTip(f"{self.currentText()}\n{guess}".strip())
        self.setAccessibleName(name)
        self.setAccessibleDescription(guess)
        self.update()

    @property
    def unused(self) -> bool:
        """True while the column fills no field."""
        return not self.currentData()

    def _font(self) -> QFont:
        return theme().font("table", "regular" if self.unused else "medium")

    def sizeHint(self) -> QSize:
        return QSize(theme().px(96), theme().size("control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(48), theme().size("control"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the sheet and maps no column by accident

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        fill, line, color = "panel", "line_control", "text"
        if not self.isEnabled():
            line, color = "line", "disabled"
        elif self.unused:
            fill, line, color = "panel", "line_control", "text_3"
        elif self.unsure:
            fill, line, color = "attention_tint", "attention", "attention_text"
        if self.isEnabled() and self.underMouse():
            fill = "hover" if fill == "panel" else fill
        rounded(painter, box, look.radius("control"), fill, line, dashed=self.unused)
        x = float(look.px(7))
        side = look.size("icon_small")
        if self.unsure and not self.unused:
            spot = QRectF(x, (box.height() - side) / 2, side, side)
            draw_icon(painter, "ph.question", spot, "attention")
            x += side + look.px(4)
        end = box.width() - look.px(6) - side
        caret = QRectF(end, (box.height() - side) / 2, side, side)
        draw_icon(painter, "ph.caret-down", caret, "text_3")
        room = QRectF(x, 0, end - x - look.px(2), box.height())
        draw_text(painter, room, self.currentText(), self._font(), color, LEFT)
