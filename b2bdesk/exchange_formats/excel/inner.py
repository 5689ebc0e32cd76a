"""What calamine does not tell of a workbook, read from the file itself: cells that hold an error,
formulas that were never calculated, the merged cells of .ods and .xlsb, and the 1904 date system.

Runs in the reading process, and looks at a sheet only where something was left empty.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from b2bdesk.exchange_formats.excel.ole import MAGIC, CompoundFile
from b2bdesk.exchange_formats.values import Unreadable

_CHUNK = 1 << 20
_ROW_MAX = 64 << 20
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass(slots=True)
class Found:
    """Cells (row, column from 0, what stands there) and merged ranges of one sheet."""

    cells: list[tuple[int, int, Unreadable]] = field(default_factory=list)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def error(self, row: int, column: int, name: str) -> None:
        """Note a cell with an error."""
        self.cells.append((row, column, Unreadable("error_cell", name)))


def open_inner(path: str) -> OpenXml | OpenDocument | OldExcel:
    """The inside of a workbook, told by its content."""
    with Path(path).open("rb") as file:
        old = file.read(8) == MAGIC
    if old:
        return OldExcel(path)
    with zipfile.ZipFile(path) as archive:
        is_ods = "content.xml" in archive.namelist()
    return OpenDocument(path) if is_ods else OpenXml(path)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


# --- .xlsx, .xlsm, .xlsb -------------------------------------------------------------------------
_PLACE = re.compile(rb'\br=["\']([A-Z]{1,3})(\d{1,7})["\']')
_TYPE = re.compile(rb'\bt=["\'](\w+)["\']')
_VALUE = re.compile(rb"v(?: [^<>]*)?>([^<]*)<")
_FORMULA = re.compile(rb"f(?: [^<>]*)?>([^<]*)<")
_ERROR = re.compile(rb'\bt=["\']e["\']')
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_STARTS = re.compile(rb"<(?:\w+:)?(row|c)\b([^<>]*)>")


class OpenXml:
    """A workbook of Office Open XML, with its parts as XML or (.xlsb) as binary records."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.date1904 = False
        self._parts: dict[str, str] = {}
        with zipfile.ZipFile(path) as archive:
            main = self._targets(archive, "_rels/.rels", "", "/officeDocument")
            book = next(iter(main.values()), "xl/workbook.xml")
            place = PurePosixPath(book)
            rels = str(place.parent / "_rels" / f"{place.name}.rels")
            targets = self._targets(archive, rels, str(place.parent), "sheet")
            names = (
                self._binary_sheets(archive.read(book))
                if book.endswith(".bin")
                else self._xml_sheets(archive.read(book))
            )
            self._parts = {name: targets[key] for name, key in names if key in targets}

    @staticmethod
    def _targets(archive: zipfile.ZipFile, rels: str, folder: str, kind: str) -> dict[str, str]:
        from defusedxml.ElementTree import fromstring

        found = {}
        for item in fromstring(archive.read(rels), forbid_dtd=True):
            target = item.get("Target", "")
            if item.get("Type", "").endswith(kind) and item.get("TargetMode") != "External":
                whole = target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                found[item.get("Id", "")] = whole
        return found

    def _xml_sheets(self, data: bytes) -> list[tuple[str, str]]:
        from defusedxml.ElementTree import fromstring

        found = []
        for item in fromstring(data, forbid_dtd=True).iter():
            tag = item.tag.rpartition("}")[2]
            if tag == "workbookPr":
                self.date1904 = item.get("date1904", "") in ("1", "true")
            elif tag == "sheet":
                keys = [value for key, value in item.items() if key.endswith("}id")]
                found.append((item.get("name", ""), keys[0] if keys else ""))
        return found

    def _binary_sheets(self, data: bytes) -> list[tuple[str, str]]:
        found = []
        for kind, at, _ in _records12(data):
            if kind == 153:  # BrtWbProp
                self.date1904 = bool(data[at] & 1)
            elif kind == 156:  # BrtBundleSh: state, id, relation, name
                key, end = _wide_text(data, at + 8)
                found.append((_wide_text(data, end)[0], key))
        return found

    def sheet(self, name: str) -> Found:
        """What one sheet holds that calamine does not tell."""
        part = self._parts.get(name)
        if part is None:
            return Found()
        with zipfile.ZipFile(self._path) as archive:
            if part.endswith(".bin"):
                return _binary_cells(archive.read(part))
            with archive.open(part) as stream:
                found = _xml_cells(stream)
            if found is not None:
                return found
            return _counted_cells(archive.read(part))


def _rows_of(stream: IO[bytes]) -> Iterator[bytes]:
    """A sheet's XML in pieces that end between rows."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        data = rest + chunk
        cut = data.rfind(b"row>") + 4
        if cut < 4 and len(data) < _ROW_MAX:
            rest = data
            continue
        yield data[:cut]
        rest = data[cut:]
    yield rest


def _marked_cells(data: bytes) -> Iterator[tuple[bytes, bytes, Unreadable]]:
    """Cells with an error or without a result: their attributes, the text before, what it is."""
    marks: list[tuple[int, bool]] = []
    if b't="e"' in data or b"t='e'" in data:  # far quicker than the patterns, and mostly enough
        marks += [(m.start(), True) for m in _ERROR.finditer(data)]
    if b"f>" in data or b"<f " in data:
        marks += [(m.start(), False) for m in _NO_VALUE.finditer(data)]
    for at, is_error in marks:
        start = max(data.rfind(b"<c ", 0, at), data.rfind(b":c ", 0, at), data.rfind(b"<c>", 0, at))
        end = data.find(b">", start)
        if start < 0 or (is_error and at > end):
            continue
        attributes = data[start + 2 : end]
        body = data[end : data.find(b"c>", end)]
        if is_error:
            value = _VALUE.search(body)
            text = value[1].decode("utf-8", "replace").strip() if value else ""
            yield attributes, data[:start], Unreadable("error_cell", text or "#N/A")
            continue
        kind = _TYPE.search(attributes)
        if kind is None or kind[1] not in (b"str", b"e"):  # a result may be an empty text
            formula = _FORMULA.search(body)
            text = "=" + formula[1].decode("utf-8", "replace")[:60] if formula else "="
            yield attributes, data[:start], Unreadable("not_calculated", text)


def _xml_cells(stream: IO[bytes]) -> Found | None:
    """The marked cells by the place each names; None where one does not name its place."""
    found = Found()
    for data in _rows_of(stream):
        for attributes, _, cell in _marked_cells(data):
            place = _PLACE.search(attributes)
            if place is None:
                return None
            found.cells.append((int(place[2]) - 1, _column(place[1]), cell))
    return found


def _counted_cells(data: bytes) -> Found:
    """The marked cells of a sheet whose cells do not name their place, by counting."""
    marked = {len(before): cell for _, before, cell in _marked_cells(data)}
    found, row, column = Found(), -1, -1
    for start in _STARTS.finditer(data):
        told = re.search(rb'\br=["\']([A-Z]*)(\d+)["\']', start[2])
        if start[1] == b"row":
            row, column = (int(told[2]) - 1 if told else row + 1), -1
            continue
        column = _column(told[1]) if told else column + 1
        cell = marked.get(start.end(1) - 2)
        if cell is not None:
            found.cells.append((row, column, cell))
    return found


def _records12(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Records of [MS-XLSB]: kind, where its content begins, how long it is."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end:
            part = data[at]
            at += 1
            size |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80 or shift == 28:
                break
        if at + size > end:
            return
        yield kind, at, size
        at += size


def _wide_text(data: bytes, at: int) -> tuple[str, int]:
    count = struct.unpack_from("<I", data, at)[0]
    end = at + 4 + 2 * count
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _binary_cells(data: bytes) -> Found:
    found, row = Found(), 0
    for kind, at, size in _records12(data):
        if kind == 0:  # BrtRowHdr
            row = struct.unpack_from("<I", data, at)[0]
        elif kind in (3, 11) and size >= 9:  # BrtCellError, BrtFmlaError
            column = struct.unpack_from("<I", data, at)[0]
            found.error(row, column, _ERRORS.get(data[at + 8], "#N/A"))
        elif kind == 176 and size >= 16:  # BrtMergeCell
            top, bottom, left, right = struct.unpack_from("<4I", data, at)
            found.merges.append(((top, left), (bottom, right)))
    return found


# --- .ods ----------------------------------------------------------------------------------------
_WORTH_READING = re.compile(
    rb'value-type="error"|(?:rows|columns)-spanned="(?:[2-9]|\d\d)|>(?:Err:5|#[A-Z])'
)
_ERROR_TEXT = re.compile(r"Err:\d{3}|#(?:N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)")


class OpenDocument:
    """A spreadsheet of the Open Document Format, whose sheets stand in one part."""

    date1904 = False  # its dates are written out

    def __init__(self, path: str) -> None:
        self._path = path
        self._sheets: dict[str, Found] | None = None

    def sheet(self, name: str) -> Found:
        """What one sheet holds that calamine does not tell."""
        if self._sheets is None:
            with zipfile.ZipFile(self._path) as archive:
                with archive.open("content.xml") as stream:
                    worth = any(_WORTH_READING.search(data) for data in _pieces(stream))
                with archive.open("content.xml") as stream:
                    self._sheets = _OdsReader().read(stream) if worth else {}
        return self._sheets.get(name, Found())


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-64:]


class _OdsReader:
    """Follows the tables, rows and cells of content.xml."""

    def __init__(self) -> None:
        from xml.parsers import expat

        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._sheets: dict[str, Found] = {}
        self._found = Found()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._words: list[str] | None = None

    @staticmethod
    def _refuse(*_declared: object) -> None:
        """Entities that unpack without end are declared there (see ``guard``)."""
        raise ValueError("a document type is declared")

    def read(self, stream: IO[bytes]) -> dict[str, Found]:
        self._parser.ParseFile(stream)
        return self._sheets

    def _start(self, name: str, attributes: dict[str, Any]) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._columns = int(attributes.get("table:number-columns-repeated", 1))
            down = int(attributes.get("table:number-rows-spanned", 1))
            across = int(attributes.get("table:number-columns-spanned", 1))
            if down > 1 or across > 1:
                corner = (self._row + down - 1, self._column + across - 1)
                self._found.merges.append(((self._row, self._column), corner))
            if attributes.get("calcext:value-type") == "error" or "table:formula" in attributes:
                self._words = []
                self._parser.CharacterDataHandler = self._words.append
        elif name == "table:table-row":
            self._rows = int(attributes.get("table:number-rows-repeated", 1))
            self._column = 0
        elif name == "table:table":
            self._found = self._sheets.setdefault(attributes.get("table:name", ""), Found())
            self._row = 0

    def _end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            if self._words is not None:
                text = "".join(self._words).strip()
                self._words = self._parser.CharacterDataHandler = None
                if _ERROR_TEXT.fullmatch(text):
                    for column in range(self._column, self._column + min(self._columns, 1024)):
                        self._found.error(self._row, column, text)
            self._column += self._columns
        elif name == "table:table-row":
            self._row += self._rows


# --- .xls ----------------------------------------------------------------------------------------
class OldExcel:
    """The record stream of a workbook of Excel 5 to 2003 ([MS-XLS])."""

    def __init__(self, path: str) -> None:
        container = CompoundFile(Path(path))
        self._new = "Workbook" in container.names
        self._data = container.stream("Workbook" if self._new else "Book")
        self._places: dict[str, int] = {}
        self.date1904 = False
        for kind, at, size in self._records(0):
            if kind == 0x22:  # DATEMODE
                self.date1904 = self._data[at] == 1
            elif kind == 0x85 and size > 8:  # BOUNDSHEET
                self._places[self._name(at + 6)] = struct.unpack_from("<I", self._data, at)[0]

    def _name(self, at: int) -> str:
        count = self._data[at]
        if not self._new:
            return self._data[at + 1 : at + 1 + count].decode("cp1252", "replace")
        if self._data[at + 1] & 1:
            return self._data[at + 2 : at + 2 + 2 * count].decode("utf-16-le", "replace")
        return self._data[at + 2 : at + 2 + count].decode("latin-1")

    def _records(self, at: int) -> Iterator[tuple[int, int, int]]:
        data, end = self._data, len(self._data) - 4
        while at <= end:
            kind, size = struct.unpack_from("<HH", data, at)
            if kind == 0x0A:  # EOF
                return
            yield kind, at + 4, size
            at += 4 + size

    def sheet(self, name: str) -> Found:
        """What one sheet holds that calamine does not tell."""
        found, data = Found(), self._data
        for kind, at, size in self._records(self._places.get(name, len(data))):
            if kind == 0x205 and size >= 8 and data[at + 7]:  # BOOLERR
                row, column = struct.unpack_from("<HH", data, at)
                found.error(row, column, _ERRORS.get(data[at + 6], "#N/A"))
            elif (
                kind == 0x06  # FORMULA, whose result is an error
                and size >= 14
                and (data[at + 6], data[at + 12], data[at + 13]) == (2, 0xFF, 0xFF)
            ):
                row, column = struct.unpack_from("<HH", data, at)
                found.error(row, column, _ERRORS.get(data[at + 8], "#N/A"))
        return found
