"""Amounts in other currencies: converted once, exactly, with the rate of their day, and kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b2bdesk.core.dates import day_of
from b2bdesk.core.money import exponent
from b2bdesk.queries.profit_events import list_document_lines
from b2bdesk.services import history
from b2bdesk.services.check import check_file
from b2bdesk.services.currency_rates import (
    CurrencyRateDraft,
    add_currency_rate,
    edit_currency_rate,
)
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.account.profit.cause_tables import line_columns

HEAD = ["Invoice", "Date", "Customer number", "Product code", "Quantity", "Unit price", "Currency"]
D = date(2021, 3, 4)
NORTHWIND = Path(__file__).parents[2] / "data" / "northwind.xlsx"
KEPT = (
    "SELECT l.document, l.amount_minor, f.currency, f.amount_minor, f.rate_micro"
    " FROM ledger_line AS l JOIN ledger_foreign AS f ON f.line_id = l.id ORDER BY l.id"
)


def lines(*rows: list[Any]) -> dict[str, list[list[Any]]]:
    return {"Lines": [HEAD, *rows]}


def rate(desk: Any, currency: str, since: date, value: str) -> int:
    draft = CurrencyRateDraft(currency, since, Decimal(value))
    return int(desk.database.write("Add a rate", lambda s: add_currency_rate(s, draft)).value)


def test_a_line_takes_the_rate_of_its_day_and_keeps_what_it_came_as(desk: Any) -> None:
    rate(desk, "CHF", date(2021, 1, 1), "1.1")
    rate(desk, "CHF", date(2021, 3, 5), "1.2")
    result = desk.bring(
        lines(
            ["1", D, "A1", "P", 3, 2.5, "CHF"],
            ["2", date(2021, 3, 5), "A1", "P", 1, 10, " chf"],
            ["3", D, "A1", "P", 1, 4, "USD"],
            ["4", D, "A1", "P", 1, 5, None],
        )
    )
    assert desk.rows(KEPT) == [
        ("1", 825, "CHF", 750, 1_100_000),
        ("2", 1200, "CHF", 1000, 1_200_000),
    ]
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 825 + 1200 + 400 + 500
    (sheet,) = result.plan.sheets
    assert sheet.amount_minor == 825 + 1200 + 400 + 500
    assert [(c.currency, c.since, c.rate_micro, c.rows, c.amount_minor, c.converted_minor)
            for c in sheet.conversions] == [
        ("CHF", day_of(date(2021, 1, 1)), 1_100_000, 1, 750, 825),
        ("CHF", day_of(date(2021, 3, 5)), 1_200_000, 1, 1000, 1200),
    ]  # fmt: skip


def test_a_documents_lines_tell_what_they_came_as(desk: Any) -> None:
    rate(desk, "CHF", date(2021, 1, 1), "1.1")
    desk.bring(lines(["1", D, "A1", "P", 3, 2.5, "CHF"], ["1", D, "A1", "Q", 1, 2, "USD"]))
    account = desk.one("SELECT id FROM account")
    with desk.database.read() as session:
        found = list_document_lines(session, account, "1")
    assert [(x.amount, x.currency, x.foreign, x.rate_micro) for x in found] == [
        (825, "CHF", 750, 1_100_000),
        (200, None, None, None),
    ]
    set_formats(Formats("en_US", "USD"))
    (came,) = [column for column in line_columns() if column.key == "came"]
    assert [came.value(line) for line in found] == ["7.50 CHF at 1.10", None]


def test_currencies_of_no_and_of_three_decimals(desk: Any) -> None:
    rate(desk, "JPY", date(2021, 1, 1), "0.0067")
    rate(desk, "KWD", date(2021, 1, 1), "3.3")
    desk.bring(
        lines(
            ["1", D, "A1", "P", 1, 1000, "JPY"],
            ["2", D, "A1", "P", 1, 1.234, "KWD"],
            ["3", D, "A1", "P", -1, 1000, "JPY"],
        )
    )
    assert desk.rows(KEPT) == [
        ("1", 670, "JPY", 1000, 6700),
        ("2", 407, "KWD", 1234, 3_300_000),
        ("3", -670, "JPY", -1000, 6700),
    ]


def test_into_a_file_without_decimals(desk: Any) -> None:
    rate(desk, "EUR", date(2021, 1, 1), "131.37")
    desk.bring(lines(*(["1", D, "A1", f"P{i}", 1, 0.01, "EUR"] for i in range(3))), "JPY")
    # 3 x 1.3137 yen are 3.9411: the fractions are carried from line to line.
    assert [row[1] for row in desk.rows(KEPT)] == [1, 2, 1]


def test_fractions_of_converted_lines_are_carried_to_the_exact_total(desk: Any) -> None:
    rate(desk, "CHF", date(2021, 1, 1), "1.093217")
    prices = [Decimal(i * 37 % 101) / 100 + Decimal("0.01") for i in range(60)]
    desk.bring(lines(*([str(i), D, "A1", "P", 3, float(p), "CHF"] for i, p in enumerate(prices))))
    exact = sum(Fraction(p) * 3 for p in prices) * Fraction(1_093_217, 1_000_000) * 100
    assert desk.one("SELECT sum(amount_minor) FROM ledger_line") == round(exact)
    kept = desk.one("SELECT sum(amount_minor) FROM ledger_foreign")
    assert kept == sum(p * 300 for p in prices)


def test_a_line_waits_until_its_rate_is_known(desk: Any) -> None:
    rate(desk, "CHF", date(2021, 6, 1), "1.1")
    sheet = lines(["1", D, "A1", "P", 1, 2, "CHF"], ["2", D, "A1", "P", 1, 2, "Franken"])
    (told,) = desk.bring(sheet).plan.sheets
    assert (told.new, told.rejected) == (0, 2)
    assert [(p.row, p.letter, p.code, p.value) for p in told.problems] == [
        (2, "G", "no_rate", "CHF"),
        (3, "G", "not_currency", "Franken"),
    ]
    assert told.problems[0].reason == "No rate of CHF is known for 2021-03-04."
    assert told.problems[0].hint == "Add it in Settings, under Currencies."
    assert desk.one("SELECT count(*) FROM account") == 0
    rate(desk, "CHF", date(2021, 3, 4), "1.5")
    (told,) = desk.bring(sheet).plan.sheets
    assert (told.new, told.rejected) == (1, 1)
    assert desk.rows(KEPT) == [("1", 300, "CHF", 200, 1_500_000)]


def test_the_same_again_is_in_already_whatever_the_rate_became(desk: Any) -> None:
    number = rate(desk, "CHF", date(2021, 1, 1), "1.1")
    rate(desk, "EUR", date(2021, 1, 1), "1.1")
    sheet = lines(["1", D, "A1", "P", 1, 2, "CHF"])
    desk.bring(sheet)
    changed = CurrencyRateDraft("CHF", date(2021, 1, 1), Decimal("1.2"))
    desk.database.write("Change", lambda s: edit_currency_rate(s, number, changed))
    again = desk.bring(sheet)
    assert (again.plan.unchanged, again.batch_id) == (1, None)
    assert desk.rows(KEPT) == [("1", 220, "CHF", 200, 1_100_000)]
    # The same number in another currency at the same rate is another amount, and so a change.
    other = desk.bring(lines(["1", D, "A1", "P", 1, 2, "EUR"]))
    assert other.plan.changed == 1
    assert desk.bring(lines(["1", D, "A1", "P", 1, 2, "USD"])).plan.changed == 1
    assert desk.one("SELECT sum(amount_minor) FROM account_month") == 200


def test_undo_takes_converted_lines_back_and_redo_brings_them_again(desk: Any) -> None:
    rate(desk, "CHF", date(2021, 1, 1), "1.1")
    before = desk.dump()
    desk.bring(lines(["1", D, "A1", "P", 1, 2, "CHF"]))
    after = desk.dump()
    history.undo(desk.database)
    assert desk.dump() == before
    history.redo(desk.database)
    assert desk.dump() == after
    assert desk.rows(KEPT) == [("1", 220, "CHF", 200, 1_100_000)]


@pytest.mark.parametrize("stray", [False, True])
def test_the_check_knows_what_converted_lines_came_as(desk: Any, stray: bool) -> None:
    rate(desk, "CHF", date(2021, 1, 1), "1.1")
    desk.bring({**lines(["1", D, "A1", "P", 1, 2, "CHF"]), **pool(12_000, "CHF")})
    if stray:
        row = "INSERT INTO ledger_foreign VALUES (99, 'CHF', 1, 1100000)"
        desk.database.write("Break", lambda s: s.connection().exec_driver_sql(row))
    desk.database.close()
    findings = {f.title: f for f in check_file(desk.folder / "test.b2bdesk", D)}
    assert findings["Other currencies"].passed is not stray
    assert findings["Other currencies"].words == (
        "1 belongs to nothing" if stray else "2 converted amounts, as they came"
    )
    assert all(f.passed for f in findings.values() if f.title != "Other currencies")


def test_rates_come_in_with_the_workbook_that_needs_them(desk: Any) -> None:
    book = {
        **lines(["1", D, "A1", "P", 1, 2, "CHF"]),
        "Currency rates": [["Currency", "From", "Rate"], ["chf", date(2021, 1, 1), 1.0932]],
    }
    before = desk.dump()
    result = desk.bring(book)
    assert [(s.kind, s.new) for s in result.plan.sheets] == [
        ("invoice_lines", 1),
        ("currency_rates", 1),
    ]
    assert desk.rows("SELECT currency, day, rate_micro FROM currency_rate") == [
        ("CHF", day_of(date(2021, 1, 1)), 1_093_200)
    ]
    assert desk.rows(KEPT) == [("1", 219, "CHF", 200, 1_093_200)]
    history.undo(desk.database)
    assert desk.dump() == before


@pytest.mark.parametrize(
    ("currency", "value", "reason"),
    [
        ("Euro", 1.1, "not_currency"),
        ("USD", 1.1, "own_currency"),
        ("EUR", 0, "not_rate"),
        ("EUR", -1.1, "not_rate"),
        ("EUR", 2_000_000, "not_rate"),
        ("EUR", "viel", "not_number"),
        ("EUR", None, "missing"),
    ],
)
def test_a_rate_that_is_none_waits(desk: Any, currency: str, value: Any, reason: str) -> None:
    good = ["CHF", date(2021, 1, 1), 1.1]
    rows = [["Currency", "From", "Rate"], good, [currency, date(2021, 1, 1), value]]
    (sheet,) = desk.bring({"Currency rates": rows}).plan.sheets
    assert (sheet.new, sheet.reason_counts()) == (1, ((reason, 1),))
    assert sheet.problems[0].reason
    assert sheet.problems[0].hint


def test_freight_prices_and_targets_are_converted(desk: Any) -> None:
    rate(desk, "CHF", date(2021, 1, 1), "1.1")
    rate(desk, "CHF", date(2021, 3, 16), "1.2")
    desk.bring(
        {
            "Orders": [
                ["Order number", "Customer number", "Order date", "Freight", "Currency"],
                ["1", "A1", D, 10, "CHF"],
                ["2", "A1", D, 10, "USD"],
                ["3", "A1", D, None, "SEK"],
                ["4", "A1", D, 10, "SEK"],
            ],
            "Price list": [
                ["Product code", "Price", "Currency", "Valid from"],
                ["P", 5, "CHF", date(2021, 4, 1)],
                ["Q", 5, "SEK", date(2021, 4, 1)],
            ],
            "Sales targets": [
                ["Account number", "First month", "Last month", "Target", "Currency"],
                ["A1", date(2021, 3, 1), date(2021, 3, 1), 3100, "CHF"],
            ],
        }
    )
    freight = "SELECT document, freight_minor FROM order_header ORDER BY document"
    assert desk.rows(freight) == [("1", 1100), ("2", 1000), ("3", None)]
    assert desk.rows("SELECT price_minor FROM list_price") == [(600,)]
    # 15 days at 1.1 and 16 at 1.2 are 1.1516129 on average.
    assert desk.rows("SELECT amount_minor FROM sales_target") == [(357_000,)]


POOLS = ["Cost pool", "Driver", "First month", "Last month", "Ledger cost", "Currency"]
PERIOD = "SELECT amount_minor, currency, foreign_minor FROM cost_pool_period"


def pool(amount: float, currency: str | None) -> dict[str, list[list[Any]]]:
    months = date(2021, 3, 1), date(2021, 3, 1)
    return {"Cost pools": [POOLS, ["Sales calls", "Orders", *months, amount, currency]]}


def test_a_cost_pool_keeps_what_it_was_converted_from(desk: Any) -> None:
    number = rate(desk, "CHF", date(2021, 1, 1), "1.1")
    (sheet,) = desk.bring(pool(12_000, "SEK")).plan.sheets
    assert sheet.reason_counts() == (("no_rate", 1),)
    desk.bring(pool(12_000, "CHF"))
    assert desk.rows(PERIOD) == [(1_320_000, "CHF", 1_200_000)]
    changed = CurrencyRateDraft("CHF", date(2021, 1, 1), Decimal("1.2"))
    desk.database.write("Change", lambda s: edit_currency_rate(s, number, changed))
    assert desk.bring(pool(12_000, "CHF")).plan.unchanged == 1
    (sheet,) = desk.bring(pool(10_000, "CHF")).plan.sheets
    assert [(c.field, c.before, c.after) for c in sheet.changes] == [
        ("amount", Decimal(13_200), Decimal(12_000)),
        ("Amount in that currency", Decimal(12_000), Decimal(10_000)),
    ]
    assert desk.rows(PERIOD) == [(1_200_000, "CHF", 1_000_000)]
    assert desk.bring(pool(12_000, None)).plan.changed == 1
    assert desk.rows(PERIOD) == [(1_200_000, None, None)]


def test_real_order_lines_in_the_currency_of_their_customers(desk: Any, tmp_path: Path) -> None:
    codes = {"Switzerland": "CHF", "UK": "GBP", "Sweden": "SEK", "USA": "USD"}
    rates = {"CHF": "0.7963", "GBP": "1.637041", "SEK": "0.126907", "EUR": "1.134599"}
    for code, value in rates.items():
        rate(desk, code, date(1996, 1, 1), value)
    book = openpyxl.load_workbook(NORTHWIND)
    country = {row[0]: row[8] for row in book["Customers"].iter_rows(values_only=True)}
    sheet = book["Lines"]
    sheet.cell(1, 9, "Currency")
    exact, came, rows = Fraction(0), dict.fromkeys(rates, Fraction(0)), 0
    for number, row in enumerate(sheet.iter_rows(min_row=2, max_col=8, values_only=True), 2):
        price, quantity, discount, customer = row[2:6]
        code = codes.get(str(country.get(customer)), "EUR")
        sheet.cell(number, 9, code)
        net = Fraction(str(price)) * int(quantity) * (1 - Fraction(str(discount)))
        exact += net * Fraction(rates.get(code, "1"))
        if code != "USD":
            came[code] += net
            rows += 1
    path = tmp_path / "northwind.xlsx"
    book.save(path)
    result = desk.bring(path)
    plan = next(s for s in result.plan.sheets if s.kind == "invoice_lines")
    assert desk.one("SELECT sum(amount_minor) FROM ledger_line") == round(exact * 100)
    assert desk.one("SELECT count(*) FROM ledger_foreign") == rows
    assert {c.currency: c.amount_minor for c in plan.conversions} == {
        code: round(total * 10 ** exponent(code)) for code, total in came.items()
    }
