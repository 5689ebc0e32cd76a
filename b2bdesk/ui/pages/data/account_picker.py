"""Choosing one account of many by typing a part of its name or number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.accounts import AccountChoice
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import SearchField
from b2bdesk.ui.widgets.text import Text

_SHOWN = 60


class AccountPicker(QFrame):
    """A popup with a search field over a list; Enter takes the marked row, Esc closes."""

    def __init__(
        self,
        title: str,
        accounts: Sequence[AccountChoice],
        picked: Callable[[int, str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("surface", "card")
        self.setAccessibleName(title)
        look = theme()
        self._accounts = [(account, account.label.casefold()) for account in accounts]
        self._picked = picked
        column = QVBoxLayout(self)
        pad = look.space(2)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(1))
        column.addWidget(Text(title, "table", "text_2", weight="medium"))
        self.field = SearchField(tr("Type a part of the name"))
        self.field.setAccessibleName(title)
        self.field.textChanged.connect(self._fill)
        column.addWidget(self.field)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._take)
        self.list.setFixedHeight(8 * look.size("table_row") + look.px(6))
        column.addWidget(self.list)
        self._more = Text("", "caption", "text_3")
        column.addWidget(self._more)
        self.setFixedWidth(look.px(340))
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        self._fill("")

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
        hits = [a for a, text in self._accounts if all(word in text for word in words)]
        self.list.clear()
        for account in hits[:_SHOWN]:
            item = QListWidgetItem(account.label, self.list)
            item.setData(Qt.ItemDataRole.UserRole, account)
        self.list.setCurrentRow(0)
        rest = len(hits) - _SHOWN
        if not hits:
            words_under = tr("No account has this in its name.")
        elif rest > 0:
            words_under = trn("and {n} more", "and {n} more", rest, n=formats().integer(rest))
        else:
            words_under = ""
        self._more.setText(words_under)

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
        account: AccountChoice = item.data(Qt.ItemDataRole.UserRole)
        picked = self._picked
        self.close()
        picked(account.id, account.label)
