"""What is due, as a workbook that says what the page says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from helpers.desk import TODAY, Desk, fill

from b2bdesk.core.errors import DomainError
from b2bdesk.core.progress import Progress
from b2bdesk.services.next_steps import StepDraft, add_next_step
from b2bdesk.services.today import Owners, today
from b2bdesk.services.today_export import write_today
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "today.b2bdesk")
    yield made
    made.close()


def test_every_list_of_today_is_a_sheet(database: Database, tmp_path: Path) -> None:
    desk: Desk = database.write("Fill", fill).value
    draft = StepDraft("Send prices", TODAY)
    database.write("Step", lambda s: add_next_step(s, draft, TODAY, None, account=desk.brakes))
    path = tmp_path / "today.xlsx"
    with database.read() as session:
        found = today(session, TODAY, Owners())
        write_today(session, path, TODAY, Owners(), Progress())
    book = openpyxl.load_workbook(path)
    (late,) = found.overdue_orders
    rows = [[cell.value for cell in row] for row in book["Orders overdue"]]
    at = next(n for n, row in enumerate(rows) if row[0] == "Account")
    assert rows[at][:4] == ["Account", "Cycles late", "Last order", "Usual gap, days"]
    name, cycles, last, gap = rows[at + 1][:4]
    assert (name, gap) == ("Brakes and Gears", 30)
    assert cycles == pytest.approx(late.cycles_late)
    assert isinstance(last, datetime)
    assert last.date() == date(2020, 3, 1)
    assert [row[0].value for row in book["Win back"]][-1] == "Retail Mall"
    silent = [cell.value for cell in list(book["Silent accounts"])[-1]]
    assert silent == ["Brakes and Gears", 12, None]  # never in touch is no number of days
    steps = list(book["Follow-ups due"])
    heads = [cell.value for cell in steps[0]]
    assert steps[1][heads.index("What")].value == "Send prices"
    assert "B2BDesk id" in heads  # these can be edited and brought back


def test_an_empty_file_has_nothing_to_export(database: Database, tmp_path: Path) -> None:
    with database.read() as session, pytest.raises(DomainError, match="Nothing is due"):
        write_today(session, tmp_path / "today.xlsx", TODAY, Owners(), Progress())
