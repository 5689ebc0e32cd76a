"""The price paid last and every price before it, by the lines that count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from helpers.costed_account import AS_OF, BATCH, MONTHS, fill_ledger, line
from sqlalchemy.orm import Session

from b2bdesk.models import ImportBatch, LedgerLine
from b2bdesk.queries.profit_prices import PaidPrice
from b2bdesk.services import summaries
from b2bdesk.services.profit_products import price_history, product_mix
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


def bought(number: int, day: date, document: str, milli: int, amount: int) -> LedgerLine:
    made = line(number, 1, day, amount, None, 11)
    made.document, made.quantity_milli = document, milli
    return made


def more(session: Session) -> None:
    returned = line(20, 1, date(2020, 5, 20), -9_000, None, 11, kind="return")
    undone = bought(21, date(2020, 5, 21), "GONE", 1000, 1)
    undone.batch_id = 901  # of an import that was taken back
    session.add_all(
        [
            bought(10, date(2020, 3, 3), "D10", 2000, 100_000),
            # Two lines of a document at one price are one purchase, at another price two.
            bought(11, date(2020, 4, 4), "D11", 1000, 45_000),
            bought(12, date(2020, 4, 4), "D11", 3000, 135_000),
            bought(13, date(2020, 4, 4), "D11", 500, 20_000),
            bought(14, date(2020, 6, 1), "LATER", 1000, 99_000),
            returned,
            undone,
        ]
    )
    session.flush()
    summaries.refresh(session, [BATCH])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "products.b2bdesk")
    made.write("Ledger", fill_ledger)
    made.write("More", more)
    yield made
    made.close()


def test_each_price_paid_with_its_day_and_quantity(database: Database) -> None:
    with database.read() as session:
        found = price_history(session, 1, 11, AS_OF)
    assert [(p.day, p.document, p.quantity_milli, p.price) for p in found] == [
        (date(2020, 1, 10), "D1", 1000, 57_000),
        (date(2020, 3, 3), "D10", 2000, 50_000),
        (date(2020, 4, 4), "D11", 4000, 45_000),
        (date(2020, 4, 4), "D11", 500, 40_000),
    ]
    assert found[0].list_price == 60_000
    assert found[0].cost == 40_000
    assert found[2].cost is None


def test_the_last_price_is_that_of_the_newest_line_up_to_the_as_of_date(
    database: Database,
) -> None:
    with database.read() as session:
        mix = product_mix(session, 1, MONTHS, AS_OF)
    last = {row.share.product: row.last for row in mix.rows}
    pump = last[11]
    assert pump is not None
    assert (pump.day, pump.document, pump.price) == (date(2020, 4, 4), "D11", 40_000)
    valve = last[12]
    assert valve is not None
    assert (valve.day, valve.price) == (date(2020, 2, 11), 38_000)


def test_a_price_is_exact_where_it_is_no_whole_cent() -> None:
    paid = PaidPrice(date(2020, 1, 1), "D", 3000, 100, 100, None)
    assert paid.price == Fraction(100, 3)


def test_a_taken_back_import_leaves_no_price(database: Database) -> None:
    def back(session: Session) -> None:
        session.add(ImportBatch(id=901, file_name="y.xlsx", sha256="", at=0, summary="{}"))

    with database.read() as session:
        assert all(p.document != "GONE" for p in price_history(session, 1, 11, AS_OF))
    database.write("Redo", back)
    with database.read() as session:
        assert price_history(session, 1, 11, AS_OF)[-1].document == "GONE"
