"""Fills a user's own workbook: names in double braces, or Excel's defined names, become figures.

A row that names something of a list, such as ``{{people.name}}``, is repeated for each of it, and
what stands below moves down with its formulas. The template itself is never written. What openpyxl
cannot keep of a workbook is told, not lost in silence.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.core.money import exponent, from_minor
from b2bdesk.core.region import region
from b2bdesk.exchange_formats.excel.cell_values import clean
from b2bdesk.exchange_formats.excel.guard import check_file
from b2bdesk.exchange_formats.excel.number_formats import format_of
from b2bdesk.exchange_formats.excel.sheets import Figure
from b2bdesk.exchange_formats.excel.shifting import make_room

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

SIZE_MAX = 20 << 20
NAMES_MARK = "B2BDesk names"
"""A sheet whose first cell says this explains the names; it is left out of what is filled."""

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_LOST = (
    ("xl/media/", mark("pictures")),
    ("xl/diagrams/", mark("drawings")),
    ("xl/slicers/", mark("slicers")),
    ("xl/ctrlProps/", mark("buttons and fields")),
    ("xl/charts/", mark("the finer look of charts")),
    ("xl/embeddings/", mark("embedded files")),
)

Row = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Filling:
    """What templates can name: single figures, and lists whose rows are repeated."""

    values: Mapping[str, Figure]
    lists: Mapping[str, Sequence[Row]]
    fields: Mapping[str, Sequence[str]]
    """The names that a row of each list has, also where the list is empty."""


@dataclass(slots=True)
class Filled:
    """How it went. ``unknown``: (sheet, cell, name) that nothing is known of, left as they were.
    ``lost``: what the template has and the result has not, in words."""

    places: int = 0
    unknown: list[tuple[str, str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def fill_template(template: Path, target: Path, filling: Filling) -> Filled:
    """Write ``target``; ``FileError`` where the template cannot be read or the target written."""
    from openpyxl import load_workbook

    if template.resolve() == target.resolve():
        raise FileError(
            tr("{name} is the template itself.", name=target.name),
            tr("Choose another name, so that the template stays as it is."),
        )
    facts = check_file(template)
    if facts.size > SIZE_MAX or template.suffix.lower() not in (".xlsx", ".xltx"):
        raise FileError(
            tr("{name} cannot be used as a template.", name=template.name),
            tr("A template is an Excel workbook (.xlsx) of at most 20 MB."),
        )
    try:
        lost = _lost(template)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            book = load_workbook(template)
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile, SyntaxError) as error:
        raise FileError(
            tr("{name} cannot be used as a template.", name=template.name),
            tr("Open it in Excel and save it again as a workbook (.xlsx)."),
        ) from error
    done = _Filler(book, filling).fill()
    done.lost += lost
    if any("extension" in str(each.message) for each in told):
        done.lost.append(tr("what only newer versions of Excel know"))
    part = target.with_name(target.name + ".part")
    book.template = False
    try:
        book.save(part)
        part.replace(target)
    except OSError as error:
        raise FileError(
            tr("{name} cannot be written.", name=target.name),
            tr("Close it in other programs, or choose another folder."),
        ) from error
    finally:
        part.unlink(missing_ok=True)
        book.close()
    return done


def _lost(template: Path) -> list[str]:
    with zipfile.ZipFile(template) as package:
        inside = package.namelist()
    return [tr(words) for start, words in _LOST if any(n.startswith(start) for n in inside)]


class _Filler:
    def __init__(self, book: Workbook, filling: Filling) -> None:
        self._book, self._filling = book, filling
        self._done = Filled()
        self._groups = {key.split(".")[0] for key in (*filling.values, *filling.lists)}

    def fill(self) -> Filled:
        """Fill every sheet and every defined name."""
        for leaf in list(self._book.worksheets):
            if leaf["A1"].value == NAMES_MARK and len(self._book.sheetnames) > 1:
                self._book.remove(leaf)
        defined = self._defined_names()  # cells move with their rows, names do not
        for sheet in self._book.worksheets:
            for row in range(sheet.max_row, 0, -1):  # from below: rows that are added move others
                self._fill_row(sheet, row)
        for page, cell, name in defined:
            if name in self._filling.values:
                self._done.places += 1
                self._set(cell, self._filling.values[name])
            else:
                self._done.unknown.append((page.title, cell.coordinate, name))
        return self._done

    # Rows ------------------------------------------------------------------------------------

    def _fill_row(self, sheet: Worksheet, row: int) -> None:
        from openpyxl.cell.cell import Cell

        named = {
            cell: _PLACE.findall(cell.value)
            for cell in sheet[row]
            if isinstance(cell, Cell) and isinstance(cell.value, str) and "{{" in cell.value
        }
        lists = {
            name.split(".")[0] for names in named.values() for name in names if self._is_field(name)
        }
        if not lists:
            for cell in named:
                self._put(sheet, cell, self._filling.values)
            return
        chosen = sorted(lists)[0]  # a row is repeated for one list; names of others are unknown
        items = self._filling.lists[chosen]
        columns = [cell.column for cell in named]
        if len(items) > 1:
            make_room(self._book, sheet, row, len(items) - 1)
            _copy_row(sheet, row, len(items) - 1)
        for number in range(max(1, len(items))):
            item = items[number] if items else dict.fromkeys(
                self._filling.fields[chosen], Figure(None))  # fmt: skip
            known = {**self._filling.values, **{f"{chosen}.{key}": f for key, f in item.items()}}
            for column in columns:
                place = sheet.cell(row + number, column)
                if isinstance(place, Cell):
                    self._put(sheet, place, known, tell=number == 0)

    def _is_field(self, name: str) -> bool:
        group, _, key = name.partition(".")
        return key in self._filling.fields.get(group, ())

    # Cells -----------------------------------------------------------------------------------

    def _put(
        self, sheet: Worksheet, cell: Cell, known: Mapping[str, Figure], *, tell: bool = True
    ) -> None:
        text = str(cell.value)
        names = _PLACE.findall(text)
        unknown = [n for n in names if n not in known] if cell.data_type != "f" else names
        if unknown or not names:
            if tell:
                told = unknown or [text.strip()]
                self._done.unknown += [(sheet.title, cell.coordinate, name) for name in told]
            return
        self._done.places += 1
        if _PLACE.fullmatch(text.strip()):
            self._set(cell, known[names[0]])
            return
        filled = _PLACE.sub(lambda found: words_of(known[found[1]]), text)
        cell.value = clean(filled)
        cell.data_type = "s"  # also where it begins with =

    def _set(self, cell: Cell, figure: Figure) -> None:
        value = figure.value
        if value is None:
            cell.value = None
            return
        if isinstance(value, str):
            cell.value = clean(value)
            cell.data_type = "s"  # also where it begins with =
            return
        kept = cell.number_format
        money = figure.kind == "money" and isinstance(value, int)
        cell.value = float(from_minor(value, figure.currency)) if money else value
        plain = kept in ("General", "@")  # else the user chose how it looks
        cell.number_format = format_of(figure.kind, figure.currency) if plain else kept

    # Defined names ---------------------------------------------------------------------------

    def _defined_names(self) -> list[tuple[Worksheet, Cell, str]]:
        """The cells of the workbook's defined names that are ours and stand for one cell."""
        from openpyxl.cell.cell import Cell
        from openpyxl.worksheet.worksheet import Worksheet

        sheets: dict[str, Worksheet] = {
            s.title: s for s in self._book.worksheets if isinstance(s, Worksheet)
        }
        found: list[tuple[Worksheet, Cell, str]] = []
        for name, defined in self._book.defined_names.items():
            group, dot, _ = name.partition(".")
            if not dot or group not in self._groups:
                continue  # a name of the user's own
            for title, place in defined.destinations:
                if title in sheets and ":" not in place:
                    cell = sheets[title][place.replace("$", "")]
                    if isinstance(cell, Cell):
                        found.append((sheets[title], cell, name))
        return found


def _copy_row(sheet: Worksheet, row: int, count: int) -> None:
    """Give the rows below a row's texts, formats, height and formulas."""
    from openpyxl.cell.cell import Cell
    from openpyxl.formula.translate import Translator

    height = sheet.row_dimensions[row].height
    merged = [r for r in sheet.merged_cells.ranges if r.min_row == r.max_row == row]
    for number in range(1, count + 1):
        sheet.row_dimensions[row + number].height = height
        for cell in list(sheet[row]):
            if not isinstance(cell, Cell):  # the rest of merged ones
                continue
            twin = sheet.cell(row + number, cell.column)
            if not isinstance(twin, Cell):
                continue
            value = cell.value
            if cell.data_type == "f" and isinstance(value, str):
                value = Translator(value, cell.coordinate).translate_formula(twin.coordinate)
            twin.value = value
            if cell.has_style:
                cast("Any", twin)._style = copy(cast("Any", cell)._style)
        for part in merged:
            sheet.merge_cells(start_row=row + number, end_row=row + number,
                              start_column=part.min_col, end_column=part.max_col)  # fmt: skip


def words_of(figure: Figure) -> str:
    """A figure inside a sentence, in the user's way of writing."""
    value = figure.value
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    from babel.core import Locale, UnknownLocaleError
    from babel.dates import format_date
    from babel.numbers import format_decimal, format_percent

    try:
        locale = str(Locale.parse(region()))
    except (UnknownLocaleError, ValueError, TypeError):
        locale = "en"
    if isinstance(value, date):
        if figure.kind == "month":
            return str(format_date(value, "LLLL y", locale=locale))
        return str(format_date(value, "medium", locale=locale))
    if figure.kind == "percent":
        whole = str(Locale.parse(locale).percent_formats[None].pattern)  # with its own space
        return str(format_percent(value, whole.replace("0", "0.0", 1), locale=locale))
    if figure.kind == "money":
        places = exponent(figure.currency)
        pattern = "#,##0" + (f".{'0' * places}" if places else "")
        amount = from_minor(value, figure.currency)
        return f"{format_decimal(amount, pattern, locale=locale)} {figure.currency}".strip()
    return str(format_decimal(value, "#,##0.##", locale=locale))
