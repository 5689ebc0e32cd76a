"""Merging: nothing is lost, everything moves, and taking it back restores the file to the row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Enum, Integer, Table, insert
from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.records import Kind
from b2bdesk.core.errors import ConflictError, DomainError
from b2bdesk.core.ids import next_id
from b2bdesk.models import (
    Account,
    Colleague,
    Coverage,
    DistinctPair,
    Dmu,
    DmuMember,
    Exchange,
    ExchangePerson,
    ExternalId,
    ImportBatch,
    Job,
    LedgerLine,
    MemberLine,
    MemberRole,
    OrderHeader,
    OwnField,
    OwnValue,
    Person,
    SalesTarget,
)
from b2bdesk.models.enums import (
    Channel,
    CoverageLevel,
    Direction,
    ExchangeKind,
    LineKind,
    OwnFieldOf,
    Role,
)
from b2bdesk.services import history, merged_facts, summaries
from b2bdesk.services.accounts import delete_accounts
from b2bdesk.services.merging.joining import references
from b2bdesk.services.merging.merge import MergeDraft, MergeResult, merge
from b2bdesk.storage.database import Database, Written
from b2bdesk.storage.journal import Step
from tests.helpers.new_file import new_file
from tests.helpers.whole_file import Dump, assert_clean, assert_consistent, dump, rows_of

TODAY = date(2020, 6, 1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty file, whole when the test ends."""
    path = tmp_path / "desk.b2bdesk"
    opened = new_file(path)
    yield opened
    assert_consistent(opened)
    opened.close()
    assert_clean(path, TODAY)


def whole(database: Database) -> Dump:
    """Every row of the file, ledger facts too."""
    facts = {
        name: rows_of(database, f"SELECT * FROM {name} ORDER BY id")
        for name in ("ledger_line", "order_header")
    }
    return dump(database) | facts


def add(database: Database, *records: Any) -> None:
    def work(session: Session) -> None:
        for record in records:
            session.add(record)
            session.flush()

    database.write("Add", work)


def merged(database: Database, kind: Kind, winner: int, *losers: int, **choice: Any) -> Written:
    draft = MergeDraft(kind, winner, losers, **choice)
    return database.write("Merge", lambda session: merge(session, draft))


def value(database: Database, sql: str, *values: Any) -> Any:
    (row,) = rows_of(database, sql, *values)
    return row[0]


def accounts(database: Database, *names: str) -> list[int]:
    made = [next_id() for _ in names]
    add(database, *(Account(id=i, name=name) for i, name in zip(made, names, strict=True)))
    return made


def people(database: Database, *names: str) -> list[int]:
    made = [next_id() for _ in names]
    add(database, *(Person(id=i, name=name) for i, name in zip(made, names, strict=True)))
    return made


# --- everything moves --------------------------------------------------------------------------


def _some_row(session: Session, table: Table, given: dict[str, int], made: dict[str, int]) -> int:
    """A row of any table, with the rows it needs; ``given`` are ids by table."""
    row: dict[str, Any] = {"id": next_id()}
    for column in table.columns:
        if column.name in row or (column.nullable and not column.foreign_keys):
            continue
        keys = [key.column.table for key in column.foreign_keys]
        if keys:
            if keys[0].name in given:
                row[column.name] = given[keys[0].name]
            elif not column.nullable:
                row[column.name] = _some_row(session, keys[0], given, made)
        elif isinstance(column.type, Enum):
            row[column.name] = column.type.python_type and next(iter(column.type.python_type))
        elif isinstance(column.type, Boolean | Integer):
            row[column.name] = row["id"] % 1_000_000 if isinstance(column.type, Integer) else False
        else:
            row[column.name] = f"{table.name} {row['id']}"
    session.execute(insert(table), [row])
    made[table.name] = row["id"]
    return int(row["id"])


@pytest.mark.parametrize("kind", list(Kind))
def test_every_table_that_refers_to_a_record_is_moved_and_brought_back(
    database: Database, kind: Kind
) -> None:
    make = accounts if kind is Kind.ACCOUNT else people
    winner, loser = make(database, "Kept", "Gone")
    tables = references(kind.value)
    assert len(tables) > 6
    made: list[tuple[str, str, int]] = []

    def work(session: Session) -> None:
        for table, column in tables:
            given = {kind.value: loser}
            if table.name == "own_value":
                row = {"id": next_id(), "value": "x", column: loser}
                row["field_id"] = _some_row(session, OwnField.__table__, {}, {})  # type: ignore[arg-type]
                session.execute(insert(table), [row])
                made.append((table.name, column, int(row["id"])))  # type: ignore[call-overload]
            else:
                made.append((table.name, column, _some_row(session, table, given, {})))

    database.write("Fill", work)
    before = whole(database)
    step = merged(database, kind, winner, loser)
    after = whole(database)
    for table, column, row in made:
        assert value(database, f"SELECT {column} FROM {table} WHERE id = ?", row) == winner, table
    result: MergeResult = step.value
    assert {table for table, _, _ in made} <= set(result.moved)
    assert not rows_of(database, f"SELECT 1 FROM {kind.value} WHERE id = ?", loser)
    history.undo(database)
    assert whole(database) == before
    history.redo(database)
    assert whole(database) == after


# --- fields ------------------------------------------------------------------------------------


def test_values_are_the_winners_what_it_lacks_is_filled_and_each_can_be_chosen(
    database: Database,
) -> None:
    one, two = accounts(database, "Bike World", "Bikeworld Ltd")
    fields = [next_id() for _ in range(3)]
    add(database, *(OwnField(id=f, belongs_to=OwnFieldOf.ACCOUNT, name=str(f)) for f in fields))
    add(
        database,
        OwnValue(field_id=fields[0], account_id=one, value="mine"),
        OwnValue(field_id=fields[0], account_id=two, value="theirs"),
        OwnValue(field_id=fields[1], account_id=one, value="mine"),
        OwnValue(field_id=fields[1], account_id=two, value="theirs"),
        OwnValue(field_id=fields[2], account_id=two, value="only theirs"),
    )
    database.write(
        "Edit",
        lambda s: s.connection().exec_driver_sql(
            "UPDATE account SET city = 'Graz', phone = CASE id WHEN ? THEN '1' END", (two,)
        ),
    )
    merged(
        database, Kind.ACCOUNT, one, two, values={"name": two}, own_values={fields[1]: two}
    )  # fmt: skip
    assert rows_of(database, "SELECT id, name, city, phone FROM account") == [
        (one, "Bikeworld Ltd", "Graz", "1")
    ]
    held = dict(rows_of(database, "SELECT field_id, value FROM own_value"))
    assert held == {fields[0]: "mine", fields[1]: "theirs", fields[2]: "only theirs"}
    assert rows_of(database, "SELECT loser_id, loser_name FROM account_merge") == [
        (two, "Bikeworld Ltd")
    ]


def test_several_become_one(database: Database) -> None:
    one, *others = accounts(database, "A", "A", "A", "A")
    before = whole(database)
    merged(database, Kind.ACCOUNT, one, *others)
    assert value(database, "SELECT count(*) FROM account") == 1
    assert value(database, "SELECT count(*) FROM account_merge") == 3
    history.undo(database)
    assert whole(database) == before


def test_an_account_may_go_into_its_own_child(database: Database) -> None:
    group, division, site = accounts(database, "Group", "Division", "Site")
    database.write(
        "Nest",
        lambda s: s.connection().exec_driver_sql(
            "UPDATE account SET parent_id = CASE id WHEN ? THEN ? WHEN ? THEN ? END",
            (division, group, site, division),
        ),
    )
    merged(database, Kind.ACCOUNT, site, group)
    assert rows_of(database, "SELECT id, parent_id FROM account ORDER BY id") == [
        (division, site), (site, None)
    ]  # fmt: skip


def test_records_that_are_gone_or_the_same_are_refused(database: Database) -> None:
    one, two = accounts(database, "A", "B")
    before = whole(database)
    for losers in ((one,), (), (two, 7)):
        with pytest.raises(DomainError):
            merged(database, Kind.ACCOUNT, one, *losers)
    assert whole(database) == before


def test_what_was_kept_apart_stays_apart(database: Database) -> None:
    one, two, three = accounts(database, "A", "B", "C")
    add(
        database,
        DistinctPair(belongs_to=OwnFieldOf.ACCOUNT, first_id=one, second_id=two),
        DistinctPair(belongs_to=OwnFieldOf.ACCOUNT, first_id=two, second_id=three),
        DistinctPair(belongs_to=OwnFieldOf.PERSON, first_id=two, second_id=three),
    )
    before = whole(database)
    merged(database, Kind.ACCOUNT, one, two)
    assert rows_of(
        database, "SELECT belongs_to, first_id, second_id FROM distinct_pair ORDER BY id"
    ) == [("account", one, three), ("person", two, three)]
    history.undo(database)
    assert whole(database) == before


# --- rows that mean the same -------------------------------------------------------------------


def test_two_of_one_person_keep_one_job_one_seat_and_the_better_coverage(
    database: Database,
) -> None:
    (firm,) = accounts(database, "Firm")
    ines, twin, boss = people(database, "Ines", "Ines C.", "Boss")
    lena, unit, seats, talk = next_id(), next_id(), [next_id() for _ in range(3)], next_id()
    add(
        database,
        Colleague(id=lena, name="Lena"),
        Job(person_id=ines, account_id=firm, valid_from=100),
        Job(person_id=twin, account_id=firm, valid_from=50, title="Buyer"),
        Dmu(id=unit, account_id=firm, name="Bikes"),
        DmuMember(id=seats[0], dmu_id=unit, person_id=ines, note="Likes tea"),
        DmuMember(id=seats[1], dmu_id=unit, person_id=twin, influence=4, note="Decides"),
        DmuMember(id=seats[2], dmu_id=unit, person_id=boss),
        MemberRole(member_id=seats[0], role=Role.BUYER, valid_from=120),
        MemberRole(member_id=seats[1], role=Role.BUYER, valid_from=60),
        MemberRole(member_id=seats[1], role=Role.DECIDER, valid_from=60),
        # The two report to each other, and the boss to the twin: a loop once they are one.
        _line(seats[0], seats[2]),
        _line(seats[0], seats[1], LineKind.INFLUENCES),
        _line(seats[2], seats[1]),
        Coverage(person_id=ines, colleague_id=lena, level=CoverageLevel.IN_DEPTH, valid_from=10),
        Coverage(person_id=twin, colleague_id=lena, level=CoverageLevel.BRIEF, valid_from=20),
        Exchange(
            id=talk, account_id=firm, at=1, direction=Direction.INBOUND,
            kind=ExchangeKind.CHATTER, channel=Channel.CALL, subject="Talk",
        ),
        ExchangePerson(exchange_id=talk, person_id=ines),
        ExchangePerson(exchange_id=talk, person_id=twin),
    )  # fmt: skip
    before = whole(database)
    step = merged(database, Kind.PERSON, ines, twin)
    assert rows_of(database, "SELECT person_id, title, valid_from FROM job") == [
        (ines, "Buyer", 50)
    ]
    assert rows_of(database, "SELECT id, influence, note FROM dmu_member ORDER BY id") == [
        (seats[0], 4, "Likes tea\nDecides"), (seats[2], None, None)
    ]  # fmt: skip
    assert rows_of(
        database, "SELECT member_id, role, valid_from FROM member_role ORDER BY role"
    ) == [(seats[0], "buyer", 60), (seats[0], "decider", 60)]
    assert rows_of(database, "SELECT member_id, to_member_id, kind FROM member_line") == [
        (seats[0], seats[2], "reports_to")
    ]
    levels = rows_of(database, "SELECT level FROM coverage WHERE person_id = ? ORDER BY 1", ines)
    assert levels == [("in_depth",), ("in_depth",)]
    assert rows_of(database, "SELECT person_id FROM exchange_person") == [(ines,)]
    assert step.value.joined == {
        "job": 1, "dmu_member": 1, "member_role": 1, "member_line": 2, "exchange_person": 1
    }  # fmt: skip
    history.undo(database)
    assert whole(database) == before


def _line(seat: int, to: int, kind: LineKind = LineKind.REPORTS_TO) -> MemberLine:
    return MemberLine(member_id=seat, to_member_id=to, kind=kind, valid_from=1)


def test_jobs_at_two_times_stay_two_and_targets_of_the_same_months_add_up(
    database: Database,
) -> None:
    one, two = accounts(database, "A", "B")
    (ines,) = people(database, "Ines")
    add(
        database,
        Job(person_id=ines, account_id=one, valid_from=100, valid_to=199),
        Job(person_id=ines, account_id=two, valid_from=300),
        SalesTarget(account_id=one, first_month=1, last_month=12, amount_minor=100),
        SalesTarget(account_id=two, first_month=1, last_month=12, amount_minor=50),
        SalesTarget(account_id=two, first_month=13, last_month=24, amount_minor=70),
    )
    merged(database, Kind.ACCOUNT, one, two)
    assert rows_of(database, "SELECT valid_from, valid_to FROM job ORDER BY 1") == [
        (100, 199), (300, None)
    ]  # fmt: skip
    assert rows_of(database, "SELECT account_id, amount_minor FROM sales_target ORDER BY 2") == [
        (one, 70), (one, 150)
    ]  # fmt: skip


# --- the ledger --------------------------------------------------------------------------------


def bring(database: Database, account: int, document: str, amount: int) -> int:
    """One invoice line and its order header, as an import writes them; returns the step."""

    def work(session: Session) -> None:
        batch = ImportBatch(file_name=document, sha256="0", at=1, summary="[]")
        session.add(batch)
        session.flush()
        key = sum(map(ord, document))
        fact = {"batch_id": batch.id, "account_id": account, "document": document}
        fact |= {"line_key": key, "content": 1}
        line = {
            "day": 18_000, "month": 24_231, "type": "sale", "quantity_milli": 1000,
            "list_minor": amount, "amount_minor": amount, "cost_minor": amount // 2,
        }  # fmt: skip
        header = {"ordered_day": 18_000, "required_day": 18_040, "shipped_day": 18_033}
        session.execute(insert(LedgerLine), [fact | line])
        session.execute(insert(OrderHeader), [fact | header | {"freight_minor": 1}])
        merged_facts.place_new_facts(session.connection(), batch.id)
        summaries.refresh(session, [batch.id])

    step = database.write(f"Import {document}", work).changes.txn
    assert step is not None
    return step


def sales(database: Database) -> dict[int, int]:
    """Sales by account as every page sees them."""
    return dict(
        rows_of(database, "SELECT account_id, sum(amount_minor) FROM account_month GROUP BY 1")
    )


def test_lines_count_for_the_kept_account_until_the_merge_is_taken_back(
    database: Database,
) -> None:
    one, two = accounts(database, "A", "B")
    bring(database, one, "D1", 100)
    bring(database, two, "D2", 50)
    before = whole(database)
    merged(database, Kind.ACCOUNT, one, two)
    after = whole(database)
    assert sales(database) == {one: 150}
    held = rows_of(database, "SELECT account_id, named_account_id FROM ledger_line ORDER BY id")
    assert held == [(one, None), (one, two)]
    history.undo(database)
    assert whole(database) == before
    assert sales(database) == {one: 100, two: 50}
    history.redo(database)
    assert whole(database) == after


def test_a_chain_of_merges_is_taken_back_from_its_end(database: Database) -> None:
    one, two, three = accounts(database, "A", "B", "C")
    for account, document in ((one, "D1"), (two, "D2"), (three, "D3")):
        bring(database, account, document, 100)
    stages = [whole(database)]
    first = merged(database, Kind.ACCOUNT, two, one).changes.txn
    stages.append(whole(database))
    merged(database, Kind.ACCOUNT, three, two)
    assert sales(database) == {three: 300}
    assert rows_of(database, "SELECT named_account_id FROM ledger_line ORDER BY id") == [
        (one,), (two,), (None,)
    ]  # fmt: skip
    assert first is not None
    with pytest.raises(ConflictError):
        history.undo_step(database, Step(first, ""))
    assert sales(database) == {three: 300}
    history.undo(database)
    assert whole(database) == stages[1]
    assert sales(database) == {two: 200, three: 100}
    history.undo(database)
    assert whole(database) == stages[0]


def test_two_merges_into_one_account_are_taken_back_in_any_order(database: Database) -> None:
    one, two, three = accounts(database, "A", "B", "C")
    for account, document in ((one, "D1"), (two, "D2"), (three, "D3")):
        bring(database, account, document, 100)
    first = merged(database, Kind.ACCOUNT, one, two).changes.txn
    merged(database, Kind.ACCOUNT, one, three)
    assert first is not None
    history.undo_step(database, Step(first, ""))
    assert sales(database) == {one: 200, two: 100}
    assert value(database, "SELECT count(*) FROM account_merge") == 1


def test_an_import_may_be_taken_back_and_brought_again_around_a_merge(
    database: Database,
) -> None:
    one, two = accounts(database, "A", "B")
    batch = bring(database, two, "D1", 100)
    merged(database, Kind.ACCOUNT, one, two)
    taken = history.undo_step(database, Step(batch, ""))
    assert sales(database) == {}
    assert taken.changes.txn is not None
    history.undo_step(database, Step(taken.changes.txn, ""))
    assert sales(database) == {one: 100}


def test_lines_that_come_in_for_the_merged_number_go_with_it(database: Database) -> None:
    one, two = accounts(database, "A", "B")
    add(
        database,
        ExternalId(account_id=one, value="N1"),
        ExternalId(account_id=two, value="N2"),
    )
    step = merged(database, Kind.ACCOUNT, one, two).changes.txn
    assert rows_of(
        database, "SELECT value, account_id, merged_from FROM external_id ORDER BY value"
    ) == [("N1", one, None), ("N2", one, two)]
    bring(database, two, "D2", 40)
    assert sales(database) == {one: 40}
    assert step is not None
    history.undo_step(database, Step(step, ""))
    assert sales(database) == {two: 40}


def test_an_account_that_holds_merged_lines_cannot_vanish(database: Database) -> None:
    two, *_ = accounts(database, "B")
    bring(database, two, "D1", 100)
    (one,) = accounts(database, "A")
    made = value(database, "SELECT max(txn) FROM journal_txn")
    merged(database, Kind.ACCOUNT, one, two)
    with pytest.raises(DomainError):
        database.write("Delete", lambda session: delete_accounts(session, [one]))
    with pytest.raises(ConflictError):
        history.undo_step(database, Step(made, ""))
    with pytest.raises((ConflictError, DomainError)):
        history.undo_step(database, Step(made, ""), beside=[("account", one, "")])
    assert sales(database) == {one: 100}
