"""Cards as obstacles for lines that run across and down, and the stretches lines have taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]

_CELL = 256.0


class Blocks:
    """Boxes found by cells, so that asking about one stretch stays cheap among thousands."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in boxes:
            for cell in _cells(box):
                self._cells[cell].append(box)

    def near(self, box: Box) -> set[Box]:
        """The boxes that touch a box or overlap it."""
        found: set[Box] = set()
        for cell in _cells(box):
            found.update(self._cells.get(cell, ()))
        return {
            each
            for each in found
            if each[0] <= box[2] and each[2] >= box[0] and each[1] <= box[3] and each[3] >= box[1]
        }

    def hit(self, points: Sequence[Point]) -> bool:
        """True where a line across and down runs through the inside of a box."""
        for (ax, ay), (bx, by) in pairwise(points):
            left, right = (ax, bx) if ax <= bx else (bx, ax)
            top, bottom = (ay, by) if ay <= by else (by, ay)
            for cell in _cells((left, top, right, bottom)):
                for box in self._cells.get(cell, ()):
                    if left < box[2] and right > box[0] and top < box[3] and bottom > box[1]:
                        return True
        return False


class Taken:
    """Stretches where lines run already; a second line beside them is easier to follow."""

    def __init__(self) -> None:
        self._across: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self._down: dict[int, list[tuple[float, float]]] = defaultdict(list)

    def add(self, points: Sequence[Point]) -> None:
        """Remember a line."""
        for (ax, ay), (bx, by) in pairwise(points):
            if ay == by:
                self._across[round(ay)].append((min(ax, bx), max(ax, bx)))
            else:
                self._down[round(ax)].append((min(ay, by), max(ay, by)))

    def shared(self, points: Sequence[Point]) -> float:
        """How much of a line would lie on others."""
        return sum(
            self.across(ay, ax, bx) if ay == by else self.down(ax, ay, by)
            for (ax, ay), (bx, by) in pairwise(points)
        )

    def across(self, y: float, one: float, other: float) -> float:
        """How much of a stretch across lies on others."""
        return _covered(self._across.get(round(y)), one, other)

    def down(self, x: float, one: float, other: float) -> float:
        """How much of a stretch down lies on others."""
        return _covered(self._down.get(round(x)), one, other)


def _covered(spans: list[tuple[float, float]] | None, one: float, other: float) -> float:
    if not spans:
        return 0.0
    low, high = (one, other) if one <= other else (other, one)
    return sum(max(0.0, min(high, end) - max(low, start)) for start, end in spans)


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    return (
        (column, row)
        for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1)
        for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1)
    )
