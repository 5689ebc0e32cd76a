"""Corrections of a sheet's mapping, as the user makes them one at a time."""

from __future__ import annotations

from dataclasses import replace

from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.mapping import SheetMapping


def with_field(mapping: SheetMapping, look: SheetLook, column: int, field: str) -> SheetMapping:
    """The mapping with a column filling a field; an empty field leaves the column out."""
    held = next((key for key, item in mapping.fields.items() if item.index == column), None)
    if field:
        return mapping.with_column(look, field, column)
    return mapping if held is None else mapping.with_column(look, held, None)


def with_style(mapping: SheetMapping, *, decimal: str = "", date_order: str = "") -> SheetMapping:
    """The mapping with another way to read its numbers or dates; the question is answered."""
    columns = {
        key: replace(
            item, decimal=decimal or item.decimal, date_order=date_order or item.date_order
        )
        for key, item in mapping.fields.items()
    }
    told = (("decimal_mark", decimal), ("date_order", date_order))
    answered = {code for code, choice in told if choice}
    still_open = tuple(q for q in mapping.questions if q.code not in answered)
    return replace(mapping, columns=columns, questions=still_open)


def with_cost_basis(mapping: SheetMapping, basis: str) -> SheetMapping:
    """The mapping with the cost column per unit or for the whole line."""
    meaning = replace(mapping.meaning, cost=basis, cost_share=1.0)
    still_open = tuple(q for q in mapping.questions if q.code != "cost_basis")
    return replace(mapping, meaning=meaning, questions=still_open)


def with_column_confirmed(mapping: SheetMapping, field: str) -> SheetMapping:
    """The mapping with a guessed column taken as right."""
    columns = {
        key: replace(item, confidence=1.0) if key == field else item
        for key, item in mapping.fields.items()
    }
    still_open = tuple(q for q in mapping.questions if (q.code, q.field) != ("column", field))
    return replace(mapping, columns=columns, questions=still_open)
