"""The three real workbooks come in completely, to the cent, once, and go again with one undo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.core.resources import resource_path
from b2bdesk.services import history

DATA = Path(__file__).parents[2] / "data"
AW = resource_path("sample", "adventureworks_resellers.xlsx")
UCI = DATA / "uci_online_retail_ii_export_markets.xlsx"
NORTHWIND = DATA / "northwind.xlsx"


def counts(result: Any) -> dict[str, tuple[int, ...]]:
    return {
        s.sheet: (s.read, s.new, s.changed, s.unchanged, s.rejected, s.ambiguous)
        for s in result.plan.sheets
    }


def test_adventure_works(desk: Any, sheet_of: Any) -> None:
    result = desk.bring(AW)
    assert counts(result) == {
        "Resellers": (701, 701, 0, 0, 0, 0),
        "Contacts": (753, 749, 0, 0, 0, 4),
        "Reseller sales": (57_851, 57_851, 0, 0, 0, 0),
        "Products": (397, 397, 0, 0, 0, 0),
    }
    sums = "SELECT sum(amount_minor), sum(amount_minor) - sum(cost_minor), sum(list_minor)"
    assert desk.rows(f"{sums} FROM ledger_line") == [(7_754_857_020, 96_340_740, 7_754_857_020)]
    assert desk.rows(f"{sums} FROM account_month") == [(7_754_857_020, 96_340_740, 7_754_857_020)]
    assert desk.one("SELECT count(DISTINCT account_id) FROM ledger_line") == 632
    margins = [
        row[0]
        for row in desk.rows(
            "SELECT sum(amount_minor - cost_minor) AS m FROM account_month GROUP BY account_id"
            " ORDER BY m DESC"
        )
    ]
    assert sum(1 for m in margins if m < 0) == 327
    running, peak, at = 0, 0, 0
    for i, margin in enumerate(margins, 1):
        running += margin
        if running > peak:
            peak, at = running, i
    assert (at, round(100 * peak / running, 2)) == (305, 277.33)


def test_adventure_works_namesakes_stay_apart(desk: Any, sheet_of: Any) -> None:
    result = desk.bring(AW)
    names = desk.rows(
        "SELECT a.name, a.city, e.value FROM account AS a JOIN external_id AS e"
        " ON e.account_id = a.id WHERE a.name IN ('Friendly Bike Shop', 'Sports Products Store')"
        " ORDER BY a.name, CAST(e.value AS INTEGER)"
    )
    assert names == [
        ("Friendly Bike Shop", "Bellingham", "290"),
        ("Friendly Bike Shop", "Port Huron", "643"),
        ("Sports Products Store", "Lieusaint", "211"),
        ("Sports Products Store", "Santa Ana", "649"),
    ]
    contacts = sheet_of(result, "Contacts")
    assert contacts.reason_counts() == (("ambiguous_account", 4),)
    first = contacts.problems[0]
    assert (first.letter, first.header, first.effect) == ("A", "Company", "ambiguous")
    assert first.value == "Friendly Bike Shop"
    assert first.reason == "Fits 2 accounts of the same name."
    waiting = {p.row: p.value for p in contacts.problems}
    assert sorted(waiting.values()) == ["Friendly Bike Shop"] * 2 + ["Sports Products Store"] * 2


def test_online_retail_counts_overlapping_invoices_once(desk: Any, sheet_of: Any) -> None:
    result = desk.bring(UCI, "GBP")
    first, second = result.plan.sheets
    assert first.read + second.read == 34_766
    assert (first.unchanged, second.unchanged) == (0, 441)
    assert first.rejected + second.rejected == 601
    assert first.reason_counts() == (("no_account", 169),)
    assert first.new + second.new == 34_325 - 601
    assert (first.changed, second.changed) == (0, 0)
    assert dict(result.plan.created)["account"] == 262
    total = "SELECT sum(amount_minor), count(DISTINCT account_id)"
    assert desk.rows(f"{total} FROM ledger_line") == [(121_634_867, 262)]
    assert desk.rows(f"{total} FROM account_month") == [(121_634_867, 262)]
    assert desk.rows(
        "SELECT sum(m.amount_minor) FROM account_month AS m JOIN external_id AS e"
        " ON e.account_id = m.account_id WHERE e.value = '14646'"
    ) == [(52_334_207,)]
    assert desk.rows(
        "SELECT type, count(*), max(amount_minor) < 1 FROM ledger_line WHERE quantity_milli < 0"
        " GROUP BY type"
    ) == [("credit_note", 756, 1)]
    assert desk.one("SELECT count(*) FROM ledger_line WHERE cost_minor IS NOT NULL") == 0
    assert desk.one("SELECT count(*) FROM account WHERE country = 'Unspecified'") == 0


def test_northwind_is_exact_after_discount(desk: Any) -> None:
    result = desk.bring(NORTHWIND)
    assert counts(result) == {
        "Customers": (93, 93, 0, 0, 0, 0),
        "Orders": (830, 830, 0, 0, 0, 0),
        "Lines": (2155, 2155, 0, 0, 0, 0),
    }
    assert desk.one("SELECT sum(amount_minor) FROM ledger_line") == 126_579_304
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 126_579_304
    assert desk.one("SELECT sum(list_minor) FROM ledger_line") == 135_445_859
    assert desk.rows(
        "SELECT count(*), sum(shipped_day > required_day) FROM order_header"
        " WHERE shipped_day IS NOT NULL"
    ) == [(809, 37)]
    assert desk.rows(
        "SELECT p.name, j.title FROM person AS p JOIN job AS j ON j.person_id = p.id"
        " JOIN account AS a ON a.id = j.account_id WHERE a.name = 'Alfreds Futterkiste'"
    ) == [("Maria Anders", "Sales Representative")]


@pytest.mark.parametrize(
    ("path", "currency"), [(AW, "USD"), (UCI, "GBP"), (NORTHWIND, "USD")], ids=["aw", "uci", "nw"]
)
def test_again_changes_nothing_and_one_undo_takes_it_all_back(
    desk: Any, path: Path, currency: str
) -> None:
    empty = desk.dump()
    first = desk.bring(path, currency)
    full = desk.dump()
    summary = json.loads(desk.one("SELECT summary FROM import_batch"))
    assert [s["read"] for s in summary["sheets"]] == [s.read for s in first.plan.sheets]
    again = desk.bring(path, currency)
    assert again.plan.imported_before
    assert not again.plan.writes
    assert again.plan.unchanged + again.plan.waiting == sum(s.read for s in again.plan.sheets)
    assert again.batch_id is None
    assert again.written.changes.txn is None
    assert desk.dump() == full
    undone = history.undo(desk.database)
    assert undone.changes.label == f"Import {path.name}"
    assert desk.dump() == empty
    history.redo(desk.database)
    assert desk.dump() == full
    history.undo(desk.database)
    anew = desk.bring(path, currency)
    assert [s.new for s in anew.plan.sheets] == [s.new for s in first.plan.sheets]
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == sum(
        row[-1] for row in full["order_day"]
    ) + desk.one(
        "SELECT coalesce(sum(amount_minor), 0) FROM ledger_line WHERE type <> 'sale' AND batch_id ="
        " (SELECT id FROM import_batch)"
    )
