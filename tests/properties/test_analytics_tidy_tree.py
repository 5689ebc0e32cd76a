"""The tidy tree for any forest, any sizes, cycles and hand-placed cards."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.tidy_tree import Card, layout

GAP_X, GAP_Y = 10.0, 20.0
SIZE = st.integers(1, 60).map(float)


@st.composite
def forests(draw: st.DrawFn, *, hand_placed: bool = False) -> list[Card]:
    count = draw(st.integers(1, 40))
    cards = []
    for number in range(count):
        parent = draw(st.one_of(st.none(), st.integers(0, count)))
        at = None
        if hand_placed and draw(st.integers(0, 5)) == 0:
            at = (float(draw(st.integers(-300, 300))), float(draw(st.integers(-300, 300))))
        cards.append(Card(number, parent, draw(SIZE), draw(SIZE), at))
    return cards


def overlap(one: Card, other: Card, spots: dict[int, tuple[float, float]]) -> bool:
    (x, y), (u, v) = spots[one.id], spots[other.id]
    slack = 1e-6
    return (
        x + slack < u + other.width
        and u + slack < x + one.width
        and y + slack < v + other.height
        and v + slack < y + one.height
    )


@given(forests(), st.sampled_from([0, 2, 5]))
def test_cards_never_overlap(cards: list[Card], stack_rows: int) -> None:
    spots = layout(cards, gap_x=GAP_X, gap_y=GAP_Y, stack_rows=stack_rows)
    assert spots.keys() == {card.id for card in cards}
    assert min(x for x, _ in spots.values()) == 0
    assert min(y for _, y in spots.values()) == 0
    for one, other in combinations(cards, 2):
        assert not overlap(one, other, spots)
        same_row = spots[one.id][1] == spots[other.id][1]
        if same_row:
            left, right = sorted((one, other), key=lambda card: spots[card.id][0])
            assert spots[right.id][0] - spots[left.id][0] - left.width >= GAP_X - 1e-6


@given(forests())
def test_parents_stand_above_and_between_their_children(cards: list[Card]) -> None:
    # Parents earlier in the list only: no cycles, so that every line is kept.
    kept = [
        Card(
            c.id, c.parent if c.parent is not None and c.parent < c.id else None, c.width, c.height
        )
        for c in cards
    ]
    spots = layout(kept, gap_x=GAP_X, gap_y=GAP_Y)
    for card in kept:
        middles = [spots[k.id][0] + k.width / 2 for k in kept if k.parent == card.id]
        if not middles:
            continue
        assert middles == sorted(middles)
        own = spots[card.id][0] + card.width / 2
        assert abs(own - (middles[0] + middles[-1]) / 2) < 1e-6
        tops = {spots[k.id][1] for k in kept if k.parent == card.id}
        assert len(tops) == 1
        assert tops.pop() >= spots[card.id][1] + card.height + GAP_Y


@given(forests(hand_placed=True), st.sampled_from([0, 3]))
def test_hand_placed_cards_stay_and_are_not_covered(cards: list[Card], stack_rows: int) -> None:
    spots = layout(cards, gap_x=GAP_X, gap_y=GAP_Y, stack_rows=stack_rows)
    for card in cards:
        if card.at is not None:
            assert spots[card.id] == card.at
    for one, other in combinations(cards, 2):
        if one.at is None or other.at is None:
            assert not overlap(one, other, spots)


@given(forests())
def test_the_same_cards_give_the_same_picture(cards: list[Card]) -> None:
    assert layout(cards) == layout(cards)
