"""The import from the command line says what came in and what waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b2bdesk.core.errors import FileError
from b2bdesk.services.currency_rates import CurrencyRateDraft, add_currency_rate
from b2bdesk.services.file_settings import set_setting
from b2bdesk.services.imports.command import import_command
from b2bdesk.services.imports.decisions import ImportOptions, Mode

HEAD = ["Invoice", "Date", "Customer number", "Quantity", "Unit price", "Currency"]
D = date(2021, 3, 4)


def test_the_outcome_is_printed_and_waiting_rows_are_written(
    desk: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.database.write("Set", lambda session: set_setting(session, "currency", "GBP"))
    rows = [
        ["1", D, "A1", 1, 2.5, "GBP"],
        ["2", D, None, 1, 2.5, "GBP"],
        ["3", D, "A1", 1, 2.5, "USD"],
    ]
    path = desk.book({"Sales": [HEAD, *rows], "Notes": [["Call", "back"], ["soon", "or later"]]})
    out = tmp_path / "waiting.xlsx"
    assert import_command(desk.database, path, dry_run=True) == 0
    assert "Nothing was changed" in capsys.readouterr().out
    assert desk.one("SELECT count(*) FROM ledger_line") == 0
    assert import_command(desk.database, path, rejected=out) == 0
    printed = capsys.readouterr().out
    assert "Sales (Invoice lines): 3 rows read: 1 new, 0 changed" in printed
    assert "total 2.50 GBP" in printed
    assert "1 × No customer is given." in printed
    assert "1 × No rate of USD is known for 2021-03-04." in printed
    assert "Notes: not recognised, left out" in printed
    assert "2 waiting rows were written to waiting.xlsx." in printed
    assert openpyxl.load_workbook(out)["Sales"].max_row == 3
    assert import_command(desk.database, path) == 0
    assert "Everything was in the file already" in capsys.readouterr().out


def test_an_unknown_workbook_and_its_own_name_are_refused(
    desk: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = desk.book({"Notes": [["Call", "back"], ["soon", "or later"]]})
    assert import_command(desk.database, path) == 1
    assert "No sheet was recognised" in capsys.readouterr().err
    with pytest.raises(FileError, match="over the workbook itself"):
        import_command(desk.database, path, rejected=path)


def test_mode_system_and_the_rules_of_matching_are_said(
    desk: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    head = ["Account number", "Name", "City"]
    path = desk.book({"Accounts": [head, ["1", "One", "Ulm"], ["2", "Two", "Bonn"]]})
    options = ImportOptions(system="SAP")
    assert import_command(desk.database, path, options) == 0
    assert desk.rows("SELECT DISTINCT system FROM external_id") == [("SAP",)]
    path = desk.book({"Accounts": [head, ["1", "One", None], ["3", "Three", "Jena"]]})
    capsys.readouterr()
    changes = ImportOptions(system="SAP", mode=Mode.CHANGES_ONLY, erase=True)
    assert import_command(desk.database, path, changes) == 0
    printed = capsys.readouterr().out
    assert "2 rows read: 0 new, 1 changed, 0 in already, 0 rejected, 0 ambiguous, 1 set aside" in (
        printed
    )
    assert "1 known by its number" in printed
    cities = desk.rows("SELECT name, city FROM account ORDER BY 1")
    assert cities == [("One", None), ("Two", "Bonn")]


def test_what_is_converted_is_printed(desk: Any, capsys: pytest.CaptureFixture[str]) -> None:
    draft = CurrencyRateDraft("CHF", date(2021, 1, 1), Decimal("1.1"))
    desk.database.write("Rate", lambda session: add_currency_rate(session, draft))
    path = desk.book({"Sales": [HEAD, ["1", D, "A1", 3, 1000, "CHF"]]})
    assert import_command(desk.database, path, dry_run=True) == 0
    printed = capsys.readouterr().out
    assert "3,000.00 CHF at 1.1 of 2021-01-01: 3,300.00 USD" in printed
