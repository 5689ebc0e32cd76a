"""The import template: a workbook with a sheet for each kind, headers, hints and drop-downs.

Written with openpyxl, whose workbooks Excel and LibreOffice open for editing. Its headers are the
fields' titles, so a filled template is recognised without a correction.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.exchange_formats.excel.model import letter_of
from b2bdesk.exchange_formats.kinds import Field, FieldType, SheetKind
from b2bdesk.models.enums import WORDS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 1000
"""Rows that carry formats and drop-downs; more may be filled."""

_HINTS = {
    FieldType.TEXT: mark("a text"),
    FieldType.NOTE: mark("a longer text"),
    FieldType.CODE: mark("a number or code, kept as written"),
    FieldType.NUMBER: mark("a number"),
    FieldType.MONEY: mark("an amount in the currency of the file"),
    FieldType.WHOLE: mark("a whole number"),
    FieldType.DATE: mark("a date"),
    FieldType.EMAIL: mark("an email address"),
    FieldType.CHOICE: mark("one of the listed words"),
    FieldType.CHOICES: mark("one or several of the listed words, with commas"),
    FieldType.YES_NO: mark("yes or no"),
}


def write_template(path: Path, kinds: Iterable[SheetKind]) -> None:
    """Write the template; ``FileError`` where the file cannot be written."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    shown = tuple(kinds)
    _read_me(book, shown)
    for kind in shown:
        _sheet(book, kind)
    try:
        book.save(path)
    except OSError as error:
        raise FileError(
            tr("{name} could not be written.", name=path.name),
            tr("Close it in Excel if it is open there, or choose another folder."),
        ) from error


def choices_of(field: Field) -> list[str]:
    """The words a field may hold; empty where it is free."""
    if field.type is FieldType.YES_NO:
        return [tr("yes"), tr("no")]
    return [tr(WORDS[value]) for value in field.choices] if field.choices else []


def _read_me(book: Workbook, kinds: tuple[SheetKind, ...]) -> None:
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(tr("Read me"))
    lines = (
        tr("Fill in what you have, sheet by sheet, and import this workbook in B2BDesk."),
        tr("Leave columns and sheets empty that you do not need. Bold columns are required."),
        tr("An account is found again by its number, otherwise by its name and place."),
    )
    for line in lines:
        page.append([line])
    page.append([])
    for kind in kinds:
        page.append([tr(kind.title)])
        page.cell(page.max_row, 1).font = Font(bold=True)
        for field in kind.content:
            words = choices_of(field)
            hint = tr(_HINTS[field.type])
            page.append([None, tr(field.title), f"{hint}: {', '.join(words)}" if words else hint])
    for column, width in (("A", 34), ("B", 30), ("C", 90)):
        page.column_dimensions[column].width = width
    for row in page.iter_rows(min_col=3, max_col=3):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def _sheet(book: Workbook, kind: SheetKind) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.datavalidation import DataValidation

    page: Worksheet = book.create_sheet(tr(kind.title)[:31])
    page.freeze_panes = "A2"
    for number, field in enumerate(kind.content):
        letter = letter_of(number)
        head = page.cell(1, number + 1, tr(field.title))
        head.font = Font(bold=field.required)
        page.column_dimensions[letter].width = max(14, len(tr(field.title)) + 3)
        area = f"{letter}2:{letter}{ROWS + 1}"
        if field.type is FieldType.DATE:
            _format(page, number + 1, "yyyy-mm-dd")
        elif field.type is FieldType.CODE:
            _format(page, number + 1, "@")  # Excel would drop leading zeros
        words = choices_of(field)
        # Several words may stand in one cell; Excel's list allows only one, and 255 characters.
        if words and field.type is not FieldType.CHOICES and len(",".join(words)) <= 255:
            rule = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
            rule.error = tr("Choose one of the listed words.")
            page.add_data_validation(rule)
            rule.add(area)


def _format(page: Worksheet, column: int, code: str) -> None:
    page.column_dimensions[letter_of(column - 1)].number_format = code
