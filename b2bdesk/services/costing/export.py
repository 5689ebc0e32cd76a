"""The costing page as a workbook: pools as they can come back in, reconciliation, cost to serve."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.exchange_formats.kinds_own import COST_POOLS
from b2bdesk.models.enums import WORDS
from b2bdesk.services.costing.workbench import PoolLine, Workbench


def export_costing(bench: Workbench, path: Path, currency: str, as_of: date) -> None:
    """Write what the page shows; ``FileError`` where the file cannot be written.

    The sheet of pools has the titles and words that importing or pasting pools reads.
    """
    note = tr(
        "{first} to {last}, as of {day}. Amounts in {currency}.",
        first=first_of_month(bench.period.first).strftime("%Y-%m"),
        last=first_of_month(bench.period.last).strftime("%Y-%m"),
        day=as_of.isoformat(),
        currency=currency,
    )
    write_workbook(
        path,
        [_pools(bench, currency), _rates(bench, currency, note), _accounts(bench, currency, note)],
    )


def _pools(bench: Workbench, currency: str) -> SheetOut:
    kinds = {"amount": "money", "capacity": "int", "minutes": "number", "from": "date"}
    kinds |= {"to": "date", "note": "note", "ledger_accounts": "code"}
    columns = [
        ColumnOut(field.key, tr(field.title), kinds.get(field.key, "text"), currency=currency)
        for field in COST_POOLS.content
    ]
    rows: list[dict[str, Any]] = []
    for line in bench.pools:
        pool = line.pool
        base = {
            "name": pool.name,
            "activity": pool.activity,
            "level": tr(WORDS[pool.level]),
            "method": tr(WORDS[pool.method]),
            "driver": None if pool.driver is None else tr(WORDS[pool.driver]),
            "minutes": None if pool.minutes_milli is None else pool.minutes_milli / 1000,
            "ledger_accounts": pool.ledger_accounts,
            "note": pool.note,
        }
        rows += [
            base
            | {
                "from": first_of_month(row.months.first),
                "to": first_of_month(row.months.last),
                "amount": row.amount,
                "capacity": row.capacity,
            }
            for row in pool.periods
        ]
    return SheetOut(tr("Cost pools"), columns, rows)


def _rates(bench: Workbench, currency: str, note: str) -> SheetOut:
    money = [
        ("ledger", tr("Ledger cost")),
        ("allocated", tr("Allocated to accounts")),
        ("unused", tr("Unused capacity")),
        ("held", tr("Held at its level")),
        ("unallocated", tr("Without volume")),
    ]
    columns = [
        ColumnOut("name", tr("Cost pool")),
        ColumnOut("driver", tr("Driver")),
        ColumnOut("capacity", tr("Capacity"), "number"),
        ColumnOut("used", tr("Used"), "number"),
        ColumnOut("rate", tr("Rate"), "number"),
        *(ColumnOut(key, title, "money", currency=currency) for key, title in money),
    ]
    rows = [_rate_row(line, currency) for line in bench.pools if line.cost is not None]
    return SheetOut(tr("Reconciliation"), columns, rows, tuple(key for key, _ in money), note)


def _rate_row(line: PoolLine, currency: str) -> dict[str, Any]:
    cost = line.cost
    assert cost is not None
    unit = from_minor(1, currency)
    return {
        "name": line.pool.name,
        "driver": None if line.pool.driver is None else tr(WORDS[line.pool.driver]),
        "capacity": None if cost.capacity is None else float(cost.capacity),
        "used": float(cost.used),
        "rate": None if cost.rate is None else float(cost.rate) * float(unit),
        "ledger": cost.ledger,
        "allocated": cost.allocated,
        "unused": cost.unused,
        "held": cost.held,
        "unallocated": cost.unallocated,
    }


def _accounts(bench: Workbench, currency: str, note: str) -> SheetOut:
    keys = [f"activity_{number}" for number in range(len(bench.activities))]
    columns = [
        ColumnOut("name", tr("Account")),
        ColumnOut("sales", tr("Sales"), "money", currency=currency),
        *(
            ColumnOut(key, title, "money", currency=currency)
            for key, title in zip(keys, bench.activities, strict=True)
        ),
        ColumnOut("total", tr("Cost to serve"), "money", currency=currency),
        ColumnOut("share", tr("Share of sales"), "percent"),
    ]
    rows = [
        {
            "name": row.name,
            "sales": row.sales,
            **dict(zip(keys, row.activities, strict=True)),
            "total": row.total,
            "share": row.share,
        }
        for row in bench.accounts
    ]
    return SheetOut(tr("Cost to serve"), columns, rows, ("sales", *keys, "total"), note)
