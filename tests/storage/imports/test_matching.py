"""Which record a row is: by rule, by what the user says, and never by a guess."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from b2bdesk.services.imports.decisions import NEW_RECORD, Decisions
from b2bdesk.services.imports.plan import SheetPlan

HEAD = ["Account number", "Name", "City", "Email", "VAT number", "Phone", "B2BDesk id"]
D = date(2021, 3, 4)


def accounts(*rows: list[Any]) -> dict[str, list[list[Any]]]:
    return {"Accounts": [HEAD, *(row + [None] * (len(HEAD) - len(row)) for row in rows)]}


def only(plan: Any) -> SheetPlan:
    (sheet,) = plan.sheets
    return sheet  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (["1", "Renamed", "Bonn"], "number"),
        ([None, "Renamed", "Bonn", "hello@one.example"], "email"),
        ([None, "Renamed", "Bonn", None, "DE 123.456.789"], "tax_id"),
        ([None, "one ", "Ulm", None, None, "99"], "name"),
        ([None, "one ", None, None, None, "99"], "name"),
    ],
)
def test_each_rule_knows_the_account(desk: Any, row: list[Any], rule: str) -> None:
    desk.bring(
        accounts(
            ["1", "One", "Ulm", "hello@one.example", "DE123456789", "1"],
            ["2", "Two", "Ulm", "hello@two.example", "DE987654321", "2"],
        )
    )
    sheet = only(desk.bring(accounts(row)).plan)
    assert (sheet.new, sheet.changed, dict(sheet.rules)) == (0, 1, {2: rule})
    assert desk.one("SELECT count(*) FROM account") == 2
    assert desk.one("SELECT name FROM account WHERE tax_id LIKE 'DE%89' OR phone = '99'") in (
        "Renamed", "one",
    )  # fmt: skip


def test_its_own_id_goes_before_everything(desk: Any) -> None:
    desk.bring(accounts(["1", "One", "Ulm"], ["2", "Two", "Ulm"]))
    two = desk.one("SELECT id FROM account WHERE name = 'Two'")
    sheet = only(desk.bring(accounts([None, "One", "Ulm", None, None, "7", str(two)])).plan)
    assert (sheet.changed, dict(sheet.rules)) == (1, {2: "id"})
    assert desk.rows("SELECT name, phone FROM account WHERE id = ?", two) == [("One", "7")]


def test_numbers_of_two_systems_are_two_numbers(desk: Any) -> None:
    desk.bring(accounts(["100", "North", "Ulm"]), system="SAP")
    plan = desk.bring(accounts(["100", "South", "Bonn"]), system="Navision").plan
    assert only(plan).new == 1
    assert desk.rows(
        "SELECT e.system, a.name FROM external_id AS e JOIN account AS a ON a.id = e.account_id"
        " ORDER BY 1"
    ) == [("Navision", "South"), ("SAP", "North")]
    # and the lines of each go to its own account
    lines = {"Sales": [["Invoice", "Date", "Customer number", "Amount", "Product code"],
                       ["1", D, "100", 5.0, "P"]]}  # fmt: skip
    desk.bring(lines, system="SAP")
    assert desk.rows(
        "SELECT DISTINCT a.name FROM ledger_line AS l JOIN account AS a ON a.id = l.account_id"
    ) == [("North",)]


def test_several_hits_ask_with_a_telling_label_and_the_answer_holds(desk: Any) -> None:
    desk.bring(accounts(["290", "Bike Shop", "Bellingham"], ["643", "Bike Shop", "Port Huron"]))
    again = accounts([None, "Bike Shop", None, None, None, "555 0100"])
    desk.bring({"Accounts": [HEAD, ["290", "Bike Shop"], ["643", "Bike Shop"]]})
    sheet = only(desk.plan(again))
    (problem,) = sheet.problems
    assert (sheet.ambiguous, problem.effect, problem.reason) == (
        1, "ambiguous", "Fits 2 accounts.",
    )  # fmt: skip
    assert [choice.label for choice in problem.choices] == [
        "Bike Shop · Bellingham · 290", "Bike Shop · Port Huron · 643",
    ]  # fmt: skip
    chosen = Decisions(records={("Accounts", 2): problem.choices[1].id})
    sheet = only(desk.bring(again, decisions=chosen).plan)
    assert (sheet.changed, sheet.ambiguous, dict(sheet.rules)) == (1, 0, {2: "choice"})
    assert desk.rows("SELECT city FROM account WHERE phone = '555 0100'") == [("Port Huron",)]
    new = Decisions(records={("Accounts", 2): NEW_RECORD})
    assert only(desk.bring(again, decisions=new).plan).new == 1
    assert desk.one("SELECT count(*) FROM account") == 3


def test_a_reference_may_be_decided_by_row_or_by_what_is_written(desk: Any) -> None:
    base = accounts(["1", "Shop", "Ulm"], ["2", "Shop", "Bonn"])
    people = {
        "Contacts": [
            ["Company", "Name", "Email"],
            ["Shop", "Ann Lee", "ann@shop.example"],
            ["SHOP", "Bob Ray", "bob@shop.example"],
        ]
    }
    plan = desk.plan(base | people)
    sheet = plan.sheets[1]
    assert sheet.ambiguous == 2
    choices = {choice.label: choice.id for choice in sheet.problems[0].choices}
    ulm, bonn = choices["Shop · Ulm · 1"], choices["Shop · Bonn · 2"]
    assert ulm < 0, "they are not in the file yet, and the choice must hold all the same"
    decided = Decisions(accounts={"shop": ulm}, records={("Contacts", 3): bonn})
    sheet = desk.bring(base | people, decisions=decided).plan.sheets[1]
    assert (sheet.new, sheet.ambiguous) == (2, 0)
    assert desk.rows(
        "SELECT p.name, a.city FROM job AS j JOIN person AS p ON p.id = j.person_id"
        " JOIN account AS a ON a.id = j.account_id ORDER BY 1"
    ) == [("Ann Lee", "Ulm"), ("Bob Ray", "Bonn")]


LINES = ["Invoice", "Date", "Customer number", "Customer name", "Product code", "Amount"]


def test_an_unknown_number_is_chosen_once_and_known_from_then_on(desk: Any) -> None:
    book = accounts(["54", "Brakes and Gears", "Ulm"], ["77", "Vigorous", "Bonn"]) | {
        "Sales": [LINES, ["1", D, "9054", None, "P", 5.0], ["2", D, "9054", None, "P", 7.0],
                  ["3", D, "77", None, "P", 1.0]]
    }  # fmt: skip
    sheet = desk.plan(book).sheets[1]
    assert (sheet.new, sheet.rejected) == (1, 2)
    (first, _) = sheet.problems
    assert first.code == "unknown_account"
    desk.bring({"Accounts": book["Accounts"]})
    brakes = desk.one("SELECT id FROM account WHERE name = 'Brakes and Gears'")
    done = desk.bring(book, decisions=Decisions(accounts={"9054": brakes})).plan.sheets[1]
    assert (done.new, done.rejected) == (3, 0)
    assert desk.one(
        "SELECT sum(amount_minor) FROM account_month WHERE account_id = ?", brakes
    ) == 12_00  # fmt: skip
    again = desk.bring(book).plan.sheets[1]
    assert (again.unchanged, again.rejected) == (3, 0), "the number is the account's now"


def test_an_unknown_number_can_become_an_account(desk: Any) -> None:
    book = accounts(["54", "Brakes and Gears", "Ulm"]) | {
        "Sales": [LINES, ["1", D, "9054", "Gears Ltd", "P", 5.0]]
    }
    decided = Decisions(accounts={"9054": NEW_RECORD})
    plan = desk.bring(book, decisions=decided).plan
    assert plan.sheets[1].new == 1
    assert [account.name for account in plan.sheets[1].new_accounts] == ["Gears Ltd"]
    assert desk.one("SELECT account_id FROM external_id WHERE value = '9054'") == desk.one(
        "SELECT account_id FROM ledger_line"
    )


def test_an_unknown_name_is_offered_the_nearest(desk: Any) -> None:
    desk.bring(accounts(["1", "Excellent Riding Supplies", "Ulm"], ["2", "Totes & Baskets", "Ulm"]))
    people = {"Contacts": [["Company", "Name", "Email"],
                           ["Excelent Riding Suplies", "Ann Lee", "a@x.example"]]}  # fmt: skip
    (problem,) = only(desk.plan(people)).problems
    assert [choice.label for choice in problem.choices] == ["Excellent Riding Supplies · Ulm · 1"]


def test_people_who_share_an_address_stay_two(desk: Any) -> None:
    base = accounts(["1", "One", "Ulm"])
    people = {
        "Contacts": [
            ["Account number", "Name", "Email"],
            ["1", "Ann Lee", "info@one.example"],
            ["1", "Bob Ray", "info@one.example"],
        ]
    }
    assert desk.bring(base | people).plan.sheets[1].new == 2
    assert desk.rows("SELECT name FROM person ORDER BY 1") == [("Ann Lee",), ("Bob Ray",)]
    again = desk.bring(base | people).plan.sheets[1]
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


def test_namesakes_at_one_account_are_asked_for_or_known_by_their_phone(desk: Any) -> None:
    base = accounts(["1", "One", "Ulm"])
    head = ["Account number", "Name", "Email", "Phone", "Job title"]
    desk.bring(
        base
        | {
            "Contacts": [
                head,
                ["1", "Ann Lee", "a@one.example", "+49 731 1234567", "Buyer"],
                ["1", "Ann Lee", "b@one.example", "0731 7654321", "Owner"],
            ]
        }
    )
    rows = {"Contacts": [head, ["1", "Ann Lee", None, None, "Head buyer"],
                         ["1", "Ann Lee", None, "0731 1234567", "Chief buyer"]]}  # fmt: skip
    sheet = only(desk.plan(rows))
    assert (sheet.ambiguous, sheet.changed) == (1, 1)
    assert [choice.label for choice in sheet.problems[0].choices] == [
        "Ann Lee · Buyer · a@one.example", "Ann Lee · Owner · b@one.example",
    ]  # fmt: skip
    decided = Decisions(records={("Contacts", 2): sheet.problems[0].choices[1].id})
    sheet = only(desk.bring(rows, decisions=decided).plan)
    assert dict(sheet.rules) == {2: "choice", 3: "phone"}
    assert desk.rows(
        "SELECT p.email, j.title FROM job AS j JOIN person AS p ON p.id = j.person_id ORDER BY 1"
    ) == [("a@one.example", "Chief buyer"), ("b@one.example", "Head buyer")]


def test_contacts_alone_bring_their_accounts_into_an_empty_file(desk: Any) -> None:
    people = {
        "Contacts": [
            ["Company", "Name", "Email"],
            ["One", "Ann Lee", "ann@one.example"],
            ["Two", "Bob Ray", "bob@two.example"],
            ["one", "Cem Oz", "cem@one.example"],
        ]
    }
    plan = desk.bring(people).plan
    assert (only(plan).new, dict(plan.created)) == (3, {"account": 2})
    assert [a.name for a in only(plan).new_accounts] == ["One", "Two"]
    assert desk.rows("SELECT name FROM account ORDER BY 1") == [("One",), ("Two",)]
    assert not desk.bring(people).plan.writes


def test_a_role_of_namesakes_is_asked_for(desk: Any) -> None:
    people = {"Contacts": [["Account number", "Name", "Email"],
                           ["1", "Ann Lee", "a@one.example"],
                           ["1", "Ann Lee", "b@one.example"]]}  # fmt: skip
    desk.bring(accounts(["1", "One", "Ulm"]) | people)
    roles = {
        "Roles": [["Account number", "Person", "Roles", "Stance"], ["1", "Ann Lee", "User", None]]
    }
    (problem,) = only(desk.plan(roles)).problems
    assert [choice.label for choice in problem.choices] == [
        "Ann Lee · a@one.example", "Ann Lee · b@one.example",
    ]  # fmt: skip
    decided = Decisions(records={("Roles", 2): problem.choices[1].id})
    assert only(desk.bring(roles, decisions=decided).plan).new == 1
    assert desk.rows(
        "SELECT p.email FROM dmu_member AS m JOIN person AS p ON p.id = m.person_id"
    ) == [("b@one.example",)]
