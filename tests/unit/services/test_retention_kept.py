"""Kept results are the ones a session would compute itself, also over undo and put-back files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.models import Account, Person
from b2bdesk.services import history
from b2bdesk.services.kept import Kept
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


class Counting:
    """A kept count of people, and how often it was really counted."""

    def __init__(self) -> None:
        self.kept: Kept[int] = Kept(("person",), 2)
        self.computed = 0

    def __call__(self, database: Database, key: str = "people") -> int:
        with database.read() as session:
            return self.kept.get(session, key, self._counter(session))

    def _counter(self, session: Session) -> Callable[[], int]:
        def count() -> int:
            self.computed += 1
            return session.scalar(select(func.count()).select_from(Person)) or 0

        return count


def _add(database: Database, *names: str) -> None:
    database.write("Add people", lambda s: s.add_all(Person(name=name) for name in names))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.b2bdesk"


def test_computed_again_only_when_a_table_of_interest_changed(path: Path) -> None:
    database, people = new_file(path), Counting()
    assert (people(database), people(database), people.computed) == (0, 0, 1)
    database.write("Add account", lambda s: s.add(Account(name="A")))
    assert (people(database), people.computed) == (0, 1)
    _add(database, "Ines")
    assert (people(database), people.computed) == (1, 2)
    history.undo(database)
    assert (people(database), people.computed) == (0, 3)
    history.redo(database)
    assert (people(database), people.computed) == (1, 4)
    assert people(database, "other key") == 1
    assert people.computed == 5
    database.close()


def test_the_writer_gets_its_own_view(path: Path) -> None:
    database, people = new_file(path), Counting()
    assert people(database) == 0

    def work(session: Session) -> int:
        session.add(Person(name="Ines"))
        session.flush()
        return people.kept.get(session, "people", people._counter(session))

    assert database.write("Add", work).value == 1
    assert people(database) == 1
    database.close()


def test_a_file_put_back_is_another_file(path: Path, tmp_path: Path) -> None:
    database, people = new_file(path), Counting()
    _add(database, "Ines")
    database.close()
    shutil.copy(path, tmp_path / "copy")
    database = Database.open(path)
    _add(database, "Erik", "Ruth")
    assert people(database) == 3
    database.close()
    shutil.copy(tmp_path / "copy", path)
    database = Database.open(path)
    assert people(database) == 1, "older than what was kept"
    database.close()
    shutil.copy(tmp_path / "copy", path)
    database = Database.open(path)
    _add(database, "Peter")
    assert people(database) == 2, "as many steps as before, but not the same"
    database.close()


def test_only_the_newest_are_kept(path: Path) -> None:
    database, people = new_file(path), Counting()
    for key in ("a", "b", "c", "a"):
        people(database, key)
    assert people.computed == 4
    database.close()
