"""The import template: filled in, it comes in without a correction."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import available_languages, set_language, tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import letter_of
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.excel.template import (
    choices_of,
    example_of,
    need_of,
    write_template,
)
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from tests.helpers.new_file import new_file

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
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert [rule.formula1 for rule in rules.values() if rule.type == "list"] == [
        '"End customer,Partner,Prospect"'
    ]
    assert rules["A2:A1001"].prompt == "a number or code, kept as written\nExample: 0042"
    assert rules["B2:B1001"].prompt.startswith("Required\n")
    assert page["B1"].font.b
    assert not page["A1"].font.b
    assert page["B1"].fill.fgColor.rgb != page["A1"].fill.fgColor.rgb


def test_drop_downs_offer_every_word_of_every_kind(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for kind in KINDS.values():
        page = book[kind.title[:31]]
        rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
        for number, field in enumerate(kind.content):
            rule = rules[f"{letter_of(number)}2:{letter_of(number)}1001"]
            words = choices_of(field)
            if not words or field.type is FieldType.CHOICES:
                assert rule.type is None
                continue
            told = str(rule.formula1)
            if told.startswith('"'):
                assert told[1:-1].split(",") == words
            else:
                sheet, cells = told.split("!")
                spots = book[sheet.strip("'")][cells.replace("$", "")]
                assert [cell.value for (cell,) in spots] == words


def test_read_me_explains_every_column_with_an_example(template: Path) -> None:
    page = openpyxl.load_workbook(template)["Read me"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    for kind in KINDS.values():
        start = next(n for n, row in enumerate(rows) if row[0] == kind.title)
        for number, field in enumerate(kind.content, start + 1):
            assert rows[number][1] == field.title
            assert bool(rows[number][2]) == bool(need_of(kind, field))
            assert rows[number][3]
            if field.type not in (FieldType.TEXT, FieldType.NOTE):
                assert rows[number][4] is not None, (kind.key, field.key)
    contacts = KINDS["contacts"]
    assert need_of(contacts, contacts.by_key["account_code"]) == "Required, or Account name"


@pytest.mark.parametrize("language", available_languages())
def test_in_every_language_each_sheet_is_known_and_nothing_else_is_read(
    tmp_path: Path, language: str
) -> None:
    set_language(language)
    try:
        path = tmp_path / "template.xlsx"
        write_template(path, KINDS.values())
        book = openpyxl.load_workbook(path)
        wanted = {}
        for kind in KINDS.values():
            page = book[tr(kind.title)[:31]]
            wanted[page.title] = kind.key
            for number, field in enumerate(kind.content, 1):
                page.cell(2, number, example_of(field) or "Text")
        book.save(path)
        with open_workbook(path, Progress()) as opened:
            mappings = suggest_workbook(opened.look())
        known = {m.sheet: m.kind for m in mappings if m.kind}
        assert known == wanted
    finally:
        set_language("en")


def test_a_filled_template_comes_in_without_a_correction(template: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template)
    for key, values in FILLED.items():
        kind = KINDS[key]
        page = book[kind.title[:31]]
        places = {field.key: number for number, field in enumerate(kind.content, 1)}
        for field, value in values.items():
            page.cell(2, places[field], value)
    book.save(template)
    database = new_file(tmp_path / "desk.b2bdesk")
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
