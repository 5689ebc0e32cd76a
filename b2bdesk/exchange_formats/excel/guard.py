"""Looks at a file before anything parses it: is it a table we can read, and is it safe to open?

Nothing here unpacks or parses more than a few bytes: the zip directory is read, not its entries.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr

MAX_FILE_BYTES = 1 << 30
MAX_UNPACKED_BYTES = 3 << 30
MAX_RATIO = 300  # a sheet of one repeated value packs about 100 to 1
RATIO_FROM_BYTES = 100 << 20  # below this an unpacked file is harmless whatever its ratio
MAX_ENTRIES = 20_000
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".tab"}
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file that may be opened. ``form`` is "workbook" or "text"."""

    path: Path
    form: str
    size: int
    sha256: str


def check_file(path: Path) -> FileFacts:
    """Facts of a readable table file; ``FileError`` says what is wrong with any other."""
    name = path.name
    if not path.exists():
        raise FileError(
            tr("{name} is not there.", name=name),
            tr("It may have been moved or renamed. Choose the file again."),
        )
    if not path.is_file():
        raise FileError(
            tr("{name} is a folder, not a file.", name=name), tr("Choose a workbook in it.")
        )
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise FileError(
            tr("{name} cannot be read.", name=name),
            tr(
                "Close it in other programs and check that you may read it ({why}).",
                why=error.strerror,
            ),
        ) from error
    if size == 0:
        raise FileError(
            tr("{name} is empty (0 bytes).", name=name),
            tr("Save it again in the program it comes from, then choose it again."),
        )
    if size > MAX_FILE_BYTES:
        raise FileError(
            tr("{name} is larger than 1 GB.", name=name),
            tr("Split it into smaller workbooks, for example one per year."),
        )
    form = _form(path, head)
    return FileFacts(path, form, size, _sha256(path))


def _form(path: Path, head: bytes) -> str:
    suffix = path.suffix.lower()
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_zip(path)
        return "workbook"
    if head.startswith(_OLE_MAGIC):
        _check_ole(path)
        return "workbook"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        raise FileError(
            tr("{name} is a web page that is named like a workbook.", name=path.name),
            tr("Open it in a spreadsheet program, save it as .xlsx, then choose that file."),
        )
    if suffix in _TEXT_SUFFIXES:
        if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in head:
            raise FileError(
                tr("{name} is not a text file.", name=path.name),
                tr("Save it as .xlsx or as CSV, then choose that file."),
            )
        return "text"
    if suffix in SUFFIXES:
        raise FileError(
            tr("{name} is damaged or not a workbook: it does not begin like one.", name=path.name),
            tr("Open it in a spreadsheet program, save it as .xlsx, then choose that file."),
        )
    raise FileError(
        tr("{name} is not a workbook or CSV file.", name=path.name),
        tr("B2BDesk reads .xlsx, .xlsm, .xls, .xlsb, .ods, .csv and .tsv."),
    )


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileError(
            tr(
                "{name} is damaged: it ends too early or is not a complete workbook.",
                name=path.name,
            ),
            tr("Copy or download it again, or open and save it in a spreadsheet program."),
        ) from error
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * max(packed, 1)
    if bomb or unpacked > MAX_UNPACKED_BYTES or len(entries) > MAX_ENTRIES:
        raise FileError(
            tr(
                "{name} would unpack to {size} MB and was not opened: it is built like a zip bomb.",
                name=path.name,
                size=f"{unpacked >> 20:,}",
            ),
            tr(
                "If you trust it, open it in a spreadsheet program and save only the sheets needed."
            ),
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise _password(path)
    names = {entry.filename for entry in entries}
    if "META-INF/manifest.xml" in names and "mimetype" in names:
        with zipfile.ZipFile(path) as archive, archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(1 << 20):
                raise _password(path)
        return
    if not any(name.startswith("xl/") for name in names):
        raise FileError(
            tr("{name} is a zip file but not a workbook.", name=path.name),
            tr("Unpack it and choose the workbook inside, or save the document as .xlsx."),
        )


def _check_ole(path: Path) -> None:
    """Old .xls files and encrypted .xlsx files share one container; the stream names differ."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _password(path)
    if not any(word.encode("utf-16-le") in data for word in ("Workbook", "Book")):
        raise FileError(
            tr("{name} is an Office file but not a workbook.", name=path.name),
            tr("Choose an .xlsx, .xls, .ods or .csv file."),
        )


def _password(path: Path) -> FileError:
    return FileError(
        tr("{name} is protected with a password.", name=path.name),
        tr("Open it in Excel, remove the password under File, Info, Protect, and save a copy."),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
