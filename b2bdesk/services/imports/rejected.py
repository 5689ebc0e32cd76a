"""Exports the rows that wait, in their own layout plus the reason, to be corrected and imported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import Cell, SheetLook, WorkbookLook
from b2bdesk.exchange_formats.excel.reader import Workbook
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import ADDED_TITLES, ColumnMap
from b2bdesk.exchange_formats.values import MICRO, read_day, read_number
from b2bdesk.services.imports.plan import ImportPlan, SheetPlan
from b2bdesk.services.imports.reasons import hint, reason

_NUMBERS = (FieldType.NUMBER, FieldType.MONEY, FieldType.WHOLE)
_WAITING = ("rejected", "ambiguous")
_ABOVE_MAX = 30  # title rows that are kept

Written = bool | int | float | str | date | Decimal | None


def export_waiting(
    path: Path, book: Workbook, look: WorkbookLook, plan: ImportPlan, progress: Progress
) -> int:
    """Write the rows that wait for the user to a workbook; returns how many.

    The sheets keep their names, titles and headers, so the corrected workbook goes in through the
    same mapping; the added columns stand last. Dates and numbers written as text that could be read
    are written as dates and numbers: a sheet of few rows does not tell how they are meant.
    """
    book.watch(progress)
    looks = {sheet.name: sheet for sheet in look.sheets}
    sheets = [_sheet(book, looks[sheet.sheet], sheet) for sheet in plan.sheets if sheet.open_rows()]
    write_workbook(path, sheets)
    return sum(len(sheet.open_rows()) for sheet in plan.sheets)


def _sheet(book: Workbook, look: SheetLook, plan: SheetPlan) -> SheetOut:
    numbers = plan.open_rows()
    rows = [list(row) for row in book.raw_rows(plan.sheet, list(numbers))]
    _put_right(rows, numbers, plan)
    reasons = _reasons(plan)
    own = [c for c in look.columns if c.header not in {tr(title) for title in ADDED_TITLES}]
    fields = {c.index: (key, c) for key, c in (plan.mapping.fields if plan.mapping else {}).items()}
    titles = [_title(look, plan.kind, c.header, fields.get(c.index)) for c in own]
    values = [[_value(row, c.index, plan.kind, fields.get(c.index)) for c in own] for row in rows]
    kinds = [_kind([row[at] for row in values]) for at in range(len(own))]
    columns = [
        ColumnOut(str(c.index), title, kind, 16)
        for c, title, kind in zip(own, titles, kinds, strict=True)
    ]
    added = list(zip(ADDED_TITLES, ("int", "int", "note", "note"), strict=True))
    if not plan.occurrences:
        del added[0]
    columns += [ColumnOut(title, tr(title), kind) for title, kind in added]
    out: list[Sequence[Any]] = []
    for number, cells in zip(numbers, values, strict=True):
        tail = [plan.occurrences.get(number), number, *reasons[number]]
        out.append([*cells, *tail[-len(added) :]])
    return SheetOut(plan.sheet, columns, out, above=_above(book, look, plan))


def _above(book: Workbook, look: SheetLook, plan: SheetPlan) -> list[list[str | None]]:
    """The title rows over the header, as they stood."""
    lines = 2 if "two_line_header" in look.notes else 1
    last = min(look.header_row - lines, _ABOVE_MAX)
    rows = book.raw_rows(plan.sheet, list(range(1, last + 1))) if last > 0 else []
    return [[_text(cell) for cell in row] for row in rows]


def _reasons(plan: SheetPlan) -> dict[int, tuple[str, str]]:
    """Why each row waits, and what to do about it."""
    found: dict[int, tuple[str, str]] = {}
    for conflict in plan.conflicts:
        if conflict.side is None:
            fields = KINDS[plan.kind].by_key
            title = tr(fields[conflict.field].title) if conflict.field in fields else conflict.field
            told = tr(
                "{field} was changed on both sides: {mine} here, {theirs} in the workbook.",
                field=title, mine=_shown(conflict.mine), theirs=_shown(conflict.theirs),
            )  # fmt: skip
            found[conflict.row] = (told, tr("Say in the import whose value holds."))
    details = {p.row: p.detail for p in reversed(plan.problems) if p.effect in _WAITING}
    for number, code in plan.waiting_rows.items():
        detail = details.get(number, "")
        found[number] = (reason(code, detail), hint(code, detail))
    return found


def _shown(value: object) -> str:
    return "–" if value in (None, "") else str(value)


def _put_right(rows: list[list[Cell]], numbers: Sequence[int], plan: SheetPlan) -> None:
    """What the user typed in the preview stands in the cells."""
    at = dict(zip(numbers, rows, strict=True))
    for number, column, text in plan.overrides:
        if number in at:
            row = at[number]
            row += [None] * (column + 1 - len(row))
            row[column] = text or None


def _title(look: SheetLook, kind: str, header: str, field: tuple[str, ColumnMap] | None) -> str:
    """A column's header; without one, that of its field, by which it is known again."""
    if look.header_row or field is None or field[0] not in KINDS[kind].by_key:
        return header
    return tr(KINDS[kind].by_key[field[0]].title)


def _kind(values: Sequence[Written]) -> str:
    """Dates keep a date's format; everything else is written as it is."""
    told = [value for value in values if value is not None]
    return "date" if told and all(isinstance(value, date) for value in told) else "raw"


def _value(
    cells: Sequence[Cell], index: int, kind: str, field: tuple[str, ColumnMap] | None
) -> Written:
    cell = cells[index] if index < len(cells) else None
    if isinstance(cell, tuple):
        found, second = date_of(cell[0]), cell[1]
        return datetime.combine(found, time()) + timedelta(seconds=second) if second else found
    if isinstance(cell, str) and field is not None and field[0] in KINDS[kind].by_key:
        key, column = field
        form = KINDS[kind].by_key[key].type
        if form is FieldType.DATE and isinstance(day := read_day(cell, column.date_order), int):
            return date_of(day)
        if form in _NUMBERS and isinstance(read := read_number(cell, column.decimal), int):
            return Decimal(read) / MICRO
    return cell


def _text(cell: Cell) -> str | None:
    if isinstance(cell, tuple):
        return date_of(cell[0]).isoformat()
    return None if cell in (None, "") else str(cell)
