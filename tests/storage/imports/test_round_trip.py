"""Out as a workbook, edited there and here, and back: exactly the edits, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.nasty_records import fill
from helpers.new_file import new_file
from helpers.round_trip import Trip, everything, rows_of
from sqlalchemy.orm import Session

from b2bdesk.core.i18n import set_language
from b2bdesk.models import Account, Exchange, ExchangePerson, MemberRole, Person
from b2bdesk.services import history
from b2bdesk.services.imports.decisions import NEW_RECORD, Decisions, Side
from b2bdesk.services.imports.run import ImportResult
from b2bdesk.services.record_rows import RECORDS
from b2bdesk.storage.database import Database

DATA = Path(__file__).parents[2] / "data"


def told(result: ImportResult) -> list[tuple[str, str, object, object]]:
    """What the plan says that changes."""
    return [
        (sheet.kind, change.field, change.before, change.after)
        for sheet in result.plan.sheets
        for change in sheet.changes
    ]


def notes(result: ImportResult) -> list[tuple[str, str]]:
    """Problems by effect and code."""
    return [(p.effect, p.code) for sheet in result.plan.sheets for p in sheet.problems]


@pytest.fixture
def trip(tmp_path: Path) -> Iterator[Trip]:
    database = new_file(tmp_path / "test.b2bdesk")
    database.write("Fill", fill)
    yield Trip(database, tmp_path / "all.xlsx")
    database.close()


def id_of(database: Database, model: Any, **values: object) -> int:
    with database.read() as session:
        return int(session.query(model).filter_by(**values).order_by(model.id).first().id)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("reader", ["en", "de"])
def test_a_workbook_that_nobody_edited_changes_nothing(
    tmp_path: Path, language: str, reader: str
) -> None:
    database = new_file(tmp_path / "test.b2bdesk")
    database.write("Fill", fill)
    before = everything(database)
    try:
        set_language(language)
        trip = Trip(database, tmp_path / "all.xlsx")
        set_language(reader)
        result = trip.back()
        openpyxl.load_workbook(trip.path).save(trip.path)
        again = trip.back()
    finally:
        set_language("en")
    for each in (result, again):
        assert notes(each) == []
        assert {s.kind for s in each.plan.sheets} == set(RECORDS)
        assert sum(s.unchanged for s in each.plan.sheets) == sum(map(len, before.values()))
        assert not each.plan.writes
        assert told(each) == []
    assert everything(database) == before
    database.close()


def test_one_cell_changes_one_field(trip: Trip) -> None:
    before = everything(trip.database)
    acme = id_of(trip.database, Account, name="=Acme")
    trip.type("Accounts", "City", acme, "=HYPERLINK(1)")
    result = trip.back()
    assert told(result) == [
        ("accounts", "city", before["accounts"][acme, 0]["city"], "=HYPERLINK(1)")
    ]
    before["accounts"][acme, 0]["city"] = "=HYPERLINK(1)"
    assert everything(trip.database) == before


def test_who_changed_a_field_alone_wins_and_both_are_asked(trip: Trip) -> None:
    acme = id_of(trip.database, Account, name="=Acme")
    city = rows_of(trip.database, "accounts")[acme, 0]["city"]

    def here(session: Session) -> None:
        account = session.get_one(Account, acme)
        account.city, account.region, account.segment = "Here", "Here", "Same"

    trip.here(here)
    trip.type("Accounts", "City", acme, "There")
    trip.type("Accounts", "Address", acme, "There")
    place = trip.type("Accounts", "Segment", acme, "Same")
    open_ = trip.back()
    row = rows_of(trip.database, "accounts")[acme, 0]
    assert [row[key] for key in ("city", "region", "segment", "address")] == [
        "Here", "Here", "Same", "There",
    ]  # fmt: skip
    (conflict,) = [c for sheet in open_.plan.sheets for c in sheet.conflicts]
    assert (conflict.field, conflict.mine, conflict.theirs) == ("city", "Here", "There")
    assert (conflict.then, conflict.side, conflict.record) == (city, None, "=Acme")

    decided = trip.back(Decisions(conflicts={(*place, "city"): Side.THEIRS}))
    assert rows_of(trip.database, "accounts")[acme, 0]["city"] == "There"
    assert [c.side for s in decided.plan.sheets for c in s.conflicts] == [Side.THEIRS]


def test_an_undo_takes_the_whole_trip_back(trip: Trip) -> None:
    before = everything(trip.database)
    acme = id_of(trip.database, Account, name="=Acme")
    exchange = id_of(trip.database, Exchange, minutes=3)
    trip.type("Accounts", "Owner", acme, "Ana")
    trip.type("Exchanges", "People", exchange, "Zoë")
    trip.back()
    after = everything(trip.database)
    assert after["accounts"][acme, 0]["owner"] == "Ana"
    assert after["exchanges"][exchange, 0]["people"] == "Zoë"
    history.undo(trip.database)
    assert everything(trip.database) == before


def test_a_cleared_cell_empties_the_field_but_not_what_must_be_there(trip: Trip) -> None:
    acme = id_of(trip.database, Account, name="=Acme")
    child = id_of(trip.database, Account, name="Groß GmbH  & Co")
    for title in ("City", "Note", "Owner", "Their annual sales", "Kind", "Email"):
        trip.type("Accounts", title, acme, None)
    trip.type("Accounts", "Parent account", child, None)
    before = rows_of(trip.database, "accounts")
    result = trip.back()
    after = rows_of(trip.database, "accounts")
    for key in ("city", "note", "owner", "annual_sales", "email"):
        assert after[acme, 0].pop(key) is None
        before[acme, 0].pop(key)
    assert after[child, 0].pop("parent") is None
    before[child, 0].pop("parent")
    assert after == before  # its kind too, and nobody else
    assert notes(result) == [("left_out", "missing")]


def test_rows_taken_out_stay_and_rows_put_in_are_new(trip: Trip) -> None:
    accounts = rows_of(trip.database, "accounts")
    sheet = trip.sheet("Accounts")
    sheet.delete_rows(3, 2)
    sheet.append(["N-1", "Brand new"])
    trip.back()
    after = rows_of(trip.database, "accounts")
    (new,) = after.keys() - accounts.keys()
    assert {key: row for key, row in after.items() if key != new} == accounts
    assert (after[new]["name"], after[new]["code"]) == ("Brand new", "N-1")


def test_a_copied_row_is_asked_for(trip: Trip) -> None:
    sheet = trip.sheet("Accounts")
    sheet.append([cell.value for cell in sheet[2]])
    sheet.cell(sheet.max_row, 2).value = "Copy"
    sheet.cell(sheet.max_row, 1).value = None
    result = trip.back()
    assert notes(result) == [("ambiguous", "twice_here")]
    (problem,) = next(s.problems for s in result.plan.sheets if s.kind == "accounts")
    assert [choice.id for choice in problem.choices] == [NEW_RECORD]
    before = rows_of(trip.database, "accounts")
    trip.back(Decisions(records={("Accounts", sheet.max_row): NEW_RECORD}))
    after = rows_of(trip.database, "accounts")
    (new,) = after.keys() - before.keys()
    assert after[new]["name"] == "Copy"


def test_what_was_deleted_here_is_asked_for(trip: Trip) -> None:
    bare = id_of(trip.database, Account, name="Bare")
    trip.here(lambda session: session.delete(session.get_one(Account, bare)))
    _, row = trip.type("Accounts", "City", bare, "There")
    result = trip.back()
    assert notes(result) == [("ambiguous", "deleted_here")]
    assert not result.plan.writes
    trip.back(Decisions(records={("Accounts", row): NEW_RECORD}))
    found = rows_of(trip.database, "accounts")
    assert [r["city"] for r in found.values() if r["name"] == "Bare"] == ["There"]


def test_names_that_changed_here_meanwhile_are_no_edits(trip: Trip) -> None:
    def here(session: Session) -> None:
        for model in (Account, Person):
            for row in session.query(model):
                row.name = f"{row.name} renamed"

    trip.here(here)
    before = everything(trip.database)
    result = trip.back()
    assert notes(result) == []
    assert told(result) == []
    assert everything(trip.database) == before


def test_names_of_a_list_come_and_go_beside_those_added_here(trip: Trip) -> None:
    exchange = id_of(trip.database, Exchange, minutes=1)  # with Berg, Kai and Zoë
    sam = id_of(trip.database, Person, name="Sam")
    member = trip.here

    def here(session: Session) -> None:
        session.add(ExchangePerson(exchange_id=exchange, person_id=sam))

    member(here)
    seat = next(
        key for key, row in rows_of(trip.database, "roles").items() if row["roles"] == "user,buyer"
    )

    def role(session: Session) -> None:
        session.add(MemberRole(member_id=seat[0], role="gatekeeper", valid_from=1))

    trip.here(role)
    trip.type("Exchanges", "People", exchange, "Berg, Kai;")
    trip.type("Roles in decision-making units", "Roles", seat[0], "Decider, User")
    result = trip.back()
    assert set(rows_of(trip.database, "exchanges")[exchange, 0]["people"].split("; ")) == {
        "Berg, Kai", "Sam",
    }  # fmt: skip
    assert rows_of(trip.database, "roles")[seat]["roles"] == "user,decider,gatekeeper"
    assert [problem.code for sheet in result.plan.sheets for problem in sheet.problems] == [
        "unknown_person"  # Sam works elsewhere, and stays
    ]


def test_a_workbook_of_another_file_is_matched_like_any_other(trip: Trip, tmp_path: Path) -> None:
    other = new_file(tmp_path / "other.b2bdesk")
    other.write("Fill", fill)  # the same ids, another history
    acme = id_of(other, Account, name="=Acme")
    trip.type("Accounts", "City", acme, "There")
    trip.save()
    visitor = Trip(other, trip.path)
    other.write("Edit", lambda session: _set(session.get_one(Account, acme), city="Here"))
    result = visitor.back()
    codes = notes(result)
    assert ("noted", "other_file") in codes
    assert not [c for sheet in result.plan.sheets for c in sheet.conflicts]
    assert rows_of(other, "accounts")[acme, 0]["city"] == "There"  # by its number, as ever
    other.close()


def _set(row: object, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def test_a_pool_and_a_number_are_renamed_in_place(trip: Trip) -> None:
    pools, accounts = rows_of(trip.database, "cost_pools"), rows_of(trip.database, "accounts")
    period = next(key for key, row in pools.items() if row["name"] == "Pool 1")
    acme = id_of(trip.database, Account, name="=Acme")
    trip.type("Cost pools", "Cost pool", period[0], "Other name")
    trip.type("Accounts", "Account number", acme, "00043")
    trip.back()
    pools[period]["name"], accounts[acme, 0]["code"] = "Other name", "00043"
    for row in accounts.values():
        row["parent"] = "00043" if row["parent"] == "00042" else row["parent"]
    assert rows_of(trip.database, "cost_pools") == pools
    assert rows_of(trip.database, "accounts") == accounts


def test_a_person_with_two_jobs_has_two_rows(trip: Trip) -> None:
    twice = id_of(trip.database, Person, name="Twice")
    before = rows_of(trip.database, "contacts")
    rows = [key for key in before if key[0] == twice]
    assert len(rows) == 2
    cell = trip.place("Contacts", "Job title", twice)
    named = cell.value
    cell.value = "New title"
    trip.back()
    after = rows_of(trip.database, "contacts")
    assert sorted(row["title"] for key, row in after.items() if key[0] == twice) == sorted(
        "New title" if row["title"] == named else row["title"]
        for key, row in before.items()
        if key[0] == twice
    )
    assert {k: v for k, v in after.items() if k[0] != twice} == {
        k: v for k, v in before.items() if k[0] != twice
    }


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_what_libreoffice_saved_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """The workbooks of ``tests/data`` were written from this file and saved by LibreOffice 7.4
    (``soffice --convert-to``); with the clock of that step its stamps are this file's own."""
    monkeypatch.setattr("b2bdesk.storage.journal.now_ms", lambda: 1_700_000_000_000)
    database = new_file(tmp_path / "test.b2bdesk")
    database.write("Fill", fill)
    before = everything(database)
    path = tmp_path / f"all.{ending}"
    shutil.copyfile(DATA / f"round_trip_libreoffice.{ending}", path)
    result = Trip(database, path).back()
    assert notes(result) == []
    assert told(result) == []
    assert sum(s.unchanged for s in result.plan.sheets) == sum(map(len, before.values()))
    assert everything(database) == before
    database.close()
