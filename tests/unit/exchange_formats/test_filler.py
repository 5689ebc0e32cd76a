"""A user's own template: names become figures, rows repeat, and nothing is lost in silence."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from b2bdesk.core.errors import FileError
from b2bdesk.core.region import set_region
from b2bdesk.exchange_formats.excel.filler import Filled, Filling, fill_template
from b2bdesk.exchange_formats.excel.sheets import Figure

PEOPLE = [("Ines", 3, "=cmd|' /C calc'!A0"), ("Bo", 4, "{{account.name}}"), ("Al", 5, "+1")]
FILLING = Filling(
    values={
        "account.name": Figure("=Evil & Sons"),
        "profit.net": Figure(-123_456, "money", "EUR"),
        "profit.cost": Figure(None, "money", "EUR"),
        "risk.active": Figure(0.125, "percent"),
        "report.as_of": Figure(date(2020, 5, 31), "date"),
    },
    lists={
        "people": [
            {"name": Figure(name), "calls": Figure(calls, "int"), "note": Figure(note)}
            for name, calls, note in PEOPLE
        ],
        "steps": [],
    },
    fields={"people": ("name", "calls", "note"), "steps": ("what",)},
)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    set_region("de_DE")
    yield
    set_region("")


def filled(tmp_path: Path, cells: dict[str, Any], prepare: Any = None) -> tuple[Any, Filled]:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Brief"
    for place, value in cells.items():
        sheet[place] = value
    if prepare is not None:
        prepare(book, sheet)
    template = tmp_path / "template.xlsx"
    book.save(template)
    before = template.read_bytes()
    done = fill_template(template, tmp_path / "out.xlsx", FILLING)
    assert template.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.xlsx", "template.xlsx"]
    return openpyxl.load_workbook(tmp_path / "out.xlsx")["Brief"], done


def test_names_become_figures_with_their_formats(tmp_path: Path) -> None:
    sheet, done = filled(
        tmp_path,
        {"A1": "{{account.name}}", "A2": "{{ profit.net }}", "A3": "{{risk.active}}",
         "A4": "{{report.as_of}}", "A5": "{{profit.cost}}", "A6": "left alone"},
    )  # fmt: skip
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=Evil & Sons", "s")
    assert (sheet["A2"].value, sheet["A2"].number_format) == (-1234.56, "#,##0.00;[Red]-#,##0.00")
    assert (sheet["A3"].value, sheet["A3"].number_format) == (0.125, "0.0%")
    assert (sheet["A4"].value.date(), sheet["A4"].number_format) == (
        date(2020, 5, 31), "dd.mm.yyyy",
    )  # fmt: skip
    assert sheet["A5"].value is None
    assert sheet["A6"].value == "left alone"
    assert (done.places, done.unknown, done.lost) == (5, [], [])


def test_a_format_of_the_users_own_stays(tmp_path: Path) -> None:
    def style(_book: Any, sheet: Any) -> None:
        sheet["A1"].number_format, sheet["A1"].font = "0", Font(bold=True, color="FF0000")

    sheet, _ = filled(tmp_path, {"A1": "{{profit.net}}"}, style)
    assert sheet["A1"].number_format == "0"
    assert sheet["A1"].font.b
    assert sheet["A1"].font.color.rgb == "00FF0000"


def test_names_inside_a_sentence_are_written_as_the_user_reads(tmp_path: Path) -> None:
    sheet, _ = filled(
        tmp_path, {"A1": "Net {{profit.net}} on {{report.as_of}}, {{risk.active}} sure"}
    )
    assert sheet["A1"].value == "Net -1.234,56 EUR on 31.05.2020, 12,5\u00a0% sure"


def test_a_row_repeats_and_the_sum_below_grows(tmp_path: Path) -> None:
    def more(book: Any, sheet: Any) -> None:
        sheet["A3"].font = Font(italic=True)
        sheet.row_dimensions[3].height = 30
        sheet.row_dimensions[5].height = 40
        sheet.merge_cells("A5:C5")
        sheet.add_table(Table(displayName="People", ref="A2:D3"))
        other = book.create_sheet("Other")
        other["A1"] = "=SUM(Brief!B3:B3)+Brief!B4"

    sheet, done = filled(
        tmp_path,
        {"A2": "Name", "B2": "Calls", "C2": "Note", "D2": "Twice", "A3": "{{people.name}}",
         "B3": "{{people.calls}}", "C3": "{{people.note}}", "D3": "=B3*2+SUM(B3:B3)",
         "A4": "Sum", "B4": "=SUM(B3:B3)", "C4": "=B4/B2", "A5": "The end {{account.name}}"},
        more,
    )  # fmt: skip
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=3, max_row=5)]
    assert [row[:3] for row in rows] == [list(person) for person in PEOPLE]
    assert [row[3] for row in rows] == [f"=B{n}*2+SUM(B{n}:B{n})" for n in (3, 4, 5)]
    assert {sheet[f"C{n}"].data_type for n in (3, 4, 5)} == {"s"}
    assert all(sheet[f"A{n}"].font.i and sheet.row_dimensions[n].height == 30 for n in (3, 4, 5))
    assert (sheet["A6"].value, sheet["B6"].value, sheet["C6"].value) == (
        "Sum", "=SUM(B3:B5)", "=B6/B2",
    )  # fmt: skip
    assert sheet["A7"].value == "The end =Evil & Sons"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A7:C7"]
    assert sheet.row_dimensions[7].height == 40
    assert sheet.tables["People"].ref == "A2:D5"
    assert sheet.parent["Other"]["A1"].value == "=SUM(Brief!B3:B5)+Brief!B6"
    assert done.unknown == []


def test_names_that_end_in_digits_stay_when_rows_move(tmp_path: Path) -> None:
    def more(book: Any, sheet: Any) -> None:
        book.defined_names["Rate2024"] = DefinedName("Rate2024", attr_text="Brief!$F$1")
        sheet["F1"] = 2

    sheet, _ = filled(
        tmp_path,
        {"A3": "{{people.name}}", "A9": "=Rate2024*A5", "A10": "=SUM(Table12[Calls])",
         "A11": "=SUM(7:$8)"},
        more,
    )  # fmt: skip
    assert [sheet[f"A{n}"].value for n in (11, 12, 13)] == [
        "=Rate2024*A7", "=SUM(Table12[Calls])", "=SUM(9:$10)"
    ]  # fmt: skip


def test_an_empty_list_leaves_an_empty_row(tmp_path: Path) -> None:
    sheet, done = filled(tmp_path, {"A1": "{{steps.what}}", "A2": "below"})
    assert (sheet["A1"].value, sheet["A2"].value) == (None, "below")
    assert done.unknown == []


def test_unknown_names_are_told_with_their_place_and_stay(tmp_path: Path) -> None:
    sheet, done = filled(
        tmp_path,
        {"B2": "{{profit.nett}}", "B3": "{{account.name}} and {{no such}}", "B4": "{{}}",
         "B5": "{{people.age}}"},
    )  # fmt: skip
    assert sheet["B2"].value == "{{profit.nett}}"
    assert sheet["B3"].value == "{{account.name}} and {{no such}}"
    assert [(cell, name) for _, cell, name in sorted(done.unknown)] == [
        ("B2", "profit.nett"), ("B3", "no such"), ("B4", ""), ("B5", "people.age"),
    ]  # fmt: skip
    assert done.places == 0


def test_defined_names_are_places_too_and_move_with_their_row(tmp_path: Path) -> None:
    def name(book: Any, _sheet: Any) -> None:
        for name, place in (("profit.net", "$B$5"), ("profit.nix", "$B$6"), ("mine", "$B$7"),
                            ("mine.too", "$B$8")):  # fmt: skip
            book.defined_names[name] = DefinedName(name, attr_text=f"Brief!{place}")

    sheet, done = filled(tmp_path, {"A1": "{{people.name}}", "B5": 0, "B6": 1, "B7": 2}, name)
    assert [sheet[f"B{n}"].value for n in (7, 8, 9)] == [-1234.56, 1, 2]
    assert done.unknown == [("Brief", "B8", "profit.nix")]


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = "{{account.name}}"
    book.save(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/image1.png", b"x")
    assert fill_template(path, tmp_path / "out.xlsx", FILLING).lost == ["pictures"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"PK\x03\x04 broken"), ("b.xlsx", b""), ("c.csv", b"a,b\n1,2\n"), ("d.txt", b"x")],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError):
        fill_template(path, tmp_path / "out.xlsx", FILLING)
    assert not (tmp_path / "out.xlsx").exists()


def test_a_workbook_without_its_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(FileError):
        fill_template(path, tmp_path / "out.xlsx", FILLING)


def test_the_template_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    with pytest.raises(FileError, match="is the template itself"):
        fill_template(path, path, FILLING)
    assert path.read_bytes() == before
    with pytest.raises(FileError, match="cannot be written"):
        fill_template(path, tmp_path / "gone" / "out.xlsx", FILLING)


def test_a_chart_of_the_template_stays_and_its_loss_of_detail_is_told(tmp_path: Path) -> None:
    def draw(_book: Any, sheet: Any) -> None:
        chart = BarChart()
        chart.title = "Mine"
        chart.add_data(Reference(sheet, min_col=1, min_row=2, max_row=3), titles_from_data=False)
        sheet.add_chart(chart, "D1")

    sheet, done = filled(tmp_path, {"A1": "{{account.name}}", "A2": 1, "A3": 2}, draw)
    (chart,) = sheet._charts
    assert chart.series[0].val.numRef.f == "'Brief'!$A$2:$A$3"
    assert done.lost == ["the finer look of charts"]
