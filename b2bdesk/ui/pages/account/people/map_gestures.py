"""What gestures on the map do: every one ends in one step of ``PeopleEdits``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from b2bdesk.models.enums import LineKind, Role
from b2bdesk.services.people_map import MapSeat, MapUnit
from b2bdesk.ui.canvas.view import ViewState
from b2bdesk.ui.pages.account.people.toolbar import LIST, MAP

if TYPE_CHECKING:
    from b2bdesk.ui.pages.account.people.people_tab import PeopleTab


class MapGestures(QObject):
    """Joins the map of the tab with the edits, and remembers how each map was looked at."""

    def __init__(self, tab: PeopleTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._states: dict[tuple[int, int | None], ViewState] = {}
        view = tab.map
        view.bosses_drawn.connect(self._on_bosses_drawn)
        view.placed.connect(self._on_placed)
        view.line_drawn.connect(self._on_line_drawn)
        view.influence_typed.connect(self._on_influence_typed)
        view.ghost_asked.connect(tab.commands.fill_role)
        view.command.connect(tab.commands.run)
        view.menu_asked.connect(tab.commands.open_menu)
        tab.bar.lines_changed.connect(view.show_lines)
        tab.panel.hint.command.connect(tab.commands.run)
        tab.strip.role_clicked.connect(self._on_role_clicked)
        tab.inspector.person.line_chosen.connect(self._on_line_chosen)

    # --- how a map is looked at --------------------------------------------------------------

    def keep_state(self) -> None:
        """Remember zoom and place of the map on show."""
        unit, state = self._tab.unit, self._tab.map.state()
        if unit is not None and state is not None:
            self._states[self._key(unit)] = state

    def state_of(self, unit: MapUnit) -> ViewState | None:
        """Zoom and place a map was left with, if the user chose them."""
        return self._states.get(self._key(unit))

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
        item = self._tab.map.map.lines.get(line)
        if item is not None:
            self._tab.show_view(MAP)
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
            tab.map.select_seats(holders)
