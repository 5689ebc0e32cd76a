"""Routes of the lines on a map of cards: as straight as may be, and through no card.

A reporting line takes the usual elbow of an organisation chart where that is free; every other
line, and an elbow that something stands in the way of, takes the cheapest way on the tracks
beside the cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from b2bdesk.analytics.line_routes.blocks import Blocks, Box, Point, Taken
from b2bdesk.analytics.line_routes.search import cheapest, straightened
from b2bdesk.analytics.line_routes.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    SHARED,
    TRACK,
    UP,
    Port,
    simple,
    through,
)

_GAP = 3.0  # between a card and the end of a line that has an arrow
_APART = 4.0  # from cards a line passes by
_BUS = 44.0  # the bar over the children of a boss lies at most so far above them
_LANE = 12.0  # beside a column of children that stand under each other
_REACHES = (60.0, 260.0, 1200.0)  # how far around its two ends a way is looked for, in turn
_MANY = 400  # boxes among which a search would take long
_TRIES = 60
_NARROW = (TRACK, 4.0, 1.0)  # how near cards lines run where there is no better way
_USUAL = 6.0  # what a usual port costs at most


class Router:
    """Finds routes among cards. Lines asked for later keep off the tracks of earlier ones."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._boxes = tuple(boxes)
        self._blocks = Blocks(self._boxes)
        self._taken = Taken()

    def reporting(self, pairs: Mapping[int, tuple[Box, Box]]) -> dict[int, list[Point]]:
        """Routes from bosses down to cards, by the key of each (card, boss)."""
        firsts: dict[tuple[Box, float], Box] = {}
        for card, boss in pairs.values():
            column = (boss, card[0])
            if column not in firsts or card[1] < firsts[column][1]:
                firsts[column] = card
        found = {}
        for key, (card, boss) in pairs.items():
            first = firsts[boss, card[0]]
            points = elbow(card, boss, first if first != card else None)
            if self._blocks.hit(points):
                starts, ends = _ports_to_report(boss), _ports_to_report(card, to_card=True)
                points = self._around(boss, card, starts, ends) or points
            found[key] = points
        # Brothers share their bar: only when all are known do other lines keep off it.
        for points in found.values():
            self._taken.add(points)
        return found

    def relation(self, start: Box, end: Box) -> list[Point]:
        """The route of an influence or a conflict from one card to another."""
        starts, ends = _ports(start, end), _ports(end, start)
        points = self._around(start, end, starts, ends)
        if points is None:  # a card lies on an end: nothing can be gone around
            points = straightened([starts[0].at, (ends[0].at[0], starts[0].at[1]), ends[0].at])
        self._taken.add(points)
        return points

    def _around(
        self, start: Box, end: Box, starts: Sequence[Port], ends: Sequence[Port]
    ) -> list[Point] | None:
        points = self._simple(starts, ends)
        if points is not None:
            return points
        for reach in _REACHES:
            near = self._blocks.near(_window(start, end, reach)) | {start, end}
            if len(near) > _MANY:
                continue
            points = self._through(starts, ends, sorted(near))
            if points is not None:
                return points
            points = cheapest(starts, ends, near, _APART)
            if points is not None and not self._blocks.hit(points):
                return points
        # Cards that stand closer than lines keep apart still have a way between them.
        for track in _NARROW:
            everyone = {*self._boxes, start, end}
            points = cheapest(starts, ends, everyone, track=track)
            if points is not None and not self._blocks.hit(points):
                return points
        return None

    def _simple(self, starts: Sequence[Port], ends: Sequence[Port]) -> list[Point] | None:
        """A line of few corners; ports that cost more are asked only where the others fail."""
        usual = [[port for port in ports if port.cost <= _USUAL] for ports in (starts, ends)]
        for some, others in ((usual[0], usual[1]), (starts, ends)):
            best: tuple[float, list[Point]] | None = None
            for cost, points in sorted(simple(some, others)):
                if best is not None and cost >= best[0]:
                    break
                dear = cost + SHARED * self._taken.shared(points)
                if (best is None or dear < best[0]) and not self._blocks.hit(points):
                    best = (dear, points)
                    if dear == cost:
                        return points
        return best[1] if best is not None else None

    def _through(
        self, starts: Sequence[Port], ends: Sequence[Port], near: Sequence[Box]
    ) -> list[Point] | None:
        for _, points in islice(through(starts, ends, near, self._taken), _TRIES):
            if not self._blocks.hit(points):
                return straightened(points)
        return None


def elbow(card: Box, boss: Box, first: Box | None = None) -> list[Point]:
    """The usual way from a boss to a card; ``first`` is the card that heads its column."""
    foot = (_middle_x(boss), boss[3])
    head = (_middle_x(card), card[1])
    top = first[1] if first is not None else card[1]
    if top >= foot[1] + _LANE:
        # One height for all children of a row, so that their lines run together.
        bus = top - min((top - foot[1]) / 2, _BUS)
        if first is None:
            return straightened([foot, (foot[0], bus), (head[0], bus), head])
        lane, middle = card[0] - _LANE, _middle_y(card)
        return straightened([foot, (foot[0], bus), (lane, bus), (lane, middle), (card[0], middle)])
    right = _middle_x(card) >= _middle_x(boss)
    side = (boss[2] if right else boss[0], _middle_y(boss))
    near = (card[0] if right else card[2], _middle_y(card))
    between = (side[0] + near[0]) / 2
    return straightened([side, (between, side[1]), (between, near[1]), near])


def _ports_to_report(box: Box, *, to_card: bool = False) -> list[Port]:
    x, y = _middle_x(box), _middle_y(box)
    down, up = (60.0, 0.0) if to_card else (0.0, 60.0)
    return [
        Port((x, box[3]), DOWN, down),
        Port((x, box[1]), UP, up),
        Port((box[2], y), RIGHT, 20.0),
        Port((box[0], y), LEFT, 20.0),
    ]


def _ports(box: Box, other: Box) -> list[Port]:
    """Sides first; on top and below off the middle, where reporting lines come and go."""
    left, top, right, bottom = box
    low, high = max(top, other[1]), min(bottom, other[3])
    heights = {
        _middle_y(box): 0.0,
        top + (bottom - top) / 4: 12.0,
        bottom - (bottom - top) / 4: 12.0,
    }
    if high - low >= 2 * _LANE:
        heights[(low + high) / 2] = 0.0
    low, high = max(left, other[0]), min(right, other[2])
    places = {left + (right - left) / 4: 6.0, right - (right - left) / 4: 6.0}
    if high - low >= 2 * _LANE:
        places[low + (high - low) * 0.75] = 0.0
    return [
        *(Port((right + _GAP, y), RIGHT, cost) for y, cost in heights.items()),
        *(Port((left - _GAP, y), LEFT, cost) for y, cost in heights.items()),
        *(Port((x, bottom + _GAP), DOWN, cost) for x, cost in places.items()),
        *(Port((x, top - _GAP), UP, cost) for x, cost in places.items()),
    ]


def _middle_x(box: Box) -> float:
    return (box[0] + box[2]) / 2


def _middle_y(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _window(start: Box, end: Box, reach: float) -> Box:
    return (
        min(start[0], end[0]) - reach,
        min(start[1], end[1]) - reach,
        max(start[2], end[2]) + reach,
        max(start[3], end[3]) + reach,
    )
