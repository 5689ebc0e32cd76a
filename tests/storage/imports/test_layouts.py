"""Remembered mappings: named, dated, listed, renamed, forgotten, and found again next month."""

from __future__ import annotations

from typing import Any

import pytest

from b2bdesk.core.dates import now_ms
from b2bdesk.core.errors import DomainError
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.models.enums import OwnFieldOf
from b2bdesk.queries.own_fields import own_fields
from b2bdesk.services.imports.layouts import (
    Layout,
    Told,
    corrected_layouts,
    forget_layout,
    list_layouts,
    remembered_options,
    rename_layout,
    stored_layouts,
)
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from b2bdesk.services.own_fields import rename_own_field
from tests.storage.imports.conftest import TODAY, Desk

ROWS: list[list[Any]] = [
    ["Account number", "Name", "City", "Country", "Loyalty tier"],
    ["100", "Foss", "Oslo", "Norway", "Gold"],
    ["200", "Elk", "Rome", "Italy", "Silver"],
]


def keep(desk: Desk, rows: list[list[Any]], told: Told) -> None:
    """An import in which the user makes the last column an own field."""
    with open_workbook(desk.book({"Sheet1": rows}), Progress()) as book:
        look = book.look()
        mapping = suggest_workbook(look)[0].with_column(look.sheets[0], "own:Loyalty tier", 4)
        layouts = corrected_layouts(look, [mapping], {}, told)
        options = ImportOptions("EUR", TODAY)
        run_import(desk.database, book, [mapping], options, Progress(), layouts=layouts)


def listed(desk: Desk) -> tuple[Layout, ...]:
    with desk.database.read() as session:
        return list_layouts(session)


def test_a_layout_is_named_dated_renamed_and_forgotten(desk: Desk) -> None:
    keep(desk, ROWS, Told("Resellers 2021.xlsx", currency="EUR", system="SAP"))
    (layout,) = listed(desk)
    assert (layout.name, layout.kind, layout.columns) == ("Resellers 2021", "accounts", 5)
    assert abs(layout.saved - now_ms()) < 120_000
    with open_workbook(desk.book({"Sheet1": ROWS}), Progress()) as book:
        look = book.look()
        with desk.database.read() as session:
            known = stored_layouts(session)
        assert remembered_options(look, known) == ("EUR", "SAP")
        assert corrected_layouts(look, suggest_workbook(look, known), known) == {}
    sign = layout.signature
    with pytest.raises(DomainError):
        desk.database.write("Rename", lambda s: rename_layout(s, sign, "  "))
    desk.database.write("Rename", lambda s: rename_layout(s, sign, "Reseller list"))
    assert listed(desk)[0].name == "Reseller list"
    desk.database.write("Forget", lambda s: forget_layout(s, sign))
    assert listed(desk) == ()


def test_next_month_comes_in_without_a_question_although_the_columns_moved(desk: Desk) -> None:
    keep(desk, ROWS, Told("Resellers.xlsx"))
    moved = [[row[i] for i in (4, 2, 0, 3, 1)] + [i] for i, row in enumerate(ROWS)]
    moved[0][-1] = "Something new"
    moved[1][0] = "Platinum"
    result = desk.bring({"Other name": moved}, "EUR")
    assert (result.plan.changed, result.plan.unchanged) == (1, 1)
    (cell,) = (each for sheet in result.plan.sheets for each in sheet.changes)
    assert (cell.field, cell.before, cell.after) == ("own:Loyalty tier", "Gold", "Platinum")
    assert sorted(desk.rows("SELECT value FROM own_value")) == [("Platinum",), ("Silver",)]


def test_a_renamed_field_is_still_filled_by_its_report(desk: Desk) -> None:
    keep(desk, ROWS, Told("Resellers.xlsx"))
    with desk.database.read() as session:
        (field,) = own_fields(session, OwnFieldOf.ACCOUNT)
    desk.database.write("Rename", lambda s: rename_own_field(s, field.id, "Class"))
    assert not desk.bring({"Sheet1": ROWS}, "EUR").plan.writes
    assert desk.rows("SELECT name FROM own_field") == [("Class",)]
