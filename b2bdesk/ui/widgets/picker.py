"""Type a part of a name to pick one of few or many: a person, an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import SearchField
from b2bdesk.ui.widgets.text import Text

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick; ``key`` None stands for nobody."""

    key: int | None
    label: str
    detail: str = ""


class Picker(QFrame):
    """A popup with a search field over a list; Enter takes the marked row, Esc closes.

    Of many that fit some are listed and the others counted; ``none`` says that nothing fits.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        picked: Callable[[Choice], object],
        parent: QWidget,
        *,
        hint: str = "",
        none: str = "",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "popup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(title)
        look = theme()
        self._choices = [(c, f"{c.label} {c.detail}".casefold()) for c in choices]
        self._picked, self._none = picked, none
        column = QVBoxLayout(self)
        pad = look.space(2)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(1))
        column.addWidget(Text(title, "table", "text_2", weight="medium"))
        self.field = SearchField(hint or tr("Type a name"))
        self.field.setAccessibleName(title)
        self.field.textChanged.connect(self._fill)
        column.addWidget(self.field)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._take)
        rows = min(8, max(2, len(self._choices)))
        self.list.setFixedHeight(rows * look.size("table_row") + look.px(6))
        column.addWidget(self.list)
        self._more = Text("", "caption", "text_3")
        column.addWidget(self._more)
        self.setFixedWidth(look.px(340))
        self._fill("")
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)

    def open_at(self, spot: QPoint) -> None:
        """Show the popup with its corner at a global place, or as near as the screen allows."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = max(room.left(), min(spot.x(), room.right() - self.width()))
        top = max(room.top(), min(spot.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self, typed: str) -> None:
        words = typed.casefold().split()
        hits = [c for c, text in self._choices if all(word in text for word in words)]
        self.list.clear()
        for choice in hits[:_SHOWN]:
            shown = f"{choice.label}, {choice.detail}" if choice.detail else choice.label
            item = QListWidgetItem(shown, self.list)
            item.setData(Qt.ItemDataRole.UserRole, choice)
        self.list.setCurrentRow(0)
        rest = len(hits) - _SHOWN
        more = trn("and {n} more", "and {n} more", rest, n=formats().integer(rest))
        said = more if rest > 0 else "" if hits else self._none
        self._more.setText(said)
        self._more.setVisible(bool(said))

    def eventFilter(self, _watched: object, event: object) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            row = self.list.currentRow() + step
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.currentItem()
            if item is not None:
                self._take(item)
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def _take(self, item: QListWidgetItem) -> None:
        choice: Choice = item.data(Qt.ItemDataRole.UserRole)
        picked = self._picked
        self.close()
        picked(choice)
