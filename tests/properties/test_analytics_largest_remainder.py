"""Largest remainder for any amount and any weights."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.largest_remainder import round_half_away, round_parts, split
from b2bdesk.analytics.largest_remainder_arrays import split_array, split_rows

AMOUNTS = st.integers(-(2**62), 2**62)
WEIGHTS = st.lists(
    st.one_of(st.integers(0, 9), st.integers(0, 2**57)), min_size=1, max_size=20
).filter(any)


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_and_are_fair(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    total = sum(weights)
    assert sum(parts) == amount
    assert split(-amount, weights) == [-part for part in parts]
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, total)) < 1
        assert weight or not part
    # No unit can move to a larger remainder, nor to an equal one further ahead.
    sizes = [abs(part) for part in parts]
    floors = [abs(amount) * weight // total for weight in weights]
    over = [(-(abs(amount) * w % total), i) for i, w in enumerate(weights) if sizes[i] > floors[i]]
    under = [
        (-(abs(amount) * w % total), i) for i, w in enumerate(weights) if sizes[i] == floors[i]
    ]
    assert not over or not under or max(over) < min(under)


@given(AMOUNTS, WEIGHTS)
def test_arrays_give_the_same_parts(amount: int, weights: list[int]) -> None:
    assert split_array(amount, weights).tolist() == split(amount, weights)


@given(st.data())
def test_rows_give_the_same_parts(data: st.DataObject) -> None:
    columns = data.draw(st.integers(1, 8))
    cell = st.one_of(st.integers(0, 5), st.integers(0, 2**58))
    rows = data.draw(
        st.lists(
            st.tuples(AMOUNTS, st.lists(cell, min_size=columns, max_size=columns)),
            min_size=1,
            max_size=12,
        )
    )
    amounts = [amount if any(weights) else 0 for amount, weights in rows]
    table = np.array([weights for _, weights in rows], dtype=np.int64)
    found = split_rows(amounts, table)
    for amount, weights, parts in zip(amounts, table.tolist(), found.tolist(), strict=True):
        assert parts == (split(amount, weights) if any(weights) else [0] * columns)


@given(st.lists(st.fractions(max_denominator=500), max_size=12))
def test_shown_parts_are_close_and_add_up(parts: list[Fraction]) -> None:
    shown = round_parts(parts)
    assert sum(shown) == round_half_away(sum(parts, Fraction(0)))
    for whole, part in zip(shown, parts, strict=True):
        assert abs(whole - part) < 1
