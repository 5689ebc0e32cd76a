"""The binary workbook of Excel (.xlsb) is read like the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.layouts.layout import Layout, check, day, num, source_file
from tests.layouts.xlsb import Error, write_xlsb

COLUMNS = ("Customer:text", "Date:date", "Ordered:date", "Amount:number")


def _layout(path: Path, **more: object) -> Layout:
    told = {"header": 1, "columns": COLUMNS} | more
    return Layout("xlsb", lambda path: None, **told)  # type: ignore[arg-type]


def test_texts_numbers_dates_and_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "lines.xlsb"
    lines = [
        ["Customer", "Date", "Ordered", "Amount"],
        ["00042", date(2020, 1, 2), 43832, 10.5],
        [None, date(2020, 2, 29), 43890, -3],
        ["Müller", date(2020, 3, 1), 43891, 7],
    ]
    write_xlsb(path, lines, merges=[(1, 2, 0, 0)])
    rows = (
        ("00042", day("2020-01-02"), day("2020-01-02"), num("10.5")),
        ("00042", day("2020-02-29"), day("2020-02-29"), -3),
        ("Müller", day("2020-03-01"), day("2020-03-01"), 7),
    )
    check(_layout(path, rows=rows, notes=frozenset({"merged"})), source_file(path))


def test_errors_are_named_and_not_taken_for_empty(tmp_path: Path) -> None:
    path = tmp_path / "errors.xlsb"
    lines = [
        ["Customer", "Date", "Ordered", "Amount"],
        ["A", date(2020, 1, 2), 43832, Error("#N/A")],
        ["B", date(2020, 1, 3), Error("#REF!"), Error("#DIV/0!", formula=True)],
        ["C", date(2020, 1, 4), None, 7],
    ]
    write_xlsb(path, lines)
    rows = (
        ("A", day("2020-01-02"), day("2020-01-02"), None),
        ("B", day("2020-01-03"), None, None),
        ("C", day("2020-01-04"), None, 7),
    )
    problems = (
        (2, "Amount", "error_cell"),
        (3, "Amount", "error_cell"),
        (3, "Ordered", "error_cell"),
    )
    check(_layout(path, rows=rows, problems=problems), source_file(path))


def test_days_counted_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "macintosh.xlsb"
    lines = [
        ["Customer", "Date", "Ordered", "Amount"],
        ["A", date(2020, 1, 2), 42370, 1],
        ["B", date(2020, 2, 29), 42428, 2],
    ]
    write_xlsb(path, lines, date1904=True)
    rows = (
        ("A", day("2020-01-02"), day("2020-01-02"), 1),
        ("B", day("2020-02-29"), day("2020-02-29"), 2),
    )
    check(_layout(path, rows=rows, notes=frozenset({"dates_1904"})), source_file(path))
