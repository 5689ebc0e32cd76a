"""The relationship assessment against the formula in exact fractions.

All 5^9 answers are screened as whole numbers for those that lie on a border of a band or of a
gate; these and an even sample of the rest are assessed one by one.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.analytics.relationship import Question, Weights, assess
from b2bdesk.models.enums import RelationshipType

ORDER = tuple(Question)
SHARES = [Fraction(share, 100) for share in (20, 15, 20, 20, 25)]
SWITCHING = [Fraction(share, 100) for share in (25, 20, 20, 20, 15)]


def by_the_book(answers: tuple[int, ...]) -> tuple[Fraction, RelationshipType]:
    alternatives, dynamism, importance, complexity, *costs = (
        Fraction(answer - 1, 4) for answer in answers
    )
    switching = sum(
        (share * cost for share, cost in zip(SWITCHING, costs, strict=True)), Fraction(0)
    )
    parts = [1 - alternatives, dynamism, importance, complexity, switching]
    score = 100 * sum((s * p for s, p in zip(SHARES, parts, strict=True)), Fraction(0))
    if score < 35:
        kind = RelationshipType.TRANSACTIONAL
    elif score <= 65:
        kind = RelationshipType.VALUE_ADDED
    elif importance >= Fraction(1, 2) and switching >= Fraction(2, 5):
        kind = RelationshipType.COLLABORATIVE
    else:
        kind = RelationshipType.VALUE_ADDED
    if (
        alternatives >= Fraction(3, 4)
        and complexity <= Fraction(1, 4)
        and switching <= Fraction(1, 4)
    ):
        kind = RelationshipType.TRANSACTIONAL
    return score, kind


def screened() -> list[tuple[int, ...]]:
    """Answers on or next to a border, thinned out, and every 997th of all."""
    axes = np.meshgrid(*[np.arange(1, 6, dtype=np.int32)] * 9, indexing="ij")
    table = np.stack([axis.ravel() for axis in axes], axis=1)
    steps = table - 1
    switching = steps[:, 4:] @ np.array([25, 20, 20, 20, 15])
    score = (
        20 * (4 - steps[:, 0]) + 15 * steps[:, 1] + 20 * steps[:, 2] + 20 * steps[:, 3]
    ) * 4 + switching  # times 16
    near = np.zeros(len(table), dtype=bool)
    for border in (35 * 16, 65 * 16):
        near |= np.abs(score - border) <= 3
    near |= (switching == 160) & (score > 65 * 16)
    near |= (np.abs(switching - 100) <= 5) & (steps[:, 0] >= 2) & (steps[:, 3] <= 2)
    chosen = np.flatnonzero(near)[::11].tolist() + list(range(0, len(table), 997))
    return [tuple(row) for row in table[sorted(set(chosen))].tolist()]


def test_all_borders_of_all_answers() -> None:
    cases = screened()
    assert len(cases) > 4000
    for answers in cases:
        result = assess(dict(zip(ORDER, answers, strict=True)))
        assert (result.score, result.recommended) == by_the_book(answers)


ANSWERS = st.tuples(*[st.integers(1, 5)] * 9)


@given(ANSWERS)
def test_lines_add_up_and_borderline_steps_are_all_of_them(answers: tuple[int, ...]) -> None:
    result = assess(dict(zip(ORDER, answers, strict=True)))
    assert result.score is not None
    assert 50 + sum(one.points for one in result.contributions) == result.score
    assert 50 + sum(one.shown for one in result.contributions) == result.score_shown
    assert result.score_shown == round_half_away(result.score)
    expected = set()
    for position, question in enumerate(ORDER):
        for answer in (answers[position] - 1, answers[position] + 1):
            if 1 <= answer <= 5:
                changed = (*answers[:position], answer, *answers[position + 1 :])
                kind = by_the_book(changed)[1]
                if kind is not result.recommended:
                    expected.add((question, answer, kind))
    assert {(step.question, step.answer, step.becomes) for step in result.borderline} == expected


@given(st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 9), ANSWERS)
def test_the_range_holds_every_way_to_answer_the_rest(
    known: tuple[int | None, ...], rest: tuple[int, ...]
) -> None:
    result = assess(dict(zip(ORDER, known, strict=True)))
    filled = tuple(
        one if one is not None else other for one, other in zip(known, rest, strict=True)
    )
    assert result.lowest <= by_the_book(filled)[0] <= result.highest
    assert (result.recommended is None) == (None in known)
    assert result.missing == tuple(q for q, one in zip(ORDER, known, strict=True) if one is None)


@given(st.lists(st.integers(0, 40), min_size=10, max_size=10), ANSWERS)
def test_any_weights_stay_on_the_scale(weights: list[int], answers: tuple[int, ...]) -> None:
    if not sum(weights[:5]) or not sum(weights[5:]):
        with pytest.raises(ValueError):
            Weights(*weights)
        return
    result = assess(dict(zip(ORDER, answers, strict=True)), Weights(*weights))
    assert result.score is not None
    assert 0 <= result.score <= 100
    assert result.lowest == result.highest == result.score
