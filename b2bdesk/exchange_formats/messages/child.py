"""The reading process: parses one file after the other and answers through a pipe.

Started by ``reader`` with multiprocessing's spawn, so that a file which brings a parser down, or
keeps it busy without end, ends this process and not the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from b2bdesk.exchange_formats.messages import eml, msg
from b2bdesk.exchange_formats.messages.model import ReadFile, UnreadableError
from b2bdesk.exchange_formats.own_process import limit_memory, send

FOUND, CONTENT, DONE, FAILED = b"fcdx"
_MEMORY_LIMIT = 2 << 30
_HEAD = 1 << 16
_MOST_TEXT_FILE = 40 << 20  # bytes of a calendar or of cards
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAIL, _MSG, _ICS, _VCF = "mail", "msg", "ics", "vcf"


def serve(pipe: Connection) -> None:
    """Answer ``("read", path)`` and ``("contents", path, stamp, numbers)`` until the other side
    hangs up."""
    limit_memory(_MEMORY_LIMIT)
    while True:
        try:
            request = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        if request is None:
            return
        try:
            _answer(pipe, request)
            send(pipe, DONE, None)
        except BrokenPipeError:
            return
        except Exception as error:
            send(pipe, FAILED, (_reason(error), str(error)))


def _reason(error: Exception) -> str:
    if isinstance(error, UnreadableError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return "gone"
    if isinstance(error, MemoryError):
        return "memory"
    return "access" if isinstance(error, OSError) else "damaged"


def _answer(pipe: Connection, request: tuple[object, ...]) -> None:
    what, path = request[0], Path(str(request[1]))
    if what == "read":
        send(pipe, FOUND, read_file(path))
        return
    stamp, numbers = request[2], request[3]
    if _stamp(path) != stamp:
        raise UnreadableError("changed")
    assert isinstance(numbers, frozenset)
    for number, data in _contents(path):
        if number in numbers:
            pipe.send_bytes(bytes([CONTENT]) + number.to_bytes(4, "big"))
            pipe.send_bytes(data)


def _stamp(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns


def _contents(path: Path) -> Iterator[tuple[int, bytes]]:
    return msg.part_contents(path) if _form(path) == _MSG else eml.part_contents(path)


def read_file(path: Path) -> ReadFile:
    """What a file holds, told by its content whatever its name; ``UnreadableError`` with a reason
    where it is nothing that can be taken."""
    if path.is_dir():
        raise UnreadableError("folder")
    before = _stamp(path)
    if before[0] == 0:
        raise UnreadableError("empty")
    form = _form(path)
    changed_ms = before[1] // 1_000_000
    if form == _MSG:
        found = ReadFile(str(path), before, (msg.read_msg(path, changed_ms),))
    elif form == _MAIL:
        found = ReadFile(str(path), before, (eml.read_mail(path, changed_ms),))
    else:
        if before[0] > _MOST_TEXT_FILE:
            raise UnreadableError("too_large")
        data = path.read_bytes()
        if form == _ICS:
            from b2bdesk.exchange_formats.messages.ics import read_meetings

            found = ReadFile(str(path), before, read_meetings(data, changed_ms))
        else:
            from b2bdesk.exchange_formats.messages.vcf import read_cards

            found = ReadFile(str(path), before, cards=read_cards(data))
    if _stamp(path) != before:
        raise UnreadableError("changed")
    return found


def _form(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_OLE):
        return _MSG
    plain = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    start = re.sub(rb"^[\xef\xbb\xbf\xff\xfe\s]+", b"", plain[:4096]).upper()
    if start.startswith(b"BEGIN:VCALENDAR"):
        return _ICS
    if start.startswith(b"BEGIN:VCARD"):
        return _VCF
    if eml.looks_like_mail(head):
        return _MAIL
    raise UnreadableError({".msg": "no_msg", ".ics": "no_ics", ".vcf": "no_vcf"}.get(
        path.suffix.lower(), "no_message"))  # fmt: skip
