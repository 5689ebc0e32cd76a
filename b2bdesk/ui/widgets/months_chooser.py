"""From which month to which: two lists and a button, for the end of a menu."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.dates import Period, first_of_month
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text


class MonthsChooser(QWidget):
    """``chosen`` carries the Period, in whichever order its ends were picked."""

    chosen = Signal(object)

    def __init__(
        self, title: str, names: tuple[str, str], words: str, span: Period, shown: Period
    ) -> None:
        """Offer the months of ``span``; ``names`` are those of the two lists, ``words`` the
        button's."""
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        pad = look.space(3)
        column.setContentsMargins(pad, look.space(1), pad, look.space(2))
        column.addWidget(Text(title, "caption", "text_3"))
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        self.first, self.last = QComboBox(), QComboBox()
        for box, name, month in (
            (self.first, names[0], shown.first),
            (self.last, names[1], shown.last),
        ):
            box.setAccessibleName(name)
            for each in range(span.first, span.last + 1):
                box.addItem(formats().month(first_of_month(each)), each)
            box.setCurrentIndex(box.findData(month))
        row.addWidget(self.first)
        row.addWidget(Text("–", "body", "text_3"))
        row.addWidget(self.last)
        row.addWidget(Button(words, on_click=self._on_chosen))
        column.addLayout(row)

    def _on_chosen(self) -> None:
        first, last = self.first.currentData(), self.last.currentData()
        if first is not None and last is not None:
            self.chosen.emit(Period(min(first, last), max(first, last)))
