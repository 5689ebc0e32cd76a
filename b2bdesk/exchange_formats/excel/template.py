"""The import template: a sheet for each kind, with required columns marked and drop-downs, and one
that explains every column with an example.

Written with openpyxl, whose workbooks Excel and LibreOffice open for editing. Its headers are the
fields' titles, so a filled template is recognised without a correction. The examples stand on the
sheet that explains, not among the rows to fill, so they cannot be imported by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.exchange_formats.excel.model import letter_of
from b2bdesk.exchange_formats.excel.number_formats import format_of
from b2bdesk.exchange_formats.kinds import Field, FieldType, SheetKind
from b2bdesk.models.enums import WORDS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 1000
"""Rows that carry formats and drop-downs; more may be filled."""

_LIST_MAX, _PROMPT_MAX = 255, 255
_REQUIRED, _OPTIONAL = "E2F0ED", "EEF0F2"

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


_EXAMPLES: dict[str, str | float] = {
    "name": "Brakes and Gears", "account_name": "Brakes and Gears", "code": "0042",
    "account_code": "0042", "parent": "0007", "city": "Bristol", "country": "United Kingdom",
    "postal_code": "BS1 4DJ", "phone": "+44 117 496 0042", "website": "brakes.example",
    "first_name": "Ines", "last_name": "Carvalho", "person": "Ines Carvalho",
    "contact_name": "Ines Carvalho", "people": "Ines Carvalho, Bo Lind", "document": "SO-1001",
    "product_code": "BK-M82", "product": "Mountain bike", "currency": "EUR", "price": 1249.9,
    "rate": 1.0932,
    "unit_price": 1249.9, "amount": 2499.8, "quantity": 2, "minutes": 30, "subject": "Prices 2027",
    "what": "Send the offer", "influence": 4,
}  # fmt: skip
_BY_TYPE: dict[FieldType, str | float | date] = {
    FieldType.CODE: "0042", FieldType.NUMBER: 12.5, FieldType.MONEY: 1200, FieldType.WHOLE: 12,
    FieldType.DATE: date(2026, 5, 20), FieldType.EMAIL: "ines@brakes.example",
}  # fmt: skip


def write_template(path: Path, kinds: Iterable[SheetKind]) -> None:
    """Write the template; ``FileError`` where the file cannot be written."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    shown = tuple(kinds)
    _read_me(book, shown)
    lists = _Lists(book)
    for kind in shown:
        _sheet(book, kind, lists)
    lists.write()
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


def need_of(kind: SheetKind, field: Field) -> str:
    """Whether a column must be filled, in words; empty where it may be left out."""
    if field.required:
        return tr("Required")
    for group in kind.needs:
        if field.key in group and "*" not in group:
            others = [tr(kind.by_key[key].title) for key in group if key != field.key]
            return (
                tr("Required, or {others}", others=", ".join(others)) if others else tr("Required")
            )
    return ""


def example_of(field: Field) -> str | float | date:
    """A value such as the column may hold; empty where any text will do."""
    words = choices_of(field)
    if words:
        return ", ".join(words[:2]) if field.type is FieldType.CHOICES else words[0]
    return _EXAMPLES.get(field.key) or _BY_TYPE.get(field.type, "")


def _read_me(book: Workbook, kinds: tuple[SheetKind, ...]) -> None:
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(tr("Read me"))
    lines = (
        tr("Fill in what you have, sheet by sheet, and import this workbook in B2BDesk."),
        tr("Leave columns and sheets empty that you do not need. Coloured columns are required."),
        tr("An account is found again by its number, otherwise by its name and place."),
        tr("This page is not imported: the examples stand here so that they cannot come in."),
    )
    for line in lines:
        page.append([line])
    for kind in kinds:
        page.append([])
        page.append([tr(kind.title), None, tr("Required?"), tr("What to write"), tr("Example")])
        for cell in page[page.max_row]:
            cell.font = Font(bold=True, size=12 if cell.column == 1 else None)
        for field in kind.content:
            words = choices_of(field)
            hint = tr(_HINTS[field.type])
            told = f"{hint}: {', '.join(words)}" if words else hint
            need = need_of(kind, field)
            page.append([None, tr(field.title), need, told, example_of(field)])
            page.cell(page.max_row, 2).font = Font(bold=bool(need))
            if field.type is FieldType.DATE:
                page.cell(page.max_row, 5).number_format = format_of("date")
    for column, width in (("A", 34), ("B", 30), ("C", 34), ("D", 70), ("E", 26)):
        page.column_dimensions[column].width = width
    for row in page.iter_rows(min_col=2, max_col=5):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")


class _Lists:
    """Words of drop-downs that Excel's own rule cannot hold, on a sheet out of sight."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._name = tr("Lists")
        self._columns: list[Sequence[str]] = []

    def source(self, words: Sequence[str]) -> str:
        """What a rule says to offer the words."""
        joined = ",".join(words)
        if len(joined) <= _LIST_MAX and joined.count(",") == len(words) - 1 and '"' not in joined:
            return f'"{joined}"'
        if words not in self._columns:
            self._columns.append(words)
        letter = letter_of(self._columns.index(words))
        return f"'{self._name}'!${letter}$1:${letter}${len(words)}"

    def write(self) -> None:
        """Write the sheet where one is needed."""
        if not self._columns:
            return
        page = self._book.create_sheet(self._name)
        page.sheet_state = "hidden"
        for column, words in enumerate(self._columns, 1):
            for row, word in enumerate(words, 1):
                page.cell(row, column, word)


def _sheet(book: Workbook, kind: SheetKind, lists: _Lists) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    page: Worksheet = book.create_sheet(tr(kind.title)[:31])
    page.freeze_panes = "A2"
    for number, field in enumerate(kind.content):
        letter = letter_of(number)
        need = need_of(kind, field)
        head = page.cell(1, number + 1, tr(field.title))
        head.font = Font(bold=bool(need))
        head.fill = PatternFill("solid", fgColor=(_REQUIRED if need else _OPTIONAL))
        head.alignment = Alignment(vertical="center")
        page.column_dimensions[letter].width = max(14, len(tr(field.title)) + 3)
        if field.type is FieldType.DATE:
            _format(page, number + 1, format_of("date"))
        elif field.type is FieldType.CODE:
            _format(page, number + 1, "@")  # Excel would drop leading zeros
        _rule(page, field, need, f"{letter}2:{letter}{ROWS + 1}", lists)


def _rule(page: Worksheet, field: Field, need: str, area: str, lists: _Lists) -> None:
    """What is offered and told when a cell of a column is chosen."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = choices_of(field)
    # Several words may stand in one cell; Excel's list allows only one.
    if words and field.type is not FieldType.CHOICES:
        rule = DataValidation("list", formula1=lists.source(words), allow_blank=True)
        rule.error = tr("Choose one of the listed words.")
        rule.showErrorMessage = True
    else:
        rule = DataValidation(allow_blank=True)
    example = example_of(field)
    shown = example.isoformat() if isinstance(example, date) else str(example)
    told = [need, tr(_HINTS[field.type]), tr("Example: {value}", value=shown) if shown else ""]
    rule.promptTitle = tr(field.title)[:32]
    rule.prompt = "\n".join(part for part in told if part)[:_PROMPT_MAX]
    rule.showInputMessage = True
    page.add_data_validation(rule)
    rule.add(area)


def _format(page: Worksheet, column: int, code: str) -> None:
    page.column_dimensions[letter_of(column - 1)].number_format = code
