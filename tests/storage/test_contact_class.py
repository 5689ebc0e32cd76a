"""Contact classes in a file: corrections are learned, reach the same titles, and are undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from b2bdesk.core.progress import Progress
from b2bdesk.core.resources import resource_path
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.models import Account, Job, Person, TitleClass
from b2bdesk.models.enums import ContactClass as C
from b2bdesk.services import history
from b2bdesk.services.contact_class import class_unclassed, correct_class
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from b2bdesk.services.people import PersonDraft, add_person
from b2bdesk.storage.database import Database, Session
from tests.helpers.new_file import new_file

DAY = date(2020, 5, 31)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = new_file(tmp_path / "mine.b2bdesk")
    yield opened
    opened.close()


def add(session: Session, *people: tuple[str, str]) -> dict[str, int]:
    """People at one account; their jobs by name."""
    account = session.scalar(select(Account.id)) or _account(session)
    return {
        name: add_person(session, account, PersonDraft(name, title), DAY).job
        for name, title in people
    }


def _account(session: Session) -> int:
    row = Account(name="Brakes and Gears")
    session.add(row)
    session.flush()
    return row.id


def classes(session: Session) -> dict[str, C | None]:
    """Everybody's class by name."""
    rows = session.execute(
        select(Person.name, Job.contact_class).join(Job, Job.person_id == Person.id)
    )
    return {row.name: row.contact_class for row in rows}


def test_correction_reaches_the_same_titles_and_is_learned(database: Database) -> None:
    def prepare(session: Session) -> dict[str, int]:
        return add(
            session,
            ("Ada", "Lead mechanic"),
            ("Ben", "lead  Mechanic"),
            ("Cid", "Mechanic"),
        )

    jobs = database.write("Add", prepare).value
    written = database.write("Class", lambda s: correct_class(s, jobs["Ada"], C.END_USER))
    assert written.value == 2
    database.write("Add", lambda s: add(s, ("Dan", "Lead Mechanic (m/f/d)")))
    with database.read() as session:
        assert classes(session) == {
            "Ada": C.END_USER, "Ben": C.END_USER, "Cid": C.TECHNICAL, "Dan": C.END_USER,
        }  # fmt: skip


def test_who_was_given_another_class_by_hand_keeps_it(database: Database) -> None:
    def change(session: Session) -> None:
        jobs = add(session, ("Ada", "Fixer"), ("Ben", "Fixer"), ("Cid", "Fixer"))
        correct_class(session, jobs["Ada"], C.LEGAL, same_title=False)
        assert correct_class(session, jobs["Ben"], C.TECHNICAL) == 2

    database.write("Classes", change)
    with database.read() as session:
        assert classes(session) == {"Ada": C.LEGAL, "Ben": C.TECHNICAL, "Cid": C.TECHNICAL}


def test_correction_is_one_step_that_undo_takes_back(database: Database) -> None:
    jobs = database.write("Add", lambda s: add(s, ("Ada", "Owner"), ("Ben", "Owner"))).value
    database.write("Class", lambda s: correct_class(s, jobs["Ada"], C.PARTNER))
    history.undo(database)
    with database.read() as session:
        assert set(classes(session).values()) == {C.DECISION_MAKER}
        assert session.scalars(select(TitleClass)).all() == []


def test_correction_back_to_what_the_words_say_forgets_the_title(database: Database) -> None:
    def change(session: Session) -> None:
        jobs = add(session, ("Ada", "Owner"))
        correct_class(session, jobs["Ada"], C.PARTNER)
        correct_class(session, jobs["Ada"], C.LEGAL)
        assert [row.contact_class for row in session.scalars(select(TitleClass))] == [C.LEGAL]
        correct_class(session, jobs["Ada"], C.DECISION_MAKER)
        assert session.scalars(select(TitleClass)).all() == []

    database.write("Classes", change)


def test_unclassed_get_what_their_titles_suggest(database: Database) -> None:
    def change(session: Session) -> tuple[int, int]:
        jobs = add(session, ("Ada", "Owner"), ("Ben", "Wizard"), ("Cid", ""))
        row = session.get(Job, jobs["Ada"])
        assert row is not None
        row.contact_class = None
        return class_unclassed(session), class_unclassed(session)

    assert database.write("Classes", change).value == (1, 0)
    with database.read() as session:
        assert classes(session) == {"Ada": C.DECISION_MAKER, "Ben": None, "Cid": None}


def test_adventure_works_contacts_are_classed_from_their_titles(database: Database) -> None:
    path = resource_path("sample", "adventureworks_resellers.xlsx")
    with open_workbook(path, Progress()) as book:
        run_import(database, book, suggest_workbook(book.look()), ImportOptions(), Progress())
    with database.read() as session:
        found = Counter(tuple(row) for row in session.execute(select(Job.title, Job.contact_class)))
    assert set(found) == {
        ("Owner", C.DECISION_MAKER),
        ("Purchasing Manager", C.PURCHASING),
        ("Purchasing Agent", C.PURCHASING),
    }
    assert found["Owner", C.DECISION_MAKER] == 266
