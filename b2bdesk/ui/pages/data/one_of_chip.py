"""A chip that holds one of a few choices: "Decimals: 1,234.56"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from b2bdesk.core.i18n import tr
from b2bdesk.ui.widgets.chips import Chip


class OneOfChip(Chip):
    """``chosen`` carries the key the user chose. ``words``: what the chip says, with {choice}."""

    chosen = Signal(str)

    def __init__(self, name: str, words: str = "{choice}", *, icon_name: str | None = None) -> None:
        super().__init__("", icon_name=icon_name)
        self._name, self._words = name, words
        self._choices: tuple[tuple[str, str], ...] = ()
        self._list = QMenu(self)
        self._list.aboutToShow.connect(self._fill)
        self.set_menu(self._list)
        self.current = ""

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """The choices on offer: (key, words)."""
        self._choices = tuple(choices)

    def show_choice(self, key: str, *, open_question: bool = False) -> None:
        """Show what is chosen; ``open_question`` where it is only assumed."""
        self.current = key
        said = dict(self._choices).get(key, key)
        shown = self._words.replace("{choice}", said)
        self.set_text(f"{shown} ?" if open_question else shown)
        self.setAccessibleName(tr("{name}: {choice}", name=self._name, choice=said))

    def _fill(self) -> None:
        self._list.clear()
        for key, words in self._choices:
            entry = self._list.addAction(words.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(key == self.current)
            entry.triggered.connect(lambda _=False, k=key: self.chosen.emit(k))
