"""All lines of one map at once: which cards they join, and the ways they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from b2bdesk.analytics.line_routes.blocks import Blocks, Box, Point
from b2bdesk.analytics.line_routes.routes import Router, elbow

Ends = Mapping[int, tuple[Box, Box]]


@dataclass(frozen=True, slots=True)
class LinePlan:
    """Where cards lie and which of them are joined, by the key of each line.

    ``reporting``: (card, boss), ``relations``: (from, to).
    """

    cards: tuple[Box, ...]
    reporting: Ends
    relations: Ends


@dataclass(frozen=True, slots=True)
class LineRoutes:
    """The corners of each line, and the cards as obstacles for what stands beside the lines."""

    reporting: Mapping[int, Sequence[Point]] = field(default_factory=dict)
    relations: Mapping[int, Sequence[Point]] = field(default_factory=dict)
    blocks: Blocks = field(default_factory=lambda: Blocks(()))


def find_routes(plan: LinePlan) -> LineRoutes:
    """The ways around the cards. Takes a second where there are thousands of them."""
    router = Router(plan.cards)
    reporting = router.reporting(plan.reporting)
    relations = {key: router.relation(*ends) for key, ends in plan.relations.items()}
    return LineRoutes(reporting, relations, Blocks(plan.cards))


def sketch(plan: LinePlan, before: LinePlan | None, known: LineRoutes) -> LineRoutes:
    """What to show until the ways are found: those known from ``before``, else without a look
    at the cards between."""
    old = before if before is not None else LinePlan((), {}, {})
    return LineRoutes(
        {
            key: known.reporting[key]
            if key in known.reporting and old.reporting.get(key) == ends
            else elbow(*ends)
            for key, ends in plan.reporting.items()
        },
        {
            key: known.relations[key]
            if key in known.relations and old.relations.get(key) == ends
            else _bent(*ends)
            for key, ends in plan.relations.items()
        },
    )


def _bent(start: Box, end: Box) -> list[Point]:
    x, y = (start[0] + start[2]) / 2, (start[1] + start[3]) / 2
    other_x, other_y = (end[0] + end[2]) / 2, (end[1] + end[3]) / 2
    return [(x, y), (other_x, y), (other_x, other_y)]
