"""The templates folder: two to begin with, filled from what the pages draw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.resellers import make_reseller_file
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of
from b2bdesk.exchange_formats.excel.filler import Filled
from b2bdesk.models import Dmu, DmuMember, Job, MemberRole, NextStep, Person
from b2bdesk.models.enums import Role
from b2bdesk.services import templates
from b2bdesk.services.portfolio import portfolio
from b2bdesk.services.profit import account_profit
from b2bdesk.services.template_names import ACCOUNT, ACCOUNT_LISTS, PORTFOLIO, PORTFOLIO_LISTS
from b2bdesk.services.templates import (
    TemplateKind,
    fill_account,
    fill_portfolio,
    list_templates,
    make_templates_folder,
    words_about,
)
from b2bdesk.storage.database import Database

AS_OF = date(2020, 5, 31)
WHOLE = Period(2017 * 12 + 6, 2020 * 12 + 4)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = make_reseller_file(tmp_path_factory.mktemp("templates") / "real.b2bdesk")
    database.write("Fill", _fill)
    yield database
    database.close()


def _fill(session: Session) -> None:
    for row in (
        Person(id=10_007, name="=cmd()", email="ines@example.com"),
        Person(id=10_008, name="Bo"),
        Job(person_id=10_007, account_id=1, title="Buyer"),
        Job(person_id=10_008, account_id=1),
        Dmu(id=3, account_id=1, name="Bikes"),
        DmuMember(id=4, dmu_id=3, person_id=10_007, influence=4),
        MemberRole(member_id=4, role=Role.BUYER, valid_from=day_of(AS_OF) - 9),
        NextStep(account_id=1, what="Send offer", due_day=day_of(AS_OF) + 4),
    ):
        session.add(row)
        session.flush()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(templates, "templates_folder", lambda: tmp_path / "templates")
    return make_templates_folder()


def cells(path: Path) -> dict[str, Any]:
    """Everything beside or below a label, by the label in the first column."""
    book = openpyxl.load_workbook(path)
    found: dict[str, Any] = {"sheets": book.sheetnames}
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            if row[0] is not None:
                found.setdefault(str(row[0]), row[1:])
    return found


def test_the_folder_begins_with_two_templates_and_keeps_what_the_user_made(folder: Path) -> None:
    assert [p.name for p in list_templates(TemplateKind.ACCOUNT)] == ["Account brief.xlsx"]
    (mine,) = list_templates(TemplateKind.PORTFOLIO)
    assert mine.name == "Portfolio.xlsx"
    mine.rename(mine.with_name("My own.xlsx"))
    mine.with_name("~$My own.xlsx").write_bytes(b"")
    make_templates_folder()
    assert [p.name for p in list_templates(TemplateKind.PORTFOLIO)] == ["My own.xlsx"]


@pytest.mark.parametrize(
    ("values", "lists"), [(ACCOUNT, ACCOUNT_LISTS), (PORTFOLIO, PORTFOLIO_LISTS)]
)
def test_every_name_is_explained_in_the_starter(folder: Path, values: Any, lists: Any) -> None:
    kind = TemplateKind.ACCOUNT if values is ACCOUNT else TemplateKind.PORTFOLIO
    (path,) = list_templates(kind)
    page = openpyxl.load_workbook(path)["Names"]
    told = {row[0] for row in page.iter_rows(min_row=8, values_only=True)}
    assert told == {v.name for v in values} | {
        f"{g.name}.{f.name}" for g in lists for f in g.fields
    }


def test_the_account_brief_says_what_the_page_says(
    file: Database, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "brief.xlsx"
    (template,) = list_templates(TemplateKind.ACCOUNT)
    with file.read() as session:
        filled = fill_account(session, 1, template, path, WHOLE, AS_OF)
        profit = account_profit(session, 1, WHOLE, AS_OF)
    assert words_about(filled) == ""
    found = cells(path)
    assert found["sheets"] == ["Account brief"]
    assert round(found["Sales"][0] * 100) == profit.sales
    assert round(found["Gross margin"][0] * 100) == profit.gross_margin
    assert found["Net profit"][0] is None, "there are no cost pools"
    assert found["=cmd()"][:2] == ("Buyer", "Buyer")
    assert "Bo" in found
    assert found["Send offer"][0].date() == date(2020, 6, 4)
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    head = next(r for r in range(1, 60) if sheet.cell(r, 1).value == "Product")
    assert sheet.cell(head + 2, 1).value == "Total", "it moved down with the second person"
    assert sheet.cell(head + 2, 4).value == f"=SUM(D{head + 1}:D{head + 1})"


def test_the_portfolio_template_has_every_row_on_show(
    file: Database, folder: Path, tmp_path: Path
) -> None:
    with file.read() as session:
        result = portfolio(session, WHOLE, AS_OF, 1)
    path = tmp_path / "out.xlsx"
    (template,) = list_templates(TemplateKind.PORTFOLIO)
    rows = result.rows[10:40]
    assert words_about(fill_portfolio(template, path, result, "USD", rows, None)) == ""
    found = cells(path)
    assert found["Gross margin"][0] == 963_407.40
    assert [name for name in found if name in {row.name for row in rows}] == list(
        dict.fromkeys(row.name for row in rows)
    )


def test_what_was_not_filled_is_said_in_words() -> None:
    unknown = [("Brief", f"A{n}", f"profit.x{n}") for n in range(7)]
    words = words_about(Filled(places=1, unknown=unknown, lost=["pictures"]))
    assert "profit.x0 (Brief A0)" in words
    assert "and 2 more" in words
    assert "Left out of the copy: pictures." in words
    assert "no name that could be filled" in words_about(Filled())
