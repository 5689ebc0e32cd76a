"""What a user decides about invoice lines: which come in, which are skipped, which stand twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from b2bdesk.services.imports.decisions import Decisions, Mode

HEAD = ["Invoice", "Date", "Customer number", "Product code", "Quantity", "Unit price"]
D = date(2021, 3, 4)


def lines(*rows: list[Any]) -> dict[str, list[list[Any]]]:
    return {"Lines": [HEAD, *rows]}


def _counts(plan: Any) -> tuple[int, ...]:
    (sheet,) = plan.sheets
    return (sheet.read, sheet.new, sheet.changed, sheet.unchanged, sheet.set_aside)


def _total(desk: Any) -> int:
    return int(desk.one("SELECT coalesce(sum(amount_minor), 0) FROM account_month"))


BEFORE = lines(["1", D, "A1", "P", 1, 2.0], ["2", D, "A1", "P", 1, 3.0])
AFTER = lines(
    ["1", D, "A1", "P", 1, 2.0], ["2", D, "A1", "P", 1, 30.0], ["3", D, "A2", "Q", 1, 400.0]
)


def test_only_new_lines_come_in(desk: Any) -> None:
    desk.bring(BEFORE)
    result = desk.bring(AFTER, mode=Mode.NEW_ONLY)
    assert _counts(result.plan) == (3, 1, 0, 1, 1)
    assert result.plan.sheets[0].amount_minor == 2_00 + 400_00
    assert _total(desk) == 2_00 + 3_00 + 400_00


def test_only_corrections_come_in(desk: Any) -> None:
    desk.bring(BEFORE)
    result = desk.bring(AFTER, mode=Mode.CHANGES_ONLY)
    assert _counts(result.plan) == (3, 0, 1, 1, 1)
    assert _total(desk) == 2_00 + 30_00


def test_skipped_lines_stay_out_and_keep_the_place_of_the_others(desk: Any) -> None:
    sheet = lines(["1", D, "A1", "P", 1, 2.0], ["1", D, "A1", "P", 1, 5.0], ["x", D, "", "P", 1, 1])
    decided = Decisions(skipped=frozenset({("Lines", 2), ("Lines", 4)}))
    result = desk.bring(sheet, decisions=decided)
    assert _counts(result.plan) == (3, 1, 0, 0, 2)
    assert not result.plan.sheets[0].problems
    assert _total(desk) == 5_00
    whole = desk.bring(sheet)
    assert _counts(whole.plan) == (3, 1, 0, 1, 0), "the second line is known as the second"
    assert _total(desk) == 7_00


def test_a_line_that_stands_twice_is_told_until_both_are_kept(desk: Any) -> None:
    sheet = lines(
        ["1", D, "A1", "P", 1, 2.0], ["1", D, "A1", "Q", 1, 2.0], ["1", D, "A1", "P", 1, 2.0],
        ["1", D, "A1", "P", 4, 2.0],
    )  # fmt: skip
    (told,) = desk.plan(sheet).sheets[0].problems
    assert (told.row, told.letter, told.value) == (4, "A", "1")
    assert (told.code, told.detail, told.effect) == ("same_line_twice", "2", "noted")
    kept = Decisions(kept_twice=frozenset({("Lines", 4)}))
    result = desk.bring(sheet, decisions=kept)
    assert not result.plan.sheets[0].problems
    assert _counts(result.plan) == (4, 4, 0, 0, 0)
    assert _total(desk) == 14_00
