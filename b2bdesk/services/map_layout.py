"""Where the cards of a map lie: the user's places, the tidy tree for the rest, ghosts, outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b2bdesk.analytics.tidy_tree import Card, layout
from b2bdesk.models.enums import Role
from b2bdesk.queries.people import SeatRow

CARD_WIDTH, CARD_HEIGHT = 180, 104
GAP_X, GAP_Y = 36, 88
_COLUMNS = 4
_WIDE = 6  # more childless reports than this stand under each other
_STACK = 4
_OUTSIDE_GAP = 60
_GHOST = -1

Spot = tuple[float, float]


def place_cards(
    seats: Sequence[SeatRow], bosses: Mapping[int, int], decider_missing: bool
) -> tuple[dict[int, Spot], Spot | None, int | None]:
    """Top left corners by seat; the decider's ghost and the seat it hangs under.

    A card placed by hand takes what hangs under it along; nobody else moves, except that people
    in no line, who stand in rows of four under the trees, make room for what was put there.
    People outside the company stand right of the top row.
    """
    inside = [seat for seat in seats if not seat.person.external]
    ids = {seat.id for seat in inside}
    above = {seat: boss for seat, boss in bosses.items() if seat in ids and boss in ids}
    linked = set(above) | set(above.values())
    top = _top(ids, above)
    with_ghost = decider_missing and bool(inside)
    cards = [
        Card(seat.id, above.get(seat.id), CARD_WIDTH, CARD_HEIGHT)
        for seat in inside
        if seat.id in linked
    ]
    if with_ghost and top is not None:
        cards.insert(0, Card(_GHOST, top, CARD_WIDTH, CARD_HEIGHT))
    crowd = max((_leaves(boss, above) for boss in set(above.values())), default=0)
    spots = layout(cards, gap_x=GAP_X, gap_y=GAP_Y, stack_rows=_STACK if crowd > _WIDE else 0)
    alone = [_GHOST] if with_ghost and top is None else []
    alone += [seat.id for seat in inside if seat.id not in linked]
    _place_alone(alone, spots)
    _place_outside([seat.id for seat in seats if seat.person.external], spots)
    _move_by_hand(seats, above, spots)
    placed = {seat.id for seat in seats if _hand(seat) is not None}
    _make_room([seat for seat in alone if seat not in placed], spots)
    ghost = spots.pop(_GHOST, None)
    return spots, ghost, top if ghost is not None else None


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
    under: dict[int, int] = {}
    for start in above:
        walker, steps = start, 0
        while walker in above and steps <= len(ids):
            walker, steps = above[walker], steps + 1
        under[walker] = under.get(walker, 0) + 1
    roots = [seat for seat in under if seat not in above]
    return max(roots, key=lambda seat: (under[seat], -seat), default=None)


def _leaves(boss: int, above: Mapping[int, int]) -> int:
    bosses = set(above.values())
    return sum(1 for seat, own in above.items() if own == boss and seat not in bosses)


def _place_alone(alone: Sequence[int], spots: dict[int, Spot]) -> None:
    top = max((y + CARD_HEIGHT + GAP_Y for _, y in spots.values()), default=0.0)
    left = min((x for x, _ in spots.values()), default=0.0)
    for number, seat in enumerate(alone):
        row, column = divmod(number, _COLUMNS)
        spots[seat] = (left + column * (CARD_WIDTH + GAP_X), top + row * (CARD_HEIGHT + GAP_X))


def _make_room(alone: Sequence[int], spots: dict[int, Spot]) -> None:
    """Move each of these that lies on another card to the next free place of its rows."""
    for seat in alone:
        left, y = min(x for x, _ in spots.values()), spots[seat][1]
        others = [spot for each, spot in spots.items() if each != seat]
        number = 0
        while any(_overlap(spots[seat], other) for other in others):
            row, column = divmod(number, _COLUMNS)
            spots[seat] = (left + column * (CARD_WIDTH + GAP_X), y + row * (CARD_HEIGHT + GAP_X))
            number += 1


def _overlap(one: Spot, other: Spot) -> bool:
    return abs(one[0] - other[0]) < CARD_WIDTH and abs(one[1] - other[1]) < CARD_HEIGHT


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
