"""The relationship assessment: score, gates, steps, and what is missing."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from b2bdesk.analytics.relationship import (
    Fit,
    Gate,
    Question,
    Weights,
    assess,
    compare,
    is_urgent,
    recommend,
)
from b2bdesk.models.enums import RelationshipType

T, V, C = RelationshipType


def answers(**given: int | None) -> dict[str, int | None]:
    base: dict[str, int | None] = dict.fromkeys([question.value for question in Question], 3)
    return {**base, **given}


def test_the_middle_is_fifty() -> None:
    result = assess(answers())
    assert (result.score, result.score_shown, result.recommended) == (50, 50, V)
    assert result.switching_costs == Fraction(1, 2)
    assert all(one.points == 0 for one in result.contributions)


def test_both_ends() -> None:
    high = {question.value: 5 for question in Question} | {"alternatives": 1}
    low = {question.value: 1 for question in Question} | {"alternatives": 5}
    assert (assess(high).score, assess(high).recommended) == (100, C)
    assert (assess(low).score, assess(low).recommended) == (0, T)


def test_bands_include_both_of_their_borders() -> None:
    # 50 - 20/4*... : three steps of 5 down are exactly 35, three up exactly 65.
    down = assess(answers(alternatives=4, importance=2, complexity=2))
    assert (down.score, down.recommended) == (35, V)
    up = assess(answers(alternatives=2, importance=4, complexity=4))
    assert (up.score, up.recommended) == (65, V)
    assert any(step.becomes is C for step in up.borderline)


def test_gates_hold_collaboration_back() -> None:
    important = answers(alternatives=1, dynamism=5, importance=2, complexity=5, money=5, people=5)
    result = assess(important)
    assert result.by_score is C
    assert (result.recommended, result.gates) == (V, (Gate.IMPORTANCE_TOO_LOW,))
    free = answers(
        alternatives=1, dynamism=5, importance=5, complexity=5,
        money=2, people=2, training=2, equipment=2, procedures=2,
    )  # fmt: skip
    result = assess(free)
    assert (result.recommended, result.gates) == (V, (Gate.SWITCHING_COSTS_TOO_LOW,))


def test_easy_to_replace_is_transactional_at_any_score() -> None:
    result = assess(
        answers(
            alternatives=4,
            dynamism=5,
            importance=5,
            complexity=2,
            money=2,
            people=2,
            training=2,
            equipment=2,
            procedures=2,
        )
    )
    assert result.by_score is V
    assert (result.recommended, result.gates) == (T, (Gate.EASY_TO_REPLACE,))
    assert {step.becomes for step in result.borderline} == {V}


def test_contributions_start_at_fifty_and_end_at_the_score() -> None:
    result = assess(answers(alternatives=2, dynamism=4, training=1, procedures=2))
    assert result.score is not None
    assert 50 + sum(one.points for one in result.contributions) == result.score
    assert 50 + sum(one.shown for one in result.contributions) == result.score_shown
    pulls = {one.question: one.points for one in result.contributions}
    assert pulls[Question.ALTERNATIVES] == 5
    assert pulls[Question.TRAINING] == Fraction(-5, 2)


def test_missing_answers_give_a_range_and_no_recommendation() -> None:
    result = assess(answers(alternatives=None, money=None))
    assert result.missing == (Question.ALTERNATIVES, Question.MONEY)
    assert (result.score, result.recommended, result.borderline) == (None, None, ())
    assert result.switching_costs is None
    assert result.lowest == Fraction(50 - 10) - Fraction(25, 8)
    assert result.highest == Fraction(50 + 10) + Fraction(25, 8)
    by_question = {one.question: one for one in result.contributions}
    assert by_question[Question.MONEY].answer is None
    nothing = assess({})
    assert (nothing.lowest, nothing.highest, len(nothing.missing)) == (0, 100, 9)


@pytest.mark.parametrize("answer", [0, 6, -1])
def test_answers_outside_the_scale_are_refused(answer: int) -> None:
    with pytest.raises(ValueError):
        assess(answers(money=answer))


def test_weights_of_any_sum() -> None:
    doubled = Weights(40, 30, 40, 40, 50, 50, 40, 40, 40, 30)
    given = answers(alternatives=1, complexity=4, people=5)
    assert assess(given, doubled).score == assess(given).score
    for bad in ({"alternatives": -1}, {"switching_costs": -1}):
        with pytest.raises(ValueError):
            Weights(**bad)
    with pytest.raises(ValueError):
        Weights(money=0, people=0, training=0, equipment=0, procedures=0)


def test_mismatch() -> None:
    assert compare(C, V) is Fit.OVER_INVESTED
    assert compare(T, V) is Fit.UNDER_INVESTED
    assert compare(V, V) is Fit.FITS
    assert compare(None, V) is Fit.UNKNOWN
    assert is_urgent(Fit.OVER_INVESTED, -1)
    assert not is_urgent(Fit.OVER_INVESTED, 0)
    assert not is_urgent(Fit.OVER_INVESTED, None)
    assert not is_urgent(Fit.UNDER_INVESTED, -1)


@pytest.mark.parametrize("seed", range(40))
def test_the_quick_recommendation_is_that_of_the_assessment(seed: int) -> None:
    chance = random.Random(seed)
    given = {question: chance.choice([1, 2, 3, 4, 5]) for question in Question}
    assert recommend(given) is assess(given).recommended
    assert recommend({**given, Question.MONEY: None}) is None
