"""The sentence that names the largest causes of cost, and a chip for each that leads to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from b2bdesk.services.profit_causes import AccountCauses
from b2bdesk.services.profit_habits import Habit
from b2bdesk.ui.pages.account.profit.cause_tables import HABIT, PERSON, Chosen
from b2bdesk.ui.pages.account.profit.cause_words import largest_labels, largest_words
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text


class LargestStrip(Panel):
    """``clicked`` carries the Chosen of a chip."""

    clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sentence = Text("", "body", "text", weight="semibold", wrap=True)
        self.add(self.sentence)
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder)
        self.add(self._holder)
        self._chips: dict[Chosen, Chip] = {}

    def show_causes(self, causes: AccountCauses, activity: str, chosen: Chosen | None) -> None:
        """Name the largest causes of an activity, or of all for ""."""
        self.sentence.setText(largest_words(causes, activity))
        self.setVisible(bool(self.sentence.text()))
        told: dict[Chosen, tuple[str, str]] = {}
        for cause, words, whole in largest_labels(causes, activity):
            by = HABIT if isinstance(cause, Habit) else PERSON
            told[Chosen(by, cause, within=activity)] = words, whole
        if list(told) != list(self._chips):
            # The same chips stay, and with them the keyboard.
            self._make(list(told))
        for each, (words, whole) in told.items():
            chip = self._chips[each]
            chip.set_text(words)
            chip.setToolTip(whole)
            chip.setAccessibleDescription(whole)
            chip.set_on(each == chosen)

    def _make(self, causes: list[Chosen]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._chips = {}
        for each in causes:
            chip = Chip("", toggle=True, parent=self._holder)
            chip.clicked.connect(lambda _=False, each=each: self.clicked.emit(each))
            self._chips[each] = chip
            self._flow.addWidget(chip)
            chip.show()
