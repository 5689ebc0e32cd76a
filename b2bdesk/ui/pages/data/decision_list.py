"""The decisions made in this import, newest first, each with a way to take it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.pages.data.decision_log import Decision
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.tab_order import tab_in_place
from b2bdesk.ui.widgets.text import ElidedText, Text

_SHOWN = 6


class DecisionList(QWidget):
    """``taken_back`` carries the place of a decision, counted from the oldest."""

    taken_back = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_decisions(self, made: Sequence[Decision]) -> None:
        """Show the newest of them; Ctrl+Z takes back the first in the list."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place in range(len(made) - 1, max(-1, len(made) - 1 - _SHOWN), -1):
            self._column.addWidget(self._line(made[place], place, last=place == len(made) - 1))
        older = len(made) - _SHOWN
        if older > 0:
            words = trn("and {n} before", "and {n} before", older)
            self._column.addWidget(Text(words, "table", "text_3"))
        tab_in_place(self)

    def _line(self, decision: Decision, place: int, *, last: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(1))
        row.addWidget(ElidedText(decision.words, "table", "text_2"), 1)
        label = tr("Take back: {what}", what=decision.words)
        keys = tr("Ctrl Z") if last else ""
        back = IconButton("ph.arrow-counter-clockwise", label)
        back.set_label(label, keys)
        back.clicked.connect(lambda _=False: self.taken_back.emit(place))
        row.addWidget(back)
        return line
