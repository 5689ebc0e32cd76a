"""What a workbook that is written consists of: tables, and reports with charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """A column. ``kind``: text, code, note, date, month (a date in it), int, number, percent (a
    share of 1), money (minor units of ``currency``), or raw (as it is). ``width`` in characters,
    0 for that of its content.

    ``choices``: the words a cell may hold, offered as a drop-down; ``hidden``: there but not
    shown, as record ids are; ``note``: what the column means, as a note on its header.
    """

    key: str
    title: str
    kind: str = "text"
    width: float = 0
    currency: str = ""
    choices: tuple[str, ...] = ()
    hidden: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet: an optional note above the table, rows as mappings or sequences, optional totals.

    ``totals``: column keys whose sum stands under the table. ``hidden``: the sheet is there but
    not shown, as stamps are. ``above``: rows of another file that stand over the table there.
    """

    name: str
    columns: Sequence[ColumnOut]
    rows: Iterable[Row]
    totals: Sequence[str] = ()
    note: str = ""
    hidden: bool = False
    above: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a report with a format of its own: ``kind`` as of a column."""

    value: Any
    kind: str = "raw"
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours and its present value (minor units, or a text). ``{key}`` is the cell of
    a column in the same row, ``{key_before}`` the one above it."""

    text: str
    value: int | str


@dataclass(frozen=True, slots=True)
class Span:
    """Rows ``first`` to ``last`` (from 0, ``last`` included) of a table's column: on the sheet of
    that name, or among the figures beside the chart where ``sheet`` is empty."""

    key: str
    first: int
    last: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a chart. ``colour`` is a role of the theme; empty draws nothing, so that others
    stand on it. ``colours`` are those of single points. ``mark``: a point with its value beside it.
    """

    name: str
    values: Span
    categories: Span
    colour: str = ""
    colours: Sequence[str] = ()
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its title, number format, where the other axis crosses it (0 if None), its ends,
    and how many months apart its labels are."""

    title: str = ""
    number_format: str = "General"
    cross: float | None = None
    reach: tuple[float, float] | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class ChartOut:
    """A native chart with its figures beside it.

    ``kind``: curve (points joined by lines), columns, stacked, bars, line or points. ``figures``
    may hold ``Figure`` and ``Formula``; columns from ``helpers`` on are folded away.
    """

    title: str
    kind: str
    series: Sequence[Series]
    x: Axis
    y: Axis
    columns: Sequence[ColumnOut]
    figures: Sequence[Sequence[Any]]
    helpers: int = 99
    legend: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class PictureOut:
    """A picture under the charts: PNG bytes, its title (also what a screen reader says), and its
    size in pixels at 100 %."""

    title: str
    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReportOut:
    """A page that is read rather than filtered: title, what it is based on, facts, charts and
    pictures."""

    name: str
    title: str
    basis: str
    facts: Sequence[tuple[str, Figure]]
    charts: Sequence[ChartOut]
    pictures: Sequence[PictureOut] = ()
