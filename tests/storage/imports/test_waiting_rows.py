"""Rows that wait go out in their layout with the reason, and come in again once corrected."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.services.imports.decisions import Decisions
from b2bdesk.services.imports.rejected import export_waiting
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from tests.storage.imports.conftest import TODAY

D = date(2021, 5, 4)
BOOK: dict[str, list[list[Any]]] = {
    "Accounts": [
        ["Account number", "Name", "City", "Employees"],
        ["1", "Shop", "Ulm", 4],
        ["2", "Shop", "Bonn", 5],
        ["3", None, "Jena", 6],
    ],
    "Contacts": [
        ["Contact list of spring"],
        [],
        ["Account number", "Account name", "Name", "Email"],
        ["1", "Shop", "Bob Ray", "bob@shop.example"],
        [None, "Shop", "Ann Lee", "ann@shop.example"],
    ],
    "Next steps": [
        ["Account number", "What", "Due", "Promised by"],
        ["1", "Send offer", D, "We promised"],
        ["9", "Call back", "04.05.2021", "We promised"],
        ["1", "Visit", "28.05.2021", "We promised"],
    ],
}


def test_rows_of_every_kind_come_back(desk: Any, tmp_path: Path) -> None:
    out = tmp_path / "waiting.xlsx"
    typed = Decisions(cells={("Next steps", 3, 1): "Call them back"})
    with open_workbook(desk.book(BOOK), Progress()) as book:
        look = book.look()
        mappings = suggest_workbook(look)
        options = ImportOptions("USD", TODAY, decisions=typed)
        plan = run_import(desk.database, book, mappings, options, Progress()).plan
        assert [(s.rejected, s.ambiguous) for s in plan.sheets] == [(1, 0), (0, 1), (1, 0)]
        assert export_waiting(out, book, look, plan, Progress()) == 3
    waiting: Any = openpyxl.load_workbook(out)
    contacts = list(waiting["Contacts"].iter_rows(values_only=True))
    assert contacts[0][0] == "Contact list of spring"
    assert contacts[2][-3:] == ("Row in the file", "Reason", "What to do")
    assert contacts[3][-2] == "Fits 2 accounts of the same name."
    step = next(waiting["Next steps"].iter_rows(min_row=2, values_only=True))
    assert step[1] == "Call them back"
    assert step[2].date() == D, "it was read as a day, whatever other days stand below it"
    waiting["Accounts"]["B2"] = "Third"
    waiting["Contacts"]["A4"] = "2"
    waiting["Next steps"]["A2"] = "2"
    waiting.save(out)
    again = desk.bring(out).plan
    assert [(s.kind, s.new, s.rejected + s.ambiguous) for s in again.sheets] == [
        ("accounts", 1, 0), ("contacts", 1, 0), ("next_steps", 1, 0),
    ]  # fmt: skip
    assert desk.rows("SELECT what, due_day FROM next_step ORDER BY what")[0][0] == "Call them back"
