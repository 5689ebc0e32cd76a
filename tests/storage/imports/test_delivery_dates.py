"""Invoice lines with required and shipped dates tell how punctual the deliveries were."""

from __future__ import annotations

from datetime import date
from typing import Any

from b2bdesk.core.dates import day_of
from tests.storage.imports.conftest import Desk

HEAD = ["Order", "Date", "Customer", "Product", "Quantity", "Amount", "Required date", "Ship date"]


def lines(shipped_last: date | None) -> list[list[Any]]:
    ordered = date(2021, 3, 1)
    return [
        HEAD,
        ["S1", ordered, "Foss", "Axe", 1, 10, date(2021, 3, 10), date(2021, 3, 8)],
        ["S1", ordered, "Foss", "Saw", 2, 20, date(2021, 3, 10), shipped_last],
        ["S2", ordered, "Elk", "Axe", 3, 30, date(2021, 3, 12), date(2021, 3, 20)],
    ]


def orders(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.rows(
        "SELECT document, required_day, shipped_day FROM order_header WHERE superseded = 0"
        " ORDER BY document"
    )


def test_an_order_is_shipped_when_its_last_line_is(desk: Desk) -> None:
    first = desk.bring({"Sales": lines(None)})
    assert (first.plan.sheets[0].kind, first.plan.new) == ("invoice_lines", 3)
    late = ("S2", day_of(date(2021, 3, 12)), day_of(date(2021, 3, 20)))
    assert orders(desk) == [("S1", day_of(date(2021, 3, 10)), None), late]
    again = desk.bring({"Sales": lines(None)})
    assert not again.plan.writes
    shipped = desk.bring({"Sales": lines(date(2021, 3, 11))})
    assert (shipped.plan.new, shipped.plan.changed, shipped.plan.unchanged) == (0, 1, 2)
    assert orders(desk) == [("S1", day_of(date(2021, 3, 10)), day_of(date(2021, 3, 11))), late]
    assert desk.one("SELECT sum(amount_minor) FROM ledger_line WHERE superseded = 0") == 6000
