"""Writes a report: key facts, and Excel's own charts over cells that stay live."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor
from b2bdesk.core.region import region
from b2bdesk.exchange_formats.excel.cell_values import clean, serial_of
from b2bdesk.exchange_formats.excel.charts import make_chart
from b2bdesk.exchange_formats.excel.looks import Looks, colour
from b2bdesk.exchange_formats.excel.model import letter_of
from b2bdesk.exchange_formats.excel.number_formats import TEXTS, format_of, letter_paper
from b2bdesk.exchange_formats.excel.sheets import (
    ChartOut,
    ColumnOut,
    Figure,
    Formula,
    PictureOut,
    ReportOut,
    Span,
)

_LABEL, _VALUE, _FIGURES = 1, 2, 5  # columns: facts on the left, the charts' figures on the right
_WIDTHS = (2, 38, 20, 28, 2, 30, 17, 15, 15)
_HELPERS = 12  # the first column of what only the charts need
_CHART_ROWS = 19
_SCALE = 62
_CHART_SIZE = (620, 360)
_PICTURE_WIDTH = 1180  # pixels across a printed page at that scale
_ROW_PIXELS = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: its sheet, the row of its header (from 0) and its columns' keys."""

    sheet: str
    top: int
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Figures:
    """Where the figures beside a chart stand: the row of their header, and the columns by key."""

    sheet: str
    top: int
    cells: Mapping[str, int]


def write_report(
    book: Any, looks: Looks, report: ReportOut, name: str, places: Mapping[str, Place]
) -> None:
    """Add the report as a sheet. ``places``: the tables that charts may refer to, by name."""
    _Report(book, looks, name, places).write(report)


class _Report:
    def __init__(self, book: Any, looks: Looks, name: str, places: Mapping[str, Place]) -> None:
        self._book, self._looks, self._name, self._places = book, looks, name, places
        self._out = book.add_worksheet(name)

    def write(self, report: ReportOut) -> None:
        out, plain = self._out, self._looks.plain
        out.hide_gridlines(2)
        out.activate()
        out.set_first_sheet()
        for c, width in enumerate(_WIDTHS):
            out.set_column(c, c, width)
        if any(len(chart.columns) > chart.helpers for chart in report.charts):
            out.set_column(_HELPERS, _HELPERS + 9, 14, None, {"hidden": True, "level": 1})
        head = plain(bold=True, font_size=16, font_color=colour("text"))
        out.set_row(0, 26)
        out.write_string(0, _LABEL, clean(report.title), head)
        out.write_string(1, _LABEL, clean(report.basis), plain(font_color=colour("text_2")))
        row = 3
        for label, figure in report.facts:
            quiet = plain(font_color=colour("text_2"), bottom=1, bottom_color=colour("line"))
            out.write_string(row, _LABEL, clean(label), quiet)
            self._cell(row, _VALUE, figure, bold=True, align="right", bottom=1,
                       bottom_color=colour("line"))  # fmt: skip
            row += 1
        row += 1
        breaks = []
        for number, chart in enumerate(report.charts):
            if number % 2:  # Excel prints two blocks on a page, the first one under the facts
                breaks.append(row)
            row = self._block(chart, row) + 1
        for picture in report.pictures:
            breaks.append(row)
            row = self._picture(picture, row) + 1
        out.set_h_pagebreaks(breaks)
        out.set_landscape()
        out.set_paper(1 if letter_paper(region()) else 9)
        out.set_print_scale(_SCALE)  # breaks do not count where pages are fitted
        out.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        out.set_footer("&L&8&A&R&8&P / &N")

    def _block(self, chart: ChartOut, top: int) -> int:
        """A chart with its figures beside it; the first row after it."""
        cells = {
            column.key: _FIGURES + c if c < chart.helpers else _HELPERS + c - chart.helpers
            for c, column in enumerate(chart.columns)
        }
        place = _Figures(self._name, top, cells)
        for column in chart.columns:
            self._head(top, cells[column.key], column)
        for number, values in enumerate(chart.figures):
            for value, column in zip(values, chart.columns, strict=True):
                self._figure(top + 1 + number, value, column, place)
        below = top + 2 + len(chart.figures)
        quiet = self._looks.plain(italic=True, font_color=colour("text_3"))
        for words in filter(None, (chart.note, self._sources(chart))):
            self._out.write_string(below, _FIGURES, clean(words), quiet)
            below += 1
        drawn = make_chart(self._book, chart, lambda span: self._range(span, place))
        width, height = _CHART_SIZE
        drawn.set_size({"width": width, "height": height})
        told = {"object_position": 3, "description": clean(chart.title)}
        self._out.insert_chart(top, _LABEL, drawn, told)
        return max(top + _CHART_ROWS, below)

    def _picture(self, picture: PictureOut, top: int) -> int:
        """A picture with its title above, no wider than a printed page; the first row after it."""
        head = self._looks.plain(bold=True, font_color=colour("text"))
        self._out.write_string(top, _LABEL, clean(picture.title), head)
        wide = min(picture.width, _PICTURE_WIDTH)
        scale = wide / int.from_bytes(picture.png[16:20], "big")  # PNG says its width there
        told = {
            "image_data": BytesIO(picture.png),
            "description": clean(picture.title),
            "object_position": 3,
            "x_scale": scale,
            "y_scale": scale,
        }
        self._out.insert_image(top + 1, _LABEL, "map.png", told)
        high = picture.height * wide / picture.width
        return top + 2 + math.ceil(high / _ROW_PIXELS)

    def _sources(self, chart: ChartOut) -> str:
        """Which sheets the chart draws."""
        spans = [each.values for each in chart.series]
        names = dict.fromkeys(self._places[span.sheet].sheet for span in spans if span.sheet)
        return tr("Drawn from sheet {names}.", names=", ".join(names)) if names else ""

    def _range(self, span: Span, figures: _Figures) -> list[Any]:
        if span.sheet:
            place = self._places[span.sheet]
            name, top, column = place.sheet, place.top, list(place.keys).index(span.key)
        else:
            name, top, column = figures.sheet, figures.top, figures.cells[span.key]
        return [name, top + 1 + span.first, column, top + 1 + span.last, column]

    def _head(self, row: int, c: int, column: ColumnOut) -> None:
        right = column.kind not in TEXTS
        style = self._looks.head(right=right)
        self._out.write_string(row, c, clean(column.title), style)

    def _figure(self, row: int, value: Any, column: ColumnOut, place: _Figures) -> None:
        c = place.cells[column.key]
        if not isinstance(value, Formula):
            figure = value if isinstance(value, Figure) else None
            self._cell(row, c, figure or Figure(value, column.kind, column.currency))
            return
        cells = {}
        for key, at in place.cells.items():
            cells[key] = f"{letter_of(at)}{row + 1}"
            cells[f"{key}_before"] = f"{letter_of(at)}{row}"
        style = self._looks.of(column.kind, column.currency)
        now: float | str = (
            value.value
            if isinstance(value.value, str)
            else float(from_minor(value.value, column.currency))
        )
        self._out.write_formula(row, c, f"={value.text.format(**cells)}", style, now)

    def _cell(self, row: int, c: int, figure: Figure, **told: Any) -> None:
        value = "–" if figure.value is None else figure.value
        if isinstance(value, str):
            aligned = {} if figure.kind in TEXTS else {"align": "right"}
            self._out.write_string(row, c, clean(value), self._looks.plain(**(aligned | told)))
            return
        if isinstance(value, date):
            value = serial_of(value) or 0
        elif figure.kind == "money":
            value = float(from_minor(value, figure.currency))
        code = format_of(figure.kind, figure.currency)
        self._out.write_number(row, c, value, self._looks.plain(num_format=code, **told))
