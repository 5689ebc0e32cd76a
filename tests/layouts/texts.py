"""Text tables and pasted ranges: nasty bytes, written as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.layouts.layout import Layout, Row, day, num

_COLUMNS = ("Kundennr:text", "Firma:text", "Datum:date", "Betrag:number")
_GERMAN = (
    "Kundennr;Firma;Datum;Betrag\n00042;Müller & Söhne;31.12.2020;1.234,50\n"
    "7;Groß;01.02.2020;-5,00\n"
)
_READ: tuple[Row, ...] = (
    ("00042", "Müller & Söhne", day("2020-12-31"), num("1234.5")),
    ("7", "Groß", day("2020-02-01"), -5),
)


def _bytes(data: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


def _text(name: str, data: bytes | str, **more: Any) -> Layout:
    content = data.encode() if isinstance(data, str) else data
    told: dict[str, Any] = {"header": 1, "columns": _COLUMNS, "rows": _READ, "suffix": ".csv"}
    return Layout(name, _bytes(content), forms=(), **(told | more))


_TABS = _GERMAN.replace(";", "\t")
_BROKEN = (
    'Code;Name;Amount\nC1;Miller;1\nC2;"Smith;2\nC3;"Jones; Ltd";3\nC4;"two\nlines";4\nC5;Kay;5\n'
)

LAYOUTS: tuple[Layout, ...] = (
    _text("utf8", _GERMAN),
    _text("utf8_with_mark", _GERMAN.encode("utf-8-sig")),
    _text("utf16", _GERMAN.encode("utf-16")),
    _text("utf16_without_mark", _TABS.encode("utf-16-le"), suffix=".tsv"),
    _text("windows", _GERMAN.encode("cp1252")),
    _text("dos", _GERMAN.encode("cp850")),
    _text("tabs", _TABS, suffix=".tsv"),
    _text("tabs_named_xls", _TABS.encode("cp1252"), suffix=".xls"),
    _text("bars", _GERMAN.replace(";", "|"), suffix=".txt"),
    _text(
        "lined_up_with_spaces",
        " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n"
        " 00021 0002 19970101  3   63.34\n",
        header=0,
        columns=("A:text", "B:text", "C:date", "D:number", "E:number"),
        rows=(
            ("00004", "0001", day("1997-01-01"), 2, num("29.33")),
            ("00004", "0001", day("1997-01-18"), 2, num("29.73")),
            ("00021", "0002", day("1997-01-01"), 3, num("63.34")),
        ),
        suffix=".txt",
    ),
    _text("macintosh_line_ends", _GERMAN.replace("\n", "\r")),
    _text("windows_line_ends_and_blank_lines", _GERMAN.replace("\n", "\r\n\r\n")),
    _text(
        "separator_in_the_first_line",
        "sep=;\n" + _GERMAN,
        header=2,
    ),
    _text("trailing_separators", _GERMAN.replace("\n", ";;;\n")),
    _text(
        "zero_bytes",
        _GERMAN.replace("Groß", "Groß\0\0").encode(),
        notes=frozenset({"nul"}),
    ),
    _text(
        "two_encodings",
        _GERMAN.encode() + "8;Österreich AG;02.02.2020;1,00\n".encode("cp1252"),
        rows=(*_READ, ("8", "Österreich AG", day("2020-02-02"), 1)),
        notes=frozenset({"mixed_encoding"}),
    ),
    _text(
        "polish",
        "Kod;Klient;Miasto\n1;Zakład Usługowy Wróbel;Łódź\n2;Żabka;Kraków\n".encode("cp1250"),
        columns=("Kod:text", "Klient:text", "Miasto:text"),
        rows=(("1", "Zakład Usługowy Wróbel", "Łódź"), ("2", "Żabka", "Kraków")),
    ),
    _text(
        "russian",
        "Код,Клиент,Сумма\n1,ООО Ромашка,10.5\n2,ЗАО Вектор,20.5\n".encode("cp1251"),
        columns=("Код:text", "Клиент:text", "Сумма:number"),
        rows=(("1", "ООО Ромашка", num("10.5")), ("2", "ЗАО Вектор", num("20.5"))),
    ),
    _text(
        "commas_quotes_and_lines_in_cells",
        'Code,Name,Note\nC1,"Smith, Jones & Co","He said ""no"".\nTwice."\nC2,5" pipe,plain\n',
        columns=("Code:text", "Name:text", "Note:text"),
        rows=(
            ("C1", "Smith, Jones & Co", 'He said "no". Twice.'),
            ("C2", '5" pipe', "plain"),
        ),
    ),
    _text(
        "a_quote_never_closed",
        _BROKEN,
        columns=("Code:text", "Name:text", "Amount:number"),
        rows=(
            ("C1", "Miller", 1),
            (None, None, None),
            ("C3", "Jones; Ltd", 3),
            ("C4", "two lines", 4),
            ("C5", "Kay", 5),
        ),
        problems=tuple((3, name, "broken_quote") for name in ("Code", "Name", "Amount")),
        notes=frozenset({"broken_quote"}),
    ),
    _text(
        "rows_of_different_lengths",
        "Code;Name;Amount\nC1;Miller\nC2;Smith;2\nC3\nC4;Kay;4;left over\n",
        columns=("Code:text", "Name:text", "Amount:number", "D:text"),
        rows=(
            ("C1", "Miller", None, None),
            ("C2", "Smith", 2, None),
            ("C3", None, None, None),
            ("C4", "Kay", 4, "left over"),
        ),
    ),
    _text(
        "errors_saved_as_text",
        "Code;Name;Amount\nC1;Miller;#N/A\nC2;#REF!;2\nC3;Kay;#NV\n",
        columns=("Code:text", "Name:text", "Amount:number"),
        rows=(("C1", "Miller", None), ("C2", None, 2), ("C3", "Kay", None)),
        problems=(
            (2, "Amount", "error_cell"),
            (3, "Name", "error_cell"),
            (4, "Amount", "error_cell"),
        ),
    ),
    _text(
        "a_report_as_text",
        "Umsatzliste;;;\nStand 31.12.2020;;;\n\n"
        + _GERMAN
        + ";;Summe;1.229,50\n\nSeite 1 von 1;;;\n",
        header=4,
        notes=frozenset({"title_above", "totals"}),
    ),
)

PASTED: tuple[tuple[str, str, tuple[str, ...], tuple[Row, ...]], ...] = (
    (
        "cells",
        "Code\tName\tAmount\r\nC1\tMiller\t1,234.50\r\nC2\t\t2\r\n",
        ("Code:text", "Name:text", "Amount:number"),
        (("C1", "Miller", num("1234.5")), ("C2", None, 2)),
    ),
    (
        "lines_and_quotes_in_cells",
        'Code\tName\r\n"C\r\n1"\t5" pipe\r\nC2\t"He said ""no"""\r\nC3\t"open\r\n',
        ("Code:text", "Name:text"),
        (("C 1", '5" pipe'), ("C2", 'He said "no"'), ("C3", '"open')),
    ),
    (
        "a_text_with_semicolons",
        "Code;Name;Amount\nC1;Miller;1,50\nC2;Kay;2,50\n",
        ("Code:text", "Name:text", "Amount:number"),
        (("C1", "Miller", num("1.5")), ("C2", "Kay", num("2.5"))),
    ),
)
"""Name, what the clipboard holds, columns and rows."""
