"""One nasty layout: how its file is made, and the rows that a person sees in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from b2bdesk.core.dates import date_of
from b2bdesk.exchange_formats.excel.convert import convert
from b2bdesk.exchange_formats.excel.guard import check_file
from b2bdesk.exchange_formats.excel.model import ColumnRead, SheetLook, SheetRequest, SourceFile
from b2bdesk.exchange_formats.excel.sniff import sniff_sheet
from b2bdesk.exchange_formats.excel.sources import open_source, with_source_notes
from b2bdesk.exchange_formats.recognise import header_words

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Layout:
    """``columns``: the headers as read, each with its type after a colon (text, number, date).

    ``rows``: what must be read; numbers as Decimal or int, days as dates, None where nothing
    stands or nothing could be read. ``problems``: Excel's row, header and reason of cells that
    must be named. ``notes``: codes of what the user is told.
    """

    name: str
    make: Callable[[Path], None]
    header: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[tuple[int, str, str], ...] = ()
    notes: frozenset[str] = frozenset()
    sheet: int = 0
    suffix: str = ".xlsx"
    forms: tuple[str, ...] = (".ods", ".xls")  # which LibreOffice wrote as well


@dataclass(frozen=True)
class Read:
    """What was read of a sheet."""

    look: SheetLook
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[tuple[int, str, str], ...]
    notes: frozenset[str] = field(default=frozenset())


def source_file(path: Path) -> SourceFile:
    """The file as the reading process is told of it."""
    facts = check_file(path)
    return SourceFile(str(path), facts.form, facts.stamp)


def read(file: SourceFile, sheet: int, types: Iterable[str]) -> Read:
    """Read a sheet as the reading process does, with these types for its columns."""
    source = open_source(file)
    name, hidden = source.sheets[sheet]
    grid, merges = source.grid(name)
    look = with_source_notes(sniff_sheet(name, hidden, grid, merges, header_words()), source)
    wanted = tuple(types)
    assert len(look.columns) == len(wanted), [column.header for column in look.columns]
    columns = tuple(
        ColumnRead(str(c.index), c.index, kind, c.decimal, c.date_order)
        for c, kind in zip(look.columns, wanted, strict=True)
    )
    request = SheetRequest(
        name,
        look.first_row,
        look.last_row,
        columns,
        look.skip_rows,
        "merged" in look.notes,
        date1904=source.date1904,
    )
    rows: list[Row] = []
    problems: list[tuple[int, str, str]] = []
    headers = {c.index: c.header for c in look.columns}
    for typed in convert(grid, request):
        cells = zip(*typed.columns, strict=True)
        rows += [tuple(map(_plain, row, wanted)) for row in cells]
        problems += [(p.row, headers[p.column], p.code) for p in typed.problems]
    codes = frozenset(look.notes) | {notice.code for notice in look.notices}
    return Read(look, tuple(headers.values()), tuple(rows), tuple(problems), codes)


def _plain(value: Any, kind: str) -> Any:
    if value is None or kind == "text":
        return value
    return date_of(value) if kind == "date" else Decimal(value) / 1_000_000


def check(layout: Layout, file: SourceFile) -> Read:
    """Read a layout's file and compare it with what a person sees in it."""
    headers = [column.rpartition(":")[0] for column in layout.columns]
    types = [column.rpartition(":")[2] for column in layout.columns]
    found = read(file, layout.sheet, types)
    assert found.look.header_row == layout.header
    assert list(found.headers) == headers
    assert list(found.rows) == list(layout.rows)
    assert found.look.rows == len(layout.rows)
    assert sorted(found.problems) == sorted(layout.problems)
    assert layout.notes <= found.notes
    return found


def day(text: str) -> date:
    """A day from ISO text."""
    return date.fromisoformat(text)


def num(text: str) -> Decimal:
    """A number from text."""
    return Decimal(text)
