"""Tidy layout of 5,000 people against igraph's layout_reingold_tilford on the same trees.

    pip install igraph      (into an environment of the benchmark's own: GPL, never a dependency)
    python benchmarks/map_layout.py

igraph places points in rows; ours places cards of their size, as the map draws them. The floor is
igraph. Its graph is built outside the time that is measured; so are our cards.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from measure import print_table, rounds, timed

from b2bdesk.analytics.tidy_tree import Card, layout

PEOPLE = 5_000
ROUNDS = 7


def firm(spread: int, most: int) -> list[int | None]:
    """Bosses by person: each of ``spread`` newest people may get a report, up to ``most``."""
    chance = random.Random(4)
    bosses: list[int | None] = [None]
    free, reports = [0], [0] * PEOPLE
    for person in range(1, PEOPLE):
        boss = chance.choice(free[-spread:])
        bosses.append(boss)
        free.append(person)
        reports[boss] += 1
        if reports[boss] == most:
            free.remove(boss)
    return bosses


SHAPES: dict[str, Callable[[], list[int | None]]] = {
    "a firm, 8 reports at most": lambda: firm(400, 8),
    "a flat firm, 40 reports at most": lambda: firm(PEOPLE, 40),
    "one boss of all": lambda: [None, *[0] * (PEOPLE - 1)],
    "two to each": lambda: [None, *((person - 1) // 2 for person in range(1, PEOPLE))],
}


def main() -> None:
    """Print one table for each shape."""
    import igraph

    for name, make in SHAPES.items():
        bosses = make()
        cards = [Card(person, boss, 180, 104) for person, boss in enumerate(bosses)]
        edges = [(boss, person) for person, boss in enumerate(bosses) if boss is not None]
        graph = igraph.Graph(PEOPLE, edges)
        found = rounds(
            {
                "igraph, layout_reingold_tilford": lambda g=graph: timed(
                    lambda: g.layout_reingold_tilford(root=[0])
                ),
                "B2BDesk, tidy tree": lambda c=cards: timed(lambda: layout(c)),
                "B2BDesk, leaves stacked in fours": lambda c=cards: timed(
                    lambda: layout(c, stack_rows=4)
                ),
            },
            ROUNDS,
        )
        print_table(f"{PEOPLE:,} people: {name}", found, "igraph, layout_reingold_tilford", "ms")


if __name__ == "__main__":
    main()
