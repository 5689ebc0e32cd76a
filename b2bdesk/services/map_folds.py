"""A map with branches folded in: who is left to see, where they lie then, and how many are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from b2bdesk.models.enums import LineKind
from b2bdesk.services.map_layout import place_cards
from b2bdesk.services.people_map import Ghost, MapSeat, MapUnit


@dataclass(frozen=True, slots=True)
class Fold:
    """What a folded branch hides: the people under a seat, and the lines that end there."""

    people: tuple[str, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class FoldedMap:
    """``unit`` is the whole unit without the people folded in; ``folds`` are by the seat they
    hang under, ``bosses`` the seats that have somebody under them."""

    unit: MapUnit
    folds: dict[int, Fold]
    bosses: frozenset[int]


def fold(unit: MapUnit, folded: Collection[int], *, ghosts: bool = True) -> FoldedMap:
    """The unit as the map shows it. Seats in ``folded`` hide whoever reports to them, directly or
    not; ``ghosts`` False leaves out the cards of missing roles where people are.

    The list keeps showing everybody. Of a circle of reporting lines nobody is hidden.
    """
    under = _reports(unit.seats)
    roots = _outermost(unit.seats, {seat for seat in folded if seat in under})
    hides = {seat: _below(seat, under) for seat in roots}
    hidden = {seat for each in hides.values() for seat in each}
    names = {seat.id: seat.name for seat in unit.seats}
    relations = [line for line in unit.lines if line.kind is not LineKind.REPORTS_TO]
    folds = {
        seat: Fold(
            tuple(names[each] for each in below),
            sum(1 for line in relations if line.seat_id in below or line.to_seat_id in below),
        )
        for seat, below in hides.items()
        if below
    }
    shown = tuple(seat for seat in unit.seats if seat.id not in hidden)
    placed = unit.ghosts if ghosts or not unit.seats else ()
    if hidden:
        places = place_cards(
            [seat.row for seat in shown],
            {seat.id: seat.boss for seat in shown if seat.boss is not None},
            tuple(ghost.role for ghost in placed),
        )
        shown = tuple(
            replace(seat, x=places.seats[seat.id][0], y=places.seats[seat.id][1]) for seat in shown
        )
        placed = tuple(
            Ghost(ghost.role, *places.ghosts[ghost.role], places.below if ghost.below else None)
            for ghost in placed
        )
    lines = tuple(
        line for line in unit.lines if line.seat_id not in hidden and line.to_seat_id not in hidden
    )
    left = replace(unit, seats=shown, lines=lines, ghosts=placed)
    return FoldedMap(left, folds, frozenset(under))


def above_of(unit: MapUnit, seats: Iterable[int]) -> set[int]:
    """Everybody these seats report to, directly or not: unfolded, they show the seats."""
    bosses = {seat.id: seat.boss for seat in unit.seats}
    found: set[int] = set()
    for seat in seats:
        walker = bosses.get(seat)
        while walker is not None and walker not in found:
            found.add(walker)
            walker = bosses.get(walker)
    return found


def _reports(seats: Iterable[MapSeat]) -> dict[int, list[int]]:
    ids = {seat.id for seat in seats}
    found: dict[int, list[int]] = {}
    for seat in seats:
        if seat.boss in ids and seat.boss is not None and seat.boss != seat.id:
            found.setdefault(seat.boss, []).append(seat.id)
    return found


def _outermost(seats: Iterable[MapSeat], folded: set[int]) -> set[int]:
    """The folded seats that no other folded seat hides."""
    bosses = {seat.id: seat.boss for seat in seats}
    found = set()
    for seat in folded:
        walker, seen = bosses.get(seat), {seat}
        while walker is not None and walker not in folded and walker not in seen:
            seen.add(walker)
            walker = bosses.get(walker)
        if walker is None or walker not in folded:
            found.add(seat)
    return found


def _below(seat: int, under: dict[int, list[int]]) -> tuple[int, ...]:
    """Everybody under a seat; nobody where the lines run in a circle back to it."""
    found: dict[int, None] = {}
    waiting = list(under.get(seat, ()))
    while waiting:
        each = waiting.pop(0)
        if each == seat:
            return ()
        if each not in found:
            found[each] = None
            waiting.extend(under.get(each, ()))
    return tuple(found)
