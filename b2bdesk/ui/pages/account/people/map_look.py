"""How maps are looked at on this computer: colours, ghosts, folded branches, zoom; and its chip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.services.map_folds import FoldedMap, fold
from b2bdesk.services.people_map import MapUnit
from b2bdesk.ui.canvas.colouring import COLOURING_WORDS, Colouring
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.widgets.chips import Chip

_VIEW = "people_map"


class MapLook:
    """Kept in the view state: what is chosen lasts until it is chosen otherwise."""

    def __init__(self, ctx: AppContext) -> None:
        self._ctx = ctx
        kept = ctx.view_state(_VIEW)
        known = {each.value for each in Colouring}
        chosen = kept.get("colour")
        self.colouring = Colouring(chosen) if chosen in known else Colouring.STANCE
        self.ghosts = bool(kept.get("ghosts", True))
        self._folded = _folds(kept.get("folded"))

    def shown(self, unit: MapUnit) -> FoldedMap:
        """The unit with its folded branches folded."""
        return fold(unit, self.folded(unit), ghosts=self.ghosts)

    def folded(self, unit: MapUnit) -> set[int]:
        """The seats of a unit whose branches are folded in."""
        kept = self._folded.get(unit.row.id, set()) if unit.row else set()
        return kept & {seat.id for seat in unit.seats}

    def set_folded(self, unit: MapUnit, seats: Iterable[int]) -> None:
        """Fold in exactly the branches of these seats."""
        if unit.row is not None:
            self._folded.pop(unit.row.id, None)
            if chosen := set(seats):
                self._folded[unit.row.id] = chosen
            self.keep()

    def keep(self) -> None:
        """Remember everything."""
        folded = {str(unit): sorted(seats) for unit, seats in self._folded.items()}
        self._ctx.keep_view_state(
            _VIEW, {"colour": self.colouring.value, "ghosts": self.ghosts, "folded": folded}
        )


def _folds(kept: Any) -> dict[int, set[int]]:
    """What was written, as far as it can be understood."""
    if not isinstance(kept, Mapping):
        return {}
    return {
        int(unit): {seat for seat in seats if isinstance(seat, int)}
        for unit, seats in kept.items()
        if str(unit).isdecimal() and isinstance(seats, list)
    }


class LookChip(Chip):
    """ "Colour: stance" with what cards may be coloured by, ghosts on or off, and unfolding."""

    colouring_chosen = Signal(object)  # Colouring
    ghosts_chosen = Signal(bool)
    unfold_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", icon_name="ph.palette", parent=parent)
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._colours = {}
        for colouring, words in COLOURING_WORDS.items():
            action = menu.addAction(tr("Colour by {what}", what=lowered(tr(words))))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, c=colouring: self.colouring_chosen.emit(c))
            self._colours[colouring] = action
        menu.addSeparator()
        self._ghosts = menu.addAction(tr("Show cards of missing roles"))
        self._ghosts.setCheckable(True)
        self._ghosts.toggled.connect(self.ghosts_chosen)
        self._unfold = menu.addAction(tr("Unfold all branches"))
        self._unfold.triggered.connect(lambda _=False: self.unfold_asked.emit())
        self.set_menu(menu)
        self._compact = False
        self._words = ""

    def show_look(self, look: MapLook, folded: int) -> None:
        """Show what is chosen; ``folded`` branches can be unfolded."""
        self._colours[look.colouring].setChecked(True)
        blocked = self._ghosts.blockSignals(True)
        self._ghosts.setChecked(look.ghosts)
        self._ghosts.blockSignals(blocked)
        self._unfold.setEnabled(folded > 0)
        self._words = tr("Colour: {what}", what=lowered(tr(COLOURING_WORDS[look.colouring])))
        self.set_compact(self._compact)

    def set_compact(self, compact: bool) -> None:
        """Show only the icon where the words do not fit."""
        self._compact = compact
        self.set_text("" if compact else self._words)
        self.setAccessibleName(self._words)
        self.setToolTip(self._words if compact else tr("What the colours of the cards say"))
