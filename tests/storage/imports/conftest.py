"""A new file, workbooks made for a test, and one-line imports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.services.imports.layouts import stored_layouts
from b2bdesk.services.imports.plan import ImportPlan
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import ImportResult, plan_import, run_import
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

TODAY = date(2021, 6, 15)


class Desk:
    """One file and the ways in."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder

    def book(self, sheets: dict[str, list[list[Any]]], name: str = "made.xlsx") -> Path:
        """Write a workbook of ``{sheet: rows}``."""
        book: Any = openpyxl.Workbook()
        del book["Sheet"]
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = self.folder / name
        book.save(path)
        return path

    def bring(
        self,
        source: Path | dict[str, list[list[Any]]],
        currency: str = "USD",
        **options: Any,
    ) -> ImportResult:
        """Import with the suggested (or remembered) mapping; ``options`` as ``ImportOptions``."""
        path = source if isinstance(source, Path) else self.book(source)
        with self.database.read() as session:
            known = stored_layouts(session)
        with open_workbook(path, Progress()) as book:
            mappings = suggest_workbook(book.look(), known)
            told = ImportOptions(currency, TODAY, **options)
            return run_import(self.database, book, mappings, told, Progress())

    def plan(self, source: Path | dict[str, list[list[Any]]], **options: Any) -> ImportPlan:
        """The dry run with the suggested mapping."""
        path = source if isinstance(source, Path) else self.book(source)
        with open_workbook(path, Progress()) as book, self.database.read() as session:
            mappings = suggest_workbook(book.look(), stored_layouts(session))
            told = ImportOptions("USD", TODAY, **options)
            return plan_import(session, book, mappings, told, Progress())

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        with self.database.read() as session:
            return [tuple(r) for r in session.connection().exec_driver_sql(sql, values)]

    def one(self, sql: str, *values: Any) -> Any:
        """The first value of a query."""
        return self.rows(sql, *values)[0][0]

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that counts: edited tables and summaries."""
        from b2bdesk.models import Base, Edited

        edited = [
            m.class_.__tablename__ for m in Base.registry.mappers if issubclass(m.class_, Edited)
        ]
        names = [*edited, "account_month", "order_day"]
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in sorted(names)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty file."""
    database = new_file(tmp_path / "test.b2bdesk")
    yield Desk(database, tmp_path)
    database.close()


@pytest.fixture
def sheet_of() -> Callable[[ImportResult, str], Any]:
    """The plan of one sheet by its name."""

    def find(result: ImportResult, name: str) -> Any:
        return next(sheet for sheet in result.plan.sheets if sheet.sheet == name)

    return find
