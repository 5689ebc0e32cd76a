"""Where the table is: nasty workbooks, made with openpyxl."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.layouts.layout import Layout, Row, day, num

Lines = Sequence[Sequence[Any]]
HEAD = ("Invoice", "Date", "Customer", "Amount")
COLUMNS = ("Invoice:text", "Date:date", "Customer:text", "Amount:number")
LINES: tuple[Row, ...] = (
    ("R1", date(2020, 1, 2), "Miller", 10.5),
    ("R2", date(2020, 1, 3), "Smith", 20),
    ("R3", date(2020, 2, 4), "Miller", -5.25),
    ("R4", date(2020, 2, 5), "Jones", 40),
)
READ: tuple[Row, ...] = (
    ("R1", day("2020-01-02"), "Miller", num("10.5")),
    ("R2", day("2020-01-03"), "Smith", num("20")),
    ("R3", day("2020-02-04"), "Miller", num("-5.25")),
    ("R4", day("2020-02-05"), "Jones", num("40")),
)


def cells(
    lines: Lines, merge: Sequence[str] = (), at: tuple[int, int] = (1, 1)
) -> Callable[[Path], None]:
    """A workbook of one sheet with these lines from a cell on."""

    def make(path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for r, line in enumerate(lines):
            for c, value in enumerate(line):
                if value is not None:
                    sheet.cell(r + at[0], c + at[1], value)
        for area in merge:
            sheet.merge_cells(area)
        book.save(path)

    return make


def _hidden_first(path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.worksheets[0]
    hidden.title = "Parameters"
    hidden.append(["Key", "Value"])
    hidden.append(["Rate", 1.2])
    shown = book.create_sheet("Lines")
    for line in (HEAD, *LINES):
        shown.append(line)
    hidden.sheet_state = "hidden"
    book.active = 1
    book.save(path)


def _beside(left: Lines, right: Lines, gap: int) -> Lines:
    width = max(map(len, left))
    out = []
    for i in range(max(len(left), len(right))):
        first = list(left[i]) if i < len(left) else []
        first += [None] * (width - len(first) + gap)
        out.append([*first, *(right[i] if i < len(right) else [])])
    return out


_TARGETS: Lines = (("Region", "Target"), ("North", 1000), ("South", 800))
_ADDRESS: Lines = tuple((f"Line {i} of our letterhead",) for i in range(28))
_GROUPED: Lines = (
    ("Customer", "Product", "Quantity", "Amount"),
    ("Miller", "Saw", 2, 10),
    ("Miller", "Axe", 3, 30),
    ("Miller Total", None, 5, 40),
    ("Smith", "Saw", 1, 5),
    ("Smith Total", None, 1, 5),
    ("Grand Total", None, 6, 45),
)
_GROUPED_READ: tuple[Row, ...] = (
    ("Miller", "Saw", 2, 10),
    ("Miller", "Axe", 3, 30),
    ("Smith", "Saw", 1, 5),
)
_GROUPED_COLUMNS = ("Customer:text", "Product:text", "Quantity:number", "Amount:number")
_PAGE: Lines = (("Sales journal",), (), HEAD)

LAYOUTS: tuple[Layout, ...] = (
    Layout("plain", cells([HEAD, *LINES]), 1, COLUMNS, READ),
    Layout(
        "title_rows",
        cells([["Sales 2020"], ["Printed", date(2021, 1, 5)], [], HEAD, *LINES]),
        4,
        COLUMNS,
        READ,
        notes=frozenset({"title_above"}),
    ),
    Layout("letterhead", cells([*_ADDRESS, [], HEAD, *LINES]), 30, COLUMNS, READ),
    Layout(
        "no_header",
        cells(LINES),
        0,
        ("A:text", "B:date", "C:text", "D:number"),
        READ,
        notes=frozenset({"no_header"}),
    ),
    Layout(
        "two_line_header_merged",
        cells(
            [
                ["Customer", None, "Document", None, "Value"],
                ["Number", "Name", "Number", "Date", "Amount"],
                ["0017", "Miller", "R1", date(2020, 1, 2), 10.5],
                ["0018", "Smith", "R2", date(2020, 1, 3), 20],
            ],
            merge=("A1:B1", "C1:D1"),
        ),
        2,
        (
            "Customer Number:text",
            "Customer Name:text",
            "Document Number:text",
            "Document Date:date",
            "Amount:number",
        ),
        (
            ("0017", "Miller", "R1", day("2020-01-02"), num("10.5")),
            ("0018", "Smith", "R2", day("2020-01-03"), num("20")),
        ),
        notes=frozenset({"two_line_header"}),
    ),
    Layout(
        "two_line_header_without_merges",
        cells(
            [
                ["Customer", None, "Product", None],
                ["Number", "Name", "Number", "Name", "Amount"],
                [17, "Miller", 1, "Saw", 10.5],
                [18, "Smith", 2, "Axe", 20],
            ]
        ),
        2,
        (
            "Customer Number:text",
            "Customer Name:text",
            "Product Number:text",
            "Product Name:text",
            "Product Amount:number",
        ),
        (("17", "Miller", "1", "Saw", num("10.5")), ("18", "Smith", "2", "Axe", 20)),
        notes=frozenset({"two_line_header"}),
    ),
    Layout(
        "names_broken_over_two_lines",
        cells(
            [
                ["Invoice", "Invoice", "Customer", "Net"],
                ["number", "date", "number", "amount"],
                ["R1", date(2020, 1, 2), "0017", 10.5],
                ["R2", date(2020, 1, 3), "0018", 20],
            ]
        ),
        2,
        ("Invoice number:text", "Invoice date:date", "Customer number:text", "Net amount:number"),
        (
            ("R1", day("2020-01-02"), "0017", num("10.5")),
            ("R2", day("2020-01-03"), "0018", 20),
        ),
        notes=frozenset({"two_line_header"}),
    ),
    Layout(
        "units_under_the_header",
        cells([HEAD, [None, None, None, "EUR"], *LINES]),
        1,
        COLUMNS,
        READ,
        notes=frozenset({"units"}),
    ),
    Layout(
        "merged_down",
        cells(
            [
                ["Customer", "Product", "Amount"],
                ["Miller", "Saw", 10],
                [None, "Axe", 20],
                [None, "Nail", 30],
                ["Smith", "Saw", 5],
            ],
            merge=("A2:A4",),
        ),
        1,
        ("Customer:text", "Product:text", "Amount:number"),
        (("Miller", "Saw", 10), ("Miller", "Axe", 20), ("Miller", "Nail", 30), ("Smith", "Saw", 5)),
        notes=frozenset({"merged"}),
        forms=(".ods", ".xls", ".xlsx"),
    ),
    Layout(
        "blank_rows", cells([HEAD, LINES[0], [], LINES[1], [], [], *LINES[2:]]), 1, COLUMNS, READ
    ),
    Layout(
        "blank_columns",
        cells([[v for cell in line for v in (cell, None)] for line in (HEAD, *LINES)]),
        1,
        COLUMNS,
        READ,
    ),
    Layout("far_from_the_corner", cells([HEAD, *LINES], at=(7, 5)), 7, COLUMNS, READ),
    Layout(
        "subtotals_by_name",
        cells(_GROUPED),
        1,
        _GROUPED_COLUMNS,
        _GROUPED_READ,
        notes=frozenset({"totals"}),
    ),
    Layout(
        "totals_in_german",
        cells(
            [
                ["Kunde", "Artikel", "Menge", "Betrag"],
                *_GROUPED_READ[:2],
                ["Zwischensumme", None, 5, 40],
                _GROUPED_READ[2],
                ["Summe Schmidt", None, 1, 5],
                [],
                ["Gesamtsumme:", None, 6, 45],
            ]
        ),
        1,
        ("Kunde:text", "Artikel:text", "Menge:number", "Betrag:number"),
        _GROUPED_READ,
        notes=frozenset({"totals"}),
    ),
    Layout(
        "total_in_two_full_columns",
        cells([["Customer", "Amount"], ["Miller", 10], ["Smith", 20], ["Jones", 5], ["Total", 35]]),
        1,
        ("Customer:text", "Amount:number"),
        (("Miller", 10), ("Smith", 20), ("Jones", 5)),
        notes=frozenset({"totals"}),
    ),
    Layout(
        "a_customer_called_total",
        cells(
            [
                ["Customer", "City", "Amount"],
                ["Miller", "Bern", 10],
                ["Total Energies", None, 25],
                ["Total Tools Ltd", "Leeds", 7],
                ["Sum Systems", None, 8],
            ]
        ),
        1,
        ("Customer:text", "City:text", "Amount:number"),
        (
            ("Miller", "Bern", 10),
            ("Total Energies", None, 25),
            ("Total Tools Ltd", "Leeds", 7),
            ("Sum Systems", None, 8),
        ),
    ),
    Layout(
        "total_without_a_word",
        cells([HEAD, *LINES, [None, None, None, 65.25]]),
        1,
        COLUMNS,
        READ,
        notes=frozenset({"totals"}),
    ),
    Layout(
        "repeated_names",
        cells(
            [
                ["Number", "Name", "Date", "Number", "Name", "Amount"],
                ["0017", "Miller", date(2020, 1, 2), "P1", "Saw", 10],
                ["0018", "Smith", date(2020, 1, 3), "P2", "Axe", 20],
            ]
        ),
        1,
        ("Number:text", "Name:text", "Date:date", "Number:text", "Name:text", "Amount:number"),
        (
            ("0017", "Miller", day("2020-01-02"), "P1", "Saw", 10),
            ("0018", "Smith", day("2020-01-03"), "P2", "Axe", 20),
        ),
    ),
    Layout(
        "pages_of_a_print_file",
        cells(
            [
                *_PAGE,
                *LINES[:2],
                ["Page 1 of 2"],
                [],
                *_PAGE,
                *LINES[2:],
                ["Page 2 of 2"],
            ]
        ),
        3,
        COLUMNS,
        READ,
        notes=frozenset({"repeated_header"}),
    ),
    Layout(
        "carried_forward",
        cells(
            [
                HEAD,
                *LINES[:2],
                ["Übertrag", None, None, 30.5],
                HEAD,
                ["Übertrag", None, None, 30.5],
                *LINES[2:],
                ["Summe", None, None, 65.25],
            ]
        ),
        1,
        COLUMNS,
        READ,
        notes=frozenset({"repeated_header", "totals"}),
    ),
    Layout("behind_a_hidden_sheet", _hidden_first, 1, COLUMNS, READ, sheet=1),
    Layout(
        "side_by_side",
        cells(_beside([HEAD, *LINES], _TARGETS, 2)),
        1,
        COLUMNS,
        READ,
        notes=frozenset({"other_tables"}),
    ),
    Layout(
        "larger_table_at_the_right",
        cells(_beside(_TARGETS, [[], HEAD, *LINES, ("R5", date(2020, 3, 1), "Kay", 1)], 1)),
        2,
        COLUMNS,
        (*READ, ("R5", day("2020-03-01"), "Kay", 1)),
        notes=frozenset({"other_tables"}),
    ),
    Layout(
        "one_below_the_other",
        cells([["Targets"], *_TARGETS, [], [], ["Lines"], HEAD, *LINES]),
        8,
        COLUMNS,
        READ,
        notes=frozenset({"other_tables"}),
    ),
    Layout(
        "small_table_under_the_large_one",
        cells([HEAD, *LINES, [], ["Region", "Target"], ["North", 1000], ["South", 800]]),
        1,
        COLUMNS,
        READ,
        notes=frozenset({"other_tables"}),
    ),
    Layout(
        "footnotes",
        cells([HEAD, *LINES, [], ["Source: ERP, printed by Miller"], ["* provisional"]]),
        1,
        COLUMNS,
        READ,
    ),
    Layout(
        "a_last_record_of_one_cell",
        cells(
            [
                ["Customer", "City", "Phone"],
                ["Miller", "Bern", "031 1"],
                ["Smith", "Leeds", "0113 2"],
                ["Jones", None, None],
            ]
        ),
        1,
        ("Customer:text", "City:text", "Phone:text"),
        (("Miller", "Bern", "031 1"), ("Smith", "Leeds", "0113 2"), ("Jones", None, None)),
    ),
    Layout(
        "ruled_with_dashes",
        cells([HEAD, ["----"] * 4, *LINES, ["____"] * 4, ["Total", None, None, 65.25]]),
        1,
        COLUMNS,
        READ,
        notes=frozenset({"totals"}),
    ),
    Layout(
        "cells_of_spaces",
        cells([HEAD, *LINES, [" ", "\u00a0", "  ", " "], [" "]]),
        1,
        COLUMNS,
        READ,
    ),
    Layout(
        "header_of_several_lines_in_one_cell",
        cells([["Invoice\nno.", "Invoice\ndate", " Customer  name ", "Amount\n(EUR)"], *LINES]),
        1,
        ("Invoice no.:text", "Invoice date:date", "Customer name:text", "Amount (EUR):number"),
        READ,
    ),
    Layout(
        "years_as_columns",
        cells([["Customer", 2018, 2019, 2020], ["Miller", 10, 20, 30], ["Smith", 1, 2, 3]]),
        1,
        ("Customer:text", "2018:number", "2019:number", "2020:number"),
        (("Miller", 10, 20, 30), ("Smith", 1, 2, 3)),
    ),
)
