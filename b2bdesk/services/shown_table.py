"""Tables as a window shows them, written as a workbook to read: not made to be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column: ``kind`` is text, int, number, percent (a share of 1), money, date or month.

    ``total``: whether the sum stands under it.
    """

    title: str
    kind: str = "text"
    total: bool = False


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table in the order it is shown; values by the kind of their column, None unknown."""

    name: str
    columns: Sequence[ShownColumn]
    rows: Sequence[Sequence[Any]]


def write_shown(path: Path, tables: Sequence[ShownTable], currency: str, note: str) -> None:
    """Write a sheet for each table that has rows; ``FileError`` where that cannot be written."""
    sheets = [_sheet(table, currency, note) for table in tables if table.rows]
    if not sheets:
        raise DomainError(tr("There is nothing to export yet."))
    write_workbook(path, sheets, title=sheets[0].name)


def _sheet(table: ShownTable, currency: str, note: str) -> SheetOut:
    keys = [f"column_{number}" for number in range(len(table.columns))]
    columns = [
        ColumnOut(
            key, column.title, column.kind, currency=currency if column.kind == "money" else ""
        )
        for key, column in zip(keys, table.columns, strict=True)
    ]
    totals = [key for key, column in zip(keys, table.columns, strict=True) if column.total]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    return SheetOut(table.name, columns, rows, totals, note)
