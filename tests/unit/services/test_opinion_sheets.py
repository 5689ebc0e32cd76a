"""Health and the brand in the workbook of an account, with the figures of the screen."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.resellers import make_reseller_file
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.models import Dmu, DmuMember, Job, MemberStance, Person
from b2bdesk.models.enums import Stance
from b2bdesk.services.account_export import write_account
from b2bdesk.services.health.account import account_health
from b2bdesk.services.imports.decisions import ImportOptions
from b2bdesk.services.imports.run import plan_import
from b2bdesk.services.perceptions import add_attributes, set_main_rival, set_score
from b2bdesk.storage.database import Database

AS_OF = date(2020, 5, 31)
WHOLE = Period(2017 * 12 + 6, 2020 * 12 + 4)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = make_reseller_file(tmp_path_factory.mktemp("opinions") / "real.b2bdesk")
    database.write("Fill", _fill)
    yield database
    database.close()


def _fill(session: Session) -> None:
    for row in (
        Person(id=10_001, name="Ruth"), Person(id=10_002, name="Ines"),
        Job(person_id=10_001, account_id=1), Job(person_id=10_002, account_id=1),
        Dmu(id=3, account_id=1, name="Bikes"),
        DmuMember(id=4, dmu_id=3, person_id=10_001, influence=4),
        DmuMember(id=5, dmu_id=3, person_id=10_002),
        MemberStance(member_id=4, stance=Stance.SUPPORTER, valid_from=day_of(AS_OF)),
    ):  # fmt: skip
        session.add(row)
        session.flush()
    set_main_rival(session, 1, "Velo AG")
    trust, price = add_attributes(session, ["Trust", "Price"])
    set_score(session, 10_001, trust, "ours", 5, AS_OF)
    set_score(session, 10_002, trust, "ours", 2, AS_OF)
    set_score(session, 10_002, trust, "rival", 3, AS_OF)
    set_score(session, 10_001, price, "ours", 1, date(2020, 6, 9))  # after the as-of date


@pytest.fixture(scope="module")
def written(file: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "account.xlsx"
    with file.read() as session:
        write_account(session, 1, path, WHOLE, AS_OF)
    return path


def rows_of(path: Path, name: str) -> list[dict[str, Any]]:
    sheet: Any = openpyxl.load_workbook(path)[name]
    table = next(iter(sheet.tables.values()))
    values = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(values[0], row, strict=True)) for row in values[1:]]


def test_the_brand_of_the_unit_is_weighed_and_says_how_many_scored(written: Path) -> None:
    (row,) = rows_of(written, "Brand")
    assert row.pop("Difference") == pytest.approx(1.4)
    assert row == {
        "Decision-making unit": "Bikes", "Brand attribute": "Trust", "Us, 1 to 5": 4.4,
        "Scored by": 2, "Main rival, 1 to 5": 3, "Rival scored by": 1, "People in the unit": 2,
    }  # fmt: skip
    scores = rows_of(written, "Survey scores")
    assert [(row["Person"], row["Our score, 1 to 5"]) for row in scores] == [
        ("Ruth", 5), ("Ines", 2),
    ]  # fmt: skip


def test_every_health_of_the_tree_stands_there_with_its_share(
    file: Database, written: Path
) -> None:
    with file.read() as session:
        company = account_health(session, 1, AS_OF).company
    rows = {(row["Health of"], row["Part of"]): row for row in rows_of(written, "Health")}
    whole = next(row for key, row in rows.items() if key[0] == "Company")
    assert whole["0 to 100"] == pytest.approx(company.value)
    # Ruth: supporter 75, perceptions 100; four of five parts of influence are hers.
    ruth = rows["Ruth", "Bikes"]
    assert (ruth["0 to 100"], ruth["Share"]) == (87.5, 0.8)
    complaints = rows["Complaints", "Operational scorecard"]
    assert (complaints["0 to 100"], complaints["Share"]) == (None, None)
    said = "No orders in twelve months to set complaints against."
    assert complaints["How it came about"] == said


def test_the_report_has_facts_and_a_chart(written: Path) -> None:
    page: Any = openpyxl.load_workbook(written, data_only=True)["Report"]
    facts = {page.cell(row, 2).value: page.cell(row, 3).value for row in range(4, 40)}
    assert isinstance(facts["Health, 0 to 100"], int)
    assert facts["Health: Operational scorecard"] == "–"
    with zipfile.ZipFile(written) as package:
        charts = [
            package.read(name).decode() for name in package.namelist() if "charts/chart" in name
        ]
    (brand,) = (chart for chart in charts if "Brand in Bikes, 1 to 5" in chart)
    assert "Velo AG" in brand


def test_it_comes_back_as_no_change(file: Database, written: Path) -> None:
    with open_workbook(written, Progress()) as book, file.read() as session:
        mappings = suggest_workbook(book.look())
        plan = plan_import(session, book, mappings, ImportOptions("USD", AS_OF), Progress())
    kinds = [sheet.kind for sheet in plan.sheets if sheet.read]
    assert "surveys" in kinds
    assert kinds.count("surveys") == 1
    assert not plan.writes
