"""A tidy tree of cards: parents centred over their children, no overlap, in linear time.

Walker's algorithm in the linear form of Buchheim, Juenger and Leipert (2002), without recursion.
Cards may differ in size; all cards of one depth share a row. Hand-placed cards stay where they
are: what hangs under one is laid out below it, the rest is laid out without it and moves aside as
a whole where it would cover something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.analytics.tidy_tree_contour import centres
from b2bdesk.analytics.tidy_tree_space import Space

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Card:
    """A card to place. ``at`` is the top left corner of a hand-placed card, which never moves.

    A ``parent`` that is not among the cards counts as none. Of a cycle of parents, the card that
    comes first in the sequence becomes a root.
    """

    id: int
    parent: int | None
    width: float
    height: float
    at: tuple[float, float] | None = None


def layout(
    cards: Sequence[Card],
    *,
    gap_x: float = 24.0,
    gap_y: float = 72.0,
    stack_rows: int = 0,
    origin: tuple[float, float] = (0.0, 0.0),
) -> dict[int, tuple[float, float]]:
    """Top left corners by id, children in the order given, roots side by side from ``origin``.

    With ``stack_rows`` above 1, neighbouring cards without children stand under each other in
    columns of at most so many. ``ValueError`` for an id that comes twice.
    """
    place = {card.id: number for number, card in enumerate(cards)}
    if len(place) != len(cards):
        raise ValueError("a card comes twice")
    parents = _without_cycles([_parent(card, place) for card in cards])
    fixed = [card.at is not None for card in cards]
    # A hand-placed card heads a tree of its own.
    above = [_NOBODY if fixed[i] else parents[i] for i in range(len(cards))]
    children: list[list[int]] = [[] for _ in cards]
    for number, parent in enumerate(above):
        if parent != _NOBODY:
            children[parent].append(number)
    roots = [i for i, parent in enumerate(above) if parent == _NOBODY and not fixed[i]]
    if stack_rows > 1:
        roots = _stack(roots, children, stack_rows)
    spots: dict[int, tuple[float, float]] = {}
    space = Space((card.width, card.height) for card in cards)
    margin = min(gap_x, gap_y) / 2
    for card in cards:
        if card.at is not None:
            spots[card.id] = card.at
            space.take(*card.at, card.width, card.height)
    for number, card in enumerate(cards):
        if card.at is not None and children[number]:
            tree = _tree(cards, children, [number], gap_x, gap_y)
            x, y = tree.pop(number)
            corner = (card.at[0] - x, card.at[1] - y)
            placed = _settled(cards, tree, corner, space, margin=margin, gap=gap_x)
            spots |= placed
            for spot, (x, y) in placed.items():
                space.take(x, y, cards[place[spot]].width, cards[place[spot]].height)
    if roots:
        tree = _tree(cards, children, roots, gap_x, gap_y)
        left = min(x for x, _ in tree.values())
        corner = (origin[0] - left, origin[1])
        spots |= _settled(cards, tree, corner, space, margin=margin, gap=gap_x)
    return spots


def _parent(card: Card, place: dict[int, int]) -> int:
    return _NOBODY if card.parent is None else place.get(card.parent, _NOBODY)


def _without_cycles(parents: list[int]) -> list[int]:
    found = list(parents)
    done = [False] * len(found)
    for start in range(len(found)):
        path: list[int] = []
        on_path: set[int] = set()
        node = start
        while node != _NOBODY and not done[node] and node not in on_path:
            path.append(node)
            on_path.add(node)
            node = found[node]
        if node in on_path:
            found[min(path[path.index(node) :])] = _NOBODY
        for seen in path:
            done[seen] = True
    return found


def _stack(roots: list[int], children: list[list[int]], rows: int) -> list[int]:
    """Turn runs of childless siblings into chains, one below the other; the roots that remain."""
    childless = [not kids for kids in children]

    def chained(siblings: list[int]) -> list[int]:
        heads: list[int] = []
        lowest, length = _NOBODY, 0
        for node in siblings:
            if childless[node] and 0 < length < rows:
                children[lowest].append(node)
                length += 1
            else:
                heads.append(node)
                length = 1 if childless[node] else 0
            lowest = node
        return heads

    for node in range(len(children)):
        if not childless[node]:
            children[node] = chained(children[node])
    return chained(roots)


def _tree(
    cards: Sequence[Card],
    children: list[list[int]],
    roots: list[int],
    gap_x: float,
    gap_y: float,
) -> dict[int, tuple[float, float]]:
    """Top left corners by position, the first row at y = 0."""
    rows: list[list[int]] = []
    row = roots
    while row:
        rows.append(row)
        row = [kid for node in row for kid in children[node]]
    widths = [card.width + gap_x for card in cards]
    middle = centres(children, roots, widths)
    corners: dict[int, tuple[float, float]] = {}
    top = 0.0
    for row in rows:
        for node in row:
            corners[node] = (middle[node] - cards[node].width / 2, top)
        top += max(cards[node].height for node in row) + gap_y
    return corners


def _settled(
    cards: Sequence[Card],
    tree: dict[int, tuple[float, float]],
    corner: tuple[float, float],
    space: Space,
    *,
    margin: float,
    gap: float,
) -> dict[int, tuple[float, float]]:
    """The tree at a corner, moved to the right until it covers nothing that has a place."""
    dx, dy = corner
    if space.is_free:
        return {cards[i].id: (x + dx, y + dy) for i, (x, y) in tree.items()}
    boxes = [(x + dx, y + dy, cards[i].width, cards[i].height) for i, (x, y) in tree.items()]
    dx += space.shift_right(boxes, margin, gap)
    return {cards[i].id: (x + dx, y + dy) for i, (x, y) in tree.items()}
