"""The same report next month: found again although rows, order and columns changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from b2bdesk.exchange_formats.excel.model import SheetLook, WorkbookLook
from b2bdesk.exchange_formats.mapping import SheetMapping, signature, suggest, to_json
from b2bdesk.exchange_formats.remembered import declared, declared_header_rows

MakeBook = Callable[..., Path]
LookAt = Callable[[Path], WorkbookLook]

HEAD = ["Order", "Date", "Customer", "Quantity", "Amount", "Net value"]


def month(number: int, head: list[str], extra: str = "") -> list[list[object]]:
    values = (f"R{number}", f"2020-{number:02d}-01", "Foss", number, 2.5, 3.0)
    full: dict[str, object] = dict(zip(HEAD, values, strict=True))
    return [list(head), *[[full.get(name, extra) for name in head] for _ in range(6)]]


def corrected(sheet: SheetLook) -> tuple[SheetMapping, dict[str, str]]:
    mapping = suggest(sheet).with_column(sheet, "amount", 5)
    return mapping, {signature(sheet): to_json(mapping, sheet)}


def test_moved_and_added_columns_keep_the_mapping(make_book: MakeBook, look_at: LookAt) -> None:
    first = look_at(make_book({"S": month(1, HEAD)})).sheets[0]
    _, known = corrected(first)
    for head in (
        ["Net value", "Customer", "Order", "Amount", "Date", "Quantity"],
        ["Order", "Date", "Region code", "Customer", "Quantity", "Amount", "Net value"],
        ["ORDER", "date", "Customer", "Quantity", "Amount", "Net  value"],
        ["Order", "Date", "Customer", "Quantity", "Net value"],
    ):
        later = look_at(make_book({"Next": month(2, head, "x")})).sheets[0]
        again = suggest(later, known)
        assert again.remembered, head
        assert again.questions == ()
        assert again.fields["amount"].header.casefold().split() == ["net", "value"]


def test_another_report_is_not_taken_for_a_known_one(make_book: MakeBook, look_at: LookAt) -> None:
    _, known = corrected(look_at(make_book({"S": month(1, HEAD)})).sheets[0])
    for head in (
        ["Order", "Date", "Customer", "Quantity", "Amount"],  # the column it uses is gone
        [*HEAD, "Region", "Channel", "Rep"],  # three came at once
    ):
        later = look_at(make_book({"S": month(2, head, "x")})).sheets[0]
        assert not suggest(later, known).remembered


def test_a_sheet_without_headers_is_known_by_name_and_width(
    make_book: MakeBook, look_at: LookAt
) -> None:
    rows = [[1001 + i, 5.5 * i, 7.0, 12] for i in range(9)]
    first = look_at(make_book({"Rohdaten": rows})).sheets[0]
    assert first.header_row == 0
    mapping = suggest(first).with_column(first, "code", 0)
    known = {signature(first): to_json(mapping, first)}
    same = look_at(make_book({"Rohdaten": [[2000, 1, 2, 3], [2001, 4, 5, 6]]})).sheets[0]
    other = look_at(make_book({"Rohdaten": [[2000, 1, 2], [2001, 4, 5]]})).sheets[0]
    assert suggest(same, known).remembered
    assert not suggest(other, known).remembered


def test_a_header_row_pointed_out_once_is_looked_for_again(
    make_book: MakeBook, look_at: LookAt
) -> None:
    seen = look_at(make_book({"S": month(1, HEAD)}))
    sheet = seen.sheets[0]
    pointed = replace(sheet, header_row=0, first_row=1)
    text = to_json(suggest(pointed), pointed, **declared(pointed, sheet))
    known = {signature(pointed): text}
    next_month = look_at(make_book({"S": month(2, HEAD)}))
    assert declared_header_rows(next_month, known) == {"S": 0}
    elsewhere = look_at(make_book({"T": month(2, HEAD[:4])}))
    assert declared_header_rows(elsewhere, known) == {}
