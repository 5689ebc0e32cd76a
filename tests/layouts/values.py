"""What stands in the cells: nasty values, made with openpyxl."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.layouts.layout import Layout, Row, day, num
from tests.layouts.workbooks import cells

_LONG = "Lorem ipsum " * 2730 + "dolor s"


def _column(name: str, values: list[Any]) -> Any:
    """A code and one column of such values."""
    return cells([["Code", name], *([f"C{i}", value] for i, value in enumerate(values, 1))])


def _read(values: list[Any]) -> tuple[Row, ...]:
    return tuple((f"C{i}", value) for i, value in enumerate(values, 1))


def _numbers(name: str, written: list[str], read: list[str], **more: Any) -> Layout:
    return Layout(
        name,
        _column("Amount", written),
        1,
        ("Code:text", "Amount:number"),
        _read([num(text) for text in read]),
        **more,
    )


def _dates(name: str, written: list[Any], read: list[str], **more: Any) -> Layout:
    return Layout(
        name,
        _column("Date", written),
        1,
        ("Code:text", "Date:date"),
        _read([day(text) for text in read]),
        **more,
    )


def _macintosh(path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.append(["Code", "Date", "Ordered"])
    sheet.append(["C1", date(2020, 1, 2), 42370])
    sheet.append(["C2", datetime.fromisoformat("2020-02-29T14:30"), 42428])
    book.save(path)


def _formatted_far_down(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["Code", "Amount"], ["C1", 1.5], ["C2", 2]):
        sheet.append(line)
    for row in range(4, 3000):
        sheet.cell(row, 1).number_format = "0.00"
        sheet.cell(row, 2).font = openpyxl.styles.Font(bold=True)
    book.save(path)


_MONTHS = {
    "english": ["2 January 2020", "Feb 29, 2020", "March 3rd, 2020", "31-Dec-20", "Sept. 5, 2020"],
    "german": ["2. Januar 2020", "29. Feb. 2020", "3. März 2020", "31. Dez 20", "5. Sept. 2020"],
    "french": ["2 janvier 2020", "29 févr. 2020", "3 mars 2020", "31 déc. 20", "5 sept. 2020"],
    "spanish": ["2 de enero de 2020", "29 feb 2020", "3 de marzo de 2020", "31-dic-20",
                "5 de septiembre de 2020"],
    "italian": ["2 gennaio 2020", "29 feb 2020", "3 marzo 2020", "31 dic 20", "5 settembre 2020"],
    "dutch": ["2 januari 2020", "29 feb. 2020", "3 maart 2020", "31 dec 20", "5 september 2020"],
}  # fmt: skip
_MONTHS_READ = ["2020-01-02", "2020-02-29", "2020-03-03", "2020-12-31", "2020-09-05"]

LAYOUTS: tuple[Layout, ...] = (
    _numbers(
        "numbers_as_english_text", ["1,234.50", "12,345,678", "0.5"], ["1234.5", "12345678", "0.5"]
    ),
    _numbers(
        "numbers_as_german_text",
        ["1.234,50", "12.345.678", "0,5", "12,-"],
        ["1234.5", "12345678", "0.5", "12"],
    ),
    _numbers(
        "numbers_as_swiss_text",
        ["1'234.50", "12’345’678.00", "0.50", "5.–"],
        ["1234.5", "12345678", "0.5", "5"],
    ),
    _numbers(
        "numbers_as_french_text",
        ["1 234,50", "12\u00a0345\u202f678,00", "0,50"],
        ["1234.5", "12345678", "0.5"],
    ),
    _numbers("numbers_as_indian_text", ["12,34,567.50", "1,00,000.00"], ["1234567.5", "100000"]),
    _numbers(
        "currencies",
        ["€ 1.234,50", "1.234,50 €", "EUR 12,30", "12,30 EUR", "$ 5,00"],
        ["1234.5", "1234.5", "12.3", "12.3", "5"],
    ),
    _numbers("percents", ["12.5 %", "3%", "100 %", "0.25%"], ["0.125", "0.03", "1", "0.0025"]),
    _numbers(
        "negatives",
        ["(1,234.50)", "1,234.50-", "-1,234.50", "−7", "($5.00)", "- 3"],
        ["-1234.5", "-1234.5", "-1234.5", "-7", "-5", "-3"],
    ),
    _numbers(
        "numbers_and_texts_mixed",
        [1234.5, "2,500.75", 3, "(4.00)"],
        ["1234.5", "2500.75", "3", "-4"],
    ),
    *(
        _dates(f"months_in_{language}", list(written), _MONTHS_READ)
        for language, written in _MONTHS.items()
    ),
    _dates(
        "days_first",
        ["31/12/2020", "1/2/2020", "05/06/20"],
        ["2020-12-31", "2020-02-01", "2020-06-05"],
    ),
    _dates(
        "months_first",
        ["12/31/2020", "2/1/2020", "06/05/20 2:30 PM"],
        ["2020-12-31", "2020-02-01", "2020-06-05"],
    ),
    _dates(
        "dots_and_spaces",
        ["31.12.2020", "1. 2. 2020", "05.06.20 14:30"],
        ["2020-12-31", "2020-02-01", "2020-06-05"],
    ),
    _dates(
        "two_digit_years",
        ["31.12.99", "01.01.00", "15.06.69", "15.06.70"],
        ["1999-12-31", "2000-01-01", "2069-06-15", "1970-06-15"],
    ),
    _dates(
        "iso_with_time_and_zone",
        ["2020-05-31", "2020-05-31T22:00:00Z", "2020-06-01 00:30:00+02:00", "20200602"],
        ["2020-05-31", "2020-05-31", "2020-06-01", "2020-06-02"],
    ),
    _dates(
        "weekdays",
        ["Mon 6 Jan 2020", "Tuesday, January 7, 2020", "Mittwoch, 8. Januar 2020"],
        ["2020-01-06", "2020-01-07", "2020-01-08"],
    ),
    _dates(
        "serials_without_a_format",
        [43831, 43890, 43831.75],
        ["2020-01-01", "2020-02-29", "2020-01-01"],
    ),
    _dates(
        "dates_of_every_kind",
        [
            date(2020, 1, 2),
            "3 Jan 2020",
            43834,
            datetime.fromisoformat("2020-01-05T09:00"),
            "2020-01-06",
        ],
        ["2020-01-02", "2020-01-03", "2020-01-04", "2020-01-05", "2020-01-06"],
    ),
    Layout(
        "counted_from_1904",
        _macintosh,
        1,
        ("Code:text", "Date:date", "Ordered:date"),
        (
            ("C1", day("2020-01-02"), day("2020-01-02")),
            ("C2", day("2020-02-29"), day("2020-02-29")),
        ),
        notes=frozenset({"dates_1904"}),
        forms=(".xls", ".xlsx"),
    ),
    Layout(
        "no_such_day",
        _column("Date", ["31.01.2020", "31.02.2020", "soon"]),
        1,
        ("Code:text", "Date:date"),
        _read([day("2020-01-31"), None, None]),
        problems=((3, "Date", "no_such_day"), (4, "Date", "not_date")),
    ),
    Layout(
        "leading_zeros",
        _column("Customer no.", ["00042", "0815", "42", "1E5"]),
        1,
        ("Code:text", "Customer no.:text"),
        _read(["00042", "0815", "42", "1E5"]),
    ),
    Layout(
        "codes_that_are_numbers",
        _column("Customer no.", [42, 4711.0, 123456789012, 12.5]),
        1,
        ("Code:text", "Customer no.:text"),
        _read(["42", "4711", "123456789012", "12.5"]),
    ),
    Layout(
        "errors",
        _column("Amount", [1.5, "#N/A", "#DIV/0!", "#REF!", 2]),
        1,
        ("Code:text", "Amount:number"),
        _read([num("1.5"), None, None, None, 2]),
        problems=tuple((row, "Amount", "error_cell") for row in (3, 4, 5)),
        notes=frozenset({"errors"}),
        forms=(".ods", ".xls", ".xlsx"),
    ),
    Layout(
        "formulas_never_calculated",
        _column("Amount", [1.5, "=B2*2", 2]),
        1,
        ("Code:text", "Amount:number"),
        _read([num("1.5"), None, 2]),
        problems=((3, "Amount", "not_calculated"),),
        notes=frozenset({"not_calculated"}),
        forms=(),  # LibreOffice calculates it
    ),
    Layout(
        "the_longest_text",
        _column("Note", [_LONG[:32_767], "short"]),
        1,
        ("Code:text", "Note:text"),
        _read([" ".join(_LONG[:32_767].split()), "short"]),
    ),
    Layout(
        "rows_that_are_only_formatted",
        _formatted_far_down,
        1,
        ("Code:text", "Amount:number"),
        _read([num("1.5"), 2]),
    ),
)
