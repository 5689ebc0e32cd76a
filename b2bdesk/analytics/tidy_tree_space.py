"""Which rectangles of the canvas are taken, found by cells so that asking stays cheap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

Box = tuple[float, float, float, float]  # left, top, width, height


class Space:
    """Taken boxes on a grid whose cells are as large as the largest box."""

    def __init__(self, sizes: Iterable[tuple[float, float]]) -> None:
        self._cell = max((max(size) for size in sizes), default=1.0) or 1.0
        self._taken: dict[tuple[int, int], list[Box]] = {}

    @property
    def is_free(self) -> bool:
        """True while nothing is taken."""
        return not self._taken

    def take(self, left: float, top: float, width: float, height: float) -> None:
        """Mark a box as taken."""
        box = (left, top, width, height)
        for cell in self._cells(box, 0.0):
            self._taken.setdefault(cell, []).append(box)

    def shift_right(self, boxes: Sequence[Box], margin: float, gap: float) -> float:
        """How far boxes have to move together so that none comes within ``margin`` of a taken one.

        Where they have to move, they end ``gap`` beside what was in the way.
        """
        aside = 0.0
        while self._taken:
            push = 0.0
            for left, top, width, height in boxes:
                box = (left + aside, top, width, height)
                for cell in self._cells(box, margin):
                    for other in self._taken.get(cell, ()):
                        if _touch(box, other, margin):
                            push = max(push, other[0] + other[2] + max(gap, margin) - box[0])
            if push == 0:
                break
            aside += push
        return aside

    def _cells(self, box: Box, margin: float) -> Iterator[tuple[int, int]]:
        left, top, width, height = box
        for column in range(
            math.floor((left - margin) / self._cell),
            math.floor((left + width + margin) / self._cell) + 1,
        ):
            for row in range(
                math.floor((top - margin) / self._cell),
                math.floor((top + height + margin) / self._cell) + 1,
            ):
                yield column, row


def _touch(one: Box, other: Box, margin: float) -> bool:
    return (
        one[0] < other[0] + other[2] + margin
        and other[0] < one[0] + one[2] + margin
        and one[1] < other[1] + other[3] + margin
        and other[1] < one[1] + one[3] + margin
    )
