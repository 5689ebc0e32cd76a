"""What gestures on the map do: every one ends in one step of ``PeopleEdits``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from b2bdesk.models.enums import LineKind, Role
from b2bdesk.services.map_folds import above_of
from b2bdesk.services.people_map import MapSeat, MapUnit
from b2bdesk.ui.canvas.camera import ViewState
from b2bdesk.ui.canvas.colouring import Colouring
from b2bdesk.ui.pages.account.people.map_look import MapLook
from b2bdesk.ui.pages.account.people.toolbar import LIST, MAP

if TYPE_CHECKING:
    from b2bdesk.ui.pages.account.people.people_tab import PeopleTab


class MapGestures(QObject):
    """Joins the map of the tab with the edits, and remembers how each map was looked at."""

    def __init__(self, tab: PeopleTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._states: dict[tuple[int, int | None], ViewState] = {}
        self.look = MapLook(tab.ctx)
        view = tab.map
        view.bosses_drawn.connect(self._on_bosses_drawn)
        view.placed.connect(self._on_placed)
        view.fold_asked.connect(self._on_fold_asked)
        view.line_drawn.connect(self._on_line_drawn)
        view.influence_typed.connect(self._on_influence_typed)
        view.ghost_asked.connect(tab.commands.fill_role)
        view.command.connect(tab.commands.run)
        view.menu_asked.connect(tab.commands.open_menu)
        tab.bar.lines_changed.connect(view.show_lines)
        tab.bar.look.colouring_chosen.connect(self.set_colouring)
        tab.bar.look.ghosts_chosen.connect(self._on_ghosts_chosen)
        tab.bar.look.unfold_asked.connect(self.unfold_all)
        view.map.set_colouring(self.look.colouring)
        view.map.elsewhere = lambda find, found: tab.ctx.tasks.read(
            "map-routes", self, lambda _: find(), found
        )
        tab.panel.hint.command.connect(tab.commands.run)
        tab.strip.role_clicked.connect(self._on_role_clicked)
        tab.inspector.person.line_chosen.connect(self._on_line_chosen)

    # --- how a map is looked at --------------------------------------------------------------

    def keep_state(self) -> None:
        """Remember zoom and place of the map on show."""
        unit, state = self._tab.unit, self._tab.map.state()
        if unit is not None and state is not None:
            self._states[self._key(unit)] = state

    def show_map(self, *, restore: bool = False) -> None:
        """Show the unit of the tab; ``restore``: with the zoom and place it was left at."""
        people, unit = self._tab.people, self._tab.unit
        if people is None or unit is None:
            return
        state = self._states.get(self._key(unit)) if restore else None
        shown = self.look.shown(unit)
        self._tab.map.show_unit(shown, state)
        self._tab.panel.show_around(people, shown.unit, self.look.colouring)
        self._tab.bar.look.show_look(self.look, len(shown.folds))

    def set_colouring(self, colouring: Colouring) -> None:
        """Let edge and icon of the cards say something else; the key follows."""
        self.look.colouring = colouring
        self.look.keep()
        self._tab.map.map.set_colouring(colouring)
        self.show_map()

    def _on_ghosts_chosen(self, on: bool) -> None:
        self.look.ghosts = on
        self.look.keep()
        self.show_map()

    # --- folding -----------------------------------------------------------------------------

    def unfold_all(self) -> None:
        """Show everybody."""
        if self._tab.unit is not None:
            self.look.set_folded(self._tab.unit, ())
            self.show_map()

    def _on_fold_asked(self, seat: int, wanted: object) -> None:
        """Fold the branch of a seat in (True), out (False) or the other way (None)."""
        unit = self._tab.unit
        if unit is None:
            return
        folded = self.look.folded(unit)
        fold = seat not in folded if wanted is None else bool(wanted)
        if fold == (seat in folded) or not any(each.boss == seat for each in unit.seats):
            return
        self.look.set_folded(unit, folded | {seat} if fold else folded - {seat})
        self._tab.map.hold_still(seat, self.show_map)

    def select_seats(self, seats: list[int]) -> None:
        """Select people; the branches they are folded into are unfolded."""
        unit = self._tab.unit
        if unit is not None and not all(seat in self._tab.map.map.cards for seat in seats):
            self.look.set_folded(unit, self.look.folded(unit) - above_of(unit, seats))
            self.show_map()
        self._tab.map.select_seats(seats)

    def _key(self, unit: MapUnit) -> tuple[int, int | None]:
        return self._tab.edits.account, unit.row.id if unit.row else None

    # --- gestures ----------------------------------------------------------------------------

    def _seats(self, ids: list[int]) -> list[MapSeat]:
        unit = self._tab.unit
        return [seat for i in ids if unit is not None and (seat := unit.seat(i)) is not None]

    def _on_bosses_drawn(self, seats: list[int], boss: int) -> None:
        unit = self._tab.unit
        if unit is not None:
            self._tab.edits.set_boss(self._seats(seats), unit.seat(boss))

    def _on_placed(self, places: dict[int, tuple[int, int]]) -> None:
        self._tab.edits.place(self._seats(list(places)), places)

    def _on_line_drawn(self, start: int, end: int, kind: LineKind) -> None:
        ends = self._seats([start, end])
        if len(ends) == 2:
            self._tab.commands.draw_line(ends[0], ends[1], kind)

    def _on_influence_typed(self, value: int) -> None:
        self._tab.edits.set_influence(self._tab.selected_seats, value)

    def _on_line_chosen(self, line: int) -> None:
        unit = self._tab.unit
        row = next((each for each in unit.lines if each.id == line), None) if unit else None
        if row is None:
            return
        self._tab.show_view(MAP)
        self.select_seats([row.seat_id, row.to_seat_id])  # unfolds what hides an end
        item = self._tab.map.map.lines.get(line)
        if item is not None:
            self._tab.map.select(item)

    def _on_role_clicked(self, role: Role) -> None:
        tab = self._tab
        if tab.unit is None:
            return
        holders = [seat.id for seat in tab.unit.seats if role in seat.row.roles]
        if not holders:
            tab.commands.fill_role(role, "add")
        elif tab.view == LIST:
            tab.list.table.select_ids(holders)
        else:
            self.select_seats(holders)
