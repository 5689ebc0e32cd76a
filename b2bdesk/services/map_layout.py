"""Where the cards of a map lie: the user's places, the tidy tree for the rest, ghosts, outside."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from b2bdesk.analytics.tidy_tree import Card, layout
from b2bdesk.models.enums import Role
from b2bdesk.queries.people import SeatRow

CARD_WIDTH, CARD_HEIGHT = 180, 104
GAP_X, GAP_Y = 36, 88
_COLUMNS = 4
_WIDE = 6  # more childless reports of one boss than this stand under each other
_MANY = 60  # childless reports of all from which columns are taller
_STACK, _TALL_STACK = 4, 8
_OUTSIDE_GAP = 60
_GHOSTS = {role: -1 - number for number, role in enumerate(Role)}  # in place of a seat's id

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Places:
    """Top left corners of cards by seat and of ghosts by role; the decider's hangs ``below``."""

    seats: Mapping[int, Spot]
    ghosts: Mapping[Role, Spot]
    below: int | None


def place_cards(
    seats: Sequence[SeatRow], bosses: Mapping[int, int], missing: Sequence[Role]
) -> Places:
    """Places of cards, and of a ghost for each missing role.

    A card placed by hand takes what hangs under it along; nobody else moves, except that people
    in no line, who stand in rows under the trees, make room for what was put there. The ghosts
    stand in the last rows, the decider's under whoever stands at the top. People outside the
    company stand right of the top row.
    """
    if not seats:
        return Places({}, template(), None)
    inside = [seat for seat in seats if not seat.person.external]
    ids = {seat.id for seat in inside}
    above = {
        seat: boss for seat, boss in bosses.items() if seat in ids and boss in ids and seat != boss
    }
    linked = set(above) | set(above.values())
    top = _top(ids, above)
    ghosts = [_GHOSTS[role] for role in missing]
    hanging = _GHOSTS[Role.DECIDER] if Role.DECIDER in missing and top is not None else None
    cards = [
        Card(seat.id, above.get(seat.id), CARD_WIDTH, CARD_HEIGHT)
        for seat in inside
        if seat.id in linked
    ]
    if hanging is not None:
        ghosts.remove(hanging)
        cards.insert(0, Card(hanging, top, CARD_WIDTH, CARD_HEIGHT))
    spots = layout(cards, gap_x=GAP_X, gap_y=GAP_Y, stack_rows=_rows_to_stack(above))
    alone = [seat.id for seat in inside if seat.id not in linked]
    _place_in_rows(alone, spots)
    _place_in_rows(ghosts, spots)
    _place_outside([seat.id for seat in seats if seat.person.external], spots)
    placed = {seat.id for seat in seats if _hand(seat) is not None}
    if placed:
        _move_by_hand(seats, above, spots)
        loose = [seat for seat in alone if seat not in placed] + ghosts
        _make_room(loose if hanging is None else [*loose, hanging], spots)
    return Places(
        {seat: spot for seat, spot in spots.items() if seat >= 0},
        {role: spots[ghost] for role, ghost in _GHOSTS.items() if ghost in spots},
        top if hanging is not None else None,
    )


def template() -> dict[Role, Spot]:
    """Places of the seven ghosts of a map without people: four and three."""
    spots: dict[Role, Spot] = {}
    for number, role in enumerate(Role):
        row, column = divmod(number, _COLUMNS)
        left = 0.0 if row == 0 else (CARD_WIDTH + GAP_X) / 2
        spots[role] = (left + column * (CARD_WIDTH + GAP_X), row * (CARD_HEIGHT + GAP_X))
    return spots


def _hand(seat: SeatRow) -> Spot | None:
    return None if seat.x is None or seat.y is None else (float(seat.x), float(seat.y))


def _top(ids: set[int], above: Mapping[int, int]) -> int | None:
    """The boss of most people, directly or not, who reports to nobody; None without lines."""
    under: Counter[int] = Counter()
    tops: dict[int, int] = {}
    for start in above:
        path: list[int] = []
        walker = start
        while walker in above and walker not in tops and len(path) <= len(ids):
            path.append(walker)
            walker = above[walker]
        found = tops.get(walker, walker)
        tops.update(dict.fromkeys(path, found))
        under[found] += 1
    roots = [seat for seat in under if seat not in above]
    return max(roots, key=lambda seat: (under[seat], -seat), default=None)


def _rows_to_stack(above: Mapping[int, int]) -> int:
    """How many reports without reports of their own stand under each other, so that a map stays
    about as wide as it is high; 0 for side by side."""
    bosses = set(above.values())
    leaves = Counter(boss for seat, boss in above.items() if seat not in bosses)
    if leaves.total() > _MANY:
        return _TALL_STACK
    crowded = max(leaves.values(), default=0) > _WIDE or leaves.total() > 2 * _WIDE
    return _STACK if crowded else 0


def _place_in_rows(cards: Sequence[int], spots: dict[int, Spot]) -> None:
    """Rows under everything so far, about as wide as they are high where there are many."""
    top = max((y + CARD_HEIGHT + GAP_Y for _, y in spots.values()), default=0.0)
    left = min((x for x, _ in spots.values()), default=0.0)
    columns = max(_COLUMNS, math.isqrt(len(cards)))
    for number, card in enumerate(cards):
        row, column = divmod(number, columns)
        spots[card] = (left + column * (CARD_WIDTH + GAP_X), top + row * (CARD_HEIGHT + GAP_X))


def _make_room(loose: Iterable[int], spots: dict[int, Spot]) -> None:
    """Move each of these that lies on another card to the next free place of its rows."""
    taken = _Taken(spots)
    left = min(x for x, _ in spots.values())
    for card in loose:
        y = spots[card][1]
        taken.remove(card)
        number = 0
        while taken.covers(spots[card]):
            row, column = divmod(number, _COLUMNS)
            spots[card] = (left + column * (CARD_WIDTH + GAP_X), y + row * (CARD_HEIGHT + GAP_X))
            number += 1
        taken.add(card, spots[card])


class _Taken:
    """Which places are taken, by cells of a card's size."""

    def __init__(self, spots: Mapping[int, Spot]) -> None:
        self._cells: dict[tuple[int, int], dict[int, Spot]] = defaultdict(dict)
        self._where: dict[int, tuple[int, int]] = {}
        for card, spot in spots.items():
            self.add(card, spot)

    def add(self, card: int, spot: Spot) -> None:
        cell = (int(spot[0] // CARD_WIDTH), int(spot[1] // CARD_HEIGHT))
        self._cells[cell][card] = spot
        self._where[card] = cell

    def remove(self, card: int) -> None:
        del self._cells[self._where.pop(card)][card]

    def covers(self, spot: Spot) -> bool:
        """True where a card at a place would lie on another one."""
        column, row = int(spot[0] // CARD_WIDTH), int(spot[1] // CARD_HEIGHT)
        return any(
            abs(spot[0] - x) < CARD_WIDTH and abs(spot[1] - y) < CARD_HEIGHT
            for across in (column - 1, column, column + 1)
            for down in (row - 1, row, row + 1)
            for x, y in self._cells.get((across, down), {}).values()
        )


def _place_outside(outside: Sequence[int], spots: dict[int, Spot]) -> None:
    pitch = CARD_WIDTH + GAP_X
    edge = max((x + CARD_WIDTH + _OUTSIDE_GAP for x, y in spots.values() if y == 0), default=0.0)
    right = max((x + CARD_WIDTH for x, _ in spots.values()), default=0.0)
    left = max(edge, right - len(outside) * pitch + GAP_X)
    for number, seat in enumerate(outside):
        spots[seat] = (left + number * pitch, 0.0)


def _move_by_hand(
    seats: Sequence[SeatRow], above: Mapping[int, int], spots: dict[int, Spot]
) -> None:
    tidy = dict(spots)
    hand = {seat.id: spot for seat in seats if (spot := _hand(seat)) is not None}
    for seat in seats:
        walker, steps = seat.id, 0
        while walker not in hand and walker in above and steps <= len(above):
            walker, steps = above[walker], steps + 1
        if walker in hand:
            (x, y), (tidy_x, tidy_y) = hand[walker], tidy[walker]
            own_x, own_y = tidy[seat.id]
            spots[seat.id] = (own_x + x - tidy_x, own_y + y - tidy_y)
