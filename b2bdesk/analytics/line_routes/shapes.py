"""The simple shapes of a line between two cards: straight, one corner, two, or four.

Most lines of a map take one of them, and trying them is far cheaper than a search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from b2bdesk.analytics.line_routes.blocks import Box, Point, Taken

TRACK = 12.0
"""How far the first track lies from a box; the second lies twice as far."""

BEND = 30.0  # a corner costs as much as this much way
SHARED = 4.0  # a stretch on another line costs so many times its length more

RIGHT, DOWN, LEFT, UP = range(4)
STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line may leave or reach a box: the point, the direction outward and what choosing
    it costs."""

    at: Point
    outward: int
    cost: float = 0.0

    @property
    def flat(self) -> bool:
        """True at a left or right side."""
        return self.outward in (RIGHT, LEFT)

    @property
    def track(self) -> Point:
        """The first point of a track in front of the port."""
        return self.ahead(TRACK)

    def ahead(self, by: float) -> Point:
        """The point so far in front of the port."""
        dx, dy = STEPS[self.outward]
        return self.at[0] + dx * by, self.at[1] + dy * by

    def faces(self, point: Point, least: float) -> bool:
        """True where a point lies at least so far in front of the port."""
        dx, dy = STEPS[self.outward]
        return (point[0] - self.at[0]) * dx + (point[1] - self.at[1]) * dy >= least


def simple(starts: Sequence[Port], ends: Sequence[Port]) -> Iterator[tuple[float, list[Point]]]:
    """Every line of at most two corners between any two ports, with what it costs."""
    for start in starts:
        for end in ends:
            ports = start.cost + end.cost
            for points in _between(start, end):
                yield ports + cost_of(points), points


def cost_of(points: Sequence[Point]) -> float:
    """Length, and what the corners cost."""
    way = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(points))
    return way + BEND * (len(points) - 2)


def _between(start: Port, end: Port) -> Iterator[list[Point]]:
    (ax, ay), (bx, by) = start.at, end.at
    if start.flat and end.flat:
        if ay == by and start.faces(end.at, TRACK) and end.faces(start.at, TRACK):
            yield [start.at, end.at]
            return
        if start.outward == end.outward:
            far = max if start.outward == RIGHT else min
            for by_how in (TRACK, 2 * TRACK):
                x = far(start.ahead(by_how)[0], end.ahead(by_how)[0])
                yield [start.at, (x, ay), (x, by), end.at]
        elif start.faces(end.at, 2 * TRACK):
            for x in ((ax + bx) / 2, start.track[0], end.track[0]):
                yield [start.at, (x, ay), (x, by), end.at]
    elif not start.flat and not end.flat:
        if ax == bx and start.faces(end.at, TRACK) and end.faces(start.at, TRACK):
            yield [start.at, end.at]
            return
        if start.outward == end.outward:
            far = max if start.outward == DOWN else min
            for by_how in (TRACK, 2 * TRACK):
                y = far(start.ahead(by_how)[1], end.ahead(by_how)[1])
                yield [start.at, (ax, y), (bx, y), end.at]
        elif start.faces(end.at, 2 * TRACK):
            for y in (start.track[1], end.track[1], start.ahead(2 * TRACK)[1]):
                yield [start.at, (ax, y), (bx, y), end.at]
    else:
        corner = (bx, ay) if start.flat else (ax, by)
        if start.faces(corner, TRACK) and end.faces(corner, TRACK):
            yield [start.at, corner, end.at]


def through(
    starts: Sequence[Port], ends: Sequence[Port], near: Sequence[Box], taken: Taken
) -> Iterator[tuple[float, list[Point]]]:
    """Lines of four corners: along the row of the start, down between cards, along that of the
    end; the cheapest first."""
    columns = sorted({x for box in near for x in (box[0] - TRACK, box[2] + TRACK)})
    found = []
    for start in starts:
        for end in ends:
            if start.flat or end.flat:
                continue
            (ax, y1), (bx, y2) = start.track, end.track
            if y1 == y2:
                continue
            for x in columns:
                points = [start.at, (ax, y1), (x, y1), (x, y2), (bx, y2), end.at]
                cost = start.cost + end.cost + cost_of(points) + SHARED * taken.down(x, y1, y2)
                found.append((cost, points))
    found.sort()
    yield from found
