"""Out as a workbook, edited there and here, and back: exactly the edits, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.nasty_records import fill, fill_more
from helpers.new_file import new_file
from helpers.round_trip import TODAY, Trip, everything, rows_of
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.i18n import set_language
from b2bdesk.models import (
    Account,
    DmuMember,
    Exchange,
    ExchangePerson,
    Job,
    MemberRole,
    MemberStance,
    OwnField,
    OwnValue,
    Person,
)
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
    database.write("Fill more", fill_more)
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


@pytest.fixture
def whole(trip: Trip, tmp_path: Path) -> Trip:
    trip.database.write("Fill more", fill_more)
    trip.path.unlink()
    return Trip(trip.database, trip.path)


def own_of(database: Database, owner: int) -> dict[str, str]:
    """What a record holds in own fields, by their names, as it is stored."""
    with database.read() as session:
        rows = session.query(OwnField.name, OwnValue.value).join(
            OwnValue, OwnValue.field_id == OwnField.id
        )
        mine = (OwnValue.account_id == owner) | (OwnValue.person_id == owner)
        return {row.name: row.value for row in rows.filter(mine)}


def test_own_fields_come_back_typed_and_can_be_emptied(whole: Trip) -> None:
    acme, twin = (id_of(whole.database, Account, name=name) for name in ("=Acme", "Twin"))
    others = everything(whole.database)
    euro = id_of(whole.database, OwnValue, value="12.50 EUR", person_id=None)
    with whole.database.read() as session:
        in_euros = int(session.get_one(OwnValue, euro).account_id or 0)
    before = own_of(whole.database, acme)
    assert before["Own money"] == "12.50 USD"
    for title, value in (
        ("City (Own field)", "=There"), ("Own number", 7.25), ("Own money", 3), ("Own choice",
        "Silver"), ("Own date", date(2021, 1, 2)), ("Own link", None),
    ):  # fmt: skip
        whole.type("Accounts", title, acme, value)
    whole.type("Accounts", "Own money", in_euros, 13)
    result = whole.back()
    assert notes(result) == []
    assert own_of(whole.database, acme) == {
        "City": "=There",
        "Own number": "7.25",
        "Own money": "3.00 USD",
        "Own choice": "Silver",
        "Own date": "2021-01-02",
    }
    assert own_of(whole.database, in_euros)["Own money"] == "13.00 EUR"
    assert ("accounts", "own:Own link", before["Own link"], None) in told(result)
    assert len(told(result)) == 7
    after = everything(whole.database)
    same = {key: row for key, row in others["accounts"].items() if key[0] not in (acme, in_euros)}
    assert {key: after["accounts"][key] for key in same} == same
    assert (twin, 0) in same
    assert after["contacts"] == others["contacts"]


def test_own_fields_changed_on_both_sides_are_asked(whole: Trip) -> None:
    acme = id_of(whole.database, Account, name="=Acme")
    city = id_of(whole.database, OwnField, name="City")

    def here(session: Session) -> None:
        value = session.query(OwnValue).filter_by(account_id=acme, field_id=city).one()
        value.value = "Here"
        session.get_one(OwnField, city).name = "Renamed"

    whole.here(here)
    whole.sheet("Accounts")  # its title says what the field was called
    heads = {cell.value: cell for cell in whole.sheet("Accounts")[1]}
    heads["City (Own field)"].value = "Renamed"
    whole.type("Accounts", "Renamed", acme, "There")
    result = whole.back()
    (conflict,) = [c for sheet in result.plan.sheets for c in sheet.conflicts]
    assert (conflict.field, conflict.then, conflict.mine, conflict.theirs) == (
        "own:Renamed", "=1+1", "Here", "There",
    )  # fmt: skip
    assert own_of(whole.database, acme)["Renamed"] == "Here"


def test_a_price_a_volume_and_a_score_are_changed_in_place(whole: Trip) -> None:
    before = everything(whole.database)
    of_account, of_all, volume, score = (
        next(key for key, row in before[kind].items() if fits(row))
        for kind, fits in (
            ("price_lists", lambda row: row["account_name"]),
            ("price_lists", lambda row: row["price"] == 0),
            ("driver_volumes", lambda row: row["pool"] == "Bare 1"),
            ("surveys", lambda row: row["ours"]),
        )
    )
    whole.type("Price lists", "Account name", of_account[0], None)
    whole.type("Price lists", "Account number", of_account[0], None)
    whole.type("Price lists", "Until", of_account[0], None)
    whole.type("Price lists", "Price", of_all[0], 7.5)
    whole.type("Price lists", "Product", of_all[0], "Another name")
    whole.type("Driver volumes", "Volume", volume[0], 2.5)
    whole.type("Survey scores", "Our score, 1 to 5", score[0], None)
    whole.type("Survey scores", "Source", score[0], "Fair")
    result = whole.back()
    assert notes(result) == [("left_out", "renamed_elsewhere")]
    before["price_lists"][of_account] |= {"account_code": None, "account_name": None, "to": None}
    before["price_lists"][of_all]["price"] = 7_500_000
    before["driver_volumes"][volume]["volume"] = 2_500_000
    before["surveys"][score] |= {"ours": None, "source": "Fair"}
    assert everything(whole.database) == before


def test_rival_complaint_outsider_and_adaptability_are_edited_and_emptied(whole: Trip) -> None:
    database = whole.database
    acme = id_of(database, Account, name="=Acme")
    zoe, calm = id_of(database, Person, name="Zoë"), id_of(database, Exchange, minutes=3)
    cross = id_of(database, Exchange, complaint=True)
    seat = id_of(database, DmuMember, person_id=zoe)
    whole.type("Accounts", "Main rival", acme, None)
    whole.type("Exchanges", "Complaint", calm, "yes")
    whole.type("Exchanges", "Complaint", cross, None)
    whole.type("Contacts", "Outside as", zoe, "Media")
    whole.type("Roles in decision-making units", "Adaptability", seat, "Laggard")
    result = whole.back()
    assert notes(result) == [("left_out", "missing")]  # a complaint says yes or no
    rows = rows_of(database, "exchanges")
    assert (rows[calm, 0]["complaint"], rows[cross, 0]["complaint"]) == (True, True)
    assert rows_of(database, "accounts")[acme, 0]["main_rival"] is None
    assert rows_of(database, "roles")[seat, 0]["adaptability"] == "laggard"
    with database.read() as session:
        job = session.query(Job).filter_by(person_id=zoe).one()
        assert (job.outside_as, job.external) == ("media", True)


def test_an_assessment_moves_with_the_types_set_with_it(whole: Trip) -> None:
    before = rows_of(whole.database, "assessments")
    first, second, third = sorted(before)
    for key, title, value in (
        (second, "Assessed", date(2019, 3, 9)), (second, "Alternatives", 5),
        (second, "Current type", None), (third, "Target type", None), (third, "Author", "Ana"),
        (third, "Target date", None), (first, "Current type", "Value-added"),
    ):  # fmt: skip
        whole.type("Relationship assessments", title, key[0], value)
    result = whole.back()
    assert notes(result) == []
    before[second] |= {"date": day_of(date(2019, 3, 9)), "alternatives": 5, "current": None}
    before[third] |= {"target": None, "target_date": None, "author": "Ana"}
    before[first]["current"] = "value_added"
    assert rows_of(whole.database, "assessments") == before


def test_a_pool_without_a_period_is_edited_and_gets_its_first(whole: Trip) -> None:
    pools = rows_of(whole.database, "cost_pools")
    plain, driven = (
        next(key for key, row in pools.items() if row["name"] == name)
        for name in ("Bare 0", "Bare 1")
    )
    whole.type("Cost pools", "Activity", plain[0], "Other")
    for title, value in (
        ("Ledger cost", 12), ("First month", date(2019, 1, 1)), ("Last month", date(2019, 12, 1)),
    ):  # fmt: skip
        whole.type("Cost pools", title, driven[0], value)
    assert notes(whole.back()) == []
    after = rows_of(whole.database, "cost_pools")
    pools[plain]["activity"] = "Other"
    told = pools.pop(driven) | {"amount": 12_000_000, "from": day_of(date(2019, 1, 1)),
                                "to": day_of(date(2019, 12, 1))}  # fmt: skip
    (new,) = after.keys() - pools.keys()
    assert after == {**pools, new: told}
    again = whole.back()
    assert not again.plan.writes  # the pool is known by its own id still


def test_stance_evidence_and_coverage_are_taken_back(trip: Trip) -> None:
    before = rows_of(trip.database, "roles")
    held = next(key for key, row in before.items() if row["stance"])
    known = next(key for key, row in before.items() if row["colleague"])
    name = "Roles in decision-making units"
    trip.type(name, "Evidence", held[0], "Wrote it")
    trip.type(name, "Coverage", known[0], None)
    trip.type(name, "Evidence", known[0], "Of what?")
    result = trip.back()
    assert notes(result) == [("left_out", "no_stance")]
    with trip.database.read() as session:
        stances = session.query(MemberStance).order_by(MemberStance.valid_from).all()
        assert [(s.stance, s.evidence) for s in stances] == [
            ("neutral", "Said"), ("supporter", "Wrote it"),
        ]  # fmt: skip
    before[held]["evidence"] = "Wrote it"
    before[known]["coverage"] = "unknown"
    assert rows_of(trip.database, "roles") == before

    trip.type(name, "Stance", held[0], None)
    trip.type(name, "Known by", known[0], None)
    assert notes(trip.back()) == [("left_out", "no_stance")]
    with trip.database.read() as session:
        newest = session.query(MemberStance).order_by(MemberStance.valid_from.desc()).first()
        assert newest is not None
        assert (newest.stance, newest.valid_from) == ("unknown", day_of(TODAY))
    after = rows_of(trip.database, "roles")
    assert (after[held]["stance"], after[held]["evidence"]) == ("unknown", None)
    assert (after[known]["colleague"], after[known]["coverage"]) == (None, None)


def test_an_account_keeps_the_number_that_it_is_known_by(trip: Trip) -> None:
    acme = id_of(trip.database, Account, name="=Acme")
    before = everything(trip.database)
    trip.type("Accounts", "Account number", acme, None)
    assert notes(trip.back()) == [("left_out", "missing")]
    assert everything(trip.database) == before


def test_what_another_sheet_renames_is_the_same_record(whole: Trip) -> None:
    before = everything(whole.database)
    volume = next(row for row in before["driver_volumes"].values() if row["pool"] == "Bare 2")
    pool = next(key for key, row in before["cost_pools"].items() if row["name"] == "Bare 2")
    product = next(key for key, row in before["products"].items() if row["code"] == "000")
    whole.type("Cost pools", "Cost pool", pool[0], "Renamed")
    whole.type("Products", "Code", product[0], "X-1")
    assert notes(whole.back()) == []
    volume["pool"] = before["cost_pools"][pool]["name"] = "Renamed"
    before["products"][product]["code"] = "X-1"
    for row in before["price_lists"].values():
        row["product_code"] = "X-1"
    assert everything(whole.database) == before
