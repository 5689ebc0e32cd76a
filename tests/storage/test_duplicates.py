"""Duplicates of a file: decisions are remembered, new accounts are held against it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.records import Certainty, Evidence, Kind
from b2bdesk.core.errors import DomainError
from b2bdesk.models import Account, Job, Person
from b2bdesk.services import history
from b2bdesk.services.duplicates import (
    DuplicateRow,
    LookAlike,
    find_duplicates,
    keep_apart,
    look_alikes,
    reason_words,
)
from b2bdesk.services.imports.plan import NewAccount
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Two of one firm in one town, a namesake elsewhere, a group with a site of its name."""
    opened = new_file(tmp_path / "desk.b2bdesk")

    def work(session: Session) -> None:
        session.add_all(
            [
                Account(id=1, name="Bike World", city="Graz", country="Austria"),
                Account(id=2, name="Bike World GmbH", city="Graz", country="Austria"),
                Account(id=3, name="Bike World", city="Linz", country="Austria"),
                Account(id=4, name="Alpine Sports", city="Wien", email="shop@alpine.example"),
            ]
        )
        session.flush()
        session.add(Account(id=5, name="Alpine Sports", city="Wien", parent_id=4))
        for number, account, name in ((6, 1, "Inês Carvalho"), (7, 1, "Carvalho, Ines")):
            session.add(Person(id=number, name=name))
            session.flush()
            session.add(Job(person_id=number, account_id=account))

    opened.write("Fill", work)
    yield opened
    opened.close()


def found(database: Database, kind: Kind = Kind.ACCOUNT) -> dict[tuple[int, int], DuplicateRow]:
    with database.read() as session:
        rows = find_duplicates(session, kind)
    return {(row.pair.first, row.pair.second): row for row in rows}


def test_pairs_are_told_with_their_places_and_hang_together(database: Database) -> None:
    rows = found(database)
    assert {pair: row.pair.certainty for pair, row in rows.items()} == {
        (1, 2): Certainty.SURE,
        (1, 3): Certainty.POSSIBLE,
        (2, 3): Certainty.POSSIBLE,
    }
    assert rows[1, 2].first_place == "Graz, Austria"
    assert {row.cluster_ids for row in rows.values()} == {(1, 2, 3)}
    (person,) = found(database, Kind.PERSON).values()
    assert (person.pair.first, person.pair.second) == (6, 7)
    assert person.first_place == "Bike World"
    assert [reason_words(reason) for reason in person.pair.reasons] == ["same name", "same account"]


def test_what_is_kept_apart_is_remembered_until_it_is_taken_back(database: Database) -> None:
    for _ in range(2):  # the second time changes nothing
        database.write("Apart", lambda session: keep_apart(session, Kind.ACCOUNT, 3, 1))
    assert set(found(database)) == {(1, 2), (2, 3)}
    history.undo(database)
    assert (1, 3) in found(database)
    with pytest.raises(DomainError):
        database.write("Apart", lambda session: keep_apart(session, Kind.ACCOUNT, 3, 3))


def test_new_accounts_of_a_dry_run_are_held_against_the_file(database: Database) -> None:
    new = [
        NewAccount("Customers", 5, "BIKE WORLD Ges.m.b.H.", city="Graz", country="AT"),
        NewAccount("Customers", 6, "Something else", email="shop@alpine.example", city="Wien"),
        NewAccount("Customers", 7, "Nothing like it", city="Graz"),
    ]
    with database.read() as session:
        told = look_alikes(new, session)
        assert look_alikes([], session) == ()
    assert [(t.row, t.account) for t in told if t.certainty is Certainty.SURE] == [(5, 1), (5, 2)]
    assert {t.row for t in told} == {5, 6}
    mail = next(t for t in told if t.row == 6)
    assert isinstance(mail, LookAlike)
    assert Evidence.SAME_EMAIL in {reason.evidence for reason in mail.reasons}
    assert (mail.account_name, mail.account_place) == ("Alpine Sports", "Wien")
