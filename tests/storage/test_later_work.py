"""An older step taken back beside later work: what was done since stays, or goes by choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from b2bdesk.core.errors import ConflictError
from b2bdesk.models import Account, Contract
from b2bdesk.services import history
from b2bdesk.services.history import LaterEdit
from b2bdesk.storage.journal import Step
from tests.helpers.new_file import new_file
from tests.helpers.whole_file import dump
from tests.storage.imports.conftest import Desk

CUSTOMERS = ["Customer no.", "Customer name", "City", "Phone"]
LINES = ["Invoice no.", "Date", "Customer no.", "Item", "Quantity", "Amount"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty file."""
    database = new_file(tmp_path / "test.b2bdesk")
    yield Desk(database, tmp_path)
    database.close()


def _bring(desk: Desk, *rows: list[str]) -> int:
    result = desk.bring({"Customers": [CUSTOMERS, *rows]})
    assert result.written.changes.txn is not None
    return result.written.changes.txn


def _edit(desk: Desk, name: str, **values: object) -> None:
    def work(session: Session) -> None:
        account = session.query(Account).filter_by(name=name).one()
        for key, value in values.items():
            setattr(account, key, value)

    desk.database.write("Edit", work)


def _edits(desk: Desk, txn: int) -> list[LaterEdit]:
    with desk.database.read() as session:
        return history.list_later_edits(session, txn)


def _told(edits: list[LaterEdit]) -> list[tuple[str, ...]]:
    def words(shown: object) -> str:
        return "" if shown is None else str(getattr(shown, "text", ""))

    return [(e.record, e.field, words(e.before), words(e.after), words(e.now)) for e in edits]


def _undo(desk: Desk, txn: int, *edits: LaterEdit) -> int:
    places = {edit.place for edit in edits}
    written = history.undo_step(desk.database, Step(txn, ""), beside=places)
    assert written.changes.txn is not None
    return written.changes.txn


def test_a_field_that_was_edited_since_stays_or_goes_by_choice(desk: Desk) -> None:
    _bring(desk, ["C1", "One", "Porto", "1"], ["C2", "Two", "Porto", "2"])
    second = _bring(desk, ["C1", "One", "Lisbon", "11"], ["C2", "Two", "Lisbon", "22"])
    _edit(desk, "One", city="Faro")
    before = dump(desk.database)
    edits = _edits(desk, second)
    assert _told(edits) == [("Account: One", "City", "Porto", "Lisbon", "Faro")]
    with pytest.raises(ConflictError):
        history.undo_step(desk.database, Step(second, ""))

    undo = _undo(desk, second)
    assert desk.rows("SELECT city, phone FROM account ORDER BY name") == [
        ("Faro", "1"),
        ("Porto", "2"),
    ]
    history.undo_step(desk.database, Step(undo, ""))
    assert dump(desk.database) == before

    _undo(desk, second, *edits)
    assert desk.rows("SELECT city, phone FROM account ORDER BY name") == [
        ("Porto", "1"),
        ("Porto", "2"),
    ]


def test_a_record_in_use_stays_with_its_number_and_the_others_go(desk: Desk) -> None:
    first = _bring(desk, ["C1", "One", "Porto", "1"], ["C2", "Two", "Porto", "2"])
    account = desk.one("SELECT id FROM account WHERE name = 'One'")
    desk.database.write("Add", lambda s: s.add(Contract(account_id=account, name="Frame")))
    edits = _edits(desk, first)
    assert _told(edits) == [("Account: One", "", "", "", "")]
    _undo(desk, first)
    assert desk.rows("SELECT name FROM account") == [("One",)]
    assert desk.rows("SELECT value FROM external_id") == [("C1",)]
    assert desk.rows("SELECT name FROM contract") == [("Frame",)]


def test_a_record_that_is_to_go_takes_what_hangs_on_it(desk: Desk) -> None:
    first = _bring(desk, ["C1", "One", "Porto", "1"], ["C2", "Two", "Porto", "2"])
    account = desk.one("SELECT id FROM account WHERE name = 'One'")
    desk.database.write("Add", lambda s: s.add(Contract(account_id=account, name="Frame")))
    before = dump(desk.database)
    undo = _undo(desk, first, *_edits(desk, first))
    assert desk.one("SELECT count(*) FROM account") == 0
    assert desk.one("SELECT count(*) FROM contract") == 0
    history.undo_step(desk.database, Step(undo, ""))
    assert dump(desk.database) == before


def test_accounts_that_a_later_import_sold_to_are_in_use(desk: Desk) -> None:
    """The ledger has no foreign keys: only this keeps its lines from losing their account."""
    first = _bring(desk, ["C1", "One", "Porto", "1"], ["C2", "Two", "Porto", "2"])
    desk.bring({"Invoice lines": [LINES, ["I1", "2020-01-05", "C1", "P", 2, 10.0]]})
    with pytest.raises(ConflictError) as conflict:
        history.undo_step(desk.database, Step(first, ""))
    assert conflict.value.records == ("Account: One",)
    _undo(desk, first)
    assert desk.rows("SELECT name FROM account") == [("One",)]
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 1000


def test_an_import_that_added_and_an_import_that_changed_go_in_any_order(desk: Desk) -> None:
    first = _bring(desk, ["C1", "One", "Porto", "1"])
    second = _bring(desk, ["C1", "One", "Lisbon", "1"], ["C2", "Two", "Faro", "2"])
    _undo(desk, first)
    assert desk.rows("SELECT name, city FROM account ORDER BY 1") == [
        ("One", "Lisbon"),
        ("Two", "Faro"),
    ]
    _undo(desk, second)
    assert desk.rows("SELECT name, city FROM account") == [("One", "Porto")]


def test_a_removed_record_needs_no_answer(desk: Desk) -> None:
    first = _bring(desk, ["C1", "One", "Porto", "1"], ["C2", "Two", "Porto", "2"])
    second = _bring(desk, ["C1", "One", "Faro", "1"], ["C2", "Two", "Faro", "2"])
    desk.database.write(
        "Delete", lambda s: s.connection().exec_driver_sql("DELETE FROM account WHERE name = 'One'")
    )
    assert _edits(desk, second) == []
    _undo(desk, second)
    assert desk.rows("SELECT name, city FROM account") == [("Two", "Porto")]
    _undo(desk, first)
    assert desk.one("SELECT count(*) FROM account") == 0
