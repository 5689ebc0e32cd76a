"""A file with the ledger of a large company: always the same, streamed in row by row.

    python benchmarks/large_ledger.py <file> [lines]

5,000 accounts over 36 months, 3,000 products, documents of five lines on average, one exchange
of each account every third month, and 20 cost pools with an amount for each year: 18 that count
what the summaries hold or exchanges, one with a time equation over single orders, and one that
counts distinct products. The summaries are those that the program keeps.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import ROOT, timed

if TYPE_CHECKING:
    from b2bdesk.storage.database import Database

ACCOUNTS, PRODUCTS, MONTHS = 5_000, 3_000, 36
FIRST_MONTH = 2023 * 12
TODAY = date(2025, 12, 31)
NOON = time(12)
SEGMENTS = ("Direct", "Dealer", "Public")
LEDGER_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
EQUATION = "8 + 3 if new customer + 2 * lines over 10"

assert ROOT.exists()


def make_file(path: Path, lines: int) -> dict[str, float]:
    """Make the file; seconds of each part. ``path`` must not exist."""
    from b2bdesk.services import order_facts, summaries
    from b2bdesk.storage import driver
    from b2bdesk.storage.database import Database

    took: dict[str, float] = {}
    database = Database.create(path)
    try:
        accounts, batch = database.write("Accounts", _masters).value
        took["lines"] = timed(lambda: _stream(driver, path, accounts, batch, lines))
        took["summaries"] = timed(lambda: database.write("Summaries", summaries.rebuild))
        took["orders"] = timed(lambda: order_facts.bring_up_to_date(database))
        database.write("Pools", _pools)
    finally:
        database.close()
    return took


def opened(path: Path) -> Database:
    """The file, opened as the program opens it."""
    from b2bdesk.storage.database import Database

    return Database.open(path)


def _masters(session: Any) -> tuple[list[int], int]:
    from b2bdesk.core.dates import now_ms
    from b2bdesk.models import Account, ImportBatch, Product

    batch = ImportBatch(file_name="made.xlsx", sha256="0" * 64, at=now_ms(), summary="{}")
    accounts = [
        Account(name=f"Account {n:05}", country="US", segment=SEGMENTS[n % 3])
        for n in range(ACCOUNTS)
    ]
    products = [Product(code=f"P-{n:05}", name=f"Product {n:05}") for n in range(PRODUCTS)]
    session.add_all([batch, *accounts, *products])
    session.flush()
    return sorted(account.id for account in accounts), batch.id


def _stream(driver: Any, path: Path, accounts: list[int], batch: int, lines: int) -> None:
    """Lines and exchanges, past the journal: the indexes of the lines are made afterwards."""
    connection = driver.connect(path)
    try:
        driver.set_up_writer(connection)
        connection.execute("BEGIN IMMEDIATE")
        products = [row[0] for row in connection.execute("SELECT id FROM product ORDER BY id")]
        indexes = connection.execute(LEDGER_INDEXES, ("ledger_line",)).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        names = (
            "id, batch_id, account_id, product_id, document, day, month, type, quantity_milli,"
            " list_minor, amount_minor, cost_minor, line_key, content, superseded"
        )
        marks = ", ".join("?" * 15)
        connection.executemany(
            f"INSERT INTO ledger_line({names}) VALUES ({marks})",
            _lines(accounts, products, batch, lines),
        )
        for _, statement in indexes:
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO exchange(id, account_id, at, direction, kind, channel, subject, minutes,"
            " complaint) VALUES (?, ?, ?, 'outbound', 'communication', ?, 'Made', ?, 0)",
            _exchanges(accounts),
        )
        connection.execute("COMMIT")
    finally:
        connection.close()


def _lines(
    accounts: list[int], products: list[int], batch: int, lines: int
) -> Iterator[tuple[Any, ...]]:
    """Rows of ledger lines by month and document; large accounts order more often."""
    import numpy as np

    from b2bdesk.core.dates import day_of

    rng = np.random.default_rng(5_000_000)
    weight = 1 / (1 + np.arange(ACCOUNTS) % 23)
    sizes = np.arange(1, 10)
    margin = 0.55 + 0.5 * rng.random(ACCOUNTS)  # some buy below cost
    number = document = 0
    for month in range(FIRST_MONTH, FIRST_MONTH + MONTHS):
        left = lines * (month + 1 - FIRST_MONTH) // MONTHS - number
        count = max(1, left // 5)
        lengths = rng.choice(sizes, count)
        lengths = lengths[: int(np.searchsorted(np.cumsum(lengths), left)) + 1]
        of = np.repeat(np.arange(lengths.size), lengths)[:left]
        of = np.concatenate([of, np.full(left - of.size, lengths.size - 1)])
        buyers = rng.choice(ACCOUNTS, lengths.size, p=weight / weight.sum())
        start = day_of(date(month // 12, month % 12 + 1, 1))
        days = np.sort(rng.integers(0, 28, lengths.size)) + start
        back = rng.random(lengths.size)
        kinds = np.where(back < 0.02, 1, np.where(back < 0.03, 2, 0))[of]
        buyer = buyers[of]
        # Every account has a range of its own that it mostly buys from.
        product = (buyer * 7 + (rng.random(left) ** 3 * 300).astype(np.int64)) % PRODUCTS
        quantity = rng.choice(np.array([1, 1, 2, 3, 4, 5, 10, 12, 24]), left)
        quantity = np.where(kinds > 0, -quantity, quantity)
        price = 500 + product * 37 % 40_000
        listed = quantity * price
        amount = listed * rng.choice(np.array([100, 100, 95, 90, 85]), left) // 100
        cost = np.round(listed * margin[buyer]).astype(np.int64)
        keys = (np.arange(number, number + left) * 0x9E3779B97F4A7C1) % (1 << 62)
        for row in zip(
            range(number + 1, number + left + 1), buyer.tolist(), product.tolist(),
            (of + document).tolist(), days[of].tolist(), kinds.tolist(),
            (quantity * 1000).tolist(), listed.tolist(), amount.tolist(), cost.tolist(),
            keys.tolist(), strict=True,
        ):  # fmt: skip
            line, who, what, doc, day, kind, units, full, net, worth, key = row
            yield (
                line, batch, accounts[who], products[what], f"SO{700_000 + doc}", day, month,
                _KINDS[kind], units, full, net, worth, key, key ^ 0x5DEECE66D, 0,
            )  # fmt: skip
        number += left
        document += lengths.size


_KINDS = ("sale", "return", "credit_note")


def _exchanges(accounts: list[int]) -> Iterator[tuple[Any, ...]]:
    import random

    from b2bdesk.core.dates import instant_of
    from b2bdesk.core.ids import next_id

    chance = random.Random(9)
    for quarter in range(MONTHS // 3):
        month = FIRST_MONTH + 3 * quarter
        for account in accounts:
            day = datetime.combine(date(month // 12, month % 12 + 1, chance.randrange(1, 29)), NOON)
            channel = chance.choice(("visit", "call", "video", "email", "email"))
            yield next_id(), account, instant_of(day.astimezone()), channel, chance.randrange(5, 90)


def _pools(session: Any) -> None:
    """20 pools, each with an amount for each of three years."""
    from b2bdesk.models.costing import CostPool, CostPoolPeriod
    from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver

    one, order, customer = CostLevel.UNIT, CostLevel.ORDER, CostLevel.CUSTOMER
    timed_, plain = CostMethod.TIME_DRIVEN, CostMethod.CONVENTIONAL
    wanted = (
        ("Order entry", order, plain, Driver.ORDERS), ("Credit check", order, plain, Driver.ORDERS),
        ("Order lines", order, plain, Driver.ORDER_LINES),
        ("Picking", order, plain, Driver.ORDER_LINES),
        ("Loading", order, plain, Driver.DELIVERIES), ("Freight", order, plain, Driver.DELIVERIES),
        ("Packing", one, plain, Driver.UNITS), ("Handling", one, plain, Driver.UNITS),
        ("Returns desk", order, plain, Driver.RETURNS),
        ("Inspection", order, plain, Driver.RETURNS),
        ("Credit notes", order, plain, Driver.CREDIT_NOTES),
        ("Field sales", customer, plain, Driver.VISITS),
        ("Travel", customer, plain, Driver.VISIT_MINUTES),
        ("Inside sales", customer, plain, Driver.CALLS),
        ("Service line", customer, plain, Driver.CALL_MINUTES),
        ("Mail", customer, plain, Driver.EXCHANGES),
        ("Care of accounts", customer, plain, Driver.EXCHANGE_MINUTES),
        ("Rent", CostLevel.FACILITY, plain, None),
        ("Order desk", order, timed_, Driver.ORDERS),
        ("Stock keeping", customer, plain, Driver.DISTINCT_PRODUCTS),
    )  # fmt: skip
    for number, (name, level, method, pool_driver) in enumerate(wanted, 1):
        pool = CostPool(
            name=name, activity=name, level=level, method=method, driver=pool_driver,
            time_equation=EQUATION if method is timed_ else None,
        )  # fmt: skip
        session.add(pool)
        session.flush()
        for year in range(MONTHS // 12):
            first = FIRST_MONTH + 12 * year
            session.add(
                CostPoolPeriod(
                    pool_id=pool.id,
                    first_month=first,
                    last_month=first + 11,
                    amount_minor=number * 40_000_000 + year * 1_234_567,
                    practical_capacity=10_000_000 if method is timed_ else None,
                )
            )


if __name__ == "__main__":
    chosen = Path(sys.argv[1])
    parts = make_file(chosen, int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000)
    print({name: round(seconds, 1) for name, seconds in parts.items()}, chosen.stat().st_size >> 20)
