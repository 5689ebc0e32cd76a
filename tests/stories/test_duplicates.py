"""Finding what is there twice, merging it and taking that back, through the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.records import Certainty
from b2bdesk.models import Account, ExternalId, Job, Person
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import Target
from b2bdesk.ui.pages.duplicates.duplicates_page import DuplicatesPage
from tests.helpers.whole_file import Dump, dump
from tests.stories.conftest import Desk

FRIENDLY = "Friendly Bike Shop"
KEPT = "Brakes and Gears"
TWIN = "Brakes & Gears Inc."


@pytest.fixture
def doubled(sample: Path) -> Path:
    """The resellers, with one account and one of its people a second time."""

    def work(session: Session) -> None:
        (city, country, account) = session.connection().exec_driver_sql(
            "SELECT city, country, id FROM account WHERE name = ?", (KEPT,)
        ).one()  # fmt: skip
        twin = Account(name=TWIN, city=city, country=country, phone="+1 435 555 0100")
        person = Person(name="Marlow, Dana", email="dana@brakesgears.example")
        first = Person(name="Dana Marlow", email="dana@brakesgears.example", phone="1")
        session.add_all([twin, person, first])
        session.flush()
        session.add(ExternalId(account_id=twin.id, value="R-9000"))
        session.add(Job(person_id=person.id, account_id=twin.id, title="Buyer"))
        session.add(Job(person_id=first.id, account_id=account, title="Purchasing"))

    database = Database.open(sample)
    database.write("Enter twice", work)
    database.close()
    return sample


def show(desk: Desk) -> DuplicatesPage:
    desk.go("data")
    desk.push("Duplicates")
    page = desk.page()
    assert isinstance(page, DuplicatesPage)
    return page


def listed(page: DuplicatesPage) -> list[tuple[str, str, str]]:
    rows = [page.table.model.row(number) for number in page.table.model.ids]
    return [(r.pair.certainty, r.first_name, r.second_name) for r in rows if r is not None]


def file_dump(desk: Desk) -> Dump:
    assert desk.ctx.database is not None
    return dump(desk.ctx.database)


def test_namesakes_in_two_towns_are_possible_and_can_be_kept_apart(
    desk: Desk, sample: Path
) -> None:
    desk.open(sample)
    page = show(desk)
    assert (Certainty.POSSIBLE, FRIENDLY, FRIENDLY) in listed(page)
    assert not [row for row in listed(page) if row[0] is Certainty.SURE]
    number = next(
        n for n in page.table.model.ids
        if (row := page.table.model.row(n)) is not None and row.first_name == FRIENDLY
    )  # fmt: skip
    page.table.show_id(number)
    desk.settle()
    told = desk.texts(page)
    assert "Bellingham, United States" in told
    assert "Port Huron, United States" in told
    assert "Possible: same name; but another place." in told
    before = file_dump(desk)
    count = len(listed(page))
    desk.press(Qt.Key.Key_K)
    assert desk.said[-1] == f"{FRIENDLY} and {FRIENDLY} are kept apart"
    assert (Certainty.POSSIBLE, FRIENDLY, FRIENDLY) not in listed(page)
    assert len(listed(page)) == count - 1
    desk.run("edit.undo")
    assert file_dump(desk) == before
    assert (Certainty.POSSIBLE, FRIENDLY, FRIENDLY) in listed(page)


def test_two_that_are_the_same_become_one_and_two_again(desk: Desk, doubled: Path) -> None:
    desk.open(doubled)
    page = show(desk)
    assert listed(page)[0] == (Certainty.SURE, KEPT, TWIN)
    told = desk.texts(page)
    assert "Sure: same name, same place." in told
    assert "298 ledger lines" in told
    assert desk.has_button(f"{KEPT} is kept")

    # The phone comes from the twin by itself; the twin's name is chosen with the keyboard.
    desk.press(Qt.Key.Key_Return, widget=page.table.view)
    fields = page.pair_view.fields
    assert QApplication.focusWidget() is fields.view
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        desk.press(key, widget=fields.view)
    before = file_dump(desk)
    lines = desk.sql("SELECT count(*) FROM ledger_line WHERE account_id = ?", desk.account(KEPT))
    desk.press(Qt.Key.Key_M)
    assert desk.said[-1] == f"{TWIN} merged into {KEPT}"
    assert desk.rows("SELECT name, phone FROM account WHERE name IN (?, ?)", KEPT, TWIN) == [
        (TWIN, "+1 435 555 0100")
    ]
    merged = desk.account(TWIN)
    assert desk.sql("SELECT account_id FROM external_id WHERE value = 'R-9000'") == merged
    assert desk.sql("SELECT count(*) FROM ledger_line WHERE account_id = ?", merged) == lines
    assert (Certainty.SURE, KEPT, TWIN) not in listed(page)

    toast = desk.window.toasts.current
    assert toast is not None
    desk.push("Undo", toast)
    assert file_dump(desk) == before
    assert listed(page)[0] == (Certainty.SURE, KEPT, TWIN)


def test_the_other_record_may_be_kept(desk: Desk, doubled: Path) -> None:
    desk.open(doubled)
    page = show(desk)
    twin = desk.account(TWIN)
    lines = desk.sql("SELECT count(*) FROM ledger_line WHERE account_id = ?", desk.account(KEPT))
    desk.push(f"Keep {TWIN}")
    desk.push("Merge")
    assert desk.said[-1] == f"{KEPT} merged into {TWIN}"
    assert desk.sql("SELECT count(*) FROM ledger_line WHERE account_id = ?", twin) == lines
    assert desk.sql("SELECT sum(lines) FROM account_month WHERE account_id = ?", twin) == lines
    assert desk.sql("SELECT city FROM account WHERE id = ?", twin) == "Tooele"
    assert page.states.state == "ready"


def test_people_are_merged_too_and_a_finding_leads_to_its_pair(desk: Desk, doubled: Path) -> None:
    desk.open(doubled)
    person = int(str(desk.sql("SELECT id FROM person WHERE name = 'Marlow, Dana'")))
    desk.ctx.go(Target("duplicates", record=person))
    desk.settle()
    page = desk.page()
    assert isinstance(page, DuplicatesPage)
    assert page.kind.current == "person"
    row = page.table.model.row(page.table.current_id or 0)
    assert row is not None
    assert person in (row.pair.first, row.pair.second)
    desk.click(desk.the(QPushButton, "Merge"))
    assert desk.sql("SELECT count(*) FROM person WHERE email LIKE 'dana@brakes%'") == 1
    assert desk.sql("SELECT count(*) FROM job AS j JOIN person AS p ON p.id = j.person_id"
                    " WHERE p.email LIKE 'dana@brakes%'") == 2  # fmt: skip


def test_an_empty_file_says_what_will_be_here(desk: Desk) -> None:
    desk.new()
    desk.ctx.go(Target("duplicates"))
    desk.settle()
    page = desk.page()
    assert isinstance(page, DuplicatesPage)
    assert page.states.state == "empty"
    assert "No account is there twice" in desk.texts(page)
    desk.push("Look at the people")
    assert "No person is there twice" in desk.texts(page)
