"""Dry run, export of waiting rows, remembered layouts, cancelling, and refusals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b2bdesk.core.errors import Cancelled, DomainError, FileError
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import remap, suggest_workbook
from b2bdesk.services.imports.layouts import corrected_layouts, stored_layouts
from b2bdesk.services.imports.rejected import export_waiting
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import dry_run, plan_import, run_import

DATA = Path(__file__).parents[2] / "data"
HEAD = ["Invoice", "Date", "Customer number", "Product code", "Quantity", "Unit price"]
D = date(2021, 3, 4)
OPTIONS = ImportOptions("USD", date(2021, 6, 1))

LEDGER = {
    "Lines": [
        ["Invoice no.", "Date", "Customer no.", "Item", "Quantity", "Amount"],
        *[[f"R{n}", date(2020, 1, n), "C1", "P", 2, 10.0] for n in (1, 2, 3)],
    ]
}


def test_the_dry_run_says_what_the_import_does_and_writes_nothing(desk: Any) -> None:
    path = DATA / "northwind.xlsx"
    before = desk.dump()
    with open_workbook(path, Progress()) as book:
        mappings = suggest_workbook(book.look())
        with desk.database.read() as session:
            plan = plan_import(session, book, mappings, OPTIONS, Progress())
        assert desk.dump() == before
        result = run_import(desk.database, book, mappings, OPTIONS, Progress())
    assert result.plan == plan
    assert plan.writes


def test_waiting_rows_go_out_in_their_layout_and_come_back_corrected(
    desk: Any, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["1", D, "A1", "P", 1, 2.5],
        ["1", D, None, "P", 7, 2.5],  # the same invoice and product: its place must survive
        ["2", D, "A1", "@P", "x", 2.5],
        ["3", D, "A1", "P", 1, 2.5],
    ]
    path = desk.book({"Sales": [["Report"], [], HEAD, *rows]})
    out = tmp_path / "waiting.xlsx"
    with open_workbook(path, Progress()) as book:
        look = book.look()
        mappings = suggest_workbook(look)
        plan = run_import(desk.database, book, mappings, OPTIONS, Progress()).plan
        assert export_waiting(out, book, look, plan, Progress()) == 2
    workbook: Any = openpyxl.load_workbook(out)
    sheet = workbook["Sales"]
    titles, _, *told = sheet.iter_rows(values_only=True)
    assert titles[:2] == ("Report", None)
    assert told[0] == (*HEAD, "Occurrence", "Row in the file", "Reason", "What to do")
    assert told[1][0] == "1"
    assert told[1][1].date() == D
    assert told[1][6:9] == (2, 5, "No customer is given.")
    assert told[2][3:5] == ("@P", "x")
    assert sheet["D5"].data_type == "s"
    assert told[2][7] == 6
    assert next(iter(sheet.tables.values())).ref == "A3:J5"
    sheet["C4"] = "A1"
    sheet["E5"] = 4
    workbook.save(out)
    result = desk.bring(out)
    (again,) = result.plan.sheets
    assert (again.new, again.changed, again.rejected) == (2, 0, 0)
    assert desk.one("SELECT sum(quantity_milli) FROM account_month") == 13_000
    # and the original, corrected as a whole, adds nothing more
    rows[1][2], rows[2][4] = "A1", 4
    (whole,) = desk.bring({"Sales": [["Report"], [], HEAD, *rows]}).plan.sheets
    assert (whole.new, whole.changed, whole.unchanged) == (0, 0, 4)


def test_a_correction_is_remembered_with_the_import(desk: Any) -> None:
    head = [*HEAD[:4], "Pieces sold", "Value A"]
    rows = [[str(i), D, "A1", "P", i + 1, 2.5] for i in range(5)]
    path = desk.book({"Sales": [head, *rows]})
    with open_workbook(path, Progress()) as book:
        look = book.look()
        sheet = look.sheets[0]
        mapping = remap(sheet, "invoice_lines").with_column(sheet, "quantity", 4)
        mapping = mapping.with_column(sheet, "unit_price", 5).with_column(sheet, "amount", None)
        corrected = corrected_layouts(look, [mapping], {})
        assert len(corrected) == 1
        run_import(desk.database, book, [mapping], OPTIONS, Progress(), layouts=corrected)
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 15 * 250
    again = desk.bring({"Next month": [head, ["9", D, "A1", "P", 2, 3.0]]})
    assert again.plan.sheets[0].new == 1
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 15 * 250 + 600
    with desk.database.read() as session:
        known = stored_layouts(session)
    assert corrected_layouts(look, [mapping], known) == {}


@pytest.mark.parametrize("stop_at", ["Checking sheet", "Writing", "Updating figures"])
def test_cancelling_leaves_the_file_as_it_was(desk: Any, stop_at: str) -> None:
    before = desk.dump()
    met: list[str] = []

    def listen(what: str, done: float | None) -> None:
        met.append(what)
        if what.startswith(stop_at):
            progress.cancel()

    progress = Progress(listen)
    with open_workbook(DATA / "northwind.xlsx", Progress()) as book:
        mappings = suggest_workbook(book.look())
        with pytest.raises(Cancelled):
            run_import(desk.database, book, mappings, OPTIONS, progress)
    assert any(what.startswith(stop_at) for what in met)
    assert desk.dump() == before
    assert desk.rows("SELECT * FROM journal_txn") == []
    assert desk.one("SELECT count(*) FROM ledger_line") == 0
    assert desk.bring(DATA / "northwind.xlsx").plan.new == 3078


def test_a_sheet_without_a_needed_column_is_named(desk: Any) -> None:
    path = desk.book({"Sales": [HEAD[:2], ["1", D], ["2", D]]})
    with open_workbook(path, Progress()) as book:
        sheet = book.look().sheets[0]
        mapping = remap(sheet, "invoice_lines")
        with pytest.raises(DomainError) as caught:
            run_import(desk.database, book, [mapping], OPTIONS, Progress())
        assert caught.value.message == (
            "Sheet Sales has no column for: Account number / Account name"
        )
        with pytest.raises(DomainError, match="No sheet"):
            run_import(desk.database, book, [remap(sheet, "")], OPTIONS, Progress())


def test_a_file_that_brings_the_reader_down_changes_nothing(desk: Any, tmp_path: Path) -> None:
    desk.bring({"Sales": [HEAD, ["1", D, "A1", "P", 1, 2.5], ["2", D, "A1", "P", 1, 2.5]]})
    before = desk.dump()
    workbook: Any = openpyxl.Workbook()
    workbook.active["A1"] = workbook.active["XFD1048576"] = "x"
    workbook.save(tmp_path / "far.xlsx")
    with pytest.raises(FileError):
        desk.bring(tmp_path / "far.xlsx")
    assert desk.dump() == before


def test_the_import_writes_what_the_dry_run_found_without_reading_again(desk: Any) -> None:
    path = desk.book(LEDGER)
    options = OPTIONS
    with open_workbook(path, Progress()) as book:
        mappings = suggest_workbook(book.look())
        with desk.database.read() as session:
            planned = dry_run(session, book, mappings, options, Progress())
        book.close()
        result = run_import(desk.database, book, mappings, options, Progress(), planned=planned)
        assert not book.alive
        assert result.plan == planned.plan
        assert desk.one("SELECT sum(amount_minor) FROM account_month") == 30_00
        again = run_import(desk.database, book, mappings, options, Progress(), planned=planned)
        assert book.alive, "what was written once is used up"
        assert (again.plan.new, again.plan.unchanged, again.batch_id) == (0, 3, None)


@pytest.mark.parametrize("change", ["file", "currency"])
def test_a_dry_run_that_no_longer_holds_is_made_again(desk: Any, change: str) -> None:
    path = desk.book(LEDGER)
    options = OPTIONS
    with open_workbook(path, Progress()) as book:
        mappings = suggest_workbook(book.look())
        with desk.database.read() as session:
            planned = dry_run(session, book, mappings, options, Progress())
        if change == "file":
            desk.bring(path)
        else:
            options = ImportOptions("JPY", OPTIONS.today)
        book.close()
        result = run_import(desk.database, book, mappings, options, Progress(), planned=planned)
        assert book.alive
    total = desk.one("SELECT sum(amount_minor) FROM account_month")
    assert (result.plan.new, total) == ((0, 30_00) if change == "file" else (3, 30))
