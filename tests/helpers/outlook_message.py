"""Writes small Outlook messages (.msg): a compound file (MS-CFB) with properties (MS-OXMSG)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
TEXT, BINARY, NUMBER, TIME = 0x001F, 0x0102, 0x0003, 0x0040


@dataclass
class Folder:
    """A storage: its streams and storages by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)


def properties(values: dict[int, object], head: bytes) -> Folder:
    """A storage with MAPI properties; the type follows from the value."""
    folder, rows = Folder(), []
    for pid, value in values.items():
        if isinstance(value, str | bytes):
            kind = TEXT if isinstance(value, str) else BINARY
            data = value.encode("utf-16-le") if isinstance(value, str) else value
            folder.streams[f"__substg1.0_{pid:04X}{kind:04X}"] = data
            payload = struct.pack("<II", len(data) + (2 if kind == TEXT else 0), 0)
        elif isinstance(value, datetime):
            kind = TIME
            payload = struct.pack("<Q", round((value.timestamp() + 11_644_473_600) * 10_000_000))
        else:
            kind, payload = NUMBER, struct.pack("<iI", value, 0)
        rows.append(struct.pack("<HHI", kind, pid, 6) + payload)
    folder.streams["__properties_version1.0"] = head + b"".join(rows)
    return folder


def write_msg(
    path: Path,
    values: dict[int, object],
    recipients: list[dict[int, object]],
    attachments: list[dict[int, object]] = [],  # noqa: B006 - only read
    inner: dict[int, object] | None = None,
) -> Path:
    """A message with recipients and attachments; ``inner``: an attached message."""
    count = len(attachments) + (inner is not None)
    head = struct.pack("<8x4I8x", len(recipients), count, len(recipients), count)
    root = properties({0x340D: 0x40000, **values}, head)
    for n, each in enumerate(recipients):
        root.folders[f"__recip_version1.0_#{n:08X}"] = properties(each, bytes(8))
    for n, each in enumerate(attachments):
        made = properties({0x3705: 1, **each}, bytes(8))
        root.folders[f"__attach_version1.0_#{n:08X}"] = made
    if inner is not None:
        made = properties({0x3705: 5}, bytes(8))
        made.folders["__substg1.0_3701000D"] = properties(inner, bytes(24))
        root.folders[f"__attach_version1.0_#{len(attachments):08X}"] = made
    root.folders["__nameid_version1.0"] = Folder(
        {f"__substg1.0_000{n}0102": b"" for n in (2, 3, 4)}
    )
    path.write_bytes(compound_file(root))
    return path


def compound_file(root: Folder) -> bytes:
    """The bytes of a compound file, version 3."""
    sectors: list[bytes] = []
    table: list[int] = []
    small, small_table = bytearray(), []

    def store(data: bytes) -> int:
        if not data:
            return _END
        first = len(sectors)
        for at in range(0, len(data), _SECTOR):
            sectors.append(data[at : at + _SECTOR].ljust(_SECTOR, b"\0"))
            table.append(len(table) + 1)
        table[-1] = _END
        return first

    def store_small(data: bytes) -> int:
        first = len(small_table)
        for at in range(0, len(data), _MINI):
            small.extend(data[at : at + _MINI].ljust(_MINI, b"\0"))
            small_table.append(len(small_table) + 1)
        small_table[-1] = _END
        return first

    entries: list[list[object]] = []  # name, kind, next, child, start, size

    def add(name: str, kind: int) -> int:
        entries.append([name, kind, _FREE, _FREE, 0, 0])
        return len(entries) - 1

    def fill(number: int, folder: Folder) -> None:
        before = None
        for name in sorted([*folder.streams, *folder.folders], key=lambda n: (len(n), n.upper())):
            here = add(name, 2 if name in folder.streams else 1)
            if before is None:
                entries[number][3] = here
            else:
                entries[before][2] = here
            before = here
            if name in folder.streams:
                data = folder.streams[name]
                start = _END
                if data:
                    start = store_small(data) if len(data) < _CUTOFF else store(data)
                entries[here][4:] = [start, len(data)]
            else:
                fill(here, folder.folders[name])

    fill(add("Root Entry", 5), root)
    entries[0][4:] = [store(bytes(small)), len(small)]
    packed = b"".join(_entry(*entry) for entry in entries)
    directory = store(packed)
    mini_table = store(struct.pack(f"<{len(small_table)}I", *small_table))
    used = len(sectors)
    needed = 1
    while used + needed > needed * (_SECTOR // 4):
        needed += 1
    table += [_FAT] * needed
    table += [_FREE] * (needed * (_SECTOR // 4) - len(table))
    assert needed <= 109
    heads = [*range(used, used + needed), *[_FREE] * (109 - needed)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xIII", 0x3E, 3, 0xFFFE, 9, 6, 0, needed, directory)
    header += struct.pack(
        "<IIIIII", 0, _CUTOFF, mini_table, -(-len(small_table) * 4 // _SECTOR), _END, 0
    )
    header += struct.pack("<109I", *heads)
    return header + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _entry(name: object, kind: object, after: object, child: object, start: object, size: object):
    letters = str(name).encode("utf-16-le")
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBB", len(letters) + 2, kind, 1)
        + struct.pack("<III", _FREE, after, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
