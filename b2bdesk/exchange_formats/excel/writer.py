"""Writes workbooks: real Excel tables, frozen headers, formats by kind of column.

Texts are always written as texts, also when they begin with ``=``: nothing a customer typed becomes
a formula in our user's spreadsheet. Ids and codes are texts, so that Excel keeps their zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import exponent, from_minor
from b2bdesk.exchange_formats.excel.model import letter_of

ROWS_MAX = 1_048_575
_SHEET_UNSAFE = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDTHS = {"text": 24, "code": 14, "note": 48, "date": 12, "int": 11, "number": 13, "percent": 10,
           "money": 16, "raw": 16}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """A column. ``kind``: text, code, note, date, int, number, percent (a share of 1), money
    (minor units of ``currency``), or raw (as it is). ``width`` in characters, 0 for the usual.

    ``choices``: the words a cell may hold, offered as a drop-down; ``hidden``: there but not
    shown, as record ids are; ``note``: what the column means, as a note on its header.
    """

    key: str
    title: str
    kind: str = "text"
    width: float = 0
    currency: str = ""
    choices: tuple[str, ...] = ()
    hidden: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet: an optional note above the table, rows as mappings or sequences, optional totals.

    ``totals``: column keys whose sum stands under the table. ``hidden``: the sheet is there but
    not shown, as stamps are.
    """

    name: str
    columns: Sequence[ColumnOut]
    rows: Iterable[Mapping[str, Any] | Sequence[Any]]
    totals: Sequence[str] = ()
    note: str = ""
    hidden: bool = False


def write_workbook(path: Path, sheets: Sequence[SheetOut]) -> None:
    """Write a workbook; ``FileError`` where the file cannot be written."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    # Written beside the target and moved over it: a full disk or an open Excel spoils nothing.
    part = path.with_name(path.name + ".part")
    try:
        book = xlsxwriter.Workbook(str(part), options)
        formats = _Formats(book)
        used: set[str] = set()
        for number, sheet in enumerate(sheets, 1):
            _write_sheet(book, formats, sheet, _sheet_name(sheet.name, used), number)
        book.close()
        part.replace(path)
    except (OSError, XlsxWriterException) as error:
        part.unlink(missing_ok=True)
        raise FileError(
            tr("{name} cannot be written.", name=path.name),
            tr("Close it in other programs, or choose another folder."),
        ) from error


def _sheet_name(wanted: str, used: set[str]) -> str:
    plain = _SHEET_UNSAFE.sub(" ", wanted).strip("' ")[:31] or "Sheet"
    name, n = plain, 1
    while name.casefold() in used:
        n += 1
        name = f"{plain[: 31 - len(str(n)) - 1]} {n}"
    used.add(name.casefold())
    return name


class _Formats:
    """Cell formats, made once for each kind of column."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, column: ColumnOut, *, bold: bool = False) -> Any:
        """The format of a column's cells."""
        code = {
            "date": "yyyy-mm-dd",
            "int": "#,##0",
            "number": "#,##0.00",
            "percent": "0.0%",
            "code": "@",
            "text": "@",
            "note": "@",
        }.get(column.kind, "General")
        if column.kind == "money":
            places = exponent(column.currency)
            digits = "#,##0" + ("." + "0" * places if places else "")
            code = f"{digits};[Red]-{digits}"
        key = f"{code}|{column.kind == 'note'}|{bold}"
        if key not in self._made:
            told: dict[str, Any] = {"num_format": code, "valign": "top"}
            if column.kind == "note":
                told["text_wrap"] = True
            if bold:
                told |= {"bold": True, "top": 1}
            self._made[key] = self._book.add_format(told)
        return self._made[key]

    def plain(self, **told: Any) -> Any:
        """A format of its own, for notes and labels."""
        key = repr(sorted(told.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(told)
        return self._made[key]


def _write_sheet(book: Any, formats: _Formats, sheet: SheetOut, name: str, number: int) -> None:
    out = book.add_worksheet(name)
    columns = list(sheet.columns)
    top = 0
    if sheet.note:
        out.write_string(0, 0, _clean(sheet.note), formats.plain(italic=True))
        top = 2
    last = top
    for row in sheet.rows:
        if last - top >= ROWS_MAX - 4:
            raise FileError(
                tr("Sheet {name} has more rows than Excel can hold.", name=name),
                tr("Narrow the filter and export again."),
            )
        last += 1
        for c, column in enumerate(columns):
            value = row.get(column.key) if isinstance(row, Mapping) else row[c]
            _write_cell(out, (last, c), value, column, formats.of(column))
    titles = _unique([column.title for column in columns])
    has_rows = last > top
    out.add_table(
        top,
        0,
        max(last, top + 1),
        len(columns) - 1,
        {
            "name": f"Table_{number}",
            "style": "Table Style Light 1",
            "columns": [{"header": title} for title in titles],
        },
    )
    for c, column in enumerate(columns):
        width = column.width or max(_WIDTHS[column.kind], min(len(column.title) + 3, 30))
        out.set_column(c, c, width, None, {"hidden": column.hidden})
        if column.key in sheet.totals and has_rows:
            letter = letter_of(c)
            formula = f"=SUBTOTAL(109,{letter}{top + 2}:{letter}{last + 1})"
            out.write_formula(last + 1, c, formula, formats.of(column, bold=True))
    if sheet.totals and has_rows and columns[0].key not in sheet.totals:
        out.write_string(last + 1, 0, tr("Total"), formats.plain(bold=True, top=1))
        if column.note:
            out.write_comment(top, c, _clean(column.note))
        if column.choices and sum(map(len, column.choices)) + len(column.choices) <= 255:
            allowed = {"validate": "list", "source": list(column.choices)}
            out.data_validation(top + 1, c, max(last, top + 1), c, allowed)
    if sheet.hidden:
        out.hide()
    out.freeze_panes(top + 1, 1)
    out.set_landscape()
    out.fit_to_pages(1, 0)
    out.repeat_rows(top)


def _unique(titles: list[str]) -> list[str]:
    """Excel tables refuse two columns of one name."""
    seen: set[str] = set()
    found = []
    for title in titles:
        base, n = _clean(title) or "–", 1
        name = base
        while name.casefold() in seen:
            n += 1
            name = f"{base} {n}"
        seen.add(name.casefold())
        found.append(name)
    return found


def _clean(text: str) -> str:
    """A text as a cell may hold it: no control characters, at most Excel's 32,767."""
    return _CONTROL.sub("", text)[:32_767]


def _write_cell(
    out: Any, place: tuple[int, int], value: Any, column: ColumnOut, style: Any
) -> None:
    if value is None or value == "":
        out.write_blank(*place, None, style)
    elif column.kind == "money" and isinstance(value, int):
        out.write_number(*place, float(from_minor(value, column.currency)), style)
    elif isinstance(value, bool):
        out.write_boolean(*place, value, style)
    elif column.kind in ("code", "text", "note") or isinstance(value, str):
        out.write_string(*place, _clean(str(value)), style)
    elif isinstance(value, datetime):
        out.write_datetime(*place, value.replace(tzinfo=None), style)
    elif isinstance(value, date):
        midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Excel has no zones
        out.write_datetime(*place, midnight, style)
    else:
        number = float(value) if isinstance(value, Decimal) else value
        if isinstance(number, int) and abs(number) >= 1 << 53:
            out.write_string(*place, str(number), style)  # Excel would lose its last digits
        else:
            out.write_number(*place, number, style)
