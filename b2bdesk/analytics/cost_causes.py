"""Which few causes make most of a cost, none of it counted twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[C]):
    """A cause and what it makes beyond the causes ranked before it, in minor units."""

    cause: C
    amount: int


def rank(parts: Sequence[int], causes: Mapping[C, Collection[int]], most: int) -> list[Ranked[C]]:
    """The ``most`` largest causes; each is a set of positions in ``parts``.

    Greedy: a part counts for the first cause ranked that has it, so the amounts add up to no more
    than the whole. Causes that would add nothing are left out; ties keep the order given.
    """
    left = {cause: set(places) for cause, places in causes.items()}
    found: list[Ranked[C]] = []
    while left and len(found) < most:
        sums = {cause: sum(parts[place] for place in places) for cause, places in left.items()}
        cause = max(sums, key=sums.__getitem__)
        if sums[cause] <= 0:
            break
        found.append(Ranked(cause, sums[cause]))
        taken = left.pop(cause)
        for places in left.values():
            places.difference_update(taken)
    return found
