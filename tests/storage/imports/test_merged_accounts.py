"""What comes in for an account that was merged: it lands at the kept one, and goes back with it."""

from __future__ import annotations

from b2bdesk.analytics.duplicates.records import Kind
from b2bdesk.services import history
from b2bdesk.services.merging.merge import MergeDraft, merge
from b2bdesk.storage.journal import Step
from tests.helpers.whole_file import assert_consistent
from tests.storage.imports.conftest import Desk

ACCOUNTS = [["Customer no", "Customer name", "City"], ["N1", "Bike World", "Graz"],
            ["N2", "Bikeworld Ltd", "Graz"]]  # fmt: skip
HEAD = ["Invoice", "Date", "Customer no", "Item", "Quantity", "Amount", "Cost"]


def lines(*rows: tuple[str, str, float]) -> dict[str, list[list[object]]]:
    return {
        "Lines": [
            list(HEAD),
            *([doc, "2021-03-01", code, "P1", 1, amount, 5.0] for doc, code, amount in rows),
        ]
    }


def sales(desk: Desk) -> dict[str, int]:
    return dict(
        desk.rows(  # type: ignore[arg-type]
            "SELECT a.name, sum(m.amount_minor) FROM account_month AS m JOIN account AS a"
            " ON a.id = m.account_id GROUP BY 1"
        )
    )


def merge_the_two(desk: Desk) -> int:
    one, two = (
        desk.one("SELECT account_id FROM external_id WHERE value = ?", number)
        for number in ("N1", "N2")
    )
    draft = MergeDraft(Kind.ACCOUNT, one, (two,))
    step = desk.database.write("Merge", lambda session: merge(session, draft)).changes.txn
    assert step is not None
    return step


def test_lines_of_both_numbers_land_at_the_kept_account_and_go_back(desk: Desk) -> None:
    desk.bring({"Accounts": ACCOUNTS})
    desk.bring(lines(("D1", "N1", 100), ("D2", "N2", 50)))
    step = merge_the_two(desk)
    assert sales(desk) == {"Bike World": 150_00}
    # The same again and new ones: nothing counts twice, a corrected line is told once.
    result = desk.bring(lines(("D1", "N1", 100), ("D2", "N2", 60), ("D3", "N2", 7)))
    sheet = result.plan.sheets[0]
    assert (sheet.new, sheet.changed, sheet.unchanged) == (1, 1, 1)
    assert {change.field for change in sheet.changes} == {"amount"}
    assert sales(desk) == {"Bike World": 167_00}
    assert_consistent(desk.database)
    history.undo_step(desk.database, Step(step, ""))
    assert sales(desk) == {"Bike World": 100_00, "Bikeworld Ltd": 67_00}
    assert_consistent(desk.database)


def test_a_merged_account_is_known_by_its_name_too(desk: Desk) -> None:
    desk.bring({"Accounts": ACCOUNTS})
    step = merge_the_two(desk)
    sheet = lines(("D1", "Bikeworld Ltd", 40))
    sheet["Lines"][0][2] = "Customer name"
    desk.bring(sheet)
    assert desk.one("SELECT count(*) FROM account") == 1
    assert sales(desk) == {"Bike World": 40_00}
    history.undo_step(desk.database, Step(step, ""))
    assert sales(desk) == {"Bikeworld Ltd": 40_00}
    assert_consistent(desk.database)


def test_the_merged_accounts_row_of_a_list_does_not_change_the_kept_one(desk: Desk) -> None:
    desk.bring({"Accounts": ACCOUNTS})
    merge_the_two(desk)
    sheet = desk.bring({"Accounts": ACCOUNTS}).plan.sheets[0]
    assert (sheet.new, sheet.changed, sheet.unchanged) == (0, 0, 2)
    assert desk.rows("SELECT name FROM account") == [("Bike World",)]
