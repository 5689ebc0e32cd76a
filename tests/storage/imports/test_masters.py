"""Accounts and contacts are matched by number, email, name and place, and never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

ACCOUNTS = ["Account number", "Name", "City", "Email", "Employees", "Parent account"]


def accounts(*rows: list[Any]) -> dict[str, list[list[Any]]]:
    return {"Accounts": [ACCOUNTS, *rows]}


def test_a_changed_cell_is_told_before_and_after(desk: Any) -> None:
    desk.bring(accounts(["1", "One", "Ulm", None, 10, None], ["2", "Two", "Bonn", None, 5, None]))
    result = desk.bring(
        accounts(["1", "One", "Ulm", None, 12, None], ["2", "Two", None, None, 5, None])
    )
    (sheet,) = result.plan.sheets
    assert (sheet.new, sheet.changed, sheet.unchanged) == (0, 1, 1)
    (change,) = sheet.changes
    assert (change.row, change.record, change.field, change.before, change.after) == (
        2, "One", "employees", 10, 12,
    )  # fmt: skip
    assert desk.one("SELECT city FROM account WHERE name = 'Two'") == "Bonn"  # empty erases nothing


def test_without_numbers_the_place_tells_namesakes_apart(desk: Any) -> None:
    head = ["Name", "City", "Employees"]
    desk.bring({"Accounts": [head, ["Twin", "Ulm", 1], ["Twin", "Bonn", 2]]})
    assert desk.one("SELECT count(*) FROM account") == 2
    result = desk.bring({"Accounts": [head, ["Twin ", "Bonn", 3], ["Twin", None, 4]]})
    (sheet,) = result.plan.sheets
    assert (sheet.changed, sheet.ambiguous) == (1, 1)
    assert desk.rows("SELECT city, employees FROM account ORDER BY city") == [
        ("Bonn", 3), ("Ulm", 1),
    ]  # fmt: skip


def test_an_account_made_by_hand_gets_its_number(desk: Any) -> None:
    desk.bring({"Accounts": [["Name", "City", "Phone"], ["One", "Ulm", "1"], ["Two", "Ulm", "2"]]})
    desk.bring(accounts(["77", "One", "Ulm", None, None, None]))
    assert desk.rows("SELECT a.name, e.value FROM external_id AS e JOIN account AS a ON a.id ="
                     " e.account_id") == [("One", "77")]  # fmt: skip
    assert desk.one("SELECT count(*) FROM account") == 2


def test_another_number_is_another_account(desk: Any) -> None:
    desk.bring(accounts(["1", "Twin", "Ulm", None, 1, None]))
    desk.bring(accounts(["2", "Twin", "Ulm", None, 1, None]))
    assert desk.one("SELECT count(*) FROM account") == 2


def test_the_same_number_twice_in_a_sheet(desk: Any) -> None:
    row = ["1", "One", "Ulm", None, 1, None]
    (sheet,) = desk.bring(accounts(row, row, ["1", "Uno", "Ulm", None, 1, None])).plan.sheets
    assert (sheet.new, sheet.unchanged, sheet.rejected) == (1, 1, 1)
    same, other = sheet.problems
    assert (same.row, same.effect, same.reason) == (3, "noted", "The same as row 2.")
    assert (other.row, other.letter, other.value) == (4, "B", "Uno")
    assert other.reason == "Row 2 says something else about the same record."
    assert desk.one("SELECT name FROM account") == "One"


def test_parents_may_stand_below_and_never_form_a_ring(desk: Any) -> None:
    result = desk.bring(
        accounts(
            ["1", "Site", "Ulm", None, 1, "2"],
            ["2", "Group", "Ulm", None, 1, "3"],
            ["3", "Top", "Ulm", None, 1, "1"],
        )
    )
    names = dict(
        desk.rows(
            "SELECT a.name, p.name FROM account AS a LEFT JOIN account AS p ON p.id = a.parent_id"
        )
    )
    assert names == {"Site": "Group", "Group": "Top", "Top": None}
    assert result.plan.sheets[0].cells_left_out == 1


def test_an_unreadable_optional_cell_is_left_out_and_its_row_comes_in(desk: Any) -> None:
    rows = [[str(i), f"Firm {i}", "Ulm", None, 5, None] for i in range(9)]
    rows[4][4] = "about fifty"
    (sheet,) = desk.bring(accounts(*rows)).plan.sheets
    assert (sheet.new, sheet.rejected, sheet.cells_left_out) == (9, 0, 1)
    assert (sheet.problems[0].effect, sheet.problems[0].letter) == ("left_out", "E")


def test_contacts_by_email_then_by_name(desk: Any) -> None:
    head = ["Company", "First name", "Last name", "Email", "Job title"]
    base = accounts(["1", "One", "Ulm", None, 1, None], ["2", "Two", "Ulm", None, 1, None])
    first = {"Contacts": [head, ["One", "Ann", "Lee", "ann@one.example", "Buyer"],
                          ["Two", "Ann", "Lee", None, "Owner"]]}  # fmt: skip
    desk.bring(base | first)
    second = {"Contacts": [head, ["One", "Ann", "Lee-Roy", "ANN@one.example", "Head buyer"],
                           ["Two", "Ann", "Lee", None, "Owner"],
                           ["Three", "Bob", "Ray", None, None]]}  # fmt: skip
    (sheet,) = desk.bring(second).plan.sheets
    assert (sheet.new, sheet.changed, sheet.unchanged, sheet.rejected) == (0, 1, 1, 1)
    assert {(c.field, c.before, c.after) for c in sheet.changes} == {
        ("name", "Ann Lee", "Ann Lee-Roy"),
        ("email", "ann@one.example", "ANN@one.example"),
        ("title", "Buyer", "Head buyer"),
    }
    assert sheet.problems[0].code == "unknown_account"
    assert desk.one("SELECT count(*) FROM person") == 2


def test_products_are_known_by_code(desk: Any) -> None:
    head = ["Product code", "Product", "Category", "Standard cost"]
    desk.bring({"Products": [head, ["007", "Saw", "Tools", 4.5], ["008", "Axe", "Tools", 9]]})
    (sheet,) = desk.bring({"Products": [head, ["007", "Saw", "Tools", 4.75]]}).plan.sheets
    assert (sheet.changed, sheet.changes[0].before, sheet.changes[0].after) == (
        1, Decimal("4.50"), Decimal("4.75"),
    )  # fmt: skip
