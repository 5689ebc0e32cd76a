"""The filter by owner: several colleagues can be chosen, and what has no owner."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.queries.file_info import ColleagueRow
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.choice_menu import ChoiceMenu


class OwnerChip(Chip):
    """``changed`` after every choice; nothing chosen means everyone."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", menu=ChoiceMenu(), parent=parent)
        self._team: tuple[ColleagueRow, ...] = ()
        self._me: int | None = None
        self.ids: frozenset[int] = frozenset()
        self.unowned = False
        self.closed.connect(self.clear)
        self._show()

    def set_team(self, team: Sequence[ColleagueRow], me: int | None) -> None:
        """Offer these colleagues; those who are gone are no longer chosen."""
        self._team, self._me = tuple(team), me
        self.ids &= {row.id for row in team}
        self._fill()
        self._show()

    def choose(self, ids: frozenset[int], *, unowned: bool = False) -> None:
        """Choose without ``changed``."""
        self.ids, self.unowned = ids, unowned
        self._fill()
        self._show()

    def clear(self) -> None:
        """Everyone again."""
        self.choose(frozenset())
        self.changed.emit()

    def _fill(self) -> None:
        menu = self.menu()
        assert menu is not None
        menu.clear()
        for row in self._team:
            if not row.active and row.id not in self.ids:
                continue
            name = tr("{name} (me)", name=row.name) if row.id == self._me else row.name
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(row.id in self.ids)
            action.toggled.connect(lambda on, owner=row.id: self._on_toggled(owner, on))
        if self._team:
            menu.addSeparator()
        none = menu.addAction(tr("No owner"))
        none.setCheckable(True)
        none.setChecked(self.unowned)
        none.toggled.connect(self._on_unowned)

    def _on_toggled(self, owner: int, on: bool) -> None:
        self.ids = self.ids | {owner} if on else self.ids - {owner}
        self._show()
        self.changed.emit()

    def _on_unowned(self, on: bool) -> None:
        self.unowned = on
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        names = [row.name for row in self._team if row.id in self.ids]
        if self.unowned:
            names.append(tr("no owner"))
        if not names:
            words = tr("Owner: everyone")
        elif len(names) <= 2:
            words = tr("Owner: {names}", names=tr(" or ").join(names))
        else:
            words = tr("Owner: {n} chosen", n=len(names))
        self.set_text(words)
        self.set_on(bool(names), closable=bool(names))
