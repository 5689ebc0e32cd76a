"""A file, its workbook, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy.orm import Session

from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.queries.as_of_step import Tables
from b2bdesk.services.imports.decisions import Decisions, ImportOptions
from b2bdesk.services.imports.references import known_references
from b2bdesk.services.imports.run import ImportResult, run_import
from b2bdesk.services.record_rows import RECORDS
from b2bdesk.services.record_source import Source
from b2bdesk.services.table_export import write_file
from b2bdesk.storage.database import Database

TODAY = date(2021, 6, 15)
Rows = dict[tuple[int, ...], dict[str, Any]]


def rows_of(database: Database, kind: str) -> Rows:
    """Every record of a kind as a row, by its ids."""
    with database.read() as session:
        source = Source(Tables(session.connection()), "USD")
        return {
            (row.id, row.ids.get("job", 0)): dict(row.values)
            for row in RECORDS[kind].rows(source, None)
        }


def everything(database: Database) -> dict[str, Rows]:
    """Every record of the file."""
    return {kind: rows_of(database, kind) for kind in RECORDS}


class Trip:
    """A file, its workbook, and the way back."""

    def __init__(self, database: Database, path: Path) -> None:
        self.database, self.path = database, path
        self._book: Any = None
        if not path.exists():
            with database.read() as session:
                write_file(session, path)

    def sheet(self, name: str) -> Any:
        """A sheet of the workbook, to be edited."""
        if self._book is None:
            self._book = openpyxl.load_workbook(self.path)
        return self._book[name]

    def place(self, name: str, title: str, record: int) -> Any:
        """The cell of a record under a title."""
        sheet = self.sheet(name)
        heads = {cell.value: cell.column for cell in sheet[1]}
        row = next(
            cell.row for cell in sheet[openpyxl.utils.get_column_letter(heads["B2BDesk id"])]
            if cell.value == str(record)
        )  # fmt: skip
        return sheet.cell(row, heads[title])

    def type(self, name: str, title: str, record: int, value: object) -> tuple[str, int]:
        """Type into a cell; returns the sheet and row."""
        cell = self.place(name, title, record)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        return name, cell.row

    def here(self, work: Callable[[Session], object]) -> None:
        """Change the file meanwhile."""
        self.database.write("Meanwhile", work)

    def save(self) -> None:
        """Save what was typed."""
        if self._book is not None:
            self._book.save(self.path)

    def back(self, decisions: Decisions | None = None) -> ImportResult:
        """Save the workbook and import it as it is suggested."""
        self.save()
        with self.database.read() as session:
            known = known_references(session)
        with open_workbook(self.path, Progress()) as book:
            mappings = suggest_workbook(book.look(), None, known)
            assert not [q for mapping in mappings for q in mapping.questions]
            options = ImportOptions("USD", TODAY, decisions=decisions or Decisions())
            return run_import(self.database, book, mappings, options, Progress())
