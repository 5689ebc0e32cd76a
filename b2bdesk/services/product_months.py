"""Sales of an account by product and month, as a sheet of its workbook."""

from __future__ import annotations

from math import isnan

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, first_of_month
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut
from b2bdesk.queries.ledger_frame import product_month_frame


def product_months_sheet(session: Session, account: int, months: Period, currency: str) -> SheetOut:
    """A row for each product, a column for each month with sales, most sales first."""
    frame = product_month_frame(session, account, months)
    table = frame.pivot_table(
        index=["code", "product"], columns="month", values="amount_minor", aggfunc="sum"
    )
    table["total"] = table.sum(axis=1)
    table = table.sort_values("total", ascending=False)
    shown = [month for month in table.columns if month != "total"]
    columns = [
        ColumnOut("code", tr("Code"), "code"),
        ColumnOut("product", tr("Product"), width=36),
        *(
            ColumnOut(f"m{month}", f"{first_of_month(int(month)):%Y-%m}", "money", 13, currency)
            for month in shown
        ),
        ColumnOut("total", tr("Total, {currency}", currency=currency), "money", 15, currency),
    ]
    # A product not bought in a month is an empty cell, not a zero.
    rows = [
        (code, product, *(None if isnan(value) else int(value) for value in values))
        for (code, product), values in zip(
            table.index.to_list(), table.to_numpy().tolist(), strict=True
        )
    ]
    totals = [f"m{month}" for month in shown] + ["total"]
    return SheetOut(tr("Products by month"), columns, rows, totals=totals)
