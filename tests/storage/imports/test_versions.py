"""Imports that are taken back, made again and brought back: every line counts once."""

from __future__ import annotations

from typing import Any

from b2bdesk.services import history
from b2bdesk.storage.journal import Step
from tests.storage.imports.conftest import Desk

HEAD = ["Invoice no.", "Date", "Customer no.", "Item", "Quantity", "Amount"]
ACCOUNTS = {"Customers": [["Customer no.", "Customer name"], ["C1", "One"], ["C2", "Two"]]}


def _lines(amount: float, kind: str = "I") -> dict[str, list[list[Any]]]:
    rows = [[f"{kind}{n}", f"2020-01-0{n % 8 + 1}", "C1", f"P{n}", 1, amount] for n in range(12)]
    return {"Invoice lines": [HEAD, *rows]}


def _total(desk: Desk) -> int:
    return int(desk.one("SELECT coalesce(sum(amount_minor), 0) FROM account_month"))


def test_an_import_that_returns_after_it_was_made_again_counts_once(desk: Desk) -> None:
    desk.bring(ACCOUNTS)
    desk.bring(_lines(1.0, "J"))  # the products are known, so nothing stands against coming back
    desk.bring(_lines(10.0))
    assert _total(desk) == 13_200
    taken_back = history.undo(desk.database)
    assert _total(desk) == 1_200
    desk.bring(_lines(20.0))
    assert _total(desk) == 25_200
    assert taken_back.changes.txn is not None
    history.undo_step(desk.database, Step(taken_back.changes.txn, ""))
    assert _total(desk) == 25_200


def test_a_corrected_line_says_what_it_changes(desk: Desk) -> None:
    sheet = {"Invoice lines": [HEAD, ["I1", "2020-01-05", "C1", "P", 2, 10.0],
                               ["I2", "2020-01-06", "C1", "P", 1, 5.0]]}  # fmt: skip
    desk.bring(sheet)
    sheet["Invoice lines"][1][4:] = [3, 15.0]
    (plan,) = desk.bring(sheet).plan.sheets
    assert (plan.new, plan.changed, plan.unchanged) == (0, 1, 1)
    told = [(c.row, c.record, c.field, str(c.before), str(c.after)) for c in plan.changes]
    assert told == [(2, "I1", "quantity", "2", "3"), (2, "I1", "amount", "10.00", "15.00")]
    assert _total(desk) == 20_00
    history.undo(desk.database)
    assert _total(desk) == 15_00


def test_two_systems_may_number_their_documents_alike(desk: Desk) -> None:
    def sheet(amount: float) -> dict[str, list[list[Any]]]:
        row = ["1001", "2020-01-05", f"C{int(amount)}", "P", 1, amount]
        return {"Invoice lines": [HEAD, row]}

    desk.bring(sheet(5.0))
    desk.bring(sheet(8.0), system="Navision")
    assert _total(desk) == 13_00
    again = desk.bring(sheet(8.0), system="Navision")
    assert again.plan.unchanged == 1
