"""What the data-quality page says of a file: every finding, and the shares they come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, noon_of
from b2bdesk.models import (
    Account,
    Colleague,
    Contract,
    Exchange,
    ExchangePerson,
    ExternalId,
    Job,
    Person,
    RelationshipRecord,
)
from b2bdesk.models.enums import (
    AccountKind,
    Channel,
    Direction,
    ExchangeKind,
    RelationshipPoint,
    RelationshipType,
)
from b2bdesk.services.data_quality import (
    DataQuality,
    Part,
    data_quality,
    find_look_alikes,
    is_phone,
)
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

AS_OF = date(2024, 6, 30)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty file."""
    made = new_file(tmp_path / "desk.b2bdesk")
    yield made
    made.close()


def _judge(database: Database, look_alikes: dict[int, list[str]] | None = None) -> DataQuality:
    with database.read() as session:
        return data_quality(session, AS_OF, look_alikes=look_alikes or {})


def _whole(session: Session) -> int:
    """An account of which everything is known."""
    owner = Colleague(name="Lena")
    session.add(owner)
    session.flush()
    account = Account(
        name="Whole", segment="Retail", city="Porto", country="Portugal", owner_id=owner.id,
        email="hello@whole.pt", phone="+351 22 339 0000", website="www.whole.pt",
    )  # fmt: skip
    person = Person(name="Ines", email="ines@whole.pt")
    session.add_all([account, person])
    session.flush()
    exchange = Exchange(
        account_id=account.id, at=noon_of(date(2024, 5, 1)), direction=Direction.OUTBOUND,
        kind=ExchangeKind.COMMUNICATION, channel=Channel.CALL, subject="Call",
    )  # fmt: skip
    session.add_all(
        [
            ExternalId(account_id=account.id, value="7"),
            Job(person_id=person.id, account_id=account.id, title="Buyer"),
            RelationshipRecord(
                account_id=account.id, point=RelationshipPoint.CURRENT,
                type=RelationshipType.TRANSACTIONAL, on_day=day_of(AS_OF),
            ),
            exchange,
        ]
    )  # fmt: skip
    session.flush()
    session.add(ExchangePerson(exchange_id=exchange.id, person_id=person.id))
    return account.id


def test_an_account_of_which_all_is_known_has_nothing_to_put_right(database: Database) -> None:
    database.write("Add", _whole)
    found = _judge(database)
    assert found.findings == ()
    assert found.score == 100
    assert found.accounts[0].parts == dict.fromkeys(Part, 100)


def test_a_bare_name_lacks_everything(database: Database) -> None:
    database.write("Add", lambda s: s.add(Account(name="Bare")))
    found = _judge(database)
    assert [f.code for f in found.findings] == [
        "no_number", "no_segment", "no_owner", "no_place", "no_contact", "no_type", "silent",
    ]  # fmt: skip
    (bare,) = found.accounts
    assert bare.parts == {
        Part.COMPLETENESS: 0,
        Part.VALIDITY: None,
        Part.FRESHNESS: 0,
        Part.DUPLICATES: 100,
    }
    assert bare.score == pytest.approx(100 / 3)


def test_a_prospect_needs_neither_a_number_nor_a_type(database: Database) -> None:
    database.write("Add", lambda s: s.add(Account(name="Hope", kind=AccountKind.PROSPECT)))
    codes = {f.code for f in _judge(database).findings}
    assert not codes & {"no_number", "no_type"}


def test_what_cannot_be_right_is_named_with_its_value(database: Database) -> None:
    def work(session: Session) -> None:
        account = session.get_one(Account, _whole(session))
        account.email, account.phone, account.website = "hello at whole", "call Ines", "whole"
        person = session.query(Person).one()
        person.email, person.mobile = "ines@", "12"
        session.add(
            Contract(account_id=account.id, name="Frame", starts_day=day_of(AS_OF),
                     ends_day=day_of(date(2023, 1, 1)))
        )  # fmt: skip
        session.query(Exchange).one().at = noon_of(date(2025, 1, 1))

    database.write("Add", work)
    found = _judge(database)
    told = {f.code: (f.record_name, f.shown) for f in found.findings if f.part is Part.VALIDITY}
    assert told == {
        "bad_email": ("", "hello at whole"),
        "bad_phone": ("", "call Ines"),
        "bad_website": ("", "whole"),
        "bad_person_email": ("Ines", "ines@"),
        "bad_person_phone": ("Ines", "12"),
        "wrong_contract": ("Frame", "2024-06-30 – 2023-01-01"),
        "exchange_to_come": ("", "1"),
    }
    assert found.accounts[0].parts[Part.VALIDITY] == 0


def test_freshness_counts_the_account_and_each_contact(database: Database) -> None:
    def work(session: Session) -> None:
        account = _whole(session)
        quiet = Person(name="Rui", email="rui@whole.pt")
        session.add(quiet)
        session.flush()
        session.add(Job(person_id=quiet.id, account_id=account, title="Engineer"))

    database.write("Add", work)
    found = _judge(database)
    assert [(f.code, f.shown) for f in found.findings] == [("stale_people", "1 of 2 contacts")]
    assert found.accounts[0].parts[Part.FRESHNESS] == pytest.approx(200 / 3)


def test_who_left_is_not_judged(database: Database) -> None:
    def work(session: Session) -> None:
        account = _whole(session)
        gone = Person(name="Rui")
        session.add(gone)
        session.flush()
        left = day_of(date(2024, 1, 1))
        session.add(Job(person_id=gone.id, account_id=account, valid_to=left))

    database.write("Add", work)
    assert _judge(database).findings == ()


def test_a_look_alike_costs_the_part_and_names_the_other(database: Database) -> None:
    account = database.write("Add", _whole).value
    found = _judge(database, {account: ["Whole Ltd"]})
    assert [(f.code, f.shown) for f in found.findings] == [("look_alike", "Whole Ltd")]
    assert found.accounts[0].parts[Part.DUPLICATES] == 50  # of the account and one person


def test_what_nobody_has_looked_for_is_unknown(database: Database) -> None:
    database.write("Add", _whole)
    with database.read() as session:
        found = data_quality(session, AS_OF, look_alikes=None)
    assert found.overall[Part.DUPLICATES] is None
    assert found.score == 100


def test_the_search_names_each_of_two_that_look_alike(database: Database) -> None:
    def work(session: Session) -> None:
        session.add_all(
            [
                Account(name="Müller & Söhne GmbH", city="Köln", tax_id="DE 123 456 789"),
                Account(name="Mueller Soehne", city="Köln", tax_id="DE123456789"),
            ]
        )

    database.write("Add", work)
    with database.read() as session:
        alike = find_look_alikes(session)
        found = data_quality(session, AS_OF, look_alikes=alike)
    assert sorted((f.account_name, f.shown) for f in found.findings if f.code == "look_alike") == [
        ("Mueller Soehne", "Müller & Söhne GmbH"),
        ("Müller & Söhne GmbH", "Mueller Soehne"),
    ]


@pytest.mark.parametrize(
    ("text", "country", "good"),
    [
        ("+351 22 339 0000", None, True),
        ("0221 4710", "Germany", True),
        ("0221 4710", "Deutschland", True),
        ("1 (11) 500 555-0132", "United States", True),
        ("(503) 555-9831", None, True),
        ("030-0074321", "Germany", True),
        ("00 351 22 339 0000", "Germany", True),
        ("call Ines", "Germany", False),
        ("12", None, False),
        ("+1 2", None, False),
    ],
)
def test_a_phone_number_can_be_dialled(text: str, country: str | None, good: bool) -> None:
    assert is_phone(text, country) is good
