"""Writes a small .xlsb, the binary workbook of Excel, by the published format [MS-XLSB].

No free program writes these files, so the tests make their own: inline texts, numbers, dates,
booleans, errors, formulas whose result is an error, merged cells and the 1904 date system.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin"'
    ' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
_RELATION = (
    '<Relationship Id="{id}" Target="{target}"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)
_CODES = {"#DIV/0!": 0x07, "#REF!": 0x17, "#N/A": 0x2A}


@dataclass(frozen=True)
class Error:
    """A cell that holds an error; ``formula`` where it is a formula's result."""

    name: str
    formula: bool = False


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while True:
        part, size = size & 0x7F, size >> 7
        length += bytes([part | (0x80 if size else 0)])
        if not size:
            return head + length + body


def _text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def _cell(column: int, value: Any, *, date1904: bool) -> bytes:
    place = struct.pack("<II", column, 1 if isinstance(value, date) else 0)
    if isinstance(value, Error):
        code = bytes([_CODES[value.name]])
        if value.formula:  # BrtFmlaError: flags, then the parsed formula, here =NA()
            formula = struct.pack("<HI", 0, 3) + b"\x21\x0a\x00" + struct.pack("<I", 0)
            return _record(11, place + code + formula)
        return _record(3, place + code)
    if isinstance(value, bool):
        return _record(4, place + bytes([value]))
    if isinstance(value, str):
        return _record(6, place + _text(value))
    if isinstance(value, date):
        value = (value - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days
    return _record(5, place + struct.pack("<d", value))


def write_xlsb(
    path: Path,
    lines: Sequence[Sequence[Any]],
    merges: Sequence[tuple[int, int, int, int]] = (),
    *,
    date1904: bool = False,
) -> None:
    """One sheet named Lines. ``merges``: top, bottom, left, right counted from 0."""
    width = max(map(len, lines))
    sheet = _record(129) + _record(148, struct.pack("<4I", 0, len(lines) - 1, 0, width - 1))
    sheet += _record(145)
    for number, line in enumerate(lines):
        sheet += _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        for column, value in enumerate(line):
            if value is not None:
                sheet += _cell(column, value, date1904=date1904)
    sheet += _record(146)
    if merges:
        sheet += _record(177, struct.pack("<I", len(merges)))
        sheet += b"".join(_record(176, struct.pack("<4I", *merge)) for merge in merges)
        sheet += _record(178)
    sheet += _record(130)
    book = _record(131) + _record(153, struct.pack("<III", int(date1904), 0, 0)) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("Lines"))
    book += _record(144) + _record(132)
    formats = (0, 14)  # general, and a date
    styles = _record(278) + _record(617, struct.pack("<I", len(formats)))
    styles += b"".join(
        _record(47, struct.pack("<HHHHHBBHB", 0, f, 0, 0, 0, 0, 0, 0, 0)) for f in formats
    )
    styles += _record(618) + _record(279)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        main = _RELATION.format(id="rId1", target="xl/workbook.bin", kind="officeDocument")
        archive.writestr("_rels/.rels", _RELATIONS.format(main))
        inner = _RELATION.format(id="rId1", target="worksheets/sheet1.bin", kind="worksheet")
        inner += _RELATION.format(id="rId2", target="styles.bin", kind="styles")
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATIONS.format(inner))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/styles.bin", styles)
