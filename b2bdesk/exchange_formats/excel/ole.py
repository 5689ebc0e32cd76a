"""Streams of an OLE compound file ([MS-CFB]), which old .xls and encrypted workbooks are."""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_END = 0xFFFFFFFA  # from here on sector numbers are marks: end of chain, free, ...
_ENTRY = 128


class BrokenContainerError(ValueError):
    """The container's sectors do not fit together."""


class CompoundFile:
    """A compound file in memory."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        if len(self._data) < 512 or not self._data.startswith(MAGIC):
            raise BrokenContainerError("no compound file header")
        shift, mini_shift = struct.unpack_from("<HH", self._data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenContainerError("unknown sector size")
        self._size = 1 << shift
        first_dir = struct.unpack_from("<I", self._data, 48)[0]
        self._cutoff, first_mini = struct.unpack_from("<II", self._data, 56)
        self._table = self._sectors_table()
        directory = self._chain(first_dir)
        self._entries: dict[str, tuple[int, int]] = {}
        root = (_END, 0)
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length = struct.unpack_from("<H", directory, at + 64)[0]
            kind = directory[at + 66]
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == 5:
                root = (start, size)
            elif kind == 2:
                self._entries[name] = (start, size)
        self._mini = self._chain(root[0])[: root[1]]
        packed = self._chain(first_mini)
        self._mini_table = struct.unpack(f"<{len(packed) // 4}I", packed)

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The content of one stream."""
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        parts: list[bytes] = []
        while start < _END and len(parts) <= len(self._mini_table):
            parts.append(self._mini[start * 64 : start * 64 + 64])
            start = self._mini_table[start] if start < len(self._mini_table) else _END
        return b"".join(parts)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._data[at : at + self._size]

    def _sectors_table(self) -> tuple[int, ...]:
        numbers = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _END]
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._size)):
            more = self._sector(following)
            if len(more) < self._size:
                break
            *found, following = struct.unpack(f"<{self._size // 4}I", more)
            numbers += [n for n in found if n < _END]
        if len(numbers) > len(self._data) // self._size:
            raise BrokenContainerError("more sectors than the file has")
        packed = b"".join(map(self._sector, numbers))
        return struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        while start < _END:
            parts.append(self._sector(start))
            if start >= len(self._table) or len(parts) > len(self._table):
                raise BrokenContainerError("a chain of sectors leads nowhere")
            start = self._table[start]
        return b"".join(parts)
