"""Everything that was ever seen to make a recorded change differ from the change itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text, delete, select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import ConflictError, DomainError
from b2bdesk.core.ids import IdSource, next_id
from b2bdesk.models import (
    Account,
    AccountMonth,
    Assessment,
    Colleague,
    Contract,
    Coverage,
    Dmu,
    DmuMember,
    Exchange,
    ExchangePerson,
    ExternalId,
    FileSetting,
    Job,
    MemberLine,
    MemberRole,
    Person,
)
from b2bdesk.models.enums import (
    Channel,
    CoverageLevel,
    Direction,
    ExchangeKind,
    LineKind,
    Role,
)
from b2bdesk.queries import history as history_rows
from b2bdesk.services import history
from b2bdesk.storage import driver, journal, journal_triggers, replay
from b2bdesk.storage.database import Database
from b2bdesk.storage.journal import Step
from tests.helpers.new_file import new_file
from tests.helpers.whole_file import dump, rows_of


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty file."""
    made = new_file(tmp_path / "journal.b2bdesk")
    yield made
    made.close()


def _sql(database: Database, statement: str, *values: Any) -> int | None:
    """One statement as one step; returns the step's number."""
    work = database.write(
        "Step", lambda session: session.connection().exec_driver_sql(statement, values)
    )
    return work.changes.txn


def _account(database: Database, name: str = "Firm", **values: Any) -> int:
    def work(session: Session) -> int:
        account = Account(name=name, **values)
        session.add(account)
        session.flush()
        return account.id

    return int(database.write("Add account", work).value)


def _there_and_back(database: Database, statement: str, *values: Any) -> None:
    """Undo gives the file before, redo the file after."""
    before = dump(database)
    _sql(database, statement, *values)
    after = dump(database)
    assert after != before
    history.undo(database)
    assert dump(database) == before
    history.redo(database)
    assert dump(database) == after


# --- values ------------------------------------------------------------------------------------

VALUES = [
    "[1]",
    '{"a": [1, "b"]}',
    "null",
    "1",
    "1e400",
    "\x00",
    "before\x00after",
    "😀👩‍👩‍👧",
    '"quoted" \\ back',
    "",
    "\u2028\x7f",
]


@pytest.mark.parametrize("value", VALUES)
def test_text_survives_insert_update_and_delete(database: Database, value: str) -> None:
    identity = next_id()
    insert = "INSERT INTO file_setting(id, key, value) VALUES (?, 'k', ?)"
    _there_and_back(database, insert, identity, value)
    _there_and_back(database, "UPDATE file_setting SET value = 'other'")
    _there_and_back(database, "UPDATE file_setting SET value = ?", value)
    _there_and_back(database, "DELETE FROM file_setting")


@pytest.mark.parametrize("value", [2**63 - 1, -(2**63), 2**53 + 1, 0])
def test_whole_numbers_of_63_bits_stay_exact(database: Database, value: int) -> None:
    _account(database)
    _there_and_back(database, "UPDATE account SET annual_sales_minor = ?, employees = 7", value)
    _there_and_back(database, "UPDATE account SET annual_sales_minor = NULL")
    _there_and_back(database, "DELETE FROM account")


def test_a_change_of_case_alone_is_a_change(database: Database) -> None:
    _account(database, "firm")
    _there_and_back(database, "UPDATE account SET name = 'FIRM'")


def test_writing_the_same_value_leaves_no_step(database: Database) -> None:
    _account(database)
    steps = rows_of(database, "SELECT count(*) FROM journal_txn")
    assert _sql(database, "UPDATE account SET name = name, employees = employees") is None
    assert rows_of(database, "SELECT count(*) FROM journal_txn") == steps


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A file with one more edited table, of columns that the schema has not."""
    table = Table(
        "odd",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("name", Text),
        Column("ratio", Float),
        Column("picture", LargeBinary),
        info={"journal": 99, "title": "Odd", "scope": "NULL"},
    )
    path = tmp_path / "odd.b2bdesk"
    new_file(path).close()
    with closing(driver.connect(path)) as file:
        file.execute(
            "CREATE TABLE odd(id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, ratio REAL,"
            " picture BLOB)"
        )
    tables = {**journal_triggers.journalled_tables(), 99: table}
    for module in (journal_triggers, journal, replay, history_rows):
        monkeypatch.setattr(module, "journalled_tables", lambda: tables)
    made = Database.open(path)
    yield made
    made.close()


def _odd(database: Database) -> list[tuple[Any, ...]]:
    return rows_of(database, "SELECT id, name, ratio, picture FROM odd ORDER BY id")


def test_columns_without_case_doubles_and_bytes(odd: Database) -> None:
    ratios = [0.1, 1 / 3, 1e308, 5e-324, -0.0, math.pi, 123456789.123456789]
    rows = [(n, "a", ratio, bytes([0, 255, n])) for n, ratio in enumerate(ratios)]
    odd.write(
        "Add",
        lambda s: s.connection().exec_driver_sql("INSERT INTO odd VALUES (?, ?, ?, ?)", rows),
    )
    assert _odd(odd) == rows
    for statement in (
        "UPDATE odd SET name = 'A'",
        "UPDATE odd SET ratio = ratio * 1.1, picture = x'00ff'",
        "UPDATE odd SET picture = NULL, name = NULL",
        "DELETE FROM odd",
    ):
        before = _odd(odd)
        _sql(odd, statement)
        after = _odd(odd)
        assert after != before
        history.undo(odd)
        assert [tuple(map(repr, row)) for row in _odd(odd)] == [
            tuple(map(repr, row)) for row in before
        ]
        history.redo(odd)
        assert _odd(odd) == after


def test_undo_minds_case_where_the_column_does_not(odd: Database) -> None:
    _sql(odd, "INSERT INTO odd(id, name) VALUES (1, 'x')")
    second = _sql(odd, "UPDATE odd SET name = 'a'")
    _sql(odd, "UPDATE odd SET name = 'A'")
    assert second is not None
    with pytest.raises(ConflictError):
        history.undo_step(odd, Step(second, ""))
    assert _odd(odd) == [(1, "A", None, None)]


# --- statements ----------------------------------------------------------------------------------


def test_replace_is_a_delete_and_an_insert(database: Database) -> None:
    _sql(database, "INSERT INTO file_setting(id, key, value) VALUES (1, 'k', 'old')")
    _there_and_back(
        database, "INSERT OR REPLACE INTO file_setting(id, key, value) VALUES (2, 'k', 'new')"
    )


def test_upsert(database: Database) -> None:
    upsert = (
        "INSERT INTO file_setting(id, key, value) VALUES (?, 'k', ?)"
        " ON CONFLICT(key) DO UPDATE SET value = excluded.value"
    )
    _there_and_back(database, upsert, 1, "a")
    _there_and_back(database, upsert, 2, "b")


def test_an_emptied_journal_goes_on_counting(database: Database) -> None:
    _account(database)
    (last,) = rows_of(
        database, "SELECT (SELECT max(txn) FROM journal_txn), (SELECT max(seq) FROM journal)"
    )

    def forget(session: Session) -> None:
        session.connection().exec_driver_sql("DELETE FROM journal")
        session.connection().exec_driver_sql("DELETE FROM journal_txn WHERE last_seq IS NOT NULL")

    database.write("Forget", forget)
    _account(database, "Next")
    (first,) = rows_of(
        database, "SELECT (SELECT min(txn) FROM journal_txn), (SELECT min(seq) FROM journal)"
    )
    assert first[0] > last[0]
    assert first[1] > last[1]
    history.undo(database)
    assert rows_of(database, "SELECT name FROM account") == [("Firm",)]


def test_summaries_and_ledger_loads_are_not_recorded(database: Database) -> None:
    zero = dict.fromkeys(
        (
            "list_minor", "amount_minor", "cost_minor", "uncosted", "lines", "orders",
            "deliveries", "returns", "credit_notes", "quantity_milli",
        ),
        0,
    )  # fmt: skip
    written = database.write(
        "Load", lambda s: s.add(AccountMonth(account_id=1, month=24_000, **zero))
    )
    assert written.changes.txn is None
    assert rows_of(database, "SELECT count(*) FROM journal") == [(0,)]


def test_recording_stops_where_a_step_ends_or_fails(database: Database) -> None:
    def fail(session: Session) -> None:
        session.add(Account(name="No"))
        session.flush()
        raise DomainError("no")

    with pytest.raises(DomainError):
        database.write("Fail", fail)
    _account(database)
    found: list[Any] = []
    database.write(
        "Look",
        lambda s: found.append(
            s.connection()
            .exec_driver_sql("SELECT label FROM journal_txn ORDER BY txn DESC LIMIT 2")
            .all()
        ),
    )
    assert [row[0] for row in found[0]] == ["Look", "Add account"]
    assert rows_of(database, "SELECT label FROM journal_txn") == [("Add account",)]


def test_ids_are_ordered_by_time_and_apart_by_device() -> None:
    here, there = IdSource(1), IdSource(2)
    ids = [here.next_id() for _ in range(10_000)]
    assert ids == sorted(set(ids))
    assert not set(ids) & {there.next_id() for _ in range(10_000)}
    assert max(ids) < 2**63


# --- older steps and what stands against them ---------------------------------------------------


def test_an_older_step_is_taken_back_beside_later_ones(database: Database) -> None:
    _account(database)
    first = _sql(database, "UPDATE account SET city = 'Porto'")
    _sql(database, "UPDATE account SET segment = 'Retail'")
    assert first is not None
    history.undo_step(database, Step(first, ""))
    assert rows_of(database, "SELECT city, segment FROM account") == [(None, "Retail")]
    with pytest.raises(DomainError):
        history.undo_step(database, Step(first, ""))


def test_a_later_value_is_a_conflict_that_names_the_record(database: Database) -> None:
    _account(database, "Ines & Sons")
    first = _sql(database, "UPDATE account SET city = 'Porto'")
    _sql(database, "UPDATE account SET city = 'Lisbon'")
    before = dump(database)
    assert first is not None
    with pytest.raises(ConflictError) as conflict:
        history.undo_step(database, Step(first, ""))
    assert conflict.value.records == ("Account: Ines & Sons",)
    assert "Ines & Sons" in str(conflict.value)
    assert dump(database) == before
    assert rows_of(database, "SELECT count(*) FROM journal_txn") == [(3,)]


def test_a_record_that_was_removed_later_is_named_all_the_same(database: Database) -> None:
    account = _account(database, "Ines & Sons")
    edited = _sql(database, "UPDATE account SET city = 'Porto'")
    _sql(database, "DELETE FROM account WHERE id = ?", account)
    assert edited is not None
    with pytest.raises(ConflictError) as conflict:
        history.undo_step(database, Step(edited, ""))
    assert conflict.value.records == ("Account: Ines & Sons",)


def test_work_on_a_record_keeps_its_creation(database: Database) -> None:
    account = _account(database)
    created = rows_of(database, "SELECT max(txn) FROM journal_txn")[0][0]
    _sql(database, "UPDATE account SET city = 'Porto' WHERE id = ?", account)
    with pytest.raises(ConflictError):
        history.undo_step(database, Step(created, ""))
    history.undo(database)
    history.undo_step(database, Step(created, ""))
    assert rows_of(database, "SELECT count(*) FROM account") == [(0,)]


def test_a_cascade_into_later_work_is_a_conflict(database: Database) -> None:
    account = _account(database)
    created = rows_of(database, "SELECT max(txn) FROM journal_txn")[0][0]
    database.write("Add contract", lambda s: s.add(Contract(account_id=account, name="Frame")))
    before = dump(database)
    with pytest.raises(ConflictError) as conflict:
        history.undo_step(database, Step(created, ""))
    assert conflict.value.records == ("Contract: Frame",)
    assert dump(database) == before


def test_a_reference_set_later_is_not_emptied(database: Database) -> None:
    """The step also touched the row; but not the column that the cascade would empty."""
    child = _account(database, "Child")

    def both(session: Session) -> int:
        parent = Account(name="Parent")
        session.add(parent)
        session.get_one(Account, child).city = "Porto"
        session.flush()
        return parent.id

    written = database.write("Both", both)
    _sql(database, "UPDATE account SET parent_id = ? WHERE id = ?", written.value, child)
    before = dump(database)
    assert written.changes.txn is not None
    with pytest.raises(ConflictError) as conflict:
        history.undo_step(database, Step(written.changes.txn, ""))
    assert conflict.value.records == ("Account: Child",)
    assert dump(database) == before


def test_a_row_does_not_return_to_a_parent_that_is_gone(database: Database) -> None:
    account = _account(database)
    database.write("Add", lambda s: s.add(Contract(account_id=account, name="Frame")))
    removed = _sql(database, "DELETE FROM contract")
    _sql(database, "DELETE FROM account")
    before = dump(database)
    assert removed is not None
    with pytest.raises(ConflictError) as conflict:
        history.undo_step(database, Step(removed, ""))
    assert conflict.value.records == ("Contract: Frame",)
    assert dump(database) == before


def test_a_unique_value_that_is_taken_is_a_conflict(database: Database) -> None:
    one, two = _account(database, "One"), _account(database, "Two")
    database.write("Number", lambda s: s.add(ExternalId(account_id=one, value="7")))
    changed = _sql(database, "UPDATE external_id SET value = '8'")
    database.write("Number", lambda s: s.add(ExternalId(account_id=two, value="7")))
    before = dump(database)
    assert changed is not None
    with pytest.raises(ConflictError):
        history.undo_step(database, Step(changed, ""))
    assert dump(database) == before
    removed = _sql(database, "DELETE FROM external_id WHERE value = '7'")
    database.write("Number", lambda s: s.add(ExternalId(account_id=one, value="7")))
    assert removed is not None
    with pytest.raises(ConflictError):
        history.undo_step(database, Step(removed, ""))


def test_a_later_undo_counts_as_work_only_while_what_it_undid_is_older(database: Database) -> None:
    account = _account(database)
    _sql(database, "UPDATE account SET city = 'Porto'")
    _sql(database, "DELETE FROM account WHERE id = ?", account)
    history.undo(database)
    history.undo(database)
    history.undo(database)
    assert rows_of(database, "SELECT count(*) FROM account") == [(0,)]
    for _ in range(3):
        history.redo(database)
    assert rows_of(database, "SELECT count(*) FROM account") == [(0,)]
    history.undo(database)
    assert rows_of(database, "SELECT city FROM account") == [("Porto",)]
    history.undo(database)
    history.undo(database)
    with pytest.raises(DomainError):
        history.undo(database)
    assert rows_of(database, "SELECT count(*) FROM account") == [(0,)]


def test_new_work_ends_redo(database: Database) -> None:
    _account(database)
    history.undo(database)
    _account(database, "Other")
    with pytest.raises(DomainError):
        history.redo(database)


def test_many_steps_back_and_forth_after_opening_again(database: Database) -> None:
    """More steps than are read at once, undone in a new session."""
    account = _account(database)
    for n in range(70):
        _sql(database, "UPDATE account SET employees = ? WHERE id = ?", n, account)
    after = dump(database)
    database.close()
    with_history = Database.open(database.path)
    for _ in range(71):
        history.undo(with_history)
    assert rows_of(with_history, "SELECT count(*) FROM account") == [(0,)]
    for _ in range(71):
        history.redo(with_history)
    assert dump(with_history) == after
    with_history.close()


# --- what as-of reading needs --------------------------------------------------------------------


def _unit(session: Session) -> tuple[int, int]:
    """An account with everything that can belong to it; returns it and a colleague."""
    account, me = Account(name="Firm"), Colleague(name="Me")
    ines, rui = Person(name="Ines"), Person(name="Rui")
    session.add_all([account, me, ines, rui])
    session.flush()
    unit = Dmu(account_id=account.id, name="Unit")
    talk = Exchange(
        account_id=account.id, at=1, direction=Direction.INBOUND, kind=ExchangeKind.LOYALTY,
        channel=Channel.CALL, subject="Talk",
    )  # fmt: skip
    session.add_all([unit, talk])
    session.flush()
    seats = [DmuMember(dmu_id=unit.id, person_id=person.id) for person in (ines, rui)]
    session.add_all(
        [
            *seats,
            *(Job(person_id=person.id, account_id=account.id) for person in (ines, rui)),
            Coverage(
                person_id=ines.id, colleague_id=me.id, level=CoverageLevel.BRIEF, valid_from=1
            ),
            ExchangePerson(exchange_id=talk.id, person_id=ines.id),
            Assessment(account_id=account.id, on_day=1),
            Contract(account_id=account.id, name="Frame"),
        ]
    )
    session.flush()
    session.add_all(
        [
            MemberRole(member_id=seats[0].id, role=Role.BUYER, valid_from=1),
            MemberLine(
                member_id=seats[0].id, to_member_id=seats[1].id, kind=LineKind.REPORTS_TO,
                valid_from=1,
            ),
        ]
    )  # fmt: skip
    return account.id, me.id


def _lost(database: Database) -> dict[str, set[int | None]]:
    """Scopes of the newest step's deletions by table name."""
    names = {number: table.name for number, table in journal_triggers.journalled_tables().items()}
    rows = rows_of(
        database,
        "SELECT tbl, scope FROM journal WHERE op = 'D' AND txn = (SELECT max(txn) FROM journal)",
    )
    lost: dict[str, set[int | None]] = {}
    for number, scope in rows:
        lost.setdefault(names[number], set()).add(scope)
    return lost


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (
            Account,
            {
                "account", "job", "dmu", "dmu_member", "member_role", "member_line", "exchange",
                "exchange_person", "assessment", "contract",
            },
        ),
        (Dmu, {"dmu", "dmu_member", "member_role", "member_line"}),
        (Exchange, {"exchange", "exchange_person"}),
        (
            Person,
            {
                "person", "job", "dmu_member", "member_role", "member_line", "coverage",
                "exchange_person",
            },
        ),
        (DmuMember, {"dmu_member", "member_role", "member_line"}),
    ],
)  # fmt: skip
def test_whatever_goes_in_a_cascade_keeps_its_account(
    database: Database, model: Any, expected: set[str]
) -> None:
    account, _ = database.write("Unit", _unit).value
    database.write("Delete", lambda s: s.execute(delete(model)))
    lost = _lost(database)
    assert set(lost) == expected
    assert all(scopes == {account} for scopes in lost.values())
    history.undo(database)
    assert rows_of(database, "PRAGMA foreign_key_check") == []


def test_what_moves_to_another_account_keeps_where_it_was(database: Database) -> None:
    account, _ = database.write("Unit", _unit).value
    other = _account(database, "Other")
    moves = {
        "exchange": "UPDATE exchange SET account_id = ?",
        "job": "UPDATE job SET account_id = ?",
        "dmu": "UPDATE dmu SET account_id = ?",
    }
    for statement in moves.values():
        _sql(database, statement, other)
        left = rows_of(
            database, "SELECT DISTINCT op, scope FROM journal WHERE txn = (SELECT max(txn) FROM"
            " journal)",
        )  # fmt: skip
        assert left == [("U", account)]

    def into_another_unit(session: Session) -> None:
        third = Account(name="Third")
        session.add(third)
        session.flush()
        unit = Dmu(account_id=third.id, name="Its unit")
        session.add(unit)
        session.flush()
        seat = session.scalars(select(DmuMember)).first()
        assert seat is not None
        seat.dmu_id = unit.id

    database.write("Move", into_another_unit)
    moved = rows_of(database, "SELECT scope FROM journal WHERE op = 'U' ORDER BY seq DESC LIMIT 1")
    assert moved == [(other,)]
    _sql(database, "UPDATE exchange SET subject = 'stays'")
    stayed = rows_of(database, "SELECT scope FROM journal ORDER BY seq DESC LIMIT 1")
    assert stayed == [(None,)]


def test_settings_are_recorded_too(database: Database) -> None:
    written = database.write("Set", lambda s: s.add(FileSetting(key="k", value="[1]")))
    assert written.changes.touches("file_setting")
