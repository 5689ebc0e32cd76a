"""Raw cells of a sheet as they are shown, and what users type as a cell's text."""

from __future__ import annotations

from decimal import Decimal

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.model import Cell, ColumnLook
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.mapping import ColumnMap
from b2bdesk.ui.formats import formats

_NUMBERS = (FieldType.NUMBER, FieldType.MONEY, FieldType.WHOLE)


def cell_text(cell: Cell, kind: FieldType | None = None) -> str:
    """A cell as shown: days as year-month-day, figures grouped, money with two decimals."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        day, second = cell
        shown = date_of(day).isoformat()
        return f"{shown} {second // 3600:02}:{second // 60 % 60:02}" if second else shown
    if isinstance(cell, bool):
        return tr("Yes") if cell else tr("No")
    if isinstance(cell, int | float) and kind in _NUMBERS:
        if kind is FieldType.MONEY:
            return formats().number(cell, 2)
        return formats().number(cell, _decimals(cell))
    return exact_text(cell)


def exact_text(cell: Cell) -> str:
    """A cell as the sheet holds it, without rounding."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell_text(cell) if isinstance(cell, tuple | bool) else str(cell or "")


def _decimals(value: float) -> int:
    """As many decimals as are needed, four at most."""
    found = Decimal(repr(value)).normalize().as_tuple().exponent
    return min(4, max(0, -found)) if isinstance(found, int) else 0


def stands_right(column: ColumnLook) -> bool:
    """True for a column of figures."""
    return column.numbers + column.text_numbers > column.filled / 2


def typed_text(text: str, kind: FieldType | None, column: ColumnMap | None) -> str | None:
    """What users typed as the text that stands in the cell; None where it does not fit the field.

    Days become year-month-day, figures take the column's decimal mark.
    """
    bare = text.strip()
    if not bare or kind is None:
        return bare
    if kind is FieldType.DATE:
        day = formats().parse_date(bare)
        return None if day is None else day.isoformat()
    if kind in _NUMBERS:
        number = formats().parse_number(bare)
        if number is None:
            return None
        plain = f"{number.normalize():f}"
        return plain.replace(".", column.decimal) if column is not None else plain
    return bare
