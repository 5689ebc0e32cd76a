"""A cheap way around boxes on the tracks beside them, for lines that no simple shape fits.

Tracks run beside every box, so any way there is can be taken on them (as in wiring: Lee 1961; the
order of the search is that of Hart, Nilsson and Raphael 1968, hurried towards the goal).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from heapq import heappop, heappush

from b2bdesk.analytics.line_routes.blocks import Box, Point
from b2bdesk.analytics.line_routes.shapes import BEND, TRACK, Port

_HURRY = 1.5  # how much more the way that is left counts: ways stay short, the search ends sooner


def cheapest(
    starts: Sequence[Port],
    ends: Sequence[Port],
    boxes: Collection[Box],
    apart: float = 0.0,
    track: float = TRACK,
) -> list[Point] | None:
    """Corners of a way from a port of one box to a port of another, None where there is none.

    ``boxes`` are all that must not be crossed, the two ends included; a line stays ``apart`` from
    them, which is less than ``track``, how far tracks lie from boxes.
    """
    grid = _Grid(boxes, [port.ahead(track) for port in (*starts, *ends)], apart, track)
    goals = {node: port for port in ends if (node := grid.node(port.ahead(track))) is not None}
    began = {node: port for port in starts if (node := grid.node(port.ahead(track))) is not None}
    nodes = _search(grid, began, goals) if goals and began else None
    if nodes is None:
        return None
    points = [grid.point(node) for node in nodes]
    return straightened([began[nodes[0]].at, *points, goals[nodes[-1]].at])


class _Grid:
    """The tracks. A node is a crossing, numbered row by row; 1 marks what is blocked."""

    def __init__(
        self, boxes: Collection[Box], ports: Sequence[Point], apart: float, track: float
    ) -> None:
        xs = {x for x, _ in ports}
        ys = {y for _, y in ports}
        for left, top, right, bottom in boxes:
            xs.update((left - track, right + track))
            ys.update((top - track, bottom + track))
        self.xs, self.ys = sorted(xs), sorted(ys)
        self.wide = len(self.xs)
        size = self.wide * len(self.ys)
        self.across = bytearray(size)  # the stretch to the next node on the right
        self.down = bytearray(size)  # the stretch to the next node below
        self._inside = bytearray(size)
        for left, top, right, bottom in boxes:
            columns = _within(self.xs, left - apart, right + apart)
            rows = _within(self.ys, top - apart, bottom + apart)
            before = max(0, columns.start - 1)
            for row in rows:
                base = row * self.wide
                self.across[base + before : base + columns.stop] = b"\1" * (columns.stop - before)
                count = len(columns)
                self._inside[base + columns.start : base + columns.stop] = b"\1" * count
            for row in range(max(0, rows.start - 1), rows.stop):
                base = row * self.wide
                self.down[base + columns.start : base + columns.stop] = b"\1" * len(columns)

    def node(self, point: Point) -> int | None:
        """The node at a point, None inside a box."""
        found = bisect_left(self.ys, point[1]) * self.wide + bisect_left(self.xs, point[0])
        return None if self._inside[found] else found

    def point(self, node: int) -> Point:
        """Where a node lies."""
        row, column = divmod(node, self.wide)
        return self.xs[column], self.ys[row]


def _within(tracks: list[float], low: float, high: float) -> range:
    return range(bisect_right(tracks, low), bisect_left(tracks, high))


def _search(grid: _Grid, began: dict[int, Port], goals: dict[int, Port]) -> list[int] | None:
    """The nodes of a way. A state is a node and the direction it was reached in."""
    xs, ys, wide, across, down = grid.xs, grid.ys, grid.wide, grid.across, grid.down
    size = wide * len(ys)
    spots = [grid.point(node) for node in goals]
    low_x, high_x = min(x for x, _ in spots), max(x for x, _ in spots)
    low_y, high_y = min(y for _, y in spots), max(y for _, y in spots)
    left_x = [_HURRY * max(low_x - x, 0.0, x - high_x) for x in xs]
    left_y = [_HURRY * max(low_y - y, 0.0, y - high_y) for y in ys]
    best: dict[int, float] = {}
    back: dict[int, int] = {}
    queue: list[tuple[float, float, int]] = []
    for node, port in began.items():
        state = node * 4 + port.outward
        best[state] = port.cost
        heappush(queue, (port.cost + left_x[node % wide] + left_y[node // wide], port.cost, state))
    while queue:
        _, cost, state = heappop(queue)
        if state < 0:
            return _walked(back, ~state)
        if cost > best[state]:
            continue
        node, direction = state >> 2, state & 3
        goal = goals.get(node)
        if goal is not None:
            corners = (0, 1, 2, 1)[(goal.outward + 2 - direction) % 4]
            total = cost + goal.cost + BEND * corners
            heappush(queue, (total, total, ~state))
        column, row = node % wide, node // wide
        x, y = xs[column], ys[row]
        for turn in range(4):
            if turn == 0:
                if column + 1 == wide or across[node]:
                    continue
                following, way = node + 1, xs[column + 1] - x
            elif turn == 1:
                following = node + wide
                if following >= size or down[node]:
                    continue
                way = ys[row + 1] - y
            elif turn == 2:
                following = node - 1
                if column == 0 or across[following]:
                    continue
                way = x - xs[column - 1]
            else:
                following = node - wide
                if row == 0 or down[following]:
                    continue
                way = y - ys[row - 1]
            if turn != direction:
                if turn == direction ^ 2:
                    continue
                way += BEND
            further = cost + way
            state_then = following * 4 + turn
            if further < best.get(state_then, further + 1):
                best[state_then] = further
                back[state_then] = state
                guess = further + left_x[following % wide] + left_y[following // wide]
                heappush(queue, (guess, further, state_then))
    return None


def _walked(back: dict[int, int], state: int) -> list[int]:
    nodes = [state >> 2]
    while state in back:
        state = back[state]
        nodes.append(state >> 2)
    return nodes[::-1]


def straightened(points: Sequence[Point]) -> list[Point]:
    """The same line without points in the middle of straight stretches."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept[-1] = point
        else:
            kept.append(point)
    return kept
