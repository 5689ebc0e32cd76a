"""Writes workbooks: real Excel tables, frozen headers, formats by kind of column.

Texts are always written as texts, also when they begin with ``=``: nothing a customer typed becomes
a formula in our user's spreadsheet. Ids and codes are texts, so that Excel keeps their zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.region import region
from b2bdesk.exchange_formats.excel.cell_values import Encoder, clean, encoder_of
from b2bdesk.exchange_formats.excel.column_widths import width_of
from b2bdesk.exchange_formats.excel.looks import Looks
from b2bdesk.exchange_formats.excel.model import letter_of
from b2bdesk.exchange_formats.excel.number_formats import FIGURES, letter_paper
from b2bdesk.exchange_formats.excel.report import Place, write_report
from b2bdesk.exchange_formats.excel.sheets import ColumnOut, ReportOut, Row, SheetOut

if TYPE_CHECKING:
    from b2bdesk.exchange_formats.excel.streamed import StreamedSheet

__all__ = ["ColumnOut", "SheetOut", "write_workbook"]

ROWS_MAX = 1_048_575
_MEASURED = 400  # rows that decide the widths
_PAGE = 170  # characters across a page that can still be read
_LIST_MAX = 255  # characters of a drop-down that stands in the cell's own rule
_SHEET_UNSAFE = re.compile(r"[\[\]:*?/\\]")


def write_workbook(path: Path, sheets: Sequence[SheetOut | ReportOut], *, title: str = "") -> None:
    """Write a workbook; ``FileError`` where the file cannot be written. ``title``: what it is
    about, in the document's properties."""
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
        book.set_properties({"title": clean(title), "author": "B2BDesk"})
        try:
            writer = _Writer(book, sheets)
            for sheet in sheets:
                writer.add(sheet)
            writer.finish()
        finally:
            book.fileclosed = True  # else it would write once more when it is thrown away
        part.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise FileError(
            tr("{name} cannot be written.", name=path.name),
            tr("Close it in other programs, or choose another folder."),
        ) from error
    finally:
        part.unlink(missing_ok=True)


class _Writer:
    """One workbook in the making."""

    def __init__(self, book: Any, sheets: Sequence[SheetOut | ReportOut]) -> None:
        self._book = book
        self._looks = Looks(book)
        self._used: set[str] = set()
        names = [self._sheet_name(sheet.name) for sheet in sheets]
        self._names = iter(names)
        self._places = {
            sheet.name: Place(name, _top(sheet), [column.key for column in sheet.columns])
            for sheet, name in zip(sheets, names, strict=True)
            if isinstance(sheet, SheetOut)
        }
        self._lists: dict[tuple[str, ...], str] = {}
        self._list_name = self._sheet_name(tr("Lists"))
        self._streamed: list[StreamedSheet] = []
        self._shown = False

    def add(self, sheet: SheetOut | ReportOut) -> None:
        """Write one more sheet."""
        name = next(self._names)
        if isinstance(sheet, ReportOut):
            write_report(self._book, self._looks, sheet, name, self._places)
            self._shown = True
        else:
            self._table(sheet, name)

    def finish(self) -> None:
        """Write what the drop-downs refer to, and the file."""
        if self._lists:
            page = self._book.add_worksheet(self._list_name)
            for column, words in enumerate(self._lists):
                for row, word in enumerate(words):
                    page.write_string(row, column, clean(word), self._looks.of("text"))
            page.hide()
        try:
            self._book.close()
        finally:
            for sheet in self._streamed:
                sheet.close_stream()

    def _sheet_name(self, wanted: str) -> str:
        plain = _SHEET_UNSAFE.sub(" ", clean(wanted)).strip("' ")[:31] or "Sheet"
        name, n = plain, 1
        while name.casefold() in self._used:
            n += 1
            name = f"{plain[: 31 - len(str(n)) - 1]} {n}"
        self._used.add(name.casefold())
        return name

    def _table(self, sheet: SheetOut, name: str) -> None:
        from b2bdesk.exchange_formats.excel.streamed import StreamedSheet

        columns = list(sheet.columns)
        out: StreamedSheet = self._book.add_worksheet(name, worksheet_class=StreamedSheet)
        self._streamed.append(out)
        top = _top(sheet)
        if sheet.note:
            out.write_string(0, 0, clean(sheet.note), self._looks.plain(italic=True))
        for r, cells in enumerate(sheet.above):
            for c, value in enumerate(cells):
                if value is not None:
                    out.write_string(r, c, clean(str(value)), self._looks.plain())
        self._add_table(out, columns, top, len(self._streamed))
        first, rest = _measured(_values(sheet.rows, columns))
        sums = _Sums(columns, sheet.totals)
        count = out.stream(
            top + 1,
            _counted(chain(first, rest), ROWS_MAX - 4 - top, name),
            [sums.watched(c, encoder_of(each.kind, each.currency)) for c, each in
             enumerate(columns)],
            [self._looks.of(each.kind, each.currency) for each in columns],
        )  # fmt: skip
        last = top + max(count, 1)
        end = last
        if count and (summed := sums.cells(top, last, self._looks)):
            end = last + 1
            if summed[0][0]:
                told = (0, encoder_of("text", "")(tr("Total")), self._looks.of("text", total=True))
                summed.insert(0, told)
            out.add_row(end, summed)
        out.end(end, len(columns) - 1, last)
        width = sum(
            self._column(out, c, column, (top, last), [row[c] for row in first])
            for c, column in enumerate(columns)
        )
        if sheet.hidden:
            out.hide()
        elif not self._shown:
            self._shown = True
            out.activate()
            out.set_first_sheet()
        _set_up_print(out, columns, top, width)

    def _add_table(self, out: Any, columns: Sequence[ColumnOut], top: int, number: int) -> None:
        heads = [
            {
                "header": title,
                "header_format": self._looks.head(right=column.kind in FIGURES),
            }
            for title, column in zip(
                _unique([column.title for column in columns]), columns, strict=True
            )
        ]
        style = {"name": f"Table_{number}", "style": "Table Style Light 1", "columns": heads}
        # It is stretched over its rows when they have been counted.
        out.add_table(top, 0, top + 1, len(columns) - 1, style)

    def _column(
        self, out: Any, c: int, column: ColumnOut, rows: tuple[int, int], values: Sequence[Any]
    ) -> float:
        """Format, note and drop-down of a column, from its header to its last row; the width it
        takes, 0 out of sight."""
        top, last = rows
        width = column.width or width_of(column.title, column.kind, column.currency, values)
        folded = {"hidden": True, "level": 1} if column.hidden else {}
        out.set_column(c, c, width, self._looks.of(column.kind, column.currency), folded)
        if column.note:
            out.write_comment(top, c, clean(column.note), {"font_size": 9})
        if column.choices:
            rule = {
                "validate": "list",
                "source": self._list_of(column.choices),
                "error_title": clean(column.title)[:32],
                "error_message": tr("Choose one of the listed words."),
            }
            out.data_validation(top + 1, c, last, c, rule)
        return 0 if column.hidden else width

    def _list_of(self, words: tuple[str, ...]) -> list[str] | str:
        """The words themselves, or where they stand when Excel's rule cannot hold them."""
        joined = ",".join(words)
        if len(joined) <= _LIST_MAX and joined.count(",") == len(words) - 1 and '"' not in joined:
            return list(words)
        if words not in self._lists:
            letter = letter_of(len(self._lists))
            quoted = self._list_name.replace("'", "''")
            self._lists[words] = f"='{quoted}'!${letter}$1:${letter}${len(words)}"
        return self._lists[words]


class _Sums:
    """The sums under a table, added up while it is written, so that they show without Excel."""

    def __init__(self, columns: Sequence[ColumnOut], totals: Sequence[str]) -> None:
        self._columns = columns
        self._chosen = [c for c, column in enumerate(columns) if column.key in totals]
        self._sums: dict[int, Any] = dict.fromkeys(self._chosen, 0)

    def watched(self, c: int, encode: Encoder) -> Encoder:
        """The encoder of a column, which also adds up where a total is wanted."""
        if c not in self._sums:
            return encode
        sums = self._sums

        def added(value: Any) -> str:
            if not isinstance(value, str):
                sums[c] += value
            return encode(value)

        return added

    def cells(self, top: int, last: int, looks: Looks) -> list[tuple[int, str, Any]]:
        """The cells under the table whose header is in row ``top`` (0-based)."""
        found = []
        for c in self._chosen:
            column = self._columns[c]
            letter = letter_of(c)
            formula = f"SUBTOTAL(109,{letter}{top + 2}:{letter}{last + 1})"
            shown = encoder_of(column.kind, column.currency)(self._sums[c])
            told = shown.replace("><v>", f"><f>{formula}</f><v>", 1)
            found.append((c, told, looks.of(column.kind, column.currency, total=True)))
        return found


def _top(sheet: SheetOut) -> int:
    """The row of a table's header, from 0."""
    return len(sheet.above) or (2 if sheet.note else 0)


def _values(rows: Iterable[Row], columns: Sequence[ColumnOut]) -> Iterable[Sequence[Any]]:
    keys = [column.key for column in columns]
    for row in rows:
        yield [row.get(key) for key in keys] if isinstance(row, Mapping) else row


def _measured(rows: Iterable[Sequence[Any]]) -> tuple[list[Sequence[Any]], Iterable[Sequence[Any]]]:
    """The first rows, which decide the widths, and the rest."""
    every = iter(rows)
    return list(islice(every, _MEASURED)), every


def _counted(rows: Iterable[Sequence[Any]], most: int, name: str) -> Iterable[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number >= most:
            raise FileError(
                tr("Sheet {name} has more rows than Excel can hold.", name=name),
                tr("Narrow the filter and export again."),
            )
        yield row


def _unique(titles: list[str]) -> list[str]:
    """Excel tables refuse two columns of one name, and names of more than 255 characters."""
    seen: set[str] = set()
    found = []
    for title in titles:
        base, n = " ".join(clean(title).split())[:250] or "–", 1
        name = base
        while name.casefold() in seen:
            n += 1
            name = f"{base} {n}"
        seen.add(name.casefold())
        found.append(name)
    return found


def _set_up_print(out: Any, columns: Sequence[ColumnOut], top: int, width: float) -> None:
    """Header and first shown column stay in sight; as many pages side by side as can be read."""
    leading = next((c for c, column in enumerate(columns) if not column.hidden), 0)
    out.freeze_panes(top + 1, leading + 1)
    out.set_landscape()
    out.set_paper(1 if letter_paper(region()) else 9)
    across = max(1, round(width / _PAGE))
    out.fit_to_pages(across, 0)
    out.repeat_rows(top)
    if across > 1:
        out.repeat_columns(leading, leading)
    out.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    out.set_footer("&L&8&A&R&8&P / &N")
