"""Money of invoice lines: computed together or row by row, it is the same."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.exchange_formats.excel.convert import convert
from b2bdesk.exchange_formats.excel.model import ColumnRead, LineMeaning, LineOptions, SheetRequest
from b2bdesk.exchange_formats.line_money import CREDIT_NOTE, RETURN, SALE, TERMS, Money, known
from b2bdesk.exchange_formats.values import MICRO

_ROWS = 4
_DIGITS = st.integers(-999_999, 999_999)
_STEPS = st.sampled_from((1, 100, 10_000, MICRO, 1000 * MICRO))


@st.composite
def _column(draw: st.DrawFn) -> list[int] | None:
    """A column of numbers of as many places, or none."""
    step = draw(_STEPS)
    digits = draw(st.none() | st.lists(_DIGITS, min_size=_ROWS, max_size=_ROWS))
    return None if digits is None else [each * step for each in digits]


_WORDS = st.lists(st.sampled_from((None, "Invoice", "Gutschrift")), min_size=_ROWS, max_size=_ROWS)
_MARKS = st.lists(st.booleans(), min_size=_ROWS, max_size=_ROWS)
_OPTIONS = st.builds(
    LineOptions,
    st.builds(
        LineMeaning,
        discount=st.sampled_from(("fraction", "percent", "amount")),
        cost=st.sampled_from(("unit", "line")),
        amount=st.sampled_from(("net", "gross")),
    ),
    st.sampled_from(("USD", "JPY", "KWD")),
)


def _rows(worths: Any) -> list[list[int]]:
    return [column.tolist() for column in worths[:-1]]


@given(_OPTIONS, st.tuples(*[_column()] * 5), _WORDS, _MARKS)
def test_rows_amount_to_the_same_together_and_one_by_one(
    options: LineOptions,
    columns: tuple[list[int] | None, ...],
    words: list[str | None],
    marked: list[bool],
) -> None:
    one_by_one = dict(zip(TERMS, (*columns, words), strict=True))
    together: dict[str, Any] = {
        name: column if name == "type" or column is None else np.array(column, np.int64)
        for name, column in one_by_one.items()
    }
    money = Money(options)
    fast, slow = money.of(together, marked), money.of(one_by_one, marked)
    assert _rows(fast) == _rows(slow)
    assert fast.reasons == slow.reasons


def test_amounts_are_exact_to_the_last_place() -> None:
    money = Money(LineOptions(LineMeaning(cost="unit"), "USD"))
    terms: dict[str, Any] = {
        "quantity": np.array([3 * MICRO, -2 * MICRO, MICRO // 2]),
        "unit_price": np.array([1_234_567, 9_990_000, 10_010_000]),
        "amount": None,
        "discount": np.array([50_000, 0, 333_333]),
        "cost": np.array([500_000, 5 * MICRO, 10_000]),
        "type": None,
    }
    found = money.of(terms, [False, True, False])
    # 3 x 1.234567 = 3.703701, less 5 % 3.51851595; half of 10.01 = 5.005, less a third 3.336668335.
    assert found.kind.tolist() == [SALE, CREDIT_NOTE, SALE]
    assert found.quantity.tolist() == [3000, -2000, 500]
    assert found.list_whole.tolist() == [370, -1998, 500]
    assert found.list_rest.tolist() == [3_701 * 10**12, 0, 5 * 10**15]
    assert found.net_whole.tolist() == [351, -1998, 333]
    assert found.net_rest.tolist() == [851_595 * 10**10, 0, 6_668_335 * 10**9]
    assert found.cost_whole.tolist() == [150, -1000, 0]
    assert known(found.cost_whole).all()


def test_a_cost_is_unknown_where_its_cell_is_empty_and_a_return_is_no_sale() -> None:
    terms: dict[str, Any] = dict.fromkeys(TERMS)
    terms |= {"amount": np.array([MICRO, -MICRO]), "cost": [None, MICRO]}
    found = Money(LineOptions(LineMeaning(cost="line"), "USD")).of(terms, [False, False])
    assert known(found.cost_whole).tolist() == [False, True]
    assert found.cost_whole[1] == -100
    assert found.kind.tolist() == [SALE, RETURN]


def test_what_cannot_be_a_line_is_named_and_the_rows_beside_it_are_not() -> None:
    terms: dict[str, Any] = dict.fromkeys(TERMS)
    terms["amount"] = [5 * MICRO, None, 10**13 * MICRO]
    found = Money(LineOptions(LineMeaning(), "EUR")).of(terms, [False] * 3)
    assert found.reasons == {1: "no_amount", 2: "too_large"}
    assert found.net_whole.tolist()[0] == 500


@given(st.lists(st.floats(-1e7, 1e7).map(lambda x: round(x, 6)), min_size=1, max_size=8))
def test_numbers_of_lines_are_read_together_as_they_are_one_by_one(cells: list[float]) -> None:
    columns = (ColumnRead("amount", 0, "money"),)
    grid: list[list[Any]] = [[each] for each in cells]
    lines = LineOptions(LineMeaning(), "EUR")
    plain = SheetRequest("Lines", 1, len(grid), columns)
    packed = SheetRequest("Lines", 1, len(grid), columns, lines=lines)
    assert [int(n) for typed in convert(grid, packed) for n in typed.columns[0]] == [
        n for typed in convert(grid, plain) for n in typed.columns[0]
    ]
