"""Looks at a file before anything parses it: is it a table we can read, and is it safe to open?

Nothing here unpacks or parses more than a few bytes: the zip directory is read, not its entries.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel import ole

MAX_FILE_BYTES = 1 << 30
MAX_UNPACKED_BYTES = 3 << 30
MAX_RATIO = 300  # a sheet of one repeated value packs about 100 to 1
RATIO_FROM_BYTES = 100 << 20  # below this an unpacked file is harmless whatever its ratio
MAX_ENTRIES = 20_000
MAX_PASTED = 64 << 20
_READ_AT_ONCE = 1 << 20
_XML_HEAD = 2048
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".tab"}
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file that may be opened. ``form`` is "workbook" or "text"; ``stamp`` is
    its size and time of change (ns), by which a later change is noticed."""

    path: Path
    form: str
    size: int
    sha256: str
    stamp: tuple[int, int] = (0, 0)


def check_file(path: Path, progress: Progress | None = None) -> FileFacts:
    """Facts of a readable table file; ``FileError`` says what is wrong with any other."""
    name = path.name
    try:
        if not path.exists():
            raise FileError(
                tr("{name} is not there.", name=name),
                tr("It may have been moved or renamed. Choose the file again."),
            )
        if not path.is_file():
            raise FileError(
                tr("{name} is a folder, not a file.", name=name), tr("Choose a workbook in it.")
            )
        return _facts(path, progress or Progress())
    except OSError as error:
        raise FileError(
            tr("{name} cannot be read.", name=name),
            tr(
                "Close it in other programs, and check that its drive or network folder is there"
                " and that you may read it ({why}).",
                why=error.strerror or str(error),
            ),
        ) from error


def check_pasted(name: str, text: str) -> FileFacts:
    """Facts of a pasted table; ``FileError`` where it is empty or far too long."""
    if not text.strip():
        raise FileError(
            tr("There is no text on the clipboard."),
            tr("Copy the cells in the spreadsheet program, then paste them here."),
        )
    if len(text) > MAX_PASTED:
        raise FileError(
            tr("The pasted table is larger than 64 MB."),
            tr("Save it as a file, then choose that file."),
        )
    data = text.encode("utf-8", "surrogatepass")
    return FileFacts(Path(name), "text", len(data), hashlib.sha256(data).hexdigest())


def _facts(path: Path, progress: Progress) -> FileFacts:
    name, before = path.name, path.stat()
    if before.st_size == 0:
        raise FileError(
            tr("{name} is empty (0 bytes).", name=name),
            tr("Save it again in the program it comes from, then choose it again."),
        )
    if before.st_size > MAX_FILE_BYTES:
        raise FileError(
            tr("{name} is larger than 1 GB.", name=name),
            tr("Split it into smaller workbooks, for example one per year."),
        )
    with path.open("rb") as file:
        head = file.read(4096)
    form = _form(path, head)
    sha256 = _sha256(path, progress)
    after = path.stat()
    stamp = after.st_size, after.st_mtime_ns
    if stamp != (before.st_size, before.st_mtime_ns):
        raise FileError(
            tr("{name} is being written by another program.", name=name),
            tr("Wait until it is saved, then choose it again."),
        )
    return FileFacts(path, form, after.st_size, sha256, stamp)


def _form(path: Path, head: bytes) -> str:
    suffix = path.suffix.lower()
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_zip(path)
        return "workbook"
    if head.startswith(ole.MAGIC):
        _check_ole(path)
        return "workbook"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        raise FileError(
            tr("{name} is a web page that is named like a workbook.", name=path.name),
            tr("Open it in a spreadsheet program, save it as .xlsx, then choose that file."),
        )
    if start.startswith(b"<?xml"):
        raise FileError(
            tr("{name} is an XML file, not a workbook.", name=path.name),
            tr("Open it in a spreadsheet program, save it as .xlsx, then choose that file."),
        )
    # Many a program exports a text table and calls it .xls, because Excel opens it.
    if suffix in _TEXT_SUFFIXES or (suffix == ".xls" and _is_text(head)):
        if not _is_text(head):
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


def _is_text(head: bytes) -> bool:
    """False where many bytes are none that a text has; single NULs are a habit of old systems."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    zeros = head[::2].count(0), head[1::2].count(0)
    if max(zeros) > 0.6 * len(head) / 2 and min(zeros) < 0.1 * len(head) / 2:
        return True  # UTF-16 without its mark
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a" for byte in head)
    return controls <= 0.05 * len(head)


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(path, entries)
            _check_parts(path, archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise _damaged(path) from error


def _check_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * max(packed, 1)
    overlapping = packed > path.stat().st_size
    if bomb or overlapping or unpacked > MAX_UNPACKED_BYTES or len(entries) > MAX_ENTRIES:
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


def _check_parts(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise _password(path)
    names = {entry.filename for entry in entries}
    if "META-INF/manifest.xml" in names and "mimetype" in names:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(1 << 20):
                raise _password(path)
    elif not any(name.startswith("xl/") for name in names):
        raise FileError(
            tr("{name} is a zip file but not a workbook.", name=path.name),
            tr("Unpack it and choose the workbook inside, or save the document as .xlsx."),
        )
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                head = part.read(_XML_HEAD)
            if b"<!DOCTYPE" in head.replace(b"\x00", b""):
                # Entities that unpack without end, or fetch other files, are declared there.
                raise FileError(
                    tr(
                        "{name} declares XML entities in {part} and was not opened: no spreadsheet"
                        " program writes such files.",
                        name=path.name,
                        part=entry.filename,
                    ),
                    tr("If you trust it, open it in a spreadsheet program and save it as .xlsx."),
                )


def _damaged(path: Path) -> FileError:
    return FileError(
        tr("{name} is damaged: it ends too early or is not a complete workbook.", name=path.name),
        tr("Copy or download it again, or open and save it in a spreadsheet program."),
    )


def _check_ole(path: Path) -> None:
    """Old .xls files and encrypted .xlsx files share one container; the stream names differ."""
    try:
        names = ole.CompoundFile(path).names
    except (ValueError, struct.error) as error:
        raise _damaged(path) from error
    if "EncryptedPackage" in names:
        raise _password(path)
    if not names & {"Workbook", "Book"}:
        raise FileError(
            tr("{name} is an Office file but not a workbook.", name=path.name),
            tr("Choose an .xlsx, .xls, .ods or .csv file."),
        )


def _password(path: Path) -> FileError:
    return FileError(
        tr("{name} is protected with a password.", name=path.name),
        tr("Open it in Excel, remove the password under File, Info, Protect, and save a copy."),
    )


def _sha256(path: Path, progress: Progress) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_AT_ONCE):
            digest.update(part)
            progress.check()
    return digest.hexdigest()
