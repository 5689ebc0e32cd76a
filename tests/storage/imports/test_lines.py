"""What a ledger line becomes: sign, kind, discount, cost, exact totals, versions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.core.dates import day_of, month_of
from b2bdesk.services import history
from b2bdesk.services.imports.masters import rounded

HEAD = ["Invoice", "Date", "Customer number", "Product code", "Quantity", "Unit price"]
D = date(2021, 3, 4)
LINES = (
    "SELECT document, type, quantity_milli, list_minor, amount_minor, cost_minor FROM ledger_line"
)


def lines(*rows: list[Any], head: list[str] = HEAD) -> dict[str, list[list[Any]]]:
    return {"Lines": [head, *rows]}


def test_a_plain_line(desk: Any) -> None:
    desk.bring(lines(["1", D, "A1", "P", 3, 2.5], ["2", D, "A1", "P", 1, 2.5]))
    assert desk.rows(LINES)[0] == ("1", "sale", 3000, 750, 750, None)
    assert desk.rows("SELECT day, month FROM ledger_line")[0] == (day_of(D), month_of(D))
    assert desk.rows(
        "SELECT name, value FROM account JOIN external_id ON account_id = account.id"
    ) == [("Customer A1", "A1")]


def test_cancellations_and_returns_are_negative(desk: Any) -> None:
    desk.bring(
        lines(
            ["100", D, "A1", "P", 3, 2.5],
            ["C101", D, "A1", "P", -2, 2.5],
            ["102", D, "A1", "P", -1, 2.5],
            ["103", D, "A1", "P", 1, 2.5],
            ["104", D, "A1", "P", 1, 2.5],
        )
    )
    kinds = {row[0]: (row[1], row[2], row[4]) for row in desk.rows(LINES)}
    assert kinds["C101"] == ("credit_note", -2000, -500)
    assert kinds["102"] == ("return", -1000, -250)
    assert desk.rows("SELECT amount_minor, orders, returns, credit_notes FROM account_month") == [
        (500, 3, 1, 1)
    ]


def test_a_credit_note_by_its_type_is_negative_also_where_its_amount_is_not(desk: Any) -> None:
    head = ["Invoice", "Date", "Document type", "Customer number", "Quantity", "Amount", "Cost"]
    desk.bring(
        lines(
            ["1", D, "Invoice", "A1", 2, 10, 3],
            ["2", D, "Gutschrift", "A1", 1, 5, 3],
            ["3", D, "Invoice", "A1", 4, 20, 3],
            head=head,
        )
    )
    assert desk.rows(LINES)[1] == ("2", "credit_note", -1000, -500, -500, -300)


def test_numbers_that_all_begin_with_c_are_no_credit_notes(desk: Any) -> None:
    desk.bring(lines(["C1", D, "A1", "P", 1, 2], ["C2", D, "A1", "P", -1, 2]))
    assert [row[1] for row in desk.rows(LINES)] == ["sale", "return"]


def test_unit_and_line_cost(desk: Any) -> None:
    head = [*HEAD, "Cost"]
    unit = [[str(i), D, "A1", "P", 10, 8.0, 5.0] for i in range(3)]
    desk.bring(lines(*unit, [9, D, "A1", "P", -2, 8.0, 5.0], head=head))
    assert [row[5] for row in desk.rows(LINES)] == [5000, 5000, 5000, -1000]
    whole = [[f"L{i}", D, "A1", "P", 10, 8.0, 50.0] for i in range(3)]
    desk.bring(lines(*whole, head=head))
    assert [row[5] for row in desk.rows(LINES)][4:] == [5000, 5000, 5000]


def test_discounts_as_fraction_percent_and_money(desk: Any) -> None:
    head = [*HEAD, "Discount"]
    desk.bring(lines(["f1", D, "A1", "P", 2, 100, 0.1], ["f2", D, "A1", "P", 2, 100, 0], head=head))
    desk.bring(lines(["p1", D, "A1", "P", 2, 100, 15], ["p2", D, "A1", "P", 2, 100, 5], head=head))
    desk.bring(lines(["m1", D, "A1", "P", 9, 100, 150], ["m2", D, "A1", "P", 9, 100, 5], head=head))
    assert {row[0]: (row[3], row[4]) for row in desk.rows(LINES)} == {
        "f1": (20_000, 18_000), "f2": (20_000, 20_000), "p1": (20_000, 17_000),
        "p2": (20_000, 19_000), "m1": (90_000, 75_000), "m2": (90_000, 89_500),
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(min_value=-(10**9), max_value=10**9), min_size=1, max_size=40))
def test_carried_fractions_give_the_exact_total(values: list[int]) -> None:
    unit = 1000
    running, told, parts = 0, 0, []
    for value in values:
        running += value
        parts.append(rounded(running, unit) - told)
        told += parts[-1]
    exact = (Decimal(sum(values)) / unit).quantize(Decimal(1), "ROUND_HALF_EVEN")
    assert sum(parts) == exact
    assert all(abs(p - Decimal(v) / unit) <= 1 for p, v in zip(parts, values, strict=True))


def test_repeats_within_an_invoice_stay(desk: Any) -> None:
    result = desk.bring(lines(["1", D, "A1", "P", 1, 2], ["1", D, "A1", "P", 1, 2]))
    assert result.plan.sheets[0].new == 2
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 400


def test_a_changed_line_supersedes_and_comes_back_with_undo(desk: Any) -> None:
    desk.bring(lines(["1", D, "A1", "P", 1, 2], ["2", D, "A1", "P", 1, 2]))
    result = desk.bring(lines(["1", D, "A1", "P", 5, 2], ["2", D, "A1", "P", 1, 2]))
    (sheet,) = result.plan.sheets
    assert (sheet.new, sheet.changed, sheet.unchanged) == (0, 1, 1)
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 1200
    assert desk.one("SELECT count(*) FROM ledger_line") == 3
    history.undo(desk.database)
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 400
    history.redo(desk.database)
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 1200
    again = desk.bring(lines(["1", D, "A1", "P", 5, 2], ["2", D, "A1", "P", 1, 2]))
    assert not again.plan.writes


def test_a_line_that_moves_to_another_customer_leaves_the_first(desk: Any) -> None:
    desk.bring(lines(["1", D, "A1", "P", 1, 2], ["2", D, "A2", "P", 1, 2]))
    desk.bring(lines(["1", D, "A2", "P", 1, 2], ["2", D, "A2", "P", 1, 2]))
    assert desk.rows(
        "SELECT e.value, m.amount_minor FROM account_month AS m JOIN external_id AS e"
        " ON e.account_id = m.account_id ORDER BY 1"
    ) == [("A2", 400)]


def test_a_monthly_report_adds_to_the_last_one(desk: Any) -> None:
    desk.bring(lines(["1", D, "A1", "P", 1, 2], ["2", D, "A1", "P", 1, 2]))
    result = desk.bring(lines(["2", D, "A1", "P", 1, 2], ["3", D, "A3", "P", 1, 2]))
    (sheet,) = result.plan.sheets
    assert (sheet.new, sheet.unchanged) == (1, 1)
    assert result.plan.created == {"account": 1}
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 600


def test_unknown_numbers_wait_when_the_workbook_lists_its_accounts(desk: Any) -> None:
    book = {
        "Accounts": [["Account number", "Name"], ["A1", "One"], ["A2", "Two"]],
        **lines(["1", D, "A1", "P", 1, 2], ["2", D, "9054", "P", 3, 2]),
    }
    result = desk.bring(book)
    sheet = result.plan.sheets[1]
    (problem,) = sheet.problems
    assert (problem.row, problem.letter, problem.value, problem.code) == (
        3, "C", "9054", "unknown_account",
    )  # fmt: skip
    assert (sheet.amount_minor, sheet.waiting_minor) == (200, 600)
    assert desk.one("SELECT count(*) FROM account") == 2


def test_unreadable_cells_refuse_their_line_and_are_named(desk: Any) -> None:
    rows: list[list[Any]] = [[str(i), "2021-03-04", "A1", "P", 1, 2.0] for i in range(20)]
    rows[3][1] = "31/02/2021"
    rows[5][5] = "1.700,99"
    rows[7][4] = "many"
    rows[9][2] = None
    rows[11][0] = None
    (sheet,) = desk.bring(lines(*rows)).plan.sheets
    assert (sheet.read, sheet.new, sheet.rejected) == (20, 15, 5)
    told = {(p.row, p.letter): (p.code, p.value) for p in sheet.problems}
    assert told == {
        (5, "B"): ("no_such_day", "31/02/2021"),
        (7, "F"): ("decimal_mark", "1.700,99"),
        (9, "E"): ("not_number", "many"),
        (11, "C"): ("no_account", ""),
        (13, "A"): ("missing", ""),
    }
    for problem in sheet.problems:
        assert problem.reason
        assert problem.hint


def test_another_currency_waits(desk: Any) -> None:
    head = [*HEAD, "Currency"]
    (sheet,) = desk.bring(
        lines(["1", D, "A1", "P", 1, 2, "usd"], ["2", D, "A1", "P", 1, 2, "EUR"], head=head)
    ).plan.sheets
    assert (sheet.new, sheet.reason_counts()) == (1, (("no_rate", 1),))


def test_a_currency_without_cents(desk: Any) -> None:
    desk.bring(lines(["1", D, "A1", "P", 3, 150], ["2", D, "A1", "P", 1, 99]), "JPY")
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 549


def test_text_numbers_with_decimal_commas_and_text_dates(desk: Any) -> None:
    head = ["Rechnungsnr", "Datum", "Kundennr", "Artikelnr", "Menge", "Einzelpreis"]
    rows = [[f"R{i}", f"{13 + i}.03.2021", "0042", "007", "2", "1.234,50"] for i in range(3)]
    desk.bring(lines(*rows, head=head))
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 3 * 246_900
    assert desk.one("SELECT value FROM external_id") == "0042"
    assert desk.one("SELECT code FROM product") == "007"
    assert desk.one("SELECT max(day) FROM ledger_line") == day_of(date(2021, 3, 15))
