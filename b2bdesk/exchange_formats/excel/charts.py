"""Excel's own charts, in the look of the program's: quiet axes, no frames, one meaning a colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from b2bdesk.exchange_formats.excel.cell_values import clean
from b2bdesk.exchange_formats.excel.looks import colour
from b2bdesk.exchange_formats.excel.sheets import Axis, ChartOut, Series, Span

Ranges = Callable[[Span], list[Any]]
_KINDS: dict[str, dict[str, Any]] = {
    "curve": {"type": "scatter", "subtype": "straight"},
    "columns": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "bars": {"type": "bar"},
    "line": {"type": "line"},
    "points": {"type": "scatter", "subtype": "marker_only"},
}
_FONT: dict[str, Any] = {"size": 9}


def make_chart(book: Any, told: ChartOut, ranges: Ranges) -> Any:
    """The chart; ``ranges`` says where a span's cells are."""
    chart = book.add_chart(dict(_KINDS[told.kind]))
    for series in told.series:
        chart.add_series(_series(told.kind, series, ranges))
    title_font = {"size": 11, "bold": True, "color": colour("text")}
    chart.set_title({"name": clean(told.title), "name_font": title_font, "overlay": False,
                     "layout": {"x": 0.02, "y": 0.02}})  # fmt: skip
    if told.kind == "bars":  # names on the left, the first on top
        chart.set_x_axis(_axis(told.y, grid=True) | {"label_position": "high"})
        chart.set_y_axis(_axis(told.x, grid=False) | {"reverse": True, "crossing": "max"})
    else:
        chart.set_x_axis(_axis(told.x, grid=False))
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
            fill: dict[str, Any] = {"color": colour(series.colour)}
            found["marker"] = {"type": "circle", "size": 8, "fill": fill}
            found["data_labels"] = {"value": True, "series_name": True, "position": "above",
                                    "font": _FONT | {"bold": True}}  # fmt: skip
        return found
    if kind == "points":
        fill = {"color": colour(series.colour), "transparency": 45}
        line = {"color": colour(series.colour), "width": 0.75}
        return found | {"marker": {"type": "circle", "size": 7, "fill": fill, "border": line}}
    if not series.colour:
        return found | {"fill": {"none": True}, "border": {"none": True}}
    found["border"] = {"none": True}
    found["fill"] = {"color": colour(series.colour)}
    few = series.values.last - series.values.first < 3
    found["gap"] = 150 if few and kind == "bars" else 45
    if series.colours:
        found["points"] = [{"fill": {"color": colour(role)}} for role in series.colours]
    return found


def _axis(told: Axis, *, grid: bool) -> dict[str, Any]:
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
    if told.months:
        found |= {"date_axis": True, "major_unit": told.months, "major_unit_type": "months"}
    if told.cross is not None:
        found["crossing"] = told.cross
    if told.reach is not None:
        found["min"], found["max"] = told.reach
    return found
