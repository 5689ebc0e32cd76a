"""The short list under a line that completes what is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from b2bdesk.ui.theme.icons import icon
from b2bdesk.ui.theme.theme import theme

_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One choice; ``value`` is what the caller gets back."""

    label: str
    value: Any
    icon_name: str = ""


class SuggestionList(QListWidget):
    """Lies over the window under the field it serves, and never takes the focus from it."""

    chosen = Signal(object)  # the value of a Suggestion

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._values: list[Any] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("surface", "card")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        side = theme().size("icon")
        self.setIconSize(QSize(side, side))
        self.itemClicked.connect(self._on_clicked)
        self.hide()

    def offer(self, choices: Sequence[Suggestion]) -> None:
        """Show these choices under the field, the first one marked; nothing hides the list."""
        self.clear()
        # Kept here: an item would hand a str enum back as a plain str.
        self._values = [choice.value for choice in choices[:_MOST_SHOWN]]
        for choice in choices[:_MOST_SHOWN]:
            item = QListWidgetItem(choice.label, self)
            if choice.icon_name:
                item.setIcon(icon(choice.icon_name))
        if not self.count():
            self.hide()
            return
        self.setCurrentRow(0)
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        look = theme()
        rows = self.count()
        height = rows * (look.size("table_row") + 2) + look.px(4)
        width = max(look.px(240), self.sizeHintForColumn(0) + look.px(28))
        spot = self._field.mapTo(window, QPoint(0, self._field.height() + look.px(4)))
        left = max(0, min(spot.x(), window.width() - width - look.px(8)))
        self.setGeometry(left, spot.y(), width, min(height, window.height() - spot.y()))

    def move_by(self, step: int) -> None:
        """Mark the next or the previous choice, round the ends."""
        self.setCurrentRow((self.currentRow() + step) % self.count())

    def take(self) -> None:
        """Choose what is marked."""
        item = self.currentItem()
        if item is not None:
            self._on_clicked(item)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        value = self._values[self.row(item)]
        self.hide()
        self.chosen.emit(value)
