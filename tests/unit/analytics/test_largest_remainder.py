"""Largest remainder: the truths of the field, signs, and amounts past the floats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from b2bdesk.analytics.largest_remainder import round_half_away, round_parts, split
from b2bdesk.analytics.largest_remainder_arrays import split_array, split_rows


def test_ties_go_to_the_earlier_position() -> None:
    assert split(10000, [1, 1, 1]) == [3334, 3333, 3333]
    assert split(100, [3, 3, 3, 1]) == [30, 30, 30, 10]


def test_a_credit_mirrors_a_charge() -> None:
    assert split(-10000, [1, 1, 1]) == [-3334, -3333, -3333]
    assert split_array(-10000, [1, 1, 1]).tolist() == [-3334, -3333, -3333]


def test_no_weight_gets_nothing_and_weight_is_needed() -> None:
    assert split(7, [0, 2, 0, 1]) == [0, 5, 0, 2]
    for weights in ([], [0, 0], [2, -1]):
        with pytest.raises(ValueError):
            split(7, weights)
        with pytest.raises(ValueError):
            split_array(7, np.array(weights, dtype=np.int64))


def test_rows_without_weight_take_nothing() -> None:
    parts = split_rows([0, 10], [[0, 0], [1, 2]])
    assert parts.tolist() == [[0, 0], [3, 7]]
    with pytest.raises(ValueError):
        split_rows([1, 10], [[0, 0], [1, 2]])


@pytest.mark.parametrize(
    ("amount", "weights"),
    [
        (2**62 + 1, [2**61, 2**60 - 1, 3]),
        (-(2**62) + 1, [2**40 + 1, 2**40, 2**40 - 1]),
        (9_007_199_254_740_993, [1, 1, 1, 10**9]),
        (-(2**63), [1, 2, 3]),
    ],
)
def test_exact_past_the_floats(amount: int, weights: list[int]) -> None:
    assert split_array(amount, weights).tolist() == split(amount, weights)


def test_weights_that_cannot_be_summed_are_refused() -> None:
    with pytest.raises(OverflowError):
        split_array(5, [2**62, 2**62])


def test_halves_go_away_from_zero() -> None:
    assert [round_half_away(Fraction(n, 2)) for n in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]


def test_shown_parts_add_up_to_the_shown_total() -> None:
    assert round_parts([Fraction(1, 3)] * 3) == [1, 0, 0]
    assert round_parts([Fraction(-5, 2), Fraction(9, 4), Fraction(0)]) == [-2, 2, 0]
    assert round_parts([Fraction(-1, 2)], 0) == [0]


def test_a_share_a_hair_below_a_whole_unit_is_not_rounded_up() -> None:
    """The quotient is a whole number less 1 / total, which a float cannot tell from it."""
    total, weight = 3_037_000_493, 2_147_483_647
    amount = pow(-weight, -1, total)
    weights = [weight, total - weight]
    assert amount * weight / total == round(amount * weight / total)
    assert split_array(amount, weights).tolist() == split(amount, weights)
    assert split_rows([amount, 1], [weights, weights])[0].tolist() == split(amount, weights)
