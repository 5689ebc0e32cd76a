"""Makes room for rows in a workbook that openpyxl has read, formulas and all.

openpyxl's own insertion moves cells and nothing that refers to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# A cell, or a row of a range of rows; not a name that ends in digits, such as Rate2024.
_CELL = re.compile(r"(\$?(?:[A-Za-z]{1,3}\$?)?)(\d+)(#?)")


def make_room(book: Workbook, sheet: Worksheet, row: int, count: int) -> None:
    """Add ``count`` empty rows below ``row``. A range of that row alone grows over them, so that
    a sum below it is the sum of all; everything lower moves down with what refers to it."""
    for other in book.worksheets:
        for cells in other.iter_rows():
            for cell in cells:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    here = other is sheet
                    grow = not (here and cell.row == row)  # a row's own sum stays its own
                    cell.value = _formula(cell.value, sheet.title, row, count, here, grow)
    heights = {
        number: told.height
        for number, told in sheet.row_dimensions.items()
        if number > row and told.height is not None
    }
    merged = [area for area in sheet.merged_cells.ranges if area.min_row > row]
    for area in merged:
        sheet.unmerge_cells(area.coord)
    sheet.insert_rows(row + 1, count)
    for area in merged:
        area.shift(row_shift=count)
        sheet.merge_cells(area.coord)
    for number in heights:
        sheet.row_dimensions[number].height = None
    for number, height in heights.items():
        sheet.row_dimensions[number + count].height = height
    for table in sheet.tables.values():
        table.ref = _range(table.ref, row, count)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = _range(table.autoFilter.ref, row, count)
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = type(rule.sqref)(_ranges(str(rule.sqref), row, count))
    _move_conditions(sheet, row, count)
    if sheet.print_area:
        sheet.print_area = _range(sheet.print_area.split("!")[-1].replace("$", ""), row, count)


def _move_conditions(sheet: Worksheet, row: int, count: int) -> None:
    from openpyxl.formatting.formatting import ConditionalFormattingList

    moved = ConditionalFormattingList()
    for each in sheet.conditional_formatting:
        for rule in each.rules:
            moved.add(_ranges(str(each.sqref), row, count), rule)
    sheet.conditional_formatting = moved


def _ranges(told: str, row: int, count: int) -> str:
    return " ".join(_range(part, row, count) for part in told.split())


def _range(told: str, row: int, count: int, grow: bool = True) -> str:
    """A reference after the rows were added; one that ends in that row grows over them."""
    first, _, last = told.partition(":")
    if not last:
        return _cell(told, row, count)
    return f"{_cell(first, row, count)}:{_cell(last, row - 1 if grow else row, count)}"


def _cell(told: str, row: int, count: int) -> str:
    found = _CELL.fullmatch(told)
    if found is None or int(found[2]) <= row:
        return told
    return f"{found[1]}{int(found[2]) + count}{found[3]}"


def _formula(told: str, sheet: str, row: int, count: int, here: bool, grow: bool) -> str:
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    found: list[Any] = Tokenizer(told).items
    for token in found:
        if token.type != Token.OPERAND or token.subtype != Token.RANGE:
            continue
        named, mark, cells = token.value.rpartition("!")
        if (named.strip("'").replace("''", "'") == sheet) if mark else here:
            token.value = f"{named}{mark}{_range(cells, row, count, grow)}"
    return "=" + "".join(token.value for token in found)
