"""Keys and repeats of invoice lines, as they leave the reading process."""

from __future__ import annotations

import marshal
from typing import Any

from b2bdesk.exchange_formats.excel.convert import TypedRows
from b2bdesk.exchange_formats.excel.model import ColumnRead, LineOptions, SheetRequest
from b2bdesk.exchange_formats.line_facts import Facts
from b2bdesk.exchange_formats.line_rows import LineChunk, LineRows
from b2bdesk.exchange_formats.recognise_lines import LineMeaning
from b2bdesk.exchange_formats.values import MICRO

_FIELDS = {"document": "code", "date": "date", "account_code": "code", "product_code": "code",
           "amount": "money", "occurrence": "whole"}  # fmt: skip


def _facts(last_row: int) -> Facts:
    columns = tuple(ColumnRead(name, i, type_) for i, (name, type_) in enumerate(_FIELDS.items()))
    lines = LineOptions(LineMeaning(), "EUR", "")
    return Facts(SheetRequest("Lines", 2, last_row, columns, (), merged=False, lines=lines))


def _sent(facts: Facts, first_row: int, rows: list[tuple[str, str, int, int | None]]) -> LineChunk:
    """Rows of (document, product, amount, occurrence told), after their way through the pipe."""
    documents, products, amounts, told = map(list, zip(*rows, strict=True))
    numbers = list(range(first_row, first_row + len(rows)))
    columns: list[list[Any]] = [documents, [18_000] * len(rows), ["7"] * len(rows), products,
                                [amount * MICRO for amount in amounts], told]  # fmt: skip
    chunk = facts.of(TypedRows(numbers, columns, []))
    return LineChunk(*marshal.loads(marshal.dumps(chunk.rows))[0])


def test_equal_products_of_a_document_have_keys_of_their_own() -> None:
    facts = _facts(20)
    first = _sent(facts, 2, [("A", "P", 5, None), ("A", "Q", 5, None), ("A", "P", 9, None)])
    again = _sent(facts, 5, [("B", "P", 5, None), ("A", "P", 9, None), ("A", "P", 5, None)])
    keys = [*LineRows.arrived(first.lines).key, *LineRows.arrived(again.lines).key]
    assert len(set(keys)) == 6
    assert (first.repeats, again.repeats) == ({4: 2}, {6: 3, 7: 4})
    # Row 6 says what row 4 said; row 7 says something else than row 6 before it.
    assert (first.twice, again.twice) == ({}, {6: 4})


def test_the_same_rows_have_the_same_keys_wherever_they_stand() -> None:
    rows = [("A", "P", 5, None), ("B", "P", 5, None), ("A", "P", 7, None)]
    one = LineRows.arrived(_sent(_facts(9), 2, rows).lines)
    facts = _facts(9)
    parts = [LineRows.arrived(_sent(facts, 2 + n, [row]).lines) for n, row in enumerate(rows)]
    assert list(one.key) == [part.key[0] for part in parts]
    assert list(one.content) == [part.content[0] for part in parts]


def test_an_occurrence_that_is_told_counts() -> None:
    counted = LineRows.arrived(
        _sent(_facts(9), 2, [("A", "P", 5, None), ("A", "P", 6, None)]).lines
    )
    told = _sent(_facts(9), 2, [("A", "P", 6, 2), ("A", "P", 5, 1)])
    lines = LineRows.arrived(told.lines)
    assert [lines.key[1], lines.key[0]] == list(counted.key)
    assert (told.repeats, told.twice) == ({2: 2}, {})
