"""Exports the rows that wait, in their own layout plus the reason, to be corrected and imported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import Cell, SheetLook, WorkbookLook
from b2bdesk.exchange_formats.excel.reader import Workbook
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.exchange_formats.mapping import ADDED_TITLES
from b2bdesk.services.imports.plan import ImportPlan, SheetPlan
from b2bdesk.services.imports.reasons import hint, reason


def export_waiting(
    path: Path, book: Workbook, look: WorkbookLook, plan: ImportPlan, progress: Progress
) -> int:
    """Write rejected and ambiguous rows to a workbook; returns how many.

    Cells are written as they stood. The sheets keep their names and headers, so the corrected
    workbook goes in through the same mapping; the added columns stand last.
    """
    book.watch(progress)
    looks = {sheet.name: sheet for sheet in look.sheets}
    sheets = [
        _sheet(book, looks[sheet.sheet], sheet) for sheet in plan.sheets if sheet.waiting_rows
    ]
    write_workbook(path, sheets)
    return sum(len(sheet.waiting_rows) for sheet in plan.sheets)


def _sheet(book: Workbook, look: SheetLook, plan: SheetPlan) -> SheetOut:
    numbers = sorted(plan.waiting_rows)
    rows = book.raw_rows(plan.sheet, numbers)
    details = {p.row: p.detail for p in plan.problems if p.effect != "left_out"}
    own = [c for c in look.columns if c.header not in {tr(title) for title in ADDED_TITLES}]
    columns = [ColumnOut(str(c.index), c.header, _kind(rows, c.index), 16) for c in own]
    added = list(zip(ADDED_TITLES, ("int", "int", "note", "note"), strict=True))
    if not plan.occurrences:
        del added[0]
    columns += [ColumnOut(title, tr(title), kind) for title, kind in added]
    out: list[Sequence[Any]] = []
    for number, cells in zip(numbers, rows, strict=True):
        code = plan.waiting_rows[number]
        detail = details.get(number, "")
        values = [_value(cells, column.index) for column in own]
        tail = [plan.occurrences.get(number), number, reason(code, detail), hint(code, detail)]
        out.append([*values, *tail[-len(added) :]])
    return SheetOut(plan.sheet, columns, out)


def _kind(rows: Sequence[tuple[Cell, ...]], index: int) -> str:
    """Dates keep a date's format; everything else is written as it is."""
    cells = [row[index] for row in rows if index < len(row) and row[index] is not None]
    return "date" if cells and all(isinstance(cell, tuple) for cell in cells) else "raw"


def _value(cells: tuple[Cell, ...], index: int) -> bool | int | float | str | date | None:
    cell = cells[index] if index < len(cells) else None
    if isinstance(cell, tuple):
        day, second = cell
        found = date_of(day)
        return datetime.combine(found, time()) + timedelta(seconds=second) if second else found
    return cell
