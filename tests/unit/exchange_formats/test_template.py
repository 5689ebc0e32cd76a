"""The import template: filled in, it comes in without a correction."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from b2bdesk.core.errors import FileError
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.excel.template import write_template
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from b2bdesk.storage.database import Database

FILLED: dict[str, dict[str, object]] = {
    "accounts": {"code": "007", "name": "Brakes", "kind": "Partner"},
    "contacts": {"account_code": "007", "name": "Ines Carvalho", "email": "i@brakes.example"},
    "exchanges": {
        "account_code": "007",
        "date": date(2020, 5, 20),
        "direction": "Talk",
        "kind": "Communication",
        "channel": "Visit",
        "subject": "Hello",
        "minutes": 30,
        "people": "Ines Carvalho",
    },
    "cost_pools": {
        "name": "Freight",
        "activity": "Deliveries",
        "level": "Order",
        "driver": "Deliveries",
        "from": date(2020, 1, 1),
        "to": date(2020, 12, 31),
        "amount": 1200,
    },
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.xlsx"
    write_template(path, KINDS.values())
    return path


def test_every_kind_has_a_sheet_with_its_titles_and_choices(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert len(book.sheetnames) == len(KINDS) + 1
    page = book[KINDS["accounts"].title]
    titles = [cell.value for cell in page[1]]
    assert titles == [field.title for field in KINDS["accounts"].content]
    assert [rule.formula1 for rule in page.data_validations.dataValidation] == [
        '"End customer,Partner,Prospect"'
    ]


def test_a_filled_template_comes_in_without_a_correction(template: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template)
    for key, values in FILLED.items():
        kind = KINDS[key]
        page = book[kind.title[:31]]
        places = {field.key: number for number, field in enumerate(kind.content, 1)}
        for field, value in values.items():
            page.cell(2, places[field], value)
    book.save(template)
    database = Database.create(tmp_path / "desk.b2bdesk")
    try:
        with open_workbook(template, Progress()) as opened:
            mappings = suggest_workbook(opened.look())
            kinds = {m.sheet: m.kind for m in mappings if m.kind}
            for key in FILLED:
                assert kinds[KINDS[key].title[:31]] == key
            result = run_import(database, opened, mappings, ImportOptions(), Progress())
        assert [s.rejected + s.ambiguous for s in result.plan.sheets if s.read] == [0] * len(FILLED)
        with database.read() as session:
            found = session.connection().exec_driver_sql(
                "SELECT a.name, a.kind, x.value, p.name, e.subject, e.minutes FROM account a"
                " JOIN external_id x ON x.account_id = a.id JOIN job j ON j.account_id = a.id"
                " JOIN person p ON p.id = j.person_id JOIN exchange e ON e.account_id = a.id"
            )
            assert [tuple(row) for row in found] == [
                ("Brakes", "partner", "007", "Ines Carvalho", "Hello", 30)
            ]
    finally:
        database.close()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="could not be written"):
        write_template(tmp_path / "nowhere" / "template.xlsx", KINDS.values())
