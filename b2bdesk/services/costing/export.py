"""The costing page as a workbook: pools as they can come back in, reconciliation, cost to serve."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.models.enums import WORDS
from b2bdesk.services.costing.workbench import PoolLine, Workbench
from b2bdesk.services.table_export import record_sheet


def export_costing(
    session: Session, bench: Workbench, path: Path, currency: str, as_of: date
) -> None:
    """Write what the page shows; ``FileError`` where the file cannot be written.

    The sheet of pools can be edited there and brought back.
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
        [_pools(session, bench), _rates(bench, currency, note), _accounts(bench, currency, note)],
    )


def _pools(session: Session, bench: Workbench) -> SheetOut:
    periods = [row.id for line in bench.pools for row in line.pool.periods]
    return record_sheet(session, "cost_pools", periods)


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
