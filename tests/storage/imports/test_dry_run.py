"""The dry run tells every row and every changed cell, and obeys what the user decides."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from b2bdesk.services.imports.decisions import NEW_RECORD, Decisions, Mode
from b2bdesk.services.imports.plan import SheetPlan
from tests.storage.imports.test_relations import BASE

D = date(2021, 3, 4)
ACCOUNTS = ["Account number", "Name", "City", "Employees", "Parent account", "Owner", "Kind"]
LINES = ["Invoice", "Date", "Customer number", "Product code", "Quantity", "Unit price"]


def accounts(*rows: list[Any]) -> dict[str, list[list[Any]]]:
    return {"Accounts": [ACCOUNTS, *rows]}


def only(plan: Any) -> SheetPlan:
    (sheet,) = plan.sheets
    return sheet  # type: ignore[no-any-return]


def whole(sheet: SheetPlan) -> bool:
    """Whether every row read is told once."""
    told = (sheet.new, sheet.changed, sheet.unchanged, sheet.rejected, sheet.ambiguous)
    return sheet.read == sum(told) + sheet.set_aside


@pytest.mark.parametrize(
    ("mode", "counts", "names"),
    [
        (Mode.BOTH, (1, 1, 1, 0), [("One", 12), ("Three", 7), ("Two", 5)]),
        (Mode.NEW_ONLY, (1, 0, 1, 1), [("One", 10), ("Three", 7), ("Two", 5)]),
        (Mode.CHANGES_ONLY, (0, 1, 1, 1), [("One", 12), ("Two", 5)]),
    ],
)
def test_only_new_rows_or_only_changes(
    desk: Any, mode: Mode, counts: tuple[int, ...], names: list[tuple[str, int]]
) -> None:
    desk.bring(accounts(["1", "One", "Ulm", 10], ["2", "Two", "Bonn", 5]))
    book = accounts(
        ["1", "One", "Ulm", 12, None, "Kim Field"], ["2", "Two", "Bonn", 5],
        ["3", "Three", "Jena", 7, "1", "Lena Marsh"],
    )  # fmt: skip
    sheet = only(desk.bring(book, mode=mode).plan)
    assert (sheet.new, sheet.changed, sheet.unchanged, sheet.set_aside) == counts
    assert whole(sheet)
    assert desk.rows("SELECT name, employees FROM account ORDER BY name") == names
    # a row that stays out leaves nothing behind, neither its owner nor its number
    owners = {name for (name,) in desk.rows("SELECT name FROM colleague")}
    assert ("Kim Field" in owners, "Lena Marsh" in owners) == (
        mode is not Mode.NEW_ONLY, mode is not Mode.CHANGES_ONLY,
    )  # fmt: skip
    assert len(sheet.new_accounts) == counts[0]


@pytest.mark.parametrize(
    ("mode", "counts", "total"),
    [
        (Mode.BOTH, (1, 1, 1, 0), 9_00),
        (Mode.NEW_ONLY, (1, 0, 1, 1), 6_00),
        (Mode.CHANGES_ONLY, (0, 1, 1, 1), 6_00),
    ],
)
def test_only_new_lines_or_only_corrected_ones(
    desk: Any, mode: Mode, counts: tuple[int, ...], total: int
) -> None:
    rows = [["1", D, "A", "P", 1, 1.0], ["2", D, "A", "P", 1, 2.0]]
    desk.bring({"Sales": [LINES, *rows]})
    rows[1] = ["2", D, "A", "P", 1, 5.0]
    rows.append(["3", D, "A", "P", 1, 3.0])
    sheet = only(desk.bring({"Sales": [LINES, *rows]}, mode=mode).plan)
    assert (sheet.new, sheet.changed, sheet.unchanged, sheet.set_aside) == counts
    assert whole(sheet)
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == total


def test_a_skipped_row_stays_out(desk: Any) -> None:
    book = accounts(["1", "One"], ["2", "Two"]) | {
        "Sales": [LINES, ["1", D, "1", "P", 1, 1.0], ["1", D, "1", "P", 1, 2.0]]
    }
    decided = Decisions(skipped=frozenset({("Accounts", 3), ("Sales", 2)}))
    plan = desk.bring(book, decisions=decided).plan
    assert [(s.new, s.set_aside, whole(s)) for s in plan.sheets] == [(1, 1, True), (1, 1, True)]
    assert desk.rows("SELECT name FROM account") == [("One",)]
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 2_00
    # the other line of the document kept its place: both come in once the row is let in
    assert [s.new for s in desk.bring(book).plan.sheets] == [1, 1]
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 3_00


def test_empty_cells_empty_only_when_asked(desk: Any) -> None:
    first = ["1", "One", "Ulm", 10, "2", "Kim Field", "Partner"]
    desk.bring(accounts(first, ["2", "Two"]))
    emptied = accounts(["1", "One", None, None, None, None, None])
    assert not desk.bring(emptied).plan.writes
    sheet = only(desk.plan(emptied, erase=True))
    assert {(c.field, c.before, c.after) for c in sheet.changes} == {
        ("city", "Ulm", None), ("employees", 10, None), ("parent", "Two", None),
        ("owner", "Kim Field", None),
    }  # fmt: skip
    (problem,) = sheet.problems
    assert (problem.code, problem.header, problem.effect) == ("never_empty", "Kind", "left_out")
    assert (sheet.changed, sheet.cells_left_out) == (1, 1)
    desk.bring(emptied, erase=True)
    assert desk.rows("SELECT city, employees, parent_id, owner_id, kind FROM account"
                     " WHERE name = 'One'") == [(None, None, None, None, "partner")]  # fmt: skip


def test_columns_that_are_not_there_and_unreadable_cells_empty_nothing(desk: Any) -> None:
    desk.bring(accounts(["1", "One", "Ulm", 10, None, "Kim Field", "Partner"]))
    rows = [["1", "One", "many"], ["2", "Two", 5], ["3", "Three", 5], ["4", "Four", 5]]
    desk.bring({"Accounts": [["Account number", "Name", "Employees"], *rows]}, erase=True)
    assert desk.rows("SELECT city, employees, kind FROM account WHERE name = 'One'") == [
        ("Ulm", 10, "partner")
    ]


def test_a_cell_put_right_is_read_instead(desk: Any) -> None:
    rows = [[str(n), D, "A", "P", 1, 2.5] for n in range(30)]
    rows[4][5] = "1.700,99"
    book = {"Sales": [LINES, *rows]}
    sheet = only(desk.plan(book))
    (problem,) = sheet.problems
    assert (problem.code, problem.proposal, problem.letter) == ("decimal_mark", "1700.99", "F")
    cell = ("Sales", problem.row, problem.column)
    sheet = only(desk.bring(book, decisions=Decisions(cells={cell: problem.proposal})).plan)
    assert (sheet.new, sheet.rejected, sheet.amount_minor) == (30, 0, 1700_99 + 29 * 2_50)


def test_a_date_that_is_none_is_proposed_as_in_the_order(desk: Any) -> None:
    rows: list[list[Any]] = [
        ["1", "2017-07-19", "A", "P", 1, 2.5], ["1", "2017-02-31", "A", "Q", 1, 2.5],
        ["2", "2017-07-20", "A", "P", 1, 2.5], ["3", "2017-02-31", "A", "P", 1, 2.5],
    ]  # fmt: skip
    sheet = only(desk.plan({"Sales": [LINES, *rows]}))
    assert [(p.row, p.code, p.proposal) for p in sheet.problems] == [
        (3, "no_such_day", "2017-07-19"), (5, "no_such_day", ""),
    ]  # fmt: skip


def test_a_word_and_an_address_are_proposed_where_they_are_near(desk: Any) -> None:
    head = ["Account number", "Name", "Kind", "Email"]
    rows = [[str(n), f"Firm {n}", "Partner", f"a{n}@x.example"] for n in range(5)]
    rows[1][2], rows[2][2], rows[3][3] = "Prospekt", "Moon", "a3 @x,example"
    sheet = only(desk.plan({"Accounts": [head, *rows]}))
    assert [(p.value, p.proposal) for p in sheet.problems] == [
        ("Prospekt", "prospect"), ("Moon", ""), ("a3 @x,example", "a3@x.example"),
    ]  # fmt: skip


def test_the_same_line_twice_comes_in_and_is_told_until_the_user_says_which(desk: Any) -> None:
    rows = [["1", D, "A", "P", 1, 2.5], ["1", D, "A", "P", 1, 2.5], ["2", D, "A", "P", 1, 1.0]]
    book = {"Sales": [LINES, *rows]}
    sheet = only(desk.plan(book))
    (problem,) = sheet.problems
    assert (problem.row, problem.effect, problem.reason) == (3, "noted", "The same as row 2.")
    assert (sheet.new, sheet.amount_minor) == (3, 6_00)
    kept = only(desk.plan(book, decisions=Decisions(kept_twice=frozenset({("Sales", 3)}))))
    assert (kept.new, kept.problems) == (3, ())
    one = only(desk.bring(book, decisions=Decisions(skipped=frozenset({("Sales", 3)}))).plan)
    assert (one.new, one.set_aside, one.amount_minor) == (2, 1, 3_50)


def test_a_row_that_adds_to_a_new_account_of_the_sheet_changes_no_cell_of_the_file(
    desk: Any,
) -> None:
    book = accounts(["1", "One", "Ulm"], ["1", "One", None, 12])
    for told in (only(desk.plan(book)), only(desk.bring(book).plan)):
        assert (told.new, told.changed, told.changes, told.cells_changed) == (1, 1, (), 0)
    assert desk.rows("SELECT name, city, employees FROM account") == [("One", "Ulm", 12)]
    # Of an account that the file has, the same row does change a cell.
    again = only(desk.bring(accounts(["1", "One", None, 15])).plan)
    assert [(c.field, c.before, c.after) for c in again.changes] == [("employees", 12, 15)]


def test_the_same_account_twice_is_one_unless_the_user_says_two(desk: Any) -> None:
    head = ["Name", "City", "Employees"]
    book = {"Accounts": [head, ["Twin", "Ulm", 1], ["Twin", "Ulm", 1], ["Other", "Ulm", 2]]}
    sheet = only(desk.plan(book))
    assert (sheet.new, sheet.unchanged, sheet.problems[0].code) == (2, 1, "same_line_twice")
    desk.bring(book, decisions=Decisions(records={("Accounts", 3): NEW_RECORD}))
    assert desk.one("SELECT count(*) FROM account WHERE name = 'Twin'") == 2


CHANGES: dict[tuple[str, int, str], tuple[Any, set[tuple[str, str, Any, Any]]]] = {
    ("Our team", 1, "Function"): (
        "Head of sales",
        {("Lena Marsh", "function", "Key account manager", "Head of sales")},
    ),
    ("Accounts", 1, "Owner"): ("Kim Field", {("One", "owner", "Lena Marsh", "Kim Field")}),
    ("Contacts", 1, "Job title"): ("Head buyer", {("Ann Lee", "title", "Buyer", "Head buyer")}),
    ("Roles", 1, "Stance"): ("Champion", {("Ann Lee", "stance", "Supporter", "Champion")}),
    ("Roles", 2, "Roles"): (
        "Decider; Budget holder; User",
        {("Bob Ray", "roles", None, "User"), ("Bob Ray", "since", None, date(2021, 5, 4))},
    ),
    ("Roles", 1, "Coverage"): (
        "Multiple",
        {("Ann Lee", "coverage", "In depth", "Multiple")},
    ),
    ("Exchanges", 1, "Minutes"): (45, {("Spring order", "minutes", 90, 45)}),
    ("Exchanges", 2, "People"): ("Ann Lee", {("Late delivery", "people", None, "Ann Lee")}),
    ("Next steps", 1, "Promised by"): (
        "They promised",
        {("Send offer", "promised_by", "We promised", "They promised")},
    ),
    ("Assessments", 1, "Importance"): (5, {("One", "importance", 4, 5)}),
    ("Assessments", 1, "Target type"): (
        "Collaborative",
        {("One", "target", "Value-added", "Collaborative")},
    ),
    ("Contracts", 1, "Renews by itself"): (
        "no", {("Frame 2021", "auto_renews", "Yes", "No")},
    ),
    ("Sales targets", 1, "Target"): (
        90000, {("One", "amount", Decimal("120000.00"), Decimal("90000.00"))},
    ),
    ("Cost pools", 1, "Ledger cost"): (
        7, {("Order handling", "amount", Decimal("100000.55"), Decimal("7.00"))},
    ),
    ("Cost pools", 2, "Minutes per event"): (
        2.5, {("Visits", "minutes", Decimal(1), Decimal("2.5"))},
    ),
}  # fmt: skip


@pytest.fixture
def stocked(desk: Any) -> Any:
    desk.bring(BASE)
    return desk


@pytest.mark.parametrize("cell", CHANGES, ids=lambda cell: f"{cell[0]}-{cell[2]}")
def test_every_changed_cell_of_every_kind_is_told_with_names(
    stocked: Any, cell: tuple[str, int, str]
) -> None:
    sheet, row, header = cell
    value, told = CHANGES[cell]
    book = copy.deepcopy(BASE)
    head = book[sheet][0]
    book[sheet][row] += [None] * (len(head) - len(book[sheet][row]))
    book[sheet][row][head.index(header)] = value
    plan = stocked.plan(book)
    changes = [change for each in plan.sheets for change in each.changes]
    assert {(c.record, c.field, c.before, c.after) for c in changes} == told
    assert {(c.sheet, c.row) for c in changes} == {(sheet, row + 1)}
    assert [(s.sheet, s.changed, s.cells_changed) for s in plan.sheets if s.changed] == [
        (sheet, 1, len(told))
    ]
    assert all(whole(each) for each in plan.sheets)
