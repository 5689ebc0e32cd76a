"""Sales by product and month in an account's workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.costed_account import ANNA, MONTHS, fill_ledger
from helpers.new_file import new_file

from b2bdesk.services.product_months import product_months_sheet
from b2bdesk.storage.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "desk.b2bdesk")
    made.write("Fill", fill_ledger)
    yield made
    made.close()


def test_the_cells_add_up_to_the_account_s_sales_and_gaps_stay_empty(database: Database) -> None:
    with database.read() as session:
        sheet = product_months_sheet(session, ANNA, MONTHS, "USD")
        lines = session.connection().exec_driver_sql(
            "SELECT p.code, l.month, sum(l.amount_minor) FROM ledger_line l"
            " LEFT JOIN product p ON p.id = l.product_id WHERE l.account_id = ?"
            " GROUP BY p.code, l.month",
            (ANNA,),
        )
        expected = {(code or "", f"m{month}"): amount for code, month, amount in lines}
    keys = [column.key for column in sheet.columns]
    found: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        cells = dict(zip(keys, row, strict=True))
        months = {key: value for key, value in cells.items() if key.startswith("m")}
        assert sum(value for value in months.values() if value is not None) == cells["total"]
        found |= {(str(cells["code"]), key): v for key, v in months.items() if v is not None}
    assert found == expected
    totals = [dict(zip(keys, row, strict=True))["total"] for row in sheet.rows]
    assert totals == sorted(totals, reverse=True)


def test_an_account_without_lines_has_an_empty_sheet(database: Database) -> None:
    with database.read() as session:
        sheet = product_months_sheet(session, 999, MONTHS, "USD")
    assert list(sheet.rows) == []
    assert [column.key for column in sheet.columns] == ["code", "product", "total"]
