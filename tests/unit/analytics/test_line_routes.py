"""Lines between cards: across and down, as straight as may be, through no card."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.analytics.line_routes.blocks import Box, Point
from b2bdesk.analytics.line_routes.routes import Router
from b2bdesk.analytics.tidy_tree import Card, layout

WIDE, HIGH = 180.0, 104.0


def box(x: float, y: float) -> Box:
    return (x, y, x + WIDE, y + HIGH)


def assert_clear(points: list[Point], boxes: list[Box]) -> None:
    """Across or down only, and through the inside of no card: a check of its own, not ours."""
    for (ax, ay), (bx, by) in pairwise(points):
        assert ax == bx or ay == by, "a line runs across or down"
        for left, top, right, bottom in boxes:
            outside = (
                max(ax, bx) <= left or min(ax, bx) >= right
                or max(ay, by) <= top or min(ay, by) >= bottom
            )  # fmt: skip
            assert outside, f"{points} runs through {(left, top, right, bottom)}"


def test_neighbours_in_a_row_are_joined_straight() -> None:
    one, other = box(0, 0), box(216, 0)
    assert Router([one, other]).relation(one, other) == [(183.0, 52.0), (213.0, 52.0)]


def test_a_line_goes_around_the_card_between_and_a_second_one_beside_it() -> None:
    cards = [box(216.0 * n, 0) for n in range(3)]
    router = Router(cards)
    first, second = router.relation(cards[0], cards[2]), router.relation(cards[0], cards[2])
    for points in (first, second):
        assert_clear(points, cards)
        assert len(points) == 4
    assert first != second


def test_children_of_one_boss_share_their_bar_and_stand_under_it() -> None:
    boss, left, right = box(108, 0), box(0, 192), box(216, 192)
    found = Router([boss, left, right]).reporting({1: (left, boss), 2: (right, boss)})
    assert found[1] == [(198, 104), (198, 148), (90, 148), (90, 192)]
    assert found[2][1] == found[1][1]


def test_a_reporting_line_leaves_its_elbow_where_a_card_stands_in_the_way() -> None:
    boss, card, between = box(0, 0), box(0, 400), box(20, 190)
    points = Router([boss, card, between]).reporting({1: (card, boss)})[1]
    assert_clear(points, [boss, card, between])
    assert points[-1] in {(90, 400), (0, 452), (180, 452)}


def test_cards_that_nearly_touch_leave_a_way_between_them() -> None:
    ring = [box(x, y) for x in (0, 186, 372) for y in (0, 110, 220)]
    start, end = ring[4], box(900, 110)
    assert_clear(Router([*ring, end]).relation(start, end), [*ring, end])


def test_a_card_buried_under_others_still_gets_a_line() -> None:
    start, end = box(0, 0), box(10, 10)
    assert len(Router([start, end]).relation(start, end)) >= 2


@pytest.mark.parametrize(("people", "by_hand"), [(8, 0.0), (30, 0.3), (120, 0.1)])
def test_no_line_of_a_random_firm_runs_through_a_card(people: int, by_hand: float) -> None:
    for seed in range(3):
        chance = random.Random(seed)
        cards = [
            Card(
                n,
                chance.randrange(n // 3, n) if n else None,
                WIDE,
                HIGH,
                (chance.randrange(60) * 24.0, chance.randrange(40) * 24.0)
                if chance.random() < by_hand
                else None,
            )
            for n in range(people)
        ]
        spots = layout(cards, gap_x=36, gap_y=88, stack_rows=4 if seed else 0)
        boxes = {n: box(*spot) for n, spot in spots.items()}
        free = [n for n in boxes if not _buried(boxes[n], list(boxes.values()))]
        router = Router(boxes.values())
        pairs = {c.id: (boxes[c.id], boxes[c.parent]) for c in cards if c.parent is not None}
        for n, points in router.reporting(pairs).items():
            if n in free and cards[n].parent in free:
                assert_clear(points, list(boxes.values()))
        for _ in range(people // 2):
            one, other = chance.sample(free, 2)
            assert_clear(router.relation(boxes[one], boxes[other]), list(boxes.values()))


def _buried(card: Box, boxes: list[Box]) -> bool:
    return any(
        each != card
        and each[0] < card[2] + 26 and each[2] > card[0] - 26
        and each[1] < card[3] + 26 and each[3] > card[1] - 26
        for each in boxes
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=12, unique=True)
)
def test_any_rows_and_columns_leave_every_pair_a_clear_line(cells: list[tuple[int, int]]) -> None:
    boxes = [box(216.0 * column, 192.0 * row) for column, row in cells]
    router = Router(boxes)
    for other in boxes[1:]:
        assert_clear(router.relation(boxes[0], other), boxes)
