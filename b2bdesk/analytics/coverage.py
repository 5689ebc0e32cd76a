"""Coverage: what exchanges suggest, who should know which function, and bow-tie or diamond.

Bow-tie to diamond (after the two pictures of key account management: two triangles that meet in
one knot, turned until their long sides meet). Functions of ours and of theirs are the two sides of
a graph, and two of them are linked where anyone of the one knows anyone of the other at least
briefly. With m the number of functions of the smaller side and k the largest number of linked
pairs of which no two share a function,

    value = (k - 1) / (m - 1), from 0 to 1; not defined without a link, or where m < 2.

By Koenig's theorem k is also the least number of functions whose loss would cut every link. So 0
says that all contact runs through one function: the bow-tie; 1 that every function of the smaller
side has a counterpart of its own: the diamond.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from b2bdesk.models.enums import CoverageLevel

Side = TypeVar("Side", bound=Hashable)

LEVELS = (
    CoverageLevel.UNKNOWN,
    CoverageLevel.NONE,
    CoverageLevel.BRIEF,
    CoverageLevel.MULTIPLE,
    CoverageLevel.IN_DEPTH,
)
"""Every level, the least first; a level's place is the digit that sets it."""

MULTIPLE_FROM = 3
IN_DEPTH_FROM = 10
"""Exchanges of twelve months from which a level is suggested."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where contact stands between bow-tie and diamond.

    ``ours_linked`` of ``ours`` functions are linked with ``theirs_linked`` of ``theirs``; ``pairs``
    are the most that can be told apart, no two of which share a function (indexes of the two
    sides). ``value``: 0 bow-tie, 1 diamond, None where it is not defined.
    """

    ours: int
    theirs: int
    ours_linked: int
    theirs_linked: int
    pairs: tuple[tuple[int, int], ...]
    value: float | None


def rank(level: CoverageLevel) -> int:
    """A level as a number, 0 for unknown to 4 for in depth."""
    return LEVELS.index(level)


def is_link(level: CoverageLevel) -> bool:
    """Whether a level says that the two know each other."""
    return rank(level) >= rank(CoverageLevel.BRIEF)


def suggest_level(ever: int, last_12_months: int) -> CoverageLevel:
    """What exchanges suggest where nobody said how well one of us knows one of them.

    No exchange suggests nothing: unknown, not none. What is older than a year is a brief
    acquaintance, however much there was of it.
    """
    if last_12_months >= IN_DEPTH_FROM:
        return CoverageLevel.IN_DEPTH
    if last_12_months >= MULTIPLE_FROM:
        return CoverageLevel.MULTIPLE
    return CoverageLevel.BRIEF if ever > 0 else CoverageLevel.UNKNOWN


def choose_counterparts(
    able: Mapping[Side, Sequence[int]], linked: Collection[tuple[int, Side]], owner: int | None
) -> set[tuple[int, Side]]:
    """Who of us should know each of their functions, where nobody settled it.

    ``able``: the colleagues whose own function fits. Those of them who are linked already; else
    the account's owner; else the only one there is. Among several nobody is chosen.
    """
    chosen: set[tuple[int, Side]] = set()
    for theirs, colleagues in able.items():
        known = [one for one in colleagues if (one, theirs) in linked]
        if not known and owner in colleagues:
            known = [one for one in colleagues if one == owner]
        if not known and len(colleagues) == 1:
            known = list(colleagues)
        chosen.update((one, theirs) for one in known)
    return chosen


def compute_shape(ours: int, theirs: int, links: Collection[tuple[int, int]]) -> Shape:
    """Bow-tie or diamond of ``ours`` by ``theirs`` functions; ``links`` are pairs of indexes."""
    partners: list[list[int]] = [[] for _ in range(ours)]
    for one, other in sorted(set(links)):
        partners[one].append(other)
    held: dict[int, int] = {}

    def place(one: int, tried: set[int]) -> bool:
        """Find a partner for one of ours, if need be moving those who have one (Kuhn)."""
        free = next((other for other in partners[one] if other not in held), None)
        if free is not None:
            held[free] = one
            return True
        for other in partners[one]:
            if other not in tried:
                tried.add(other)
                if place(held[other], tried):
                    held[other] = one
                    return True
        return False

    for one in range(ours):
        place(one, set())
    pairs = tuple(sorted((one, other) for other, one in held.items()))
    smaller = min(ours, theirs)
    defined = pairs and smaller >= 2
    return Shape(
        ours=ours,
        theirs=theirs,
        ours_linked=sum(1 for found in partners if found),
        theirs_linked=len({other for found in partners for other in found}),
        pairs=pairs,
        value=(len(pairs) - 1) / (smaller - 1) if defined else None,
    )
