"""Workbooks as grids of cells, in the reading process.

``open_source`` answers with an object that has ``sheets`` (name, hidden), ``grid(name)`` (rows
from A1 and merged ranges), ``notices(name)``, ``form`` of a text table, ``date1904``.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from b2bdesk.exchange_formats.excel.model import SheetLook, SheetNotice, SourceFile

_ROWS = 4000  # whose texts are shared at once
Merges = list[tuple[tuple[int, int], tuple[int, int]]]


class FileChangedError(Exception):
    """The file is not the one that was checked; ``gone`` when it cannot be reached any more."""

    def __init__(self, *, gone: bool) -> None:
        super().__init__("gone" if gone else "changed")


def check_unchanged(file: SourceFile) -> None:
    """Raise ``FileChangedError`` unless the file is still the one that was checked."""
    if file.pasted is not None:
        return
    try:
        now = Path(file.path).stat()
    except OSError as error:
        raise FileChangedError(gone=True) from error
    if (now.st_size, now.st_mtime_ns) != file.stamp:
        raise FileChangedError(gone=False)


def open_source(file: SourceFile) -> Any:
    """The source of this file or pasted text."""
    if file.form == "text":
        from b2bdesk.exchange_formats.excel.text_table import TextSource

        source = TextSource(file.path, file.encoding, file.separator, file.pasted)
        check_unchanged(file)
        return source
    return WorkbookSource(file)


def with_source_notes(look: SheetLook, source: Any) -> SheetLook:
    """The look of a sheet with what its source saw."""
    notes = (*look.notes, "dates_1904") if source.date1904 and look.columns else look.notes
    return replace(look, notes=notes, notices=(*source.notices(look.name), *look.notices))


class WorkbookSource:
    """A workbook in any form calamine reads. Cells with errors, which calamine leaves empty, are
    found in the file itself and become ``Unreadable``."""

    form = None

    def __init__(self, file: SourceFile) -> None:
        import python_calamine as calamine

        self._file = file
        path = file.path
        try:
            self._book = calamine.CalamineWorkbook.from_path(path)
        except calamine.PasswordError:
            raise
        except calamine.CalamineError:
            # The name may not say what it is: by content every form is tried.
            with Path(path).open("rb") as stream:
                self._book = calamine.CalamineWorkbook.from_filelike(stream)
        worksheet = calamine.SheetTypeEnum.WorkSheet
        visible = calamine.SheetVisibleEnum.Visible
        self.sheets = [
            (meta.name, meta.visible != visible)
            for meta in self._book.sheets_metadata
            if meta.typ == worksheet
        ]
        self._grids: dict[str, tuple[list[list[Any]], Merges]] = {}
        self._notices: dict[str, tuple[SheetNotice, ...]] = {}
        self._parts: Any = None

    @property
    def date1904(self) -> bool:
        """True where the workbook counts days from 1904."""
        try:
            return bool(self._inner().date1904)
        except _UNKNOWN:
            return False

    def grid(self, name: str) -> tuple[list[list[Any]], Merges]:
        """All cells from A1 and the merged ranges; kept, because a sheet is asked for twice."""
        if name not in self._grids:
            sheet = self._book.get_sheet_by_name(name)
            corner = sheet.start == (0, 0)  # else rows do not begin in column A
            whole = sheet.iter_rows() if corner else sheet.to_python(skip_empty_area=False)
            rows, some_empty = _share_texts(iter(whole))
            merges = list(sheet.merged_cell_ranges or [])
            self._notices[name] = ()
            if some_empty:  # without an empty cell there is no error either
                merges = self._mend(name, rows, merges)
            check_unchanged(self._file)  # a sheet is taken from the file when first asked for
            self._grids[name] = (rows, merges)
        return self._grids[name]

    def notices(self, name: str) -> tuple[SheetNotice, ...]:
        """What was seen while the sheet was read."""
        self.grid(name)
        return self._notices[name]

    def _inner(self) -> Any:
        if self._parts is None:
            from b2bdesk.exchange_formats.excel.inner import open_inner

            self._parts = open_inner(self._file.path)
        return self._parts

    def _mend(self, name: str, rows: list[list[Any]], merges: Merges) -> Merges:
        try:
            found = self._inner().sheet(name)
        except _UNKNOWN:
            return merges
        first: dict[str, SheetNotice] = {}
        for row, column, cell in found.cells:
            if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
                rows[row][column] = cell
                known = first.get(cell.code)
                first[cell.code] = SheetNotice(
                    _NOTICE_OF[cell.code],
                    known.row if known else row + 1,
                    known.text if known else cell.text,
                    known.count + 1 if known else 1,
                )
        self._notices[name] = tuple(first.values())
        return merges or found.merges


def _share_texts(source: Iterator[list[Any]]) -> tuple[list[list[Any]], bool]:
    """The rows with equal texts as one object, which takes a third less memory than a copy for
    each cell, and less time wherever cells are compared later on; and whether one is empty."""
    texts: dict[str, str] = {}
    share = texts.setdefault
    rows: list[list[Any]] = []
    while some := list(islice(source, _ROWS)):
        columns: list[Iterable[Any]] = []
        for column in zip(*some, strict=True):
            types = set(map(type, column))
            if types == {str}:
                columns.append(map(share, column, column))
            elif str in types:
                columns.append([share(v, v) if type(v) is str else v for v in column])
            else:
                columns.append(column)
        rows += map(list, zip(*columns, strict=True))
    return rows, "" in texts


# What the insides of a workbook that calamine reads, but that is built unlike others, may raise.
_UNKNOWN = (KeyError, ValueError, IndexError, SyntaxError, struct.error, zipfile.BadZipFile)
_NOTICE_OF = {"error_cell": "errors", "not_calculated": "not_calculated"}
