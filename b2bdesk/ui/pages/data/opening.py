"""Opening a table in a task: what was found, what is remembered of it, what the file knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from b2bdesk.core.errors import Cancelled
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import WorkbookLook
from b2bdesk.exchange_formats.excel.reader import Workbook
from b2bdesk.exchange_formats.mapping import SheetMapping, suggest_workbook
from b2bdesk.exchange_formats.recognise_values import References
from b2bdesk.exchange_formats.remembered import declared_header_rows
from b2bdesk.services.imports.layouts import Layout, list_layouts, stored_layouts
from b2bdesk.services.imports.references import known_references
from b2bdesk.storage.database import Database


@dataclass(frozen=True, slots=True)
class Opened:
    """An open workbook. ``seen``: as first looked at, before header rows that were pointed out
    earlier were applied. ``references``: what the file knows, to recognise columns by."""

    book: Workbook
    look: WorkbookLook
    seen: WorkbookLook
    known: Mapping[str, str]
    layouts: tuple[Layout, ...]
    references: References
    mappings: tuple[SheetMapping, ...]


def open_table(
    database: Database, start: Callable[[Progress], Workbook], progress: Progress
) -> Opened | None:
    """Open and look at a table; None where the user stopped it."""
    try:
        book = start(progress)
    except Cancelled:
        return None
    try:
        seen = book.look()
        with database.read() as session:
            known, layouts = stored_layouts(session), list_layouts(session)
            references = known_references(session)
        look = seen
        for sheet, row in declared_header_rows(seen, known).items():
            look = with_sheet(look, book, sheet, row)
        mappings = suggest_workbook(look, known, references)
        return Opened(book, look, seen, known, layouts, references, mappings)
    except Cancelled:
        book.close()
        return None
    except BaseException:
        book.close()
        raise


def with_sheet(look: WorkbookLook, book: Workbook, sheet: str, header_row: int) -> WorkbookLook:
    """The workbook with one sheet looked at again, its header in a given row (0 for none)."""
    again = book.look_again(sheet, header_row=header_row)
    sheets = tuple(again if each.name == sheet else each for each in look.sheets)
    return replace(look, sheets=sheets)
