"""Ledger lines as a data frame, for pivots and for work outside the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.queries.counted_lines import LINE_COUNTS

if TYPE_CHECKING:
    from pandas import DataFrame


def product_month_frame(session: Session, account: int, months: Period) -> DataFrame:
    """What an account bought by product and month, from the lines that count.

    Columns: ``code``, ``product`` (texts, empty for lines without a product), ``month`` (stored
    month), ``amount_minor`` and ``quantity_milli`` (whole numbers); one row for each pair.
    """
    import pandas as pd

    rows = session.execute(
        text(
            "SELECT coalesce(p.code, '') AS code, coalesce(p.name, '') AS product, l.month,"
            " sum(l.amount_minor) AS amount_minor, sum(l.quantity_milli) AS quantity_milli"
            " FROM ledger_line AS l LEFT JOIN product AS p ON p.id = l.product_id"
            " WHERE l.account_id = :account AND l.month BETWEEN :first AND :last"
            f" AND {LINE_COUNTS} GROUP BY p.id, l.month"
        ),
        {"account": account, "first": months.first, "last": months.last},
    )
    frame = pd.DataFrame(
        rows.all(), columns=["code", "product", "month", "amount_minor", "quantity_milli"]
    )
    return frame.astype({"month": "int64", "amount_minor": "int64", "quantity_milli": "int64"})
