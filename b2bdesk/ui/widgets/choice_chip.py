"""A filter chip that lets several values be chosen: "Owner: Lena Marsh", "Country: 3 chosen"."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.widgets.chips import Chip


class StayingMenu(QMenu):
    """Stays open while its tick boxes are used, so that several can be ticked at once."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


class ChoiceChip(Chip):
    """``chosen_changed`` when the user ticks or clears; nothing ticked means everything."""

    chosen_changed = Signal()

    def __init__(
        self,
        title: str,
        everything: str,
        *,
        many: Callable[[int], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"{title}: {everything}", parent=parent)
        self._title, self._everything = title, everything
        self._many = many or (lambda n: tr("{n} chosen", n=n))
        self._choices: tuple[tuple[Hashable, str], ...] = ()
        self._chosen: frozenset[Hashable] = frozenset()
        self._list = StayingMenu(self)
        self._list.aboutToShow.connect(self._fill)
        self.set_menu(self._list)
        self.closed.connect(self._on_cleared)

    @property
    def chosen(self) -> frozenset[Hashable]:
        """The ticked values; empty where nothing narrows."""
        return self._chosen

    @property
    def choices(self) -> tuple[tuple[Hashable, str], ...]:
        """Every value that can be ticked, with its words."""
        return self._choices

    def set_choices(self, choices: Sequence[tuple[Hashable, str]]) -> None:
        """The values on offer, in order. Ticked ones that are gone stay ticked until cleared."""
        self._choices = tuple(choices)
        self._refresh()

    def set_chosen(self, values: Iterable[Hashable]) -> None:
        """Tick exactly these, without ``chosen_changed``."""
        self._chosen = frozenset(values)
        self._refresh()

    def choose(self, value: Hashable, on: bool = True) -> None:
        """Tick or untick one value, as the user would."""
        self._chosen = self._chosen | {value} if on else self._chosen - {value}
        self._refresh()
        self.chosen_changed.emit()

    def _fill(self) -> None:
        self._list.clear()
        for value, words in self._choices:
            action = QAction(words.replace("&", "&&"), self._list)
            action.setCheckable(True)
            action.setChecked(value in self._chosen)
            action.toggled.connect(lambda on, key=value: self.choose(key, on))
            self._list.addAction(action)
        if not self._choices:
            nothing = QAction(tr("Nothing to choose from"), self._list)
            nothing.setEnabled(False)
            self._list.addAction(nothing)

    def _on_cleared(self) -> None:
        self._chosen = frozenset()
        self._refresh()
        self.chosen_changed.emit()

    def _refresh(self) -> None:
        words = dict(self._choices)
        if not self._chosen:
            said = self._everything
        elif len(self._chosen) == 1:
            said = words.get(next(iter(self._chosen)), tr("gone"))
        else:
            said = self._many(len(self._chosen))
        self.set_text(f"{self._title}: {said}")
        self.set_on(bool(self._chosen), closable=True)
