"""Brand attributes and scores: what is accepted, what is refused, what undo brings back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.core.dates import noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import (
    Account,
    BrandAttribute,
    Exchange,
    ImportLayout,
    Job,
    Perception,
    Person,
)
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.perceptions import list_attributes
from b2bdesk.services import history
from b2bdesk.services.perceptions import (
    add_attributes,
    move_attribute,
    person_scores,
    remove_attribute,
    rename_attribute,
    set_score,
    unit_brand,
)
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

DAY, VISIT = date(2020, 6, 1), date(2020, 3, 9)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "brand.b2bdesk")
    yield made
    made.close()


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    def work(session: Any) -> dict[str, int]:
        account, ruth = Account(name="Brakes"), Person(name="Ruth")
        session.add_all([account, ruth])
        session.flush()
        session.add(Job(person_id=ruth.id, account_id=account.id))
        visit = Exchange(
            account_id=account.id, at=noon_of(VISIT), direction=Direction.INBOUND,
            kind=ExchangeKind.SAMPLING, channel=Channel.VISIT, subject="Visit",
        )  # fmt: skip
        session.add(visit)
        trust, price = add_attributes(session, ["Trust", "Price"])
        return {
            "account": account.id, "ruth": ruth.id, "visit": visit.id, "trust": trust,
            "price": price,
        }  # fmt: skip

    made: dict[str, int] = database.write("Seed", work).value
    return made


def names(database: Database) -> list[str]:
    with database.read() as session:
        return [row.name for row in list_attributes(session)]


def test_order_rename_and_remove_with_undo(database: Database, ids: dict[str, int]) -> None:
    database.write("Add", lambda s: add_attributes(s, ["  Fast   answers "]))
    assert names(database) == ["Trust", "Price", "Fast answers"]
    database.write("Up", lambda s: move_attribute(s, ids["price"], -1))
    database.write("Up", lambda s: move_attribute(s, ids["price"], -5))
    assert names(database) == ["Price", "Trust", "Fast answers"]
    database.write("Name", lambda s: rename_attribute(s, ids["price"], "price"))
    assert names(database)[0] == "price"
    database.write("Score", lambda s: set_score(s, ids["ruth"], ids["trust"], "ours", 5, DAY))
    database.write("Remove", lambda s: remove_attribute(s, ids["trust"]))
    with database.read() as session:
        assert session.query(Perception).count() == 0
    history.undo(database)
    with database.read() as session:
        assert session.query(Perception).one().ours == 5
    assert names(database) == ["price", "Trust", "Fast answers"]


@pytest.mark.parametrize("name", ["", "  ", "TRUST", "x" * 61])
def test_names_that_cannot_be(database: Database, ids: dict[str, int], name: str) -> None:
    for change in (
        lambda s: add_attributes(s, [name]),
        lambda s: rename_attribute(s, ids["price"], name),
    ):
        with pytest.raises(DomainError) as refused:
            database.write("Name", change)
        assert refused.value.field == "name"
    assert names(database) == ["Trust", "Price"]


@pytest.mark.parametrize("score", [0, 6, -1])
def test_only_one_to_five(database: Database, ids: dict[str, int], score: int) -> None:
    with pytest.raises(DomainError):
        database.write("S", lambda s: set_score(s, ids["ruth"], ids["trust"], "ours", score, DAY))


def test_a_score_of_an_exchange_has_its_day_and_names_it(
    database: Database, ids: dict[str, int]
) -> None:
    def work(session: Any) -> None:
        ruth, trust, visit = ids["ruth"], ids["trust"], ids["visit"]
        set_score(session, ruth, trust, "ours", 2, DAY, exchange=visit)
        set_score(session, ruth, trust, "rival", 4, DAY, exchange=visit)
        set_score(session, ruth, ids["price"], "ours", 3, DAY)

    database.write("Score", work)
    with database.read() as session:
        trust, price = person_scores(session, ids["account"], ids["ruth"], DAY).attributes
        assert trust.ours == trust.rival == trust.answers[0]
        assert len(trust.answers) == 1
        answer = trust.answers[0]
        assert (answer.on, answer.exchange, answer.ours, answer.rival) == (VISIT, "Visit", 2, 4)
        assert price.ours is not None
        assert (price.ours.on, price.ours.exchange) == (DAY, None)
        # Before the visit nothing was known.
        early = person_scores(session, ids["account"], ids["ruth"], date(2020, 3, 8))
        assert [row.answers for row in early.attributes] == [(), ()]
    # The exchange goes, what was said there stays.
    database.write("Gone", lambda s: s.delete(s.get(Exchange, ids["visit"])))
    with database.read() as session:
        trust = person_scores(session, ids["account"], ids["ruth"], DAY).attributes[0]
        assert trust.ours is not None
        assert (trust.ours.ours, trust.ours.exchange_id) == (2, None)


def test_a_score_taken_back_leaves_the_older_one(database: Database, ids: dict[str, int]) -> None:
    ruth, trust = ids["ruth"], ids["trust"]
    for score, day in ((2, VISIT), (4, DAY)):
        database.write("S", lambda s, v=score, d=day: set_score(s, ruth, trust, "ours", v, d))
    database.write("Back", lambda s: set_score(s, ruth, trust, "ours", None, DAY))
    with database.read() as session:
        found = person_scores(session, ids["account"], ruth, DAY).attributes[0]
        assert found.ours is not None
        assert (found.ours.ours, found.ours.on) == (2, VISIT)
        assert session.query(Perception).count() == 1


def test_a_unit_that_nobody_scored_says_so(database: Database, ids: dict[str, int]) -> None:
    with database.read() as session:
        found = unit_brand(session, ids["account"], {ids["ruth"]: None}, DAY)
        assert (found.people, found.scored, found.main_rival) == (1, 0, None)
        assert [line.picture for line in found.lines] == [None, None]
        assert session.query(BrandAttribute).count() == 2


def test_remembered_surveys_follow_an_attribute_to_its_new_name(
    database: Database, ids: dict[str, int]
) -> None:
    told = {"header": "x"}
    kept = {"own:Trust": told, "own:trust (rival)": told, "own:Price": told, "person": told}

    def work(session: Any) -> None:
        for number, kind in enumerate(("surveys", "contacts")):
            mapping = json.dumps({"kind": kind, "columns": kept, "meaning": {}})
            session.add(ImportLayout(signature=str(number), mapping=mapping))
        session.flush()
        rename_attribute(session, ids["trust"], "Trust in us")

    database.write("Rename", work)
    with database.read() as session:
        surveys, contacts = session.query(ImportLayout).order_by(ImportLayout.signature)
        assert list(json.loads(surveys.mapping)["columns"]) == [
            "own:Price", "own:Trust in us", "own:Trust in us (rival)", "person",
        ]  # fmt: skip
        assert json.loads(contacts.mapping)["columns"] == kept
