"""Time equations over arrays against one event at a time, and told in parts against as written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import event, example, given
from hypothesis import strategies as st

from b2bdesk.analytics.time_equation import EquationError, Subject, compose, parse
from b2bdesk.analytics.time_equation.vectors import Numbers, Texts, minutes_of

NUMBERS = st.one_of(
    st.integers(0, 20).map(str),
    st.sampled_from(("0.5", "2.25", "0.000001", "999999.999999", "lines", "units", "amount")),
)


def grown(inside: Any) -> Any:
    conditions = st.one_of(
        st.sampled_from(("new customer", "expedited", 'segment is "A"', 'segment is not "c"')),
        st.tuples(inside, st.sampled_from(("<", "<=", ">", ">=", "=", "<>")), inside).map(
            lambda p: f"({p[0]}) {p[1]} ({p[2]})"
        ),
    )
    joined = st.one_of(
        conditions,
        st.tuples(conditions, st.sampled_from(("and", "or")), conditions).map(" ".join),
        conditions.map(lambda c: f"not ({c})"),
    )
    return st.one_of(
        st.tuples(inside, st.sampled_from(("+", "-", "*", "/")), inside).map(" ".join),
        st.tuples(inside, inside).map(lambda p: f"({p[0]}) over ({p[1]})"),
        st.tuples(st.sampled_from(("min", "max")), inside, inside).map(
            lambda p: f"{p[0]}({p[1]}, {p[2]})"
        ),
        st.tuples(inside, joined).map(lambda p: f"(({p[0]}) if {p[1]})"),
        inside.map(lambda p: f"-({p})"),
    )


EQUATIONS = st.recursive(NUMBERS, grown, max_leaves=12)
ORDERS = st.lists(
    st.fixed_dictionaries(
        {
            "lines": st.integers(0, 30),
            "units": st.integers(0, 10**9),
            "amount": st.integers(-(10**12), 10**12),
            "new customer": st.booleans(),
            "expedited": st.booleans(),
            "segment": st.sampled_from(("a", "b", "")),
        }
    ),
    min_size=1,
    max_size=6,
)
ONE = {
    "lines": 3,
    "units": 0,
    "amount": 5,
    "new customer": True,
    "expedited": False,
    "segment": "a",
}


@given(EQUATIONS, ORDERS)
@example("8 + 3 if new customer + 2 * lines over 10", [{**ONE, "lines": 12}])
@example("8 + 5 / (lines - 3) if lines > 3", [ONE])
@example("1 if lines > 3 and 5 / (lines - 3) > 2 or expedited", [ONE])
@example("1 if new customer or 5 / (lines - 3) > 2", [ONE])
def test_arrays_count_what_single_events_count(text: str, orders: list[dict[str, Any]]) -> None:
    try:
        equation = parse(text, Subject.ORDER)
    except EquationError:
        return
    words = ("b", "", "a")
    columns = {
        "lines": Numbers(np.array([row["lines"] for row in orders], np.int64)),
        "units": Numbers(np.array([row["units"] for row in orders], np.int64), 1000),
        "amount": Numbers(np.array([row["amount"] for row in orders], np.int64), 100),
        "new customer": np.array([row["new customer"] for row in orders]),
        "expedited": np.array([row["expedited"] for row in orders]),
        "segment": Texts(np.array([words.index(row["segment"]) for row in orders]), words),
    }
    found = minutes_of(equation, columns, len(orders))
    try:
        told = parse(compose(equation.base, equation.parts), Subject.ORDER)
    except EquationError:
        told = equation  # a number that is too long to be written once it is worked out
    for number, row in enumerate(orders):
        facts = {
            **row,
            "units": Fraction(row["units"], 1000),
            "amount": Fraction(row["amount"], 100),
        }
        try:
            exact: Fraction | None = equation.evaluate(facts)
        except ZeroDivisionError:
            exact = None
        event(f"known: {exact is not None}, below zero: {exact is not None and exact < 0}")
        assert found.milli[number] == equation.milli_minutes(facts)
        assert found.by_zero[number] == (exact is None)
        assert found.below_zero[number] == (exact is not None and exact < 0)
        if exact is not None:
            assert told.evaluate(facts) == exact
