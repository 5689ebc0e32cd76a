"""The real resellers as accounts with their summaries, for tests that need no ledger lines."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, month_of
from b2bdesk.core.money import to_minor
from b2bdesk.models import Account, AccountMonth, OrderDay
from b2bdesk.storage.database import Database

WORKBOOK = Path(__file__).parents[2] / "resources" / "sample" / "adventureworks_resellers.xlsx"


@cache
def _read() -> tuple[dict[int, str], list[list[object]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(WORKBOOK))
    names = {
        int(row[0]): str(row[2]) for row in book.get_sheet_by_name("Resellers").to_python()[1:]
    }
    return names, book.get_sheet_by_name("Reseller sales").to_python()[1:]


def make_reseller_file(path: Path, *, costs: bool = True) -> Database:
    """A file with 701 resellers, their months and order days; ids are the reseller keys."""
    names, lines = _read()
    months: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    days: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    seen: set[tuple[int, int, str]] = set()
    for document, ordered, _p, key, _e, _t, quantity, _u, amount, cost in lines:
        account, day = int(key), day_of(ordered)  # type: ignore[call-overload, arg-type]
        sales = to_minor(Decimal(str(amount)), "USD")
        goods = to_minor(Decimal(str(cost)) * int(quantity), "USD")  # type: ignore[call-overload]
        month = months[account, month_of(ordered)]  # type: ignore[arg-type]
        month[0] += sales
        month[1] += goods
        month[2] += 1
        one = days[account, day]
        one[1] += sales
        if (account, day, str(document)) not in seen:
            seen.add((account, day, str(document)))
            one[0] += 1
    zero = {"deliveries": 0, "returns": 0, "credit_notes": 0, "quantity_milli": 0}

    def work(session: Session) -> None:
        session.execute(insert(Account), [{"id": key, "name": name} for key, name in names.items()])
        session.execute(
            insert(AccountMonth),
            [
                {
                    "account_id": account, "month": month, "list_minor": sales,
                    "amount_minor": sales, "cost_minor": goods if costs else 0,
                    "uncosted": 0 if costs else count, "lines": count, "orders": 1, **zero,
                }
                for (account, month), (sales, goods, count) in months.items()
            ],
        )  # fmt: skip
        session.execute(
            insert(OrderDay),
            [
                {"account_id": account, "day": day, "orders": count, "amount_minor": sales}
                for (account, day), (count, sales) in days.items()
            ],
        )

    database = Database.create(path)
    database.write("Import resellers", work)
    return database
