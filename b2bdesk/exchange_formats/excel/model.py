"""What the reading process tells the program about a workbook, and what it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

Cell: TypeAlias = bool | int | float | str | tuple[int, int] | None
"""A raw cell; a date cell is (stored day, second of the day)."""


def letter_of(column: int) -> str:
    """Excel's letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column as found. Counts are of data rows; ``distinct`` stops at 1,000."""

    index: int
    header: str
    empty: int
    numbers: int
    whole: int
    negative: int
    dates: int
    texts: int
    text_numbers: int
    text_dates: int
    emails: int
    distinct: int
    decimal: str = "."
    decimal_sure: bool = True
    date_order: str = "dmy"
    date_order_sure: bool = True
    examples: tuple[str, ...] = ()
    errors: int = 0  # cells that hold a spreadsheet error such as #N/A

    @property
    def letter(self) -> str:
        """Excel's letters of the column."""
        return letter_of(self.index)

    @property
    def filled(self) -> int:
        """How many data rows have something in this column."""
        return self.numbers + self.dates + self.texts


@dataclass(frozen=True, slots=True)
class SheetNotice:
    """Something seen at one place, or several times from there on; ``notes.note_texts`` says it.

    ``row`` is Excel's, 0 where it concerns no row; ``text`` and ``count`` depend on the code.
    """

    code: str
    row: int = 0
    text: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text table was read; what is not ``sure`` was guessed, and a person may say otherwise
    to ``open_workbook``. ``encoding`` is Python's name of it."""

    encoding: str
    encoding_sure: bool
    separator: str
    separator_sure: bool


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet as found. Row numbers are Excel's, from 1; ``header_row`` 0 means there is none.

    ``skip_rows``: rows of totals and notes inside or under the data, and headers repeated there.
    ``notes`` and ``notices``: what was seen and done about it; ``notes.note_texts`` puts them in
    words. ``tables``: where the sheet holds several tables, their ranges such as ``A3:F90``, the
    one that is read first.
    """

    name: str
    hidden: bool
    header_row: int
    first_row: int
    last_row: int
    rows: int
    columns: tuple[ColumnLook, ...]
    sample: tuple[tuple[Cell, ...], ...]
    sample_rows: tuple[int, ...]
    skip_rows: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    notices: tuple[SheetNotice, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookLook:
    """The sheets of a file; ``text`` of a text or pasted table only."""

    sheets: tuple[SheetLook, ...]
    text: TextForm | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What the reading process opens. ``stamp``: size and time of change (ns) when it was checked.

    ``encoding`` and ``separator`` are what the user said, "" to find out. ``pasted``: the text of
    a pasted table, which has no file.
    """

    path: str
    form: str
    stamp: tuple[int, int] = (0, 0)
    encoding: str = ""
    separator: str = ""
    pasted: str | None = None


@dataclass(frozen=True, slots=True)
class TableHint:
    """What the user says of a sheet. ``header_row``: Excel's number, 0 for none, None to find it;
    ``table``: the range that holds the table, such as ``H3:K20``."""

    header_row: int | None = None
    table: str = ""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """How to read one column: the field it fills and the styles decided for it."""

    field: str
    index: int
    type: str
    decimal: str = "."
    date_order: str = "dmy"
    choices: tuple[tuple[str, str], ...] = ()  # (word, key)


@dataclass(frozen=True, slots=True)
class LineMeaning:
    """How to compute with the columns of invoice lines; shares are of the sample rows that fit."""

    discount: str = "fraction"
    discount_share: float = 1.0
    cost: str = "unit"
    cost_share: float = 1.0
    amount: str = "net"
    amount_share: float = 1.0


class Rates(Protocol):
    """What amounts in other currencies are converted by."""

    def holding(self, currency: str, day: int) -> tuple[int, int]:
        """From which day the rate of a day holds, and it in millionths; ``LookupError`` where none
        does."""


@dataclass(frozen=True, slots=True)
class LineOptions:
    """What turns rows into ledger facts: the columns' meaning, the file's currency, the system
    whose document numbers they are ("" for the usual one), and the rates of other currencies."""

    meaning: LineMeaning
    currency: str
    system: str = ""
    rates: Rates | None = None


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """Which rows of a sheet to read, and how; with ``lines`` they come as ``line_facts``.

    ``overrides``: (row, column, text) of cells that are read as this text instead; "" is empty.
    """

    sheet: str
    first_row: int
    last_row: int
    columns: tuple[ColumnRead, ...]
    skip_rows: tuple[int, ...] = ()
    merged: bool = False
    lines: LineOptions | None = None
    date1904: bool = False  # set by the reading process: bare numbers count days from 1904
    overrides: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that could not be read. ``row`` is Excel's; ``field`` is the field's key."""

    row: int
    column: int
    field: str
    code: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a sheet: (row number, value per asked column); unreadable cells are None."""

    rows: list[tuple[Any, ...]]
    problems: list[CellProblem] = field(default_factory=list)
