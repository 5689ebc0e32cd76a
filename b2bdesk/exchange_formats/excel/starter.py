"""Writes a template to begin with: places to fill, and a sheet that explains every name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.filler import NAMES_MARK
from b2bdesk.exchange_formats.excel.looks import Looks, colour
from b2bdesk.exchange_formats.excel.model import letter_of


@dataclass(frozen=True, slots=True)
class ListOut:
    """A row that is repeated: heading, (column title, name, a figure?), and what is summed."""

    heading: str
    columns: Sequence[tuple[str, str, bool]]
    sums: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Starter:
    """A template: texts with names in them, facts and lists, and what every name means."""

    sheet: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    lists: Sequence[ListOut]
    names: Sequence[tuple[str, str]]


def write_starter(path: Path, starter: Starter) -> None:
    """Write the template; ``FileError`` where that is not possible."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    looks = Looks(book)
    page = book.add_worksheet(starter.sheet[:31])
    page.hide_gridlines(2)
    page.set_column(0, 0, 30)
    page.set_column(1, 6, 22)
    head = looks.plain(bold=True, font_size=16, font_color=colour("text"))
    section = looks.plain(bold=True, font_size=12, font_color=colour("accent"))
    quiet = looks.plain(font_color=colour("text_2"))
    line = looks.plain(bottom=1, bottom_color=colour("line"))
    right = looks.plain(bottom=1, bottom_color=colour("line"), align="right")
    told = {"bold": True, "top": 1, "top_color": colour("line_control")}
    total = looks.plain(**told, num_format="#,##0.00")
    page.set_row(0, 26)
    page.write_string(0, 0, starter.title, head)
    page.write_string(1, 0, starter.subtitle, quiet)
    row = 3
    for label, name in starter.facts:
        page.write_string(row, 0, label, quiet)
        page.write_string(row, 1, _place(name), looks.plain(align="left"))
        row += 1
    for each in starter.lists:
        row += 1
        page.write_string(row, 0, each.heading, section)
        for c, (title, name, is_figure) in enumerate(each.columns):
            page.write_string(row + 1, c, title, looks.head(right=is_figure))
            page.write_string(row + 2, c, _place(name), right if is_figure else line)
            if name in each.sums:
                letter = letter_of(c)
                span = f"{letter}{row + 3}:{letter}{row + 3}"
                page.write_formula(row + 3, c, f"=SUM({span})", total, 0)
        if each.sums:
            page.write_string(row + 3, 0, tr("Total"), total)
            row += 1
        row += 3
    page.fit_to_pages(1, 0)
    _explain(book, looks, starter.names)
    try:
        book.close()
    except (OSError, XlsxWriterException) as error:
        book.fileclosed = True
        raise FileError(
            tr("{name} cannot be written.", name=path.name),
            tr("Close it in other programs, or choose another folder."),
        ) from error


def _place(name: str) -> str:
    return "{{" + name + "}}"


def _explain(book: Any, looks: Looks, names: Sequence[tuple[str, str]]) -> None:
    page = book.add_worksheet(tr("Names")[:31])
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 70)
    page.write_string(0, 0, NAMES_MARK, looks.plain(bold=True))
    lines = (
        tr("Write a name in double braces into any cell, or give the cell the name in Excel."),
        tr("A row that names something of a list is repeated for each of it; sums below it grow."),
        tr("Colours, widths and number formats stay as you set them. This sheet is left out."),
        tr("Pictures, slicers, buttons and embedded files of a template are not copied."),
    )
    for row, words in enumerate(lines, 1):
        page.write_string(row, 0, words, looks.plain(italic=True))
    page.write_string(6, 0, tr("Name"), looks.head(right=False))
    page.write_string(6, 1, tr("Meaning"), looks.head(right=False))
    for row, (name, meaning) in enumerate(names, 7):
        page.write_string(row, 0, name)
        page.write_string(row, 1, meaning)
