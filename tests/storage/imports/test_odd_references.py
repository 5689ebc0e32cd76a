"""References that could be taken for another record, and rows that must leave nothing behind."""

from __future__ import annotations

from datetime import date
from typing import Any

from b2bdesk.services.imports.decisions import NEW_RECORD, Decisions, Mode

D = date(2021, 3, 4)
ACCOUNTS = ["Account number", "Name", "City", "Email", "VAT number"]
PEOPLE = ["Account", "Name", "Email", "Job title"]
LINES = ["Invoice", "Date", "Customer number", "Customer name", "Product code", "Amount"]


def test_lines_that_are_set_aside_make_no_account(desk: Any) -> None:
    desk.bring({"Lines": [LINES, ["1", D, "A1", "One", "P", 5.0]]})
    sheet = {"Lines": [LINES, ["1", D, "A1", "One", "P", 6.0], ["2", D, "A2", "Two", "P", 7.0]]}
    plan = desk.bring(sheet, mode=Mode.CHANGES_ONLY).plan
    assert (plan.sheets[0].changed, plan.sheets[0].set_aside) == (1, 1)
    assert desk.rows("SELECT name FROM account") == [("One",)]
    assert not plan.created
    assert not plan.sheets[0].new_accounts
    assert desk.bring(sheet).plan.created == {"account": 1}, "it comes with its lines"


def test_an_address_of_another_account_does_not_rename_it(desk: Any) -> None:
    desk.bring({"Accounts": [["Name", "City", "Email"], ["Alpha", "Ulm", "office@group.example"],
                             ["Beta", "Bonn", None]]})  # fmt: skip
    plan = desk.bring({"Accounts": [["Name", "City", "Email"],
                                    ["Beta", "Bonn", "office@group.example"]]}).plan  # fmt: skip
    assert dict(plan.sheets[0].rules) == {2: "name"}
    assert desk.rows("SELECT name, email FROM account ORDER BY name") == [
        ("Alpha", "office@group.example"), ("Beta", "office@group.example")
    ]  # fmt: skip


def test_a_tax_number_of_the_group_does_not_rename_an_account(desk: Any) -> None:
    desk.bring({"Accounts": [["Name", "City", "VAT number"], ["Alpha", "Ulm", "DE123456789"],
                             ["Beta", "Bonn", None]]})  # fmt: skip
    desk.bring({"Accounts": [["Name", "City", "VAT number"], ["Beta", "Bonn", "DE123456789"]]})
    assert desk.rows("SELECT name FROM account ORDER BY name") == [("Alpha",), ("Beta",)]


def test_a_shared_address_does_not_rename_a_colleague(desk: Any) -> None:
    desk.bring({"Accounts": [["Name", "City"], ["Alpha", "Ulm"]]})
    desk.bring({"Contacts": [PEOPLE, ["Alpha", "Bob Stone", "office@alpha.example", "Buyer"],
                             ["Alpha", "Anna Reed", None, "Engineer"]]})  # fmt: skip
    desk.bring({"Contacts": [PEOPLE, ["Alpha", "Anna Reed", "office@alpha.example", "Chief"]]})
    assert desk.rows("SELECT name FROM person ORDER BY name") == [("Anna Reed",), ("Bob Stone",)]
    assert desk.rows("SELECT p.name, j.title FROM job AS j JOIN person AS p ON p.id = j.person_id"
                     " ORDER BY 1") == [("Anna Reed", "Chief"), ("Bob Stone", "Buyer")]  # fmt: skip


def test_who_shares_an_address_is_told_by_the_name(desk: Any) -> None:
    desk.bring({"Accounts": [["Name", "City"], ["Alpha", "Ulm"]]})
    desk.bring({"Contacts": [PEOPLE, ["Alpha", "Bob Stone", "office@alpha.example", "Buyer"],
                             ["Alpha", "Anna Reed", "office@alpha.example", "Chief"]]})  # fmt: skip
    assert desk.one("SELECT count(*) FROM person") == 2
    desk.bring({"Roles": [["Account", "Person", "Email", "Buying roles"],
                          ["Alpha", "Anna Reed", "office@alpha.example", "decider"]]})  # fmt: skip
    assert desk.rows("SELECT p.name FROM dmu_member AS m JOIN person AS p ON p.id = m.person_id"
                     ) == [("Anna Reed",)]  # fmt: skip


def test_keeping_a_row_twice_does_not_make_its_account_anew(desk: Any) -> None:
    desk.bring({"Accounts": [["Name", "City"], ["Alpha", "Ulm"], ["Alpha", "Bonn"]]})
    ulm = desk.one("SELECT id FROM account WHERE city = 'Ulm'")
    visit = ["Alpha", D, "visit", "Check up"]
    decided = Decisions(accounts={"alpha": ulm}, kept_twice=frozenset({("Visits", 3)}))
    desk.bring({"Visits": [["Account", "Date", "Channel", "Subject"], visit, visit]},
               decisions=decided)  # fmt: skip
    assert desk.one("SELECT count(*) FROM account") == 2
    assert {row[0] for row in desk.rows("SELECT account_id FROM exchange")} == {ulm}


def test_a_new_person_of_a_decided_account_makes_no_account(desk: Any) -> None:
    desk.bring({"Accounts": [["Name", "City"], ["Alpha", "Ulm"], ["Alpha", "Bonn"]]})
    ulm = desk.one("SELECT id FROM account WHERE city = 'Ulm'")
    decided = Decisions(accounts={"alpha": ulm}, records={("Contacts", 2): NEW_RECORD})
    desk.bring({"Contacts": [PEOPLE, ["Alpha", "Bob Stone", None, "Buyer"]]}, decisions=decided)
    assert desk.one("SELECT count(*) FROM account") == 2
    assert desk.rows("SELECT account_id FROM job") == [(ulm,)]


def test_a_colleague_who_is_new_is_told_once(desk: Any) -> None:
    head = ["Name", "City", "Owner"]
    desk.bring({"Accounts": [head, ["One", "Ulm", "Kim"]]})
    (sheet,) = desk.bring({"Accounts": [head, ["One", "Ulm", "Lena"]]}).plan.sheets
    told = [(each.record, each.field, each.before, each.after) for each in sheet.changes]
    assert told == [("One", "owner", "Kim", "Lena")]


def test_an_endless_id_is_nobodys(desk: Any) -> None:
    plan = desk.bring({"Accounts": [["Name", "City", "B2BDesk id"], ["A", "Ulm", "9" * 5000]]}).plan
    assert plan.sheets[0].new == 1
