"""The tidy tree: centred parents, order, stacks, hand-placed cards, and odd input."""

from __future__ import annotations

import pytest

from b2bdesk.analytics.tidy_tree import Card, layout

Spots = dict[int, tuple[float, float]]


def card(number: int, parent: int | None = None, at: tuple[float, float] | None = None) -> Card:
    return Card(number, parent, 180, 104, at)


def place(*cards: Card, stack_rows: int = 0) -> Spots:
    return layout(cards, gap_x=20, gap_y=60, stack_rows=stack_rows)


def test_parents_are_centred_over_their_children() -> None:
    spots = place(card(1), card(2, 1), card(3, 1), card(4, 1))
    assert spots == {2: (0, 164), 3: (200, 164), 4: (400, 164), 1: (200, 0)}


def test_subtrees_slide_together_and_small_ones_between_share_the_way() -> None:
    # 10 and 12 have three children each, 11 none: it stands half way.
    cards = [card(1), card(10, 1), card(11, 1), card(12, 1)]
    cards += [card(100 + i, 10) for i in range(3)] + [card(200 + i, 12) for i in range(3)]
    spots = place(*cards)
    assert spots[12][0] - spots[10][0] == 600
    assert spots[11][0] == (spots[10][0] + spots[12][0]) / 2
    assert [spots[i][0] for i in (100, 101, 102, 200, 201, 202)] == [0, 200, 400, 600, 800, 1000]


def test_roots_stand_side_by_side_from_the_origin() -> None:
    spots = layout([card(1), card(2), card(3, 2), card(4, 2)], gap_x=20, gap_y=60, origin=(50, 7))
    assert spots == {1: (50, 7), 2: (250, 7), 3: (150, 171), 4: (350, 171)}


def test_order_of_children_is_kept() -> None:
    spots = place(card(1), card(9, 1), card(4, 1), card(6, 1))
    assert spots[9][0] < spots[4][0] < spots[6][0]


def test_cards_of_different_sizes_share_rows() -> None:
    cards = [Card(1, None, 100, 50), Card(2, 1, 300, 80), Card(3, 1, 40, 20), Card(4, 3, 10, 10)]
    spots = layout(cards, gap_x=10, gap_y=5)
    assert spots[2] == (0, 55)
    assert spots[3] == (310, 55)
    assert spots[4] == (325, 140)
    assert spots[1] == (190, 0)


def test_leaves_stack_in_columns() -> None:
    cards = [card(1)] + [card(10 + i, 1) for i in range(5)]
    spots = place(*cards, stack_rows=3)
    assert [spots[10 + i] for i in range(5)] == [
        (0, 164), (0, 328), (0, 492), (200, 164), (200, 328),
    ]  # fmt: skip
    assert spots[1] == (100, 0)
    # A card with people of its own is not stacked and ends the column.
    spots = place(card(1), card(2, 1), card(3, 1), card(4, 3), card(5, 1), stack_rows=4)
    assert len({spots[i][1] for i in (2, 3, 5)}) == 1


def test_hand_placed_cards_stay_and_carry_what_hangs_under_them() -> None:
    spots = place(card(1), card(2, 1, at=(900, 500)), card(3, 2), card(4, 2), card(5, 1))
    assert spots[2] == (900, 500)
    assert spots[3] == (800, 664)
    assert spots[4] == (1000, 664)
    assert spots[5] == (0, 164)
    assert spots[1] == (0, 0)


def test_what_is_laid_out_moves_aside_for_hand_placed_cards() -> None:
    spots = place(card(1, at=(50, 30)), card(2), card(3, 2))
    assert spots[1] == (50, 30)
    assert spots[2] == (250, 0)
    assert spots[3] == (250, 164)


def test_cycles_and_unknown_parents_become_roots() -> None:
    spots = place(card(1, 3), card(2, 1), card(3, 2), card(4, 4), card(5, 99))
    rows = {number: y for number, (_, y) in spots.items()}
    assert rows == {1: 0, 2: 164, 3: 328, 4: 0, 5: 0}


def test_nothing_and_twice_the_same() -> None:
    assert place() == {}
    assert place(card(1)) == {1: (0, 0)}
    with pytest.raises(ValueError):
        place(card(1), card(1))


def test_deep_chains_do_not_recurse() -> None:
    cards = [card(0)] + [card(i, i - 1) for i in range(1, 5000)]
    spots = place(*cards)
    assert spots[4999] == (0, 164 * 4999)
