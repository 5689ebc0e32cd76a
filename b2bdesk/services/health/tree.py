"""Health as a tree: every number names the parts and the inputs that make it, and its share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from b2bdesk.analytics.health import WeightedHealth


@dataclass(frozen=True, slots=True)
class Input:
    """Something seen: a stance, an exchange, a score, a delivery, a product.

    ``counts`` is what it makes 0..100, ``share`` how much of its number it carries; None where it
    is listed for what it says only. ``exchange`` opens to that exchange.
    """

    what: str
    on: date | None = None
    detail: str = ""
    counts: float | None = None
    share: float | None = None
    exchange: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A health 0..100, or None where nothing is known; ``why`` says how it came about, or that.

    ``fact`` is the short word beside the number, "" where there is none.
    ``weight`` is its share of the number above as set, ``share`` what it carries once the missing
    are left out, None for a missing one. ``person`` for an individual's.
    """

    key: str
    title: str
    value: float | None
    why: str
    parts: tuple[Node, ...] = ()
    inputs: tuple[Input, ...] = ()
    weight: float = 1.0
    share: float | None = None
    person: int | None = None
    fact: str = ""

    @property
    def missing(self) -> tuple[Node, ...]:
        """The parts that nothing is known of."""
        return tuple(part for part in self.parts if part.value is None)

    def find(self, key: str) -> Node | None:
        """The node with a key at or below this one."""
        if self.key == key:
            return self
        return next((hit for part in self.parts if (hit := part.find(key)) is not None), None)


def shared(
    parts: Sequence[Node], found: WeightedHealth, weights: Mapping[str, float]
) -> tuple[Node, ...]:
    """The parts with their shares; ``found`` and ``weights`` know them by the end of their key."""
    total = sum(weights.values())
    made = []
    for part in parts:
        name = part.key.rpartition("/")[2]
        weight = weights[name] / total if total else 0.0
        made.append(replace(part, weight=weight, share=found.shares.get(name)))
    return tuple(made)
