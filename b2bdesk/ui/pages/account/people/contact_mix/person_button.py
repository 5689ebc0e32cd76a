"""A person in the contact mix: opens on click, and takes another class by menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import ContactClass
from b2bdesk.queries.contact_mix import ContactRow
from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.pages.account.people.contact_mix.words import class_word
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.avatar import draw_avatar
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width

_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PersonButton(QAbstractButton):
    """Click or Enter opens the person; the caret, C or the menu key asks for the class."""

    class_asked = Signal(object, QPoint)  # PersonButton, global place for a menu
    moved = Signal(object, int)  # PersonButton, one up or down

    def __init__(self, row: ContactRow, kind: ContactClass | None) -> None:
        super().__init__()
        self.row = row
        self.setText(row.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        told = class_word(kind) if kind is not None else tr("no class")
        parts = [row.name, row.title or tr("no job title"), told]
        if row.external:
            parts.append(tr("outside the company"))
        self.setAccessibleName(", ".join(parts))
        keys = tr("Enter opens, C changes the class")
        self.setToolTip(f"{', '.join(parts[:2])}\n{keys}")

    def sizeHint(self) -> QSize:
        look = theme()
        width = text_width(self.text(), look.font("table")) + look.px(26 + 22)
        return QSize(width, look.size("min_target"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(90), theme().size("min_target"))

    def _caret(self) -> QRectF:
        reach = theme().px(22)
        return QRectF(self._end(), 0, reach, self.height())

    def _end(self) -> float:
        wanted = self.sizeHint().width() - theme().px(22)
        return float(min(wanted, self.width() - theme().px(22)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._caret().contains(event.position()):
            self.setDown(False)
            self._ask()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == (
            Qt.KeyboardModifier.NoModifier
        )
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.click()
        elif key is Qt.Key.Key_C and plain and letters_on():
            self._ask()
        elif key in _ARROWS and plain:
            self.moved.emit(self, _ARROWS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, _event: QContextMenuEvent) -> None:
        self._ask()

    def _ask(self) -> None:
        self.class_asked.emit(self, self.mapToGlobal(self.rect().bottomLeft()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        if self.underMouse():
            box = QRectF(-look.px(2), 0, self._end() + look.px(24), self.height())
            rounded(painter, box, look.radius("control"), "hover")
        side = look.px(20)
        draw_avatar(painter, QRectF(0, (self.height() - side) / 2, side, side), self.row.name)
        left = look.px(26)
        name = QRectF(left, 0, self._end() - left, self.height())
        draw_text(painter, name, self.text(), look.font("table"), "text", LEFT)
        mark = look.size("icon_small")
        spot = QRectF(self._end() + look.px(4), (self.height() - mark) / 2, mark, mark)
        draw_icon(painter, "ph.caret-down", spot, "text_3")
