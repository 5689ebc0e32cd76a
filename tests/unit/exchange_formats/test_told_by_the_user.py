"""What the user may say of a table: its encoding, separator, header and place; and pasting one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.core.errors import FileError
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import TextForm
from b2bdesk.exchange_formats.excel.notes import encoding_name, note_texts, separator_name
from b2bdesk.exchange_formats.excel.reader import open_pasted, open_workbook
from b2bdesk.exchange_formats.mapping import suggest

MakeBook = Callable[..., Path]
LINES = "Invoice\tDate\tCustomer ID\tAmount\r\nR1\t2020-12-31\t00042\t10.50\r\n"


def test_a_pasted_table_is_read_like_a_file() -> None:
    with open_pasted(LINES, Progress()) as book:
        look = book.look()
        mapping = suggest(look.sheets[0])
        (chunk,) = book.rows(mapping.request())
    assert (book.name, look.sheets[0].name) == ("Pasted table", "Pasted table")
    assert look.text == TextForm("", True, "\t", True)
    assert mapping.kind == "invoice_lines"
    keys = [column.field for column in mapping.request().columns]
    row = dict(zip(keys, chunk.rows[0][1:], strict=True))
    assert (row["document"], row["account_code"], row["amount"]) == ("R1", "00042", 10_500_000)


def test_pasting_the_same_again_is_known_by_its_content() -> None:
    with open_pasted(LINES, Progress()) as one, open_pasted(LINES, Progress()) as two:
        assert one.facts.sha256 == two.facts.sha256


def test_nothing_to_paste() -> None:
    with pytest.raises(FileError, match="no text on the clipboard"):
        open_pasted(" \r\n", Progress())


def test_encoding_and_separator_are_told_and_can_be_corrected(tmp_path: Path) -> None:
    path = tmp_path / "kunden.csv"
    path.write_bytes("Nr|Město;x\n1|Žďár;y\n2|Plzeň;z\n".encode("cp1250"))
    with open_workbook(path, Progress()) as book:
        guessed = book.look().text
    assert guessed is not None
    assert not guessed.encoding_sure
    assert not guessed.separator_sure
    with open_workbook(path, Progress(), encoding="cp1250", separator="|") as book:
        look = book.look()
    assert look.text == TextForm("cp1250", True, "|", True)
    assert [c.header for c in look.sheets[0].columns] == ["Nr", "Město;x"]
    assert look.sheets[0].sample[0] == ("1", "Žďár;y")
    assert encoding_name("cp1250") == "Central European (Windows)"
    assert separator_name("|") == "Vertical bar"


def test_an_encoding_that_does_not_fit_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kunden.csv"
    path.write_bytes("Nr;Ort\n1;Bern\n2;Zürich\n".encode("cp1252"))
    with open_workbook(path, Progress(), encoding="utf-8") as book:
        notes = note_texts(book.look().sheets[0])
    assert notes == ["One character in line 3 could not be read. Try another encoding."]


def test_the_user_says_which_row_is_the_header(make_book: MakeBook) -> None:
    rows: list[list[Any]] = [["Alpha", "Beta"], ["Gamma", "Delta"], ["x", "y"], ["z", "w"]]
    with open_workbook(make_book({"S": rows}), Progress()) as book:
        second = book.look_again("S", header_row=2)
        none = book.look_again("S", header_row=0)
    assert [c.header for c in second.columns] == ["Gamma", "Delta"]
    assert (second.header_row, second.first_row, second.rows) == (2, 3, 2)
    assert [c.header for c in none.columns] == ["A", "B"]
    assert (none.header_row, none.first_row, none.rows) == (0, 1, 4)


def test_the_user_chooses_another_table_of_the_sheet(make_book: MakeBook) -> None:
    lines = [["Invoice", "Date", "Amount"], *[[f"R{i}", date(2020, 1, i), i] for i in range(1, 9)]]
    targets: list[list[Any]] = [["Region", "Target"], ["North", 1000], ["South", 800]]
    path = make_book({"S": [*lines, [], *targets]})
    with open_workbook(path, Progress()) as book:
        first = book.look().sheets[0]
        by_range = book.look_again("S", table=first.tables[1])
        by_header = book.look_again("S", header_row=11)
    assert first.tables == ("A1:C9", "A11:C13")
    assert first.rows == 8
    assert note_texts(first) == ["The sheet holds 2 tables. This one is read: A1:C9."]
    for look in (by_range, by_header):
        assert [c.header for c in look.columns] == ["Region", "Target"]
        assert (look.header_row, look.first_row, look.last_row, look.rows) == (11, 12, 13, 2)
