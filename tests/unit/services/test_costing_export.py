"""The costing workbook: the figures of the page, and pools that can be pasted back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from helpers.costed_account import AS_OF, MONTHS, fill_ledger, fill_people, fill_pools

from b2bdesk.core.errors import FileError
from b2bdesk.services.costing.export import export_costing
from b2bdesk.services.costing.paste import read_pools
from b2bdesk.services.costing.paste_result import Outcome
from b2bdesk.services.costing.workbench import Workbench, costing_workbench
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


def bench_of(database: Database) -> Workbench:
    with database.read() as session:
        return costing_workbench(session, MONTHS, AS_OF)


def to_workbook(database: Database, path: Path) -> None:
    bench = bench_of(database)
    with database.read() as session:
        export_costing(session, bench, path, "USD", AS_OF)


def test_the_workbook_says_what_the_page_says_and_comes_back(tmp_path: Path) -> None:
    database = new_file(tmp_path / "costs.b2bdesk")
    for fill in (fill_ledger, fill_people, fill_pools):
        database.write("Fill", fill)
    path = tmp_path / "costing.xlsx"
    to_workbook(database, path)
    book = openpyxl.load_workbook(path)
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown == ["Cost pools", "Reconciliation", "Cost to serve"]
    cells = [list(row) for row in book["Cost pools"].iter_rows(values_only=True)]
    header = next(n for n, row in enumerate(cells) if "Cost pool" in row)
    text = "\n".join(
        "\t".join("" if value is None else str(value).removesuffix(" 00:00:00") for value in row)
        for row in cells[header : header + 4]
    )
    with database.read() as session:
        paste = read_pools(session, text, "USD", MONTHS)
    assert [row.outcome for row in paste.rows] == [Outcome.UNCHANGED] * 3
    served = [row for row in book["Cost to serve"].iter_rows(values_only=True) if row[0]]
    first = next(row for row in served if row[0] == "Account 1")
    assert first[1:5] == (950, 20, 9, 29)
    database.close()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    database = new_file(tmp_path / "costs.b2bdesk")
    database.write("Fill", fill_ledger)
    with pytest.raises(FileError):
        to_workbook(database, tmp_path / "missing" / "x.xlsx")
    database.close()
