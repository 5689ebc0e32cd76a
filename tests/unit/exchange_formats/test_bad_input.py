"""Files that are broken, hostile or pulled away: each says what is wrong and what to do."""

from __future__ import annotations

import errno
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart

from b2bdesk.core.errors import FileError
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.guard import check_file
from b2bdesk.exchange_formats.excel.inner import open_inner
from b2bdesk.exchange_formats.excel.model import WorkbookLook, letter_of
from b2bdesk.exchange_formats.excel.notes import note_texts
from b2bdesk.exchange_formats.excel.reader import open_workbook

MakeBook = Callable[..., Path]
DATA = Path(__file__).parents[2] / "data" / "layouts"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = (
    '<?xml version="1.0"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
LINES = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Amount</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>C1</t></is></c><c r="B2"><v>5</v></c></row>'
)
END = "</sheetData></worksheet>"


def look(path: Path) -> WorkbookLook:
    with open_workbook(path, Progress()) as book:
        return book.look()


def refusal(path: Path) -> FileError:
    with pytest.raises(FileError) as caught:
        look(path)
    assert path.name in caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.fixture
def with_sheet(make_book: MakeBook) -> Callable[[Iterable[str]], Path]:
    """A workbook whose sheet is this XML."""

    def make(parts: Iterable[str]) -> Path:
        plain = make_book({"S": [["x"]]})
        path = plain.with_name("patched.xlsx")
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                if entry.filename != SHEET:
                    new.writestr(entry, old.read(entry))
            with new.open(SHEET, "w") as sheet:
                for part in parts:
                    sheet.write(part.encode())
        return path

    return make


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_workbook_that_libreoffice_locked_asks_for_its_password(suffix: str) -> None:
    assert "protected with a password" in refusal(DATA / f"locked{suffix}").message


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">',  # unpacks without end when repeated
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
    ],
)
def test_entities_are_not_opened(
    with_sheet: Callable[[Iterable[str]], Path], declared: str
) -> None:
    head = HEAD.replace("<worksheet", f"<!DOCTYPE w [{declared}]><worksheet")
    path = with_sheet([head, LINES.replace("C1<", "&a;<"), END])
    assert "declares XML entities in xl/worksheets/sheet1.xml" in refusal(path).message


def test_entities_behind_a_long_comment_are_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "late.ods"
    told = f"?><!--{'x' * 4000}--><!DOCTYPE w [<!ENTITY a '#N/A'>]><office:"
    with zipfile.ZipFile(DATA / "errors.ods") as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "content.xml":
                text = text[: text.index(b"?>")] + told.encode() + text.split(b"<office:", 1)[1]
            new.writestr(entry, text)
    check_file(path)  # looks at the beginning of each part only
    with pytest.raises(ValueError, match="document type"):
        open_inner(str(path)).sheet("Errors")


def test_an_external_link_is_read_as_it_was_saved_and_not_followed(
    with_sheet: Callable[[Iterable[str]], Path],
) -> None:
    formula = '<c r="B2"><f>[1]Sheet1!$A$1</f><v>7</v></c>'
    path = with_sheet([HEAD, LINES.replace('<c r="B2"><v>5</v></c>', formula), END])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships><Relationship Id="rId1" TargetMode="External"'
            ' Target="file:///nowhere/prices.xlsx"/></Relationships>',
        )
    assert look(path).sheets[0].sample == (("C1", 7.0),)


@pytest.mark.parametrize(
    ("source", "suffix"),
    [("errors.xls", ".xlsx"), ("errors.ods", ".xlsx"), ("errors.xlsx", ".xls"),
     ("errors.xlsx", ".csv"), ("errors.xlsx", ".xlsb")],
)  # fmt: skip
def test_a_workbook_of_another_kind_than_its_name_says_is_read(
    tmp_path: Path, source: str, suffix: str
) -> None:
    path = tmp_path / f"renamed{suffix}"
    shutil.copy(DATA / source, path)
    sheet = look(path).sheets[0]
    assert sheet.rows == 5
    assert note_texts(sheet)[0] == "3 cells hold an error, the first is #N/A in row 3."


def test_a_sheet_damaged_in_its_middle_is_not_half_read(make_book: MakeBook) -> None:
    rows = [["Code", "Amount"], *[[f"C{i}", i * 1.5] for i in range(4000)]]
    path: Any = make_book({"S": rows})
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(SHEET).header_offset + 4000
    data = bytearray(path.read_bytes())
    data[at : at + 200] = bytes(200)
    path.write_bytes(data)
    assert "damaged" in refusal(path).message


def test_a_million_formatted_rows_cost_nothing(
    with_sheet: Callable[[Iterable[str]], Path],
) -> None:
    empty = (f'<row r="{i}" s="1"><c r="A{i}" s="0"/></row>' for i in range(3, 1_048_577))
    sheet = look(with_sheet([HEAD, LINES, *empty, END])).sheets[0]
    assert (sheet.rows, sheet.last_row) == (1, 2)


def test_a_sheet_of_all_columns_is_cut_and_says_so(
    with_sheet: Callable[[Iterable[str]], Path],
) -> None:
    rows = [
        f'<row r="{r}">'
        + "".join(
            f'<c r="{letter_of(c)}{r}" t="inlineStr"><is><t>N{c}</t></is></c>'
            if r == 1
            else f'<c r="{letter_of(c)}{r}"><v>{c}</v></c>'
            for c in range(16_384)
        )
        + "</row>"
        for r in range(1, 4)
    ]
    sheet = look(with_sheet([HEAD, *rows, END])).sheets[0]
    assert (len(sheet.columns), sheet.rows) == (1000, 2)
    assert "Only the first 1,000 columns are shown." in note_texts(sheet)


def test_a_quote_never_closed_far_down_costs_one_row_and_names_it(tmp_path: Path) -> None:
    lines = ["Code;Name;Amount", *[f"C{i};Firm {i};{i}" for i in range(2, 100_001)]]
    lines[89_999] = 'C90000;"Firm 90000;5'
    path = tmp_path / "broken.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    sheet = look(path).sheets[0]
    assert sheet.rows == 99_999
    assert sheet.columns[0].errors == 1
    assert note_texts(sheet)[0].startswith("Row 90,000 has a quotation mark")
    assert 'C90000;"Firm 90000;5' in note_texts(sheet)[0]


def test_a_workbook_of_charts_has_nothing_to_import(tmp_path: Path) -> None:
    path = tmp_path / "charts.xlsx"
    book = openpyxl.Workbook()
    book.create_chartsheet("Sales").add_chart(BarChart())
    book.remove(book.worksheets[0])
    book.save(path)
    assert "only charts" in refusal(path).message


def test_a_file_that_changes_after_it_was_checked(make_book: MakeBook) -> None:
    path = make_book({"A": [["Code", "Amount"], ["C1", 1]], "B": [["Code"], ["C1"]]})
    with open_workbook(path, Progress()) as book:
        os.utime(path, ns=(1, 1))
        with pytest.raises(FileError, match="was changed while it was read") as caught:
            book.look()
    assert "Nothing was changed here" in caught.value.hint


def test_a_folder_that_goes_away_while_its_file_is_read(make_book: MakeBook) -> None:
    path = make_book({"A": [["Code", "Amount"], ["C1", 1]]})
    with open_workbook(path, Progress()) as book:
        path.rename(path.with_name("elsewhere.xlsx"))
        with pytest.raises(FileError, match="not there any more"):
            book.look()


def test_what_was_read_stays_good_when_the_file_goes(make_book: MakeBook) -> None:
    path = make_book({"A": [["Code", "Amount"], ["C1", 1]]})
    with open_workbook(path, Progress()) as book:
        book.look()
        path.unlink()
        assert book.raw_rows("A", [2]) == [("C1", 1.0)]


@pytest.mark.parametrize("when", ["head", "content"])
def test_a_drive_that_fails_while_it_is_checked(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    path = make_book({"A": [["Code"]]})
    opened = Path.open
    calls: list[Path] = []

    def failing(self: Path, *args: Any, **more: Any) -> Any:
        calls.append(self)
        if when == "head" or len(calls) > 1:
            raise OSError(errno.EIO, "Input/output error")
        return opened(self, *args, **more)

    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises(FileError, match="cannot be read") as caught:
        check_file(path)
    assert "network folder" in caught.value.hint


def test_xml_and_empty_workbooks(tmp_path: Path, make_book: MakeBook) -> None:
    old = tmp_path / "old.xls"
    old.write_text('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:x"/>')
    assert "is an XML file" in refusal(old).message
    assert note_texts(look(make_book({"A": []})).sheets[0]) == ["This sheet is empty."]
