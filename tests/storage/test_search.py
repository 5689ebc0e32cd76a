"""Finding records as one types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.new_file import new_file
from sqlalchemy.orm import Session

from b2bdesk.models import Account, Exchange, ExternalId, Job, Person
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.search import Hit, search
from b2bdesk.storage.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "desk.b2bdesk")
    made.write("Fill", _fill)
    yield made
    made.close()


def _fill(session: Session) -> None:
    brakes = Account(id=1, name="Brakes and Gears", city="Tooele")
    bradenton = Account(id=2, name="Front Runner Bikes", city="Bradenton")
    session.add_all([brakes, bradenton, Person(id=10, name="Zoë Brandt", email="z@x.example")])
    session.flush()
    session.add_all(
        [
            ExternalId(id=3, account_id=1, value="697"),
            Job(id=11, person_id=10, account_id=2, title="Owner"),
            *(
                Exchange(
                    id=100 + number,
                    account_id=1,
                    at=number,
                    direction=Direction.OUTBOUND,
                    kind=ExchangeKind.COMMUNICATION,
                    channel=Channel.VISIT,
                    subject=f"Store visit {number}",
                    note="Brakes squeal",
                )
                for number in range(20)
            ),
        ]
    )


def _found(database: Database, words: str) -> list[Hit]:
    with database.read() as session:
        return search(session, words)


def test_titles_that_start_so_come_before_the_others(database: Database) -> None:
    found = _found(database, "bra")
    assert [hit.title for hit in found if hit.kind == "account"] == [
        "Brakes and Gears",
        "Front Runner Bikes",
    ]
    assert [hit.title for hit in found if hit.kind == "person"] == ["Zoë Brandt"]


def test_every_word_must_be_there_in_any_case_and_without_accents(database: Database) -> None:
    assert [hit.title for hit in _found(database, "GEARS brak")] == ["Brakes and Gears"]
    assert [hit.title for hit in _found(database, "zoe")] == ["Zoë Brandt"]
    assert _found(database, "brakes nowhere") == []


def test_an_account_is_found_by_its_number(database: Database) -> None:
    assert [(hit.kind, hit.id) for hit in _found(database, "697")] == [("account", 1)]


def test_of_many_the_newest_are_shown(database: Database) -> None:
    found = [hit.id for hit in _found(database, "store") if hit.kind == "exchange"]
    assert found == [119, 118, 117, 116, 115]


def test_the_word_for_a_kind_finds_no_kind(database: Database) -> None:
    assert _found(database, "account") == []
    assert _found(database, "exchange") == []


@pytest.mark.parametrize("words", ["", "  ", '"', "'", "^*", "a AND", "NEAR(", "title:x", "-"])
def test_signs_are_no_commands(database: Database, words: str) -> None:
    _found(database, words)


def test_a_renamed_record_is_found_by_its_new_name_only(database: Database) -> None:
    def rename(session: Session) -> None:
        session.get_one(Account, 1).name = "Gear House"

    database.write("Rename", rename)
    assert [hit.id for hit in _found(database, "gear ho")] == [1]
    assert [hit.id for hit in _found(database, "brakes and")] == []
