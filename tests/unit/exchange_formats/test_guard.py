"""Files that must not be opened, each with its own words."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.core.errors import FileError
from b2bdesk.exchange_formats.excel.guard import check_file


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        check_file(path)
    assert caught.value.hint, "a refusal says what to do"
    assert path.name in caught.value.message
    return caught.value.message


def test_a_sound_workbook_is_taken(make_book: Callable[..., Path]) -> None:
    facts = check_file(make_book({"A": [["x"]]}))
    assert facts.form == "workbook"
    assert len(facts.sha256) == 64


def test_missing_folder_and_empty(tmp_path: Path) -> None:
    assert "not there" in refusal(tmp_path / "none.xlsx")
    assert "folder" in refusal(tmp_path)
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    assert "empty" in refusal(empty)


def test_a_zip_bomb_is_recognised_by_its_directory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(160):
            entry.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "zip bomb" in refusal(path)


def test_a_zip_bomb_of_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"xl/{number}", b"")
    assert "zip bomb" in refusal(path)


def test_a_document_and_a_text_are_not_workbooks(tmp_path: Path) -> None:
    document = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "not a workbook" in refusal(document)
    text = tmp_path / "text.xlsx"
    text.write_text("a,b\n1,2\n")
    assert "not a workbook" in refusal(text)
    page = tmp_path / "page.xls"
    page.write_text("<html><table><tr><td>1</td></tr></table></html>")
    assert "web page" in refusal(page)
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n")
    assert "not a workbook or CSV" in refusal(picture)
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"a,b\n\x00\x01")
    assert "not a text file" in refusal(binary)


def test_a_workbook_cut_short_is_damaged(make_book: Callable[..., Path]) -> None:
    path: Any = make_book({"A": [["x", "y"], [1, 2]]})
    path.write_bytes(path.read_bytes()[:-40])
    assert "damaged" in refusal(path)
