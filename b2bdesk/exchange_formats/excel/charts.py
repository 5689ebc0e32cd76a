"""Excel's own charts, in the look of the program's: quiet axes, no frames, one meaning a colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from b2bdesk.exchange_formats.excel.cell_values import clean
from b2bdesk.exchange_formats.excel.looks import colour
from b2bdesk.exchange_formats.excel.model import letter_of
from b2bdesk.exchange_formats.excel.sheets import Axis, ChartOut, Series, Span

Ranges = Callable[[Span], list[Any]]
_KINDS: dict[str, dict[str, str]] = {
    "curve": {"type": "scatter", "subtype": "straight"},
    "columns": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "bars": {"type": "bar"},
    "line": {"type": "line"},
    "bubbles": {"type": "bubble"},
}
_FONT = {"size": 9}


def make_chart(book: Any, told: ChartOut, ranges: Ranges) -> Any:
    """The chart; ``ranges`` says where a span's cells are."""
    chart = book.add_chart(_KINDS[told.kind])
    for series in told.series:
        if series.labels is None:
            chart.add_series(_series(told.kind, series, ranges))
        else:
            chart.combine(_labels(book, series, ranges(series.labels), ranges))
    title_font = {"size": 11, "bold": True, "color": colour("text")}
    chart.set_title({"name": clean(told.title), "name_font": title_font, "overlay": False,
                     "layout": {"x": 0.02, "y": 0.02}})  # fmt: skip
    chart.set_x_axis(_axis(told.x, grid=False, reverse=told.kind == "bars"))
    chart.set_y_axis(_axis(told.y, grid=True))
    chart.set_legend({"position": "bottom", "font": _FONT} if told.legend else {"none": True})
    chart.set_chartarea({"border": {"color": colour("line")}, "fill": {"color": colour("panel")}})
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
    return chart


def _series(kind: str, series: Series, ranges: Ranges) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": clean(series.name),
        "categories": ranges(series.categories),
        "values": ranges(series.values),
    }
    if kind in ("curve", "line"):
        found["line"] = {"color": colour(series.colour), "width": 2.25}
        if series.mark:
            found["line"] = {"none": True}
            fill = {"color": colour(series.colour)}
            found["marker"] = {"type": "circle", "size": 8, "fill": fill}
            found["data_labels"] = {"value": True, "series_name": True, "position": "above",
                                    "font": _FONT | {"bold": True}}  # fmt: skip
        return found
    if not series.colour:
        return found | {"fill": {"none": True}, "border": {"none": True}}
    found["border"] = {"none": True}
    found["fill"] = {"color": colour(series.colour)}
    if kind == "bubbles":
        found["fill"]["transparency"] = 55
        found["border"] = {"color": colour(series.colour), "width": 0.75}
        if series.sizes is not None:
            found["sizes"] = ranges(series.sizes)
        return found
    found["gap"] = 45
    if series.below:
        found |= {"invert_if_negative": True, "invert_if_negative_color": colour(series.below)}
    if series.colours:
        found["points"] = [{"fill": {"color": colour(role)}} for role in series.colours]
    return found


def _labels(book: Any, series: Series, texts: list[Any], ranges: Ranges) -> Any:
    """A line that is not seen and carries the texts over the columns."""
    line = book.add_chart({"type": "line"})
    sheet, first, column, last, _ = texts
    quoted = sheet.replace("'", "''")
    spots = [f"='{quoted}'!${letter_of(column)}${row + 1}" for row in range(first, last + 1)]
    line.add_series(
        {
            "name": clean(series.name),
            "categories": ranges(series.categories),
            "values": ranges(series.values),
            "line": {"none": True},
            "marker": {"type": "none"},
            "data_labels": {
                "value": True,
                "position": "above",
                "font": _FONT,
                "custom": [{"value": spot} for spot in spots],
            },
        }
    )
    return line


def _axis(told: Axis, *, grid: bool, reverse: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": clean(told.title),
        "name_font": _FONT | {"bold": False, "color": colour("text_2")},
        "num_font": _FONT | {"color": colour("text_2")},
        "num_format": told.number_format,
        "line": {"color": colour("line_strong")},
        "label_position": "low",
        "major_gridlines": {"visible": grid, "line": {"color": colour("line"), "width": 0.75}},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }
    if told.number_format.endswith("yyyy"):
        found |= {"date_axis": True, "major_unit_type": "months"}
    if told.cross is not None:
        found["crossing"] = told.cross
    if told.reach is not None:
        found["min"], found["max"] = told.reach
    if reverse:
        found["reverse"] = True
    return found
